"""A client that causes faults on request, so that a developer can see how the game behaves under them.

Without an order it changes nothing. The last exchanges are kept for the debug overlay, with their durations.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from stealth_pygame import errors, protocol
from stealth_pygame.client.backend_api import Backend, ClientWrapper, Eventually, flatten, follow, observe
from stealth_pygame.client.recording.pause import Pause
from stealth_pygame.protocol.models import ContextEntry, Reply, WireCall

# Seconds that an answer is held back.
LATE = 2.0
# A very bad model answer: control characters, no spaces, and a call that the character does not declare.
JUNK = Reply(
    content="\x00\x1b[31mI AM\u202e DOOG\ud800 \u200b\u200d " + "wololo" * 60 + "\n\n{'role': 'assistant'} 🐉🐉",
    calls=(WireCall(name="rm_rf", parameters={"path": "/", "now": "yes"}),),
)


class InjectedFault(Enum):
    """The kinds of trouble that can be ordered."""

    # The answer comes two seconds later.
    LATE = "+2 s"
    # The backend says that the conversation is busy.
    BUSY = "429"
    # The backend gives no answer.
    CANCELLED = "cancelled"
    # The connection breaks before the answer is there.
    LOST = "dropped"
    # The answer is junk.
    JUNK = "junk"


class Often(Enum):
    """The number of messages that an order is for."""

    NEVER = ""
    ONCE = "once"
    ALWAYS = "always"


class Exchange(NamedTuple):
    """A message that was sent, and its end after so many seconds."""

    npc: str
    player_id: str
    message: str
    context: tuple[ContextEntry, ...]
    seconds: float
    reply: Reply | None = None
    error: errors.StealthError | None = None


class FaultInjector(ClientWrapper):
    """A client that passes everything on, except for the faults that `turn` has ordered. Thread-safe."""

    def __init__(
        self, client: Backend, *, clock: Callable[[], float] = time.monotonic, pause: Pause | None = None
    ) -> None:
        super().__init__(client)
        self._clock = clock
        self._lock = threading.Lock()
        self._pause = pause or Pause("The dialogue is closed.")
        # Bounded, because hours of testing would fill the memory.
        self._exchanges: deque[Exchange] = deque(maxlen=64)
        self.orders = dict.fromkeys(InjectedFault, Often.NEVER)

    @property
    def exchanges(self) -> list[Exchange]:
        """The last messages, oldest first."""
        with self._lock:
            return list(self._exchanges)

    def turn(self, fault: InjectedFault) -> None:
        """Step to the next order of this fault: the next message, then all messages, then none."""
        # The overlay has only one key for each fault.
        steps = list(Often)
        with self._lock:
            self.orders[fault] = steps[(steps.index(self.orders[fault]) + 1) % len(steps)]

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message, with the faults that were ordered."""
        ask = super().send
        return self._observed(secret, message, player_id, context, lambda: ask(secret, message, player_id, context))

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Eventually[Reply]:
        """Send in the same way, and pass the words of the answer on unless a fault replaces the answer."""
        ask = super().stream
        if not self.streams:
            return self.send(secret, message, player_id, context)
        return self._observed(
            secret, message, player_id, context, lambda: ask(secret, message, player_id, context, tell=tell)
        )

    def _observed(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry],
        ask: Callable[[], Eventually[Reply]],
    ) -> Eventually[Reply]:
        started = self._clock()

        def keep(reply: Reply | None = None, error: errors.StealthError | None = None) -> None:
            spent = self._clock() - started
            with self._lock:
                self._exchanges.append(
                    Exchange(self.npc_of(secret), player_id, message, tuple(context), spent, reply, error)
                )

        def answer() -> Eventually[Reply]:
            ordered = self._take()
            # A delay may come together with another fault; it is applied first.
            late = self._pause.wait(LATE) if InjectedFault.LATE in ordered else None
            return flatten(follow(late, lambda _: self._answer(ordered, ask)))

        return observe(answer, keep)

    def _answer(self, ordered: set[InjectedFault], ask: Callable[[], Eventually[Reply]]) -> Eventually[Reply]:
        if InjectedFault.BUSY in ordered:
            raise errors.BusyError("Ordered: the conversation is busy.", route=protocol.SEND, status=429)
        if InjectedFault.LOST in ordered:
            raise errors.ConnectionLostError("Ordered: the connection was lost.", route=protocol.SEND)
        if InjectedFault.CANCELLED in ordered:
            return Reply(cancelled=True)
        return JUNK if InjectedFault.JUNK in ordered else ask()

    def _take(self) -> set[InjectedFault]:
        """Return the faults for this message, and remove those that were ordered for one message only."""
        with self._lock:
            ordered = {fault for fault, often in self.orders.items() if often is not Often.NEVER}
            for fault, often in self.orders.items():
                self.orders[fault] = Often.NEVER if often is Often.ONCE else often
        return ordered

    def close(self, timeout: float = 0.0) -> None:
        """Stop all delays at once, and close the client."""
        self._pause.end()
