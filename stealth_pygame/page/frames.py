"""The frames of a page: a game that awaits `asyncio.sleep(0)` goes on when the browser shows its next picture.

A page has only one thread. A clock that blocks, as pygame's does, would stop the browser for that time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import pygame

T = TypeVar("T")
# Resolves with the browser's next picture: `requestAnimationFrame` as a promise.
NextFrame = Callable[[], Awaitable[object]]

SLACK: Final = 0.004
"""Seconds by which a picture may come too early and still count, so that a 60 Hz screen never skips one."""

MOST_WITHOUT_TURN: Final = 600
"""The most calls of `flip` and `tick` without an `await` between them; a loading screen makes fewer."""

# The original, before `install` replaces it.
_sleep = asyncio.sleep


class Frames:
    """The frames of a game: at most as many as the browser shows, and as the game's clock asks for.

    seconds: the shortest time between two frames, set by `Clock.tick`; each: a function that every frame calls.
    """

    def __init__(self, next_frame: NextFrame, now: Callable[[], float] = time.perf_counter) -> None:
        self.seconds = 0.0
        self.each: list[Callable[[], None]] = []
        self._next_frame, self._now = next_frame, now
        self._due = now()
        self._coming: asyncio.Future[None] | None = None
        self._without_turn = 0

    def count_frame(self) -> None:
        """Count a frame of the game. Raises `RuntimeError` if the loop never awaits, because the page would freeze."""
        self._without_turn += 1
        if self._without_turn > MOST_WITHOUT_TURN:
            self._without_turn = 0
            raise RuntimeError(
                "This game draws frame after frame without giving the browser its turn. Make the function with the "
                "loop async, await asyncio.sleep(0) at the end of each frame, and start it with asyncio.run(main())."
            )

    async def wait(self) -> None:
        """Wait for the next frame. All callers that wait at the same time continue with the same frame."""
        if self._coming is None or self._coming.done():
            self._coming = asyncio.ensure_future(self._frame())
        # A caller that is cancelled must not cancel the frame for the others.
        await asyncio.shield(self._coming)

    async def _frame(self) -> None:
        await self._next_frame()
        self._without_turn = 0
        while self._now() < self._due - SLACK:
            await self._next_frame()
        # On a 144 Hz screen two pictures are too short and three too long: the difference counts for the next frame.
        for call in self.each:
            call()
        self._due = max(self._due, self._now() - self.seconds) + self.seconds

    async def sleep(self, delay: float, result: Any = None) -> Any:
        """Replace `asyncio.sleep`: a delay of 0 waits for the next frame."""
        if delay > 0:
            return await _sleep(delay, result)
        await self.wait()
        return result

    def counted(self, flip: Callable[[], None]) -> Callable[[], None]:
        """Return a `pygame.display.flip` that counts frames. (`update` does not: games may call it per sprite.)"""

        def counting_flip() -> None:
            self.count_frame()
            flip()

        return counting_flip

    def clock(self) -> Clock:
        """Return a clock in place of `pygame.time.Clock`."""
        return Clock(self)


class Clock:
    """A clock that measures time as pygame's does, but never blocks: the page does the waiting."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._clock = _Clock()

    def tick(self, framerate: float = 0) -> int:
        """Return the milliseconds since the last call. framerate: the most frames per second, 0: no limit."""
        self._frames.count_frame()
        self._frames.seconds = 1 / framerate if framerate > 0 else 0.0
        return self._clock.tick()

    def tick_busy_loop(self, framerate: float = 0) -> int:
        """Do the same as `tick`: nothing may block the page."""
        return self.tick(framerate)

    def get_time(self) -> int:
        """Return the milliseconds between the last two calls of `tick`."""
        return self._clock.get_time()

    def get_rawtime(self) -> int:
        """Return the same as `get_time`: this clock never waits."""
        return self._clock.get_time()

    def get_fps(self) -> float:
        """Return the frames per second, averaged over the last ten calls of `tick`."""
        return self._clock.get_fps()


_Clock = pygame.time.Clock


def install(next_frame: NextFrame) -> Frames:
    """Replace pygame's and asyncio's waiting functions, so that games of this page wait for the browser's frames."""
    frames = Frames(next_frame)
    asyncio.sleep = frames.sleep
    pygame.time.Clock = frames.clock  # type: ignore[misc,assignment]
    pygame.display.flip = frames.counted(pygame.display.flip)
    return frames
