"""The game's own time as `update` takes it: in seconds, forward, and never much at once."""

from __future__ import annotations

import logging
import math

from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame")

SLOW_FRAMES = 30
"""Frames of a second or more in a row after which they must be milliseconds: no game is played so slowly."""


class Clock:
    """Checks and clamps `dt`; says once where it looks like milliseconds."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._slow = 0

    def step(self, dt: float) -> float:
        """The seconds that a frame counts for. Raises `ConfigurationError` for a time that runs backwards."""
        try:
            forward = dt >= 0 and not math.isinf(dt)
        except TypeError:
            forward = False
        if not forward:
            raise ConfigurationError(
                f"update got dt={dt!r}; give the seconds since the last frame as a number: clock.tick(60) / 1000."
            )
        self._slow = self._slow + 1 if dt >= 1 else 0
        if self._slow == SLOW_FRAMES:
            log.warning(
                "update got dt=%r, frame after frame: are those milliseconds? Give seconds, clock.tick(60) / 1000.", dt
            )
        return min(dt, self._most)


class RateLimit:
    """At most `per_minute` messages a minute, all of which may come at once; None means as many as you like."""

    def __init__(self, per_minute: int | None) -> None:
        self._per_minute = per_minute
        self._left = float(per_minute or 0)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        if self._per_minute is not None:
            self._left = min(float(self._per_minute), self._left + dt * self._per_minute / 60)

    def take(self) -> bool:
        """Whether one more message may go."""
        if self._per_minute is None:
            return True
        if self._left < 1:
            return False
        self._left -= 1
        return True
