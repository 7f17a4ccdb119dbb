"""Panels, texts and icons for bar and menus, each rendered once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import as_file, files

import pygame

from demo_game import files as assets

Colour = tuple[int, int, int]
WOOD, EDGE, LIP = (43, 34, 52), (24, 18, 34), (112, 84, 66)
INK, DIM, GOLD, GOOD, BAD = (247, 241, 227), (182, 170, 192), (255, 214, 120), (146, 214, 138), (232, 120, 110)


@lru_cache(maxsize=32)
def font(size: int, bold: bool = False) -> pygame.font.Font:
    """Return the library's own font, from its package."""
    weight = "Bold" if bold else "SemiBold"
    with as_file(files("font_manrope") / "files" / f"Manrope-{weight}.ttf") as path:
        return pygame.font.Font(str(path), size)


@lru_cache(maxsize=512)
def words(text: str, size: int, colour: Colour = INK, bold: bool = False) -> pygame.Surface:
    """Return a line of text."""
    return font(size, bold).render(text or " ", True, colour)


@lru_cache(maxsize=64)
def icon(name: str, scale: int) -> pygame.Surface:
    """Return an icon, enlarged by a whole factor."""
    picture = assets.picture(f"icons/{name.replace(' ', '_')}.png")
    return pygame.transform.scale_by(picture, scale)


def forget() -> None:
    """Drop all fonts and texts, because using a font after `pygame.quit()` would end the process."""
    font.cache_clear()
    words.cache_clear()
    _wrapped.cache_clear()


def wrap(text: str, size: int, width: int) -> Iterator[str]:
    """Yield lines that are at most `width` pixels wide."""
    return iter(_wrapped(text, size, width))


@lru_cache(maxsize=256)
def _wrapped(text: str, size: int, width: int) -> tuple[str, ...]:
    # Measured once, because the bar shows the same text in many frames and each measurement takes 20 microseconds.
    return tuple(_lines(text, size, width))


def _lines(text: str, size: int, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font(size).size(longer)[0] > width:
            yield line
            longer = word
        line = longer
    yield line


def fitted(text: str, size: int, width: int) -> str:
    """Return as much of the beginning of a line as fits into `width` pixels."""
    if font(size).size(text)[0] <= width:
        return text
    while text and font(size).size(text + "…")[0] > width:
        text = text[:-1]
    return text.rstrip() + "…"


def panel(surface: pygame.Surface, rect: pygame.Rect) -> None:
    """Draw a wooden panel with a light edge."""
    pygame.draw.rect(surface, EDGE, rect, border_radius=6)
    pygame.draw.rect(surface, LIP, rect.inflate(-4, -4), border_radius=5)
    pygame.draw.rect(surface, WOOD, rect.inflate(-8, -8), border_radius=4)


@lru_cache(maxsize=8)
def veil(size: tuple[int, int], alpha: int) -> pygame.Surface:
    """Return a dark layer for the background of a menu. alpha: opacity, 0 to 255."""
    surface = pygame.Surface(size, pygame.SRCALPHA)
    surface.fill((18, 12, 30, alpha))
    return surface
