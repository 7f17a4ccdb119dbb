"""A backend for tests: real HTTP on loopback, a script instead of a model, a clock to step, and faults to order.

with FakeBackend() as backend:
    backend.reply("Good evening.", calls=[("open_gate", {"width": 3})])
    client = StealthClient(backend.url, backend.auth)
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from stealth_pygame import protocol
from stealth_pygame.protocol import User
from stealth_pygame.testing.fake_http import Request, Server, Wire, parsed
from stealth_pygame.testing.fake_nature import ContractNature, MeasuredNature
from stealth_pygame.testing.fake_talks import CallLike, FakeReply, Script, Seen, Talk, echo
from stealth_pygame.testing.faults import (
    ANSWERS,
    DONE_FIRST,
    LINE_FAULTS,
    Answer,
    Fault,
    framework_error,
    no_route,
    refusal,
)

NATURES = {"contract": ContractNature, "measured": MeasuredNature}


@dataclass(frozen=True)
class Recorded:
    """One request as it came in, without the key; its repr leaves the body out, which holds a secret."""

    route: str
    body: dict[str, Any] = field(repr=False)
    headers: dict[str, str]


@dataclass(eq=False)
class _Thinking:
    """A send between its message and its reply."""

    talk: Talk
    wire: Wire


class FakeBackend:
    """A Stealth backend on loopback, of the nature "contract" or "measured". Thread-safe; leaves no thread."""

    def __init__(
        self,
        nature: Literal["contract", "measured"] = "contract",
        auth: str = "test-key",
        port: int = 0,
        delay: float = 0.0,
    ) -> None:
        self.auth = auth
        self.delay = delay
        """Seconds of real time that a send takes; `hold` is the way without waiting."""
        self.requests: list[Recorded] = []
        self.seen: list[Seen] = []
        """What the model would have seen, send by send."""
        self.overlapping_sends = 0
        """Sends that came while another one of the same conversation was still awaited by its client."""
        self.finished_during_send = 0
        """Finishes that came while a send of the same conversation was thinking: they can kill a real backend."""
        self._nature = NATURES[nature]()
        self._script: Script = echo
        self._replies: deque[FakeReply] = deque()
        self._faults: dict[str, deque[Fault]] = {route: deque() for route in protocol.ROUTES}
        self._thinking: set[_Thinking] = set()
        self._lock = threading.Condition()
        self._held = False
        self._permits = 0
        self._alive = 0
        self._server = Server(self._serve, port)

    def __enter__(self) -> FakeBackend:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def now(self) -> float:
        """Seconds on the backend's clock, which only `step` moves."""
        return self._nature.now

    @property
    def waiting(self) -> int:
        """Sends that are thinking now."""
        with self._lock:
            return len(self._thinking)

    @property
    def connections(self) -> int:
        """Connections that clients have made so far."""
        return self._server.accepted

    @property
    def conversations(self) -> list[Talk]:
        """All conversations that it keeps."""
        with self._lock:
            return list(self._nature.talks.values())

    def start(self) -> FakeBackend:
        """Listen, on the port of last time."""
        if not self._server.running:
            self._server.start()
        return self

    def stop(self) -> None:
        """End listening, connections and threads; what is thinking is forgotten."""
        with self._lock:
            self._end_thinking(stuck=False)
        self._server.stop()

    def restart(self, *, keep_data: bool = True) -> None:
        """Stop and start on the same port, with the data or without."""
        self.stop()
        with self._lock:
            if keep_data:
                self._nature.wake()
            else:
                self._nature.forget()
        self.start()

    def kill_mid_send(self) -> None:
        """Die while thinking: connections break, and the busy flags stay as they are. `restart` brings it back."""
        with self._lock:
            self._end_thinking(stuck=True)
        self._server.stop()

    def drop_connections(self) -> None:
        """End every connection, as a server does with idle ones."""
        self._server.drop()

    def step(self, seconds: float) -> None:
        """Move the backend's clock on."""
        with self._lock:
            self._nature.now += seconds

    def reply(
        self, content: str = "", *, calls: Iterable[CallLike] = (), flagged: bool = False, cancelled: bool = False
    ) -> None:
        """Lay a reply ready for the next send; several wait in order."""
        with self._lock:
            self._replies.append(FakeReply(content, tuple(calls), flagged, cancelled))

    def script(self, script: Script) -> None:
        """Answer with `script(message, context, users)` what no ready reply waits for."""
        with self._lock:
            self._script = script

    def hold(self) -> None:
        """Let every send think until it is released."""
        with self._lock:
            self._held = True

    def release(self, count: int | None = None) -> None:
        """Let so many sends answer, or all of them and all later ones."""
        with self._lock:
            if count is None:
                self._held, self._permits = False, 0
            else:
                self._permits += count
            self._lock.notify_all()

    def fail(self, route: str, fault: Fault, times: int = 1) -> None:
        """Order a fault for the next requests to a route ("/api/send" or "send")."""
        if fault is Fault.REFUSE:
            self.stop()
            return
        with self._lock:
            self._faults["/api/" + route.rpartition("/")[2]].extend([fault] * times)

    def heal(self) -> None:
        """Take every ordered fault back, and listen again."""
        with self._lock:
            for waiting in self._faults.values():
                waiting.clear()
        self.start()

    def _serve(self, wire: Wire) -> bool:
        request, fault = self._read(wire)
        if request is None:
            return False
        if fault is not None and fault not in DONE_FIRST:
            self._note(request)
            if fault in LINE_FAULTS:
                wire.spoil(fault, Answer(200))
                return False
            return self._say(wire, ANSWERS[fault](request.route))
        answer = self._answer(request, wire)
        if answer is None:
            return False
        if fault is not None:
            wire.spoil(fault, answer)
            return False
        return self._say(wire, answer) and request.headers.get("connection", "").lower() != "close"

    def _say(self, wire: Wire, answer: Answer) -> bool:
        return wire.send(answer.head() + answer.body)

    def _read(self, wire: Wire) -> tuple[Request | None, Fault | None]:
        head = wire.read_head()
        if head is None:
            return None, None
        method, route, headers = parsed(head)
        fault = self._fault(route)
        if fault is Fault.RESET_BEFORE_READING:
            wire.close(reset=True)
            return None, None
        body = wire.read_body(int(headers.get("content-length", "0")))
        return None if body is None else Request(method, route, headers, body), fault

    def _fault(self, route: str) -> Fault | None:
        with self._lock:
            waiting = self._faults.get(route)
            return waiting.popleft() if waiting else None

    def _note(self, request: Request) -> dict[str, Any] | None:
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        known = body if isinstance(body, dict) else {}
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        with self._lock:
            self.requests.append(Recorded(request.route, known, headers))
        return body if isinstance(body, dict) else None

    def _answer(self, request: Request, wire: Wire) -> Answer | None:
        body = self._note(request)
        refused = self._refusal(request, body)
        if refused is not None or body is None:
            return refused
        if request.route == protocol.SEND:
            return self._send(body, wire)
        with self._lock:
            if request.route == protocol.FINISH:
                self._watch_finish(body)
            routes = {
                protocol.CREATE: self._nature.create,
                protocol.UPDATE: self._nature.update,
                protocol.FINISH: self._nature.finish,
            }
            return routes[request.route](body)

    def _refusal(self, request: Request, body: dict[str, Any] | None) -> Answer | None:
        """What is refused before a route is asked: route, key, size, kind and shape, in this order."""
        most = self._nature.most_body
        if request.method != "POST" or request.route not in protocol.ROUTES:
            return no_route(request.route)
        if request.headers.get("authorization") != self.auth:
            return refusal(403, "Invalid API key")
        if most is not None and len(request.body) > most:
            return framework_error(413, "Payload Too Large", "Request body is too large")
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return framework_error(415, "Unsupported Media Type", "Unsupported Media Type")
        return framework_error(400, "Bad Request", "Body is not a JSON object") if body is None else None

    def _watch_finish(self, body: dict[str, Any]) -> None:
        self.finished_during_send += any(thinking.talk.secret == body.get("secret") for thinking in self._thinking)

    def _send(self, body: dict[str, Any], wire: Wire) -> Answer | None:
        """A send from message to reply; None where the backend died meanwhile."""
        with self._lock:
            self._watch_overlap(body)
            talk = self._nature.begin_send(body)
            if isinstance(talk, Answer):
                return talk
            thinking = _Thinking(talk, wire)
            self._thinking.add(thinking)
            context = {str(entry["key"]): str(entry["value"]) for entry in body["context"]}
            self.seen.append(talk.seen(context, body["message"], keeps_oldest=self._nature.keeps_oldest))
            self._think(thinking)
            users = talk.listed_users()
        reply = self._reply_to(body["message"], context, users)
        with self._lock:
            if thinking not in self._thinking:
                return None
            self._thinking.discard(thinking)
            if not reply.cancelled:
                talk.remember(context, body["message"], reply.content)
            return self._nature.end_send(talk, reply)

    def _watch_overlap(self, body: dict[str, Any]) -> None:
        same = (thinking for thinking in self._thinking if thinking.talk.secret == body.get("secret"))
        self.overlapping_sends += any(not thinking.wire.gone() for thinking in same)

    def _think(self, thinking: _Thinking) -> None:
        """Wait as long as a model would, or until the backend dies."""
        if self.delay:
            self._lock.wait_for(lambda: thinking not in self._thinking, self.delay)
        self._lock.wait_for(lambda: thinking not in self._thinking or not self._held or self._permits > 0)
        if self._held and thinking in self._thinking:
            self._permits -= 1

    def _reply_to(self, message: str, context: dict[str, str], users: list[User]) -> FakeReply:
        """The next ready reply, or the script's, which may take its time without holding up others."""
        with self._lock:
            ready = self._replies.popleft() if self._replies else None
        said = self._script(message, context, users) if ready is None else ready
        return FakeReply(said) if isinstance(said, str) else said

    def _end_thinking(self, *, stuck: bool) -> None:
        for thinking in self._thinking:
            thinking.talk.busy = stuck
        self._thinking.clear()
        self._lock.notify_all()
