"""Arguments of a call in all forms that models use: by name, in order, or inside another object."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from stealth_pygame.backend.llm.calls.nearly_json import read_value, unfenced

_NOTHING: Final = ("", "null", "none", "undefined", "[]", "{}", '""', "()")
_WRAPPINGS: Final = ("arguments", "parameters", "args", "kwargs", "params", "input")
_ELEMENT: Final = re.compile(r"\A<(\w{1,64})>\s*(\{.*\})\s*</\1>\Z", re.S)
_CALL: Final = re.compile(r"\A[\w.]{0,64}\((.*)\)\Z", re.S)


def read_arguments(given: object, known: Mapping[str, str] = {}) -> dict[str, Any] | None:
    """Return the arguments by name, None if they cannot be repaired. known: declared parameters with their types."""
    value = _value(given)
    if isinstance(value, list):
        value = _listed(value, known)
    if isinstance(value, dict):
        return _unwrapped(value, known)
    if value is None or value == []:
        return {}
    if isinstance(value, str):
        return _in_order(value, known)
    # A single value, if the function has only one parameter.
    return {next(iter(known)): value} if len(known) == 1 and isinstance(value, (int, float, bool)) else None


def _value(given: object) -> object:
    """Return the value that a text encodes; any other text is returned unchanged."""
    # JSON inside JSON: some servers encode the arguments twice.
    for _ in range(3):
        if not isinstance(given, str):
            return given
        text = unfenced(given)
        text = element[2] if (element := _ELEMENT.match(text)) else text
        text = call[1].strip() if (call := _CALL.match(text)) else text
        if text.lower() in _NOTHING:
            return None
        mended = read_value(text)
        if mended is None:
            return text
        given = mended
    return given


def _listed(values: list[Any], known: Mapping[str, str]) -> object:
    """Return the arguments in a list: one object, pairs of name and value, or values in the declared order."""
    if len(values) == 1 and isinstance(values[0], dict):
        return values[0]
    if values and all(isinstance(value, dict) and {"name", "value"} <= value.keys() for value in values):
        return {str(value["name"]): value["value"] for value in values}
    if len(values) == len(known) and not any(isinstance(value, (dict, list)) for value in values):
        return dict(zip(known, values, strict=True))
    return values


def _in_order(text: str, known: Mapping[str, str]) -> dict[str, Any] | None:
    """Return plain values by the names of the parameters, if there are as many as parameters."""
    if re.search(r"[{}\[\]]", text):
        return None
    if len(known) == 1:
        return {next(iter(known)): text}
    values = [part.strip().strip("\"'") for part in text.split(",")]
    return dict(zip(known, values, strict=True)) if known and len(values) == len(known) else None


def _unwrapped(value: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments without an unnecessary object around all of them, or around single values."""
    names = {name.casefold() for name in known}
    if names.isdisjoint(str(key).casefold() for key in value):
        inner = [_as_object(part) for key, part in value.items() if key in _WRAPPINGS or len(value) == 1]
        if len(inner) == 1 and isinstance(inner[0], dict):
            return inner[0]
    return {name: _bare(part) for name, part in value.items()}


def _as_object(part: object) -> object:
    """Return an object, decoded if it is written as JSON text."""
    return read_value(part) if isinstance(part, str) and part.startswith("{") else part


def _bare(part: Any) -> Any:
    """Return the value in `{"type": "string", "value": "sword"}`: some models fill in the schema like a form."""
    if isinstance(part, dict) and "value" in part and part.keys() <= {"value", "type", "name", "description"}:
        return part["value"]
    return part


def as_text(value: Any) -> str:
    """Return a value as text, as all parameters are sent to the game."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
