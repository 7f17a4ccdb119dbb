"""Two NPCs who talk to each other: each hears the other's words through a conversation of their own."""

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
"""Characters of a line that the other one hears: a model answers at any length."""

MAX_OVERHEARING = 6
"""Others near by who know afterwards what was said: each of them tells their model with the next message."""


class ExchangeEnd(str, Enum):
    """The reason for which two NPCs stopped talking. Each is a text as well."""

    TURNS = "turns"
    """Every turn was spoken."""
    FAR = "far"
    """They stand too far from each other."""
    PLAYER = "player"
    """A player spoke to one of them."""
    FAILED = "failed"
    """One of them gave no answer."""
    GAME = "game"
    """The game ended it, or loaded a saved game."""
    REMOVED = "removed"
    """One of them was removed."""
    CLOSED = "closed"
    """The dialogue was closed."""
    NOT_ALLOWED = "not allowed"
    """The settings allow none here, or no more for now."""
    BUDGET = "budget"
    """`Settings.npc_talk_messages` were sent in this run."""

    __str__ = str.__str__


class Exchange:
    """A talk of two NPCs, as a handle. Read `done`, `reason` and `lines`; call `end()`."""

    def __init__(
        self, host: Host, pair: tuple[NPC, NPC], about: str, turns: int, tell: Callable[[Event], None]
    ) -> None:
        self.npcs = pair
        self.lines: list[tuple[str, str]] = []
        """(name, text) of each line that was said, oldest first."""
        self.reason: ExchangeEnd | None = None
        """The reason of its end, None until then."""
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
        """True when it is over."""
        return self.reason is not None

    def start(self) -> None:
        """Let the first one speak."""
        self._tell(ExchangeStarted(*self.npcs))
        about = f" about {self._about}" if self._about else ""
        self._ask(in_brackets(f"{self.npcs[1].name} is beside you. Say a sentence or two to them{about}."))

    def end(self, reason: ExchangeEnd = ExchangeEnd.GAME) -> None:
        """End it, at once; a line that is on its way is dropped."""
        if self.done:
            return
        self.reason = reason
        # A player who steps in must not be answered over by the line on its way.
        if self._speaking is not None and not self._speaking.message.done:
            self._speaking.message.cancel()
        self._speaking = self._reading = None
        # Kept open, each pair would hold two conversations on the backend for good.
        for npc, other in (self.npcs, self.npcs[::-1]):
            self._host.part(npc, as_player(other))
        self._remember()
        self._tell(ExchangeEnded(*self.npcs, tuple(self.lines), str(reason)))

    def _remember(self) -> None:
        """Let both know what was said, whoever asks them later, and those who stood near."""
        if self.lines:
            words = "; ".join(f"{name} said: {text}" for name, text in self.lines[-4:])
            for npc, other in (self.npcs, self.npcs[::-1]):
                npc.memory.notice(f"you talked with {other.name}: {words}", None)
            one, two = (npc.name for npc in self.npcs)
            for npc in self._overhearing():
                npc.memory.notice(f"you overheard {one} and {two}: {words}", None)

    def _overhearing(self) -> list[NPC]:
        """Return the others in whose interest radius one of the two stands, the nearest first."""
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
        """Let `dt` seconds pass; return False when it is over."""
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
        # One line: what goes out next is a message to the other one.
        words = fold(message.reply.content) if message.reply and message.state is MessageState.SAID else ""
        if words:
            self.lines.append((utterance.npc.name, words))
            self._reading = Reading(self._host, utterance.npc)
        else:
            self.end(ExchangeEnd.BUDGET if message.reason == DropReason.BUDGET else ExchangeEnd.FAILED)

    def forget(self, npc: NPC) -> None:
        """End it when one of the two is removed."""
        if npc in self.npcs:
            self.end(ExchangeEnd.REMOVED)

    def interrupt(self, npc: NPC) -> None:
        """End it when a player speaks to one of the two."""
        if npc in self.npcs:
            self.end(ExchangeEnd.PLAYER)

    def close(self, reason: DropReason) -> None:
        """End it with the dialogue."""
        self.end(ExchangeEnd.CLOSED)


def as_player(npc: NPC) -> Player:
    """Return an NPC as the one who speaks to another."""
    return Player(npc.name, id=f"npc:{npc.id}")


def _only_words(npc: NPC, judge: Callable[[Reply], Reply] | None) -> Callable[[Reply], Reply]:
    """Let nothing happen in the game because two NPCs talk: their calls are left out."""

    def judged(reply: Reply) -> Reply:
        reply = judge(reply) if judge is not None else reply
        # Nobody asked for it: two villagers must not sell the player's horse. A face does no harm.
        return reply.model_copy(update={"calls": tuple(call for call in reply.calls if npc.sets_mood(call.name))})

    return judged


def _far(one: NPC, other: NPC) -> bool:
    here, there = one.place, other.place
    return (
        here is not None and there is not None and dist(here, there) > max(one.interest_radius, other.interest_radius)
    )
