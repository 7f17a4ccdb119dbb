"""The signature of a Python function as the wire can carry it, with a clear error for what it cannot."""

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
    """Return similes and examples as they go into a spec. Raises `ActionError`."""
    problems = Problems()
    listed = similes if isinstance(similes, str) else list(similes)
    read = read_texts(listed, "similes", problems) if listed else ()
    conversations = read_conversations(list(examples), "examples", problems)
    for field, reason in problems.noted:
        raise ActionError(f"{called}: {field}: {reason}")
    return read, conversations


def plain_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function inside a `functools.partial`, or the function itself."""
    # Name, docstring and hints are those of the function inside.
    while isinstance(function, functools.partial):
        function = function.func
    return function


def checked_name(function: Callable[..., Any], name: str | None) -> str:
    """Return the name on the wire. Raises `ActionError` for what is not a plain function, or has no name for it."""
    inner = plain_function(function)
    if not (inspect.isfunction(inner) or inspect.ismethod(inner)):
        raise ActionError(
            f"{function!r} is not a plain function or method; write a def, or a bound method of an object."
        )
    called = inner.__name__ if name is None else name
    # Two lambdas would have the same name on the wire.
    if called == "<lambda>":
        raise ActionError("A lambda has no name for the NPC to call; write a def, or give a name.")
    # Providers refuse the whole request for one tool with another name.
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
    """Return the parameters that are declared, and those that the library gives, by name.

    Neither of the two is one that is bound already: by `functools.partial`, or by a default such as `c=c` that no wire
    can carry. local_names: names around the function that a type hint may mean.
    """
    known: list[Parameter] = []
    given: dict[str, type] = {}
    try:
        signature = inspect.signature(function)
    except NameError as exc:  # pragma: no cover  (from Python 3.14 on hints are read only now)
        raise ActionError(f"{called}: a type hint cannot be read: {exc}. Is it imported?") from exc
    scope = scope_of(function)
    # The game's own Player, if it has one, is not ours.
    names = {type_.__name__: type_ for type_ in injectable if type_.__name__ not in scope}
    names.update(local_names)
    # What a partial function has bound by position is not part of its signature any more.
    bound = function.keywords if isinstance(function, functools.partial) else {}
    for name, parameter in signature.parameters.items():
        if name in bound or (parameter.annotation is parameter.empty and not _carried(parameter.default)):
            continue
        where = f"{called}, parameter {name}"
        hint = _hint(scope, parameter, names, where)
        type_ = _injectable_type(hint, injectable)
        if type_ is not None:
            given[name] = type_
        elif (declared := _declared(parameter, hint, where)) is not None:
            known.append(declared)
    return tuple(known), given


def _carried(default: object) -> bool:
    """Return True if a default could travel on the wire, or there is none, so that its parameter must be declared."""
    return default is REQUIRED or default is None or isinstance(default, (str, int, float, Enum))


def _hint(scope: dict[str, Any], parameter: inspect.Parameter, names: dict[str, Any], where: str) -> object:
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
        raise ActionError(f"{where}: {stars}{parameter.name} cannot be declared; name each parameter.")
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise ActionError(f"{where}: is positional-only (before the /), but a call gives parameters by name.")
    if parameter.annotation is parameter.empty:
        raise ActionError(f"{where}: has no type hint; {_cure(parameter)}.")

    # `get_type_hints` reads all hints of a function: one that is broken would spoil the others.
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
    # `Player | None` asks for a player as well.
    options = [hint, *get_args(hint)]
    for type_ in injectable:
        if any(isinstance(option, type) and issubclass(option, type_) for option in options):
            return type_
    return None


def _declared(parameter: inspect.Parameter, hint: object, where: str) -> Parameter | None:
    """Return the parameter as it is declared, or None for one that only its own default can fill."""
    if not _NAME.fullmatch(parameter.name):
        raise ActionError(f"{where}: model providers take ASCII letters, digits and _ only.")
    if isinstance(parameter.default, FieldInfo):
        raise ActionError(f"{where}: Field(...) as a default is pydantic's old way; write Annotated[int, Field(ge=1)].")
    try:
        kind = kind_of(hint)
    except ActionError as exc:
        # The idiom for a loop, `def fight(c: Creature = c)`, with a hint for the author's own checker.
        if not _carried(parameter.default):
            return None
        bind = f"; a thing of the game's own is bound with functools.partial(function, {parameter.name}=...)"
        raise ActionError(f"{where}: {exc}{bind}.") from exc
    # A model that leaves the parameter out must get a value that it could have given.
    if parameter.default is not REQUIRED and not kind.holds(parameter.default):
        raise ActionError(f"{where}: its default {parameter.default!r} is not {kind.words}.")
    return Parameter(parameter.name, kind, parameter.default, about(hint))


def parameter_spec(parameter: Parameter, words: str | None) -> ParameterSpec:
    """Return the parameter with its choices, range and default in words, so that any model knows them."""
    kind, default = parameter.kind, parameter.default
    # Smaller models see no schema but the description: what they must know stands in it.
    limits = [] if kind.words in ("text", "a number", "true or false") else [kind.words]
    if default is None or (kind.optional and default is REQUIRED):
        limits.append("may be left out")
    elif default is not REQUIRED:
        limits.append(f"{quoted(default) if isinstance(default, str) else as_text(default)} if left out")
    description = fold(words or parameter.about or parameter.name.replace("_", " "))
    return ParameterSpec(parameter.name, f"{description} ({'; '.join(limits)})" if limits else description, kind.type)
