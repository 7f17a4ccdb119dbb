"""The backend as its users see it: a client, a recorder in front of it, or a stand-in of a test.

A client may block, as on a thread, or return awaitables, as in a web page; `follow` goes on in either case.
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
        """True when a server answered over HTTP and is at work."""


class Backend(Protocol):
    """The four routes and the health check, as `StealthClient` has them."""

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> Eventually[ConversationRef]:
        """Open a conversation."""

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message."""

    def update(self, secret: str, users: Sequence[User] | None = None) -> Eventually[None]:
        """Tell a conversation who is there."""

    def finish(self, secret: str) -> Eventually[None]:
        """End a conversation."""

    def check(self) -> Eventually[HealthLike]:
        """Ask the backend for its health."""


class StreamingBackend(Backend, Protocol):
    """A backend that may tell the words of a reply as they come."""

    @property
    def streams(self) -> bool:
        """True once it has offered that."""

    def stream(
        self,
        secret: str,
        message: str,
        player_id: str,
        context: Sequence[ContextEntry] = (),
        *,
        tell: Callable[[str], None],
    ) -> Eventually[Reply]:
        """Send a player's message; `tell` hears words of its reply, on whichever thread it is."""


def offers_words(client: Backend) -> TypeGuard[StreamingBackend]:
    """Return True for a client whose backend has offered to tell the words of a reply as they come."""
    return bool(getattr(client, "streams", False))


def has_model(client: Backend) -> bool:
    """Return True for a client whose backend has a language model of this game behind it, which may have to wake up."""
    return bool(getattr(client, "has_model", False))


def follow(answer: Eventually[T], step: Callable[[T], R]) -> Eventually[R]:
    """Return `step` of the answer: at once for a value, as an awaitable for an awaitable."""
    if not isinstance(answer, Awaitable):
        return step(answer)

    # A coroutine and not a callback, so that an error of the step reaches whoever awaits.
    async def wait() -> R:
        return step(await answer)

    return wait()


def flatten(answer: Eventually[Eventually[T]]) -> Eventually[T]:
    """Return an answer that may be an awaitable of an awaitable as one that is awaited once."""
    if not isinstance(answer, Awaitable):
        return answer

    async def wait() -> T:
        inner = await answer
        return await inner if isinstance(inner, Awaitable) else inner

    return wait()


def observe(
    call: Callable[[], Eventually[T]], told: Callable[[T | None, errors.StealthError | None], None]
) -> Eventually[T]:
    """Call, and tell the answer or the error when it is there."""
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
    """Return the name on a character's sheet; free-form sheets may have none."""
    return str(character.get("name") or "somebody")


class ClientWrapper:
    """A client in front of another: everything passes through, and who was asked is known by the secret."""

    def __init__(self, client: Backend) -> None:
        self._client = client
        self._names: dict[str, str] = {}

    @property
    def url(self) -> object:
        """The address of the backend, if the client tells it."""
        return getattr(self._client, "url", None)

    def npc_of(self, secret: str) -> str:
        """Return the name of the character in a conversation, "" for a conversation that was opened elsewhere."""
        return self._names.get(secret, "")

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> Eventually[ConversationRef]:
        """Open a conversation, as `StealthClient.create` does."""
        opened = partial(self.opened, character, persistence_token)
        return follow(self._client.create(character, users, persistence_token), opened)

    def opened(self, character: Mapping[str, Any], token: str | None, ref: ConversationRef) -> ConversationRef:
        """Remember whose conversation it is."""
        # A dict is safe between threads for this, so no lock is needed.
        self._names[ref.secret] = name_of(character)
        return ref

    def send(
        self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()
    ) -> Eventually[Reply]:
        """Send a player's message, as `StealthClient.send` does."""
        return self._client.send(secret, message, player_id, context)

    @property
    def has_model(self) -> bool:
        """True where the backend has a language model of this game behind it."""
        return has_model(self._client)

    @property
    def streams(self) -> bool:
        """True once the backend has offered to tell the words of a reply as they come."""
        # One that only changes `send` has to see every message there.
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
        """Tell a conversation who is there, as `StealthClient.update` does."""
        return self._client.update(secret, users)

    def finish(self, secret: str) -> Eventually[None]:
        """End a conversation, as `StealthClient.finish` does."""
        return self._client.finish(secret)

    def check(self) -> Eventually[HealthLike]:
        """Ask the backend for its health, as `StealthClient.check` does."""
        return self._client.check()


@dataclass(frozen=True)
class Health:
    """The state of a backend: reachable, a Stealth backend, key accepted, and the milliseconds until it answered."""

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
    """Return what the end of an `update` with a random secret means: "not found" is a good end (`protocol.md`)."""
    # The key is checked before the body: who does not know the secret has accepted the key.
    if error is None or isinstance(error, KNOWS_THE_KEY):
        return Health(True, True, True, ms, f"{url} is a Stealth backend, accepts the API key, and took {ms:.0f} ms.")
    if isinstance(error, errors.KeyRefusedError):
        refused = f"{url} answers, but refuses the API key: compare it with the key that the backend was started with."
        return Health(True, True, False, ms, refused)
    # A gateway that answers 503 stands in for a backend that is not there.
    away = isinstance(error, (errors.ConnectError, errors.InsecureURLError)) or is_unavailable(error)
    return Health(not away, False, False, ms, str(error))


def is_unavailable(error: errors.StealthError | None) -> bool:
    """Return True for a 503: something answers in the place of the backend, which is not there just now."""
    return isinstance(error, errors.ServerError) and error.unavailable
