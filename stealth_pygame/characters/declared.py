"""Game functions that were declared on a character, kept until an NPC gets the sheet and binds them.

This package knows nothing of actions. It keeps the function, the options of the decorator, and the local names that
the type hints of a nested function use: these names are gone when the hints are read.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple

from stealth_pygame.characters.functions import FunctionSpec


class Declaration(NamedTuple):
    """A game function with the options of its decorator; names: the local names that its type hints use."""

    function: Callable[..., Any]
    options: Mapping[str, Any]
    names: Mapping[str, Any]


# Checks that run at the decorator, with the functions of the character's file; they raise `ActionError`. `world.npc`
# adds one. Without it a mistake would show only later, when an NPC gets the sheet.
CHECKS: Final[list[Callable[[Declaration, Collection[FunctionSpec]], object]]] = []


def declaration(
    function: Callable[..., Any], functions: Collection[FunctionSpec], options: Mapping[str, Any]
) -> Declaration:
    """Return the declaration of a function; call this while the functions around it still run.

    Raises `ActionError` if the function cannot be bound to a character with these functions.
    """
    declared = Declaration(function, dict(options), local_names(function))
    for check in CHECKS:
        check(declared, functions)
    return declared


def scope_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the globals of the module in which a function, a method or a partial was written."""
    while hasattr(function, "func"):
        function = function.func
    scope: dict[str, Any] = getattr(inspect.unwrap(getattr(function, "__func__", function)), "__globals__", {})
    return scope


def local_names(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the local names, with their values, that the type hints of a nested function use.

    They come from the functions that run around it. Other names are left out, so that a declaration keeps no other
    object of the game alive.
    """
    inner = function
    # A partial has the hints of the function inside.
    while hasattr(inner, "func"):
        inner = inner.func
    try:
        hints = getattr(inner, "__annotations__", {}).values()
    # From Python 3.14 on, hints are evaluated when they are read, in their own scope.
    except NameError:  # pragma: no cover
        return {}
    wanted = set(re.findall(r"\w+", " ".join(hint for hint in hints if isinstance(hint, str))))
    # An inner name hides an outer one, as in Python.
    scope, names = scope_of(function), dict[str, Any]()
    frame = sys._getframe(1) if wanted else None
    while frame is not None:
        # Only functions of the same module can be around it; others are merely callers.
        if frame.f_globals is scope and frame.f_locals is not scope:
            names = {**{name: value for name, value in frame.f_locals.items() if name in wanted}, **names}
        frame = frame.f_back
    return names
