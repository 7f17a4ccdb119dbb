"""The game's time as `update` takes it: in seconds, forward, never much at once; and the limits that go by time."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame")

SLOW_FRAMES = 30
"""Frames of a second or more after which they must be milliseconds: no game is played so slowly."""
LEAST_STEPS = 4
"""Steps that a frame takes whatever they cost, so that a small reply is whole in one frame."""

SPREAD_SECONDS = 1 / 15
"""Seconds over which answers that came together are spread, which nobody sees and each frame feels."""


def frames_for(seconds: float) -> int:
    """Return the frames over which answers are spread, by the seconds of one; 1 where none pass, or many."""
    return max(1, round(SPREAD_SECONDS / seconds)) if seconds > 0 else 1


class FrameClock:
    """The check and the clamp of `dt`; it says once where that looks like milliseconds."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._slow = 0

    def step(self, dt: float) -> float:
        """Return the seconds that a frame counts for. Raises `ConfigurationError` for a time that runs backwards."""
        try:
            # NaN is not at least 0 either.
            forward = dt >= 0 and not math.isinf(dt)
        except TypeError:
            forward = False
        if not forward:
            raise ConfigurationError(
                f"update got dt={dt!r}; give the seconds since the last frame as a number: clock.tick(60) / 1000."
            )
        if dt >= 1:
            self._slow += 1
        # Without a frame limit clock.tick() gives 0, 1 or 2, all whole: only a broken number speaks for seconds.
        elif dt > 0:
            self._slow = 0
        if self._slow == SLOW_FRAMES and dt >= 1:
            log.warning(
                "update got dt=%r, frame after frame: are those milliseconds? Give seconds, clock.tick(60) / 1000.", dt
            )
        # A window that is dragged stops the loop for seconds, and nobody's patience ends by that.
        return min(dt, self._most)


class FrameBudget:
    """The time that one frame may spend on the contents of replies; a few steps are always taken."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until = clock() + seconds
        self._steps = 0

    def spent(self) -> bool:
        """Return True when the step that was just taken is to be the last one of this frame."""
        self._steps += 1
        # The clock is asked last: most replies are done before.
        return self._steps >= LEAST_STEPS and self._clock() >= self._until


class RateLimit:
    """A limit of `per_minute` messages a minute, all of which may come at once."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left = float(per_minute)
        self._since = 0.0

    def take(self, now: float) -> bool:
        """Return True if one more message may go at the time `now`, in seconds, and count it."""
        passed, self._since = now - self._since, now
        self._left = min(float(self._per_minute), self._left + passed * self._per_minute / 60)
        if self._left < 1:
            return False
        self._left -= 1
        return True
