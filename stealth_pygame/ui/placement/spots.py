"""The search for a place where one bubble touches no other and its tail reaches its speaker.

Everything is in pixels of the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heapify, heappop

from pygame import Rect

from stealth_pygame.ui.placement.obstacles import Figure, Ground, Measures, seen
from stealth_pygame.ui.placement.tail import Spot, Tail, reaching

# Columns, and rows, next to obstacles that are tried at most.
MOST_WAYS = 8
# Neighbours whose bodies the bubble avoids; if there are more, there is no such place, and none is searched.
MOST_PEOPLE = 10
# The cost of each pixel downwards; a pixel upwards costs 1.
DOWN = 2.2
# The cost in pixels of a tail across a face: a bubble moves so far to avoid it, even if it has just moved.
FACE = 600
# The cost in pixels of covering a body below its face.
BODY = 150
# The cost in pixels of a place that the tail of a speaker without a place will need.
ROOM = 160
# Crossing a tail is as bad as covering this many pixels of other bubbles.
CROSSING = 1000
# A tail shorter than this part of the usual length cannot be seen.
STUB = 0.5
# The most pixels along the edge for each pixel away from it that a tail may have.
FLAT = 2.5
# The cost of each pixel by which a tail is slanted.
SLANT = 0.8
# A place within this many pixels of the last one counts as the last one; the nearer, the more.
NEARBY = 40
# Pixels per frame by which a bubble that had to move aside drifts back.
DRIFT = 2
# Pixels of free room around its place over the head that such a bubble needs before it goes back.
SPARE = 8


@dataclass
class Search:
    """The search for one speaker's bubble on a screen."""

    ground: Ground
    measures: Measures
    figure: Figure
    others: Iterable[Figure]
    # Bodies of silent characters.
    quiet: list[Rect]
    # Places that the tails of other speakers will need.
    rooms: list[Rect]
    # The faces of all speakers. A bubble covers another's face only if there is no other place, and never its own.
    faces: list[Rect]
    yields: bool = False
    # The middle of its lower edge relative to the head at its last place, None for a new bubble.
    before: Spot | None = None
    # The discount in pixels for the last place.
    loyalty: float = 0.0
    # The number of `rooms` that the last place touched; with the same number a new search would find the same place.
    crowded: int = 0

    @cached_property
    def bodies(self) -> list[Rect]:
        """The bodies of everybody else."""
        x, y = self.figure.head
        bodies = [other.body for other in self.others if other is not self.figure]
        return bodies + [body for body in self.quiet if abs(body.centerx - x) > 1 or abs(body.top - y) > 1]

    @cached_property
    def shunned(self) -> list[Rect]:
        """The rectangles that it must not cover: faces, or whole bodies if it yields to others."""
        return self.bodies if self.yields else self.faces

    def crowding(self, rect: Rect) -> int:
        """Return the number of other speakers whose tails would need the place."""
        return len(rect.collidelistall(self.rooms))

    def home(self, size: tuple[int, int]) -> Rect:
        """Return the place over the head, or the nearest one on the screen."""
        x, y = self.figure.shown
        rect = Rect((0, 0), size)
        rect.midbottom = (x, y - self.measures.gap - self.measures.tail)
        return rect.clamp(self.ground.free)

    def find(self, size: tuple[int, int]) -> tuple[Rect, Tail] | None:
        """Return the best place and the tail from there, None if there is none."""
        home = self.home(size)
        if not self.ground.free.contains(home):
            return None
        if self._settles(home) and (tail := self._tail(home)) is not None:
            return home, tail
        # Places beside bodies are many, so they are tried only if no other place is free.
        blocks = self._around(home)
        best = self._best(home, blocks)
        if best is None or self._crossed(best[1]):
            people = self._people(home)
            if 0 < len(people) <= MOST_PEOPLE:
                best = self._best(home, [*blocks, *people]) or best
        return best

    def _best(self, home: Rect, blocks: list[tuple[Rect, int]]) -> tuple[Rect, Tail] | None:
        lefts, tops = self._lines(home, blocks)
        if not (lefts and tops):
            return None
        zone = Rect(lefts[0], tops[0], lefts[-1] - lefts[0] + home.w, tops[-1] - tops[0] + home.h)
        near, walls = self._within(zone), self._walls(zone)
        best, nearest = None, math.inf
        for least, rect in self._candidates(home, lefts, tops):
            if least >= nearest:
                break
            if rect.collidelist(walls) != -1 or near._meets_tail(rect):
                continue
            tail = near._tail(rect)
            if tail is not None:
                cost = least + near._price(rect, tail)
                if cost < nearest:
                    best, nearest = (rect, tail), cost
        return best

    def _walls(self, zone: Rect) -> list[Rect]:
        """Return all rectangles that a bubble in `zone` must not touch, with the gap around them."""
        grown = 2 * self.measures.gap - 2
        room = zone.inflate(grown, grown)
        obstacles = self.ground.obstacles
        walls = [obstacles[index].inflate(grown, grown) for index in room.collidelistall(obstacles)]
        return [*walls, self.figure.face, *(self.shunned[index] for index in zone.collidelistall(self.shunned))]

    def _within(self, zone: Rect) -> Search:
        """Return the same search, reduced to what bubbles in `zone` and their tails can touch.

        In a crowd hundreds of places are tried for one bubble, and most other bubbles are far away.
        """
        body, area, reach = self.figure.body, self.ground.area, 2 * (self.measures.gap + self.measures.tail)
        far = body.inflate(reach, reach)
        spots = (seen(far.topleft, area), seen(far.bottomright, area), self.figure.shown)
        zone = zone.unionall([Rect(spot, (1, 1)) for spot in spots]).inflate(reach, reach)
        ground, tails = self.ground, zone.collidelistall(self.ground.boxes)
        near = replace(
            self,
            ground=replace(
                ground,
                bubbles=_touched(zone, ground.bubbles),
                tails=[ground.tails[index] for index in tails],
                boxes=[ground.boxes[index] for index in tails],
            ),
            rooms=_touched(zone, self.rooms),
            faces=_touched(zone, self.faces),
        )
        near.bodies = _touched(zone, self.bodies)
        return near

    def kept(self, size: tuple[int, int], lost: bool = False) -> tuple[Rect, Tail | None] | None:
        """Return the last place or one a little nearer to home, None if not possible. lost: it may cover others."""
        left, top = self._was(Rect((0, 0), size))
        rect = Rect(round(left), round(top), *size).clamp(self.ground.free)
        if lost:
            tail = reaching(rect, self.figure.tip(rect, self.measures, self.ground.area), self.measures.edge)
            return None if tail is None else (rect, tail)
        home = self.home(size)
        x, y = (min(max(way, -DRIFT), DRIFT) for way in (home.x - rect.x, home.y - rect.y))
        ways = dict.fromkeys(((x, y), (x, 0), (0, y), (0, 0))) if x or y else ((0, 0),)
        for moved in [rect.move(*way) for way in ways]:
            if self._may_stay(moved, rect) and (tail := self._tail(moved)) is not None and not self._crossed(tail):
                return moved, tail
        return None

    def _may_stay(self, moved: Rect, rect: Rect) -> bool:
        steps_on = moved.colliderect(self.figure.body) and not rect.colliderect(self.figure.body)
        return not steps_on and self._is_free(moved) and self.crowding(moved) <= self.crowded

    def _settles(self, home: Rect) -> bool:
        """Return True if its home is free, with additional room if it was not at home before."""
        room = home.inflate(SPARE, SPARE) if self._away(home) > SPARE else home
        soft = [self.figure.body, *self.bodies, *self.rooms]
        return self._is_free(room) and room.collidelist(soft) == -1

    def _away(self, rect: Rect) -> float:
        """Return the distance in pixels from its last place."""
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
        return not self._meets_tail(rect)

    def _meets_tail(self, rect: Rect) -> bool:
        """Return True if a bubble at `rect` would cover another's tail."""
        ground, near = self.ground, rect.inflate(4, 4)
        crossed = near.collidelistall(ground.boxes)
        return bool(crossed) and any(
            near.clipline(ground.tails[index].root, ground.tails[index].tip) for index in crossed
        )

    def _tail(self, rect: Rect) -> Tail | None:
        """Return the tail from `rect`, None if it is too short, too long or too flat, or crosses a bubble or a tail."""
        ground = self.ground
        tail = reaching(rect, self.figure.tip(rect, self.measures, ground.area), self.measures.edge)
        if tail is None or not self.measures.tail * STUB <= tail.length <= self.measures.reach or tail.flatness > FLAT:
            return None
        box = tail.box
        others, near = box.collidelistall(ground.bubbles), box.collidelistall(ground.boxes)
        if others and any(ground.bubbles[index].clipline(tail.root, tail.tip) for index in others):
            return None
        return None if near and any(tail.crosses(ground.tails[index]) for index in near) else tail

    def _crossed(self, tail: Tail) -> int:
        """Return the number of other faces that a tail would cross."""
        near = (self.faces[index] for index in tail.box.collidelistall(self.faces))
        return sum(bool(face.clipline(tail.root, tail.tip)) for face in near if face != self.figure.face)

    def _price(self, rect: Rect, tail: Tail) -> float:
        """Return the cost of a place in pixels, without the cost of its distance."""
        slant = min(abs(tail.way[0]), abs(tail.way[1]))
        price = SLANT * slant + ROOM * self.crowding(rect)
        price += FACE * self._crossed(tail)
        price += BODY * len(rect.collidelistall(self.bodies))
        return price + BODY * rect.colliderect(self.figure.body)

    def _candidates(self, home: Rect, lefts: list[int], tops: list[int]) -> Iterator[tuple[float, Rect]]:
        """Yield places beside, over and under the obstacles, and at corners between, with their costs, cheapest first.

        Over the head is cheap, beside it costs more, lower costs most; the last place has a discount. Sideways is cheap
        while the tail can be vertical. A bubble that yields does not go up, where it would be over other bubbles.
        """
        was_x, was_y = self._was(home)
        upright = max(0, home.w // 2 - self.measures.edge)
        columns = [
            (0.6 * min(x, upright) + 1.5 * max(0, x - upright), abs(left - was_x), left)
            for x, left in ((abs(left - home.x), left) for left in lefts)
        ]
        rows = [
            (-y if y < 0 and not self.yields else DOWN * abs(y), abs(top - was_y), top)
            for y, top in ((top - home.y, top) for top in tops)
        ]
        queue = [
            (x + y - (self._loyal(far, off) if far < NEARBY > off else 0), left, top)
            for x, far, left in columns
            for y, off, top in rows
        ]
        heapify(queue)
        while queue:
            cost, left, top = heappop(queue)
            yield cost, Rect(left, top, home.w, home.h)

    def _was(self, home: Rect) -> tuple[float, float]:
        """Return the upper left corner of its last place, relative to where the head is now."""
        if self.before is None:
            return math.inf, math.inf
        x, y = self.figure.head
        return x + self.before[0] - home.w // 2, y + self.before[1] - home.h

    def _loyal(self, x: float, y: float) -> float:
        """Return the discount in pixels for a place that is (x, y) pixels from the last one."""
        return self.loyalty * max(0.0, 1 - math.hypot(x, y) / NEARBY)

    def _near(self, home: Rect) -> Rect:
        reach = self.measures.reach
        return home.inflate(2 * home.w + 2 * reach, 4 * home.h + 2 * reach)

    def _around(self, home: Rect) -> list[tuple[Rect, int]]:
        """Return the obstacles near its home, each with the distance to keep in pixels."""
        ground, near, gap = self.ground, self._near(home), self.measures.gap
        thin = [ground.boxes[index] for index in near.collidelistall(ground.boxes)]
        thin += [self.rooms[index] for index in near.collidelistall(self.rooms)]
        around = [(ground.obstacles[index], gap) for index in near.collidelistall(ground.obstacles)]
        around += [(block, 3) for block in thin]
        return around + (self._people(home) if self.yields else [])

    def _people(self, home: Rect) -> list[tuple[Rect, int]]:
        """Return the bodies of others near its home, each with the distance to keep in pixels."""
        near = self._near(home)
        return [(self.bodies[index], self.measures.gap) for index in near.collidelistall(self.bodies)]

    def _lines(self, home: Rect, blocks: list[tuple[Rect, int]]) -> tuple[list[int], list[int]]:
        """Return the left and upper edges to try: those at its speaker, and at the obstacles nearest to its home."""
        measures, gap = self.measures, self.measures.gap
        (wide, tall), face, x, free = home.size, self.figure.face, self.figure.shown[0], self.ground.free
        apart = gap + measures.tail
        lefts = {home.x, face.right + apart, face.left - apart - wide, x - measures.edge, x + measures.edge - wide}
        tops = {home.y, face.centery - tall // 2, face.bottom + apart, self.figure.body.bottom + apart}
        tops = {min(max(top, free.top), free.bottom - tall) for top in tops}
        if self.before is not None:
            left, top = self._was(home)
            lefts.add(round(left))
            tops.add(round(top))
        beside = {edge for block, off in blocks for edge in (block.right + off, block.left - off - wide)}
        above = {edge for block, off in blocks for edge in (block.top - off - tall, block.bottom + off)}
        columns = lefts | set(sorted(beside, key=lambda left: abs(left - home.x))[:MOST_WAYS])
        rows = tops | set(sorted(above, key=lambda top: abs(top - home.y))[:MOST_WAYS])
        return (
            sorted(left for left in columns if free.left <= left <= free.right - wide),
            sorted(top for top in rows if free.top <= top <= free.bottom - tall),
        )

    def least_covering(self, size: tuple[int, int]) -> tuple[Rect, Tail | None]:
        """Return the place near the speaker that covers least, when no place is free, and the tail if possible."""
        home, free, reach = self.home(size), self.ground.free, self.measures.reach
        near = home.inflate(reach, reach).clamp(free).clip(free)
        places = [Rect(left, top, *size) for left in _steps(near.left, near.right - home.w)
                  for top in _steps(near.top, near.bottom - home.h)]  # fmt: skip
        best = min([home, *places], key=lambda place: self._covered(place, home))
        return best, reaching(best, self.figure.tip(best, self.measures, self.ground.area), self.measures.edge)

    def _covered(self, place: Rect, home: Rect) -> tuple[int, int]:
        obstacles = self.ground.obstacles
        blocks = [*(obstacles[index] for index in place.collidelistall(obstacles)), *[self.figure.face] * 3]
        blocks += [face for face in self.faces if face != self.figure.face for _ in range(3)]
        area = sum(block.width * block.height for block in map(place.clip, blocks))
        tip = self.figure.tip(place, self.measures, self.ground.area)
        apart = 0 if reaching(place, tip, self.measures.edge) else 10 * CROSSING
        crossing = 0 if self._tail(place) else CROSSING
        return area + crossing + apart, abs(place.x - home.x) + abs(place.y - home.y)


def _touched(zone: Rect, rects: list[Rect]) -> list[Rect]:
    return [rects[index] for index in zone.collidelistall(rects)]


def _steps(low: int, high: int) -> list[int]:
    return [low + (high - low) * step // 3 for step in range(4)] if high > low else [low]
