"""Curves on logarithmic axes, drawn with pygame, so that no plotting library is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import pygame

from stealth_pygame.ui import Theme
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen

SIZE: Final = (620, 440)
LEFT, TOP, RIGHT, BOTTOM = 62, 118, 36, 44
INK, GRID, PAPER = (40, 38, 52), (222, 221, 230), (255, 255, 255)
# Colours that everybody can tell apart, also by lightness.
COLOURS: Final = ((0, 90, 160), (200, 80, 20), (0, 130, 90), (150, 60, 130))

Points = Sequence[tuple[float, float]]


def draw(panels: Mapping[str, Sequence[tuple[str, Points]]]) -> pygame.Surface:
    """Return a picture with panels side by side; each has named curves over the same numbers."""
    pygame.font.init()
    picture = pygame.Surface((SIZE[0] * len(panels), SIZE[1]))
    picture.fill(PAPER)
    for number, (over, curves) in enumerate(panels.items()):
        _Panel(picture.subsurface((SIZE[0] * number, 0, *SIZE)), curves).draw(over)
    return picture


class _Panel:
    """One panel with two axes, both in powers of ten."""

    def __init__(self, surface: pygame.Surface, curves: Sequence[tuple[str, Points]]) -> None:
        self._surface, self._curves = surface, curves
        self._pen = Pen(FontChain(Theme(system_fonts=False)), 15)
        counts = [count for _, points in curves for count, _ in points]
        values = [value for _, points in curves for _, value in points]
        self._x = _decades(counts)
        self._y = _decades(values)

    def _at(self, count: float, value: float) -> tuple[float, float]:
        (x0, x1), (y0, y1) = self._x, self._y
        wide, tall = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM
        x, y = (math.log10(count) - x0) / (x1 - x0), (math.log10(value) - y0) / (y1 - y0)
        return LEFT + x * wide, TOP + (1 - y) * tall

    def draw(self, over: str) -> None:
        """Draw grid, curves and names."""
        for power in range(self._x[0], self._x[1] + 1):
            x, low = self._at(10**power, 10 ** self._y[0])
            pygame.draw.line(self._surface, GRID, (x, TOP), (x, low))
            self._write(f"{10**power:,}", (x, low + 6))
        for power in range(self._y[0], self._y[1] + 1):
            left, y = self._at(10 ** self._x[0], 10.0**power)
            pygame.draw.line(self._surface, GRID, (left, y), (SIZE[0] - RIGHT, y))
            self._write(f"{10.0**power:,.{max(0, -power)}f}", (left - 8, y - 9), right=True)
        for number, (name, points) in enumerate(self._curves):
            colour = COLOURS[number % len(COLOURS)]
            spots = [self._at(count, value) for count, value in points]
            pygame.draw.lines(self._surface, colour, False, spots, 3)
            for spot in spots:
                pygame.draw.circle(self._surface, colour, spot, 5)
            self._surface.fill(colour, (LEFT, 18 + number * 23, 22, 6))
            self._pen.draw(self._surface, name, (LEFT + 32, 10 + number * 23), INK)
        self._write(over, ((LEFT + SIZE[0] - RIGHT) / 2, SIZE[1] - 22))

    def _write(self, text: str, at: tuple[float, float], *, right: bool = False) -> None:
        wide = self._pen.width(text)
        self._pen.draw(self._surface, text, (round(at[0] - (wide if right else wide / 2)), round(at[1])), INK)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around some values, at least two."""
    low, high = math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)
