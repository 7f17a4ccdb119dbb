"""All sessions of a scene; only those with something to do cost time in a frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from stealth_pygame.conversation.outgoing import Services
from stealth_pygame.message import DropReason
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.session import Session, SessionListener
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

Key: TypeAlias = "tuple[NPC, str | None]"

ANSWER_PERIOD = 0.05
"""Seconds after which a session that only waits for an answer is told how much time has passed."""


class Sessions:
    """The sessions by NPC and player, or by NPC alone where the NPC is shared."""

    def __init__(self, services: Services, listener: SessionListener, installation: Installation) -> None:
        self._services = services
        self._listener = listener
        self._installation = installation
        self._sessions: dict[Key, Session] = {}
        self._by_npc: dict[NPC, list[Session]] = {}
        self._active: dict[Session, float] = {}
        self._now = 0.0
        self._scopes: dict[NPC, str] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def between(self, npc: NPC, player: Player) -> Session:
        """Return the session between the two, begun when it is first asked for."""
        key = _key(npc, player)
        session = self._sessions.get(key)
        if session is None:
            only = None if npc.shared else player
            session = Session(npc, only, self._services, self._listener, self._installation, self._scope(npc))
            self._sessions[key] = session
            self._by_npc.setdefault(npc, []).append(session)
        return session

    def _scope(self, npc: NPC) -> str:
        """Return the NPC's id, numbered where another uses it: the backend keeps one conversation per user id."""
        # No other NPC may have the id of a persistent one.
        if npc.persistent:
            return npc.id
        if npc not in self._scopes:
            taken = set(self._scopes.values())
            names = itertools.chain([npc.id], (f"{npc.id}~{number}" for number in itertools.count(2)))
            self._scopes[npc] = next(name for name in names if name not in taken)
        return self._scopes[npc]

    def of(self, npc: NPC) -> list[Session]:
        """Return all sessions of an NPC."""
        return list(self._by_npc.get(npc, ()))

    def wake(self, session: Session) -> None:
        """Give a session its turn in the next step."""
        self._active.setdefault(session, self._now)

    def left(self, npc: NPC, player: Player) -> None:
        """Let a player leave an NPC."""
        session = self._sessions.get(_key(npc, player))
        if session is not None:
            session.leave(player)
            self.wake(session)

    def drop(
        self,
        *,
        npc: NPC | None = None,
        player: Player | None = None,
        reason: DropReason = DropReason.REMOVED,
    ) -> None:
        """Drop what waits for an NPC or a player who is gone from the scene; their conversations end."""
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
        self._now += dt
        for session, since in list(self._active.items()):
            passed = self._now - since
            # Nothing but its outcome can change it, and that is delivered by the poll.
            if passed < ANSWER_PERIOD and session.on_wire:
                continue
            if session.step(passed):
                self._active[session] = self._now
            else:
                self._sleep(session, npcs)

    def _sleep(self, session: Session, npcs: Iterable[NPC]) -> None:
        # An update inside a callback of the game may have put it to sleep already.
        self._active.pop(session, None)
        # Kept until now, so that an answer on its way still finds its session.
        if session.npc not in npcs:
            self._forget(self.of(session.npc))
            self._scopes.pop(session.npc, None)
        elif session.over_for_good:
            self._forget([session])

    def _forget(self, over: list[Session]) -> None:
        for session in over:
            self._sessions.pop(session.key, None)
            kept = [other for other in self._by_npc.get(session.npc, ()) if other is not session]
            if kept:
                self._by_npc[session.npc] = kept
            else:
                self._by_npc.pop(session.npc, None)

    def close(self) -> None:
        """Drop what waits, and finish what can be finished."""
        for session in self:
            session.drop(None, reason=DropReason.CLOSED)

    def closing(self) -> bool:
        """Do what is due while closing; return True while there is more."""
        busy = [session.step(0.0) for session in self]
        return any(busy)


def _key(npc: NPC, player: Player) -> Key:
    return npc, None if npc.shared else player.id
