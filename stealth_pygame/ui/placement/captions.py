"""Captions: words whose speaker has no room for them go to the foot of the screen, or wherever they cover nothing.

Everything is in pixels of the screen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pygame import Rect

# Seconds without room after which words go to the foot.
DELAY = 0.35
# Seconds after which they cover what others say, but no face.
PATIENCE = 1.5
# Seconds after which words that found no place look for one again.
AGAIN = 0.25
COLUMNS = 7
ROWS = 12
# Sorted once: words without room look through all places in each frame.
OUTWARDS = sorted(range(COLUMNS), key=lambda column: abs(column - COLUMNS // 2))
# Pixels of other words that are covered sooner than one of a face.
FACE = 20


@dataclass
class Captions:
    """Remembers since when words want a place, and where they stand."""

    gap: int = 4
    margin: int = 6
    # The moment at which to look for places again, should nothing else have changed.
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
        """Return a place for each that has waited long enough, those first that have waited longest."""
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
    """From the foot upwards, in each row from the middle outwards."""
    wide, tall = max(0, free.width - size[0]), max(0, free.height - size[1])
    lefts = [free.left + wide * column // (COLUMNS - 1) for column in OUTWARDS]
    for row in range(ROWS):
        top = free.top + tall - tall * row // (ROWS - 1)
        for left in lefts:
            yield Rect((left, top), size)
