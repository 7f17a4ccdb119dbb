"""The places of bubbles: over the heads, whole on the screen, apart from each other, and as constant as possible.

Everything is in pixels of the screen. If there is no place for a bubble, its next smaller form is tried.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pygame import Rect

from stealth_pygame.ui.placement.obstacles import Figure, Ground, Measures, upper_half
from stealth_pygame.ui.placement.spots import Search
from stealth_pygame.ui.placement.tail import Spot, Tail

# Pixels by which another place must be nearer before a bubble moves there.
STICK = 60
# The same for a bubble that has just moved.
HELD = 400
# Seconds of one frame, the unit of the counts below; a longer frame counts as one.
FRAME = 1 / 60
# Frames for which a bubble counts as just moved.
DWELL = 30
# Frames after which a bubble in a smaller form searches for a better place; in a crowd it waits longer.
EVERY = 10
# The same for a bubble that covers others.
SOON = 5
# The same for all other bubbles; until then they stay if possible, and drift back to their heads.
PATIENCE = 120
# Pixels: a bubble that jumps farther between two frames counts as moved.
STEP = 24
# Pixels: a head that moved less than this counts as standing still.
STILL = 1.0


@dataclass
class Wish:
    """A request for a place: the first possible of `sizes`; the speaker is `body` pixels high."""

    key: Hashable
    head: tuple[float, float]
    sizes: tuple[tuple[int, int], ...]
    body: int = 44
    # True: placed after the others.
    yields: bool = False
    # The width of the body in pixels, 0 if it is not known.
    width: int = 0


class Place(NamedTuple):
    """A place: the rectangle, the index of the form in the request, the speaker, and the tail."""

    rect: Rect
    form: int
    figure: Figure
    tail: Tail | None

    @property
    def head(self) -> Spot:
        """The point over the speaker's head."""
        return self.figure.head

    def moved(self, x: int, y: int) -> Place:
        """Return the same place, moved by (x, y)."""
        tail = None if self.tail is None else self.tail.moved(x, y)
        return Place(self.rect.move(x, y), self.form, self.figure.moved(x, y), tail)


class _Question(NamedTuple):
    """The arguments of `place`, without the positions of speakers."""

    area: Rect
    cover: Rect | None
    sizes: list[tuple[Hashable, tuple[tuple[int, int], ...]]]
    taken: list[Rect]
    faces: list[Rect]


@dataclass
class _Memory:
    head: Spot
    before: Spot | None = None
    # The number of forms smaller than the last one, -1 for a new speaker.
    rest: int = -1
    # Frames since it moved.
    since: float = DWELL
    # Frames since it took its present form.
    same: float = 0.0
    # True while it covers others because there was no room.
    lost: bool = False
    # Frames until it searches for a better place.
    wait: float = 0.0
    # The number of other speakers whose tails would have needed its place.
    crowded: int = 0

    def came(self, rect: Rect, rest: int, frames: float) -> None:
        """Note the place and form that it has now."""
        now = rect.centerx - self.head[0], rect.bottom - self.head[1]
        stays = self.before is None or max(abs(now[0] - self.before[0]), abs(now[1] - self.before[1])) <= STEP
        self.since = min(DWELL, self.since + frames) if stays and rest == self.rest else 0
        self.same = min(DWELL, self.same + frames) if rest == self.rest else 0
        if self.rest < 0:
            self.since = DWELL
        self.before, self.rest = now, rest


@dataclass
class Placer:
    """Places bubbles frame by frame; those that came first keep their places."""

    measures: Measures = field(default_factory=Measures)
    margin: int = 6
    _known: dict[Hashable, _Memory] = field(default_factory=dict)
    _question: _Question | None = None
    # True while all bubbles are directly over their heads.
    _calm: bool = False
    # Frames since anything changed.
    _still: float = 0.0
    _frames: float = 1.0
    _answer: dict[Hashable, Place] = field(default_factory=dict)
    _faces: list[Rect] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """True if all bubbles keep their places until somebody moves or says something."""
        return self._calm or self._still > DWELL + PATIENCE

    def place(
        self,
        wishes: list[Wish],
        area: Rect,
        taken: list[Rect] | None = None,
        faces: list[Rect] | None = None,
        cover: Rect | None = None,
        dt: float = FRAME,
    ) -> dict[Hashable, Place]:
        """Return a place for each wish, in order of the wishes; none covers another while the screen has room.

        taken: rectangles that stay free; faces: bodies of silent characters; cover: a box, which hides speakers;
        dt: seconds since the last call, 0 counts as one frame. Bubbles do not move more often at higher frame rates.
        """
        self._frames = min(1.0, (dt or FRAME) / FRAME)
        wishes = sorted(wishes, key=lambda wish: wish.yields)
        self._known = {wish.key: self._steadied(wish) for wish in wishes}
        taken, faces = taken or [], faces or []
        sizes = [(wish.key, wish.sizes) for wish in wishes]
        question = _Question(area.copy(), cover and cover.copy(), sizes, taken.copy(), faces.copy())
        still, self._still = self._still + self._frames, 0.0
        if (carried := self._carried(question, still)) is not None:
            self._question, self._answer = question, carried
            return carried
        if self._answer.keys() != self._known.keys():
            for number, memory in enumerate(self._known.values()):
                memory.wait = number % EVERY // 2
        ground = self.ground(area, cover)
        ground.obstacles += taken
        figures = {wish.key: Figure.of(self._known[wish.key].head, wish.body, ground, wish.width) for wish in wishes}
        self._question, self._answer = question, self._placed(wishes, figures, faces, ground)
        over = (0, -self.measures.gap - self.measures.tail)
        self._calm = all(self._known[key].before == over and not place.form for key, place in self._answer.items())
        return self._answer

    def _carried(self, question: _Question, still: float) -> dict[Hashable, Place] | None:
        """Return the last answer, moved, if only the camera has moved; None if the places must be searched again.

        still: frames since the last change, counting this one.
        """
        if self._question is None or question[:3] != self._question[:3]:
            return None
        ways = {(m.head[0] - old.head[0], m.head[1] - old.head[1]) for m, old in self._pairs()}
        way = ways.pop() if ways else (0, 0)
        around = [[rect.move(way) for rect in rects] for rects in (self._question.taken, self._question.faces)]
        if ways or around != [question.taken, question.faces]:
            return None
        if way == (0, 0):
            self._still = still
            return self._answer if self._calm or still > DWELL + PATIENCE else None
        free = self.ground(question.area).free
        if not self._calm or question.cover is not None:
            return None
        moved = {key: place.moved(*way) for key, place in self._answer.items()}
        whole = all(free.contains(place.rect) and question.area.collidepoint(place.head) for place in moved.values())
        return moved if whole else None

    def _pairs(self) -> Iterator[tuple[_Memory, Place]]:
        """Return pairs of the memory and the last place of each speaker."""
        return ((self._known[key], place) for key, place in self._answer.items())

    def _placed(
        self, wishes: list[Wish], figures: dict[Hashable, Figure], faces: list[Rect], ground: Ground
    ) -> dict[Hashable, Place]:
        """Place the readable bubbles first, then those that only have room for their last form."""
        places: dict[Hashable, Place] = {}
        rooms = {key: self._room(figure) for key, figure in figures.items()}
        self._faces = [figure.face for figure in figures.values()] + [upper_half(body) for body in faces]
        later = []
        for wish in wishes:
            room = rooms.pop(wish.key)
            search = self._search(wish, ground, figures, faces, list(rooms.values()))
            place = self._readable(wish, search)
            if place is None:
                later.append((wish, search))
                rooms[wish.key] = room
            else:
                places[wish.key] = place
                ground.add(place.rect, place.tail)
        for wish, search in later:
            search.rooms = []
            places[wish.key] = place = self._small(wish, search)
            ground.add(place.rect, place.tail)
        return places

    def ground(self, area: Rect, cover: Rect | None = None) -> Ground:
        """Return a screen without bubbles, with a box on it if `cover` is given."""
        free = area.inflate(-2 * self.margin, -2 * self.margin)
        if free.width <= 0 or free.height <= 0:
            free = area
        return Ground(area, free, cover, [cover.copy()] if cover else [])

    def _steadied(self, wish: Wish) -> _Memory:
        """Return the speaker's memory; the head stays if it moved by less than a pixel."""
        memory = self._known.get(wish.key)
        new = (round(wish.head[0]), round(wish.head[1]))
        if memory is None:
            return _Memory(new)
        steady = [
            old if abs(new - old) < STILL else round(new) for old, new in zip(memory.head, wish.head, strict=True)
        ]
        memory.head = (steady[0], steady[1])
        return memory

    def _search(
        self,
        wish: Wish,
        ground: Ground,
        figures: dict[Hashable, Figure],
        faces: list[Rect],
        rooms: list[Rect],
    ) -> Search:
        memory, figure = self._known[wish.key], figures[wish.key]
        loyalty = HELD if memory.since < DWELL else STICK
        return Search(
            ground,
            self.measures,
            figure,
            figures.values(),
            faces,
            rooms,
            self._faces,
            wish.yields,
            memory.before,
            loyalty,
            memory.crowded,
        )

    def _room(self, figure: Figure) -> Rect:
        """Return the rectangle over the head that the tail of a speaker without a place will need."""
        wide, tall = self.measures.tail, 6 * self.measures.tail
        x, y = figure.shown
        return Rect(x - wide // 2, y - self.measures.gap - tall, wide, tall)

    def _readable(self, wish: Wish, search: Search) -> Place | None:
        """Return the place in the first possible form except the last. A smaller bubble stays small for a while."""
        memory, last = self._known[wish.key], len(wish.sizes) - 1
        memory.wait -= self._frames
        if memory.wait >= 0 and 0 <= memory.rest <= last:
            return self._kept(wish, search) if memory.rest else None
        for form, size in enumerate(wish.sizes[:-1]):
            grows = 0 <= memory.rest < last - form and memory.same < DWELL
            spot = None if grows else search.find(size)
            if spot is not None:
                return self._came(wish, search, form, spot)
        return None

    def _kept(self, wish: Wish, search: Search) -> Place | None:
        """Return its own place in its form, else the nearest one, else one in a smaller form; None if there is none."""
        last = len(wish.sizes) - 1
        for form in range(last - self._known[wish.key].rest, last):
            spot = search.kept(wish.sizes[form]) or search.find(wish.sizes[form])
            if spot is not None:
                return self._came(wish, search, form, spot)
        return None

    def _small(self, wish: Wish, search: Search) -> Place:
        """Return a place in the last form; it covers others only if there is no free place."""
        memory, last, size = self._known[wish.key], len(wish.sizes) - 1, wish.sizes[-1]
        stays = memory.rest == 0 and memory.wait >= 0
        spot = (search.kept(size, memory.lost) if stays else None) or search.find(size)
        memory.lost = spot is None or (stays and memory.lost)
        place = self._came(wish, search, last, spot or search.least_covering(size))
        memory.wait = min(memory.wait, SOON) if memory.lost else memory.wait
        return place

    def _came(self, wish: Wish, search: Search, form: int, spot: tuple[Rect, Tail | None]) -> Place:
        memory = self._known[wish.key]
        if memory.wait < 0:
            memory.wait = PATIENCE if form == 0 else EVERY + len(self._known) // 2
        memory.came(spot[0], len(wish.sizes) - 1 - form, self._frames)
        memory.crowded = search.crowding(spot[0])
        return Place(spot[0], form, search.figure, spot[1])

    def height(self, wish: Wish, area: Rect, cover: Rect | None = None) -> int:
        """Return the greatest height of a bubble in the first width: the room over, under or beside the speaker."""
        ground, measures = self.ground(area, cover), self.measures
        figure, free = Figure.of((round(wish.head[0]), round(wish.head[1])), wish.body, ground, wish.width), ground.free
        apart, wide = measures.gap + measures.tail, wish.sizes[0][0]
        bottom = min(free.bottom, cover.top - measures.gap) if cover else free.bottom
        rooms = [figure.shown[1] - apart - free.top, bottom - figure.face.bottom - apart]
        if free.right - figure.face.right - apart >= wide or figure.face.left - apart - free.left >= wide:
            rooms.append(bottom - free.top)
        return max(rooms)
