"""Sheets over the game to read: help, the journal, the ending. Lists are in `lists.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

import stealth_pygame as stealth
from demo_game import widgets
from demo_game.rumours import to_hero
from demo_game.story import Story
from demo_game.widgets import GOLD, INK

CLOSING = (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_SPACE, pygame.K_KP_ENTER)
SMALLEST = 10
MOST_COSTS = 5


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _gap(size: int) -> int:
    return round(size * 0.3)


class Menu:
    """A sheet with a title and lines. `is_open` becomes False when it is closed; then `under` is shown again."""

    def __init__(
        self, title: str, lines: Sequence[tuple[str, str]], keys: Sequence[int] = (), width: int = 660
    ) -> None:
        self.title = title
        self.lines = lines
        self.is_open = True
        self.under: Menu | None = None
        self.closed: Callable[[], None] | None = None
        """Called once when the sheet is closed."""
        self._keys = (*CLOSING, *keys)
        self._first = 0
        self._hidden = 0
        self._width = width

    scrolls = True
    """True if up and down scroll in a low window; lists use these keys to select."""

    def handle_event(self, event: pygame.event.Event) -> None:
        """Close the sheet on a key; up and down scroll a page that is longer than its window."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_UP, pygame.K_DOWN):
            step = -1 if event.key == pygame.K_UP else 1
            self._first = max(0, min(self._first + step, self._first + self._hidden))
        elif (event.type == pygame.KEYDOWN and event.key in self._keys) or (
            event.type == pygame.MOUSEBUTTONDOWN and event.button == 1
        ):
            self.is_open = False

    def draw(self, surface: pygame.Surface, size: int) -> None:
        """Draw the sheet in the middle, over a dark layer; in a small window the letters are smaller."""
        self._back_up(surface)
        wide = min(round(self._width * size / 17), surface.get_width() - 40)
        room = self._room(surface)
        while size > SMALLEST and not self._fits(size, wide, room.height - 12):
            size -= 1
        high = min(self._height(wide, size), room.height - 4)
        area = pygame.Rect(0, 0, wide, high)
        area.center = room.center
        widgets.panel(surface, area)
        title = widgets.words(self.title, round(size * 1.5), GOLD, bold=True)
        surface.blit(title, title.get_rect(midtop=(area.centerx, area.top + size)))
        top = area.top + round(size * 1.6) + title.get_height()
        bottom = area.bottom - size // 2
        self._draw_rows(surface, pygame.Rect(area.left + size * 2, top, area.width - size * 4, bottom - top), size)

    def _back_up(self, surface: pygame.Surface) -> None:
        """Draw the background of the sheet."""
        surface.blit(widgets.veil(surface.get_size(), 150), (0, 0))

    def _room(self, surface: pygame.Surface) -> pygame.Rect:
        """Return the part of the window in which the sheet is centred."""
        return surface.get_rect()

    def _draw_rows(self, surface: pygame.Surface, area: pygame.Rect, size: int) -> None:
        y = area.top
        rows = self._rows(size, area.width)
        self._hidden = 0
        for index, row in enumerate(rows[self._first :]):
            if y + row.get_height() > area.bottom:
                self._hidden = len(rows) - self._first - index
                break
            surface.blit(row, (area.left, y))
            y += row.get_height() + _gap(size)
        if self.scrolls and (self._hidden or self._first):
            mark = widgets.words("Up, Down · Esc", size, GOLD)
            surface.blit(mark, mark.get_rect(topright=(area.right, area.top - round(size * 1.6))))

    def _fits(self, size: int, wide: int, high: int) -> bool:
        """Return True if everything fits with letters of this size."""
        return self._height(wide, size) <= high

    def _height(self, wide: int, size: int) -> int:
        """Return the height of the sheet in pixels with letters of this size."""
        return self._rows_height(wide - size * 4, size) + round(size * 1.5 * 1.4) + size * 3

    def _rows_height(self, width: int, size: int) -> int:
        return sum(row.get_height() + _gap(size) for row in self._rows(size, width))

    def _rows(self, size: int, width: int) -> Sequence[pygame.Surface]:
        """Return all lines as pictures; their left parts form a column."""
        rows = []
        for left, right in self.lines:
            column = round(size * 9) if left else 0
            for index, line in enumerate(widgets.wrap(right, size, width - column)):
                row = pygame.Surface((max(1, width), round(size * (1.4 if line.strip() else 0.6))), pygame.SRCALPHA)
                if left and index == 0:
                    row.blit(widgets.words(left, size, GOLD), (0, 0))
                row.blit(widgets.words(line, size, INK), (column, 0))
                rows.append(row)
        return rows


def help_page() -> Menu:
    """Return the page with all keys, and what to say."""
    return Menu(
        "Help",
        [
            ("Arrows, WASD", "walk"),
            ("E, Enter", "talk to whoever is near; Esc leaves the conversation"),
            ("G, T", "ask everybody near what to do; speak to all of them"),
            ("J", "the journal: errands and what you know"),
            ("U", "use the thing beside you: the signpost, the well"),
            ("Tab", "look at the map, once you have one"),
            ("F", "eat something that you carry"),
            ("F2, F3", "everything that was said; how much that was"),
            ("F5, F9", "save the game, load it again"),
            ("Esc", "pause, saved games and settings"),
            ("M, F11", "sound off and on; the whole screen, or a window"),
            ("", " "),
            ("Try", "“What can you tell me about the gate?”"),
            (" ", "“I would like to buy a honey bun.”   “I want to sell my ring.”"),
            (" ", "“Please light the lanterns.”   “Come with me, Pip.”"),
            (" ", "“Here are ten gold coins for you, Bram.”"),
            ("", " "),
            ("Esc", "close this page"),
        ],
        (pygame.K_F1,),
        700,
    )


def journal(story: Story) -> Menu:
    """Return the page with the errands, the known facts and the items."""
    lines = []
    for errand in story.errands.values():
        lines.append(
            ("Done" if errand.done else "To do", to_hero(errand.how, story.hero) or f"{errand.title}. {errand.told}")
        )
    lines.append(("Then", "Tell Elder Odile that everything is ready, and the Lantern Feast begins."))
    lines.append(("", " "))
    lines.append(("You carry", ", ".join(story.purse.items) or "nothing"))
    if story.purse.pace < 1:
        lines.append(("You limp", "Yarrow heals the bite. Food, water and sleep help as well."))
    told = [fact for fact in story.known if fact not in [errand.how for errand in story.errands.values()]]
    lines += [("You know" if index == 0 else " ", to_hero(fact, story.hero)) for index, fact in enumerate(told[-6:])]
    return Menu("Journal", [*lines, ("", " "), ("J, Esc", "close this page")], (pygame.K_j,), 740)


def signpost(ways: Sequence[tuple[str, str]]) -> Menu:
    """Return the page of the signpost: directions, and the places there."""
    return Menu("The signpost", [*ways, ("", " "), ("U, Esc", "walk on")], (pygame.K_u,), 560)


def costs(dialogue: stealth.Dialogue) -> Menu:
    """Return the page with the numbers of messages, in total and by villager; with a model each message costs money."""
    names = {npc.id: npc.name.removeprefix("Elder ").split()[0] for npc in dialogue.npcs}
    usage = dialogue.usage
    said = f"{_counted(usage.messages, 'message')}, {_counted(usage.answers, 'answer')}"
    lines = [
        ("In all", f"{said}, {usage.seconds:.1f} seconds of waiting"),
        ("Letters", f"{usage.characters_sent} sent, {usage.characters_heard} heard"),
    ]
    if usage.tokens:
        lines.append(("Tokens", f"{usage.prompt_tokens:,} read by the model, {usage.answer_tokens:,} written"))
    lines.append(("", " "))
    most = sorted(usage.npcs.items(), key=lambda item: -item[1].messages)[:MOST_COSTS]
    lines += [
        (names.get(npc, npc), f"{_counted(one.messages, 'message')}, {_counted(one.characters_heard, 'letter')} heard")
        for npc, one in most
    ]
    return Menu("Words so far", [*lines, ("", " "), ("F3, Esc", "close this page")], (pygame.K_F3,), 620)


def night() -> Menu:
    """Return the page for the night, while the village sleeps."""
    lines = [
        ("", "The bell of the hall strikes eleven. One window after the other goes dark, and Alderbrook sleeps."),
        ("", "“All is well,” says Bram, and yawns. Yarrow has a bed for strangers."),
        ("", "The Lantern Feast waits: it begins on the evening when everything is ready."),
        ("", " "),
        ("Enter", "sleep until the morning"),
    ]
    return Menu("Night", lines, (), 620)


def ending(story: Story) -> Menu:
    """Return the last page of the story; the game can go on after it."""
    lines = [("", line) for line in story.ballad]
    return Menu("The Lantern Feast", [*lines, ("", " "), ("Enter", "stay, dance, and talk to everybody")], (), 700)
