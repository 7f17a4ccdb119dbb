"""The embedded backend inside the game's own process: storage and brain are called directly, without server or port.

For a game without a second process, and for a web page. Each call blocks its thread until the answer: a few
milliseconds with the offline brain.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import Steps, finish
from stealth_pygame.backend.brains import embeddings_wish, make_brain, model_wishes
from stealth_pygame.backend.local.log_relay import LOGGER
from stealth_pygame.backend.local.place import writable
from stealth_pygame.protocol.codec import encode
from stealth_pygame.protocol.errors import error_from
from stealth_pygame.protocol.models import (
    CREATE,
    FINISH,
    SEND,
    UPDATE,
    ConversationRef,
    Reply,
)
from stealth_pygame.protocol.requests import (
    CharacterLike,
    ContextLike,
    UserLike,
    create_request,
    send_request,
    update_request,
)

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.interface import Brain
    from stealth_pygame.backend.exchange import Exchange
    from stealth_pygame.backend.meaning.vectors import Embedder

log = logging.getLogger(LOGGER)
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class InProcessHealth:
    """The health of a backend that is always reachable."""

    reachable: bool = True
    sentence: str = "The backend in this process works."

    def __str__(self) -> str:
        return self.sentence


class InProcessBackend:
    """A backend without a server; it is its own `client`. Thread-safe.

    The constructor opens nothing: the first call opens database and brain, on its thread.
    `brain` replaces the model or the offline brain; `embeddings` is True for the packaged embedding model of the
    offline brain, or a function from a text to its vector, which is called on the thread of a call;
    `model_options` are those of `model_wishes`. Raises `MissingExtraError`.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        database: str | None = None,
        seed: int | None = None,
        embeddings: bool | Embedder = False,
        brain: Brain | None = None,
        **model_options: Any,
    ) -> None:
        wishes = model_wishes(model, **model_options)
        self._wishes = {**wishes, "seed": seed, "embeddings": embeddings_wish(embeddings, wishes)}
        if find_spec("snowballstemmer") is None:
            command = errors.pip_command("backend", *(["llm"] if model else []))
            raise errors.MissingExtraError(f"The embedded backend needs snowballstemmer: {command}")
        self._database = database or "sqlite://"
        self._brain = brain
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._closed = False

    @property
    def client(self) -> InProcessBackend:
        """The client, which is this object."""
        return self

    def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation, or return that of a token. Raises `CharacterRefusedError` and `BackendError`."""
        return finish(self.creating(character, users, persistence_token))

    def creating(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> Steps[ConversationRef]:
        """The same as `create`, in steps of a few milliseconds."""
        # The server's models check the sheet; they need neither the server nor its libraries.
        from stealth_pygame.backend.http.schemas import CreateBody  # noqa: PLC0415

        body = _checked(CreateBody, CREATE, create_request(character, users, persistence_token))
        with self._told(CREATE) as exchange:
            yield
            number, secret = yield from exchange.creating(
                body.character.model_dump(), body.people(), persistence_token or None
            )
        return ConversationRef(id=number, secret=secret)

    def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Answer a message. Raises `BackendError`."""
        return finish(self.sending(secret, message, player_id, context))

    def sending(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Steps[Reply]:
        """The same as `send`, in steps of a few milliseconds."""
        request = send_request(secret, message, player_id, context)
        with self._told(SEND) as exchange:
            return (yield from exchange.sending(request))

    @property
    def has_model(self) -> bool:
        """True if a language model answers."""
        return bool(self._wishes["model"])

    @property
    def streams(self) -> bool:
        """True if it is open and its brain can return words before the answer is complete."""
        exchange = self._exchange
        return exchange is not None and exchange.streams

    def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """Answer a message. tell: gets words as they arrive, if the brain supports that. Raises `BackendError`."""
        request = send_request(secret, message, player_id, context)
        with self._told(SEND) as exchange:
            return exchange.send(request, tell)

    def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Replace users, character or both. Raises `BackendError`."""
        # Imported late for the reason in `create`.
        from stealth_pygame.backend.http.schemas import UpdateBody  # noqa: PLC0415

        body = _checked(UpdateBody, UPDATE, update_request(secret, users, character))
        sheet = body.character.model_dump() if body.character else None
        with self._told(UPDATE) as exchange:
            exchange.update(secret, body.people(), sheet)

    def finish(self, secret: str) -> None:
        """Delete a conversation at once. Raises `BackendError`."""
        with self._told(FINISH) as exchange:
            exchange.storage.finish(secret)

    def check(self) -> InProcessHealth:
        """Open brain and database if necessary. Raises `ConnectError` if that fails."""
        with self._told(UPDATE):
            return InProcessHealth()

    def abort(self) -> None:
        """Do nothing, because there is no connection to end."""

    def close(self, timeout: float = 0.0) -> bool:
        """Close the database. A call that is still running ends with an error."""
        # Under the lock, so that no call on another thread can open it again.
        with self._lock:
            self._closed = True
            exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.storage.close()
            getattr(self._brain, "close", bool)()
        return True

    def __enter__(self) -> InProcessBackend:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _told(self, route: str) -> Iterator[Exchange]:
        """Run a block with the open backend, and convert its errors to those that a client over HTTP raises."""
        # Imported late: they come with database and brain, which the constructor must not load.
        from stealth_pygame.backend.brain.interface import BrainError  # noqa: PLC0415
        from stealth_pygame.backend.store.database import DatabaseError  # noqa: PLC0415
        from stealth_pygame.backend.store.storage import (  # noqa: PLC0415
            BusyConversationError,
            UnknownConversationError,
        )

        exchange = self._open(route)
        try:
            yield exchange
        except UnknownConversationError:
            _refuse(404, "Conversation not found", route)
        except BusyConversationError:
            _refuse(429, "Conversation is busy", route)
        except BrainError as exc:
            _refuse(422, str(exc), route)
        except DatabaseError as exc:
            # A call that was still running finds its database closed.
            if self._closed:
                raise errors.ClosedError("The embedded backend is closed.") from exc
            log.error("%s", exc)
            _refuse(500, exc.reason, route)
        except errors.StealthError:
            raise
        # The text may contain a player's words, so it goes only to the log.
        except Exception as exc:
            log.exception("%s failed", route)
            _refuse(500, f"Internal Server Error ({type(exc).__name__})", route)

    def _open(self, route: str) -> Exchange:
        # Imported late for the reason in `_told`.
        from stealth_pygame.backend.exchange import Exchange  # noqa: PLC0415
        from stealth_pygame.backend.store.database import DatabaseError  # noqa: PLC0415
        from stealth_pygame.backend.store.storage import Storage  # noqa: PLC0415

        with self._lock:
            if self._closed:
                raise errors.ClosedError("The embedded backend is closed.")
            if self._exchange is None:
                self._brain = self._brain or make_brain(**self._wishes)
                try:
                    storage = Storage(writable(self._database))
                except DatabaseError as exc:
                    raise errors.ConnectError(f"The embedded backend does not run: {exc}", route=route) from exc
                self._exchange = Exchange(storage, self._brain)
            return self._exchange


def _checked(model: type[ModelT], route: str, request: BaseModel) -> ModelT:
    """Return a body as the server would read it. Raises the error that a client would raise for a refusal."""
    try:
        return model.model_validate_json(encode(request))
    except ValidationError as exc:
        issues = [
            {"path": list(error["loc"][1:]), "message": error["msg"].removeprefix("Value error, ")}
            for error in exc.errors()
            if error["loc"][:1] == ("character",)
        ]
        words = json.dumps(issues) if issues else str(exc.errors()[0]["msg"])
        _refuse(400, words, route)


def _refuse(status: int, message: str, route: str) -> NoReturn:
    raise error_from(status, json.dumps({"message": message}).encode(), route=route) from None
