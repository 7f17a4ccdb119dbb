"""The bodies on the wire as models, shared by client and server.

Reading accepts missing fields, numbers as ids and unknown fields, because the contract and the published backend differ
and a client must work with both (`protocol.md`). Writing is strict: `codec.write` refuses an unknown field.
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
# The header in the answer to a create that lists what the embedded backend can do beyond the contract.
OFFER: Final = "stealth-extensions"
# The word in this header for: a send is answered with `EVENTS`, if the request accepts that type.
STREAM: Final = "stream"
EVENTS: Final = "text/event-stream"
# The route of a proxy that gives a new player a token; it is not in the contract.
PLAYER: Final = "/player"
RESERVED_CONTEXT_KEYS: Final = frozenset({"users", "username"})
ModelT = TypeVar("ModelT", bound=BaseModel)


def _as_text(value: object) -> object:
    """Return a value that should be a string as its JSON text; None and strings stay as they are."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _as_id(value: object) -> object:
    # In Python True is an int, but it is no id.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _encodable(value: object) -> object:
    """Return a text with lone surrogates, which pydantic refuses, replaced by U+FFFD."""
    return whole_pairs(value) if isinstance(value, str) else value


def _without_nulls(value: object) -> object:
    """Return parameters without those that are null: a null counts as left out."""
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value


def _as_count(value: object) -> int:
    """Return a whole number from 0 up, or 0 for anything else: another backend may use the field in another way."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


WireText = Annotated[str, BeforeValidator(_encodable)]


def _absent_is(default: object) -> BeforeValidator:
    """Return a validator that reads `null` as this default, as if the field were left out."""
    return BeforeValidator(lambda value: default if value is None else value)


# Client and server both read with these models, so they ignore unknown fields; `codec.write` refuses them.
class Body(BaseModel):
    """A body as its receiver reads it: fields that this version does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class User(Body):
    """A player in a conversation: the name that the NPC uses, and an id that is unique on the whole backend."""

    name: WireText
    id: WireText


class ContextEntry(Body):
    """One fact of the game; the backend writes it into the prompt as `key: value`."""

    key: WireText
    value: WireText


class CreateRequest(Body):
    """The body of `POST /api/create`."""

    character: dict[str, Any]
    users: list[User]
    persistence_token: str | None = Field(default=None, alias="persistenceToken")


# No repr shows a secret, because a request may be printed in a traceback.
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
    """A conversation on the backend. `id` may be shown; `secret` authorizes each further request and is never shown."""

    id: Annotated[str, BeforeValidator(_as_id)]
    secret: str = Field(repr=False, min_length=1)


class PlayerToken(Body):
    """The answer of a proxy with the token of a new player."""

    token: str = Field(repr=False, min_length=1)


# The language model may use another type than the declared one, so `actions` checks the parameters, not this module.
class WireCall(Body):
    """A call of a game function in a reply. Every parameter is a string; only the client knows the declared types."""

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
    # The fields below are not in the contract; only the embedded backend sends them.
    # Stage directions beside the words.
    narration: Annotated[str, _absent_is("")] = ""
    # The reason why the offline brain answered and not the model; empty if the model answered.
    stand_in: Annotated[str, _absent_is("")] = ""
    # Tokens that the model has read and written for this answer, 0 if it does not tell them.
    prompt_tokens: Annotated[int, BeforeValidator(_as_count)] = 0
    answer_tokens: Annotated[int, BeforeValidator(_as_count)] = 0

    @model_serializer(mode="wrap")
    def _by_the_contract(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Return the fields to write: those that are not in the contract only if they are not empty."""
        fields: dict[str, Any] = write(self)
        return {name: value for name, value in fields.items() if value or name not in _OUR_OWN}


class Empty(Body):
    """The answer to update and finish; its fields are not read."""
