"""All sessions of a scene. In each frame only the sessions that have something to do are stepped."""

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
"""The most seconds for which a session that only waits for an answer is not stepped."""


class Sessions:
    """The sessions by NPC and player, or by NPC alone if the NPC is shared."""

    def __init__(self, services: Services, listener: SessionListener, installation: Installation) -> None:
        self._services = services
        self._listener = listener
        self._installation = installation
        self._sessions: dict[Key, Session] = {}
        self._by_npc: dict[NPC, list[Session]] = {}
        # `_active`: sessions with something to do or to wait for, with the time of their last step. Each of them is in
        # `_awake`, to be stepped in the next frame, or in `_resting`, sorted by the time of its next step.
        self._active: dict[Session, float] = {}
        self._awake: dict[Session, None] = {}
        self._resting: list[tuple[float, int, Session, float]] = []
        self._count = itertools.count()
        self._now = 0.0
        self._scopes: dict[NPC, str] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def between(self, npc: NPC, player: Player) -> Session:
        """Return the session of an NPC and a player; it is made if there is none yet."""
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
        """Return the NPC's id, with a number if another NPC has the same: user ids must differ on the backend."""
        # The id of a persistent NPC is unique already.
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
        """Count the time in which a session was not stepped, and step it in the next frame."""
        since = self._active.get(session, self._now)
        self._active[session], self._awake[session] = self._now, None
        if since < self._now:
            # Counted now, because a message that is posted next has not waited for this time.
            session.wait(self._now - since)

    def left(self, npc: NPC, player: Player) -> None:
        """Note that a player has left an NPC."""
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
        """Drop the messages of an NPC or a player who was removed; their conversations end."""
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
        # Resting sessions cost no time: in most frames nothing changes for hundreds of them.
        while self._resting and self._resting[0][0] <= self._now:
            _, _, session, since = heappop(self._resting)
            if self._active.get(session) == since:
                self._awake[session] = None
        for session in list(self._awake):
            # A callback of the game may call `update`, which may have stepped this session already.
            if session in self._awake:
                del self._awake[session]
                self._turn_of(session, npcs)

    def _turn_of(self, session: Session, npcs: Container[NPC]) -> None:
        since = self._active.get(session, self._now)
        # Set before the step, so that such an `update` does not count the same time again.
        self._active[session] = self._now
        if not session.step(self._now - since):
            self._sleep(session, npcs)
        elif rest := min(LONGEST_REST, session.rests_for):
            heappush(self._resting, (self._now + rest, next(self._count), session, self._now))
        else:
            self._awake[session] = None

    def _sleep(self, session: Session, npcs: Container[NPC]) -> None:
        # An `update` inside a callback of the game may have removed the session already.
        self._active.pop(session, None)
        self._awake.pop(session, None)
        # The session of a removed NPC is kept until now, so that its last answers still find it.
        if session.npc not in npcs:
            self._forget(self.of(session.npc))
            self._scopes.pop(session.npc, None)
        elif session.over_for_good:
            self._forget([session])

    def _forget(self, over: list[Session]) -> None:
        for session in over:
            self._sessions.pop(session.key, None)
            others = [other for other in self._by_npc.get(session.npc, ()) if other is not session]
            if others:
                self._by_npc[session.npc] = others
            else:
                self._by_npc.pop(session.npc, None)

    def close(self) -> None:
        """Drop all messages, and finish the conversations."""
        for session in self:
            session.drop(None, reason=DropReason.CLOSED)

    def closing(self) -> bool:
        """Step all sessions; return True while one of them is not finished."""
        busy = [session.step(0.0) for session in self]
        return any(busy)


def _key(npc: NPC, player: Player) -> Key:
    return npc, None if npc.shared else player.id
