"""The common part of bubbles, chat box, transcript and prompts: a theme that may be set at any time, and its fonts."""

from __future__ import annotations

from typing import Protocol

from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme, as_theme


class Themed:
    """Something that is drawn. Without `fonts` it has a chain of its own."""

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        self._theme = as_theme(theme)
        self.fonts = fonts or FontChain(self._theme)

    @property
    def theme(self) -> Theme:
        """The theme before it is fitted to a small window; may be set at any time."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        # Games set the theme every frame; an equal one must cost nothing.
        if theme != self._theme:
            self._theme = theme
            self.fonts.use(theme)
            self._dress()

    def _dress(self) -> None:
        """Make anew what was made with another theme."""


class Dressed(Protocol):
    """Whatever has a look."""

    theme: Theme


class ThemeFitter:
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
            # Setting it lays texts out anew.
            if part.theme != fitted:
                part.theme = fitted
