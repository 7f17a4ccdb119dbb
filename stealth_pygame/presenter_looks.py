"""What the shipped picture sees to unasked: sizes for a small window, and the last words of those who left."""

from __future__ import annotations

from typing import Protocol

from stealth_pygame.npc import NPC
from stealth_pygame.ui.bubbles import Bubbles
from stealth_pygame.ui.theme import Theme


class Dressed(Protocol):
    """Whatever has a look."""

    theme: Theme


class Wardrobe:
    """Puts the same theme on everything but the bubbles, who fit themselves."""

    def __init__(self, *parts: Dressed) -> None:
        self._parts = parts
        self._worn: tuple[Theme, tuple[int, int] | None] | None = None

    def wear(self, theme: Theme, size: tuple[int, int] | None = None) -> None:
        """The theme as it was given, or as it fits a window of `size` pixels."""
        if self._worn is not None and self._worn[0] is theme and self._worn[1] == size:
            return
        self._worn = (theme, size)
        fitted = theme if size is None else theme.fitted(size)
        for part in self._parts:
            if part.theme != fitted:
                part.theme = fitted


class Farewells:
    """Notices who is in the world no more."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._present: tuple[NPC, ...] = ()

    def update(self, present: tuple[NPC, ...]) -> None:
        """Of those who were taken out since, words that nobody can have read yet stay for a moment."""
        if present != self._present:
            for gone in set(self._present).difference(present):
                self._bubbles.part(gone)
            self._present = present
