"""Captions: lines whose speakers have no room for them are shown at the foot of the screen, or in another free place.

Everything is in pixels of the screen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pygame import Rect

# Seconds without room after which a line becomes a caption.
DELAY = 0.35
# Seconds without room after which a caption may cover other bubbles, but no face.
PATIENCE = 1.5
# Seconds after which a caption without a place searches again.
AGAIN = 0.25
COLUMNS = 7
ROWS = 12
# Sorted only once, because the search goes through all places in each frame.
OUTWARDS = sorted(range(COLUMNS), key=lambda column: abs(column - COLUMNS // 2))
# Covering one pixel of a face is as bad as covering this many pixels of other words.
FACE = 20


@dataclass
class Captions:
    """Remembers since when each caption has waited, and its place."""

    gap: int = 4
    margin: int = 6
    # The time of the next search for places if nothing else changes.
    due: float = math.inf
    _since: dict[Hashable, float] = field(default_factory=dict)
    _held: dict[Hashable, Rect] = field(default_factory=dict)

    def place(
        self,
        sizes: Mapping[Hashable, tuple[int, int]],
        area: Rect,
        obstacles: Sequence[Rect],
        faces: Sequence[Rect],
        now: float,
        at_once: Collection[Hashable] = (),
    ) -> dict[Hashable, Rect]:
        """Return a place for each caption that has waited long enough; those that have waited longest choose first."""
        self._since = {key: self._since.get(key, now) for key in sizes}
        self.due = math.inf
        held, self._held = self._held, {}
        blocks = list(obstacles)
        free = area.inflate(-2 * self.margin, -2 * self.margin)
        for key in sorted(sizes, key=lambda key: (key not in held, self._since[key])):
            waited = now - self._since[key]
            rect = (
                self._spot(sizes[key], free, blocks, faces, held.get(key))
                if waited >= DELAY or key in at_once
                else None
            )
            if rect is None and waited >= PATIENCE and not self._held:
                rect = self._least_covering(sizes[key], free, blocks, faces)
            if rect is not None:
                self._held[key] = rect
                blocks.append(rect)
            else:
                later = [self._since[key] + wait for wait in (DELAY, PATIENCE)]
                self.due = min([self.due, now + AGAIN, *(moment for moment in later if moment > now)])
        return dict(self._held)

    def _spot(
        self, size: tuple[int, int], free: Rect, blocks: list[Rect], faces: Sequence[Rect], before: Rect | None
    ) -> Rect | None:
        hidden = list(faces)
        places = [] if before is None or before.size != size else [before]
        for rect in itertools.chain(places, _places(size, free)):
            if rect.inflate(self.gap, self.gap).collidelist(blocks) == -1 and rect.collidelist(hidden) == -1:
                return rect
        return None

    def _least_covering(self, size: tuple[int, int], free: Rect, blocks: list[Rect], faces: Sequence[Rect]) -> Rect:
        def covered(rect: Rect) -> int:
            words = sum(_size(rect.clip(block)) for block in blocks)
            return words + FACE * sum(_size(rect.clip(face)) for face in faces)

        return min(_places(size, free), key=covered)


def _size(rect: Rect) -> int:
    return rect.width * rect.height


def _places(size: tuple[int, int], free: Rect) -> Iterator[Rect]:
    """Yield places from the foot upwards, and in each row from the middle outwards."""
    wide, tall = max(0, free.width - size[0]), max(0, free.height - size[1])
    lefts = [free.left + wide * column // (COLUMNS - 1) for column in OUTWARDS]
    for row in range(ROWS):
        top = free.top + tall - tall * row // (ROWS - 1)
        for left in lefts:
            yield Rect((left, top), size)
