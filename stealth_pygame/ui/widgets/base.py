"""The common part of bubbles, chat box, transcript and prompts: a theme that can be changed, and its fonts."""

from __future__ import annotations

from typing import Protocol

from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme, as_theme


class Themed:
    """A widget with a theme. Without `fonts` it creates its own chain of fonts."""

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        self._theme = as_theme(theme)
        self.fonts = fonts or FontChain(self._theme)

    @property
    def theme(self) -> Theme:
        """The theme before it is fitted to a small window. It can be set at any time."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        # Some games set the theme in every frame, so setting an equal one must cost nothing.
        if theme != self._theme:
            self._theme = theme
            self.fonts.use(theme)
            self._dress()

    def _dress(self) -> None:
        """Renew everything that depends on the theme."""


class Dressed(Protocol):
    """Anything with a theme."""

    theme: Theme


class ThemeFitter:
    """Sets the same theme on all widgets except bubbles, which fit themselves to the window."""

    def __init__(self, *parts: Dressed) -> None:
        self._parts = parts
        self._worn: tuple[Theme, tuple[int, int] | None] | None = None

    def wear(self, theme: Theme, size: tuple[int, int] | None = None) -> None:
        """Set the theme, fitted to a window of `size` pixels if a size is given."""
        if self._worn is not None and self._worn[0] is theme and self._worn[1] == size:
            return
        self._worn = (theme, size)
        fitted = theme if size is None else theme.fitted(size)
        for part in self._parts:
            # Setting a theme lays out all texts again, so it is set only when it has changed.
            if part.theme != fitted:
                part.theme = fitted
