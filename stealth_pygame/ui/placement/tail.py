"""The geometry of tails."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from pygame import Rect

Spot = tuple[int, int]


# A body that is as far over a speaker as to the side has its tail below.
ASIDE = 0.6


class Side(Enum):
    """The edge of a body from which its tail leaves, by the direction in which it does."""

    # The lower edge: the body is over the speaker.
    DOWN = (0, 1)
    # The upper edge.
    UP = (0, -1)
    # The left edge.
    LEFT = (-1, 0)
    # The right edge.
    RIGHT = (1, 0)


class Tail(NamedTuple):
    """From `root`, on an edge of a body, to `tip`, in the same pixels."""

    side: Side
    root: Spot
    tip: Spot

    @property
    def way(self) -> Spot:
        """From root to tip."""
        return self.tip[0] - self.root[0], self.tip[1] - self.root[1]

    @property
    def length(self) -> float:
        """In pixels."""
        return math.hypot(*self.way)

    @property
    def flatness(self) -> float:
        """Pixels along the edge for each pixel away from it."""
        wide, tall = map(abs, self.way)
        along, away = (wide, tall) if self.side in (Side.DOWN, Side.UP) else (tall, wide)
        return along / max(1, away)

    @property
    def box(self) -> Rect:
        """The rectangle that it may touch."""
        (x, y), (wide, tall) = self.root, self.way
        return Rect(min(x, x + wide), min(y, y + tall), abs(wide) + 1, abs(tall) + 1)

    def crosses(self, other: Tail) -> bool:
        """Return True if it would be drawn across another one."""
        return _turn(self, other.root) != _turn(self, other.tip) and _turn(other, self.root) != _turn(other, self.tip)

    def moved(self, x: int, y: int) -> Tail:
        """The same tail elsewhere."""
        return Tail(self.side, (self.root[0] + x, self.root[1] + y), (self.tip[0] + x, self.tip[1] + y))


def _turn(tail: Tail, spot: Spot) -> bool:
    """The side of a tail on which a point is."""
    (x, y), (wide, tall) = tail.root, tail.way
    return wide * (spot[1] - y) > tall * (spot[0] - x)


def reaching(body: Rect, tip: Spot, edge: int) -> Tail | None:
    """The tail of a body to a `tip`, at least `edge` pixels off its corners; None for a tip within the body."""
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
    """Off the corners; in the middle of a body that has little more than corners."""
    edge = min(edge, length // 2)
    return min(max(value, start + edge), start + length - edge)


def _even(root: int, tip: int) -> int:
    """The root a pixel nearer where the slant is odd: half as many tails have to be drawn."""
    slant = tip - root
    return root + (slant % 2 if slant > 0 else -(-slant % 2))
