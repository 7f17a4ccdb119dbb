"""Game functions that a character may call: converting the parameters of a call, and running the function.

A model's words are not trusted: only declared functions run, every parameter has its declared type, and an exception
that a function raises never reaches the game's loop.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from stealth_pygame.actions.call import Call, Feedback, Value, as_feedback
from stealth_pygame.actions.type_hints import REQUIRED, Parameter, ParameterType, as_text, as_value, kind_of, number
from stealth_pygame.characters.functions import FunctionSpec
from stealth_pygame.context.escape import quoted, shortened
from stealth_pygame.errors import ActionError

log = logging.getLogger("stealth_pygame")

# The most characters of one parameter; a call with a longer one is refused.
MAX_CHARS: Final = 4_000

_BOOLEAN: Final = kind_of(bool)


class Accepted(NamedTuple):
    """The parameters of a call that fit the declaration: typed `values`; `notes` name the dropped parameters."""

    values: dict[str, Value]
    notes: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """A call that does not fit the declaration; `reason` is a sentence for the log and the NPC."""

    reason: str


class Prepared(NamedTuple):
    """A call that a worker has read: the action and the declaration that the worker knew, the converted parameters."""

    action: Action | None
    spec: FunctionSpec | None
    converted: Accepted | Refusal | None


class Action(NamedTuple):
    """A declared game function. `after_line`: it runs only after the player had the time to read its sentence.

    `timeout`: seconds that an unfinished call may take to give its feedback; None means `Settings.action_timeout`.
    `injected`: the parameters that the library fills itself, by name, with their types.
    """

    name: str
    function: Callable[..., Any]
    spec: FunctionSpec
    parameters: tuple[Parameter, ...]
    injected: Mapping[str, type]
    after_line: bool = False
    timeout: float | None = None

    @property
    def has_own_code(self) -> bool:
        """True if converting runs code of the game (validators in `Annotated`), which must not run on a worker."""
        return any(parameter.kind.own_code for parameter in self.parameters)

    def convert(self, parameters: Mapping[str, str]) -> Accepted | Refusal:
        """Convert the texts of a call to the declared types; never raises."""
        arguments = self._arguments(parameters)
        if isinstance(arguments, Refusal):
            return arguments
        notes = _unknown(parameters, arguments)
        for note in notes:
            log.info("%s: %s", self.name, note)
        return Accepted({name: as_value(value) for name, value in arguments.items() if value is not None}, notes)

    def _arguments(self, parameters: Mapping[str, Value]) -> dict[str, object] | Refusal:
        # Models sometimes write a name in another case; a name in the exact case has priority.
        texts = {name.strip().casefold(): text for name, text in parameters.items()}
        texts.update(parameters)
        values: dict[str, object] = {}
        for parameter in self.parameters:
            value = _read(parameter, texts.get(parameter.name, texts.get(parameter.name.casefold())))
            if isinstance(value, Refusal):
                return value
            values[parameter.name] = value
        return values

    def run(self, call: Call, injected: Mapping[type, object] | None = None) -> Feedback | None:
        """Call the function with a call's parameters; return the outcome, or None if the function returned the call.

        `injected` holds one object for each injectable type. An exception of the function is logged with its traceback
        and becomes failed feedback without a message.
        """
        # The NPC and the player differ from call to call, so the action does not hold them.
        objects = {Call: call, **(injected or {})}
        passed = {name: objects.get(type_) for name, type_ in self.injected.items()}
        arguments = self._arguments(call.parameters)
        if isinstance(arguments, Refusal):
            return Feedback(False, arguments.reason)
        try:
            return _feedback(self.function(**arguments, **passed), call)
        # The function is the game's: whatever it raises must not end the game in the middle of a conversation.
        except Exception:
            log.exception("The action %s raised; the NPC is told that it failed.", self.name)
            return Feedback(False)


def _feedback(returned: Any, call: Call) -> Feedback | None:
    if inspect.isawaitable(returned):
        # Otherwise Python warns in a later frame of a coroutine that was never awaited, without the action's name.
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("an action returned an awaitable; start the work, `return call`, and `call.finish(...)` later")
    if returned is call or call.feedback is not None:
        return call.feedback
    return as_feedback(returned)


def _read(parameter: Parameter, value_or_text: Value | None) -> object:
    # A call that the debug console makes has typed values: they are checked as the text that the wire would carry.
    text = None if value_or_text is None else as_text(value_or_text)
    if text is not None and len(text) > MAX_CHARS:
        return Refusal(f"{parameter.name} is longer than {MAX_CHARS} characters")
    try:
        value = None if text is None else parameter.kind.read(text)
    except ValueError:
        shown = quoted(shortened(text or "", 60))
        return Refusal(f"{parameter.name} is {shown}; it must be {parameter.kind.words}")
    # An optional parameter that is left out or empty gets its default.
    if value is None and parameter.default is not REQUIRED:
        return parameter.default
    return Refusal(f"{parameter.name} is missing") if value is None and not parameter.kind.optional else value


def _unknown(parameters: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    # A parameter that a model made up is dropped, and the call is not refused: its other parameters are still right.
    names = {name.casefold() for name in known}
    unknown = [name for name in parameters if name.strip().casefold() not in names]
    return tuple(f"the parameter {quoted(shortened(name, 60))} is not declared and was dropped" for name in unknown[:8])


def convert_declared(spec: FunctionSpec, parameters: Mapping[str, str]) -> Accepted | Refusal:
    """Convert the texts of a call to the types in a character file, for a function without a Python action.

    A `number` becomes an int if it is whole, else a float. Never raises.
    """
    # A file cannot declare int, so every whole number becomes one.
    kinds = {"string": kind_of(str), "number": ParameterType("number", "a number", number), "boolean": _BOOLEAN}
    declared = tuple(Parameter(parameter.name, kinds[parameter.type]) for parameter in spec.parameters)
    return Action(spec.name, _nothing, spec, declared, {}).convert(parameters)


def prepare(parameters: Mapping[str, str], action: Action | None, spec: FunctionSpec | None) -> Prepared:
    """Read a call, on any thread. Where the conversion runs the game's code, it is left to the game's thread."""
    if spec is None:
        return Prepared(action, spec, Refusal("no such function is declared"))
    if action is not None and action.has_own_code:
        return Prepared(action, spec, None)
    return Prepared(action, spec, converted(parameters, action, spec))


def converted(parameters: Mapping[str, str], action: Action | None, spec: FunctionSpec) -> Accepted | Refusal:
    """Convert the texts of a call to the types of its action or, without one, of its declaration; never raises."""
    return action.convert(parameters) if action is not None else convert_declared(spec, parameters)


def _nothing() -> None:
    """Do nothing: a function without a Python action."""


def bind(spec: FunctionSpec, action: Action) -> Action:
    """Return the action with the descriptions of a character file. Raises `ActionError` if the parameters differ."""
    # The model is told the file's parameters: if the Python function had others, every call would be wrong.
    in_file = {parameter.name: parameter.type for parameter in spec.parameters}
    in_python = {parameter.name: parameter.type for parameter in action.spec.parameters}
    if in_file != in_python:
        raise ActionError(
            f"The character file declares {spec.name}({_listed(in_file)}), but the Python function is "
            f"{action.name}({_listed(in_python)}). Make them the same, or take the function out of the file."
        )
    # The file has priority: its author knows how the character speaks.
    similes, examples = spec.similes or action.spec.similes, spec.examples or action.spec.examples
    return action._replace(spec=spec._replace(similes=similes, examples=examples))


def _listed(parameters: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {type_}" for name, type_ in parameters.items())
