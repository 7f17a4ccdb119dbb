"""Portraits, each loaded once and scaled to its place; small pictures are scaled without smoothing."""

from __future__ import annotations

import logging
import os
from typing import Any, Final

import pygame

log = logging.getLogger("stealth_pygame")

MOST: Final = 48
"""Scaled pictures that are kept at most."""


class Portraits:
    """The portraits of a box. It loads at most one file per frame; a file that fails is logged once and not shown."""

    def __init__(self) -> None:
        self._files: dict[str, pygame.Surface | None] = {}
        self._fitted: dict[tuple[object, tuple[int, int]], pygame.Surface] = {}
        self._may_open = True

    def next_frame(self) -> None:
        """Allow one more file to be loaded."""
        self._may_open = True

    def get(self, picture: Any | None, size: tuple[int, int]) -> pygame.Surface | None:
        """Return a surface or a file scaled to `size`; None if there is no picture, or if it is not loaded yet."""
        surface = self._file(os.fspath(picture)) if isinstance(picture, (str, os.PathLike)) else picture
        if surface is None or min(size) < 1 or 0 in surface.get_size():
            return None
        # The surface is stored with its key: otherwise a new surface could get the same id.
        key = (surface, size)
        if key not in self._fitted:
            if len(self._fitted) >= MOST:
                del self._fitted[next(iter(self._fitted))]
            self._fitted[key] = fitted(surface, size)
        return self._fitted[key]

    def _file(self, name: str) -> pygame.Surface | None:
        if name not in self._files and self._may_open:
            self._may_open = False
            self._files[name] = _load(name)
        return self._files.get(name)

    def release(self) -> None:
        """Release all surfaces."""
        self._files.clear()
        self._fitted.clear()


def _load(name: str) -> pygame.Surface | None:
    try:
        return pygame.image.load(name)
    except (pygame.error, OSError) as exc:
        log.warning("The portrait %r cannot be shown: %s.", name, exc)
        return None


def fitted(surface: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    """Return a surface scaled to fit into `size` with its own proportions; small ones are enlarged by whole factors."""
    width, height = surface.get_size()
    factor = min(size[0] / width, size[1] / height)
    if factor >= 2:
        return pygame.transform.scale(surface, (width * int(factor), height * int(factor)))
    if factor == 1:
        return surface
    wanted = (max(1, round(width * factor)), max(1, round(height * factor)))
    # pygame smooths only surfaces of 24 and 32 bits.
    return pygame.transform.smoothscale(surface if surface.get_bitsize() in (24, 32) else _deep(surface), wanted)


def _deep(surface: pygame.Surface) -> pygame.Surface:
    """Return a surface of at least 24 bits per pixel; `convert_alpha` would need a window."""
    deep = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
    deep.blit(surface, (0, 0))
    return deep
