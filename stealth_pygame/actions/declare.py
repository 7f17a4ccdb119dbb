"""The declaration of a Python function as an action: its name, types and words, as a character may call it."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from stealth_pygame.actions.action import Action
from stealth_pygame.actions.call import Call
from stealth_pygame.actions.docstrings import read_docstring, read_words
from stealth_pygame.actions.signature import checked_name, for_eliza, parameter_spec, plain_function, split_parameters
from stealth_pygame.characters.declared import local_names
from stealth_pygame.characters.functions import FunctionSpec
from stealth_pygame.context.escape import fold
from stealth_pygame.errors import ActionError

log = logging.getLogger("stealth_pygame")


def declare(
    function: Callable[..., Any],
    *,
    name: str | None = None,
    description: str | None = None,
    similes: Iterable[str] = (),
    examples: Iterable[Any] = (),
    after_line: bool = False,
    timeout: float | None = None,
    injectable: Iterable[type] = (Call,),
    names: Mapping[str, Any] | None = None,
) -> Action:
    """Return an action from a function's name, type hints, defaults and docstring.

    `description` goes before the docstring and is read in the same way, a line `item: what is sold` for a parameter.
    Parameters whose hint is one of the `injectable` types are given by the library, and not declared.
    `similes` and `examples` are for Eliza characters; `names` are local names that a type hint may mean, the ones
    around the caller by default. Raises `ActionError` for what the wire cannot carry.
    """
    called = checked_name(function, name)
    # Frames are looked at here, while the functions around the decorator still run.
    around = local_names(function) if names is None else names
    known, given = split_parameters(function, called, tuple(injectable), around)
    purpose, words = _words(function, called, description, [parameter.name for parameter in known])
    parameters = tuple(parameter_spec(parameter, words.get(parameter.name)) for parameter in known)
    # NaN is not more than 0 either.
    if timeout is not None and not timeout > 0:
        raise ActionError(f"{called}: the timeout is {timeout!r}; it must be more than 0 seconds.")
    spec = FunctionSpec(called, purpose, parameters, *for_eliza(called, similes, examples))
    return Action(called, function, spec, known, given, after_line, timeout)


def _words(
    function: Callable[..., Any], called: str, description: str | None, names: list[str]
) -> tuple[str, dict[str, str]]:
    """Return the purpose of a function and the words for its parameters."""
    purpose, words = read_docstring(plain_function(function), names)
    if description:
        purpose, more = read_words(inspect.cleandoc(description), names)
        words.update(more)
    # A function that never had a docstring looks the same then; one warning in a build does no harm.
    elif not purpose and sys.flags.optimize >= 2:
        _tell_that_docstrings_are_gone(called)
    return fold(purpose) or called.replace("_", " ").strip(), words


def _tell_that_docstrings_are_gone(called: str) -> None:
    """Tell it once: a game that is shipped with -OO loses its docstrings, and NPCs no longer know their actions."""
    if not _docstrings_told:
        _docstrings_told.append(called)
        log.warning(
            "Python runs without docstrings (-OO), which declare the actions: %s has none, so that a model must guess "
            "from its name. Ship with -O at most, or give @npc.action(description=...).",
            called,
        )


_docstrings_told: Final[list[str]] = []
