"""Parts of `BubblePresenter`: dots of thinking NPCs, unfinished answers, last words, and current suggestions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final

import pygame

from stealth_pygame import events
from stealth_pygame.message import Message
from stealth_pygame.presenter.protocol import Camera
from stealth_pygame.text import one_line
from stealth_pygame.text.markup import ICONS, Markup, marked
from stealth_pygame.ui.bubbles.bubble import Bubble
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.bubbles.growing import GrowingBubble
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import NOWHERE, Box, Point
from stealth_pygame.world.player import Player

LOOKED_AT: Final = 12
"""The number of NPCs for which one frame checks if they are on the screen."""
MOST_FACES: Final = 24
"""The most silent NPCs on the screen that bubbles should not cover."""


class Farewells:
    """Keeps the last words of removed NPCs on the screen for a moment."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._present: tuple[NPC, ...] = ()

    def update(self, present: tuple[NPC, ...]) -> None:
        """Note the present NPCs; the unread bubbles of those who were removed stay for a moment."""
        # It is the same tuple object until an NPC is added or removed, so ten thousand NPCs need not be compared.
        if present is not self._present and present != self._present:
            for gone in set(self._present).difference(present):
                self._bubbles.part(gone)
            self._present = present


class Thoughts:
    """Shows dots over an NPC while at least one message to them waits for an answer.

    While the model is still being loaded, words are shown in the place of the dots.
    """

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._waiting: dict[events.Speaker, list[object]] = {}
        self._waking: set[object] = set()

    def begin(self, npc: events.Speaker, message: object) -> None:
        """Show that an NPC thinks about a message; each message counts once."""
        waiting = self._waiting.setdefault(npc, [])
        if message not in waiting:
            waiting.append(message)
        self._show(npc)

    def wake(self, npc: events.Speaker, message: object) -> None:
        """Show that the model is being loaded for a message."""
        self._waking.add(message)
        if message in self._waiting.get(npc, ()):
            self._show(npc)
        else:
            self.begin(npc, message)

    def end(self, npc: events.Speaker, message: object) -> None:
        """End the thinking about a message; it need not have begun."""
        waiting = self._waiting.get(npc, [])
        self._waking.discard(message)
        if message in waiting:
            waiting.remove(message)
        self._show(npc)

    def _show(self, npc: events.Speaker) -> None:
        if waiting := self._waiting.get(npc):
            words = self._bubbles.theme.words.waking if self._waking.intersection(waiting) else ""
            self._bubbles.think(npc, anchor=outline(npc), name=plate_name(npc, self._bubbles.theme), words=words)
        else:
            self._waiting.pop(npc, None)
            self._bubbles.stop_thinking(npc)

    def clear(self) -> None:
        """Forget all messages."""
        self._waiting.clear()
        self._waking.clear()


class Questions:
    """Shows the players' words over their heads, until they are answered."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._shown: dict[object, Bubble] = {}

    def begin(self, player: events.Listener, message: Message) -> None:
        """Show a player's words, if the player has a position."""
        if isinstance(player, Player) and player.position is not None:
            bubble = self._bubbles.say(player, message.text, anchor=player.outline, kind=BubbleKind.PLAYER)
            self._shown[message] = bubble

    def end(self, message: object) -> None:
        """Remove the words of a message that has ended."""
        if (bubble := self._shown.pop(message, None)) is not None:
            bubble.close()

    def clear(self) -> None:
        """Forget all messages."""
        self._shown.clear()


class Speeches:
    """Shows the words of unfinished answers, in one line for each message."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._lines: dict[Message, GrowingBubble] = {}

    def say(self, event: events.Saying) -> bool:
        """Show all words of an answer so far; if there are none, remove the line and return False."""
        if not event.text:
            self.take_back(event.message)
        elif (line := self._lines.get(event.message)) is not None:
            line.grow(self._words(event))
        else:
            self._lines[event.message] = self._begin(event)
        return bool(event.text)

    def _begin(self, event: events.Saying) -> GrowingBubble:
        name = plate_name(event.npc, self._bubbles.theme)
        return self._bubbles.begin(event.npc, self._words(event), anchor=outline(event.npc), name=name)

    def _words(self, event: events.Saying) -> str:
        theme = self._bubbles.theme
        return drawn(Markup(event.text) if theme.markup else event.text, theme)

    def end(self, npc: events.Speaker, text: str, kind: BubbleKind) -> Bubble | None:
        """Give the line of an answer its whole text and return it; None if there is no such line.

        If the message did not end with an answer (`kind`), its line is closed, because another line replaces it.
        """
        ended = next((one for one, line in self._lines.items() if line.speaker is npc and one.done), None)
        line = None if ended is None else self._lines.pop(ended)
        if line is None or line.gone or line.closing:
            return None
        if kind is not BubbleKind.SAID:
            line.close()
            return None
        line.grow(text, ended=True)
        return line

    def narrated(self, event: events.Said) -> str:
        """Return an answer with its stage directions: before it, or after it if a part of it is shown already."""
        if not event.narration:
            return event.text
        parts = [f"({event.narration})", event.text]
        return " ".join(filter(None, reversed(parts) if event.message in self._lines else parts))

    def take_back(self, message: Message | None) -> None:
        """Remove the words that were shown of an unfinished answer."""
        if message is not None and (line := self._lines.pop(message, None)) is not None:
            line.close()

    def clear(self) -> None:
        """Forget all lines."""
        self._lines.clear()


class Offer:
    """Updates the suggestions in the chat box when those of its NPC change.

    After the player has chosen one, the same suggestions are not offered again. Suggestions that the game itself has
    given to the chat box stay until those of the NPC change.
    """

    def __init__(self, chat: ChatBox) -> None:
        self._chat = chat
        self._seen: tuple[str, ...] = ()

    def open(self, npc: NPC) -> None:
        """Open the chat box to an NPC."""
        self._seen = tuple(npc.suggestions)
        self._chat.open(npc.name, self._seen)

    def again(self, npc: NPC) -> None:
        """Offer the NPC's suggestions again, if the chat box offers none now."""
        if not self._chat.suggestions.texts:
            self._chat.suggest(npc.suggestions)

    def update(self, npc: NPC | None) -> None:
        """Offer the NPC's suggestions if they have changed. npc: the one to whom the chat box is open, or None."""
        if npc is not None and (now := tuple(npc.suggestions)) != self._seen:
            self._seen = now
            self._chat.suggest(now)


class Onlookers:
    """Finds the NPCs on the screen, checking a few in each frame, so that bubbles do not cover their faces."""

    def __init__(self) -> None:
        self._next = 0
        self._around: dict[NPC, None] = {}

    def outlines(
        self, npcs: Sequence[NPC], chosen: Iterable[NPC | Player | None], area: pygame.Rect, camera: Camera
    ) -> list[Point | Box]:
        """Return the outlines, in world pixels, of NPCs on the screen (`area`), and of the `chosen` in any case."""
        for _ in range(min(LOOKED_AT, len(npcs))):
            self._next = (self._next + 1) % len(npcs)
            self._around[npcs[self._next]] = None
        chosen_bodies = [one.outline() for one in chosen if one is not None and one.place is not None]
        bodies: list[Point | Box] = []
        for npc in list(self._around):
            body = npc.outline()
            if npc.place is not None and area.collidepoint(camera((body[0], body[1]))) and len(bodies) < MOST_FACES:
                bodies.append(body)
            else:
                del self._around[npc]
        return chosen_bodies + [body for body in bodies if body not in chosen_bodies]


def drawn(text: str, theme: Theme) -> str:
    """Return a text for a bubble: with its marks read if it is a `Markup`, else unchanged."""
    return marked(text, {*ICONS, *theme.icons}) if isinstance(text, Markup) else text


def plate_name(speaker: events.Speaker, theme: Theme) -> str:
    """Return the name of a speaker for a name plate."""
    title = speaker.title if isinstance(speaker, NPC) else speaker.name
    return drawn(Markup(one_line(title)), theme) if isinstance(title, Markup) else title


def distances(theme: Callable[[], Theme]) -> Callable[[Hashable], tuple[float, float]]:
    """Return a function from a speaker to the distances in pixels up to which bubbles show all words, or "…"."""

    def of(speaker: Hashable) -> tuple[float, float]:
        near, far = theme().near, theme().far
        return speaker.distances(near, far) if isinstance(speaker, NPC) else (near, far)

    return of


def outline(speaker: events.Speaker) -> Callable[[], Point | Box]:
    """Return the function that gives the outline of a speaker, or the point over the head, when a bubble is drawn."""
    return speaker.outline if isinstance(speaker, NPC) else lambda: NOWHERE


def as_it_is(point: Point) -> Point:
    """Return the point itself: the camera of a game that gives none."""
    return point
