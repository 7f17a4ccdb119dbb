"""The requests and answers as the server takes and gives them.

They say in the OpenAPI page exactly what is refused, so that the page can be trusted. Where the contract has text, they
take what the published backend takes: numbers, truth values, null, and a list of one of these. Official clients send
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
    """Return a scalar, or the only one in a list, as the text that JavaScript makes of it."""
    # The framework of the published backend unpacks a list of one.
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], (list, dict)):
        value = value[0]
    if value is None:
        return ""
    # JavaScript knows one kind of number, and writes 12.0 as 12.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return value


# A text as clients write it.
Text = Annotated[
    WireText,
    BeforeValidator(_coerced),
    WithJsonSchema(
        {"anyOf": [{"type": _SCALARS}, {"type": "array", "items": {"type": _SCALARS}, "minItems": 1, "maxItems": 1}]}
    ),
]


def _some_text(value: object) -> object:
    """Return one text or several, but not none."""
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
    """A part of a sheet; whatever else is said in it is kept, and read by the brain."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Parameter(_Open):
    """A value that a function is called with."""

    name: Name
    description: str
    type: Literal["string", "number", "boolean"]


class Function(_Open):
    """Something in the game that the character may call."""

    name: Name
    description: str
    parameters: list[Parameter]


class Sheet(_Open):
    """A character, as far as this backend insists."""

    name: Name
    bio: SomeText
    lore: SomeText
    knowledge: SomeText
    messageExamples: list[Any]  # noqa: N815 - the wire's name
    functions: list[Function]


class Person(BaseModel):
    """Somebody in a conversation."""

    name: Text
    id: Text


class Entry(BaseModel):
    """One line of the game's state."""

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
    """The same on its way through a proxy, which leaves the format of characters to the backend behind it."""

    character: dict[str, Any]


class SendBody(BaseModel):
    """The body of `POST /api/send`."""

    secret: Text = Field(repr=False)
    message: Text
    playerId: Text  # noqa: N815 - the wire's name
    context: list[Entry] = []

    def request(self) -> SendRequest:
        """Return the request as the rest of the house has it."""
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
        """Return the users, or None where they are left out."""
        # Left out and empty are different: Eliza takes an empty list for a list of nobody.
        return None if self.users is None else _users(self.users)


class UpdateBody(_Update):
    """The body of `POST /api/update`: at least one of users and character; the users replace those of before."""

    character: Sheet | None = None


class PassedUpdateBody(_Update):
    """The same on its way through a proxy."""

    character: dict[str, Any] | None = None


class FinishBody(BaseModel):
    """The body of `POST /api/finish`."""

    secret: Text = Field(repr=False)


class Created(BaseModel):
    """A conversation; the secret is what its other requests are made with."""

    id: str
    secret: str


class Updated(BaseModel):
    """The change is in force."""

    message: str


class Finished(BaseModel):
    """The conversation is forgotten."""


class Problem(BaseModel):
    """The reason of a refusal. For a refused character, the message is itself JSON: a list of path, message, code."""

    message: str


# The path of the page that describes the routes.
REFERENCE = "/reference"
# The meaning of each status that is not a success.
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
    """Return why a request is refused, field by field."""
    told = (f"{'.'.join(map(str, ('body', *error['loc'])))}: {error['msg']}" for error in problems)
    return "; ".join(told)[:2000]
