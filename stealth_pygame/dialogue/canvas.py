"""The conversion between window pixels (mouse positions) and pixels of the surface that the game draws on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

import pygame

from stealth_pygame.errors import ConfigurationError

RectLike: TypeAlias = "pygame.Rect | tuple[float, float, float, float]"
CanvasPlace: TypeAlias = "RectLike | Callable[[], RectLike] | None"
"""The place of the surface in the window: a rectangle in window pixels, or a callable that returns one."""

MOUSE = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)


class Canvas:
    """A conversion between the pixels of the window and those of a surface that the game scales into it."""

    def __init__(self) -> None:
        self._place: CanvasPlace = None
        self._size = (0, 0)
        self._guess: pygame.Rect | None = None

    def drawn_on(self, surface: pygame.Surface) -> None:
        """Note the surface of the last draw, and guess its place in the window, for a game that does not set `place`.

        A surface with the shape of the window is taken to fill it; a subsurface is a part of its parent.
        """
        self._size, window = surface.get_size(), pygame.display.get_surface()
        self._guess = None if window is None or surface is window else _in_window(surface, window)

    @property
    def place(self) -> CanvasPlace:
        """The place that the game has set. Raises `ConfigurationError` if it is set to anything but a rectangle."""
        return self._place

    @place.setter
    def place(self, place: CanvasPlace) -> None:
        if place is not None:
            _rect(place() if callable(place) else place)
        self._place = place

    @property
    def _rect(self) -> pygame.Rect | None:
        place = self._place() if callable(self._place) else self._place
        rect = self._guess if place is None else _rect(place)
        return rect if rect is not None and rect.width > 0 and rect.height > 0 and self._size[0] else None

    def event(self, event: pygame.event.Event) -> pygame.event.Event:
        """Return a mouse event with its position in pixels of the surface; other events as they are."""
        rect = self._rect if event.type in MOUSE else None
        if rect is None:
            return event
        across, down = self._size[0] / rect.width, self._size[1] / rect.height
        x, y = event.pos
        moved: dict[str, Any] = {**event.dict, "pos": (int((x - rect.x) * across), int((y - rect.y) * down))}
        return pygame.event.Event(event.type, moved)

    def to_window(self, rect: pygame.Rect) -> pygame.Rect:
        """Return a rectangle of the surface in window pixels, for the candidate list of an IME."""
        place = self._rect
        if place is None:
            return rect
        across, down = place.width / self._size[0], place.height / self._size[1]
        return pygame.Rect(
            round(place.x + rect.x * across),
            round(place.y + rect.y * down),
            max(1, round(rect.width * across)),
            max(1, round(rect.height * down)),
        )


def _rect(place: object) -> pygame.Rect:
    try:
        return pygame.Rect(cast(Any, place))
    except TypeError:
        raise ConfigurationError(
            f"dialogue.canvas is {place!r:.80}; give a rectangle, in window pixels, into which the game "
            "scales the surface that it draws on: pygame.Rect(0, 0, 1280, 720), or a function that returns it."
        ) from None


def _in_window(surface: pygame.Surface, window: pygame.Surface) -> pygame.Rect | None:
    parent, (left, top) = surface.get_abs_parent(), surface.get_abs_offset()
    (wide, tall), (width, height) = parent.get_size(), window.get_size()
    # The shapes may differ by rounding: 427 × 240 is scaled to 1280 × 720.
    if not (wide and tall) or abs(wide * height - tall * width) >= max(width, height):
        return None
    across, down = width / wide, height / tall
    size = round(surface.get_width() * across), round(surface.get_height() * down)
    rect = pygame.Rect((round(left * across), round(top * down)), size)
    return None if rect == surface.get_rect() else rect
