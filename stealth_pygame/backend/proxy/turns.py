"""Turns of players at the upstream: a few at once for each, some that wait, and no more.

Who waits costs no thread, so one player with many messages holds up nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from stealth_pygame.errors import StealthError

# Seconds that a message waits for its turn; then the game, which knows better, tries again or gives up.
PATIENCE: Final = 10.0


class TooManyAtOnceError(StealthError):
    """The player has as many messages on the way as may wait."""


@dataclass
class _Queue:
    running: asyncio.Semaphore
    count: int = field(default=0)


class Turns:
    """Turns by player. Belongs to one event loop; the number of queues is that of the players who wait now."""

    def __init__(self, at_once: int, waiting: int, patience: float = PATIENCE) -> None:
        self._at_once = at_once
        self._patience = patience
        self._most = at_once + waiting
        self._queues: dict[str, _Queue] = {}

    @contextlib.asynccontextmanager
    async def turn(self, player: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises `TooManyAtOnceError` where too many wait, or it does not come in time."""
        queue = self._queues.setdefault(player, _Queue(asyncio.Semaphore(self._at_once)))
        if queue.count >= self._most:
            raise TooManyAtOnceError("Too many messages of this player at once")
        # Counted before the wait: between two awaits nobody else runs, so the limit holds exactly.
        queue.count += 1
        try:
            try:
                await asyncio.wait_for(queue.running.acquire(), self._patience)
            # Two classes until Python 3.11.
            except (TimeoutError, asyncio.TimeoutError):
                raise TooManyAtOnceError("Too many messages of this player at once") from None
            try:
                yield
            finally:
                queue.running.release()
        finally:
            queue.count -= 1
            # A queue for every player who ever came would be a leak.
            if not queue.count:
                self._queues.pop(player, None)

    def __len__(self) -> int:
        """Return the number of players who have something on the way."""
        return len(self._queues)
