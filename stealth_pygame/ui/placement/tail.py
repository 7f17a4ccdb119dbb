"""The geometry of tails: from which edge of a body they leave, and what they cross."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from pygame import Rect

Spot = tuple[int, int]


# The tail is at the bottom if the body is as far above its speaker as beside.
ASIDE = 0.6


class Side(Enum):
    """The edge of a body that a tail leaves, by the tail's direction."""

    # The lower edge: the body is over the speaker.
    DOWN = (0, 1)
    # The upper edge.
    UP = (0, -1)
    # The left edge.
    LEFT = (-1, 0)
    # The right edge.
    RIGHT = (1, 0)


class Tail(NamedTuple):
    """A tail from `root`, on an edge of a body, to `tip`, both in the same pixel coordinates."""

    side: Side
    root: Spot
    tip: Spot

    @property
    def way(self) -> Spot:
        """The vector from root to tip."""
        return self.tip[0] - self.root[0], self.tip[1] - self.root[1]

    @property
    def length(self) -> float:
        """The length in pixels."""
        return math.hypot(*self.way)

    @property
    def flatness(self) -> float:
        """Pixels along the edge for each pixel away from it."""
        wide, tall = map(abs, self.way)
        along, away = (wide, tall) if self.side in (Side.DOWN, Side.UP) else (tall, wide)
        return along / max(1, away)

    @property
    def box(self) -> Rect:
        """The rectangle around the tail."""
        (x, y), (wide, tall) = self.root, self.way
        return Rect(min(x, x + wide), min(y, y + tall), abs(wide) + 1, abs(tall) + 1)

    def crosses(self, other: Tail) -> bool:
        """Return True if this tail would cross another one."""
        return _turn(self, other.root) != _turn(self, other.tip) and _turn(other, self.root) != _turn(other, self.tip)

    def moved(self, x: int, y: int) -> Tail:
        """Return the same tail, moved by (x, y)."""
        return Tail(self.side, (self.root[0] + x, self.root[1] + y), (self.tip[0] + x, self.tip[1] + y))


def _turn(tail: Tail, spot: Spot) -> bool:
    """Return the side of a tail on which a point lies."""
    (x, y), (wide, tall) = tail.root, tail.way
    return wide * (spot[1] - y) > tall * (spot[0] - x)


def reaching(body: Rect, tip: Spot, edge: int) -> Tail | None:
    """Return the tail of a body to `tip`, its root `edge` pixels off corners; None if the tip is within the body."""
    x, y = tip
    left, top, wide, tall = body
    over, under, before, beyond = y - top - tall, top - y, left - x, x - left - wide
    upright, level = max(over, under), ASIDE * max(before, beyond)
    if upright <= 0 and level <= 0:
        return None
    if upright >= level:
        root = _even(_between(x, left, wide, edge), x), top + tall if over > 0 else top
        return Tail(Side.DOWN if over > 0 else Side.UP, root, tip)
    root = left + wide if beyond > 0 else left, _even(_between(y, top, tall, edge), y)
    return Tail(Side.RIGHT if beyond > 0 else Side.LEFT, root, tip)


def _between(value: int, start: int, length: int, edge: int) -> int:
    """Return the value, kept off the corners; the middle for a body that is too small for that."""
    edge = min(edge, length // 2)
    return min(max(value, start + edge), start + length - edge)


def _even(root: int, tip: int) -> int:
    """Return a root for which the slant is even in pixels: then only half as many tails must be rendered."""
    slant = tip - root
    return root + (slant % 2 if slant > 0 else -(-slant % 2))
