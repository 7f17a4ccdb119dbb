"""The requests and answers as the server takes and gives them: strict where `protocol` is liberal.

They say in the OpenAPI page exactly what is refused, so that the page can be trusted.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from stealth_pygame.protocol.models import User


def _some_text(value: object) -> object:
    """One text or several, but something."""
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
    """Whatever else is said is kept, and read by the brain."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Parameter(_Open):
    """What a function wants to know."""

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


class CreateBody(BaseModel):
    """What `POST /api/create` takes."""

    character: Sheet
    users: list[User]
    persistenceToken: str | None = None  # noqa: N815 - the wire's name


class UpdateBody(BaseModel):
    """What `POST /api/update` takes: at least one of users and character; the users replace those of before."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["users"], "properties": {"users": {"type": "array"}}},
                {"required": ["character"], "properties": {"character": {"type": "object"}}},
            ]
        }
    )

    secret: str = Field(repr=False)
    users: list[User] | None = None
    character: Sheet | None = None

    @model_validator(mode="after")
    def _says_something(self) -> UpdateBody:
        if self.users is None and self.character is None:
            raise ValueError("users or character is needed")
        return self


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
    """What went wrong. For a refused character, the message is itself JSON: a list of path, message and code."""

    message: str
