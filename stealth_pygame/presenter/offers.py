"""Small services of the shipped picture: last words of those who left, suggestions that are up to date."""

from __future__ import annotations

from collections.abc import Callable

from stealth_pygame import events
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import NOWHERE, Point


class Farewells:
    """Notices who is in the world no more."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._present: tuple[NPC, ...] = ()

    def update(self, present: tuple[NPC, ...]) -> None:
        """Of those who were taken out since, words that nobody can have read yet stay for a moment."""
        if present != self._present:
            for gone in set(self._present).difference(present):
                self._bubbles.part(gone)
            self._present = present


class Offer:
    """Notices that an NPC's suggestions changed after the chat box was opened.

    What the player has chosen from is not offered again until it changes, and what the game itself has handed to the
    box stays there until then.
    """

    def __init__(self, chat: ChatBox) -> None:
        self._chat = chat
        self._seen: tuple[str, ...] = ()

    def open(self, npc: NPC) -> None:
        """Open the box to somebody."""
        self._seen = tuple(npc.suggestions)
        self._chat.open(npc.name, self._seen)

    def again(self, npc: NPC) -> None:
        """Offer what was chosen from once more, if there is nothing to choose from now."""
        if not self._chat.suggestions.texts:
            self._chat.suggest(npc.suggestions)

    def update(self, npc: NPC | None) -> None:
        """Offer what can be said by now to whom the box is open to, if to anybody."""
        if npc is not None and (now := tuple(npc.suggestions)) != self._seen:
            self._seen = now
            self._chat.suggest(now)


def head(npc: events.Speaker) -> Callable[[], Point]:
    """The point over a head, asked for when it is drawn."""
    return lambda: npc.head if isinstance(npc, NPC) else NOWHERE


def as_it_is(point: Point) -> Point:
    """Without a camera the world is the screen."""
    return point
