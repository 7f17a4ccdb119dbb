"""The wire as data: both sides read and write these models, and nobody else knows what a body looks like.

What is read is liberal (fields left out, numbers for ids, unknown extras), what is written is strict: the
contract and the measured backend differ, and a client must live with both (`protocol.md`).
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from stealth_pygame.protocol.lenient_json import whole_pairs

CREATE: Final = "/api/create"
SEND: Final = "/api/send"
UPDATE: Final = "/api/update"
FINISH: Final = "/api/finish"
ROUTES: Final = (CREATE, SEND, UPDATE, FINISH)
RESERVED_CONTEXT_KEYS: Final = frozenset({"users", "username"})
ModelT = TypeVar("ModelT", bound=BaseModel)


def _as_text(value: object) -> object:
    """A number where the contract says string, as the measured backend's ids may be; JSON's words for the rest."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _as_id(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _encodable(value: object) -> object:
    """Lone surrogates, which pydantic refuses, become U+FFFD."""
    return whole_pairs(value) if isinstance(value, str) else value


def _without_nulls(value: object) -> object:
    """A parameter that is null was left out."""
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value


WireText = Annotated[str, BeforeValidator(_encodable)]


def _absent_is(default: object) -> BeforeValidator:
    """`null` counts as left out."""
    return BeforeValidator(lambda value: default if value is None else value)


class _Read(BaseModel):
    """What comes from the wire: unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Written(BaseModel):
    """What goes onto the wire: unknown fields are a mistake of ours."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class User(_Written):
    """Somebody in a conversation: the name as shown, and an id that is unique on the whole backend."""

    name: WireText
    id: WireText


class ContextEntry(_Written):
    """One line of what the game knows, pasted into the prompt by the backend as `key: value`."""

    key: WireText
    value: WireText


class CreateRequest(_Written):
    """The body of `POST /api/create`."""

    character: dict[str, Any]
    users: list[User]
    persistence_token: str | None = Field(default=None, alias="persistenceToken")


class SendRequest(_Written):
    """The body of `POST /api/send`."""

    secret: str = Field(repr=False)
    message: WireText
    player_id: WireText = Field(alias="playerId")
    context: list[ContextEntry] = []


class UpdateRequest(_Written):
    """The body of `POST /api/update`; at least one of the two is needed."""

    secret: str = Field(repr=False)
    users: list[User] | None = None
    character: dict[str, Any] | None = None


class FinishRequest(_Written):
    """The body of `POST /api/finish`."""

    secret: str = Field(repr=False)


class ConversationRef(_Read):
    """A conversation on the backend: `id` to show, `secret` to speak with (never shown)."""

    id: Annotated[str, BeforeValidator(_as_id)]
    secret: str = Field(repr=False, min_length=1)


class WireCall(_Read):
    """The backend asking for a function. Every parameter is a string; only the client knows the declared type."""

    name: str
    message: Annotated[str, _absent_is("")] = ""
    parameters: Annotated[
        dict[str, Annotated[str, BeforeValidator(_as_text)]], BeforeValidator(_without_nulls), _absent_is({})
    ] = {}


class Reply(_Read):
    """The answer to a send. Every field may be left out on the wire."""

    flagged: Annotated[bool, _absent_is(False)] = False
    cancelled: Annotated[bool, _absent_is(False)] = False
    content: Annotated[str, _absent_is("")] = ""
    calls: Annotated[tuple[WireCall, ...], _absent_is(())] = ()


class Empty(_Read):
    """The answer to update and finish, whose fields nobody needs."""
