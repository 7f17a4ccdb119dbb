"""The prompt "[E] Talk" over an NPC."""

from __future__ import annotations

import math

import pygame

from stealth_pygame.text import one_line
from stealth_pygame.text.patterns import lazy
from stealth_pygame.ui import shapes
from stealth_pygame.ui.text import bidi
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed

_KEY = lazy(r"\[([^\]]{1,12})\] ?")
# The placeholder for a key that does not exist, as in a game without keyboard.
_NO_KEY = lazy(r" ?\[\] ?")


class Prompt(Themed):
    """Draws a prompt; words in brackets look like a key. `theme`, `key` and `keyless` can be set at any time."""

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        super().__init__(theme, fonts)
        self.key = "E"
        self.keyless = False
        """True shows the words without the key and its brackets; so does an empty key ("")."""
        self._made_for: object = None
        self._drawn: pygame.Surface | None = None

    def draw(self, surface: pygame.Surface, at: tuple[float, float], text: str | None = None) -> pygame.Rect:
        """Draw the prompt with its lower middle at `at`, but whole on the surface; return its rectangle."""
        rect = self.rect(surface, at, text)
        if self._drawn is not None and rect.width:
            surface.blit(self._drawn, rect)
        return rect

    def rect(self, surface: pygame.Surface, at: tuple[float, float], text: str | None = None) -> pygame.Rect:
        """Return the rectangle of the prompt; empty if there are no words or `at` is not a finite point."""
        text = self._words(text)
        # pygame raises an error for NaN.
        if not (self.fonts.ready and text and math.isfinite(at[0]) and math.isfinite(at[1])):
            return pygame.Rect(0, 0, 0, 0)
        made_for = (text, self.theme, self.fonts.generation)
        if self._drawn is None or made_for != self._made_for:
            self._drawn, self._made_for = self._make(self.fonts.readable(one_line(text))), made_for
        # Rectangles of SDL hold 32-bit numbers, but a camera may be far away.
        x, y = (max(-1e6, min(value, 1e6)) for value in at)
        rect = self._drawn.get_rect(midbottom=(round(x), round(y) - self.theme.gap))
        return rect.clamp(surface.get_rect())

    @property
    def plain_words(self) -> str:
        """Return the words of the theme without brackets, as a voice speaks them: "E Talk"."""
        return _KEY.sub(r"\1 ", self._words(None)).strip()

    def _words(self, text: str | None) -> str:
        words, key = self.theme.words, "" if self.keyless else self.key
        text = words.key_words(words.talk if text is None else text, key=key)
        return text if key else _NO_KEY.sub(" ", text).strip()

    def _make(self, text: str) -> pygame.Surface:
        """Return the plate with the words; the key is on the side where reading begins."""
        theme, pen = self.theme, Pen(self.fonts, self.theme.small_size)
        match = _KEY.search(text)
        label_text = _KEY.sub("", text, count=1) if match else text
        words = bidi.label(label_text, self.fonts.has)
        pad, cap_width = theme.px(9), pen.width(match.group(1)) + theme.px(12) if match else 0
        tall = pen.line_height + theme.px(9)
        gap = theme.px(7) if match and words else 0
        width = max(1, pad * 2 + cap_width + gap + pen.width(words) - (theme.px(4) if match else 0))
        border = theme.border_width if theme.high_contrast else theme.px(1.5)
        drawn = shapes.plate((width, tall), tall / 2, theme.box_fill, theme.box_ink, border)
        x, y = pad, (tall - pen.line_height) // 2
        turned = bidi.right_to_left(label_text)
        if match:
            cap = pygame.Rect(pad - theme.px(3), theme.px(4), cap_width, tall - theme.px(8))
            if turned:
                cap.right = width - cap.left
            drawn.blit(shapes.plate(cap.size, theme.px(4), theme.box_accent, theme.box_accent, 0.0), cap)
            pen.draw(drawn, match.group(1), (cap.left + theme.px(6), y), theme.box_fill)
            x = pad if turned else cap.right + gap
        pen.draw(drawn, words, (x, y), theme.box_ink)
        return drawn
