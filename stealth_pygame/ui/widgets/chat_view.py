"""Drawing of the chat box: a panel at an edge, a text field that scrolls sideways, suggestions beside the panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import pygame

from stealth_pygame.ui import shapes
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text.bidi import right_to_left
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, label
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.line_edit import LineEdit
from stealth_pygame.ui.widgets.suggestions import Suggestions
from stealth_pygame.ui.widgets.typed_line import Setter, TypedLine

# The counter is shown when less than this part of the character limit is left.
LEFT_SHOWN = 0.25
CROSS = "×"


class Shown(Protocol):
    """The properties of a chat box that its view needs."""

    edit: LineEdit
    suggestions: Suggestions
    name: str
    composition: str
    # Characters of the composition before its caret.
    composed: int
    edge: Edge

    @property
    def clock(self) -> float: ...
    @property
    def hints(self) -> str: ...
    @property
    def by_mouse(self) -> bool: ...


class Viewed(Shown, Protocol):
    """A box with its view."""

    @property
    def view(self) -> ChatView: ...
    @property
    def is_open(self) -> bool: ...


class ChatView:
    """Draws a chat box, and stores the position of each part."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self.theme, self.fonts = theme, fonts
        self.panel = pygame.Rect(0, 0, 0, 0)
        self.field = pygame.Rect(0, 0, 0, 0)
        self.pen, self._small = Pen(fonts, theme.text_size), Pen(fonts, theme.small_size)
        self.chips: list[pygame.Rect] = []
        # The corner that closes the box by mouse; empty while the keyboard is used.
        self.cross = pygame.Rect(0, 0, 0, 0)
        self._plates: dict[tuple[tuple[int, int], Colour, Colour], pygame.Surface] = {}
        self._setter = Setter(self.pen)
        self.line = self._setter.line("")
        self.text_left = 0
        self.scroll = 0
        self._ime: pygame.Rect | None = None
        # Converts from the surface to the window if the game scales the surface; needed for the IME.
        self.to_window: Callable[[pygame.Rect], pygame.Rect] | None = None

    @property
    def rect(self) -> pygame.Rect:
        """The rectangle of everything that was drawn last."""
        return self.panel.unionall(self.chips)

    def suggestion_at(self, place: tuple[int, int]) -> int | None:
        """Return the index of the suggestion at a point, None if there is none."""
        index = pygame.Rect(place, (1, 1)).collidelist(self.chips)
        return None if index == -1 else index

    def hit(self, x: int) -> tuple[int, bool]:
        """Return the place for the caret after a click at `x`, and True if it belongs to the letter after it."""
        return self.line.hit(x - self.text_left)

    def draw(self, surface: pygame.Surface, box: Shown) -> None:
        """Draw the box at the bottom of the surface, or at its top."""
        self.fonts.update()
        self._lay_out(surface.get_size(), box.edge.at_top)
        self._draw_plate(surface, self.panel, self.theme.box_fill, self._rim)
        self._draw_plate(surface, self.field, self.theme.box_field, self.theme.box_field)
        self._draw_head(surface, box)
        self._draw_line(surface, box)
        self._draw_chips(surface, box)

    def hides(self, size: tuple[int, int], box: Shown, at_top: bool, faces: Sequence[pygame.Rect]) -> bool:
        """Return True if the box, at the top or at the bottom of a surface of that size, would hide a face."""
        self._lay_out(size, at_top)
        taken = [self.panel, *(rect for rect, _ in self._chip_places(size[1], box.suggestions, at_top))]
        return any(face.collidelist(taken) != -1 for face in faces)

    @property
    def _rim(self) -> Colour:
        return (255, 255, 255) if self.theme.high_contrast else self.theme.box_selection

    def _lay_out(self, size: tuple[int, int], at_top: bool = False) -> None:
        theme = self.theme
        pad, margin = theme.px(10), theme.margin
        width = min(theme.px(theme.box_width), size[0] - 2 * margin)
        tall = self.pen.line_height + theme.px(10)
        height = min(tall + self._small.line_height + 2 * pad + theme.px(2), size[1])
        top = margin if at_top else size[1] - height - margin
        self.panel = pygame.Rect((size[0] - width) // 2, top, width, height)
        self.field = pygame.Rect(0, 0, max(1, width - 2 * pad), tall)
        self.field.midbottom = (self.panel.centerx, self.panel.bottom - pad)

    def _draw_plate(self, surface: pygame.Surface, rect: pygame.Rect, fill: Colour, rim: Colour) -> None:
        key = (rect.size, fill, rim)
        if key not in self._plates:
            # Suggestions of many widths would fill the cache of plates.
            if len(self._plates) > 24:
                self._plates.clear()
            plate = shapes.plate(
                rect.size, self.theme.px(9), fill, rim, self.theme.border_width if rim != fill else 0.0
            )
            if fill == self.theme.box_fill and not self.theme.high_contrast:
                plate.set_alpha(238)
            self._plates[key] = plate
        surface.blit(self._plates[key], rect)

    def _draw_head(self, surface: pygame.Surface, box: Shown) -> None:
        """Draw the partner's name, the hints and the number of characters left; mirrored for right-to-left words."""
        theme, small, to = self.theme, self._small, self.theme.words.talking_to
        y = self.panel.top + theme.px(7)
        room = self.field.inflate(-theme.px(4), 0)
        turned = right_to_left(to)

        def draw(text: str, right: int, colour: Colour) -> int:
            """Draw a text that ends at `right`; return the x at which it begins, counted as in left-to-right text."""
            left = right - small.width(text)
            small.draw(surface, text, (room.left + room.right - right if turned else left, y), colour)
            return left

        right = room.right
        if self._draw_cross(surface, box, turned):
            right -= self.cross.width - theme.px(4)
        if box.edit.left < box.edit.most * LEFT_SHOWN:
            low = box.edit.left < box.edit.most * 0.05
            counter = theme.words.counter.format(left=max(0, box.edit.left))
            right = draw(counter, right, theme.box_accent if low else theme.box_dim) - theme.px(12)
        name = label(to.format(name=box.name), right - room.left, small) if box.name else ""
        used = room.left + small.width(name)
        draw(name, used, theme.box_accent)
        # If there is not enough room, the hints are dropped and the name stays.
        hints = label(box.hints, self.field.width, small)
        if right - small.width(hints) > used + theme.px(16):
            draw(hints, right, theme.box_dim)

    def _draw_cross(self, surface: pygame.Surface, box: Shown, turned: bool) -> bool:
        """Draw the cross that closes the box in a corner of the panel. Return False if it is not needed."""
        # The whole corner can be hit, so that it is large enough for a thumb.
        side = self.field.top - self.panel.top if box.by_mouse else 0
        self.cross = pygame.Rect(self.panel.left if turned else self.panel.right - side, self.panel.top, side, side)
        if side:
            place = pygame.Rect(0, 0, self.pen.width(CROSS), self.pen.line_height)
            place.center = self.cross.center
            self.pen.draw(surface, CROSS, place.topleft, self.theme.box_ink)
        return bool(side)

    def _draw_line(self, surface: pygame.Surface, box: Shown) -> None:
        """Draw the text with selection, composition and caret, scrolled so that the caret is visible."""
        theme, edit = self.theme, box.edit
        self.line = line = self._setter.line(edit.text[: edit.caret] + box.composition + edit.text[edit.caret :])
        caret = line.caret(edit.caret + box.composed, edit.ahead and not box.composition)
        pad = theme.px(8)
        turned = right_to_left(line.text or theme.words.placeholder)
        self._place(line, caret, turned, self.field.left + pad, max(1, self.field.width - 2 * pad))
        y = self.field.top + (self.field.height - self.pen.line_height) // 2
        # The clip of the game is respected, for example in a split screen.
        clip = surface.get_clip()
        surface.set_clip(self.field.inflate(-2 * pad + 4, 0).clip(clip))
        if not box.composition:
            self._draw_spans(surface, line.spans(*edit.selection), y)
        if line.text:
            line.draw(surface, (self.text_left, y), theme.box_ink)
        else:
            self._draw_placeholder(surface, y)
        self._underline(surface, box, y)
        self._draw_caret(surface, box, self.text_left + caret, y, turned)
        surface.set_clip(clip)

    def _place(self, line: TypedLine, caret: int, turned: bool, left: int, room: int) -> None:
        """Compute where the text begins, at the left or the right edge, so that the caret is visible."""
        most, seen = line.width - room + 2, line.width - caret if turned else caret
        self.scroll = max(0, min(self.scroll, most, seen), seen - room + 2)
        self.text_left = left + room - line.width + self.scroll if turned else left - self.scroll

    def _draw_placeholder(self, surface: pygame.Surface, y: int) -> None:
        words, room = self.theme.words.placeholder, self.field.width - self.theme.px(24)
        text = label(words, room, self.pen)
        x = self.field.left + self.theme.px(12)
        if right_to_left(words):
            x += room - self.pen.width(text)
        self.pen.draw(surface, text, (x, y), self.theme.box_dim)

    def _draw_spans(self, surface: pygame.Surface, spans: list[tuple[int, int]], y: int) -> None:
        """Draw the background of selected text."""
        for start, end in spans:
            rect = pygame.Rect(self.text_left + start, y - 1, end - start, self.pen.line_height + 2)
            surface.fill(self.theme.box_selection, rect)

    def _underline(self, surface: pygame.Surface, box: Shown, y: int) -> None:
        """Underline the text that an IME is composing, and report its position to the IME."""
        start = box.edit.caret
        spans = self.line.spans(start, start + len(box.composition))
        for left, right in spans:
            line = (self.text_left + left, y + self.pen.line_height, right - left, 2)
            surface.fill(self.theme.box_accent, line)
        x = self.line.caret(start)
        left, right = (spans[0][0], spans[-1][1]) if spans else (x, x)
        rect = pygame.Rect(self.text_left + left, y, max(1, right - left), self.pen.line_height)
        # Reported only when it changes: some IMEs close their list on every call.
        if rect != self._ime and pygame.display.get_init():
            self._ime = rect
            pygame.key.set_text_input_rect(rect if self.to_window is None else self.to_window(rect))

    def _draw_caret(self, surface: pygame.Surface, box: Shown, x: int, y: int, turned: bool) -> None:
        wide = max(2, self.theme.px(2))
        if self.theme.reduced_motion or box.clock % self.theme.caret_period < self.theme.caret_period / 2:
            surface.fill(self.theme.box_accent, (x - wide * turned, y, wide, self.pen.line_height))

    def _chip_places(self, height: int, suggestions: Suggestions, at_top: bool) -> list[tuple[pygame.Rect, str]]:
        """Return the suggestions that fit, as rectangles with their words, the first at the top."""
        theme = self.theme
        tall, gap = self.pen.line_height + theme.px(8), theme.px(5)
        # In a low window further suggestions would be outside the screen.
        free = height - self.panel.bottom if at_top else self.panel.top
        shown = suggestions.texts[: max(0, (free - theme.margin) // (tall + gap))]
        top = self.panel.bottom + gap if at_top else self.panel.top - len(shown) * (tall + gap)
        places = []
        for index, text in enumerate(shown):
            words = label(text, self.panel.width - theme.px(28), self.pen)
            rect = pygame.Rect(self.panel.left, top + index * (tall + gap), self.pen.width(words) + theme.px(28), tall)
            if right_to_left(text):
                rect.right = self.panel.right
            places.append((rect, words))
        return places

    def _draw_chips(self, surface: pygame.Surface, box: Shown) -> None:
        theme, tall = self.theme, self.pen.line_height + self.theme.px(8)
        places = self._chip_places(surface.get_height(), box.suggestions, box.edge.at_top)
        self.chips = [rect for rect, _ in places]
        for index, (rect, words) in enumerate(places):
            chosen = index == box.suggestions.chosen
            fill = theme.box_accent if chosen else theme.box_fill
            self._draw_plate(surface, rect, fill, self._rim)
            colour = theme.box_fill if chosen else theme.box_ink
            self.pen.draw(
                surface, words, (rect.left + theme.px(14), rect.top + (tall - self.pen.line_height) // 2), colour
            )


class Edge:
    """The edge of the surface for a box. It is kept while the box is open, because typing in a moving box is hard."""

    def __init__(self) -> None:
        self.at_top = False
        """True if the box at the bottom would cover somebody who speaks."""
        self._is_chosen = False

    def choose(self, box: Viewed, size: tuple[int, int], faces: Callable[[], Sequence[pygame.Rect]]) -> None:
        """Choose the edge once after opening: the bottom, or the top if only the bottom would hide a face."""
        if box.is_open and not self._is_chosen and box.view.fonts.ready:
            self._is_chosen, known = True, faces()
            self.at_top = box.view.hides(size, box, False, known) and not box.view.hides(size, box, True, known)
