"""Frames of a page: a game that awaits `asyncio.sleep(0)` goes on when the browser shows its next picture.

A page has one thread. A clock that waits, as pygame's does, would keep the browser from its work meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import pygame

T = TypeVar("T")
# Ends with the browser's next picture: `requestAnimationFrame` as a promise.
NextFrame = Callable[[], Awaitable[object]]

SLACK: Final = 0.004
"""Seconds that a picture may come too early: a screen of 60 Hz is never asked to wait for its next one."""

MOST_WITHOUT_TURN: Final = 600
"""Calls of `flip` and `tick` without a turn of the browser between them; a loading screen makes fewer."""

# Before anybody puts another in its place.
_sleep = asyncio.sleep


class Frames:
    """The pictures of the browser, no more of them than the game's clock asks for.

    seconds: the shortest time between two frames, which `Clock.tick` sets; each: called in every frame.
    """

    def __init__(self, next_frame: NextFrame, now: Callable[[], float] = time.perf_counter) -> None:
        self.seconds = 0.0
        self.each: list[Callable[[], None]] = []
        self._next_frame, self._now = next_frame, now
        self._due = now()
        self._coming: asyncio.Future[None] | None = None
        self._without_turn = 0

    def count_frame(self) -> None:
        """Count a frame of the game. Raises `RuntimeError` for a loop that never awaits: the page would stand still."""
        self._without_turn += 1
        if self._without_turn > MOST_WITHOUT_TURN:
            self._without_turn = 0
            raise RuntimeError(
                "This game draws frame after frame without giving the browser its turn. Make the function with the "
                "loop async, await asyncio.sleep(0) at the end of each frame, and start it with asyncio.run(main())."
            )

    async def wait(self) -> None:
        """Wait for the next frame; all who wait meanwhile go on with the same one."""
        if self._coming is None or self._coming.done():
            self._coming = asyncio.ensure_future(self._frame())
        # Who is cancelled must not take the frame from the others.
        await asyncio.shield(self._coming)

    async def _frame(self) -> None:
        await self._next_frame()
        self._without_turn = 0
        while self._now() < self._due - SLACK:
            await self._next_frame()
        # On a screen of 144 Hz two pictures are too short and three too long: the rest counts for the next frame.
        for call in self.each:
            call()
        self._due = max(self._due, self._now() - self.seconds) + self.seconds

    async def sleep(self, delay: float, result: Any = None) -> Any:
        """Stand in for `asyncio.sleep`: without a delay until the next frame."""
        if delay > 0:
            return await _sleep(delay, result)
        await self.wait()
        return result

    def counted(self, flip: Callable[[], None]) -> Callable[[], None]:
        """Return `pygame.display.flip` that counts. (`update` is no frame: some games call it once for each sprite.)"""

        def counting_flip() -> None:
            self.count_frame()
            flip()

        return counting_flip

    def clock(self) -> Clock:
        """Stand in for `pygame.time.Clock`."""
        return Clock(self)


class Clock:
    """A clock that measures as pygame's does, and leaves the waiting to the page."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._clock = _Clock()

    def tick(self, framerate: float = 0) -> int:
        """Return the milliseconds since the last call. framerate: frames a second that the game wants at most."""
        self._frames.count_frame()
        self._frames.seconds = 1 / framerate if framerate > 0 else 0.0
        return self._clock.tick()

    def tick_busy_loop(self, framerate: float = 0) -> int:
        """Do as `tick` does: nobody may wait here."""
        return self.tick(framerate)

    def get_time(self) -> int:
        """Return the milliseconds between the last two calls of `tick`."""
        return self._clock.get_time()

    def get_rawtime(self) -> int:
        """Return the same: no part of it was waited for."""
        return self._clock.get_time()

    def get_fps(self) -> float:
        """Return the frames a second of the last ten calls."""
        return self._clock.get_fps()


_Clock = pygame.time.Clock


def install(next_frame: NextFrame) -> Frames:
    """Have every game of this page wait for the browser's frames."""
    frames = Frames(next_frame)
    asyncio.sleep = frames.sleep
    pygame.time.Clock = frames.clock  # type: ignore[misc,assignment]
    pygame.display.flip = frames.counted(pygame.display.flip)
    return frames
