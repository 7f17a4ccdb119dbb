"""All talks of a scene; only those with something to do cost time in a frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from stealth_pygame.conversation.outgoing import Services
from stealth_pygame.message import DropReason
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.session import Session, SessionListener
from stealth_pygame.scene.timing import RateLimit
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

Key: TypeAlias = "tuple[NPC, str | None]"

ANSWER_PERIOD = 0.05
"""Seconds after which a talk that only waits for an answer is told how much time has passed."""


class Sessions:
    """The talks by NPC and player, or by NPC alone where he is shared."""

    def __init__(self, services: Services, listener: SessionListener, installation: Installation) -> None:
        self._services = services
        self._listener = listener
        self._installation = installation
        self._sessions: dict[Key, Session] = {}
        self._rates: dict[Key, RateLimit] = {}
        self._active: dict[Session, float] = {}
        self._now = 0.0
        self._scopes: dict[NPC, str] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def between(self, npc: NPC, player: Player) -> Session:
        """The talk between the two, begun when it is first asked for."""
        key = _key(npc, player)
        if key not in self._sessions:
            only = None if npc.shared else player
            self._sessions[key] = Session(
                npc, only, self._services, self._listener, self._installation, self._scope(npc)
            )
            self._rates[key] = RateLimit(self._services.settings.conversation_messages_per_minute)
        return self._sessions[key]

    def _scope(self, npc: NPC) -> str:
        """His id, numbered where another talks under it: the backend keeps one conversation per user id."""
        if npc.persistent:
            return npc.id
        if npc not in self._scopes:
            taken = set(self._scopes.values())
            names = itertools.chain([npc.id], (f"{npc.id}~{number}" for number in itertools.count(2)))
            self._scopes[npc] = next(name for name in names if name not in taken)
        return self._scopes[npc]

    def of(self, npc: NPC) -> list[Session]:
        """All talks of an NPC."""
        return [session for session in self._sessions.values() if session.npc is npc]

    def wake(self, session: Session) -> None:
        """A talk has something to do."""
        self._active.setdefault(session, self._now)

    def may_send(self, npc: NPC, player: Player) -> bool:
        """Whether one more message may go to this talk now."""
        self.between(npc, player)
        return self._rates[_key(npc, player)].take()

    def left(self, npc: NPC, player: Player) -> None:
        """A player has left an NPC."""
        session = self._sessions.get(_key(npc, player))
        if session is not None:
            session.leave(player)
            self.wake(session)

    def drop(
        self, *, npc: NPC | None = None, player: Player | None = None, reason: DropReason = DropReason.REMOVED
    ) -> None:
        """An NPC, or a player, is gone from the scene: what waits is dropped, conversations end."""
        for session in self if npc is None else self.of(npc):
            session.drop(player, reason)
            self.wake(session)

    def begin_anew(self, npc: NPC) -> None:
        """End the conversations of an NPC; the next message opens another."""
        for session in self.of(npc):
            session.begin_anew()
            self.wake(session)

    def step(self, dt: float, npcs: Iterable[NPC]) -> None:
        """Let `dt` seconds pass."""
        if self._services.settings.conversation_messages_per_minute is not None:
            for rate in self._rates.values():
                rate.step(dt)
        self._now += dt
        for session, since in list(self._active.items()):
            passed = self._now - since
            if passed < ANSWER_PERIOD and session.on_wire:
                continue
            if session.step(passed):
                self._active[session] = self._now
            else:
                self._sleep(session, npcs)

    def _sleep(self, session: Session, npcs: Iterable[NPC]) -> None:
        del self._active[session]
        if session.npc not in npcs:
            self._forget(self.of(session.npc))
            self._scopes.pop(session.npc, None)
        elif session.over_for_good:
            self._forget([session])

    def _forget(self, over: list[Session]) -> None:
        for key in [key for key, session in self._sessions.items() if session in over]:
            del self._sessions[key], self._rates[key]

    def close(self) -> None:
        """Drop what waits, and finish what can be finished."""
        for session in self:
            session.drop(None, DropReason.CLOSED)

    def closing(self) -> bool:
        """Do what is due while closing; whether there is more."""
        busy = [session.step(0.0) for session in self]
        return any(busy)


def _key(npc: NPC, player: Player) -> Key:
    return npc, None if npc.shared else player.id
