"""Where bubbles go: over the heads, whole on the screen, apart from each other, and where they were if they can.

Everything is in pixels of the screen.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from pygame import Rect

STICK = 28
"""A place on another side must be this much nearer before a bubble changes sides."""
MOST_WAYS = 16
"""Places to the side, and upwards or downwards, that are looked at."""
FACE = 260
"""Pixels that a bubble goes out of its way for a face."""
STILL = 1.0
"""Heads that moved less than this have not moved."""


@dataclass
class Wish:
    """What a speaker's bubbles need: `size` over `head`, or under it by `drop`; he is `body` pixels high himself."""

    key: Hashable
    head: tuple[float, float]
    size: tuple[int, int]
    drop: int = 0
    body: int = 44
    yields: bool = False
    """Comes after the others, and never before a face."""


@dataclass(frozen=True)
class Place:
    """Where they go; `up` when they stand under the speaker, with the tail up; `head` as it was steadied."""

    rect: Rect
    up: bool
    head: tuple[int, int]


@dataclass
class _Memory:
    head: tuple[int, int]
    side: tuple[int, int] = (0, 0)
    up: bool = False


@dataclass
class Placer:
    """Places bubbles frame by frame; those that came first keep their place."""

    gap: int = 4
    margin: int = 6
    _known: dict[Hashable, _Memory] = field(default_factory=dict)
    _faces: list[Rect] = field(default_factory=list)
    _asked: object = None
    _answer: dict[Hashable, Place] = field(default_factory=dict)

    def place(
        self, wishes: list[Wish], area: Rect, taken: list[Rect] | None = None, faces: list[Rect] | None = None
    ) -> dict[Hashable, Place]:
        """A place for each wish, in their order, none upon another as long as the screen has room.

        taken: where nothing goes; faces: of those who say nothing.
        """
        wishes = sorted(wishes, key=lambda wish: wish.yields)
        free = area.inflate(-2 * self.margin, -2 * self.margin)
        if free.width <= 0 or free.height <= 0:
            free = area
        obstacles = list(taken or ())
        self._known = {wish.key: self._steadied(wish) for wish in wishes}
        asked = (free, [(w.key, self._known[w.key].head, w.size) for w in wishes], list(obstacles), faces)
        if asked == self._asked:
            return self._answer
        places: dict[Hashable, Place] = {}
        self._faces = [Rect(round(w.head[0]) - w.body // 4, round(w.head[1]), w.body // 2, w.body) for w in wishes]
        self._faces += faces or []
        for wish in wishes:
            place = self._one(wish, self._known[wish.key], free, obstacles)
            obstacles.append(place.rect)
            places[wish.key] = place
        self._asked, self._answer = asked, places
        return places

    def _steadied(self, wish: Wish) -> _Memory:
        """The head where it was, unless it moved by a whole pixel: rounding must not shake a bubble."""
        memory = self._known.get(wish.key)
        head = (round(wish.head[0]), round(wish.head[1]))
        if memory is None:
            return _Memory(head)
        kept = [old if abs(new - old) < STILL else round(new) for old, new in zip(memory.head, wish.head, strict=True)]
        return _Memory((kept[0], kept[1]), memory.side, memory.up)

    def _one(self, wish: Wish, memory: _Memory, free: Rect, obstacles: list[Rect]) -> Place:
        memory.up = self._goes_under(wish, memory, free)
        rect = Rect((0, 0), wish.size)
        x, y = memory.head
        if memory.up:
            rect.midtop = (x, y + wish.drop + self.gap)
        else:
            rect.midbottom = (x, y - self.gap)
        rect.clamp_ip(free)
        side, found = self._free_place(rect, free, obstacles, memory.side, wish)
        memory.side = side
        return Place(found, memory.up, memory.head)

    @staticmethod
    def _is_of(face: Rect, wish: Wish) -> bool:
        return abs(face.centerx - wish.head[0]) <= 1 and abs(face.top - wish.head[1]) <= 1

    def _goes_under(self, wish: Wish, memory: _Memory, free: Rect) -> bool:
        """Under the feet only where there is no room over the head, and room there."""
        over = memory.head[1] - self.gap - wish.size[1] - free.top
        under = free.bottom - (memory.head[1] + wish.drop + self.gap + wish.size[1])
        # Where it is under already, it goes back up only when there is room to spare.
        return over < (8 if memory.up else -8) and under >= 0

    def _free_place(
        self, rect: Rect, free: Rect, obstacles: list[Rect], side: tuple[int, int], wish: Wish
    ) -> tuple[tuple[int, int], Rect]:
        """The nearest place that touches nobody; the side it was on before counts as nearer."""
        shunned = [face for face in self._faces if wish.yields and not self._is_of(face, wish)]
        if not self._touches(rect, obstacles) and rect.collidelist(shunned) == -1:
            return (0, 0), rect
        best, nearest = None, math.inf
        around = [*obstacles, *shunned]
        for least, way, moved in sorted(self._candidates(rect, around, side, wish.yields), key=lambda found: found[0]):
            if least >= nearest:
                break
            if free.contains(moved) and not self._touches(moved, obstacles):
                cost = least + FACE * len(moved.collidelistall(self._faces))
                if cost < nearest:
                    best, nearest = (way, moved), cost
        return best or ((0, 0), self._least_covering(rect, free, obstacles))

    def _touches(self, rect: Rect, obstacles: list[Rect]) -> bool:
        return rect.inflate(2 * self.gap - 2, 2 * self.gap - 2).collidelist(obstacles) != -1

    def _candidates(
        self, rect: Rect, obstacles: list[Rect], side: tuple[int, int], yields: bool
    ) -> Iterator[tuple[float, tuple[int, int], Rect]]:
        """Beside, over and under the obstacles near by, and at their crossings, each with how far off it is.

        Over the head is good, beside it less, further down is bad; the side it was on before counts as nearer.
        What yields does not go up, where it would stand over somebody else.
        """
        near = [other for other in obstacles if other.colliderect(rect.inflate(2 * rect.w, 6 * rect.h))]
        lefts = {rect.x, *(o.right + self.gap for o in near), *(o.left - self.gap - rect.w for o in near)}
        tops = {rect.y, *(o.top - self.gap - rect.h for o in near), *(o.bottom + self.gap for o in near)}
        # The best few of either kind: everything is near in a crowd.
        for left in sorted(lefts, key=lambda value: abs(value - rect.x))[:MOST_WAYS]:
            x = left - rect.x
            for top in sorted(tops, key=lambda value: abs(value - rect.y))[:MOST_WAYS]:
                y = top - rect.y
                way = ((x > 0) - (x < 0), (y > 0) - (y < 0))
                cost = 1.3 * abs(x) + (-y if y < 0 and not yields else 3 * abs(y))
                yield cost - (STICK if way == side else 0), way, Rect(left, top, rect.w, rect.h)

    def _least_covering(self, rect: Rect, free: Rect, obstacles: list[Rect]) -> Rect:
        """Where it covers least, on a screen that is full."""
        places = [Rect(left, top, rect.w, rect.h) for left in _steps(free.left, free.right - rect.w)
                  for top in _steps(free.top, free.bottom - rect.h)]  # fmt: skip

        def covered(place: Rect) -> tuple[int, int]:
            area = sum(_area(place.clip(other)) for other in obstacles)
            return area, abs(place.x - rect.x) + abs(place.y - rect.y)

        return min([rect, *places], key=covered)


def _area(rect: Rect) -> int:
    return rect.width * rect.height


def _steps(low: int, high: int) -> list[int]:
    return [low + (high - low) * step // 5 for step in range(6)] if high > low else [low]
