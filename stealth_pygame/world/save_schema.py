"""The schema of one NPC's part of a save file, checked field by field: a player's disk may hold anything."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text import safe

ModelT = TypeVar("ModelT", bound=BaseModel)
Count = Annotated[int, Field(ge=0)]
Drawable = Annotated[str, AfterValidator(safe)]


class Saved(BaseModel):
    """A part of a save: nothing is guessed, and what a later version adds is passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")


class SavedLine(Saved):
    """A line of a transcript."""

    name: Drawable
    text: Drawable
    by: Literal["player", "npc"]
    player: str | None = None
    kind: Literal["said", "scripted", "flagged", "cancelled", "failed", "action"] = "said"


class SavedNotice(Saved):
    """Something that happened and was not told yet; player: whom it concerns, None for all; heard: told with whom."""

    text: str
    player: str | None = None
    heard: list[str] = []


class SavedActionResult(Saved):
    """The outcome of a call that was not told yet."""

    name: str
    parameters: dict[str, str | int | float | bool] = {}
    success: bool
    message: str = ""
    player: str | None = None


class SavedMemory(Saved):
    """One NPC's memory."""

    transcript: list[SavedLine]
    visits: dict[str, Count]
    notices: list[SavedNotice] = []
    deeds: list[SavedActionResult] = []


def read(model: type[ModelT], saved: object, what: str) -> ModelT:
    """Return saved data as a model. Raises `ConfigurationError` that names the first field that is wrong."""
    try:
        return model.model_validate(saved)
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
    where = "".join(_step(part) for part in first["loc"]).lstrip(".") or "the whole of it"
    raise ConfigurationError(f"{what} is damaged at {where}: {first['msg']}{_found(first)}.")


def _step(part: int | str) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"


def _found(first: Any) -> str:
    """Return what stands there, where that says more than the message."""
    if first["type"] == "missing":
        return ""
    return f"; found {ascii(first['input'])[:60]}"
