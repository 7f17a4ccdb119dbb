"""The obstacles on the screen: those who speak, their sizes, and everything that has its place already.

Everything is in pixels of the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pygame import Rect

from stealth_pygame.ui.placement.tail import Spot, Tail


@dataclass
class Ground:
    """Everything that is on the screen already."""

    area: Rect
    free: Rect
    # A box that hides those who stand behind it.
    cover: Rect | None = None
    # Nothing goes there.
    obstacles: list[Rect] = field(default_factory=list)
    # No tail crosses them.
    bubbles: list[Rect] = field(default_factory=list)
    # No bubble covers them.
    tails: list[Tail] = field(default_factory=list)
    # Around the tails.
    boxes: list[Rect] = field(default_factory=list)

    def add(self, rect: Rect, tail: Tail | None) -> None:
        """Something has found its place."""
        self.obstacles.append(rect)
        self.bubbles.append(rect)
        if tail is not None:
            self.tails.append(tail)
            self.boxes.append(tail.box)


class Measures(NamedTuple):
    """Of all bubbles: `gap` to their neighbours, `tail` from body to tip, its root `edge` off corners, its `reach`."""

    gap: int = 4
    tail: int = 12
    edge: int = 18
    reach: int = 170


@dataclass
class Figure:
    """A speaker as bubbles know one: the point over the `head`, the `face`, the whole `body`."""

    head: Spot
    body: Rect
    face: Rect
    # The point over the head, or the nearest one to it that can be seen.
    shown: Spot

    @classmethod
    def of(cls, head: Spot, height: int, ground: Ground, width: int = 0) -> Figure:
        """Somebody `height` pixels high, and half as wide where the width is not known."""
        width = width or height // 2
        body = Rect(head[0] - width // 2, head[1], max(2, width), max(2, height))
        face = upper_half(body)
        x, y = seen(head, ground.area)
        cover = ground.cover
        if cover is not None and cover.left <= x < cover.right and y > cover.top:
            y = cover.top
        return cls(head, body, face, (x, y))

    def moved(self, x: int, y: int) -> Figure:
        """The same elsewhere."""
        (left, top), (right, low) = self.head, self.shown
        return Figure((left + x, top + y), self.body.move(x, y), self.face.move(x, y), (right + x, low + y))

    def tip(self, rect: Rect, measures: Measures, area: Rect) -> Spot:
        """The end of the tail of a bubble at `rect`: over the head, under the feet, or beside the face."""
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
            # A little below the face the tail comes in level, and not from under the feet of the next person.
            level = min(rect.top + measures.tail, self.body.bottom - gap)
        return seen((aside, level), area)


def upper_half(body: Rect) -> Rect:
    """The face of a body."""
    return Rect(body.x, body.y, body.width, max(1, body.height // 2))


def seen(spot: Spot, area: Rect) -> Spot:
    """The nearest point that is on the screen."""
    return min(max(spot[0], area.left + 1), area.right - 2), min(max(spot[1], area.top + 1), area.bottom - 2)
