"""The four routes as blocking, typed calls, for games that want no more than that and for the worker threads.

A request that may have arrived is never sent again from here: only a `ConnectError` promises that nothing was sent.
"""

from __future__ import annotations

import threading
import time
import uuid
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Protocol, TypeAlias, TypeVar, cast

import requests
from pydantic import BaseModel, SecretStr
from urllib3.exceptions import HTTPError

from stealth_pygame import errors, protocol
from stealth_pygame.client import failures, responses
from stealth_pygame.client.deadlines import InFlightRequest, InFlightRequests
from stealth_pygame.client.transport import WatchedAdapter
from stealth_pygame.client.url import base_url, checked_key
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User
from stealth_pygame.validation import check_flag, is_number, known_only, quotes_hint

__all__ = ["ConversationRef", "Health", "Reply", "StealthClient", "User"]

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class SheetLike(Protocol):
    """A character, as far as the wire knows one."""

    def to_wire(self) -> dict[str, Any]: ...


class UserShaped(Protocol):
    """Somebody with a name and an id."""

    @property
    def name(self) -> str: ...
    @property
    def id(self) -> str: ...


CharacterLike: TypeAlias = "Mapping[str, Any] | SheetLike"
UserLike: TypeAlias = "UserShaped | tuple[str, str] | Mapping[str, str]"
ContextLike: TypeAlias = "Mapping[str, str] | Iterable[ContextEntry | tuple[str, str]]"

USER_AGENT: Final = "stealth-pygame"


@known_only
class StealthClient:
    """A Stealth backend at `url`, asked with the API key `auth`. Thread-safe; every call may raise a `BackendError`.

    Times are seconds. `reply_timeout` bounds the whole request, from the connection to the last byte of the answer.
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
    ) -> None:
        check_flag(allow_insecure, "allow_insecure")
        self.url = base_url(url, allow_insecure=allow_insecure)
        self.connect_timeout = _positive("connect_timeout", connect_timeout)
        self.reply_timeout = _positive("reply_timeout", reply_timeout)
        self.max_reply_bytes = int(_positive("max_reply_bytes", max_reply_bytes))
        self._key = SecretStr(checked_key(auth))
        self._flights = InFlightRequests()
        self._local = threading.local()
        self._sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<StealthClient {self.url}>"

    def __enter__(self) -> StealthClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """A new conversation, or the one that is kept under the token (which then ignores `users`: update them)."""
        body = protocol.write(
            protocol.CreateRequest,
            character=_sheet(character),
            users=_users(users),
            persistenceToken=persistence_token,
        )
        return self._ask(protocol.CREATE, body, ConversationRef)

    def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Say something. `BusyError` also means finished or stuck for ever: retries have to be bounded."""
        body = protocol.write(
            protocol.SendRequest, secret=secret, message=message, playerId=player_id, context=_context(context)
        )
        return self._ask(protocol.SEND, body, Reply)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Add users, or give a new character, which wipes the history. Nobody is ever removed by leaving him out."""
        body = protocol.write(
            protocol.UpdateRequest,
            secret=secret,
            users=_users(() if users is None else users),
            character=None if character is None else _sheet(character),
        )
        self._ask(protocol.UPDATE, body, protocol.Empty)

    def finish(self, secret: str) -> None:
        """End a conversation. Never while a send is on its way: its late answer can kill the backend's process."""
        self._ask(protocol.FINISH, protocol.write(protocol.FinishRequest, secret=secret), protocol.Empty)

    def check(self) -> Health:
        """Look whether a Stealth backend is there and takes the key; raises nothing but `ClosedError`."""
        started = time.perf_counter()
        problem: errors.BackendError | None = None
        try:
            self.update(str(uuid.uuid4()), users=())
        except errors.BackendError as exc:
            problem = exc
        return health(problem, self.url, (time.perf_counter() - started) * 1000)

    def abort(self) -> None:
        """Shut every socket that waits for an answer; those calls raise `ClosedError`. Later calls work."""
        self._flights.abort()

    def close(self) -> None:
        """End what is on its way, the connections and the watchdog. Every later call raises `ClosedError`."""
        self._flights.close()
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.close()

    def _ask(self, route: str, body: BaseModel, kind: type[AnswerT]) -> AnswerT:
        hidden = (self._key.get_secret_value(), str(getattr(body, "secret", "")))
        status, data = self._post(route, protocol.encode(body))
        if 200 <= status < 300:
            return protocol.decode(kind, data, route=route, status=status)
        raise protocol.error_from(status, data, route=route, hide=hidden)

    def _post(self, route: str, body: bytes) -> tuple[int, bytes]:
        with self._flights.flight(self.reply_timeout) as flight:
            try:
                answer = self._fly(route, body, flight)
                if flight.cut is None:
                    return answer
                broken: Exception | None = None
            except (requests.RequestException, HTTPError, OSError, ValueError) as exc:
                broken = failures.without_request(exc)
        raise failures.error_from(broken, flight, route, self.url) from broken

    def _fly(self, route: str, body: bytes, flight: InFlightRequest) -> tuple[int, bytes]:
        """Straight through the adapter: a session would merge settings, cookies and redirects that are never wanted."""
        session, timeout = self._session(), (min(self.connect_timeout, self.reply_timeout), self.reply_timeout)
        request = self._prepared(session, route).copy()
        request.prepare_body(body, None)
        adapter, verify = session.get_adapter(self.url), True if session.verify is None else session.verify
        with adapter.send(request, stream=True, timeout=timeout, verify=verify) as answer:
            responses.check_kind(answer, route)
            return answer.status_code, responses.read(answer, self.max_reply_bytes, route)

    def _prepared(self, session: requests.Session, route: str) -> requests.PreparedRequest:
        """What all requests of this thread to a route have in common."""
        prepared: dict[str, requests.PreparedRequest] = self._local.prepared
        if route not in prepared:
            headers = {"Authorization": self._key.get_secret_value()}
            prepared[route] = session.prepare_request(requests.Request("POST", self.url + route, headers=headers))
        return prepared[route]

    def _session(self) -> requests.Session:
        """This thread's session, untouched by `.netrc`, proxies and cookies."""
        if not hasattr(self._local, "session"):
            self._local.session, self._local.prepared = _new_session(), {}
            with self._lock:
                self._sessions.add(self._local.session)
        return cast("requests.Session", self._local.session)


def _new_session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers.clear()
    session.headers.update(
        {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
        }
    )
    session.mount("http://", WatchedAdapter())
    session.mount("https://", WatchedAdapter())
    return session


def _positive(name: str, value: float) -> float:
    if not is_number(value) or not value > 0:
        hint = quotes_hint(value, "a number")
        raise errors.ConfigurationError(f"{name} is {value!r}; it must be a number, more than 0.{hint}")
    return value


def _sheet(character: CharacterLike) -> dict[str, Any]:
    if isinstance(character, Mapping):
        return dict(character)
    if not hasattr(character, "to_wire"):
        raise errors.ConfigurationError(
            f"The character is {type(character).__name__}; give a dict, or load one with Character.load(path)."
        )
    return character.to_wire()


def _users(users: Iterable[UserLike]) -> list[User]:
    return [_user(user) for user in users]


def _user(user: UserLike) -> User:
    if isinstance(user, User):
        return user
    if isinstance(user, Mapping):
        name, id_ = user.get("name"), user.get("id")
    elif isinstance(user, tuple):
        name, id_ = user
    else:
        name, id_ = user.name, user.id
    if not isinstance(name, str) or not isinstance(id_, str):
        raise errors.ConfigurationError("A user is a name and an id, both text, such as ('Ada', 'player-1').")
    return User(name=name, id=id_)


def _context(context: ContextLike) -> list[ContextEntry]:
    pairs = context.items() if isinstance(context, Mapping) else context
    return [pair if isinstance(pair, ContextEntry) else _entry(*pair) for pair in pairs]


def _entry(key: str, value: str) -> ContextEntry:
    if not isinstance(key, str) or not isinstance(value, str):
        raise errors.ContextError(
            f"The context value of {key!r} is {type(value).__name__}; the wire carries text: give str(value)."
        )
    return ContextEntry(key=key, value=value)


@dataclass(frozen=True)
class Health:
    """How a backend is: found at all, a Stealth backend, key accepted, and after how many milliseconds it said so."""

    reachable: bool
    stealth: bool
    key_accepted: bool
    ms: float
    sentence: str

    def __bool__(self) -> bool:
        return self.reachable and self.stealth and self.key_accepted

    def __str__(self) -> str:
        return self.sentence


def health(error: errors.StealthError | None, url: str, ms: float) -> Health:
    """What the end of an `update` with a random secret says (`protocol.md`): "not found" is what good looks like."""
    if error is None or isinstance(error, (errors.ConversationNotFoundError, errors.SecretRefusedError)):
        return Health(True, True, True, ms, f"{url} is a Stealth backend, accepts the API key, and took {ms:.0f} ms.")
    if isinstance(error, errors.KeyRefusedError):
        said = f"{url} answers, but refuses the API key: compare it with the key that the backend was started with."
        return Health(True, True, False, ms, said)
    if isinstance(error, errors.ConnectError):
        return Health(False, False, False, ms, str(error))
    return Health(True, False, False, ms, str(error))
