"""The window: one that can be resized, or the whole screen."""

from __future__ import annotations

import pygame


def open_window(size: tuple[int, int], *, full_screen: bool = False) -> pygame.Surface:
    """Open it, or change it; size: pixels, of a window."""
    if full_screen:
        return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    # Some drivers only leave the whole screen the first time they are asked.
    return surface if surface.get_size() == size else pygame.display.set_mode(size, pygame.RESIZABLE)
