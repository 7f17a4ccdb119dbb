"""The first page, over a picture of the village: start, continue, and credits."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from demo_game import files, widgets
from demo_game.menus.lists import Choices, Row
from demo_game.menus.pages import Menu
from demo_game.saves.autosave import Keeper
from demo_game.saves.files import newest
from demo_game.story import Story

PICTURE = "title.png"
NAME_ENDS = 0.22
"""The lower edge of the village's name in the picture, as a part of the picture's height."""
MOST_SKY = 0.3
"""The most of a window's height that stays free for the name; a low window has no room to spare."""


class Title(Choices):
    """The title page. Esc does not start a game by mistake."""

    def __init__(self, story: Story, keeper: Keeper, load: Callable[[Choices], None]) -> None:
        self._keeper = keeper
        self._picture = pygame.Surface((0, 0))
        slots = keeper.slots()
        latest = newest(slots)
        rows = []
        if latest is not None and latest.game is not None:
            rows.append(Row("Continue", lambda: self._go_on(latest.name), latest.game.summary))
        rows.append(Row("New game" if rows else "Begin", self._begin))
        if slots:
            rows.append(Row("Load a game…", lambda: load(self)))
        # A player who has a saved game knows the keys already, and F1 shows them.
        lines = _beginning(story)[: 3 if latest is not None else None]
        super().__init__("The eve of the Lantern Feast", rows, lines, 660)
        self._credits: Menu | None = None

    def escape(self) -> None:
        """Close the credits if they are open; there is no game to go back to."""
        self._credits = None

    def handle_event(self, event: pygame.event.Event) -> None:
        """Pass keys and mouse to the credits first."""
        if self._credits is not None:
            self._credits.handle_event(event)
            if not self._credits.is_open:
                self._credits = None
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_c:
            self._credits = credits_page()
        else:
            super().handle_event(event)

    def _begin(self) -> None:
        self._keeper.begun = True
        self.close()

    def _go_on(self, name: str) -> None:
        self.note = self._keeper.load(name)
        if self.note.good:
            self.close()

    # --- drawing

    def draw(self, surface: pygame.Surface, size: int) -> None:
        """Draw the picture over the whole window, and the page below the village's name."""
        if self._credits is not None:
            self._back_up(surface)
            self._credits.draw(surface, size)
        else:
            super().draw(surface, size)
            hint = widgets.words("C: credits", max(10, round(size * 0.75)), widgets.INK)
            surface.blit(hint, hint.get_rect(bottomright=(surface.get_width() - 8, surface.get_height() - 4)))

    def _back_up(self, surface: pygame.Surface) -> None:
        """Fill the window with the picture; if the window has another shape, its upper middle is shown."""
        if self._picture.get_size() != surface.get_size():
            picture = files.picture(PICTURE)
            wide, high = surface.get_size()
            scale = max(wide / picture.get_width(), high / picture.get_height())
            whole = pygame.transform.scale(
                picture, (round(picture.get_width() * scale), round(picture.get_height() * scale))
            )
            left = (whole.get_width() - wide) // 2
            self._picture = whole.subsurface((left, 0, wide, high)).copy()
        surface.blit(self._picture, (0, 0))

    def _room(self, surface: pygame.Surface) -> pygame.Rect:
        """Return the part of the window below the name."""
        below = round(max(surface.get_height(), surface.get_width() * 9 / 16) * NAME_ENDS)
        if below > surface.get_height() * MOST_SKY:
            return super()._room(surface)
        return pygame.Rect(0, below, surface.get_width(), surface.get_height() - below)


def _beginning(story: Story) -> list[tuple[str, str]]:
    return [
        ("", f"{story.hero} comes up the south road. The lanterns are dark, a boy is missing, the gate is shut."),
        ("", "The village could use a stranger who knows how to talk."),
        ("", " "),
        ("Arrows, WASD", "walk"),
        ("E or Enter", "talk to somebody near: just type what you would say"),
        ("J · F1 · Esc", "journal, help, pause and settings"),
        ("", " "),
    ]


def credits_page() -> Menu:
    """Return the page with the credits."""
    lines = [
        ("Ours", "Story, villagers, map and game were written for this project."),
        ("Pictures", "Drawn by our own scripts, pixel by pixel; the title, too."),
        ("Sound, music", "Computed by our own scripts: voices, steps, three tunes and the air."),
        ("Licence", "All of that is MIT, as the library is: take what you like."),
        ("", " "),
        (
            "Not ours",
            "The letters: Manrope (SIL OFL). The engine: pygame (LGPL). The map reader: pytiled-parser (MIT).",
        ),
        (" ", "What villagers say beyond their sheets comes from the backend that you chose."),
        ("", " "),
        ("Esc", "close this page"),
    ]
    return Menu("Credits", lines, (), 700)
