"""The basic framework's check of a character, whose refusals are lists of issues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

Issue = tuple[tuple[str | int, ...], str]
FILLED: Final = ("name", "bio", "lore", "knowledge")
PRESENT: Final = ("messageExamples", "functions")
TYPES: Final = ("string", "number", "boolean")


def issues_of(character: object) -> Iterator[Issue]:
    """What is wrong with a character: where, and why."""
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


def issue_text(issues: list[Issue]) -> str:
    """Issues as the refusal's `message` has them: JSON text."""
    return json.dumps(
        [{"code": "invalid_type", "path": list(path), "message": reason} for path, reason in issues], indent=2
    )
