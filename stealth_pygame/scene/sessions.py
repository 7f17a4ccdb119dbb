"""All sessions of a scene; only those with something to do cost time in a frame."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator
from heapq import heappop, heappush
from typing import TypeAlias

from stealth_pygame.conversation.outgoing import Services
from stealth_pygame.message import DropReason
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.session import Session, SessionListener
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

Key: TypeAlias = "tuple[NPC, str | None]"

LONGEST_REST = 0.25
"""Seconds after which a session that only waits for an answer is told how much time has passed."""


class Sessions:
    """The sessions by NPC and player, or by NPC alone where the NPC is shared."""

    def __init__(self, services: Services, listener: SessionListener, installation: Installation) -> None:
        self._services = services
        self._listener = listener
        self._installation = installation
        self._sessions: dict[Key, Session] = {}
        self._by_npc: dict[NPC, list[Session]] = {}
        # Those with something to do or to wait for, and the time of their last turn; those of them whose turn comes
        # with the next step; and the others by the time at which theirs comes, if nothing wakes them before.
        self._active: dict[Session, float] = {}
        self._awake: dict[Session, None] = {}
        self._resting: list[tuple[float, int, Session, float]] = []
        self._count = itertools.count()
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
            scope, wake = self._scope(npc), self.wake
            session = Session(npc, only, self._services, self._listener, self._installation, scope, wake)
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
        """Give a session its turn in the next step, and let the time pass first for which it rested."""
        since = self._active.get(session, self._now)
        self._active[session], self._awake[session] = self._now, None
        if since < self._now:
            # A message that is posted now has not waited for it.
            session.wait(self._now - since)

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

    def step(self, dt: float, npcs: Container[NPC]) -> None:
        """Let `dt` seconds pass. npcs: those in the scene."""
        self._now += dt
        # Those who wait for an answer are not even looked at: in most frames nothing changes for hundreds of them.
        while self._resting and self._resting[0][0] <= self._now:
            _, _, session, since = heappop(self._resting)
            if self._active.get(session) == since:
                self._awake[session] = None
        for session in list(self._awake):
            # A callback of the game may run a loop of its own, whose updates give those their turns who are left here.
            if session in self._awake:
                del self._awake[session]
                self._turn_of(session, npcs)

    def _turn_of(self, session: Session, npcs: Container[NPC]) -> None:
        since = self._active.get(session, self._now)
        # First of all: such a loop must not let the same time pass once more.
        self._active[session] = self._now
        if not session.step(self._now - since):
            self._sleep(session, npcs)
        elif rest := min(LONGEST_REST, session.rests_for):
            heappush(self._resting, (self._now + rest, next(self._count), session, self._now))
        else:
            self._awake[session] = None

    def _sleep(self, session: Session, npcs: Container[NPC]) -> None:
        # An update inside a callback of the game may have put it to sleep already.
        self._active.pop(session, None)
        self._awake.pop(session, None)
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
