"""Smooth shapes. pygame's own round corners have visible steps, so shapes are drawn larger and scaled down."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pygame

from stealth_pygame.ui.palette import Colour, Icon

# The factor by which shapes are drawn too large.
SMOOTH = 4

Point = tuple[float, float]
Paint = Callable[["Canvas"], None]


class Canvas:
    """A surface to draw on, in pixels of the final size; `done` returns the smooth picture."""

    def __init__(self, size: tuple[int, int], fringe: Colour) -> None:
        # Filled with the border's colour instead of black, because scaling mixes in the colour of transparent pixels.
        width, height = max(1, size[0]), max(1, size[1])
        self.size = (width, height)
        self._sheet = pygame.Surface((width * SMOOTH, height * SMOOTH), pygame.SRCALPHA)
        self._sheet.fill((*fringe[:3], 0))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """Draw a filled polygon."""
        pygame.draw.polygon(self._sheet, colour, [(x * SMOOTH, y * SMOOTH) for x, y in points])

    def circle(self, centre: Point, radius: float, colour: Colour) -> None:
        """Draw a filled circle."""
        pygame.draw.circle(self._sheet, colour, (centre[0] * SMOOTH, centre[1] * SMOOTH), radius * SMOOTH)

    def line(self, start: Point, end: Point, width: float, colour: Colour) -> None:
        """Draw a thick line with round ends."""
        x, y = end[0] - start[0], end[1] - start[1]
        length = (x * x + y * y) ** 0.5 or 1.0
        across = (-y / length * width / 2, x / length * width / 2)
        corners = [
            (start[0] + across[0], start[1] + across[1]),
            (end[0] + across[0], end[1] + across[1]),
            (end[0] - across[0], end[1] - across[1]),
            (start[0] - across[0], start[1] - across[1]),
        ]
        self.polygon(corners, colour)
        self.circle(start, width / 2, colour)
        self.circle(end, width / 2, colour)

    def rect(self, left: float, top: float, width: float, height: float, radius: float, colour: Colour) -> None:
        """Draw a filled rectangle with round corners."""
        box = pygame.Rect(*(round(value * SMOOTH) for value in (left, top, width, height)))
        pygame.draw.rect(self._sheet, colour, box, border_radius=round(min(radius, width / 2, height / 2) * SMOOTH))

    def done(self) -> pygame.Surface:
        """Return the finished picture in its final size."""
        return pygame.transform.smoothscale(self._sheet, self.size)


def plate(size: tuple[int, int], radius: float, fill: Colour, border: Colour, width: float) -> pygame.Surface:
    """Return a panel with round corners. Only the corners are drawn; everything between them is stretched."""
    corner = math.ceil(max(radius, width)) + 2
    small = (max(1, min(size[0], 2 * corner + 1)), max(1, min(size[1], 2 * corner + 1)))
    canvas = Canvas(small, border)
    canvas.rect(0, 0, *small, radius, border)
    canvas.rect(width, width, small[0] - 2 * width, small[1] - 2 * width, max(0.0, radius - width), fill)
    return canvas.done() if small == size else _stretched(canvas.done(), size, corner)


def _stretched(drawn: pygame.Surface, size: tuple[int, int], corner: int) -> pygame.Surface:
    surface = pygame.Surface((max(1, size[0]), max(1, size[1])), pygame.SRCALPHA)
    for y, from_y, tall, from_tall in _strips(surface.get_height(), drawn.get_height(), corner):
        for x, from_x, wide, from_wide in _strips(surface.get_width(), drawn.get_width(), corner):
            part = drawn.subsurface((from_x, from_y, from_wide, from_tall))
            stretched = pygame.transform.scale(part, (wide, tall))
            surface.blit(stretched, (x, y), special_flags=pygame.BLEND_RGBA_ADD)
    return surface


def _strips(length: int, drawn: int, corner: int) -> list[tuple[int, int, int, int]]:
    """Return the target, the source, the new length and the old length of each strip."""
    if length == drawn:
        return [(0, 0, length, length)]
    rest = length - 2 * corner
    return [(0, 0, corner, corner), (corner, corner, rest, 1), (length - corner, corner + 1, corner, corner)]


def icon(kind: Icon, size: int, colour: Colour, paper: Colour) -> pygame.Surface:
    """Return an icon of `size` pixels in `paper`, on a body of `colour`."""
    canvas = Canvas((size, size), colour)
    _ICONS[kind](canvas, float(size), colour, paper)
    return canvas.done()


def _mark(canvas: Canvas, s: float, top: float, paper: Colour) -> None:
    """Draw an exclamation mark that begins at y `top`."""
    canvas.line((s * 0.5, s * top), (s * 0.5, s * (top + 0.24)), s * 0.13, paper)
    canvas.circle((s * 0.5, s * (top + 0.46)), s * 0.085, paper)


def _shield(canvas: Canvas, s: float, colour: Colour, paper: Colour) -> None:
    points = [(0.5, 0.0), (0.94, 0.14), (0.94, 0.5), (0.82, 0.74), (0.5, 1.0), (0.18, 0.74), (0.06, 0.5), (0.06, 0.14)]
    canvas.polygon([(x * s, y * s) for x, y in points], colour)
    _mark(canvas, s, 0.24, paper)


def _stop(canvas: Canvas, s: float, colour: Colour, paper: Colour) -> None:
    canvas.circle((s / 2, s / 2), s / 2, colour)
    canvas.circle((s / 2, s / 2), s * 0.34, paper)
    canvas.line((s * 0.24, s * 0.24), (s * 0.76, s * 0.76), s * 0.15, colour)


def _unplugged(canvas: Canvas, s: float, colour: Colour, paper: Colour) -> None:
    corners = [(s * 0.5, s * 0.11), (s * 0.91, s * 0.87), (s * 0.09, s * 0.87)]
    canvas.polygon(corners, colour)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        canvas.line(start, end, s * 0.17, colour)
    _mark(canvas, s, 0.36, paper)


def _check(canvas: Canvas, s: float, colour: Colour, paper: Colour) -> None:
    canvas.circle((s / 2, s / 2), s / 2, colour)
    canvas.line((s * 0.27, s * 0.53), (s * 0.44, s * 0.69), s * 0.14, paper)
    canvas.line((s * 0.44, s * 0.69), (s * 0.74, s * 0.34), s * 0.14, paper)


def _cross(canvas: Canvas, s: float, colour: Colour, paper: Colour) -> None:
    canvas.rect(s * 0.02, s * 0.02, s * 0.96, s * 0.96, s * 0.2, colour)
    canvas.line((s * 0.3, s * 0.3), (s * 0.7, s * 0.7), s * 0.14, paper)
    canvas.line((s * 0.7, s * 0.3), (s * 0.3, s * 0.7), s * 0.14, paper)


_ICONS: dict[Icon, Callable[[Canvas, float, Colour, Colour], None]] = {
    Icon.NONE: lambda canvas, size, colour, paper: None,
    Icon.SHIELD: _shield,
    Icon.STOP: _stop,
    Icon.UNPLUGGED: _unplugged,
    Icon.CHECK: _check,
    Icon.CROSS: _cross,
}
