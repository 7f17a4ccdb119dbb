"""The window, resizable or full screen."""

from __future__ import annotations

import os

import pygame

USUAL = (1280, 720)
PLACE = "SDL_VIDEO_WINDOW_POS"
TITLE_BAR = 80
"""The height of title bar and task bar, in pixels of the desktop."""


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size of the same shape that fits on the desktop with its title bar."""
    wide, high = pygame.display.get_desktop_sizes()[0]
    scale = min(1.0, wide / size[0], max(1, high - TITLE_BAR) / size[1])
    return int(size[0] * scale), int(size[1] * scale)


def open_window(size: tuple[int, int], *, full_screen: bool = False) -> pygame.Surface:
    """Open or change the window. size: pixels, when it is not full screen."""
    if full_screen:
        return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    # Some drivers leave full screen only after the second call.
    return surface if surface.get_size() == size else pygame.display.set_mode(size, pygame.RESIZABLE)


class Window:
    """Remembers size and place of the window while the game is in full screen."""

    def __init__(self, screen: pygame.Surface) -> None:
        self._size = USUAL if _is_full(screen) else screen.get_size()
        self.place: tuple[int, int] | None = None
        """The upper left corner on the desktop in pixels, None until the window is moved."""

    def handle_event(self, event: pygame.event.Event, screen: pygame.Surface) -> None:
        """Note the place of a window that was moved; full screen has no place."""
        if event.type == pygame.WINDOWMOVED and not _is_full(screen):
            self.place = event.x, event.y

    def toggle(self, screen: pygame.Surface) -> pygame.Surface:
        """Switch to full screen, or back to the former window."""
        if not _is_full(screen):
            self._size = screen.get_size()
            return open_window(self._size, full_screen=True)
        # pygame has no call for the place of a window; SDL reads it from this variable when the window changes.
        before = os.environ.get(PLACE)
        if self.place is not None:
            os.environ[PLACE] = "{},{}".format(*self.place)
        screen = open_window(self._size)
        os.environ.pop(PLACE, None)
        if before is not None:
            os.environ[PLACE] = before
        return screen


def _is_full(screen: pygame.Surface) -> bool:
    return bool(screen.get_flags() & pygame.FULLSCREEN)
