"""The entrance of the fake backend: it checks and records requests, and applies the ordered faults."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from stealth_pygame import protocol
from stealth_pygame.testing.fake_backend.faults import DONE_FIRST, LINE_FAULTS, Fault
from stealth_pygame.testing.fake_backend.http import Request, Wire, parsed
from stealth_pygame.testing.fake_backend.responses import ANSWERS, Answer, framework_error, no_route, refusal
from stealth_pygame.testing.fake_backend.spoiling import SPOILT
from stealth_pygame.testing.fake_backend.thinking import Mind


@dataclass(frozen=True)
class Recorded:
    """One request without the key. Its repr leaves out the body, because that contains a secret."""

    route: str
    body: dict[str, Any] = field(repr=False)
    headers: dict[str, str]


class Gateway:
    """Serves connections: reads requests, applies ordered faults, and passes the other requests on."""

    def __init__(self, mind: Mind, auth: str) -> None:
        self.requests: list[Recorded] = []
        self._mind = mind
        self._auth = auth
        self._lock = threading.Lock()
        self._faults: dict[str, deque[Fault]] = {route: deque() for route in protocol.ROUTES}

    def order(self, route: str, fault: Fault, times: int) -> None:
        """Order a fault for the next requests to a route."""
        whole = "/api/" + route.rpartition("/")[2]
        assert whole in self._faults, f"there is no route {route!r}; there are {', '.join(protocol.ROUTES)}"
        with self._lock:
            self._faults[whole].extend([fault] * times)

    def heal(self) -> None:
        """Cancel all ordered faults."""
        with self._lock:
            for waiting in self._faults.values():
                waiting.clear()

    def serve(self, wire: Wire) -> bool:
        """Serve one request of a connection. Return False if the connection has ended."""
        request, fault = self._read(wire)
        if request is None:
            return False
        body = self._note(request)
        # These are faults of the answer, so the request is carried out first.
        if fault is None or fault in DONE_FIRST:
            answer = self._refusal(request, body) or self._mind.answer(request.route, body or {}, wire)
        else:
            answer = Answer(200) if fault in LINE_FAULTS else ANSWERS[fault](request.route)
        if answer is None:
            return False
        if fault in LINE_FAULTS:
            return wire.spoil(SPOILT[fault](answer))
        return wire.send(answer.head() + answer.body) and request.headers.get("connection", "").lower() != "close"

    def _read(self, wire: Wire) -> tuple[Request | None, Fault | None]:
        head = wire.read_head()
        if head is None:
            return None, None
        method, route, headers = parsed(head)
        fault = self._fault(route)
        # Before the body, because the backend must not see the request.
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
        """Record the request; return its body if that is a JSON object, else None."""
        try:
            value = json.loads(request.body)
        except ValueError:
            value = None
        body = value if isinstance(value, dict) else None
        # A failing test prints the recorded requests, and must not print a key.
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        with self._lock:
            self.requests.append(Recorded(request.route, body or {}, headers))
        return body

    def _refusal(self, request: Request, body: dict[str, Any] | None) -> Answer | None:
        """Return a refusal before the routes, for route, key, size, type and shape in this order, or None."""
        most = self._mind.nature.most_body
        if request.method != "POST" or request.route not in protocol.ROUTES:
            return no_route(request.route)
        # The key first, as on the published backend.
        if request.headers.get("authorization") != self._auth:
            return refusal(403, "Invalid API key")
        if most is not None and len(request.body) > most:
            return framework_error(413, "Payload Too Large", "Request body is too large")
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return framework_error(415, "Unsupported Media Type", "Unsupported Media Type")
        return framework_error(400, "Bad Request", "Body is not a JSON object") if body is None else None
