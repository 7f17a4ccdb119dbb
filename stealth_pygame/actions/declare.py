"""The declaration of a Python function as an action: its name, its parameters, and the words that describe them."""

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

    `description` replaces the docstring and is read like one: a line `item: what is sold` describes a parameter.
    Parameters whose type hint is one of the `injectable` types are filled by the library and not declared.
    `similes` and `examples` are for Eliza characters; `names` are local names that a type hint may use, by default
    those around the caller; `timeout` is in seconds. Raises `ActionError` for a function that cannot be declared.
    """
    called = checked_name(function, name)
    # The local names must be read now, while the functions around the decorator still run.
    around = local_names(function) if names is None else names
    known, injected = split_parameters(function, called, tuple(injectable), around)
    purpose, words = _words(function, called, description, [parameter.name for parameter in known])
    parameters = tuple(parameter_spec(parameter, words.get(parameter.name)) for parameter in known)
    # Written with `not`, so that NaN is refused too.
    if timeout is not None and not timeout > 0:
        raise ActionError(f"{called}: the timeout is {timeout!r}; it must be more than 0 seconds.")
    spec = FunctionSpec(called, purpose, parameters, *for_eliza(called, similes, examples))
    return Action(called, function, spec, known, injected, after_line, timeout)


def _words(
    function: Callable[..., Any], called: str, description: str | None, names: list[str]
) -> tuple[str, dict[str, str]]:
    """Return the purpose of a function, and the description of each parameter by its name."""
    purpose, words = read_docstring(plain_function(function), names)
    if description:
        purpose, more = read_words(inspect.cleandoc(description), names)
        words.update(more)
    # With -OO a function that never had a docstring looks the same; one needless warning does no harm.
    elif not purpose and sys.flags.optimize >= 2:
        _warn_of_missing_docstrings(called)
    return fold(purpose) or called.replace("_", " ").strip(), words


def _warn_of_missing_docstrings(called: str) -> None:
    """Warn once that -OO removes docstrings: models then no longer know what the actions do."""
    if not _docstrings_told:
        _docstrings_told.append(called)
        log.warning(
            "Python runs with -OO, which removes the docstrings that describe the actions: %s has none, so a model "
            "must guess from its name. Use -O instead, or give @npc.action(description=...).",
            called,
        )


_docstrings_told: Final[list[str]] = []
