"""A panel of figures over the running game, for its developer. It draws the sheet that it gets, nothing else."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import NamedTuple

import pygame

from stealth_pygame.text import one_line
from stealth_pygame.ui import shapes
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, shortened, wrap
from stealth_pygame.ui.theme import Theme

# Width of the panel in pixels at `text_size` 17.
WIDTH = 470
# The end of each column as a part of the panel's width. The first column begins at the left edge.
COLUMNS = (0.46, 0.72, 0.86, 1.0)
# Characters of a text that are drawn at most; the panel is too narrow for more.
LONGEST = 400
# Below this window height in pixels the letters are smaller.
LOW = 270
# Lines of a note at most: a mistake in a character file needs more than one.
NOTE_LINES = 3
# Pixels for the label of a detail.
LABEL = 58


class Tone(Enum):
    """The state that the colour of a figure shows."""

    # Nothing happens.
    CALM = "calm"
    # As it should be.
    GOOD = "good"
    # A request is running.
    BUSY = "busy"
    # Something went wrong.
    BAD = "bad"


TONES: dict[Tone, Colour] = {
    Tone.CALM: (150, 144, 172),
    Tone.GOOD: (124, 216, 150),
    Tone.BUSY: (255, 205, 112),
    Tone.BAD: (255, 128, 116),
}


class DebugRow(NamedTuple):
    """Four figures on one line, and below them details as (label, text)."""

    cells: tuple[str, str, str, str]
    tone: Tone = Tone.CALM
    details: tuple[tuple[str, str], ...] = ()


class DebugKey(NamedTuple):
    """A key and its effect. `state` is shown after it, such as "once" or "always"."""

    key: str
    label: str
    state: str = ""


class DebugSheet(NamedTuple):
    """Everything on the panel."""

    title: str
    status: str = ""
    tone: Tone = Tone.CALM
    heads: tuple[str, str, str, str] = ("", "", "", "")
    rows: tuple[DebugRow, ...] = ()
    empty: str = ""
    note: str = ""
    keys: tuple[DebugKey, ...] = ()
    more: str = "{count} more"


class DebugPanel:
    """A panel at the upper left. It is rendered again only when the sheet, the window or the theme has changed."""

    def __init__(self, theme: Theme | None = None, fonts: FontChain | None = None) -> None:
        self.theme = theme or Theme()
        self.fonts = fonts or FontChain(self.theme)
        self.rect = pygame.Rect(0, 0, 0, 0)
        self._made_for: object = None
        self._drawn: pygame.Surface | None = None

    def draw(self, surface: pygame.Surface, sheet: DebugSheet) -> None:
        """Draw the sheet over the surface."""
        if not self.fonts.ready:
            return
        self.fonts.update()
        key = (sheet, surface.get_size(), self.theme, self.fonts.generation)
        if self._drawn is None or key != self._made_for:
            self._drawn, self._made_for = self._make(sheet, surface.get_size()), key
        self.rect = surface.blit(self._drawn, (self.theme.margin, self.theme.margin))

    def _make(self, sheet: DebugSheet, window: tuple[int, int]) -> pygame.Surface:
        # In a window this low the picture is usually scaled up, so smaller letters can still be read.
        theme = replace(self.theme, text_size=max(8, self.theme.text_size * 2 // 3)) if window[1] < LOW else self.theme
        wide = max(1, min(theme.px(WIDTH), window[0] - 2 * theme.margin))
        page = _Page(theme, self.fonts, wide, max(1, window[1] - 2 * theme.margin))
        page.head(sheet)
        foot = page.foot(sheet)
        page.rows(sheet, page.most - foot.get_height())
        return page.bound(foot)


class _Page:
    """A panel during rendering, from top to bottom, on a surface of the greatest possible height."""

    def __init__(self, theme: Theme, fonts: FontChain, wide: int, most: int) -> None:
        self.theme, self.fonts, self.wide, self.most = theme, fonts, wide, most
        self.pen, self.big = Pen(fonts, theme.small_size), Pen(fonts, theme.text_size)
        self.pad = theme.px(11)
        self.inner = max(1, wide - 2 * self.pad)
        self.sheet = pygame.Surface((wide, most), pygame.SRCALPHA)
        self.sheet.fill((*theme.box_fill[:3], 0))
        self.y = theme.px(7)

    def text(
        self, text: str, at: tuple[int, int], width: int, colour: Colour, *, right: bool = False, pen: Pen | None = None
    ) -> int:
        """Draw a text at most `width` pixels wide; return the x at which it ends."""
        pen = pen or self.pen
        shown = shortened(self.fonts.readable(one_line(text[:LONGEST])), width, pen)
        x = at[0] + (width - pen.width(shown) if right else 0)
        return pen.draw(self.sheet, shown, (x, at[1]), colour)

    def head(self, sheet: DebugSheet) -> None:
        """Draw the title at the left and the status at the right."""
        theme, half = self.theme, self.inner // 2
        end = self.text(sheet.title, (self.pad, self.y), half, theme.box_accent, pen=self.big)
        free = self.pad + self.inner - end - theme.px(10)
        y = self.y + (self.big.line_height - self.pen.line_height) // 2
        self.text(sheet.status, (end + theme.px(10), y), free, TONES[sheet.tone], right=True)
        self.y += self.big.line_height + theme.px(4)
        self.line()

    def line(self) -> None:
        """Draw a horizontal line."""
        self.sheet.fill((*self.theme.box_selection[:3], 255), (self.pad, self.y, self.inner, 1))
        self.y += self.theme.px(4)

    def columns(self, cells: tuple[str, ...], colours: tuple[Colour, ...]) -> None:
        """Draw figures in their columns: the first two aligned left, the others right."""
        gap, start = self.theme.px(8), 0
        for place, (cell, colour, end) in enumerate(zip(cells, colours, COLUMNS, strict=True)):
            stop = round(self.inner * end)
            width = max(1, stop - start - (gap if place < len(cells) - 1 else 0))
            self.text(cell, (self.pad + start, self.y), width, colour, right=place > 1)
            start = stop
        self.y += self.pen.line_height

    def rows(self, sheet: DebugSheet, bottom: int) -> None:
        """Draw as many rows as fit above `bottom`."""
        dim = self.theme.box_dim
        if not sheet.rows:
            self.text(sheet.empty, (self.pad, self.y), self.inner, dim)
            self.y += self.pen.line_height
            return
        if self.y + 2 * self.pen.line_height < bottom:
            self.columns(sheet.heads, (dim,) * 4)
        for place, row in enumerate(sheet.rows):
            left = len(sheet.rows) - place
            fit = self.fitting(bottom - (self.pen.line_height if left > 1 else 0))
            if fit < 0:
                self.text(sheet.more.format(count=left), (self.pad, self.y), self.inner, dim)
                self.y += self.pen.line_height
                return
            self.row(row._replace(details=row.details[:fit]))

    def fitting(self, bottom: int) -> int:
        """Return the number of details of a row that fit above `bottom`, or -1 if the row itself does not fit."""
        return (bottom - self.y - self.theme.px(3)) // self.pen.line_height - 1

    def row(self, row: DebugRow) -> None:
        """Draw the figures, then the details."""
        theme, tone = self.theme, TONES[row.tone]
        self.columns(row.cells, (theme.box_ink, tone, theme.box_ink, theme.box_ink))
        label = theme.px(LABEL)
        for name, text in row.details:
            self.text(name, (self.pad + theme.px(10), self.y), label, theme.box_dim)
            x = self.pad + theme.px(10) + label
            self.text(text, (x, self.y), max(1, self.pad + self.inner - x), theme.box_ink)
            self.y += self.pen.line_height
        self.y += theme.px(3)

    def foot(self, sheet: DebugSheet) -> pygame.Surface:
        """Return the note and the keys on a surface of their own, which is put below the rows."""
        page = _Page(self.theme, self.fonts, self.wide, self.most)
        page.y = self.theme.px(2)
        page.line()
        if sheet.note:
            page.note(sheet.note)
        page.keys(sheet.keys)
        return page.sheet.subsurface((0, 0, self.wide, min(self.most, page.y + self.theme.px(4))))

    def note(self, text: str) -> None:
        """Draw a note on a few lines; the last one is shortened if the text is too long."""
        note = self.fonts.readable(one_line(text[:LONGEST]))
        # Leave a little room: a drawn line may be wider than the sum of its words, and would be cut.
        width = max(1, self.inner - self.pad)
        starts = [line.start for line in wrap(note, width, self.pen)][:NOTE_LINES]
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            self.text(note[start:end].rstrip(), (self.pad, self.y), self.inner, self.theme.box_accent)
            self.y += self.pen.line_height
        self.y += self.theme.px(3)

    def keys(self, keys: tuple[DebugKey, ...]) -> None:
        """Draw the keys with equal widths, as many on a line as fit."""
        theme, pen = self.theme, self.pen
        if not keys:
            return
        tall, cap = pen.line_height + theme.px(2), max(pen.width(key.key) for key in keys) + theme.px(10)
        words = [self.fonts.readable(one_line(f"{key.label} {key.state}".strip())) for key in keys]
        wide = cap + max(map(pen.width, words)) + theme.px(16)
        per_line = max(1, min(len(keys), self.inner // wide))
        step = self.inner // per_line
        for place, (key, label) in enumerate(zip(keys, words, strict=True)):
            x, y = self.pad + place % per_line * step, self.y + place // per_line * (tall + theme.px(4))
            fill = theme.box_accent if key.state else theme.box_field
            colour = theme.box_fill if key.state else theme.box_ink
            self.sheet.blit(shapes.plate((cap, tall), theme.px(4), fill, theme.box_selection, 1.0), (x, y))
            self.text(key.key, (x + (cap - pen.width(key.key)) // 2, y + theme.px(1)), cap, colour)
            shown = theme.box_accent if key.state else theme.box_ink
            self.text(label, (x + cap + theme.px(6), y + theme.px(1)), step - cap - theme.px(8), shown)
        self.y += -(-len(keys) // per_line) * (tall + theme.px(4))

    def bound(self, foot: pygame.Surface) -> pygame.Surface:
        """Return the finished panel: body, rows and foot."""
        theme = self.theme
        tall = min(self.most, self.y + foot.get_height())
        rim = (255, 255, 255) if theme.high_contrast else theme.box_selection
        done = shapes.plate((self.wide, tall), theme.px(10), theme.box_fill, rim, 1.5)
        done.set_alpha(255 if theme.high_contrast else 246)
        drawn = pygame.Surface((self.wide, tall), pygame.SRCALPHA)
        drawn.blit(done, (0, 0))
        drawn.blit(self.sheet, (0, 0), (0, 0, self.wide, max(0, tall - foot.get_height())))
        drawn.blit(foot, (0, tall - foot.get_height()))
        return drawn
