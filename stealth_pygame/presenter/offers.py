"""Small services of the shipped picture: last words of those who left, suggestions that are up to date."""

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
"""NPCs that are looked for on the screen in one frame."""
MOST_FACES: Final = 24
"""Silent NPCs on the screen whose faces are kept free."""


class Farewells:
    """Notices who is in the world no more."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._present: tuple[NPC, ...] = ()

    def update(self, present: tuple[NPC, ...]) -> None:
        """Of those who were taken out since, words that nobody can have read yet stay for a moment."""
        # The same tuple until somebody comes or goes; comparing ten thousand would cost more than all the rest.
        if present is not self._present and present != self._present:
            for gone in set(self._present).difference(present):
                self._bubbles.part(gone)
            self._present = present


class Thoughts:
    """Shows who thinks: dots over an NPC from the first message that waits for an answer to the end of the last.

    While the model behind them is still being loaded, words say so in the place of the dots.
    """

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._waiting: dict[events.Speaker, list[object]] = {}
        self._waking: set[object] = set()

    def begin(self, npc: events.Speaker, message: object) -> None:
        """Let an NPC think about one message more; each counts once."""
        waiting = self._waiting.setdefault(npc, [])
        if message not in waiting:
            waiting.append(message)
        self._show(npc)

    def wake(self, npc: events.Speaker, message: object) -> None:
        """Let an NPC wake up to think about a message."""
        self._waking.add(message)
        if message in self._waiting.get(npc, ()):
            self._show(npc)
        else:
            self.begin(npc, message)

    def end(self, npc: events.Speaker, message: object) -> None:
        """Let an NPC think about one message less; a message that was never thought about ends as well."""
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
        """Begin as if nobody had been asked."""
        self._waiting.clear()
        self._waking.clear()


class Questions:
    """The players' words over their heads, until they are answered."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._shown: dict[object, Bubble] = {}

    def begin(self, player: events.Listener, message: Message) -> None:
        """Show what a player said, if they have a place in the world."""
        if isinstance(player, Player) and player.position is not None:
            bubble = self._bubbles.say(player, message.text, anchor=player.outline, kind=BubbleKind.PLAYER)
            self._shown[message] = bubble

    def end(self, message: object) -> None:
        """Take it away: it has done its duty."""
        if (bubble := self._shown.pop(message, None)) is not None:
            bubble.close()

    def clear(self) -> None:
        """Begin as if nobody had said anything."""
        self._shown.clear()


class Speeches:
    """Answers whose words are shown while they are on their way, one line for each message."""

    def __init__(self, bubbles: Bubbles) -> None:
        self._bubbles = bubbles
        self._lines: dict[Message, GrowingBubble] = {}

    def say(self, event: events.Saying) -> bool:
        """Show all words of an answer until now; False where there are none, and what came before is taken away."""
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
        """Let the line of an answer that has its end go on to the whole text; None where there is none to do that.

        A message that ended otherwise has another kind of line, in the place of this one.
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
        """Return an answer with its stage directions before it; after it, where it is being read already."""
        if not event.narration:
            return event.text
        parts = [f"({event.narration})", event.text]
        return " ".join(filter(None, reversed(parts) if event.message in self._lines else parts))

    def take_back(self, message: Message | None) -> None:
        """Take away what was shown of an answer."""
        if message is not None and (line := self._lines.pop(message, None)) is not None:
            line.close()

    def clear(self) -> None:
        """Begin as if nobody had said anything."""
        self._lines.clear()


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


class Onlookers:
    """Notices, a few NPCs in each frame, who is on the screen without saying anything: no bubble is to hide a face."""

    def __init__(self) -> None:
        self._next = 0
        self._around: dict[NPC, None] = {}

    def outlines(
        self, npcs: Sequence[NPC], chosen: Iterable[NPC | Player | None], area: pygame.Rect, camera: Camera
    ) -> list[Point | Box]:
        """Return the bodies of those on the screen, in the world, and of the `chosen` wherever they are."""
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
    """Return a text as bubbles take it: with marks where it is a `Markup`, as it is otherwise."""
    return marked(text, {*ICONS, *theme.icons}) if isinstance(text, Markup) else text


def plate_name(speaker: events.Speaker, theme: Theme) -> str:
    """Return the name of a speaker as it stands on a plate."""
    title = speaker.title if isinstance(speaker, NPC) else speaker.name
    return drawn(Markup(one_line(title)), theme) if isinstance(title, Markup) else title


def distances(theme: Callable[[], Theme]) -> Callable[[Hashable], tuple[float, float]]:
    """Return the function that knows how far each speaker is seen and read."""

    def of(speaker: Hashable) -> tuple[float, float]:
        near, far = theme().near, theme().far
        return speaker.distances(near, far) if isinstance(speaker, NPC) else (near, far)

    return of


def outline(speaker: events.Speaker) -> Callable[[], Point | Box]:
    """The body of a speaker, or the point over the head, asked for when it is drawn."""
    return speaker.outline if isinstance(speaker, NPC) else lambda: NOWHERE


def as_it_is(point: Point) -> Point:
    """Without a camera the world is the screen."""
    return point
