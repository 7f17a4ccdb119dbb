"""The schema of one NPC's part of a save file. Every field is checked, because the file may be damaged.

Every number and list has a limit, so that a loaded memory can be saved again, and a damaged file cannot use up the
memory or stop the game for minutes.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.text import safe

ModelT = TypeVar("ModelT", bound=BaseModel)
T = TypeVar("T")

# The most items of one list.
MOST: Final = 1_000_000
# The most characters of one text; an answer has at most `Settings.max_reply_bytes` bytes.
MAX_CHARS: Final = 8_000_000
_SHOWN: Final = 60


def _writable(text: str) -> str:
    """Return a text that can be written to a file again. Raises `ValueError` for more than `MAX_CHARS` characters."""
    if len(text) > MAX_CHARS:
        raise ValueError(f"has more than {MAX_CHARS} characters")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


Text = Annotated[str, AfterValidator(_writable)]
Drawable = Annotated[Text, AfterValidator(safe)]
Count = Annotated[int, Field(ge=0, le=10**9)]
Whole = Annotated[int, Field(ge=-(2**63), le=2**63)]
Broken = Annotated[float, Field(allow_inf_nan=False)]


class Saved(BaseModel):
    """The base of all parts of a save: no type is converted, and unknown fields of a later version are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


class SavedLine(Saved):
    """A line of a transcript."""

    name: Drawable
    text: Drawable
    by: Literal["player", "npc"]
    player: Text | None = None
    kind: Literal["said", "scripted", "flagged", "cancelled", "failed", "action"] = "said"


class SavedNotice(Saved):
    """A `Notice`. player: the id of the one whom it concerns, None for all; heard: its `sent_with`."""

    text: Text
    player: Text | None = None
    heard: Annotated[list[Text], Field(max_length=MOST)] = []


class SavedActionResult(Saved):
    """The outcome of a call that was not sent to the backend yet."""

    name: Text
    parameters: Annotated[dict[Text, Text | Whole | Broken | bool], Field(max_length=MOST)] = {}
    success: bool
    message: Text = ""
    player: Text | None = None


class SavedMemory(Saved):
    """One NPC's memory."""

    transcript: Annotated[list[SavedLine], Field(max_length=MOST)]
    visits: Annotated[dict[Text, Count], Field(max_length=MOST)]
    notices: Annotated[list[SavedNotice], Field(max_length=MOST)] = []
    deeds: Annotated[list[SavedActionResult], Field(max_length=MOST)] = []
    mood: Text = ""

    def as_saved(self) -> dict[str, Any]:
        """Return the dict that is written to the file; an empty mood is left out."""
        return self.model_dump(mode="json", exclude=None if self.mood else {"mood"})


def read(model: type[ModelT], saved: object, what: str) -> ModelT:
    """Return saved data as a model. Raises `ConfigurationError`, which names the first wrong field."""
    try:
        return model.model_validate(saved)
    except ValidationError as exc:
        first: Any = exc.errors(include_url=False)[0]
    # The game may pass any object, and reading it may raise any exception.
    except Exception as exc:
        raise ConfigurationError(f"{what} cannot be read: {type(exc).__name__}.") from exc
    where = "".join(_step(part) for part in first["loc"]).lstrip(".")[:200] or "the whole of it"
    value = "" if first["type"] == "missing" else f"; found {shown(first['input'])}"
    raise ConfigurationError(f"{what} is damaged at {where}: {first['msg'][:200]}{value}.")


def _step(part: int | str) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part[:_SHOWN]}"


def shown(value: object) -> str:
    """Return a value in at most 60 characters for an error message; the rest of a long value is not read."""
    # Python raises for the text of a number with more than 4,300 digits.
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**18:
        return "a number of more than 18 digits"
    if isinstance(value, str):
        # Cut before it is escaped, because the text may have millions of characters.
        return ascii(value[:_SHOWN])[:_SHOWN]
    if value is None or type(value) in (bool, int, float):
        return ascii(value)
    return f"a {type(value).__name__[:_SHOWN]}"
