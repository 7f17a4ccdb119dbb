"""Movement of bubbles to new places: slow enough to follow with the eye, and without lagging behind the speaker."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field

from pygame import Rect

from stealth_pygame.ui.placement.tail import Spot

# Pixels per second, in addition to the speaker's own speed.
SPEED = 1000.0


@dataclass
class Glide:
    """Remembers the position of each bubble relative to its speaker's head."""

    seen: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    # True while a bubble is moving to a new place.
    moving: bool = False

    def towards(self, places: dict[Hashable, tuple[Spot, Rect]], dt: float, area: Rect) -> dict[Hashable, Rect]:
        """Return each place after `dt` seconds, from heads and goals; within `area`. With `dt` 0: the goals."""
        seen, drawn = self.seen, dict[Hashable, Rect]()
        self.seen, self.moving = {}, False
        for key, (head, goal) in places.items():
            x, y = goal.centerx - head[0], goal.bottom - head[1]
            old = seen.get(key, (x, y))
            far = math.hypot(x - old[0], y - old[1])
            if far > SPEED * dt > 0:
                part = SPEED * dt / far
                now = old[0] + (x - old[0]) * part, old[1] + (y - old[1]) * part
                self.moving = True
            else:
                now = (x, y)
            drawn[key] = goal.move(round(now[0] - x), round(now[1] - y)).clamp(area)
            self.seen[key] = now
        return drawn
