"""A fake provider on a port of this machine."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stealth_pygame.testing.fake_provider.completions import ProviderAnswer, text_answer
from stealth_pygame.testing.fake_provider.refusals import REFUSALS

ROUTE = "/v1/chat/completions"


@dataclass(frozen=True)
class ProviderRequest:
    """One request as it came in; header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: Any


class FakeProvider:
    """A server with OpenAI's API. Use it as a context manager: `with FakeProvider() as provider:`.

    `answer` is its answer to everything, `script` a list of answers to use first; `refuses` names the features that it
    refuses (`REFUSALS`), `loading` is the number of answers "Loading model" before it is ready, `busy`
    replaces all answers, even to requests that only load the model, and `words_per_second` is the speed of streams.
    """

    def __init__(self) -> None:
        self.answer: ProviderAnswer | Callable[[Any], ProviderAnswer] = text_answer("Twelve gold.")
        self.script: deque[ProviderAnswer] = deque()
        self.refuses: set[str] = set()
        self.loading = 0
        self.busy: ProviderAnswer | None = None
        self.pages: dict[str, Any] = {}
        """More pages, such as "/props", with their JSON."""
        self.words_per_second = 0.0
        self.requests: list[ProviderRequest] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """The base URL, as a model's option takes it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def asked(self) -> list[Any]:
        """The bodies of all questions so far, without requests that only loaded the model."""
        with self._lock:
            return [request.body for request in self.requests if request.path == ROUTE and not _warms(request.body)]

    @property
    def warmed(self) -> list[Any]:
        """The bodies of the requests that only loaded the model."""
        with self._lock:
            return [request.body for request in self.requests if request.path == ROUTE and _warms(request.body)]

    def __enter__(self) -> FakeProvider:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server, and end all waits for an answer."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def answer_to(self, request: ProviderRequest) -> ProviderAnswer:
        """Return the answer to one request, and record the request."""
        with self._lock:
            self.requests.append(request)
            if request.path in self.pages:
                return ProviderAnswer(self.pages[request.path])
            if request.path != ROUTE:
                return ProviderAnswer("404 page not found", 404, {"Content-Type": "text/plain"})
            if self.busy is not None:
                return self.busy
            if self.loading:
                self.loading -= 1
                return ProviderAnswer({"error": {"code": 503, "message": "Loading model"}}, 503)
            for name in sorted(self.refuses):
                if REFUSALS[name].applies(request.body):
                    return ProviderAnswer({"error": {"message": REFUSALS[name].words}}, REFUSALS[name].status)
            if _warms(request.body):
                return text_answer("H")
            if self.script:
                return self.script.popleft()
            answer = self.answer
        return answer(request.body) if callable(answer) else answer

    def wait(self, seconds: float | None) -> bool:
        """Wait. Return True if the server closes meanwhile."""
        return self._closing.wait(seconds)


def _warms(body: Any) -> bool:
    return isinstance(body, dict) and 1 in (body.get("max_tokens"), body.get("max_completion_tokens"))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, provider: FakeProvider) -> None:
        self.provider = provider
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *args: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(json.loads(data))

    def _answer(self, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.provider.answer_to(ProviderRequest(self.path, headers, body))
        if answer.hang:
            self.server.provider.wait(None)
        wants_stream = isinstance(body, dict) and body.get("stream")
        # A game that gave up has closed the connection; this is no error of the server.
        with contextlib.suppress(OSError):
            if answer.hang or answer.drop:
                self.close_connection = True
            elif wants_stream and answer.status == 200 and isinstance(answer.body, dict) and "error" not in answer.body:
                self._stream(answer)
            else:
                self._whole(answer)

    def _whole(self, answer: ProviderAnswer) -> None:
        self.send_response(answer.status)
        length = str(len(answer.data))
        headers = {"Content-Type": "application/json", "Content-Length": length, **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.data)

    def _stream(self, answer: ProviderAnswer) -> None:
        provider = self.server.provider
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        # Without a length, the end of the connection is the end of the answer.
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for event in answer.events():
            if provider.words_per_second and provider.wait(1 / provider.words_per_second):
                return
            self.wfile.write(event)
            self.wfile.flush()
