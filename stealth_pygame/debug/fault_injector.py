"""A client that makes trouble on request, so that a game's author sees what a bad evening looks like, and mends it.

Nothing is changed while nothing is ordered. What passes through is kept for the debug overlay: who, what and how long.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, NamedTuple

from stealth_pygame import errors, protocol
from stealth_pygame.client.backend_api import Backend, HealthLike, name_of
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User, WireCall

LATE = 2.0
"""Seconds that an answer is held back."""
JUNK = Reply(
    content="\x00\x1b[31mI AM\u202e DOOG\ud800 \u200b\u200d " + "wololo" * 60 + "\n\n{'role': 'assistant'} 🐉🐉",
    calls=(WireCall(name="rm_rf", parameters={"path": "/", "now": "yes"}),),
)
"""What a model may say on its worst day: control characters, no spaces, an undeclared call."""


class InjectedFault(Enum):
    """What can be ordered."""

    LATE = "+2 s"
    """The answer comes two seconds later."""
    BUSY = "429"
    """The backend says that the conversation is busy."""
    CANCELLED = "cancelled"
    """The backend gives no answer."""
    LOST = "dropped"
    """The connection breaks before the answer is there."""
    JUNK = "junk"
    """The answer is junk."""


class Often(Enum):
    """For how many messages."""

    NEVER = ""
    ONCE = "once"
    ALWAYS = "always"


class Exchange(NamedTuple):
    """A message that was sent and what came of it, after how many seconds."""

    npc: str
    player_id: str
    message: str
    context: tuple[ContextEntry, ...]
    seconds: float
    reply: Reply | None = None
    error: errors.StealthError | None = None


class FaultInjector:
    """Passes everything to `client`, save what was ordered with `turn`; thread-safe."""

    def __init__(self, client: Backend, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._exchanges: deque[Exchange] = deque(maxlen=64)
        self.orders = dict.fromkeys(InjectedFault, Often.NEVER)

    @property
    def url(self) -> object:
        """Where the backend is, if the client says so."""
        return getattr(self._client, "url", None)

    @property
    def exchanges(self) -> list[Exchange]:
        """The last messages, oldest first."""
        with self._lock:
            return list(self._exchanges)

    def turn(self, attempts: InjectedFault) -> None:
        """Order trouble for the next message; once more: for all of them; once more: for none."""
        steps = list(Often)
        with self._lock:
            self.orders[attempts] = steps[(steps.index(self.orders[attempts]) + 1) % len(steps)]

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        """As `StealthClient.create`."""
        made = self._client.create(character, users, persistence_token)
        with self._lock:
            self._names[made.secret] = name_of(character)
        return made

    def send(self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()) -> Reply:
        """As `StealthClient.send`, with the trouble that was ordered."""
        started = self._clock()
        reply: Reply | None = None
        error: errors.StealthError | None = None
        try:
            reply = self._send(secret, message, player_id, context)
        except errors.StealthError as exc:
            error = exc
            raise
        finally:
            spent = self._clock() - started
            with self._lock:
                name = self._names.get(secret, "")
                self._exchanges.append(Exchange(name, player_id, message, tuple(context), spent, reply, error))
        return reply

    def _send(self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry]) -> Reply:
        ordered = self._take()
        if InjectedFault.LATE in ordered and self._closed.wait(LATE):
            raise errors.ClosedError("The dialogue is closed.")
        if InjectedFault.BUSY in ordered:
            raise errors.BusyError("Ordered: the conversation is busy.", route=protocol.SEND, status=429)
        if InjectedFault.LOST in ordered:
            raise errors.ConnectionLostError("Ordered: the connection was lost.", route=protocol.SEND)
        if InjectedFault.CANCELLED in ordered:
            return Reply(cancelled=True)
        return JUNK if InjectedFault.JUNK in ordered else self._client.send(secret, message, player_id, context)

    def _take(self) -> set[InjectedFault]:
        """What was ordered for this message."""
        with self._lock:
            ordered = {attempts for attempts, often in self.orders.items() if often is not Often.NEVER}
            for attempts, often in self.orders.items():
                self.orders[attempts] = Often.NEVER if often is Often.ONCE else often
        return ordered

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """As `StealthClient.update`."""
        self._client.update(secret, users)

    def finish(self, secret: str) -> None:
        """As `StealthClient.finish`."""
        self._client.finish(secret)

    def check(self) -> HealthLike:
        """As `StealthClient.check`."""
        return self._client.check()

    def close(self, timeout: float = 0.0) -> None:
        """Let nobody wait any longer."""
        self._closed.set()
