"""The text field inside the dialogue box, and the choices as a list above the box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pygame

from stealth_pygame.ui.box.plan import BoxPlan
from stealth_pygame.ui.text.bidi import right_to_left
from stealth_pygame.ui.text.layout import label
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.chat_view import CROSS, LEFT_SHOWN, ChatView, Shown
from stealth_pygame.ui.widgets.suggestions import Suggestions

WIDEST: Final = 0.75
"""The greatest width of the list of choices, as a part of the box's width."""


class BoxChatView(ChatView):
    """Draws the text field and the choices. The dialogue box, drawn before, serves as its panel."""

    places: Callable[[tuple[int, int]], BoxPlan] | None = None
    """Returns the layout of the box for a surface size; set by `BoxChat.show_in`."""

    def draw(self, surface: pygame.Surface, box: Shown) -> None:
        """Draw the field and the choices."""
        if self.places is None:
            super().draw(surface, box)
            return
        places = self.places(surface.get_size())
        self.panel, self.field = places.panel, places.field
        self._draw_plate(surface, self.field, self.theme.box_field, self.theme.box_field)
        self._draw_hints(surface, box, self._beside_cross(surface, box, places.head))
        self._draw_line(surface, box)
        self._draw_choices(surface, box.suggestions)

    def _beside_cross(self, surface: pygame.Surface, box: Shown, head: pygame.Rect) -> pygame.Rect:
        """Draw the cross that closes the box by mouse, if needed; return the free part of the first row."""
        # The whole corner can be hit, so that it is large enough for a thumb.
        side = self.theme.px(28) if box.by_mouse else 0
        self.cross = pygame.Rect(self.panel.right - side, self.panel.top, side, side)
        if not side:
            return head
        place = pygame.Rect(0, 0, self.pen.width(CROSS), self.pen.line_height)
        place.center = self.cross.center
        self.pen.draw(surface, CROSS, place.topleft, self.theme.box_ink)
        return pygame.Rect(head.left, head.top, self.cross.left - head.left, head.height)

    def _draw_hints(self, surface: pygame.Surface, box: Shown, head: pygame.Rect) -> None:
        """Draw the key hints, or the number of characters left, at the right of the name."""
        theme, small, left = self.theme, self._small, box.edit.left
        low = left < box.edit.most * LEFT_SHOWN
        words = theme.words.counter.format(left=max(0, left)) if low else box.hints
        hints = label(words, head.width, small)
        # If there is not enough room for both, the name is drawn and the hints are not.
        if small.width(hints) < head.width / 2:
            colour = theme.box_accent if left < box.edit.most * 0.05 else theme.box_dim
            small.draw(surface, hints, (head.right - small.width(hints), head.top), colour)

    def _draw_choices(self, surface: pygame.Surface, suggestions: Suggestions) -> None:
        theme, pen = self.theme, self.pen
        pad, tall = theme.px(8), pen.line_height + theme.px(6)
        room = max(0, (self.panel.top - 2 * theme.margin - pad) // tall)
        most = round(self.panel.width * WIDEST)
        rows = [label(text, most - 4 * pad, pen) for text in suggestions.texts[:room]]
        self.chips = []
        if not rows:
            return
        window = pygame.Rect(0, 0, max(map(pen.width, rows)) + 4 * pad, len(rows) * tall + pad)
        window.bottomright = (self.panel.right, self.panel.top - theme.px(4))
        self._draw_plate(surface, window, theme.box_fill, self._rim)
        for index, words in enumerate(rows):
            row = pygame.Rect(window.left + pad, window.top + pad // 2 + index * tall, window.width - 2 * pad, tall)
            self.chips.append(row)
            chosen = index == suggestions.chosen
            if chosen:
                self._draw_plate(surface, row, theme.box_accent, theme.box_accent)
            left = row.right - pad - pen.width(words) if right_to_left(suggestions.texts[index]) else row.left + pad
            top = row.top + (tall - pen.line_height) // 2
            pen.draw(surface, words, (left, top), theme.box_fill if chosen else theme.box_ink)


class BoxChat(ChatBox):
    """The chat box inside a dialogue box. Call `show_in` once; it stays in force when the theme changes."""

    view_class = BoxChatView
    view: BoxChatView

    def show_in(self, places: Callable[[tuple[int, int]], BoxPlan]) -> None:
        """Draw in the layout that this function returns from now on."""
        self._places = places
        self.view.places = places

    _places: Callable[[tuple[int, int]], BoxPlan] | None = None

    def _dress(self) -> None:
        super()._dress()
        self.view.places = self._places
