"""The way from a Python function to a declaration, with a clear error for what the wire cannot carry."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final, get_args, get_type_hints

from pydantic.fields import FieldInfo

from stealth_pygame.actions.type_hints import REQUIRED, Parameter, about, as_text, kind_of
from stealth_pygame.characters.functions import ParameterSpec
from stealth_pygame.characters.reader import Problems, read_conversations, read_texts
from stealth_pygame.context.escape import fold, quoted
from stealth_pygame.errors import ActionError

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def for_eliza(called: str, similes: Iterable[str], examples: Iterable[Any]) -> tuple[Any, Any]:
    """Return similes and examples as they go into a spec. Raises `ActionError`."""
    problems = Problems()
    listed = similes if isinstance(similes, str) else list(similes)
    read = read_texts(listed, "similes", problems) if listed else ()
    conversations = read_conversations(list(examples), "examples", problems)
    for field, reason in problems.noted:
        raise ActionError(f"{called}: {field}: {reason}")
    return read, conversations


def checked_name(function: Callable[..., Any], name: str | None) -> str:
    """Return the name on the wire. Raises `ActionError` for what is no plain function, or has no name for it."""
    if not (inspect.isfunction(function) or inspect.ismethod(function)):
        raise ActionError(f"{function!r} is no plain function or method; write a def, or a bound method of an object.")
    called = function.__name__ if name is None else name
    if called == "<lambda>":
        raise ActionError("A lambda has no name for the NPC to call; write a def, or give a name.")
    if not _NAME.fullmatch(called):
        raise ActionError(f"{called!r} cannot be a function's name on the wire; use up to 64 letters, digits and _.")
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise ActionError(
            f"{called} is async, but actions run inside the game's loop. Write a plain def that takes `call: Call`, "
            "starts the work, and does `return call`; when it is done, `call.finish(...)` tells the outcome."
        )
    if inspect.isgeneratorfunction(function):
        raise ActionError(f"{called} is a generator (it has a yield); return the outcome of the call instead.")
    return called


def split_parameters(
    function: Callable[..., Any], called: str, injectable: tuple[type, ...]
) -> tuple[tuple[Parameter, ...], dict[str, type]]:
    """Return the parameters that are declared, and those that the library gives, by name."""
    known: list[Parameter] = []
    given: dict[str, type] = {}
    try:
        signature = inspect.signature(function)
    except NameError as exc:  # pragma: no cover  (from Python 3.14 on hints are read only now)
        raise ActionError(f"{called}: a type hint cannot be read: {exc}. Is it imported?") from exc
    # The game's own Player, if it has one, is not ours.
    names = {type_.__name__: type_ for type_ in injectable if type_.__name__ not in _scope(function)}
    names.update(_names_around(function))
    for name, parameter in signature.parameters.items():
        where = f"{called}, parameter {name}"
        hint = _hint(function, parameter, names, where)
        type_ = _injectable_type(hint, injectable)
        if type_ is not None:
            given[name] = type_
        else:
            known.append(_declared(parameter, hint, where))
    return tuple(known), given


def _hint(function: Callable[..., Any], parameter: inspect.Parameter, names: dict[str, Any], where: str) -> object:
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
        raise ActionError(f"{where}: {stars}{parameter.name} cannot be declared; name each parameter.")
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise ActionError(f"{where}: is positional-only (before the /), but a call gives parameters by name.")
    if parameter.annotation is parameter.empty:
        method = parameter.name == "self"
        cure = "give the bound method, npc.action(shop.sell)" if method else f"write {parameter.name}: str, int ..."
        raise ActionError(f"{where}: has no type hint; {cure}.")

    def holder() -> None: ...

    holder.__annotations__ = {parameter.name: parameter.annotation}
    try:
        return get_type_hints(holder, _scope(function), names, include_extras=True)[parameter.name]
    except (NameError, AttributeError, SyntaxError, TypeError) as exc:
        hint = f"the type hint {parameter.annotation!r} cannot be read ({exc})"
        raise ActionError(f"{where}: {hint}; is it imported, and spelled right?") from exc


def _scope(function: Callable[..., Any]) -> dict[str, Any]:
    scope: dict[str, Any] = inspect.unwrap(getattr(function, "__func__", function)).__globals__
    return scope


def _names_around(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the names that a hint in a nested function may mean: those of the functions running around it."""
    scope = _scope(function)
    names: dict[str, Any] = {}
    frame = sys._getframe(1)
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_globals is scope and frame.f_locals is not scope:
            names = {**frame.f_locals, **names}
    return names


def _injectable_type(hint: object, injectable: tuple[type, ...]) -> type | None:
    options = [hint, *get_args(hint)]
    for type_ in injectable:
        if any(isinstance(option, type) and issubclass(option, type_) for option in options):
            return type_
    return None


def _declared(parameter: inspect.Parameter, hint: object, where: str) -> Parameter:
    if not _NAME.fullmatch(parameter.name):
        raise ActionError(f"{where}: model providers take ASCII letters, digits and _ only.")
    if isinstance(parameter.default, FieldInfo):
        raise ActionError(f"{where}: Field(...) as a default is pydantic's old way; write Annotated[int, Field(ge=1)].")
    try:
        kind = kind_of(hint)
    except ActionError as exc:
        raise ActionError(f"{where}: {exc}.") from exc
    if parameter.default is not REQUIRED and not kind.holds(parameter.default):
        raise ActionError(f"{where}: its default {parameter.default!r} is not {kind.words}.")
    return Parameter(parameter.name, kind, parameter.default, about(hint))


def parameter_spec(parameter: Parameter, words: str | None) -> ParameterSpec:
    """Return the parameter with its choices, range and default in words, so that any model knows them."""
    kind, default = parameter.kind, parameter.default
    limits = [] if kind.words in ("text", "a number", "true or false") else [kind.words]
    if default is None or (kind.optional and default is REQUIRED):
        limits.append("may be left out")
    elif default is not REQUIRED:
        limits.append(f"{quoted(default) if isinstance(default, str) else as_text(default)} if left out")
    description = fold(words or parameter.about or parameter.name.replace("_", " "))
    return ParameterSpec(parameter.name, f"{description} ({'; '.join(limits)})" if limits else description, kind.type)
