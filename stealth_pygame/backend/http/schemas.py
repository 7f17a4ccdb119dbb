"""The requests and answers as the server takes and gives them.

The OpenAPI page is made from them, so it states exactly what is refused. Where the contract has text, they accept
the same as the published backend: numbers, booleans, null, and a list with one of these. Official clients send
numbers as ids and as values of the context (`protocol.md`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from stealth_pygame.protocol.models import ContextEntry, SendRequest, User, WireText

_SCALARS = ["string", "number", "boolean", "null"]


def _coerced(value: object) -> object:
    """Return a scalar, or the only item of a list, as JavaScript converts it to text."""
    # The framework of the published backend takes the item out of a list of one.
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], (list, dict)):
        value = value[0]
    if value is None:
        return ""
    # JavaScript has only one kind of number, and writes 12.0 as 12.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return value


# A text, with the conversions that clients rely on.
Text = Annotated[
    WireText,
    BeforeValidator(_coerced),
    WithJsonSchema(
        {"anyOf": [{"type": _SCALARS}, {"type": "array", "items": {"type": _SCALARS}, "minItems": 1, "maxItems": 1}]}
    ),
]


def _some_text(value: object) -> object:
    """Return one text or several. Raises `ValueError` if there is none."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        return value
    raise ValueError("must be a text or a list of texts, and not empty")


SomeText = Annotated[
    Any,
    BeforeValidator(_some_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ]
        }
    ),
]
Name = Annotated[str, Field(min_length=1)]


class _Open(BaseModel):
    """A part of a sheet. Unknown fields are kept, because the brain may read them."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Parameter(_Open):
    """A parameter of a function."""

    name: Name
    description: str
    type: Literal["string", "number", "boolean"]


class Function(_Open):
    """A function of the game that the character may call."""

    name: Name
    description: str
    parameters: list[Parameter]


class Sheet(_Open):
    """A character, with the fields that this backend requires."""

    name: Name
    bio: SomeText
    lore: SomeText
    knowledge: SomeText
    messageExamples: list[Any]  # noqa: N815 - the wire's name
    functions: list[Function]


class Person(BaseModel):
    """A user of a conversation."""

    name: Text
    id: Text


class Entry(BaseModel):
    """One entry of the game's state."""

    key: Text
    value: Text


def _users(people: list[Person]) -> list[User]:
    return [User(name=person.name, id=person.id) for person in people]


class _Create(BaseModel):
    users: list[Person]
    persistenceToken: Text = ""  # noqa: N815 - the wire's name; empty is none

    def people(self) -> list[User]:
        """Return the users of the conversation."""
        return _users(self.users)


class CreateBody(_Create):
    """The body of `POST /api/create`."""

    character: Sheet


class PassedCreateBody(_Create):
    """The same for a proxy, which lets the backend behind it check the character."""

    character: dict[str, Any]


class SendBody(BaseModel):
    """The body of `POST /api/send`."""

    secret: Text = Field(repr=False)
    message: Text
    playerId: Text  # noqa: N815 - the wire's name
    context: list[Entry] = []

    def request(self) -> SendRequest:
        """Return the request in the form that the other packages use."""
        context = [ContextEntry(key=entry.key, value=entry.value) for entry in self.context]
        return SendRequest(secret=self.secret, message=self.message, playerId=self.playerId, context=context)


_EITHER = ConfigDict(
    json_schema_extra={
        "anyOf": [
            {"required": ["users"], "properties": {"users": {"type": "array"}}},
            {"required": ["character"], "properties": {"character": {"type": "object"}}},
        ]
    }
)


class _Update(BaseModel):
    model_config = _EITHER

    secret: Text = Field(repr=False)
    users: list[Person] | None = None
    character: Any = None

    @model_validator(mode="after")
    def _says_something(self) -> _Update:
        if self.users is None and self.character is None:
            raise ValueError("users or character is needed")
        return self

    def people(self) -> list[User] | None:
        """Return the users, or None if the field is missing."""
        # A missing list and an empty list differ: Eliza takes an empty list as "no users".
        return None if self.users is None else _users(self.users)


class UpdateBody(_Update):
    """The body of `POST /api/update`: users, character or both. The users replace the earlier ones."""

    character: Sheet | None = None


class PassedUpdateBody(_Update):
    """The same for a proxy."""

    character: dict[str, Any] | None = None


class FinishBody(BaseModel):
    """The body of `POST /api/finish`."""

    secret: Text = Field(repr=False)


class Created(BaseModel):
    """A conversation; its secret is needed for all other requests."""

    id: str
    secret: str


class Updated(BaseModel):
    """The answer to a successful update."""

    message: str


class Finished(BaseModel):
    """The answer to a successful finish."""


class Problem(BaseModel):
    """The reason of a refusal. For a character, the message is JSON text: a list of path, message and code."""

    message: str


# The path of the page that describes the routes.
REFERENCE = "/reference"
# The meaning of each error status.
STATUSES = {
    400: "Invalid request",
    403: "Invalid API key or conversation secret",
    404: "Conversation not found",
    413: "Request body is too large",
    415: "Unsupported Media Type",
    422: "Content moderated or error in Provider API",
    429: "Conversation is busy",
    500: "Internal Server Error",
}


def shown_problem(problems: Iterable[Mapping[str, Any]]) -> str:
    """Return the reason of a refusal, field by field."""
    told = (f"{'.'.join(map(str, ('body', *error['loc'])))}: {error['msg']}" for error in problems)
    return "; ".join(told)[:2000]
