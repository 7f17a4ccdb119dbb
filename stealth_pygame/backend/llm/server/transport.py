"""Requests to a model's server, with limits for time and size; never through a proxy to this machine."""

from __future__ import annotations

import codecs
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from stealth_pygame.backend.brain.interface import BrainError
from stealth_pygame.backend.llm.names import Endpoint
from stealth_pygame.client.deadlines import InFlightRequests
from stealth_pygame.client.system_network import Certificates, proxy_for
from stealth_pygame.client.transport import WatchedAdapter
from stealth_pygame.errors import MissingExtraError

# Seconds for making a connection.
CONNECT_WITHIN: Final = 5.0
# Bytes of an answer that are read at most.
MOST_BYTES: Final = 2_000_000


class UnreachableError(BrainError):
    """The server cannot be reached, or the connection broke. again: a second try may succeed."""

    def __init__(self, words: str, *, again: bool = False) -> None:
        super().__init__(words)
        self.again = again


class LateError(BrainError):
    """The answer did not arrive in time."""


@dataclass(frozen=True)
class Response:
    """A server's complete answer."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        """The JSON in the body, None if there is none."""
        try:
            return json.loads(self.body, strict=False)
        except ValueError:
            return None


class Transport:
    """Requests to one endpoint. Thread-safe; each thread has its own session."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._local = threading.local()
        self._in_flight = InFlightRequests()
        self._certificates = Certificates(system=True)
        self._root = f"{urlsplit(endpoint.url).scheme}://{urlsplit(endpoint.url).netloc}"

    def post(self, route: str, body: Any, seconds: float) -> Response:
        """Send a POST request to a route below the base URL. Raises `UnreachableError` and `LateError`."""
        with self._sent("POST", self._endpoint.url + route, body, seconds) as answer:
            return _whole(answer)

    def get(self, path: str, seconds: float, *, root: bool = False) -> Response:
        """Send a GET request below the base URL. root: below the server's root. Raises the same as `post`."""
        with self._sent("GET", (self._root if root else self._endpoint.url) + path, None, seconds) as answer:
            return _whole(answer)

    def ask_root(self, path: str, body: Any, seconds: float) -> Response:
        """Send a POST request below the server's root. Raises the same as `post`."""
        with self._sent("POST", self._root + path, body, seconds) as answer:
            return _whole(answer)

    @contextmanager
    def stream(self, route: str, body: Any, seconds: float) -> Iterator[tuple[Response, Iterator[str]]]:
        """Send a request and read the lines of the answer as they arrive. An error has its body in the response."""
        with self._sent("POST", self._endpoint.url + route, body, seconds) as answer:
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code != 200 or "event-stream" not in kind:
                yield _whole(answer), iter(())
            else:
                yield Response(200, "", _headers(answer)), _lines(answer)

    @contextmanager
    def _sent(self, method: str, url: str, body: Any, seconds: float) -> Iterator[requests.Response]:
        session = self._session()
        data = None if body is None else json.dumps(body).encode()
        with self._in_flight.track(seconds) as in_flight:
            try:
                request = session.prepare_request(requests.Request(method, url, data=data))
                adapter = session.get_adapter(url)
                timeout = (min(CONNECT_WITHIN, seconds), seconds)
                with adapter.send(request, stream=True, timeout=timeout, proxies=self._proxies(url)) as answer:
                    yield answer
                if in_flight.cut is not None:
                    raise LateError(f"no answer within {seconds:.3g} s")
            except (requests.RequestException, HTTPError, OSError, ValueError) as exc:
                if in_flight.cut is not None or ("timed out" in str(exc).lower() and in_flight.sent):
                    raise LateError(f"no answer within {seconds:.3g} s") from exc
                raise _unreachable(exc, self._endpoint) from exc

    def _proxies(self, url: str) -> dict[str, str]:
        """Return the proxies from the settings of this machine; none for a server on this machine."""
        try:
            proxy = proxy_for(url)
        except MissingExtraError as exc:
            raise UnreachableError(str(exc).replace("the backend", "the model")) from exc
        return {urlsplit(url).scheme: proxy.url} if proxy else {}

    def _session(self) -> requests.Session:
        """Return this thread's session. It ignores `.netrc`, which would replace the key."""
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False
            session.headers.update({"Content-Type": "application/json", "User-Agent": "stealth-pygame"})
            # A compressed stream of events would arrive only in large blocks.
            session.headers["Accept-Encoding"] = "identity"
            # Some servers refuse a request without a key, although they do not check it.
            session.headers["Authorization"] = f"Bearer {self._endpoint.key or 'none'}"
            adapter = WatchedAdapter(self._certificates if self._endpoint.url.startswith("https:") else None)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            self._local.session = session
        session = self._local.session
        assert isinstance(session, requests.Session)
        return session

    def abort(self) -> None:
        """End the requests that are running; later requests still work."""
        self._in_flight.abort()

    def close(self) -> None:
        """End the requests that are running and refuse all later ones."""
        self._in_flight.close()


def _headers(answer: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def _whole(answer: requests.Response) -> Response:
    data = b""
    for chunk in answer.iter_content(65_536):
        data += chunk
        # No answer is that long; a server in a loop would fill the memory.
        if len(data) > MOST_BYTES:
            break
    return Response(answer.status_code, data.decode("utf-8", "replace"), _headers(answer))


def _lines(answer: requests.Response) -> Iterator[str]:
    """Yield each line when it is complete; the library's own iterator would wait for a full block."""
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode
    rest, size = "", 0
    while size <= MOST_BYTES and (
        data := answer.raw.read1(65_536) if hasattr(answer.raw, "read1") else answer.raw.read(1)
    ):
        size += len(data)
        *lines, rest = (rest + decode(data)).split("\n")
        yield from (line.rstrip("\r") for line in lines)
    if rest:
        yield rest


def _unreachable(exc: Exception, endpoint: Endpoint) -> UnreachableError:
    text = str(exc)
    if any(word in text for word in ("Connection refused", "NewConnectionError", "Errno 111", "WinError 10061")):
        start = f" (start it with: {endpoint.start})" if endpoint.start else ""
        return UnreachableError(f"nothing listens there; is the server started{start}?")
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return UnreachableError("its certificate is not trusted; name a company's certificate file in SSL_CERT_FILE")
    if "Name or service" in text or "getaddrinfo" in text or "NameResolution" in text:
        return UnreachableError("the name of the machine is not known; is it spelt right?")
    if isinstance(exc, requests.ConnectTimeout):
        return UnreachableError(f"nobody took the connection within {CONNECT_WITHIN:g} s; is the address right?")
    # A connection that was kept open may have been closed meanwhile.
    return UnreachableError(f"the connection failed ({type(exc).__name__})", again=True)
