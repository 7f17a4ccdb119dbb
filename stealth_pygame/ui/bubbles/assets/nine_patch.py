"""Bodies of bubbles as nine-patch images, one small picture per kind, so that a new bubble needs few blits."""

from __future__ import annotations

import math
from typing import NamedTuple

import pygame

from stealth_pygame.ui.palette import Shape, Style
from stealth_pygame.ui.shapes import Canvas, Point
from stealth_pygame.ui.theme import Theme

TEETH = 3.0
"""Depth of the teeth of a jagged border, in pixels."""
BLUR = 4
"""Width of the shadow's blur, in pixels."""


class Patch(NamedTuple):
    """A nine-patch image: corners of `corner` pixels, edges that repeat after `tile`, and `halo` pixels of shadow."""

    sheet: pygame.Surface
    corner: int
    tile: int
    halo: int

    def fitting(self, width: int, height: int) -> tuple[int, int]:
        """Return the smallest size of at least (width, height) in which the edges join without a seam."""
        return self._fit(width), self._fit(height)

    def _fit(self, length: int) -> int:
        tiles = math.ceil(max(0, length - 2 * self.corner) / self.tile)
        return 2 * self.corner + tiles * self.tile

    def body(self, width: int, height: int) -> pygame.Surface:
        """Return a body of this size (which `fitting` returned), with its shadow all around."""
        surface = pygame.Surface((width + 2 * self.halo, height + 2 * self.halo), pygame.SRCALPHA)
        rows: dict[int, pygame.Surface] = {}
        for target, source, tall in self._cuts(height):
            # One row of tiles is composed once and then repeated.
            if source not in rows:
                rows[source] = self._row(surface.get_width(), width, source, tall)
            surface.blit(rows[source], (0, target), None, pygame.BLEND_RGBA_ADD)
        return surface

    def _row(self, length: int, width: int, source: int, tall: int) -> pygame.Surface:
        row = pygame.Surface((length, tall), pygame.SRCALPHA)
        for target, left, wide in self._cuts(width):
            row.blit(self.sheet, (target, 0), (left, source, wide, tall), pygame.BLEND_RGBA_ADD)
        return row

    def _cuts(self, length: int) -> list[tuple[int, int, int]]:
        """Return the target, the source and the length of each strip."""
        end = self.halo + self.corner
        tiles = max(0, (length - 2 * self.corner) // self.tile)
        cuts = [(0, 0, end)]
        cuts += [(end + index * self.tile, end, self.tile) for index in range(tiles)]
        return [*cuts, (end + tiles * self.tile, end + self.tile, end)]


def make(style: Style, theme: Theme, *, shadow: bool = True) -> Patch:
    """Return the nine-patch image of a style, in the sizes of the theme."""
    line = theme.border_width
    corner = max(theme.px(theme.radius), round(line) + 2)
    if style.shape is Shape.CLOUD:
        corner = round(corner * 1.25)
    tile = max(6, theme.px(8))
    halo = BLUR + 2 if shadow and theme.shadow else 2
    size = 2 * corner + tile
    canvas = Canvas((size + 2 * halo, size + 2 * halo), style.border)
    canvas.polygon(outline(style.shape, halo, size, corner, 0.0), style.border)
    canvas.polygon(outline(style.shape, halo, size, corner, line), style.fill)
    if style.shape is Shape.DASHED:
        _gaps(canvas, style, halo, size, corner, line, tile)
    drawn = canvas.done()
    return Patch(_shadowed(drawn, theme.shadow) if halo > 2 else drawn, corner, tile, halo)


def _shadowed(drawn: pygame.Surface, darkness: int) -> pygame.Surface:
    """Return the picture with a soft shadow under it, a little lower than the picture."""
    width, height = drawn.get_size()
    mask = pygame.mask.from_surface(drawn, 127).to_surface(setcolor=(20, 14, 40, darkness), unsetcolor=(20, 14, 40, 0))
    small = pygame.transform.smoothscale(mask, (max(1, width // BLUR), max(1, height // BLUR)))
    sheet = pygame.Surface((width, height), pygame.SRCALPHA)
    sheet.blit(pygame.transform.smoothscale(small, (width, height)), (0, 2))
    sheet.blit(drawn, (0, 0))
    return sheet


def _arc(x: float, y: float, radius: float, start: int, steps: int = 12) -> list[Point]:
    """Return the points of a quarter circle, clockwise from `start` degrees (0 is right, 90 is down)."""
    angles = [math.radians(start + 90 * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def outline(shape: Shape, at: float, size: float, corner: float, inset: float) -> list[Point]:
    """Return the outline of a square body, moved `inset` pixels inwards."""
    low, high = at + inset, at + size - inset
    if shape is Shape.CUT:
        cut = max(0.0, corner * 0.8 - inset * 0.6)
        return _corners(low, high, [[(0, cut), (cut, 0)]])
    if shape is Shape.TICKET:
        bite = corner * 0.5 + inset * 0.35
        arc = [(bite * math.cos(a), bite * math.sin(a)) for a in (math.radians(90 - 9 * step) for step in range(11))]
        return _corners(low, high, [arc])
    if shape is Shape.JAGGED:
        return _teeth(low, high, at + corner, size - 2 * corner, corner, inset)
    radius = corner * 0.3 if shape is Shape.SLAB else corner
    radius = max(0.0, radius - inset)
    far, near = high - radius, low + radius
    return [
        *_arc(near, near, radius, 180),
        *_arc(far, near, radius, 270),
        *_arc(far, far, radius, 0),
        *_arc(near, far, radius, 90),
    ]


def _corners(low: float, high: float, pattern: list[list[Point]]) -> list[Point]:
    """Return the outline from four copies of one corner. pattern: the top left corner, in clockwise order."""
    points = pattern[0]
    top_left = [(low + x, low + y) for x, y in points]
    top_right = [(high - x, low + y) for x, y in reversed(points)]
    bottom_right = [(high - x, high - y) for x, y in points]
    bottom_left = [(low + x, high - y) for x, y in reversed(points)]
    return [*top_left, *top_right, *bottom_right, *bottom_left]


def _teeth(low: float, high: float, first: float, tile: float, corner: float, inset: float) -> list[Point]:
    """Return the outline of a body with one tooth for each tile of its edges; the corners have teeth too."""
    depth = TEETH
    steps = round(corner / (tile / 2))
    places = [first + tile * index / 2 for index in range(-steps + 1, steps + 2)]
    outer = [place for place in places if low - inset + 2 < place < high + inset - 2]
    places = [min(max(place, low + depth), high - depth) for place in outer]
    inner = [depth if (round((place - first) / (tile / 2)) % 2) else 0.0 for place in outer]
    top = [(place, low + deep) for place, deep in zip(places, inner, strict=True)]
    right = [(high - deep, place) for place, deep in zip(places, inner, strict=True)]
    bottom = [(place, high - deep) for place, deep in zip(reversed(places), reversed(inner), strict=True)]
    left = [(low + deep, place) for place, deep in zip(reversed(places), reversed(inner), strict=True)]
    return [*top, *right, *bottom, *left]


def _gaps(canvas: Canvas, style: Style, halo: int, size: int, corner: int, line: float, tile: int) -> None:
    """Cut gaps into the border, one for each tile; the corners have none."""
    gap = tile * 0.42
    place = halo + corner + tile / 2 - gap / 2
    for edge in (halo - 0.5, halo + size - line - 0.5):
        canvas.rect(place, edge, gap, line + 1, 0, style.fill)
        canvas.rect(edge, place, line + 1, gap, 0, style.fill)
