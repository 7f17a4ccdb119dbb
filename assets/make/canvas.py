"""Drawing by the pixel, with the few tools that every picture here is made of."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence

import pygame

from assets.make.palette import CLEAR, INK, SHADOW, Colour


def blank(width: int, height: int) -> pygame.Surface:
    """An empty picture with transparency."""
    return pygame.Surface((width, height), pygame.SRCALPHA)


def stamp(
    surface: pygame.Surface, rows: Sequence[str], key: Mapping[str, Colour], at: tuple[int, int] = (0, 0)
) -> None:
    """Draw a picture given as rows of letters; a letter that the key lacks stays clear."""
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            if letter in key:
                dot(surface, at[0] + x, at[1] + y, key[letter])


def dot(surface: pygame.Surface, x: int, y: int, colour: Colour) -> None:
    """One pixel, if it lies inside."""
    if 0 <= x < surface.get_width() and 0 <= y < surface.get_height():
        surface.set_at((x, y), colour)


def box(surface: pygame.Surface, x: int, y: int, w: int, h: int, colour: Colour) -> None:
    """A filled rectangle."""
    surface.fill(colour, (x, y, w, h))


def rows_of(surface: pygame.Surface) -> Iterable[tuple[int, int, Colour]]:
    """Every opaque pixel."""
    for y in range(surface.get_height()):
        for x in range(surface.get_width()):
            colour = surface.get_at((x, y))
            if colour.a == 255:
                yield x, y, (colour.r, colour.g, colour.b, 255)


def outlined(surface: pygame.Surface, colour: Colour = INK) -> pygame.Surface:
    """The same picture with a line of one pixel around whatever is opaque."""
    result = surface.copy()
    for x, y, _ in rows_of(surface):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            nx, ny = x + dx, y + dy
            if 0 <= nx < surface.get_width() and 0 <= ny < surface.get_height() and surface.get_at((nx, ny)).a < 255:
                result.set_at((nx, ny), colour)
    return result


def with_shadow(surface: pygame.Surface, width: int, height: int, lift: int = 1) -> pygame.Surface:
    """The same picture on a soft ellipse at its foot."""
    result = blank(*surface.get_size())
    left = (surface.get_width() - width) // 2
    pygame.draw.ellipse(result, SHADOW, (left, surface.get_height() - height - lift + 1, width, height))
    result.blit(surface, (0, 0))
    return result


def blob(
    surface: pygame.Surface, centre: tuple[float, float], radius: float, shades: Sequence[Colour], rng: random.Random
) -> None:
    """A leafy ball lit from the upper left: the shade follows the distance from the light, roughened a little."""
    cx, cy = centre
    for y in range(int(cy - radius), int(cy + radius) + 1):
        for x in range(int(cx - radius), int(cx + radius) + 1):
            if math.hypot(x - cx, y - cy) > radius + rng.uniform(-0.9, 0.3):
                continue
            lit = 0.55 - ((x - cx) * 0.45 + (y - cy) * 0.75) / (2.0 * radius) + rng.uniform(-0.13, 0.13)
            dot(surface, x, y, shades[min(len(shades) - 1, max(0, int(lit * len(shades))))])


def sheet(pictures: Sequence[pygame.Surface], columns: int) -> pygame.Surface:
    """Pictures of one size side by side."""
    w, h = pictures[0].get_size()
    rows = math.ceil(len(pictures) / columns)
    result = blank(w * columns, h * rows)
    result.fill(CLEAR)
    for index, picture in enumerate(pictures):
        result.blit(picture, (index % columns * w, index // columns * h))
    return result
