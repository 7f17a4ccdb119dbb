"""Text that is JSON, or nearly: what it says where that is certain, and nothing where it is not."""

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
    # Every repeat has an end: a run of blanks in an answer must not take time with the square of its length.
    rf"\s{{0,40}}(?:-\s)?{_KEY}"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^,;\n\"'{}\[\]]{1,200}?)"
    rf"\s{{0,9}}(?:[,;\n]|\Z|(?=\s{_KEY})|(?<=[\"'])(?=\s?{_KEY}))"
)
_ELEMENT: Final = re.compile(r"\s{0,40}<(\w{1,64})>([^<>]{0,2000})</\1>\s{0,40}")


def unfenced(text: str) -> str:
    """Return a text without the fence of Markdown around it."""
    return _FENCE.sub("", text.strip())


def read_value(text: str) -> Any:
    """Return what JSON, or nearly JSON, says; None where it says nothing for certain."""
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
    """Read `item="sword", amount=1`, a pair in each line, or an object without its commas or quotes."""
    # An object that was cut off may end with half a value.
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
    """Read `<item>sword</item><amount>1</amount>`, one beside the other."""
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
