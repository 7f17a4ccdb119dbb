"""The search for a spot: where one bubble can stand so that it touches nobody and its tail reaches its speaker.

Everything is in pixels of the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop

from pygame import Rect

from stealth_pygame.ui.tails import Spot, Tail, reaching

MOST_WAYS = 10
"""Places to the side, and upwards or downwards, that are looked at."""
FACE = 260
"""Pixels that a bubble goes out of its way for a face."""
BODY = 150
"""Pixels that a bubble goes out of its way for the body below its own speaker's face."""
ROOM = 160
"""Pixels that a bubble goes out of its way for the tail of somebody who has no place yet."""
CROSSING = 1000
"""Pixels of others that a bubble covers sooner than that its tail crosses them."""
SLANT = 0.8
"""What a pixel of slant of a tail costs, in pixels of way."""
NEARBY = 40
"""A spot so many pixels from the last one is still the last one, the nearer the more."""
DRIFT = 2
"""Pixels a frame by which a bubble that was moved aside drifts back."""
SPARE = 8
"""Pixels of room that a bubble which was moved aside wants over the head before it goes back."""


@dataclass
class Ground:
    """What is on the screen already."""

    area: Rect
    free: Rect
    cover: Rect | None = None
    """A box that hides those who stand behind it."""
    obstacles: list[Rect] = field(default_factory=list)
    """Nothing goes there."""
    bubbles: list[Rect] = field(default_factory=list)
    """No tail crosses them."""
    tails: list[Tail] = field(default_factory=list)
    """No bubble covers them."""
    boxes: list[Rect] = field(default_factory=list)
    """Around the tails."""

    def add(self, rect: Rect, tail: Tail | None) -> None:
        """Something has found its place."""
        self.obstacles.append(rect)
        self.bubbles.append(rect)
        if tail is not None:
            self.tails.append(tail)
            self.boxes.append(tail.box)


@dataclass(frozen=True)
class Measures:
    """Of all bubbles: `gap` to their neighbours, `tail` from body to tip, its root `edge` off corners, its `reach`."""

    gap: int = 4
    tail: int = 12
    edge: int = 18
    reach: int = 170


@dataclass
class Figure:
    """Who speaks, as far as bubbles know: the point over the `head`, `face` and whole `body`, and what hides him."""

    head: Spot
    body: Rect
    face: Rect
    shown: Spot
    """The point over the head, or the nearest one to it that can be seen."""

    @classmethod
    def of(cls, head: Spot, height: int, ground: Ground) -> Figure:
        """Somebody `height` pixels high."""
        body = Rect(head[0] - height // 4, head[1], max(2, height // 2), max(2, height))
        face = Rect(body.x, body.y, body.width, max(1, body.height // 2))
        x, y = seen(head, ground.area)
        cover = ground.cover
        if cover is not None and cover.left <= x < cover.right and y > cover.top:
            y = cover.top
        return cls(head, body, face, (x, y))

    def tip(self, rect: Rect, measures: Measures, area: Rect) -> Spot:
        """Where the tail of a bubble at `rect` ends: over the head, under the feet, or beside the face."""
        gap = measures.gap
        if rect.bottom <= self.shown[1] - gap:
            return seen((self.shown[0], self.shown[1] - gap), area)
        if rect.top >= self.face.bottom + gap:
            return seen(
                (self.head[0], min(self.body.bottom + gap, max(self.face.bottom, rect.top - measures.tail))), area
            )
        aside = self.face.right + gap if rect.centerx >= self.head[0] else self.face.left - gap
        return seen((aside, self.face.centery), area)


def seen(spot: Spot, area: Rect) -> Spot:
    """The nearest point that is on the screen."""
    return min(max(spot[0], area.left + 1), area.right - 2), min(max(spot[1], area.top + 1), area.bottom - 2)


@dataclass
class Search:
    """For one speaker on a ground."""

    ground: Ground
    measures: Measures
    figure: Figure
    shunned: list[Rect]
    """Where it must not go, if it is polite."""
    faces: list[Rect]
    rooms: list[Rect]
    """Where others need their tails."""
    yields: bool = False
    before: Spot | None = None
    """Of the lower middle from the head, when it was placed last."""
    loyalty: float = 0.0
    """Pixels by which the spot where it was counts as nearer."""

    def home(self, size: tuple[int, int]) -> Rect:
        """Over the head, or as near as the screen allows."""
        x, y = self.figure.shown
        rect = Rect((0, 0), size)
        rect.midbottom = (x, y - self.measures.gap - self.measures.tail)
        return rect.clamp(self.ground.free)

    def find(self, size: tuple[int, int]) -> tuple[Rect, Tail] | None:
        """The best spot, and the tail from there."""
        home = self.home(size)
        if not self.ground.free.contains(home):
            return None
        if self._settles(home) and (tail := self._tail(home)) is not None:
            return home, tail
        best, nearest = None, math.inf
        for least, rect in self._candidates(home):
            if least >= nearest:
                break
            found = self._tail(rect) if self._is_free(rect) else None
            if found is not None:
                cost = least + self._price(rect, found, home)
                if cost < nearest:
                    best, nearest = (rect, found), cost
        return best

    def kept(self, size: tuple[int, int], lost: bool = False) -> tuple[Rect, Tail | None] | None:
        """Where it was or a little nearer to its home, if it can be; whatever it covers if it was `lost` already."""
        left, top = self._was(Rect((0, 0), size))
        rect = Rect(round(left), round(top), *size).clamp(self.ground.free)
        if lost:
            return rect, reaching(rect, self.figure.tip(rect, self.measures, self.ground.area), self.measures.edge)
        home = self.home(size)
        x, y = (min(max(way, -DRIFT), DRIFT) for way in (home.x - rect.x, home.y - rect.y))
        for moved in [rect.move(*way) for way in dict.fromkeys(((x, y), (x, 0), (0, y), (0, 0)))]:
            if self._may_stay(moved, rect) and (tail := self._tail(moved)) is not None:
                return moved, tail
        return None

    def _may_stay(self, moved: Rect, rect: Rect) -> bool:
        steps_on = moved.colliderect(self.figure.body) and not rect.colliderect(self.figure.body)
        return not steps_on and self._is_free(moved) and moved.collidelist(self.rooms) == -1

    def _settles(self, home: Rect) -> bool:
        """Whether there is nothing to think about: home is free, with room to spare where it was not at home."""
        room = home.inflate(SPARE, SPARE) if self._away(home) > SPARE else home
        return self._is_free(room) and not home.colliderect(self.figure.body) and room.collidelist(self.rooms) == -1

    def _away(self, rect: Rect) -> float:
        """Pixels from where it was."""
        if self.before is None:
            return 0.0
        x, y = self.figure.head
        return math.hypot(rect.centerx - x - self.before[0], rect.bottom - y - self.before[1])

    def _is_free(self, rect: Rect) -> bool:
        ground, gap = self.ground, self.measures.gap
        if rect.colliderect(self.figure.face) or rect.collidelist(self.shunned) != -1:
            return False
        if rect.inflate(2 * gap - 2, 2 * gap - 2).collidelist(ground.obstacles) != -1:
            return False
        near = rect.inflate(4, 4)
        crossed = (ground.tails[index] for index in near.collidelistall(ground.boxes))
        return not any(near.clipline(tail.root, tail.tip) for tail in crossed)

    def _tail(self, rect: Rect) -> Tail | None:
        """The tail from there, if it is short enough and crosses nobody's bubble."""
        ground = self.ground
        tail = reaching(rect, self.figure.tip(rect, self.measures, ground.area), self.measures.edge)
        if tail is None or tail.length > self.measures.reach:
            return None
        box = tail.box
        if any(ground.bubbles[index].clipline(tail.root, tail.tip) for index in box.collidelistall(ground.bubbles)):
            return None
        near = box.collidelistall(ground.boxes)
        return None if any(tail.crosses(ground.tails[index]) for index in near) else tail

    def _price(self, rect: Rect, tail: Tail, home: Rect) -> float:
        """What it costs beside the way there."""
        slant = min(abs(tail.way[0]), abs(tail.way[1]))
        price = SLANT * slant + ROOM * len(rect.collidelistall(self.rooms))
        crossed = (self.faces[index] for index in tail.box.collidelistall(self.faces))
        price += FACE * sum(bool(face.clipline(tail.root, tail.tip)) for face in crossed)
        if rect != home:
            price += FACE * len(rect.collidelistall(self.faces))
        return price + BODY * rect.colliderect(self.figure.body)

    def _candidates(self, home: Rect) -> Iterator[tuple[float, Rect]]:
        """Beside, over and under whatever is near, and at the crossings, each with how far off it is, nearest first.

        Over the head is good, beside it less, further down is bad; where it was before counts as nearer. Aside is
        near as long as the tail can stay upright. What yields does not go up, where it would stand over others.
        """
        was_x, was_y = self._was(home)
        upright = max(0, home.w // 2 - self.measures.edge)
        lefts, tops = self._lines(home)
        columns = [
            (0.6 * min(x, upright) + 1.5 * max(0, x - upright), abs(left - was_x), left)
            for x, left in sorted((abs(left - home.x), left) for left in lefts)[:MOST_WAYS]
        ]
        rows = [
            (-y if y < 0 and not self.yields else 3 * abs(y), abs(top - was_y), top)
            for _, y, top in sorted((abs(top - home.y), top - home.y, top) for top in tops)[:MOST_WAYS]
        ]
        found = [
            (x + y - (self._loyal(far, off) if far < NEARBY > off else 0), left, top)
            for x, far, left in columns
            for y, off, top in rows
        ]
        heapify(found)
        while found:
            cost, left, top = heappop(found)
            yield cost, Rect(left, top, home.w, home.h)

    def _was(self, home: Rect) -> tuple[float, float]:
        """Its corner, had it stayed where it was."""
        if self.before is None:
            return math.inf, math.inf
        x, y = self.figure.head
        return x + self.before[0] - home.w // 2, y + self.before[1] - home.h

    def _loyal(self, x: float, y: float) -> float:
        """How much nearer a spot counts that is so far from where it was."""
        return self.loyalty * max(0.0, 1 - math.hypot(x, y) / NEARBY)

    def _lines(self, home: Rect) -> tuple[set[int], set[int]]:
        """Where its left and its upper edge could be."""
        ground, measures, gap = self.ground, self.measures, self.measures.gap
        (wide, tall), face, x = home.size, self.figure.face, self.figure.shown[0]
        near = home.inflate(2 * wide + 2 * measures.reach, 4 * tall + 2 * measures.reach)
        blocks = [ground.obstacles[index] for index in near.collidelistall(ground.obstacles)]
        thin = [ground.boxes[index] for index in near.collidelistall(ground.boxes)]
        thin += [self.rooms[index] for index in near.collidelistall(self.rooms)]
        apart = gap + measures.tail
        lefts = {home.x, face.right + apart, face.left - apart - wide, x - measures.edge, x + measures.edge - wide}
        tops = {home.y, face.centery - tall // 2, face.bottom + apart, self.figure.body.bottom + apart}
        tops = {min(max(top, ground.free.top), ground.free.bottom - tall) for top in tops}
        for block in [*blocks, *self.shunned]:
            lefts |= {block.right + gap, block.left - gap - wide}
            tops |= {block.top - gap - tall, block.bottom + gap}
        for block in thin:
            lefts |= {block.right + 3, block.left - 3 - wide}
            tops |= {block.top - 3 - tall, block.bottom + 3}
        if self.before is not None:
            lefts.add(self.figure.head[0] + self.before[0] - wide // 2)
            tops.add(self.figure.head[1] + self.before[1] - tall)
        free = ground.free
        return (
            {left for left in lefts if free.left <= left <= free.right - wide},
            {top for top in tops if free.top <= top <= free.bottom - tall},
        )

    def least_covering(self, size: tuple[int, int]) -> tuple[Rect, Tail | None]:
        """Where it covers least, on a screen that is full: within reach of the speaker."""
        home, free, reach = self.home(size), self.ground.free, self.measures.reach
        near = home.inflate(reach, reach).clamp(free).clip(free)
        places = [Rect(left, top, *size) for left in _steps(near.left, near.right - home.w)
                  for top in _steps(near.top, near.bottom - home.h)]  # fmt: skip
        best = min([home, *places], key=lambda place: self._covered(place, home))
        return best, reaching(best, self.figure.tip(best, self.measures, self.ground.area), self.measures.edge)

    def _covered(self, place: Rect, home: Rect) -> tuple[int, int]:
        obstacles = self.ground.obstacles
        blocks = [*(obstacles[index] for index in place.collidelistall(obstacles)), *[self.figure.face] * 3]
        area = sum(block.width * block.height for block in map(place.clip, blocks))
        crossing = 0 if self._tail(place) else CROSSING
        return area + crossing, abs(place.x - home.x) + abs(place.y - home.y)


def _steps(low: int, high: int) -> list[int]:
    return [low + (high - low) * step // 3 for step in range(4)] if high > low else [low]
