"""What bubbles, chat box, transcript and prompts have in common: a theme that may be set at any time, and its fonts."""

from __future__ import annotations

from stealth_pygame.ui.fonts import FontChain
from stealth_pygame.ui.theme import Theme, as_theme


class Themed:
    """Something that is drawn. Without `fonts` it has a chain of its own."""

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        self._theme = as_theme(theme)
        self.fonts = fonts or FontChain(self._theme)

    @property
    def theme(self) -> Theme:
        """How it looks, before it is fitted to a small window; may be set at any time."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self.fonts.use(theme)
            self._dress()

    def _dress(self) -> None:
        """Make anew what was made with another theme."""
