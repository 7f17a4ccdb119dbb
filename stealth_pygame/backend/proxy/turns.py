"""Turns of players at the upstream: each has a few at a time, some more wait, and further ones are refused.

Waiting uses no thread, so one player with many messages delays nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from stealth_pygame.errors import StealthError

# Seconds that a message waits for its turn; after that the game decides about another try.
PATIENCE: Final = 10.0


class TooManyAtOnceError(StealthError):
    """The player has too many messages that wait."""


@dataclass
class _Queue:
    running: asyncio.Semaphore
    count: int = field(default=0)


class Turns:
    """The turns of players, for one event loop. A queue exists only while its player has messages."""

    def __init__(self, at_once: int, waiting: int, patience: float = PATIENCE) -> None:
        self._at_once = at_once
        self._patience = patience
        self._most = at_once + waiting
        self._queues: dict[str, _Queue] = {}

    @contextlib.asynccontextmanager
    async def turn(self, player: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises `TooManyAtOnceError` if too many wait, or if it takes too long."""
        queue = self._queues.setdefault(player, _Queue(asyncio.Semaphore(self._at_once)))
        if queue.count >= self._most:
            raise TooManyAtOnceError("Too many messages of this player at once")
        # Counted before the wait: no other task runs between two awaits, so the limit is exact.
        queue.count += 1
        try:
            try:
                await asyncio.wait_for(queue.running.acquire(), self._patience)
            # Two different classes before Python 3.11.
            except (TimeoutError, asyncio.TimeoutError):
                raise TooManyAtOnceError("Too many messages of this player at once") from None
            try:
                yield
            finally:
                queue.running.release()
        finally:
            queue.count -= 1
            # Keeping a queue for every player would be a memory leak.
            if not queue.count:
                self._queues.pop(player, None)

    def __len__(self) -> int:
        """Return the number of players with messages that wait or are sent."""
        return len(self._queues)
