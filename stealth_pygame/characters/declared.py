"""Game functions as they were handed to a character, kept until an NPC takes the sheet and binds them.

This floor knows nothing of actions: it keeps the function, the decorator's options, and the few local names without
which the type hints of a nested function could not be read later.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple

from stealth_pygame.characters.functions import FunctionSpec


class Declaration(NamedTuple):
    """A game function with the options of its decorator; names: local names that its type hints may mean."""

    function: Callable[..., Any]
    options: Mapping[str, Any]
    names: Mapping[str, Any]


# Checks that run at the decorator, with the functions of the character's file. They raise `ActionError`. Whoever
# binds declarations adds one: without it a slip would be told only when an NPC takes the sheet.
CHECKS: Final[list[Callable[[Declaration, Collection[FunctionSpec]], object]]] = []


def declaration(
    function: Callable[..., Any], functions: Collection[FunctionSpec], options: Mapping[str, Any]
) -> Declaration:
    """Return a function as it was handed over; to be called while the functions around it still run.

    Raises `ActionError` for what cannot be bound to a character with these functions.
    """
    declared = Declaration(function, dict(options), local_names(function))
    for check in CHECKS:
        check(declared, functions)
    return declared


def scope_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the globals of the module in which a function, a method or a partial function was written."""
    while hasattr(function, "func"):
        function = function.func
    scope: dict[str, Any] = getattr(inspect.unwrap(getattr(function, "__func__", function)), "__globals__", {})
    return scope


def local_names(function: Callable[..., Any]) -> dict[str, Any]:
    """Return what a hint in a nested function may mean: names of the functions that run around it.

    Only names that stand in a hint are kept, so that a declaration holds on to nothing else of the game.
    """
    inner = function
    # A partial function keeps the hints of the one inside.
    while hasattr(inner, "func"):
        inner = inner.func
    try:
        hints = getattr(inner, "__annotations__", {}).values()
    # From Python 3.14 on hints are read only now, with the names of their own place.
    except NameError:  # pragma: no cover
        return {}
    wanted = set(re.findall(r"\w+", " ".join(hint for hint in hints if isinstance(hint, str))))
    # Inner names hide outer ones, as they do in Python.
    scope, names = scope_of(function), dict[str, Any]()
    frame = sys._getframe(1) if wanted else None
    while frame is not None:
        # Functions of other modules are not around it, whoever called whom.
        if frame.f_globals is scope and frame.f_locals is not scope:
            names = {**{name: value for name, value in frame.f_locals.items() if name in wanted}, **names}
        frame = frame.f_back
    return names
