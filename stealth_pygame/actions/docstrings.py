"""The descriptions of a function and of its parameters, read from a docstring in any of the usual styles."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection
from typing import Final

from stealth_pygame.text.patterns import lazy

_SPHINX: Final = lazy(r":param(?:eter)?\s+(?:[^:]*\s)?(?P<name>\w+):\s*(?P<words>.*)")
_PLAIN: Final = lazy(r"(?P<name>\w+)\s*(?:\([^)]*\))?\s*:(?!:)\s*(?P<words>.*)")
_SECTION: Final = lazy(r"(args|arguments|parameters|params|returns?|raises|yields|examples?|notes?):?$", re.I)
_AFTER: Final = lazy(r":?(returns?|raises|yields)\b", re.I)
_FIELD: Final = lazy(r":(returns?|rtype|raises?|type)\b")


def read_docstring(function: object, names: Collection[str]) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a function's docstring as one line, and the description of each named parameter."""
    return read_words(inspect.getdoc(function) or "", names)


def read_words(text: str, names: Collection[str]) -> tuple[str, dict[str, str]]:
    """Return the first paragraph as one line, and the description of each named parameter that has one.

    It reads lines such as `item: what is sold`, and the docstring styles of Google, NumPy and Sphinx.
    """
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if _ends_first(line, names)), len(lines))
    return " ".join(line.strip() for line in lines[:start]), _parameters(lines[start:], names)


def _ends_first(line: str, names: Collection[str]) -> bool:
    text = line.strip()
    return not text or bool(_SECTION.match(text) or _FIELD.match(text)) or _named(text, names, numpy=False) is not None


def _parameters(lines: list[str], names: Collection[str]) -> dict[str, str]:
    paragraphs: dict[str, list[str]] = {}
    current, indent, numpy = "", 0, False
    for line in lines:
        text, depth = line.strip(), len(line) - len(line.lstrip())
        # The section on the returned value must not be added to the last parameter.
        if _AFTER.match(text):
            break
        # Only the NumPy style underlines its section titles.
        if set(text) == {"-"}:
            numpy = True
            continue
        named = _named(text, names, numpy=numpy)
        # A line that is indented more continues the description before it, even if it looks like a parameter.
        if named and not (current and depth > indent):
            (current, words), indent = named, depth
            paragraphs[current] = [words]
        elif current and text and depth > indent:
            paragraphs[current].append(text)
        elif not (numpy and not text):
            current = ""
    return {name: " ".join(filter(None, words)) for name, words in paragraphs.items() if any(words)}


def _named(text: str, names: Collection[str], *, numpy: bool) -> tuple[str, str] | None:
    match = _SPHINX.match(text) or _PLAIN.match(text)
    if match and match["name"] in names:
        # NumPy's `item : str` gives the type; the description follows on the next lines.
        return match["name"], "" if numpy else match["words"].strip()
    return (text, "") if numpy and text in names else None
