"""Text that is JSON or almost JSON: its value if the meaning is certain, else nothing."""

from __future__ import annotations

import ast
import json
import re
from typing import Any, Final

_FENCE: Final = re.compile(r"\A```\w{0,20}\s{0,9}|\s{0,9}```\Z|\Ajson\s{0,9}(?=[{\[])", re.I)
_COMMA: Final = re.compile(r",(\s*[}\]])")
_BARE_KEY: Final = re.compile(r"([{,]\s*)([A-Za-z_][\w-]*)(\s*:)")
_CONSTANT: Final = re.compile(r"\b(?:true|false|null)\b")
_PYTHON: Final = {"true": "True", "false": "False", "null": "None"}
_STRING_OR_COMMENT: Final = re.compile(r'("(?:[^"\\]|\\.)*")|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*', re.S)
_TYPOGRAPHIC: Final = str.maketrans(dict.fromkeys("“”„‟", '"'))
_KEY: Final = r"[\"']?([A-Za-z_][\w-]{0,63})[\"']?\s{0,9}[=:]\s{0,9}"
_PAIR: Final = re.compile(
    # Every repetition is limited, because a long run of spaces would otherwise take quadratic time.
    rf"\s{{0,40}}(?:-\s)?{_KEY}"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^,;\n\"'{}\[\]]{1,200}?)"
    rf"\s{{0,9}}(?:[,;\n]|\Z|(?=\s{_KEY})|(?<=[\"'])(?=\s?{_KEY}))"
)
_ELEMENT: Final = re.compile(r"\s{0,40}<(\w{1,64})>([^<>]{0,2000})</\1>\s{0,40}")


def unfenced(text: str) -> str:
    """Return a text without a Markdown code fence around it."""
    return _FENCE.sub("", text.strip())


def read_value(text: str) -> Any:
    """Return the value of JSON or almost JSON, None if the meaning is not certain."""
    text = text.strip()
    plain = _STRING_OR_COMMENT.sub(lambda match: match[1] or "", text.translate(_TYPOGRAPHIC))
    mended = _COMMA.sub(r"\1", plain)
    for attempt in (text, mended, _BARE_KEY.sub(r'\1"\2"\3', mended), _closed(text)):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    return _first_object(text) or _python(text) or _pairs(plain) or _elements(text)


def _closed(text: str) -> str:
    """Return a text with its open brackets closed, if the last value is complete."""
    # A number at the end may be incomplete, so only a closed value counts as complete.
    missing = text.count("{") - text.count("}")
    whole = re.search(r"[\"}\]]\s*\Z", text) and not text.count('"') % 2
    return text + "}" * missing if whole and 0 < missing < 4 else text


def _first_object(text: str) -> Any:
    """Return the first of several objects in a row."""
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
    """Return the pairs in `item="sword", amount=1`, in lines with one pair each, or in an object without commas."""
    # An object that was cut off may end with an incomplete value.
    if text.startswith("{") != text.endswith("}"):
        return None
    text, pairs, at = text.strip("(){} \n"), {}, 0
    while at < len(text):
        match = _PAIR.match(text, at)
        if not match:
            return None
        pairs[match[1]] = _plain(match[2])
        at = match.end()
    return pairs or None


def _elements(text: str) -> dict[str, Any] | None:
    """Return the values of elements in a row, such as `<item>sword</item><amount>1</amount>`."""
    elements, at = {}, 0
    while at < len(text):
        match = _ELEMENT.match(text, at)
        if not match:
            return None
        elements[match[1]] = _plain(match[2].strip())
        at = match.end()
    return elements or None


def _plain(text: str) -> Any:
    if text[:1] in ('"', "'"):
        return text[1:-1]
    try:
        return json.loads(text.lower() if text.lower() in ("true", "false", "none") else text)
    except ValueError:
        return text
