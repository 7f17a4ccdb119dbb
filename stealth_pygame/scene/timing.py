"""The check of the seconds that `update` gets, and the limits that depend on time."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame")

SLOW_FRAMES = 30
"""The number of frames with `dt` of 1 or more after which the log asks if they are milliseconds."""
LEAST_STEPS = 4
"""The steps that a frame takes at any cost, so that a small reply is done in one frame."""

SPREAD_SECONDS = 1 / 15
"""Seconds over which answers that arrive together are spread: too short to be seen, but it relieves each frame."""


def frames_for(seconds: float) -> int:
    """Return the number of frames over which answers are spread. seconds: the length of a frame; 1 frame if it is 0."""
    return max(1, round(SPREAD_SECONDS / seconds)) if seconds > 0 else 1


class FrameClock:
    """The check of `dt`, and its limit; it logs once if `dt` seems to be in milliseconds."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._slow = 0

    def step(self, dt: float) -> float:
        """Return the seconds of a frame, at most `most`. Raises `ConfigurationError` if `dt` is no number from 0 up."""
        try:
            # The comparison is False for NaN too.
            forward = dt >= 0 and not math.isinf(dt)
        except TypeError:
            forward = False
        if not forward:
            raise ConfigurationError(
                f"update got dt={dt!r}; give the seconds since the last frame as a number: clock.tick(60) / 1000."
            )
        if dt >= 1:
            self._slow += 1
        # Without a frame limit, clock.tick() gives 0, 1 or 2 milliseconds; only a fraction shows that dt is in seconds.
        elif dt > 0:
            self._slow = 0
        if self._slow == SLOW_FRAMES and dt >= 1:
            log.warning(
                "update got dt=%r, frame after frame: are those milliseconds? Give seconds, clock.tick(60) / 1000.", dt
            )
        # Dragging a window stops the loop for seconds, which should not count as time in the game.
        return min(dt, self._most)


class FrameBudget:
    """The time that one frame may spend on replies: `seconds`, but at least `LEAST_STEPS` steps."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until = clock() + seconds
        self._steps = 0

    def spent(self) -> bool:
        """Count a step; return True if it is the last one of this frame."""
        self._steps += 1
        # The clock is read last, because most replies need fewer steps.
        return self._steps >= LEAST_STEPS and self._clock() >= self._until


class RateLimit:
    """A limit of `per_minute` messages a minute; all of them may be sent at once."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left = float(per_minute)
        self._since = 0.0

    def take(self, now: float) -> bool:
        """Return True if one more message may be sent at the time `now`, in seconds, and count it."""
        passed, self._since = now - self._since, now
        self._left = min(float(self._per_minute), self._left + passed * self._per_minute / 60)
        if self._left < 1:
            return False
        self._left -= 1
        return True
