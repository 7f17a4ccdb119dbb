"""The conversion of models to bytes on the wire, and of bytes to models."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from stealth_pygame import errors
from stealth_pygame.protocol.errors import unreadable
from stealth_pygame.protocol.lenient_json import read_json, whole_pairs
from stealth_pygame.protocol.models import ModelT


def write(model: type[ModelT], **fields: Any) -> ModelT:
    """Return a request as a model.

    Raises `ConfigurationError`, which names the first argument that has a wrong type or is unknown to the contract.
    """
    unknown = fields.keys() - _names(model)
    if unknown:
        raise errors.ConfigurationError(
            f"{model.__name__} has no field {min(unknown)!r}; the wire carries no such thing."
        )
    try:
        return model(**fields)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
    # Raised outside the handler: as its context, pydantic's error would show the arguments, secrets included.
    raise errors.ConfigurationError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}, as the wire carries it.")


def encode(request: BaseModel) -> bytes:
    """Return the JSON bytes of a request, with its keys always in the same order; fields that are None are left out.

    Raises `ConfigurationError` for a character that holds something other than plain data.
    """
    try:
        # The order of the keys counts, because the backend hashes the text of a character.
        text = json.dumps(request.model_dump(by_alias=True, exclude_none=True), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as exc:
        raise errors.ConfigurationError(
            f"This cannot be written as JSON ({exc}). Is the character plain data?"
        ) from exc
    return whole_pairs(text).encode()


def decode(model: type[ModelT], data: bytes, *, route: str, status: int = 200) -> ModelT:
    """Read the body of an answer as a model. Raises `AnswerError`, which names the first mistake in it."""
    value, why = read_json(data)
    if why:
        raise unreadable(data, route, status, why)
    try:
        return model.model_validate(value)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
    # Raised outside the handler: as its context, pydantic's error would show the answer, secret included.
    where = ".".join(map(str, first["loc"])) or "the whole body"
    raise errors.AnswerError(
        f"The answer to {route} cannot be read: {where}: {first['msg']}. Is the backend a Stealth backend?",
        route=route,
        status=status,
    )


def _names(model: type[BaseModel]) -> set[str]:
    return {name for key, field in model.model_fields.items() for name in (key, field.alias or key)}
