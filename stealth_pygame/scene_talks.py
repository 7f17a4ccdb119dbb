"""All talks of a scene; only those with something to do cost time in a frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from stealth_pygame.conversation_parts import Means
from stealth_pygame.installation import Installation
from stealth_pygame.npc import NPC
from stealth_pygame.player import Player
from stealth_pygame.scene_rate import RateLimit
from stealth_pygame.scene_talk import Ear, Talk

Key: TypeAlias = "tuple[NPC, str | None]"

ANSWER_PERIOD = 0.05
"""Seconds after which a talk that only waits for an answer is told how much time has passed."""


class Talks:
    """The talks by NPC and player, or by NPC alone where he is shared."""

    def __init__(self, means: Means, ear: Ear, installation: Installation) -> None:
        self._means = means
        self._ear = ear
        self._installation = installation
        self._talks: dict[Key, Talk] = {}
        self._rates: dict[Key, RateLimit] = {}
        self._active: dict[Talk, float] = {}
        self._now = 0.0
        self._scopes: dict[NPC, str] = {}

    def __iter__(self) -> Iterator[Talk]:
        return iter(list(self._talks.values()))

    def between(self, npc: NPC, player: Player) -> Talk:
        """The talk between the two, begun when it is first asked for."""
        key = _key(npc, player)
        if key not in self._talks:
            only = None if npc.shared else player
            self._talks[key] = Talk(npc, only, self._means, self._ear, self._installation, self._scope(npc))
            self._rates[key] = RateLimit(self._means.settings.conversation_messages_per_minute)
        return self._talks[key]

    def _scope(self, npc: NPC) -> str:
        """His id, numbered where another talks under it: the backend keeps one conversation per user id."""
        if npc.persistent:
            return npc.id
        if npc not in self._scopes:
            taken = set(self._scopes.values())
            names = itertools.chain([npc.id], (f"{npc.id}~{number}" for number in itertools.count(2)))
            self._scopes[npc] = next(name for name in names if name not in taken)
        return self._scopes[npc]

    def of(self, npc: NPC) -> list[Talk]:
        """All talks of an NPC."""
        return [talk for talk in self._talks.values() if talk.npc is npc]

    def wake(self, talk: Talk) -> None:
        """A talk has something to do."""
        self._active.setdefault(talk, self._now)

    def may_send(self, npc: NPC, player: Player) -> bool:
        """Whether one more message may go to this talk now."""
        self.between(npc, player)
        return self._rates[_key(npc, player)].take()

    def left(self, npc: NPC, player: Player) -> None:
        """A player has left an NPC."""
        talk = self._talks.get(_key(npc, player))
        if talk is not None:
            talk.leave(player)
            self.wake(talk)

    def drop(self, *, npc: NPC | None = None, player: Player | None = None, reason: str = "removed") -> None:
        """An NPC, or a player, is gone from the scene: what waits is dropped, conversations end."""
        for talk in self if npc is None else self.of(npc):
            talk.drop(player, reason)
            self.wake(talk)

    def begin_anew(self, npc: NPC) -> None:
        """End the conversations of an NPC; the next message opens another."""
        for talk in self.of(npc):
            talk.begin_anew()
            self.wake(talk)

    def step(self, dt: float, npcs: Iterable[NPC]) -> None:
        """Let `dt` seconds pass."""
        if self._means.settings.conversation_messages_per_minute is not None:
            for rate in self._rates.values():
                rate.step(dt)
        self._now += dt
        for talk, since in list(self._active.items()):
            passed = self._now - since
            if passed < ANSWER_PERIOD and talk.on_wire:
                continue
            if talk.step(passed):
                self._active[talk] = self._now
            else:
                self._sleep(talk, npcs)

    def _sleep(self, talk: Talk, npcs: Iterable[NPC]) -> None:
        del self._active[talk]
        if talk.npc not in npcs:
            self._forget(self.of(talk.npc))
            self._scopes.pop(talk.npc, None)
        elif talk.over_for_good:
            self._forget([talk])

    def _forget(self, over: list[Talk]) -> None:
        for key in [key for key, talk in self._talks.items() if talk in over]:
            del self._talks[key], self._rates[key]

    def close(self) -> None:
        """Drop what waits, and finish what can be finished."""
        for talk in self:
            talk.drop(None, reason="closed")

    def closing(self) -> bool:
        """Do what is due while closing; whether there is more."""
        busy = [talk.step(0.0) for talk in self]
        return any(busy)


def _key(npc: NPC, player: Player) -> Key:
    return npc, None if npc.shared else player.id
