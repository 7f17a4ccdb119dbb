"""How the chat box looks: a panel at the bottom, a line that scrolls sideways, suggestions above it."""

from __future__ import annotations

from typing import Protocol

import pygame

from stealth_pygame.ui import ink
from stealth_pygame.ui.edit import LineEdit
from stealth_pygame.ui.fonts import FontChain
from stealth_pygame.ui.kit import shortened
from stealth_pygame.ui.layout import Pen
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.stand_ins import UNKNOWN
from stealth_pygame.ui.suggestions import Suggestions
from stealth_pygame.ui.theme import Theme

LEFT_SHOWN = 0.25
"""The counter shows when less than this part of the room is left."""


class Shown(Protocol):
    """What a view must know of a box."""

    edit: LineEdit
    suggestions: Suggestions
    name: str
    composition: str

    @property
    def clock(self) -> float: ...
    @property
    def hints(self) -> str: ...


class ChatView:
    """Draws a chat box, and knows afterwards what is where on the screen."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self.theme, self.fonts = theme, fonts
        self.panel = pygame.Rect(0, 0, 0, 0)
        self.field = pygame.Rect(0, 0, 0, 0)
        self._pen, self._small = Pen(fonts, theme.text_size), Pen(fonts, theme.small_size)
        self._chips: list[pygame.Rect] = []
        self._plates: dict[tuple[tuple[int, int], Colour, Colour], pygame.Surface] = {}
        self._edges = [0]
        self._text_left = 0
        self._scroll = 0
        self._ime: pygame.Rect | None = None

    @property
    def rect(self) -> pygame.Rect:
        """Where everything was drawn last."""
        return self.panel.unionall(self._chips)

    def suggestion_at(self, place: tuple[int, int]) -> int | None:
        """Which suggestion is there."""
        found = pygame.Rect(place, (1, 1)).collidelist(self._chips)
        return None if found == -1 else found

    def character_at(self, x: int) -> int:
        """Before which character of the line the caret goes for a click at `x`."""
        inside = x - self._text_left
        return min(range(len(self._edges)), key=lambda index: abs(self._edges[index] - inside))

    def draw(self, surface: pygame.Surface, box: Shown) -> None:
        """Draw the box at the bottom of the surface."""
        self.fonts.update()
        self._lay_out(surface.get_size())
        self._draw_plate(surface, self.panel, self.theme.box_fill, self._rim)
        self._draw_plate(surface, self.field, self.theme.box_field, self.theme.box_field)
        self._draw_head(surface, box)
        self._draw_line(surface, box)
        self._draw_chips(surface, box.suggestions)

    @property
    def _rim(self) -> Colour:
        return (255, 255, 255) if self.theme.high_contrast else self.theme.box_selection

    def _lay_out(self, size: tuple[int, int]) -> None:
        theme = self.theme
        pad, margin = theme.px(10), theme.margin
        width = min(theme.px(theme.box_width), size[0] - 2 * margin)
        tall = self._pen.line_height + theme.px(10)
        height = min(tall + self._small.line_height + 2 * pad + theme.px(2), size[1])
        self.panel = pygame.Rect((size[0] - width) // 2, size[1] - height - margin, width, height)
        self.field = pygame.Rect(0, 0, max(1, width - 2 * pad), tall)
        self.field.midbottom = (self.panel.centerx, self.panel.bottom - pad)

    def _draw_plate(self, surface: pygame.Surface, rect: pygame.Rect, fill: Colour, rim: Colour) -> None:
        key = (rect.size, fill, rim)
        if key not in self._plates:
            if len(self._plates) > 24:
                self._plates.clear()
            plate = ink.plate(rect.size, self.theme.px(9), fill, rim, self.theme.border_width if rim != fill else 0.0)
            if fill == self.theme.box_fill and not self.theme.high_contrast:
                plate.set_alpha(238)
            self._plates[key] = plate
        surface.blit(self._plates[key], rect)

    def _draw_head(self, surface: pygame.Surface, box: Shown) -> None:
        """To whom the line goes, hints, and how many characters are left."""
        theme, small = self.theme, self._small
        y = self.panel.top + theme.px(7)
        right = self.field.right - theme.px(2)
        left = self.field.left + theme.px(2)
        counter = theme.words.counter.format(left=box.edit.left)
        if box.edit.left < box.edit.most * LEFT_SHOWN:
            low = box.edit.left < box.edit.most * 0.05
            right -= small.width(counter)
            small.draw(surface, counter, (right, y), theme.box_accent if low else theme.box_dim)
            right -= theme.px(12)
        name = self.fonts.readable(theme.words.talking_to.format(name=box.name)) if box.name else ""
        left = small.draw(surface, shortened(name, right - left, small), (left, y), theme.box_accent)
        hints = self.fonts.readable(box.hints)
        if right - small.width(hints) > left + theme.px(16):
            small.draw(surface, hints, (right - small.width(hints), y), theme.box_dim)

    def _draw_line(self, surface: pygame.Surface, box: Shown) -> None:
        """The text with its selection, composition and caret, scrolled so that the caret is seen."""
        theme, edit = self.theme, box.edit
        before, after = edit.text[: edit.caret], edit.text[edit.caret :]
        text = "".join(map(self._drawable, before + box.composition + after))
        self._edges = self._pen.prefixes(text)
        caret = self._edges[edit.caret + len(box.composition)]
        pad = theme.px(8)
        room = max(1, self.field.width - 2 * pad)
        self._scroll = max(0, min(self._scroll, self._edges[-1] - room + 2, caret), caret - room + 2)
        self._text_left = self.field.left + pad - self._scroll
        y = self.field.top + (self.field.height - self._pen.line_height) // 2
        clip = surface.get_clip()
        surface.set_clip(self.field.inflate(-2 * pad + 4, 0).clip(clip))
        self._draw_selection(surface, edit, y)
        if text:
            self._pen.draw(surface, text, (self._text_left, y), theme.box_ink)
        else:
            self._pen.draw(
                surface, self.fonts.readable(theme.words.placeholder), (self._text_left + theme.px(4), y), theme.box_dim
            )
        self._underline(surface, box, y)
        self._draw_caret(surface, box, self._text_left + caret, y)
        surface.set_clip(clip)

    def _drawable(self, character: str) -> str:
        """One character for one, so that the caret stands where it should."""
        return character if character.isascii() or self.fonts.has(character) else UNKNOWN

    def _draw_selection(self, surface: pygame.Surface, edit: LineEdit, y: int) -> None:
        start, end = (self._edges[min(place, len(self._edges) - 1)] for place in edit.selection)
        if end > start:
            rect = pygame.Rect(self._text_left + start, y - 1, end - start, self._pen.line_height + 2)
            surface.fill(self.theme.box_selection, rect)

    def _underline(self, surface: pygame.Surface, box: Shown, y: int) -> None:
        """The text that an IME is composing; and tell the IME where it is."""
        start = self._text_left + self._edges[box.edit.caret]
        end = self._text_left + self._edges[box.edit.caret + len(box.composition)]
        if end > start:
            surface.fill(self.theme.box_accent, (start, y + self._pen.line_height, end - start, 2))
        rect = pygame.Rect(start, y, max(1, end - start), self._pen.line_height)
        if rect != self._ime and pygame.display.get_init():
            self._ime = rect
            pygame.key.set_text_input_rect(rect)

    def _draw_caret(self, surface: pygame.Surface, box: Shown, x: int, y: int) -> None:
        if self.theme.reduced_motion or box.clock % self.theme.caret_period < self.theme.caret_period / 2:
            surface.fill(self.theme.box_accent, (x, y, max(2, self.theme.px(2)), self._pen.line_height))

    def _draw_chips(self, surface: pygame.Surface, suggestions: Suggestions) -> None:
        """Suggested replies above the panel, the first at the top, as many as there is room for."""
        theme = self.theme
        tall, gap = self._pen.line_height + theme.px(8), theme.px(5)
        room = max(0, (self.panel.top - theme.margin) // (tall + gap))
        shown = suggestions.texts[:room]
        self._chips = []
        top = self.panel.top - len(shown) * (tall + gap)
        for index, text in enumerate(shown):
            label = shortened(self.fonts.readable(text), self.panel.width - theme.px(28), self._pen)
            rect = pygame.Rect(self.panel.left, top + index * (tall + gap), self._pen.width(label) + theme.px(28), tall)
            self._chips.append(rect)
            chosen = index == suggestions.chosen
            fill = theme.box_accent if chosen else theme.box_fill
            self._draw_plate(surface, rect, fill, self._rim)
            colour = theme.box_fill if chosen else theme.box_ink
            self._pen.draw(
                surface, label, (rect.left + theme.px(14), rect.top + (tall - self._pen.line_height) // 2), colour
            )
