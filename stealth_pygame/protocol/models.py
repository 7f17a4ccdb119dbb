"""The bodies on the wire as data: client and server share these models, and nothing else knows the form of a body.

Reading is liberal (fields left out, numbers for ids, unknown extras), because the contract and the published backend
differ and a client must live with both (`protocol.md`). Writing is strict: `codec.write` refuses an unknown field.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from stealth_pygame.protocol.lenient_json import whole_pairs

CREATE: Final = "/api/create"
SEND: Final = "/api/send"
UPDATE: Final = "/api/update"
FINISH: Final = "/api/finish"
ROUTES: Final = (CREATE, SEND, UPDATE, FINISH)
# The header of a create's answer in which the embedded backend offers more than the contract has.
OFFER: Final = "stealth-extensions"
# The offer to answer a send with `EVENTS`, if the request accepts them.
STREAM: Final = "stream"
EVENTS: Final = "text/event-stream"
# The route of a proxy that gives a new player a token; the contract has no such thing.
PLAYER: Final = "/player"
RESERVED_CONTEXT_KEYS: Final = frozenset({"users", "username"})
ModelT = TypeVar("ModelT", bound=BaseModel)


def _as_text(value: object) -> object:
    """Return JSON's words for a value that should have been a string."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _as_id(value: object) -> object:
    # True is an int to Python, and no id.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _encodable(value: object) -> object:
    """Return a text with U+FFFD for lone surrogates, which pydantic refuses."""
    return whole_pairs(value) if isinstance(value, str) else value


def _without_nulls(value: object) -> object:
    """Return parameters without those that are null, which count as left out."""
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value


def _as_count(value: object) -> int:
    """Return a count; 0 for what is none: another backend may mean something else by the name."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


WireText = Annotated[str, BeforeValidator(_encodable)]


def _absent_is(default: object) -> BeforeValidator:
    """Return a validator that reads `null` as a field left out."""
    return BeforeValidator(lambda value: default if value is None else value)


# Both sides read with these models, so unknown fields are refused where they are written.
class Body(BaseModel):
    """A body as its receiver reads it: fields that this version does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class User(Body):
    """A person in a conversation: the name as shown, and an id that is unique on the whole backend."""

    name: WireText
    id: WireText


class ContextEntry(Body):
    """One fact of the game, pasted into the prompt by the backend as `key: value`."""

    key: WireText
    value: WireText


class CreateRequest(Body):
    """The body of `POST /api/create`."""

    character: dict[str, Any]
    users: list[User]
    persistence_token: str | None = Field(default=None, alias="persistenceToken")


# Secrets are left out of every repr: a request in a traceback must not tell them.
class SendRequest(Body):
    """The body of `POST /api/send`."""

    secret: str = Field(repr=False)
    message: WireText
    player_id: WireText = Field(alias="playerId")
    context: list[ContextEntry] = []


class UpdateRequest(Body):
    """The body of `POST /api/update`; a backend needs at least one of `users` and `character`."""

    secret: str = Field(repr=False)
    users: list[User] | None = None
    character: dict[str, Any] | None = None


class FinishRequest(Body):
    """The body of `POST /api/finish`."""

    secret: str = Field(repr=False)


class ConversationRef(Body):
    """A conversation on the backend: `id` to show, `secret` to speak with (never shown)."""

    id: Annotated[str, BeforeValidator(_as_id)]
    secret: str = Field(repr=False, min_length=1)


class PlayerToken(Body):
    """The token of a new player, from a proxy."""

    token: str = Field(repr=False, min_length=1)


# The model behind the backend may break the declared type, so it is checked by `actions`, not here.
class WireCall(Body):
    """A request of the backend for a function. Every parameter is a string; only the client knows the declared type."""

    name: str
    message: Annotated[str, _absent_is("")] = ""
    parameters: Annotated[
        dict[str, Annotated[str, BeforeValidator(_as_text)]], BeforeValidator(_without_nulls), _absent_is({})
    ] = {}


_OUR_OWN = ("narration", "stand_in", "prompt_tokens", "answer_tokens")


class Reply(Body):
    """The answer to a send. Every field may be left out on the wire."""

    flagged: Annotated[bool, _absent_is(False)] = False
    cancelled: Annotated[bool, _absent_is(False)] = False
    content: Annotated[str, _absent_is("")] = ""
    calls: Annotated[tuple[WireCall, ...], _absent_is(())] = ()
    # Stage directions beside the words: the embedded backend's own field.
    narration: Annotated[str, _absent_is("")] = ""
    # The reason why the offline brain answered in the place of a model: the embedded backend's own field.
    stand_in: Annotated[str, _absent_is("")] = ""
    # Tokens that a model has read and written for this answer, where it tells them: the embedded backend's own fields.
    prompt_tokens: Annotated[int, BeforeValidator(_as_count)] = 0
    answer_tokens: Annotated[int, BeforeValidator(_as_count)] = 0

    @model_serializer(mode="wrap")
    def _by_the_contract(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write the fields that are not in the contract only where they say something."""
        fields: dict[str, Any] = write(self)
        return {name: value for name, value in fields.items() if value or name not in _OUR_OWN}


class Empty(Body):
    """The answer to update and finish; its fields are of no use."""
