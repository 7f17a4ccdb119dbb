"""The way of bubbles to another place: they glide, so that the eye can follow, and do not lag behind their speaker."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field

from pygame import Rect

from stealth_pygame.ui.placement.tail import Spot

# Pixels a second, beside the speaker's own.
SPEED = 1000.0


@dataclass
class Glide:
    """Remembers where bubbles were, seen from their speakers' heads."""

    seen: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    # True while something is on its way.
    moving: bool = False

    def towards(self, places: dict[Hashable, tuple[Spot, Rect]], dt: float, area: Rect) -> dict[Hashable, Rect]:
        """The place of each, given its head and goal, `dt` seconds later; within `area`, at once if `dt` is 0."""
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
