"""The window: one that can be resized, or the whole screen."""

from __future__ import annotations

import pygame

TITLE_BAR = 80
"""Pixels of the desktop that title bar and task bar take."""


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size of the same shape that fits on the desktop, its title bar included."""
    wide, high = pygame.display.get_desktop_sizes()[0]
    scale = min(1.0, wide / size[0], max(1, high - TITLE_BAR) / size[1])
    return int(size[0] * scale), int(size[1] * scale)


def open_window(size: tuple[int, int], *, full_screen: bool = False) -> pygame.Surface:
    """Open it, or change it; size: pixels, of a window."""
    if full_screen:
        return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    # Some drivers only leave the whole screen the first time they are asked.
    return surface if surface.get_size() == size else pygame.display.set_mode(size, pygame.RESIZABLE)
