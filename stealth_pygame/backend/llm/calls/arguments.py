"""Arguments that are JSON, or nearly: mended where the meaning is certain, refused where it is not."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from typing import Any, Final

_NOTHING: Final = ("", "null", "none", "undefined", "[]", "{}", '""', "()")
_FENCE: Final = re.compile(r"\A```\w*\s*|\s*```\Z")
_COMMA: Final = re.compile(r",(\s*[}\]])")
_BARE_KEY: Final = re.compile(r"([{,]\s*)([A-Za-z_][\w-]*)(\s*:)")
_CONSTANT: Final = re.compile(r"\b(?:true|false|null)\b")
_PYTHON: Final = {"true": "True", "false": "False", "null": "None"}
_PAIR: Final = re.compile(
    # Every repeat has an end: a run of blanks in an answer must not take time with the square of its length.
    r"\s{0,40}([A-Za-z_][\w-]{0,63})\s{0,9}[=:]\s{0,9}"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^,;\"'{}\[\]]{1,200}?)\s{0,9}(?:[,;]|\Z)"
)
_WRAPPINGS: Final = ("arguments", "parameters", "args", "kwargs", "params", "input")


def read_arguments(given: object, known: Mapping[str, str] = {}) -> dict[str, Any] | None:
    """Return the arguments of a call by name, or None for what cannot be mended. `known`: the declared parameters."""
    value = _value(given)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        return _unwrapped(value, known)
    if value is None or value == []:
        return {}
    # One bare value for the only parameter there is.
    if len(known) == 1 and isinstance(value, (str, int, float, bool)) and not _looks_coded(value):
        return {next(iter(known)): value}
    return None


def _looks_coded(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"[{}\[\]]", value))


def _unwrapped(value: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """Take arguments out of a needless object around them."""
    (key, inner), *more = [*value.items()] or [("", None)]
    if not more and key in _WRAPPINGS and key not in known and isinstance(inner, dict):
        return inner
    return value


def _value(given: object) -> object:
    """Return the value that a text means; a text that means nothing else is itself."""
    # JSON inside of JSON: some servers write arguments as text twice.
    for _ in range(3):
        if not isinstance(given, str):
            return given
        text = _FENCE.sub("", given.strip())
        if text.lower() in _NOTHING:
            return None
        mended = read_value(text)
        if mended is None:
            return text
        given = mended
    return given


def read_value(text: str) -> Any:
    """Return what JSON, or nearly JSON, says; None where it says nothing for certain."""
    for attempt in (text, _COMMA.sub(r"\1", text), _BARE_KEY.sub(r'\1"\2"\3', _COMMA.sub(r"\1", text)), _closed(text)):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    return _first_object(text) or _python(text) or _pairs(text)


def _closed(text: str) -> str:
    """Close what was left open, where the last value is whole."""
    # A number at the end may be half of one, so only a closed value counts as whole.
    missing = text.count("{") - text.count("}")
    whole = re.search(r"[\"}\]]\s*\Z", text) and not text.count('"') % 2
    return text + "}" * missing if whole and 0 < missing < 4 else text


def _first_object(text: str) -> Any:
    """Return the first of several objects that stand one behind the other."""
    if not text.startswith("{"):
        return None
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text)
    except ValueError:
        return None
    return value if text[end:].lstrip()[:1] in ("", "{", "<", "`", ";") else None


def _python(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return None
    try:
        value = ast.literal_eval(_CONSTANT.sub(lambda match: _PYTHON[match[0]], _BARE_KEY.sub(r"\1'\2'\3", text)))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return value if isinstance(value, (dict, list)) else None


def _pairs(text: str) -> dict[str, Any] | None:
    """Read `item="sword", amount=1`."""
    text, found, at = text.strip().strip("(){}"), {}, 0
    while at < len(text):
        match = _PAIR.match(text, at)
        if not match:
            return None
        found[match[1]] = _plain(match[2])
        at = match.end()
    return found or None


def _plain(text: str) -> Any:
    if text[:1] in "\"'":
        return text[1:-1]
    try:
        return json.loads(text.lower() if text.lower() in ("true", "false", "none") else text)
    except ValueError:
        return text
