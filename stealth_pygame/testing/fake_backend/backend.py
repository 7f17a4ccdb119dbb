"""A backend for tests: real HTTP on loopback, prepared replies instead of a model, its own clock, faults on request.

with FakeBackend() as backend:
    backend.reply("Good evening.", calls=[("open_gate", {"width": 3})])
    client = StealthClient(backend.url, backend.auth)
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Final, Literal

from stealth_pygame.testing.fake_backend.conversations import CallLike, FakeConversation, FakeReply, Script, Seen
from stealth_pygame.testing.fake_backend.faults import Fault
from stealth_pygame.testing.fake_backend.gateway import Gateway, Recorded
from stealth_pygame.testing.fake_backend.http import Server
from stealth_pygame.testing.fake_backend.natures.contract import ContractNature
from stealth_pygame.testing.fake_backend.natures.eliza import ElizaNature
from stealth_pygame.testing.fake_backend.natures.measured import MeasuredNature
from stealth_pygame.testing.fake_backend.thinking import Mind

NATURES: Final[dict[str, type[ContractNature]]] = {
    "contract": ContractNature,
    "measured": MeasuredNature,
    "eliza": ElizaNature,
}


class FakeBackend:
    """A Stealth backend on loopback. Thread-safe. After `stop` no thread is left.

    `nature` is "contract", "measured" (as the published backend with its basic framework) or "eliza" (with its other).

    `delay` is the real time in seconds that every send takes; to delay sends without real time, use `hold`.
    """

    def __init__(
        self,
        nature: Literal["contract", "measured", "eliza"] = "contract",
        auth: str = "test-key",
        port: int = 0,
        delay: float = 0.0,
    ) -> None:
        self.auth = auth
        self._mind = Mind(NATURES[nature](), delay)
        self._door = Gateway(self._mind, auth)
        self._server = Server(self._door.serve, port)

    def __enter__(self) -> FakeBackend:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def delay(self) -> float:
        """The real time in seconds that every send takes."""
        return self._mind.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._mind.delay = seconds

    @property
    def now(self) -> float:
        """The backend's clock in seconds; only `step` moves it."""
        return self._mind.nature.now

    @property
    def requests(self) -> list[Recorded]:
        """The requests so far, in order."""
        return self._door.requests

    @property
    def connections(self) -> int:
        """The number of connections that clients have made so far."""
        return self._server.accepted

    @property
    def waiting(self) -> int:
        """The number of sends that wait for their answer now."""
        with self._mind.lock:
            return len(self._mind.thinking)

    @property
    def conversations(self) -> list[FakeConversation]:
        """The conversations that the backend stores."""
        with self._mind.lock:
            return list(self._mind.nature.conversations.values())

    @property
    def seen(self) -> list[Seen]:
        """The messages and context that the model would see, for each send."""
        return self._mind.seen

    @property
    def overlapping_sends(self) -> int:
        """The number of sends that came while another send of the same conversation had no answer yet."""
        return self._mind.overlapping_sends

    @property
    def finished_during_send(self) -> int:
        """The number of finishes that came during a send of the same conversation, which can stop a real backend."""
        return self._mind.finished_during_send

    def start(self) -> FakeBackend:
        """Start listening, on the same port as before."""
        if not self._server.running:
            self._mind.wake()
            self._server.start()
        return self

    def stop(self) -> None:
        """Stop listening, and end connections and threads; sends without an answer are dropped."""
        self._mind.die(stuck=False)
        self._server.stop()

    def restart(self, *, keep_data: bool = True) -> None:
        """Stop and start on the same port. keep_data: keep the conversations."""
        self.stop()
        # The nature decides about the rest: the published backend stores busy flags, but not rooms.
        if keep_data:
            self._mind.nature.wake()
        else:
            self._mind.nature.forget()
        self.start()

    def kill_mid_send(self) -> None:
        """Stop as if the process was killed: connections break, busy flags stay. `restart` starts it again."""
        # First, so that no answer is sent any more.
        self._mind.die(stuck=True)
        self._server.stop()

    def drop_connections(self) -> None:
        """Close all connections, as a server does with idle ones."""
        self._server.drop()

    def step(self, seconds: float) -> None:
        """Move the backend's clock forward."""
        with self._mind.lock:
            self._mind.nature.now += seconds

    def reply(
        self, content: str = "", *, calls: Iterable[CallLike] = (), flagged: bool = False, cancelled: bool = False
    ) -> None:
        """Prepare the reply to the next send; several replies are used in order."""
        with self._mind.lock:
            self._mind.replies.append(FakeReply(content, tuple(calls), flagged, cancelled))

    def script(self, script: Script) -> None:
        """Answer with `script(message, context, users)` when no prepared reply is left."""
        self._mind.script = script

    def hold(self) -> None:
        """Let every send wait until `release`."""
        self._mind.hold()

    def release(self, count: int | None = None) -> None:
        """Let so many waiting sends answer; None: all of them, and all later ones."""
        self._mind.release(count)

    def fail(self, route: str, fault: Fault, times: int = 1) -> None:
        """Order a fault for the next requests to a route ("/api/send" or "send"). REFUSE is for all, until `heal`."""
        # When nobody listens, no request can be told from another.
        if fault is Fault.REFUSE:
            self.stop()
        else:
            self._door.order(route, fault, times)

    def heal(self) -> None:
        """Cancel all ordered faults, and listen again."""
        self._door.heal()
        self.start()
