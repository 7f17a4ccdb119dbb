"""The obstacles on the screen: speakers, their sizes, and everything that has a place already.

Everything is in pixels of the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pygame import Rect

from stealth_pygame.ui.placement.tail import Spot, Tail


@dataclass
class Ground:
    """The screen, with everything that has a place already."""

    area: Rect
    free: Rect
    # A box that hides the speakers behind it.
    cover: Rect | None = None
    # Rectangles that no bubble may touch.
    obstacles: list[Rect] = field(default_factory=list)
    # Rectangles that no tail may cross.
    bubbles: list[Rect] = field(default_factory=list)
    # Tails that no bubble may cover.
    tails: list[Tail] = field(default_factory=list)
    # The rectangles around the tails.
    boxes: list[Rect] = field(default_factory=list)

    def add(self, rect: Rect, tail: Tail | None) -> None:
        """Add a bubble that has been placed."""
        self.obstacles.append(rect)
        self.bubbles.append(rect)
        if tail is not None:
            self.tails.append(tail)
            self.boxes.append(tail.box)


class Measures(NamedTuple):
    """Pixels: `gap` between bubbles; tails have the length `tail`, at most `reach`, and begin `edge` off corners."""

    gap: int = 4
    tail: int = 12
    edge: int = 18
    reach: int = 170


@dataclass
class Figure:
    """A speaker on the screen: the point over the `head`, the `face` and the whole `body`."""

    head: Spot
    body: Rect
    face: Rect
    # The point over the head, or the nearest visible point.
    shown: Spot

    @classmethod
    def of(cls, head: Spot, height: int, ground: Ground, width: int = 0) -> Figure:
        """Return a figure of this height in pixels. width: 0: half of the height."""
        width = width or height // 2
        body = Rect(head[0] - width // 2, head[1], max(2, width), max(2, height))
        face = upper_half(body)
        x, y = seen(head, ground.area)
        cover = ground.cover
        if cover is not None and cover.left <= x < cover.right and y > cover.top:
            y = cover.top
        return cls(head, body, face, (x, y))

    def moved(self, x: int, y: int) -> Figure:
        """Return the same figure, moved by (x, y)."""
        (left, top), (right, low) = self.head, self.shown
        return Figure((left + x, top + y), self.body.move(x, y), self.face.move(x, y), (right + x, low + y))

    def tip(self, rect: Rect, measures: Measures, area: Rect) -> Spot:
        """Return the tip of a tail from a bubble at `rect`: over the head, under the feet, or beside the face."""
        gap = measures.gap
        if rect.bottom <= self.shown[1] - gap:
            return seen((self.shown[0], self.shown[1] - gap), area)
        beside = rect.right <= self.body.left - gap or rect.left >= self.body.right + gap
        if rect.top >= self.face.bottom + gap and not (beside and rect.top < self.body.bottom + measures.tail):
            return seen(
                (self.head[0], min(self.body.bottom + gap, max(self.face.bottom, rect.top - measures.tail))), area
            )
        aside = self.face.right + gap if rect.centerx >= self.head[0] else self.face.left - gap
        level = self.face.centery
        if beside and rect.top > level:
            # A little below the face the tail is horizontal, so that it does not come from the feet of a neighbour.
            level = min(rect.top + measures.tail, self.body.bottom - gap)
        return seen((aside, level), area)


def upper_half(body: Rect) -> Rect:
    """Return the upper half of a body, which is its face."""
    return Rect(body.x, body.y, body.width, max(1, body.height // 2))


def seen(spot: Spot, area: Rect) -> Spot:
    """Return the nearest point that is on the screen."""
    return min(max(spot[0], area.left + 1), area.right - 2), min(max(spot[1], area.top + 1), area.bottom - 2)
