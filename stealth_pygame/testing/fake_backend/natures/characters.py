"""The checks of a character by the frameworks; a refusal is a list of issues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

Issue = tuple[tuple[str | int, ...], str]
FILLED: Final = ("name", "bio", "lore", "knowledge")
PRESENT: Final = ("messageExamples", "functions")
ELIZA: Final = ("topics", "adjectives", "style")
TYPES: Final = ("string", "number", "boolean")


def issues_of(character: object) -> Iterator[Issue]:
    """Yield the issues of a character for the basic framework, as path and reason."""
    if not isinstance(character, dict):
        yield (), "Expected object"
        return
    for key in FILLED:
        if not isinstance(character.get(key), (str, list)):
            yield (key,), "Required"
        elif not character[key]:
            yield (key,), "Must not be empty"
    for key in PRESENT:
        if not isinstance(character.get(key), list):
            yield (key,), "Required"
    functions = character.get("functions")
    for place, function in enumerate(functions if isinstance(functions, list) else ()):
        yield from _function_issues(("functions", place), function)


def _function_issues(where: tuple[str | int, ...], function: Any) -> Iterator[Issue]:
    if not isinstance(function, dict):
        yield where, "Expected object"
        return
    for key in ("name", "description"):
        if not isinstance(function.get(key), str):
            yield (*where, key), "Required"
    parameters = function.get("parameters")
    if not isinstance(parameters, list):
        yield (*where, "parameters"), "Required"
        return
    for place, parameter in enumerate(parameters):
        if not isinstance(parameter, dict) or parameter.get("type") not in TYPES:
            yield (*where, "parameters", place, "type"), "Invalid enum value. Expected 'string' | 'number' | 'boolean'"


def eliza_issues_of(character: object) -> Iterator[Issue]:
    """Yield the issues of a character for the Eliza framework, which requires more than the basic one."""
    yield from issues_of(character)
    if not isinstance(character, dict):
        return
    for key in ELIZA:
        if not isinstance(character.get(key), list) or not character[key]:
            yield (key,), "Required"
    functions = character.get("functions")
    for place, function in enumerate(functions if isinstance(functions, list) else ()):
        for key in ("similes", "examples"):
            if not isinstance(function, dict) or not function.get(key):
                yield ("functions", place, key), "Required"


def issue_text(issues: list[Issue]) -> str:
    """Return issues as JSON text, which is the `message` of the refusal."""
    return json.dumps(
        [{"code": "invalid_type", "path": list(path), "message": reason} for path, reason in issues], indent=2
    )
