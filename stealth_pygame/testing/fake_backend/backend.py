"""A backend for tests: real HTTP on loopback, a script instead of a model, a clock to step, and faults to order.

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
    """A Stealth backend on loopback. Thread-safe; `stop` leaves no thread.

    `nature` is "contract", "measured" (the published backend with its basic framework) or "eliza" (with its other one).

    `delay` is the real time in seconds that every send takes; `hold` is the way to slow sends without waiting.
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
        """Seconds of real time that every send takes."""
        return self._mind.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._mind.delay = seconds

    @property
    def now(self) -> float:
        """Seconds on the backend's clock, which only `step` moves."""
        return self._mind.nature.now

    @property
    def requests(self) -> list[Recorded]:
        """The requests so far, in order."""
        return self._door.requests

    @property
    def connections(self) -> int:
        """Connections that clients have made so far."""
        return self._server.accepted

    @property
    def waiting(self) -> int:
        """Sends that are thinking now."""
        with self._mind.lock:
            return len(self._mind.thinking)

    @property
    def conversations(self) -> list[FakeConversation]:
        """The conversations that it keeps."""
        with self._mind.lock:
            return list(self._mind.nature.conversations.values())

    @property
    def seen(self) -> list[Seen]:
        """The model's view, send by send."""
        return self._mind.seen

    @property
    def overlapping_sends(self) -> int:
        """Sends that came while another one of the same conversation was still awaited by its client."""
        return self._mind.overlapping_sends

    @property
    def finished_during_send(self) -> int:
        """Finishes that came while a send of the same conversation was thinking: they can kill a real backend."""
        return self._mind.finished_during_send

    def start(self) -> FakeBackend:
        """Listen, on the port of last time."""
        if not self._server.running:
            self._mind.wake()
            self._server.start()
        return self

    def stop(self) -> None:
        """End listening, connections and threads; what is thinking is forgotten."""
        self._mind.die(stuck=False)
        self._server.stop()

    def restart(self, *, keep_data: bool = True) -> None:
        """Stop and start on the same port, with the data or without."""
        self.stop()
        # A nature decides what a restart leaves: busy flags are stored, rooms are not.
        if keep_data:
            self._mind.nature.wake()
        else:
            self._mind.nature.forget()
        self.start()

    def kill_mid_send(self) -> None:
        """Die while thinking: connections break, and the busy flags stay as they are. `restart` brings it back."""
        # First: an answer that is on its way must not be sent any more.
        self._mind.die(stuck=True)
        self._server.stop()

    def drop_connections(self) -> None:
        """End every connection, as a server does with idle ones."""
        self._server.drop()

    def step(self, seconds: float) -> None:
        """Move the backend's clock on."""
        with self._mind.lock:
            self._mind.nature.now += seconds

    def reply(
        self, content: str = "", *, calls: Iterable[CallLike] = (), flagged: bool = False, cancelled: bool = False
    ) -> None:
        """Lay a reply ready for the next send; several wait in order."""
        with self._mind.lock:
            self._mind.replies.append(FakeReply(content, tuple(calls), flagged, cancelled))

    def script(self, script: Script) -> None:
        """Answer with `script(message, context, users)` what no ready reply waits for."""
        self._mind.script = script

    def hold(self) -> None:
        """Let every send think until it is released."""
        self._mind.hold()

    def release(self, count: int | None = None) -> None:
        """Let so many sends answer, or all of them and all later ones."""
        self._mind.release(count)

    def fail(self, route: str, fault: Fault, times: int = 1) -> None:
        """Order a fault for the next requests to a route ("/api/send" or "send"). REFUSE is for all, until `heal`."""
        # No request can be told from another where nobody listens.
        if fault is Fault.REFUSE:
            self.stop()
        else:
            self._door.order(route, fault, times)

    def heal(self) -> None:
        """Take every ordered fault back, and listen again."""
        self._door.heal()
        self.start()
