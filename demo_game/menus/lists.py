"""Lists to choose from by keys and mouse: their common part, and the saved games."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pygame

from demo_game import widgets
from demo_game.menus.pages import Menu
from demo_game.saves.autosave import Keeper, Note
from demo_game.saves.files import Slot
from demo_game.widgets import BAD, DIM, GOLD, GOOD, INK

MARGIN = 14


@dataclass(frozen=True)
class Row:
    """A row: it does something, or with `change` it sets a value (-1 for left, 1 for right)."""

    name: str
    choose: Callable[[], None] | None = None
    value: str = ""
    change: Callable[[int], None] | None = None


class Choices(Menu):
    """A sheet with rows. Up and down select; Enter or a click acts. `note` is a sentence below the rows."""

    def __init__(
        self, title: str, rows: Sequence[Row], lines: Sequence[tuple[str, str]] = (), width: int = 440
    ) -> None:
        super().__init__(title, lines, (), width)
        self.rows = list(rows)
        self.boxes: list[pygame.Rect] = []
        self.note: Note | None = None
        self._chosen = 0

    scrolls = False

    def close(self) -> None:
        """Close the sheet."""
        self.is_open = False

    def escape(self) -> None:
        """React to Esc."""
        self.close()

    def handle_event(self, event: pygame.event.Event) -> None:
        """Handle keys and mouse."""
        if event.type == pygame.KEYDOWN:
            self._key(event.key)
        elif event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._point(event.pos):
            self._choose()

    def _key(self, key: int) -> None:
        if key == pygame.K_ESCAPE:
            self.escape()
        elif key in (pygame.K_UP, pygame.K_w):
            self._chosen = (self._chosen - 1) % len(self.rows)
        elif key in (pygame.K_DOWN, pygame.K_s):
            self._chosen = (self._chosen + 1) % len(self.rows)
        elif key in (pygame.K_LEFT, pygame.K_a):
            self._change(-1)
        elif key in (pygame.K_RIGHT, pygame.K_d):
            self._change(1)
        elif key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self._choose()

    def _point(self, at: tuple[int, int]) -> bool:
        for index, box in enumerate(self.boxes):
            if box.collidepoint(at):
                self._chosen = index
                return True
        return False

    def _choose(self) -> None:
        row = self.rows[self._chosen]
        if row.choose is not None:
            row.choose()
        else:
            self._change(1)

    def _change(self, step: int) -> None:
        change = self.rows[self._chosen].change
        if change is not None:
            change(step)

    # --- drawing

    def _rows_height(self, width: int, size: int) -> int:
        note = sum(1 for _ in self._note_lines(width, size)) * round(size * 1.45) + (size if self.note else 0)
        return super()._rows_height(width, size) + len(self.rows) * self._row_height(size) + note

    def _fits(self, size: int, wide: int, high: int) -> bool:
        room = wide - size * 4 - 2 * MARGIN
        return super()._fits(size, wide, high) and all(_row_width(row, size) <= room for row in self.rows)

    @staticmethod
    def _row_height(size: int) -> int:
        return round(size * 1.85)

    def _note_lines(self, width: int, size: int) -> Sequence[str]:
        return list(widgets.wrap(self.note.text, size, width)) if self.note else []

    def _draw_rows(self, surface: pygame.Surface, area: pygame.Rect, size: int) -> None:
        """Draw the lines, the rows with the selected one in gold, and the note."""
        height = self._row_height(size)
        above = super()._rows_height(area.width, size)
        # In a low window the lines above the rows are left out.
        above = max(0, min(above, area.height - len(self.rows) * height))
        super()._draw_rows(surface, pygame.Rect(area.topleft, (area.width, above)), size)
        most = max(1, min(len(self.rows), (area.height - above) // height))
        first = max(0, min(self._chosen - most // 2, len(self.rows) - most))
        self.boxes = [
            pygame.Rect(
                area.left - MARGIN, area.top + above + (index - first) * height, area.width + 2 * MARGIN, height
            )
            if first <= index < first + most
            else pygame.Rect(0, 0, 0, 0)
            for index in range(len(self.rows))
        ]
        for index, (row, box) in enumerate(zip(self.rows, self.boxes, strict=True)):
            if box.height:
                self._draw_row(surface, box, row, size, chosen=index == self._chosen)
        y = area.top + above + most * height + size // 3
        for line in self._note_lines(area.width, size):
            good = self.note is not None and self.note.good
            surface.blit(widgets.words(line, size, GOOD if good else BAD), (area.left, y))
            y += round(size * 1.45)

    def _draw_row(self, surface: pygame.Surface, box: pygame.Rect, row: Row, size: int, *, chosen: bool) -> None:
        if chosen:
            pygame.draw.rect(surface, (72, 58, 84), box, border_radius=5)
        label = widgets.words(row.name, size, GOLD if chosen else INK)
        surface.blit(label, label.get_rect(midleft=(box.left + MARGIN, box.centery)))
        if row.value:
            value = f"‹  {row.value}  ›" if chosen and row.change else row.value
            shown = widgets.words(value, size, GOOD if chosen else DIM)
            surface.blit(shown, shown.get_rect(midright=(box.right - MARGIN, box.centery)))


def _row_width(row: Row, size: int) -> int:
    return widgets.font(size).size(row.name)[0] + widgets.font(size).size(row.value)[0]


class Loading(Choices):
    """The list of saved games. Choosing one that cannot be loaded shows the reason; the file is not changed."""

    def __init__(self, keeper: Keeper, under: Menu) -> None:
        self._keeper = keeper
        rows = [
            Row(slot.title, partial(self._load, slot), slot.game.summary if slot.game else "cannot be loaded")
            for slot in keeper.slots()
        ]
        empty = [] if rows else [("", "Nothing has been saved yet."), ("", " ")]
        super().__init__("Saved games", [*rows, Row("Back", self.close)], empty, 620)
        self.under = under

    def _load(self, slot: Slot) -> None:
        self.note = self._keeper.load(slot.name) if slot.game else Note(slot.why, good=False)
        if self.note.good:
            self.under = None
            self.close()
