"""The signature of a Python function as declared parameters, with an error for a type that the wire cannot carry."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, Final, get_args, get_type_hints

from pydantic.fields import FieldInfo

from stealth_pygame.actions.type_hints import REQUIRED, Parameter, about, as_text, kind_of
from stealth_pygame.characters.declared import scope_of
from stealth_pygame.characters.functions import ParameterSpec
from stealth_pygame.characters.reader import Problems, read_conversations, read_texts
from stealth_pygame.context.escape import fold, quoted
from stealth_pygame.errors import ActionError
from stealth_pygame.text.patterns import lazy

_NAME: Final = lazy(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def for_eliza(called: str, similes: Iterable[str], examples: Iterable[Any]) -> tuple[Any, Any]:
    """Return similes and examples as a `FunctionSpec` holds them. Raises `ActionError` for a wrong type."""
    problems = Problems()
    listed = similes if isinstance(similes, str) else list(similes)
    read = read_texts(listed, "similes", problems) if listed else ()
    conversations = read_conversations(list(examples), "examples", problems)
    for field, reason in problems.noted:
        raise ActionError(f"{called}: {field}: {reason}")
    return read, conversations


def plain_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function inside a `functools.partial`, or the function itself."""
    # A partial has no name, docstring and type hints of its own.
    while isinstance(function, functools.partial):
        function = function.func
    return function


def checked_name(function: Callable[..., Any], name: str | None) -> str:
    """Return the name on the wire. Raises `ActionError` if this is no plain function, or the name is not allowed."""
    inner = plain_function(function)
    if not (inspect.isfunction(inner) or inspect.ismethod(inner)):
        raise ActionError(
            f"{function!r} is not a plain function or method; write a def, or a bound method of an object."
        )
    called = inner.__name__ if name is None else name
    # Two lambdas would have the same name on the wire.
    if called == "<lambda>":
        raise ActionError("A lambda has no name for the NPC to call; write a def, or give a name.")
    # Model providers refuse the whole request if one tool has a name with other characters.
    if not _NAME.fullmatch(called):
        raise ActionError(f"{called!r} cannot be a function's name on the wire; use up to 64 letters, digits and _.")
    if inspect.iscoroutinefunction(inner) or inspect.isasyncgenfunction(inner):
        raise ActionError(
            f"{called} is async, but actions run inside the game's loop. Write a plain def that takes `call: Call`, "
            "starts the work, and does `return call`; when it is done, `call.finish(...)` tells the outcome."
        )
    if inspect.isgeneratorfunction(inner):
        raise ActionError(f"{called} is a generator (it has a yield); return the outcome of the call instead.")
    return called


def split_parameters(
    function: Callable[..., Any],
    called: str,
    injectable: tuple[type, ...],
    local_names: Mapping[str, Any],
) -> tuple[tuple[Parameter, ...], dict[str, type]]:
    """Return the declared parameters, and the types of those that the library fills, by name.

    Left out are parameters that have their value already: bound by `functools.partial`, or with a default that the
    wire cannot carry, such as the object in `c=c`. local_names: names around the function that a type hint may use.
    """
    known: list[Parameter] = []
    injected: dict[str, type] = {}
    try:
        signature = inspect.signature(function)
    except NameError as exc:  # pragma: no cover  (from Python 3.14 on hints are read only now)
        raise ActionError(f"{called}: a type hint cannot be read: {exc}. Is it imported?") from exc
    scope = scope_of(function)
    # If the game's module has its own class named Player, the hint means that class.
    names = {type_.__name__: type_ for type_ in injectable if type_.__name__ not in scope}
    names.update(local_names)
    # Arguments that a partial binds by position are not in its signature; those bound by name still are.
    bound = function.keywords if isinstance(function, functools.partial) else {}
    for name, parameter in signature.parameters.items():
        if name in bound or (parameter.annotation is parameter.empty and not _carried(parameter.default)):
            continue
        where = f"{called}, parameter {name}"
        hint = _hint(scope, parameter, names, where)
        type_ = _injectable_type(hint, injectable)
        if type_ is not None:
            injected[name] = type_
        elif (declared := _declared(parameter, hint, where)) is not None:
            known.append(declared)
    return tuple(known), injected


def _carried(default: object) -> bool:
    """Return True if the wire can carry a default, or there is none: then the parameter must be declared."""
    return default is REQUIRED or default is None or isinstance(default, (str, int, float, Enum))


def _hint(scope: dict[str, Any], parameter: inspect.Parameter, names: dict[str, Any], where: str) -> object:
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
        raise ActionError(f"{where}: {stars}{parameter.name} cannot be declared; name each parameter.")
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise ActionError(f"{where}: is positional-only (before the /), but a call gives parameters by name.")
    if parameter.annotation is parameter.empty:
        raise ActionError(f"{where}: has no type hint; {_cure(parameter)}.")

    # `get_type_hints` reads all hints of a function, and one broken hint would make it fail for all parameters.
    def holder() -> None: ...

    holder.__annotations__ = {parameter.name: parameter.annotation}
    try:
        return get_type_hints(holder, scope, names, include_extras=True)[parameter.name]
    except (NameError, AttributeError, SyntaxError, TypeError) as exc:
        hint = f"the type hint {parameter.annotation!r} cannot be read ({exc})"
        raise ActionError(f"{where}: {hint}; is it imported, and spelled right?") from exc


def _cure(parameter: inspect.Parameter) -> str:
    if parameter.name == "self":
        return "give the bound method, npc.action(shop.sell)"
    cure = f"write {parameter.name}: str, int ..."
    if parameter.default is REQUIRED:
        return cure
    return f"{cure}, or bind it: npc.action(functools.partial(function, {parameter.name}={parameter.default!r:.40}))"


def _injectable_type(hint: object, injectable: tuple[type, ...]) -> type | None:
    # `Player | None` counts as a player too.
    options = [hint, *get_args(hint)]
    for type_ in injectable:
        if any(isinstance(option, type) and issubclass(option, type_) for option in options):
            return type_
    return None


def _declared(parameter: inspect.Parameter, hint: object, where: str) -> Parameter | None:
    """Return the declared parameter, or None if the wire cannot carry its type but it has a default."""
    if not _NAME.fullmatch(parameter.name):
        raise ActionError(f"{where}: model providers take ASCII letters, digits and _ only.")
    if isinstance(parameter.default, FieldInfo):
        raise ActionError(f"{where}: Field(...) as a default is pydantic's old way; write Annotated[int, Field(ge=1)].")
    try:
        kind = kind_of(hint)
    except ActionError as exc:
        # `def fight(c: Creature = c)` is the usual way to bind an object in a loop.
        if not _carried(parameter.default):
            return None
        bind = f"; bind an object of your game with functools.partial(function, {parameter.name}=...)"
        raise ActionError(f"{where}: {exc}{bind}.") from exc
    # The default must be a value that a model could have given itself.
    if parameter.default is not REQUIRED and not kind.holds(parameter.default):
        raise ActionError(f"{where}: its default {parameter.default!r} is not {kind.words}.")
    return Parameter(parameter.name, kind, parameter.default, about(hint))


def parameter_spec(parameter: Parameter, words: str | None) -> ParameterSpec:
    """Return the parameter for the wire, with its choices, range and default written into the description."""
    kind, default = parameter.kind, parameter.default
    # The wire carries no schema: a model sees the limits only in the description.
    limits = [] if kind.words in ("text", "a number", "true or false") else [kind.words]
    if default is None or (kind.optional and default is REQUIRED):
        limits.append("may be left out")
    elif default is not REQUIRED:
        limits.append(f"{quoted(default) if isinstance(default, str) else as_text(default)} if left out")
    description = fold(words or parameter.about or parameter.name.replace("_", " "))
    return ParameterSpec(parameter.name, f"{description} ({'; '.join(limits)})" if limits else description, kind.type)
