"""A wait that can be ended early: on a thread it blocks, in a web page it is awaited."""

from __future__ import annotations

import sys
import threading

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.errors import ClosedError


class Pause:
    """Waits that `end` can end early; they raise `ClosedError` with the `words` then."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._ended = threading.Event()

    def wait(self, seconds: float) -> Eventually[None]:
        """Wait so many seconds on this thread; if an event loop runs on it, return an awaitable that waits.

        Raises `ClosedError` after `end`.
        """
        # Blocking an event loop would stop the web page, and the game with it.
        if _in_event_loop():
            return self._wait_later(seconds)
        if self._ended.wait(seconds):
            raise ClosedError(self._words)
        return None

    async def _wait_later(self, seconds: float) -> None:
        import asyncio  # noqa: PLC0415

        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        # In small steps, because an event of a thread cannot be awaited.
        while not self._ended.is_set() and loop.time() < until:
            await asyncio.sleep(min(STEP_SECONDS, seconds))
        if self._ended.is_set():
            raise ClosedError(self._words)

    def end(self) -> None:
        """End every wait, now and later."""
        self._ended.set()


# Seconds between two checks if a wait in an event loop was ended.
STEP_SECONDS = 0.05


def _in_event_loop() -> bool:
    # If asyncio was not imported yet, no event loop can run; importing it here would need sockets.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return False
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
