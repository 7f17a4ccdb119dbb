"""A game's numbers, lists and coordinates as somebody would say them."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import patterns_of, words_of

_FORMS: Final = patterns_of("values")
# The things measured in units, so that 0.5 of it is no share of a whole.
_MEASURES: Final = words_of("values measures", "lists")


def is_number(value: str) -> bool:
    """Tell whether a value is a number and nothing else."""
    return bool(_FORMS["number"].fullmatch(value))


def is_spot(value: str) -> bool:
    """Tell whether a value is two or three coordinates."""
    return bool(_FORMS["spot"].fullmatch(value))


def is_somewhere(value: str) -> bool:
    """Tell whether a text tells a place (`in the mine`, `an attic above the shop`)."""
    return bool(_FORMS["somewhere"].search(value))


def share(name: str, value: str) -> float | None:
    """The share of a whole that a number between 0 and 1 is, or None."""
    part = float(value) if is_number(value) and "." in value else -1.0
    return part if 0 <= part <= 1 and not set(name.split()) & _MEASURES else None


def percent(part: float) -> str:
    """A share as `75 percent`."""
    return f"{_short(100 * part, 1)} percent"


def spoken(value: str) -> str:
    """A value as it is said: no long tails behind the point, no records in brackets, no underscores."""
    if is_number(value):
        return _short(float(value), 2) if "." in value else value
    if is_spot(value):
        return ", ".join(_short(float(part), 2) for part in _FORMS["number"].findall(value))
    value = _FORMS["record"].sub(lambda match: _record(match.group(1)), value)
    return re.sub(r"(?<=\w)_+(?=\w)", " ", value)


def _record(text: str) -> str:
    """Return a record as words: `name: ore, tons: 3` as `ore (tons 3)`."""
    fields = [field.partition(": ")[::2] for field in re.split(r", (?=[^:,]+: )", text)]
    first = next((at for at, (key, _) in enumerate(fields) if key in ("name", "title", "item", "id")), 0)
    _, head = fields.pop(first)
    rest = " and ".join({"true": key, "false": f"not {key}"}.get(value, f"{key} {value}") for key, value in fields)
    return f"{head} ({rest})" if rest else head


def _short(number: float, digits: int) -> str:
    return f"{round(number, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".")
