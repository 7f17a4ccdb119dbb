"""A talk of two NPCs with each other: the words of one are sent as a message to the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum
from math import dist

from stealth_pygame.context.escape import fold, in_brackets
from stealth_pygame.events import Event, ExchangeEnded, ExchangeStarted
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.protocol.models import Reply
from stealth_pygame.scene.rounds.turns import Host, Reading
from stealth_pygame.scene.session import Utterance
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

MAX_HEARD = 400
"""The most characters of a line that are sent to the other NPC."""

MAX_OVERHEARING = 6
"""The most other NPCs near who remember the talk."""


class ExchangeEnd(str, Enum):
    """The reason why two NPCs stopped talking; each member is also a text."""

    TURNS = "turns"
    """All turns were spoken."""
    FAR = "far"
    """The two are too far from each other."""
    PLAYER = "player"
    """A player spoke to one of them."""
    FAILED = "failed"
    """One of them gave no answer."""
    GAME = "game"
    """The game called `end()`, or loaded a saved game."""
    REMOVED = "removed"
    """One of them was removed."""
    CLOSED = "closed"
    """The dialogue was closed."""
    NOT_ALLOWED = "not allowed"
    """The settings allow no talk of NPCs, or no more for now."""
    BUDGET = "budget"
    """A budget is used up, such as `Settings.npc_talk_messages` of this run."""

    __str__ = str.__str__


class Exchange:
    """A talk of two NPCs, as a handle for the game: read `done`, `reason` and `lines`; call `end()`."""

    def __init__(
        self, host: Host, pair: tuple[NPC, NPC], about: str, turns: int, tell: Callable[[Event], None]
    ) -> None:
        self.npcs = pair
        self.lines: list[tuple[str, str]] = []
        """(name, text) of each line that was said, oldest first."""
        self.reason: ExchangeEnd | None = None
        """The reason of the end, None while the talk goes on."""
        self._host = host
        self._about = about
        self._turns = turns
        self._tell = tell
        self._speaking: Utterance | None = None
        self._reading: Reading | None = None

    def __repr__(self) -> str:
        return f"<Exchange {self.npcs[0].name!r} and {self.npcs[1].name!r}, {self.reason or 'going on'}>"

    @property
    def done(self) -> bool:
        """True when the talk is over."""
        return self.reason is not None

    def start(self) -> None:
        """Let the first NPC speak."""
        self._tell(ExchangeStarted(*self.npcs))
        about = f" about {self._about}" if self._about else ""
        self._ask(in_brackets(f"{self.npcs[1].name} is beside you. Say a sentence or two to them{about}."))

    def end(self, reason: ExchangeEnd = ExchangeEnd.GAME) -> None:
        """End the talk at once; an unfinished line is cancelled."""
        if self.done:
            return
        self.reason = reason
        # If a player has interrupted the talk, its next line must not come between their words.
        if self._speaking is not None and not self._speaking.message.done:
            self._speaking.message.cancel()
        self._speaking = self._reading = None
        # Otherwise each pair of NPCs would keep two conversations open on the backend.
        for npc, other in (self.npcs, self.npcs[::-1]):
            self._host.part(npc, as_player(other))
        self._remember()
        self._tell(ExchangeEnded(*self.npcs, tuple(self.lines), str(reason)))

    def _remember(self) -> None:
        """Note the last four lines for both NPCs, for conversations with any player, and for others who stood near."""
        if self.lines:
            words = "; ".join(f"{name} said: {text}" for name, text in self.lines[-4:])
            for npc, other in (self.npcs, self.npcs[::-1]):
                npc.memory.notice(f"you talked with {other.name}: {words}", None)
            one, two = (npc.name for npc in self.npcs)
            for npc in self._overhearing():
                npc.memory.notice(f"you overheard {one} and {two}: {words}", None)

    def _overhearing(self) -> list[NPC]:
        """Return the other NPCs whose interest radius reaches one of the two, the nearest first."""
        spots = [place for npc in self.npcs if (place := npc.place) is not None]
        others = [(npc, place) for npc in self._host.npcs if npc not in self.npcs and (place := npc.place) is not None]
        ways = [(min((dist(place, spot) for spot in spots), default=math.inf), npc) for npc, place in others]
        near = sorted((way for way in ways if way[0] <= way[1].interest_radius), key=lambda way: way[0])
        return [npc for _, npc in near[:MAX_OVERHEARING]]

    def _ask(self, text: str) -> None:
        speaker, other = self.npcs[len(self.lines) % 2], self.npcs[(len(self.lines) + 1) % 2]
        utterance = self._host.prepare(speaker, text, as_player(other))
        utterance.echo = utterance.unprompted = utterance.between_npcs = True
        utterance.judge = _only_words(speaker, utterance.judge)
        self._speaking, self._reading = utterance, None
        self._host.accept(utterance)

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass; return False when the talk is over."""
        if self.done:
            return False
        if _far(*self.npcs):
            self.end(ExchangeEnd.FAR)
        elif self._reading is not None and self._reading.over(dt):
            if len(self.lines) >= self._turns:
                self.end(ExchangeEnd.TURNS)
            else:
                self._ask(self.lines[-1][1][:MAX_HEARD])
        elif self._reading is None and self._speaking is not None and self._speaking.message.done:
            self._hear(self._speaking)
        return not self.done

    def _hear(self, utterance: Utterance) -> None:
        message = utterance.message
        # On one line, because the words are the next message to the other NPC.
        words = fold(message.reply.content) if message.reply and message.state is MessageState.SAID else ""
        if words:
            self.lines.append((utterance.npc.name, words))
            self._reading = Reading(self._host, utterance.npc)
        else:
            self.end(ExchangeEnd.BUDGET if message.reason == DropReason.BUDGET else ExchangeEnd.FAILED)

    def forget(self, npc: NPC) -> None:
        """End the talk if one of the two was removed."""
        if npc in self.npcs:
            self.end(ExchangeEnd.REMOVED)

    def interrupt(self, npc: NPC) -> None:
        """End the talk if a player speaks to one of the two."""
        if npc in self.npcs:
            self.end(ExchangeEnd.PLAYER)

    def close(self, reason: DropReason) -> None:
        """End the talk with the dialogue."""
        self.end(ExchangeEnd.CLOSED)


def as_player(npc: NPC) -> Player:
    """Return a `Player` that stands for an NPC who speaks to another NPC."""
    return Player(npc.name, id=f"npc:{npc.id}")


def _only_words(npc: NPC, judge: Callable[[Reply], Reply] | None) -> Callable[[Reply], Reply]:
    """Return a moderation that also removes all calls but moods, so that a talk of NPCs runs no actions."""

    def judged(reply: Reply) -> Reply:
        reply = judge(reply) if judge is not None else reply
        # No player asked for an action here; a mood only changes the face.
        return reply.model_copy(update={"calls": tuple(call for call in reply.calls if npc.sets_mood(call.name))})

    return judged


def _far(one: NPC, other: NPC) -> bool:
    here, there = one.place, other.place
    return (
        here is not None and there is not None and dist(here, there) > max(one.interest_radius, other.interest_radius)
    )
