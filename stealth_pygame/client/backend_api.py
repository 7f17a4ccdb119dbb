"""The interface of a backend. A client, a recorder in front of a client, and the fake backend of a test have it.

The methods of a client may block (on a thread) or return awaitables (in a web page); `follow` works with both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias, TypeGuard, TypeVar

from stealth_pygame import errors
from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User

T = TypeVar("T")
R = TypeVar("R")
# A value, or an awaitable of it.
Eventually: TypeAlias = "T | Awaitable[T]"


class HealthLike(Protocol):
    """The part of a `Health` that a circuit breaker needs."""

    @property
    def reachable(self) -> bool:
        """True if a server answered over HTTP, and not with 503."""


class Backend(Protocol):
    """The four routes and the health check. `StealthClient` describes the arguments and the errors."""

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> Eventually[ConversationRef]:
        """Open a conversation."""

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message."""

    def update(self, secret: str, users: Sequence[User] | None = None) -> Eventually[None]:
        """Send the players of a conversation."""

    def finish(self, secret: str) -> Eventually[None]:
        """End a conversation."""

    def check(self) -> Eventually[HealthLike]:
        """Return the health of the backend."""


class StreamingBackend(Backend, Protocol):
    """A backend that may send the words of a reply before its end."""

    @property
    def streams(self) -> bool:
        """True after the backend has offered that, in its answer to a create."""

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Eventually[Reply]:
        """Send a player's message; `tell` is called with words of the reply, on the thread of the request."""


def offers_words(client: Backend) -> TypeGuard[StreamingBackend]:
    """Return True if the client's backend has offered to send the words of a reply before its end."""
    return bool(getattr(client, "streams", False))


def has_model(client: Backend) -> bool:
    """Return True if the client's backend runs a language model for this game, which may have to be loaded first."""
    return bool(getattr(client, "has_model", False))


def follow(answer: Eventually[T], step: Callable[[T], R]) -> Eventually[R]:
    """Return `step(answer)`: a value if the answer is a value, an awaitable if it is an awaitable."""
    if not isinstance(answer, Awaitable):
        return step(answer)

    # A coroutine and not a callback, so that an error in `step` reaches the caller who awaits.
    async def wait() -> R:
        return step(await answer)

    return wait()


def flatten(answer: Eventually[Eventually[T]]) -> Eventually[T]:
    """Return an answer that needs only one `await`, from an answer that may be an awaitable of an awaitable."""
    if not isinstance(answer, Awaitable):
        return answer

    async def wait() -> T:
        inner = await answer
        return await inner if isinstance(inner, Awaitable) else inner

    return wait()


def observe(
    call: Callable[[], Eventually[T]], told: Callable[[T | None, errors.StealthError | None], None]
) -> Eventually[T]:
    """Return `call()`, and call `told` with its answer, or with its error, as soon as that is known."""
    try:
        answer = call()
    except errors.StealthError as exc:
        told(None, exc)
        raise
    if not isinstance(answer, Awaitable):
        told(answer, None)
        return answer

    async def wait() -> T:
        try:
            value = await answer
        except errors.StealthError as exc:
            told(None, exc)
            raise
        told(value, None)
        return value

    return wait()


def name_of(character: Mapping[str, Any]) -> str:
    """Return the name on a character's sheet, or "somebody" for a sheet without a name."""
    return str(character.get("name") or "somebody")


class ClientWrapper:
    """A client that passes every call on to another client, and remembers the character of each conversation."""

    def __init__(self, client: Backend) -> None:
        self._client = client
        self._names: dict[str, str] = {}

    @property
    def url(self) -> object:
        """The address of the backend, or None if the client has no `url`."""
        return getattr(self._client, "url", None)

    def npc_of(self, secret: str) -> str:
        """Return the name of the character in a conversation; "" if it was not opened with this client."""
        return self._names.get(secret, "")

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> Eventually[ConversationRef]:
        """Open a conversation, as `StealthClient.create` does."""
        opened = partial(self.opened, character, persistence_token)
        return follow(self._client.create(character, users, persistence_token), opened)

    def opened(self, character: Mapping[str, Any], token: str | None, ref: ConversationRef) -> ConversationRef:
        """Remember the character of a new conversation, and return the conversation."""
        # One assignment to a dict is safe between threads, so no lock is needed.
        self._names[ref.secret] = name_of(character)
        return ref

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message, as `StealthClient.send` does."""
        return self._client.send(secret, message, player_id, context)

    @property
    def has_model(self) -> bool:
        """True if the backend runs a language model for this game."""
        return has_model(self._client)

    @property
    def streams(self) -> bool:
        """True after the backend has offered to send the words of a reply before its end."""
        # A subclass that overrides only `send` must get every message there, so it does not stream.
        passes = type(self).send is ClientWrapper.send or type(self).stream is not ClientWrapper.stream
        return passes and offers_words(self._client)

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Eventually[Reply]:
        """Send a player's message, as `StealthClient.stream` does."""
        if not self.streams or not offers_words(self._client):
            return self.send(secret, message, player_id, context)
        return self._client.stream(secret, message, player_id, context, tell=tell)

    def update(self, secret: str, users: Sequence[User] | None = None) -> Eventually[None]:
        """Send the players of a conversation, as `StealthClient.update` does."""
        return self._client.update(secret, users)

    def finish(self, secret: str) -> Eventually[None]:
        """End a conversation, as `StealthClient.finish` does."""
        return self._client.finish(secret)

    def check(self) -> Eventually[HealthLike]:
        """Return the health of the backend, as `StealthClient.check` does."""
        return self._client.check()


@dataclass(frozen=True)
class Health:
    """The state of a backend; it counts as true if all is well.

    reachable: a server answered; stealth: it is a Stealth backend; ms: milliseconds until it answered; sentence: the
    state in words, or the error.
    """

    reachable: bool
    stealth: bool
    key_accepted: bool
    ms: float
    sentence: str

    def __bool__(self) -> bool:
        return self.reachable and self.stealth and self.key_accepted

    def __str__(self) -> str:
        return self.sentence


KNOWS_THE_KEY = (errors.ConversationNotFoundError, errors.SecretRefusedError, errors.UserNotFoundError)


def health(error: errors.StealthError | None, url: str, ms: float) -> Health:
    """Return the health for the error of an `update` with a random secret; "not found" is good (`protocol.md`).

    ms: milliseconds that the update took.
    """
    # The backend checks the key before the body, so an error about the secret means that the key was accepted.
    if error is None or isinstance(error, KNOWS_THE_KEY):
        return Health(True, True, True, ms, f"{url} is a Stealth backend, accepts the API key, and took {ms:.0f} ms.")
    if isinstance(error, errors.KeyRefusedError):
        refused = f"{url} answers, but refuses the API key: compare it with the key that the backend was started with."
        return Health(True, True, False, ms, refused)
    # A 503 comes from a gateway in front of a backend that is down.
    away = isinstance(error, (errors.ConnectError, errors.InsecureURLError)) or is_unavailable(error)
    return Health(not away, False, False, ms, str(error))


def is_unavailable(error: errors.StealthError | None) -> bool:
    """Return True for a 503: a gateway answered, because the backend is down for now."""
    return isinstance(error, errors.ServerError) and error.unavailable
