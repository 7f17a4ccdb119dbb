"""All rounds of a scene, and the limits for talks between NPCs, which may cost money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.events import Event
from stealth_pygame.message import DropReason, Message
from stealth_pygame.scene.rounds.crowd import Crowd
from stealth_pygame.scene.rounds.exchange import Exchange, ExchangeEnd
from stealth_pygame.scene.rounds.turns import Host
from stealth_pygame.scene.session import Utterance
from stealth_pygame.settings import Settings
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

Pair: TypeAlias = "frozenset[NPC]"


class Rounds:
    """The rounds that go on. free: the backend costs nothing, so NPCs may talk without `Settings.npc_talk_messages`."""

    def __init__(self, host: Host, settings: Settings, tell: Callable[[Event], None], free: bool) -> None:
        self._host = host
        self._settings = settings
        self._tell = tell
        self.free = free
        self._going_on: list[Crowd | Exchange] = []
        self._now = 0.0
        self._sent = 0
        self._closed = False
        self._began: list[float] = []
        self._rested: dict[Pair, float] = {}

    def say(self, player: Player, npcs: Sequence[NPC], text: str, context: object) -> list[Message]:
        """Say something to several NPCs, who answer in turn; return their messages."""
        crowd = Crowd(self._host, player, npcs, text, context)
        self._going_on.append(crowd)
        return crowd.messages

    def converse(self, one: NPC, other: NPC, about: str, turns: int) -> Exchange:
        """Let two NPCs talk; if that is not allowed now, the returned talk is over already, with the reason.

        Raises `ConfigurationError` for one NPC given twice, or fewer than 1 turn.
        """
        if one is other:
            raise ConfigurationError(f"{one.name} cannot talk to themselves; give two NPCs.")
        if not isinstance(turns, int) or isinstance(turns, bool) or turns < 1:
            raise ConfigurationError(f"turns is {turns!r:.80}; it must be a whole number, 1 or more.")
        if not isinstance(about, str):
            raise ConfigurationError(f"about is {about!r:.80}; give a text, such as about='the feast'.")
        exchange = Exchange(self._host, (one, other), about, min(turns, self._settings.npc_talk_turns), self._tell)
        objection = self._objection(one, other)
        if objection is not None:
            exchange.reason = objection
            return exchange
        self._began.append(self._now)
        self._going_on.append(exchange)
        exchange.start()
        return exchange

    def _objection(self, one: NPC, other: NPC) -> ExchangeEnd | None:
        if self._closed:
            return ExchangeEnd.CLOSED
        # An NPC may have been removed since the game planned the talk.
        if one not in self._host.npcs or other not in self._host.npcs:
            return ExchangeEnd.REMOVED
        settings, talks = self._settings, [round for round in self._going_on if isinstance(round, Exchange)]
        self._began = [time for time in self._began if self._now - time < 60]
        # An NPC whose answer a player waits for must not begin a talk.
        busy = any(npc in talk.npcs for talk in talks for npc in (one, other)) or one.busy or other.busy
        rests = self._now < self._rested.get(frozenset((one, other)), 0.0)
        full = len(talks) >= settings.npc_talks or len(self._began) >= settings.npc_talks_per_minute
        if not self.may_send(0):
            return ExchangeEnd.BUDGET if settings.npc_talk_messages is not None else ExchangeEnd.NOT_ALLOWED
        return ExchangeEnd.NOT_ALLOWED if busy or rests or full else None

    def may_send(self, count: int = 1) -> bool:
        """Return True if the budget allows one more message between two NPCs; add `count` to the messages sent."""
        most = self._settings.npc_talk_messages
        # Without a number in the settings, talks are allowed only if they cost nothing.
        allowed = self.free if most is None else self._sent < most
        self._sent += count if allowed else 0
        return allowed

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._now += dt
        for round in list(self._going_on):
            # The round may have been removed during its step.
            if not round.step(dt) and round in self._going_on:
                self._going_on.remove(round)
                if isinstance(round, Exchange):
                    self._rested[frozenset(round.npcs)] = self._now + self._settings.npc_talk_rest

    def interrupt(self, utterance: Utterance) -> None:
        """End the talk of an NPC to whom a player speaks."""
        if self._going_on and not utterance.between_npcs:
            for round in list(self._going_on):
                round.interrupt(utterance.npc)

    def forget(self, npc: NPC) -> None:
        """End the talks of an NPC who was removed."""
        for round in list(self._going_on):
            round.forget(npc)
        self._rested = {pair: until for pair, until in self._rested.items() if npc not in pair}

    def close(self, reason: DropReason = DropReason.CLOSED) -> None:
        """End all rounds; no more begin."""
        self._closed = True
        for round in self._going_on:
            round.close(reason)
        self._going_on.clear()
