"""The transcript: all lines, to scroll and copy. It follows the newest line unless it is scrolled up."""

from __future__ import annotations

from collections import deque

import pygame

from stealth_pygame.text import one_line, safe
from stealth_pygame.ui import shapes
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.input.gamepad import BACK, PAD_EVENTS, Sticks, pad_button
from stealth_pygame.ui.input.keypress import KeyPress
from stealth_pygame.ui.palette import BubbleKind, Colour
from stealth_pygame.ui.text.bidi import right_to_left
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, TextLine, label
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed
from stealth_pygame.ui.widgets.log_entry import Entry, rows_of

_MOUSE = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)
# Seconds for which the transcript shows that it was copied.
COPIED_FOR = 1.5


class Log(Themed):
    """A panel over the game with all lines."""

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
        self.sticks = Sticks()
        self._open = False
        self.scroll = self._known = 0
        self._said_copied = 0.0
        self._made_for: object = None
        self._dress()

    def _dress(self) -> None:
        self.entries = deque(self.entries, maxlen=self._theme.log_entries)
        self.pen = Pen(self.fonts, self._theme.text_size)
        self._small = Pen(self.fonts, self._theme.small_size)
        self._panel_drawn: pygame.Surface | None = None

    @property
    def is_open(self) -> bool:
        """True while it is visible."""
        return self._open

    @property
    def at_bottom(self) -> bool:
        """True while the newest line is visible."""
        return self.scroll == 0

    @property
    def says_copied(self) -> bool:
        """True while it shows that it was copied."""
        return self._said_copied > 0

    def add(self, name: str, text: str, kind: BubbleKind = BubbleKind.SAID) -> None:
        """Add a line of `name`; the visible lines keep their positions."""
        entry = Entry(one_line(name[:400]), safe(text), kind)
        self.entries.append(entry)
        # At the bottom the transcript follows the newest line; otherwise the lines being read must not move.
        if self.scroll and self.fonts.ready and self.panel.width:
            entry.rows(entry.parts[-1], self.line_width, self.pen)
            self.scroll += self.height_of(entry)

    def clear(self) -> None:
        """Remove all lines."""
        self.entries.clear()
        self.scroll = 0

    def toggle(self) -> None:
        """Open or close the transcript; it opens at the newest line."""
        self._open = not self._open
        self.scroll = 0

    def close(self) -> None:
        """Close the transcript."""
        self._open = False

    def text(self) -> str:
        """Return the transcript as plain text, with one line for each entry."""
        line = self._theme.words.log_line
        return "\n".join(line.format(name=entry.name, text=entry.text) for entry in self.entries)

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._said_copied = max(0.0, self._said_copied - dt)

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Return True if the open transcript used the event; never for key releases, QUIT or a game's own events."""
        if not self._open:
            return False
        if event.type == pygame.MOUSEWHEEL:
            self._scroll(round(event.y * 3 * self._row))
            return True
        if event.type in _MOUSE:
            return self.panel.collidepoint(event.pos)
        if event.type in PAD_EVENTS:
            return self._pad(event)
        return event.type == pygame.KEYDOWN and self._key(event)

    @property
    def _row(self) -> int:
        return self.pen.line_height if self.fonts.ready else 0

    def _pad(self, event: pygame.event.Event) -> bool:
        """Scroll by three lines with D-pad or stick, close with the back button. Return True: the game gets nothing."""
        if pad_button(event) == BACK:
            self.close()
        else:
            self._scroll(-self.sticks.step(event) * 3 * self._row)
        return True

    def _key(self, event: pygame.event.Event) -> bool:
        press = KeyPress(event)
        if press.names.intersection(self.close_keys):
            self.close()
            return True
        if press.shortcut and press.letter == "c":
            self._said_copied = COPIED_FOR if clipboard.put(self.text()) else 0.0
            return True
        row = self._row
        page = max(row, self.view.height - row)
        # Greater than the height of any transcript; `_scroll` limits it.
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
        self.scroll = max(0, min(self.scroll + pixels, self.total_height - self.view.height))

    @property
    def total_height(self) -> int:
        """The height of all entries in pixels, an estimate for entries that have never been visible."""
        return sum(map(self.height_of, self.entries)) if self.fonts.ready else 0

    @property
    def view(self) -> pygame.Rect:
        """The rectangle of the lines."""
        pad, head, foot = self._theme.px(16), self._theme.px(42), self._theme.px(34)
        return pygame.Rect(
            self.panel.left + pad,
            self.panel.top + head,
            max(1, self.panel.width - 2 * pad),
            max(1, self.panel.height - head - foot),
        )

    @property
    def line_width(self) -> int:
        return max(1, self.view.width - self._theme.px(10))

    def height_of(self, entry: Entry) -> int:
        rows = entry.count(self.line_width, self.pen) * self.pen.line_height
        return self._head(entry) + rows + self._theme.px(9)

    def _head(self, entry: Entry) -> int:
        """Return the height of the name above an entry."""
        return self._small.line_height if entry.name else 0

    def _settle(self) -> None:
        """Lay out what is visible until nothing moves any more; stay at the top if it is scrolled there."""
        while True:
            most = max(0, self.total_height - self.view.height)
            oldest = 0 < self.scroll >= most
            # The oldest lines may have been dropped since the last scrolling.
            self.scroll = min(self.scroll, most)
            if not self._lay_out_seen():
                self._known = most + self.view.height
                return
            self.scroll = max(0, self.total_height - self.view.height) if oldest else self.scroll

    def _lay_out_seen(self) -> bool:
        """Lay out the visible parts that need it. Return True if there were any."""
        found, y = False, self.view.bottom + self.scroll
        for entry in reversed(self.entries):
            if y <= self.view.top:
                break
            y -= self._theme.px(9)
            for part in reversed(entry.parts):
                if y - rows_of(part, self.line_width, self.pen) * self.pen.line_height < self.view.bottom:
                    found = found or part.rows is None
                    entry.rows(part, self.line_width, self.pen)
                y -= rows_of(part, self.line_width, self.pen) * self.pen.line_height
                if y <= self.view.top:
                    break
            y -= self._head(entry)
        return found

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the transcript over the surface, if it is open."""
        if not self._open or not self.fonts.ready:
            return
        self.fonts.update()
        self._fit(surface.get_size())
        self._settle()
        self._draw_panel(surface)
        clip = surface.get_clip()
        surface.set_clip(self.view.clip(clip))
        self._draw_entries(surface)
        surface.set_clip(clip)

    def _fit(self, size: tuple[int, int]) -> None:
        """Prepare a new layout if window, theme or fonts have changed."""
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
        self.scroll = round(self.scroll * self.total_height / max(1, self._known))

    def _draw_panel(self, surface: pygame.Surface) -> None:
        theme, words = self._theme, self._theme.words
        if self._panel_drawn is None:
            rim = (255, 255, 255) if theme.high_contrast else theme.box_selection
            self._panel_drawn = shapes.plate(self.panel.size, theme.px(12), theme.box_fill, rim, theme.border_width)
            self._panel_drawn.set_alpha(255 if theme.high_contrast else 242)
        surface.blit(self._panel_drawn, self.panel)
        view, hint = self.view, words.log_copied if self._said_copied else words.log_hints
        self._draw_label(
            surface, words.log_title, self.pen, (view.left, self.panel.top + theme.px(9)), theme.box_accent
        )
        surface.fill(theme.box_selection, (view.left, view.top - theme.px(5), view.width, 1))
        self._draw_label(surface, hint, self._small, (view.left, view.bottom + theme.px(9)), theme.box_dim)

    def _draw_label(self, surface: pygame.Surface, text: str, pen: Pen, at: tuple[int, int], colour: Colour) -> None:
        """Draw a single line from `at` on, or at the right edge if it is right-to-left text."""
        drawn = label(text, self.view.right - at[0], pen)
        shift = self.view.right - at[0] - pen.width(drawn) if right_to_left(text) else 0
        pen.draw(surface, drawn, (at[0] + shift, at[1]), colour)

    def _draw_entries(self, surface: pygame.Surface) -> None:
        """Draw the visible entries from the newest upwards."""
        bottom = self.view.bottom + self.scroll
        if not self.entries:
            self._draw_label(surface, self._theme.words.log_empty, self.pen, self.view.topleft, self._theme.box_dim)
        for entry in reversed(self.entries):
            if bottom <= self.view.top:
                return
            top = bottom - self.height_of(entry)
            if top < self.view.bottom:
                self._draw_entry(surface, entry, top)
            bottom = top

    def _draw_entry(self, surface: pygame.Surface, entry: Entry, top: int) -> None:
        theme, left = self._theme, self.view.left
        style = theme.style(entry.kind)
        bar = (left, top + 2, theme.px(3), self.height_of(entry) - theme.px(9) - 2)
        surface.fill(style.fill if theme.high_contrast else style.accent, bar)
        x, y = left + theme.px(10), top
        if entry.name:
            self._draw_label(surface, entry.name, self._small, (x, y), theme.box_accent)
            y += self._small.line_height
        view, width, row = self.view, self.line_width, self.pen.line_height
        for part in entry.parts:
            tall = rows_of(part, width, self.pen) * row
            if y + tall > view.top and y < view.bottom:
                self._draw_rows(surface, entry.rows(part, width, self.pen), x, y)
            y += tall

    def _draw_rows(self, surface: pygame.Surface, rows: list[TextLine], x: int, y: int) -> None:
        for line in rows:
            if self.view.top - self.pen.line_height < y < self.view.bottom:
                shift = self.view.right - x - line.width if line.right_to_left else 0
                self.pen.draw(surface, line.view, (x + shift, y), self._theme.box_ink)
            y += self.pen.line_height
