"""The client with the four routes as blocking calls, used by the worker threads, or by a game directly.

It never sends a request again. After a `ConnectError` nothing was sent; after another error it may have arrived.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Final, cast
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, SecretStr
from urllib3.exceptions import HTTPError

from stealth_pygame import errors, protocol
from stealth_pygame.client import failures, responses
from stealth_pygame.client.backend_api import Health, health
from stealth_pygame.client.deadlines import InFlightRequests
from stealth_pygame.client.responses import Answer, AnswerT
from stealth_pygame.client.system_network import Certificates, proxy_for
from stealth_pygame.client.transport import WatchedAdapter
from stealth_pygame.client.url import base_url, checked_key
from stealth_pygame.protocol.models import EVENTS, OFFER, PLAYER, STREAM, ConversationRef, PlayerToken, Reply, User
from stealth_pygame.protocol.requests import (
    CharacterLike,
    ContextLike,
    UserLike,
    create_request,
    finish_request,
    send_request,
    update_request,
)
from stealth_pygame.validation import check_flag, check_seconds, known_only

__all__ = ["ConversationRef", "Health", "Reply", "StealthClient", "User"]


log = logging.getLogger("stealth_pygame")

USER_AGENT: Final = "stealth-pygame"


@known_only
class StealthClient:
    """A client of the Stealth backend at `url`, with the API key `auth`. Thread-safe; calls may raise `BackendError`.

    Times are seconds. `reply_timeout` limits the whole request, from the connection to the last byte of the answer;
    `max_reply_bytes` limits the answer.
    system_network: use the machine's proxies (HTTPS_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE, the system's
    store) for other machines; with False, connect directly and trust only the certificates of Python's packages.
    """

    def __init__(
        self,
        url: str,
        auth: str,
        *,
        connect_timeout: float = 3.0,
        reply_timeout: float = 30.0,
        max_reply_bytes: int = 1_048_576,
        allow_insecure: bool = False,
        system_network: bool = True,
    ) -> None:
        check_flag(allow_insecure, "allow_insecure")
        check_flag(system_network, "system_network")
        self.url = base_url(url, allow_insecure=allow_insecure)
        self.connect_timeout = check_seconds("connect_timeout", connect_timeout)
        self.reply_timeout = check_seconds("reply_timeout", reply_timeout)
        self.max_reply_bytes = int(check_seconds("max_reply_bytes", max_reply_bytes, most=responses.MOST_BYTES))
        self._key = SecretStr(checked_key(auth))
        # A name such as "localhost" may lead to another machine, so each connection is checked when it is open.
        self._local_only = urlsplit(self.url).scheme == "http" and not allow_insecure
        self._certificates = Certificates(system_network)
        self._proxy = proxy_for(self.url) if system_network else None
        self._requests = InFlightRequests()
        self._offered = False
        self._forget_connections()
        _clients.add(self)

    @classmethod
    def new_player(cls, url: str, **options: Any) -> str:
        """Return a token for a new player from the proxy at `url`. It is used in the place of a key, so keep it.

        The options are those of a client. Raises `BackendError` and `ConfigurationError`.
        """
        # For this request the proxy needs no real key, and a game should hold none.
        with cls(url, "a-new-player", **options) as client:
            return client._ask(PLAYER, protocol.Empty(), PlayerToken).token

    def __repr__(self) -> str:
        return f"<StealthClient {self.url}>"

    def __enter__(self) -> StealthClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation. With a token that the backend knows, it continues the old one and ignores `users`."""
        return self._ask(protocol.CREATE, create_request(character, users, persistence_token), ConversationRef)

    def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Send a player's message and return the reply.

        A `BusyError` may also mean that the conversation is finished or stuck, so do not retry without a limit.
        """
        return self._ask(protocol.SEND, send_request(secret, message, player_id, context), Reply)

    @property
    def streams(self) -> bool:
        """True after the backend has offered, in its answer to a create, to send words before the end of a reply."""
        return self._offered

    def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """Send a message; `tell` is called, on this thread, with each new part of the reply's words.

        The parts together are the beginning of the reply's `content`, unless the reply is flagged. If `streams` is
        False, this is the same as `send`. After an exception in `tell`, which is logged, it is not called again.
        """
        request = send_request(secret, message, player_id, context)
        return self._ask(protocol.SEND, request, Reply, responses.Telling(tell) if self._offered else None)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Send the players of a conversation, or a new character, which deletes the history.

        Players who are not in `users` stay in the basic framework, and are removed in Eliza.
        """
        self._ask(protocol.UPDATE, update_request(secret, users, character), protocol.Empty)

    def finish(self, secret: str) -> None:
        """End a conversation. Never call this during a send: the late answer can end the backend's process."""
        self._ask(protocol.FINISH, finish_request(secret), protocol.Empty)

    def check(self) -> Health:
        """Return the health: is this a Stealth backend that accepts the key? Raises only `ClosedError`."""
        started = time.perf_counter()
        problem: errors.StealthError | None = None
        try:
            # A random secret belongs to no conversation, so this update changes nothing.
            self.update(str(uuid.uuid4()), users=())
        except (errors.BackendError, errors.ConfigurationError) as exc:
            problem = exc
        return health(problem, self.url, (time.perf_counter() - started) * 1000)

    def abort(self) -> None:
        """End all requests that wait for an answer: their calls raise `ClosedError`. Later calls work."""
        self._requests.abort()

    def close(self) -> None:
        """End all requests, the connections and the watchdog thread. Every later call raises `ClosedError`."""
        self._requests.close()
        with self._lock:
            # A copy, because the set changes when a thread ends.
            sessions = list(self._sessions)
        for session in sessions:
            session.close()

    def _ask(
        self, route: str, body: BaseModel, kind: type[AnswerT], tell: Callable[[str], None] | None = None
    ) -> AnswerT:
        secrets = (self._key.get_secret_value(), str(getattr(body, "secret", "")))
        answer = self._post(route, protocol.encode(body), secrets, tell)
        if route == protocol.CREATE:
            self._offered = STREAM in answer[1].get(OFFER, "")
        return responses.result(kind, answer, route, secrets)

    def _post(self, route: str, body: bytes, secrets: tuple[str, ...], tell: Callable[[str], None] | None) -> Answer:
        # Before the deadline starts, because the first session of a client reads its certificates.
        session = self._session()
        with self._requests.track(self.reply_timeout, local_only=self._local_only) as request:
            try:
                with responses.hidden(secrets):
                    answer = self._exchange(session, route, body, tell)
                if request.cut is None:
                    return answer
                broken: Exception | None = None
            except (requests.RequestException, HTTPError, OSError, ValueError) as exc:
                broken = exc
        way = failures.Way(route, self.url, self._proxy.shown if self._proxy else "")
        raise failures.error_from(broken, request, way) from failures.cause_of(broken, secrets)

    def _exchange(
        self, session: requests.Session, route: str, body: bytes, tell: Callable[[str], None] | None
    ) -> Answer:
        """Send a request with the adapter itself: the session would add settings, cookies and redirects."""
        timeout = (min(self.connect_timeout, self.reply_timeout), self.reply_timeout)
        request = self._prepared(session, route).copy()
        request.prepare_body(body, None)
        if tell is not None:
            request.headers["Accept"] = f"{EVENTS}, application/json"
        # The adapter chooses the proxy by the scheme of the request.
        proxies = {urlsplit(self.url).scheme: self._proxy.url} if self._proxy else {}
        adapter = session.get_adapter(self.url)
        with adapter.send(request, stream=True, timeout=timeout, proxies=proxies) as answer:
            limits = responses.Limits(route, self.max_reply_bytes, answer.status_code)
            raw = answer.raw
            if tell is not None and responses.is_events(answer.status_code, answer.headers):
                # Without `read1`, one byte at a time: reading more would wait and delay the words.
                some = getattr(raw, "read1", None) or (lambda most, **more: raw.read(1, **more))
                status, data = responses.read_events(lambda most: bytes(some(most, decode_content=False)), tell, limits)
                return status, answer.headers, data
            responses.check_kind(answer.status_code, answer.headers, route)
            data = responses.read(lambda most: bytes(raw.read(most, decode_content=False)), answer.headers, limits)
            return answer.status_code, answer.headers, data

    def _prepared(self, session: requests.Session, route: str) -> requests.PreparedRequest:
        """Return the request to a route without a body, prepared once for each thread."""
        prepared: dict[str, requests.PreparedRequest] = self._local.prepared
        if route not in prepared:
            headers = {"Authorization": self._key.get_secret_value()}
            prepared[route] = session.prepare_request(requests.Request("POST", self.url + route, headers=headers))
        return prepared[route]

    def _session(self) -> requests.Session:
        """Return this thread's session, which ignores `.netrc` and keeps no cookies."""
        # A session is not thread-safe, and with a shared pool of connections the threads would wait for each other.
        if not hasattr(self._local, "session"):
            tls = self._certificates if self.url.startswith("https:") else None
            self._local.session, self._local.prepared = _new_session(WatchedAdapter(tls)), {}
            with self._lock:
                self._sessions.add(self._local.session)
        return cast("requests.Session", self._local.session)

    def _forget_connections(self) -> None:
        """Set the connections and locks to those of a new client."""
        self._local = threading.local()
        self._sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()
        self._lock = threading.Lock()

    def after_fork(self) -> None:
        """Start anew in a forked child process: the sockets belong to the parent, and its locks may be held."""
        # A client that the parent has closed stays closed in the child.
        closed, self._requests = self._requests.closed, InFlightRequests()
        self._requests.closed = closed
        self._forget_connections()


def _new_session(adapter: WatchedAdapter) -> requests.Session:
    session = requests.Session()
    # `.netrc` would replace the key, and the proxy was chosen once, when the client was made.
    session.trust_env = False
    session.headers.clear()
    session.headers.update(
        {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            # A compressed answer would need two limits, and between programs on one machine it saves nothing.
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
        }
    )
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


_clients: weakref.WeakSet[StealthClient] = weakref.WeakSet()


def _after_fork() -> None:
    for client in list(_clients):
        client.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
