"""Sheets of paper over the game: the beginning, help, the journal, the pause with its settings, and the ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pygame

from demo_game import widgets
from demo_game.prefs import SIZES, SPEEDS, Prefs
from demo_game.story import Story
from demo_game.widgets import DIM, GOLD, GOOD, INK

CLOSING = (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_SPACE, pygame.K_KP_ENTER)
NumberT = TypeVar("NumberT", int, float)
SPEED_NAMES = {0.0: "at once", 24.0: "slow", 42.0: "medium", 80.0: "fast"}
SIZE_NAMES = {14: "small", 17: "medium", 21: "large", 26: "very large"}


class Menu:
    """A sheet with a title and lines; `is_open` turns False when it is read."""

    def __init__(
        self, title: str, lines: Sequence[tuple[str, str]], keys: Sequence[int] = (), width: int = 660
    ) -> None:
        self.title = title
        self.lines = lines
        self.is_open = True
        self._keys = (*CLOSING, *keys)
        self._width = width

    def handle_event(self, event: pygame.event.Event) -> None:
        """Close on a key."""
        if (event.type == pygame.KEYDOWN and event.key in self._keys) or (
            event.type == pygame.MOUSEBUTTONDOWN and event.button == 1
        ):
            self.is_open = False

    def draw(self, surface: pygame.Surface, size: int) -> None:
        """Over a veil, in the middle."""
        surface.blit(widgets.veil(surface.get_size(), 150), (0, 0))
        width = min(round(self._width * size / 17), surface.get_width() - 40)
        rows = list(self._rows(size, width - 80))
        height = min(surface.get_height() - 20, sum(row.get_height() + 6 for row in rows) + size * 4 + 30)
        area = pygame.Rect(0, 0, width, height)
        area.center = surface.get_rect().center
        widgets.panel(surface, area)
        title = widgets.words(self.title, round(size * 1.5), GOLD, bold=True)
        surface.blit(title, title.get_rect(midtop=(area.centerx, area.top + 20)))
        y = area.top + 30 + title.get_height()
        for row in rows:
            if y + row.get_height() > area.bottom - 10:
                break
            surface.blit(row, (area.left + 40, y))
            y += row.get_height() + 6

    def _rows(self, size: int, width: int) -> Sequence[pygame.Surface]:
        """Every line as pictures; a left part stands in a column of its own."""
        rows = []
        for left, right in self.lines:
            column = round(size * 9) if left else 0
            for index, line in enumerate(widgets.wrap(right, size, width - column)):
                row = pygame.Surface((width, round(size * 1.45)), pygame.SRCALPHA)
                if left and index == 0:
                    row.blit(widgets.words(left, size, GOLD), (0, 0))
                row.blit(widgets.words(line, size, INK), (column, 0))
                rows.append(row)
        return rows


def beginning(story: Story) -> Menu:
    """What one needs to know to begin."""
    return Menu(
        "Alderbrook",
        [
            ("", f"{story.hero} comes up the south road on the eve of the Lantern Feast."),
            ("", "But the lanterns are dark, a boy is missing, and the gate is shut. The village could use a stranger"
             " who knows how to talk."),
            ("", " "),
            ("Arrows, WASD", "walk"),
            ("E or Enter", "talk to somebody near; then just type what you would say"),
            ("J · F1 · Esc", "journal, help, pause and settings"),
            ("", " "),
            ("Enter", "begin"),
        ],
    )  # fmt: skip


def help_page() -> Menu:
    """All keys, and what to say."""
    return Menu(
        "Help",
        [
            ("Arrows, WASD", "walk"),
            ("E, Enter", "talk to whoever is near; Esc leaves the conversation"),
            ("J", "the journal: errands and what you know"),
            ("F", "eat something that you carry"),
            ("F2", "everything that was said"),
            ("Esc", "pause and settings"),
            ("M", "sound off and on"),
            ("", " "),
            ("Try", "“What can you tell me about the gate?”"),
            ("", "“I would like to buy a honey bun.”   “I want to sell my ring.”"),
            ("", "“Please light the lanterns.”   “Come with me, Pip.”"),
            ("", "“Here are ten gold coins for you, Bram.”"),
        ],
        (pygame.K_F1,),
        700,
    )


def journal(story: Story) -> Menu:
    """Errands, what is known and what one carries."""
    lines = []
    for errand in story.errands.values():
        lines.append(("Done" if errand.done else "To do", errand.how or f"{errand.title}. {errand.hint}"))
    lines.append(("Then", "Tell Elder Odile that everything is ready, and the Lantern Feast begins."))
    lines.append(("", " "))
    lines.append(("You carry", ", ".join(story.purse.items) or "nothing"))
    told = [fact for fact in story.known if fact not in [errand.how for errand in story.errands.values()]]
    lines += [("You know" if index == 0 else " ", fact) for index, fact in enumerate(told[-6:])]
    return Menu("Journal", lines, (pygame.K_j,), 740)


def ending(story: Story) -> Menu:
    """The last page, which is not the end of the game."""
    lines = [("", line) for line in story.ballad]
    return Menu("The Lantern Feast", [*lines, ("", " "), ("Enter", "stay, dance, and talk to everybody")], (), 700)


class Pause(Menu):
    """The pause with everything that can be set; up and down choose, left and right change."""

    def __init__(self, prefs: Prefs, changed: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__("Pause", [])
        self._prefs, self._changed, self._leave = prefs, changed, leave
        self._chosen = 0
        self.boxes: list[pygame.Rect] = []
        self._refresh()

    def _refresh(self) -> None:
        prefs = self._prefs
        on = {True: "on", False: "off"}
        self.rows = [
            ("Go on", ""),
            ("Text size", SIZE_NAMES.get(prefs.text_size, str(prefs.text_size))),
            ("Text speed", SPEED_NAMES.get(prefs.typing_speed, str(prefs.typing_speed))),
            ("High contrast", on[prefs.high_contrast]),
            ("Reduced motion", on[prefs.reduced_motion]),
            ("Volume", f"{round(prefs.volume * 100)} %"),
            ("Music", on[prefs.music]),
            ("Leave the village", ""),
        ]

    def handle_event(self, event: pygame.event.Event) -> None:
        """Keys and mouse."""
        if event.type == pygame.KEYDOWN:
            self._key(event.key)
        elif event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._point(event.pos):
            self._choose()

    def _key(self, key: int) -> None:
        if key == pygame.K_ESCAPE:
            self.is_open = False
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
        name = self.rows[self._chosen][0]
        if name == "Go on":
            self.is_open = False
        elif name == "Leave the village":
            self._leave()
        else:
            self._change(1)

    def _change(self, step: int) -> None:
        prefs, name = self._prefs, self.rows[self._chosen][0]
        if name == "Text size":
            prefs.text_size = _next(SIZES, prefs.text_size, step)
        elif name == "Text speed":
            prefs.typing_speed = _next(SPEEDS, prefs.typing_speed, step)
        elif name == "High contrast":
            prefs.high_contrast = not prefs.high_contrast
        elif name == "Reduced motion":
            prefs.reduced_motion = not prefs.reduced_motion
        elif name == "Volume":
            prefs.volume = round((round(prefs.volume * 10) + step) % 11 / 10, 1)
        elif name == "Music":
            prefs.music = not prefs.music
        else:
            return
        self._refresh()
        self._changed()

    def draw(self, surface: pygame.Surface, size: int) -> None:
        """The list, with the chosen line in gold."""
        surface.blit(widgets.veil(surface.get_size(), 150), (0, 0))
        row_height = round(size * 1.9)
        width = min(round(26 * size), surface.get_width() - 40)
        area = pygame.Rect(0, 0, width, row_height * len(self.rows) + size * 4 + 24)
        area.center = surface.get_rect().center
        widgets.panel(surface, area)
        title = widgets.words(self.title, round(size * 1.5), GOLD, bold=True)
        surface.blit(title, title.get_rect(midtop=(area.centerx, area.top + 18)))
        self.boxes = []
        for index, (name, value) in enumerate(self.rows):
            top = area.top + 26 + size * 2 + index * row_height
            box = pygame.Rect(area.left + 24, top, area.width - 48, row_height)
            self.boxes.append(box)
            chosen = index == self._chosen
            if chosen:
                pygame.draw.rect(surface, (72, 58, 84), box, border_radius=5)
            label = widgets.words(name, size, GOLD if chosen else INK)
            surface.blit(label, label.get_rect(midleft=(box.left + 14, box.centery)))
            if value:
                shown = widgets.words(f"‹  {value}  ›" if chosen else value, size, GOOD if chosen else DIM)
                surface.blit(shown, shown.get_rect(midright=(box.right - 14, box.centery)))


def _next(values: Sequence[NumberT], value: NumberT, step: int) -> NumberT:
    """The neighbour in a row of values, round and round."""
    index = list(values).index(value) if value in values else 0
    return values[(index + step) % len(values)]
