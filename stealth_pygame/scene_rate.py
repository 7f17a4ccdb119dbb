"""How many messages a minute: a bucket that fills with time, so that a jam game does not empty a jam team's wallet."""

from __future__ import annotations


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
