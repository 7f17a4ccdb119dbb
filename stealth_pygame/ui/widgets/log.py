"""The transcript: what was said, to scroll through and copy. It stays at the newest line unless scrolled away."""

from __future__ import annotations

from collections import deque

import pygame

from stealth_pygame.text import one_line, safe
from stealth_pygame.ui import shapes
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.input.keyboard import names, shortcut
from stealth_pygame.ui.palette import BubbleKind, Colour
from stealth_pygame.ui.text.bidi import right_to_left
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, TextLine, label
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed
from stealth_pygame.ui.widgets.log_entry import Entry, rows_of

COPIED_FOR = 1.5
"""Seconds for which the transcript says that it was copied."""


class Log(Themed):
    """A panel over the game with everything that was said."""

    def __init__(
        self,
        theme: Theme | None = None,
        fonts: FontChain | None = None,
        *,
        close_keys: tuple[str, ...] = ("escape",),
    ) -> None:
        super().__init__(theme, fonts)
        self.close_keys = close_keys
        self.entries: deque[Entry] = deque()
        self.panel = pygame.Rect(0, 0, 0, 0)
        self._open = False
        self._up = self._known = 0
        self._copied = 0.0
        self._made_for: object = None
        self._dress()

    def _dress(self) -> None:
        self.entries = deque(self.entries, maxlen=self._theme.log_entries)
        self._pen = Pen(self.fonts, self._theme.text_size)
        self._small = Pen(self.fonts, self._theme.small_size)
        self._panel_drawn: pygame.Surface | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self._open

    @property
    def at_bottom(self) -> bool:
        """Whether the newest line is in view."""
        return self._up == 0

    def add(self, name: str, text: str, kind: BubbleKind = BubbleKind.SAID) -> None:
        """Add what `name` said; what is in view stays in view."""
        entry = Entry(one_line(name[:400]), safe(text), kind)
        self.entries.append(entry)
        if self._up and self.fonts.ready and self.panel.width:
            entry.rows(entry.parts[-1], self._width, self._pen)
            self._up += self._height(entry)

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
        self._up = 0

    def toggle(self) -> None:
        """Open or close it; it opens at the newest line."""
        self._open = not self._open
        self._up = 0

    def close(self) -> None:
        """Close it."""
        self._open = False

    def text(self) -> str:
        """The transcript as plain text, a line for each entry."""
        line = self._theme.words.log_line
        return "\n".join(line.format(name=entry.name, text=entry.text) for entry in self.entries)

    def update(self, dt: float) -> None:
        """Let `dt` seconds go by."""
        self._copied = max(0.0, self._copied - dt)

    def handle_event(self, event: pygame.event.Event) -> bool:
        """True when the open transcript used the event; never for key releases, QUIT or a game's own events."""
        if not self._open:
            return False
        if event.type == pygame.MOUSEWHEEL:
            self._scroll(round(event.y * 3 * self._pen.line_height) if self.fonts.ready else 0)
            return True
        return event.type == pygame.KEYDOWN and self._key(event)

    def _key(self, event: pygame.event.Event) -> bool:
        if names(event, self.close_keys):
            self.close()
            return True
        if event.key == pygame.K_c and shortcut(event):
            clipboard.put(self.text())
            self._copied = COPIED_FOR
            return True
        row = self._pen.line_height if self.fonts.ready else 0
        page = max(row, self._view.height - row)
        far = 1 << 30
        steps = {
            pygame.K_PAGEUP: page,
            pygame.K_PAGEDOWN: -page,
            pygame.K_UP: row,
            pygame.K_DOWN: -row,
            pygame.K_HOME: far,
            pygame.K_END: -far,
        }
        if event.key in steps:
            self._scroll(steps[event.key])
        return event.key in steps

    def _scroll(self, pixels: int) -> None:
        self._up = max(0, min(self._up + pixels, self._total() - self._view.height))

    def _total(self) -> int:
        """Height of everything, as far as is known: what was never seen is guessed at."""
        return sum(map(self._height, self.entries)) if self.fonts.ready else 0

    @property
    def _view(self) -> pygame.Rect:
        """Where the lines are."""
        pad, head, foot = self._theme.px(16), self._theme.px(42), self._theme.px(34)
        return pygame.Rect(
            self.panel.left + pad,
            self.panel.top + head,
            max(1, self.panel.width - 2 * pad),
            max(1, self.panel.height - head - foot),
        )

    @property
    def _width(self) -> int:
        return max(1, self._view.width - self._theme.px(10))

    def _height(self, entry: Entry) -> int:
        rows = entry.count(self._width, self._pen) * self._pen.line_height
        return self._head(entry) + rows + self._theme.px(9)

    def _head(self, entry: Entry) -> int:
        """Of the name over an entry."""
        return self._small.line_height if entry.name else 0

    def _settle(self) -> None:
        """Lay out what is in view, however often that moves it; at the oldest line stay there."""
        while True:
            most = max(0, self._total() - self._view.height)
            oldest = 0 < self._up >= most
            # The oldest lines may have gone since it was scrolled there.
            self._up = min(self._up, most)
            if not self._lay_out_seen():
                self._known = most + self._view.height
                return
            self._up = max(0, self._total() - self._view.height) if oldest else self._up

    def _lay_out_seen(self) -> bool:
        """Lay out the parts in view that are not yet; whether there were any."""
        found, y = False, self._view.bottom + self._up
        for entry in reversed(self.entries):
            if y <= self._view.top:
                break
            y -= self._theme.px(9)
            for part in reversed(entry.parts):
                if y - rows_of(part, self._width, self._pen) * self._pen.line_height < self._view.bottom:
                    found = found or part.rows is None
                    entry.rows(part, self._width, self._pen)
                y -= rows_of(part, self._width, self._pen) * self._pen.line_height
                if y <= self._view.top:
                    break
            y -= self._head(entry)
        return found

    def draw(self, surface: pygame.Surface) -> None:
        """Draw it over the surface, if it is open."""
        if not self._open or not self.fonts.ready:
            return
        self.fonts.update()
        self._fit(surface.get_size())
        self._settle()
        self._draw_panel(surface)
        clip = surface.get_clip()
        surface.set_clip(self._view.clip(clip))
        self._draw_entries(surface)
        surface.set_clip(clip)

    def _fit(self, size: tuple[int, int]) -> None:
        """Lay everything out anew for another window, theme or fonts."""
        key = (size, self._theme, self.fonts.generation)
        if key == self._made_for:
            return
        self._made_for = key
        width = min(self._theme.px(640), size[0] - 2 * self._theme.margin)
        self.panel = pygame.Rect(0, 0, max(1, width), max(1, size[1] - 4 * self._theme.margin))
        self.panel.center = (size[0] // 2, size[1] // 2)
        self._panel_drawn = None
        for entry in self.entries:
            entry.forget()
        self._up = round(self._up * self._total() / max(1, self._known))

    def _draw_panel(self, surface: pygame.Surface) -> None:
        theme, words = self._theme, self._theme.words
        if self._panel_drawn is None:
            rim = (255, 255, 255) if theme.high_contrast else theme.box_selection
            self._panel_drawn = shapes.plate(self.panel.size, theme.px(12), theme.box_fill, rim, theme.border_width)
            self._panel_drawn.set_alpha(255 if theme.high_contrast else 242)
        surface.blit(self._panel_drawn, self.panel)
        view, hint = self._view, words.log_copied if self._copied else words.log_hints
        self._draw_label(
            surface, words.log_title, self._pen, (view.left, self.panel.top + theme.px(9)), theme.box_accent
        )
        surface.fill(theme.box_selection, (view.left, view.top - theme.px(5), view.width, 1))
        self._draw_label(surface, hint, self._small, (view.left, view.bottom + theme.px(9)), theme.box_dim)

    def _draw_label(self, surface: pygame.Surface, text: str, pen: Pen, at: tuple[int, int], colour: Colour) -> None:
        """A line of its own from `at` on, or at the right where it is read from there."""
        drawn = label(text, self._view.right - at[0], pen)
        shift = self._view.right - at[0] - pen.width(drawn) if right_to_left(text) else 0
        pen.draw(surface, drawn, (at[0] + shift, at[1]), colour)

    def _draw_entries(self, surface: pygame.Surface) -> None:
        """From the newest upwards, and no further than can be seen."""
        bottom = self._view.bottom + self._up
        if not self.entries:
            self._draw_label(surface, self._theme.words.log_empty, self._pen, self._view.topleft, self._theme.box_dim)
        for entry in reversed(self.entries):
            if bottom <= self._view.top:
                return
            top = bottom - self._height(entry)
            if top < self._view.bottom:
                self._draw_entry(surface, entry, top)
            bottom = top

    def _draw_entry(self, surface: pygame.Surface, entry: Entry, top: int) -> None:
        theme, left = self._theme, self._view.left
        style = theme.style(entry.kind)
        bar = (left, top + 2, theme.px(3), self._height(entry) - theme.px(9) - 2)
        surface.fill(style.fill if theme.high_contrast else style.accent, bar)
        x, y = left + theme.px(10), top
        if entry.name:
            self._draw_label(surface, entry.name, self._small, (x, y), theme.box_accent)
            y += self._small.line_height
        view, width, row = self._view, self._width, self._pen.line_height
        for part in entry.parts:
            tall = rows_of(part, width, self._pen) * row
            if y + tall > view.top and y < view.bottom:
                self._draw_rows(surface, entry.rows(part, width, self._pen), x, y)
            y += tall

    def _draw_rows(self, surface: pygame.Surface, rows: list[TextLine], x: int, y: int) -> None:
        for line in rows:
            if self._view.top - self._pen.line_height < y < self._view.bottom:
                shift = self._view.right - x - line.width if line.right_to_left else 0
                self._pen.draw(surface, line.view, (x + shift, y), self._theme.box_ink)
            y += self._pen.line_height
