"""Game functions that a character may call: declared from Python, typed on the way in, contained while they run.

A model's words must not be believed blindly: nothing runs that was not declared, no parameter has another type than
the declared one, and what a function raises never reaches the game's loop.
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

# Characters of one parameter at most; a longer one is refused.
MAX_CHARS: Final = 4_000

_BOOLEAN: Final = kind_of(bool)


class Accepted(NamedTuple):
    """A call that holds what was declared: typed `values`, and `notes` on what was dropped on the way."""

    values: dict[str, Value]
    notes: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """A call that does not hold what was declared; `reason` is a sentence for the log and the NPC."""

    reason: str


class Prepared(NamedTuple):
    """A call as a worker has read it: the action and the declaration that it knew, and the converted parameters."""

    action: Action | None
    spec: FunctionSpec | None
    converted: Accepted | Refusal | None


class Action(NamedTuple):
    """A declared game function. `after_line`: it waits until its sentence has been read.

    `timeout` are the seconds in which feedback that was promised for later must come; None: `Settings.action_timeout`.
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
        """True if converting runs code of the game's own (validators in `Annotated`): not on a worker, then."""
        return any(parameter.kind.own_code for parameter in self.parameters)

    def convert(self, parameters: Mapping[str, str]) -> Accepted | Refusal:
        """Return the texts of a call as the declared types; never raises."""
        arguments = self._arguments(parameters)
        if isinstance(arguments, Refusal):
            return arguments
        notes = _unknown(parameters, arguments)
        for note in notes:
            log.info("%s: %s", self.name, note)
        return Accepted({name: as_value(value) for name, value in arguments.items() if value is not None}, notes)

    def _arguments(self, parameters: Mapping[str, Value]) -> dict[str, object] | Refusal:
        # Models write a name in another case now and then; the exact one goes before.
        given = {name.strip().casefold(): text for name, text in parameters.items()}
        given.update(parameters)
        values: dict[str, object] = {}
        for parameter in self.parameters:
            value = _read(parameter, given.get(parameter.name, given.get(parameter.name.casefold())))
            if isinstance(value, Refusal):
                return value
            values[parameter.name] = value
        return values

    def run(self, call: Call, injected: Mapping[type, object] | None = None) -> Feedback | None:
        """Call the function with a call's parameters; return the outcome, or None when it did `return call`.

        `injected` holds the objects for the types that were named injectable. What the function raises is logged with
        its traceback and becomes failed feedback without words.
        """
        # Who is handed in depends on the moment of the call, so that it is not part of the action.
        known = {Call: call, **(injected or {})}
        passed = {name: known.get(type_) for name, type_ in self.injected.items()}
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
        # Python would warn of a coroutine that was never awaited, in a later frame and without a name.
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("an action returned an awaitable; start the work, `return call`, and `call.finish(...)` later")
    if returned is call or call.feedback is not None:
        return call.feedback
    return as_feedback(returned)


def _read(parameter: Parameter, given: Value | None) -> object:
    # A by-hand call has typed values already; what is checked is what the wire would have carried.
    text = None if given is None else as_text(given)
    if text is not None and len(text) > MAX_CHARS:
        return Refusal(f"{parameter.name} is longer than {MAX_CHARS} characters")
    try:
        value = None if text is None else parameter.kind.read(text)
    except ValueError:
        given_words = quoted(shortened(text or "", 60))
        return Refusal(f"{parameter.name} is {given_words}; it must be {parameter.kind.words}")
    # An optional parameter that is empty takes its default, as Python would.
    if value is None and parameter.default is not REQUIRED:
        return parameter.default
    return Refusal(f"{parameter.name} is missing") if value is None and not parameter.kind.optional else value


def _unknown(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    # What a model made up is dropped, not refused: the rest of the call is as it was asked for.
    names = {name.casefold() for name in known}
    unknown = [name for name in given if name.strip().casefold() not in names]
    return tuple(f"the parameter {quoted(shortened(name, 60))} is not declared and was dropped" for name in unknown[:8])


def convert_declared(spec: FunctionSpec, parameters: Mapping[str, str]) -> Accepted | Refusal:
    """Return the texts of a call as a character file declares them, for a function without a Python action.

    A `number` becomes an int where it is whole, else a float; never raises.
    """
    # A file cannot say int, so that a whole number is taken for one.
    kinds = {"string": kind_of(str), "number": ParameterType("number", "a number", number), "boolean": _BOOLEAN}
    declared = tuple(Parameter(parameter.name, kinds[parameter.type]) for parameter in spec.parameters)
    return Action(spec.name, _nothing, spec, declared, {}).convert(parameters)


def prepare(parameters: Mapping[str, str], action: Action | None, spec: FunctionSpec | None) -> Prepared:
    """Read a call on any thread; what only the game's own thread may convert is left to it."""
    if spec is None:
        return Prepared(action, spec, Refusal("no such function is declared"))
    if action is not None and action.has_own_code:
        return Prepared(action, spec, None)
    return Prepared(action, spec, converted(parameters, action, spec))


def converted(parameters: Mapping[str, str], action: Action | None, spec: FunctionSpec) -> Accepted | Refusal:
    """Return the texts of a call as the types of its action, or else of its declaration; never raises."""
    return action.convert(parameters) if action is not None else convert_declared(spec, parameters)


def _nothing() -> None:
    """Do nothing: a function without a Python action."""


def bind(spec: FunctionSpec, action: Action) -> Action:
    """Return the action under the words of a character file. Raises `ActionError` where the parameters differ."""
    # The model was told the file's parameters; a function with others would be called wrongly each time.
    in_file = {parameter.name: parameter.type for parameter in spec.parameters}
    in_python = {parameter.name: parameter.type for parameter in action.spec.parameters}
    if in_file != in_python:
        raise ActionError(
            f"The character file declares {spec.name}({_listed(in_file)}), but the Python function is "
            f"{action.name}({_listed(in_python)}). Make them the same, or take the function out of the file."
        )
    # The author of the file knows the voice of the character.
    similes, examples = spec.similes or action.spec.similes, spec.examples or action.spec.examples
    return action._replace(spec=spec._replace(similes=similes, examples=examples))


def _listed(parameters: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {type_}" for name, type_ in parameters.items())
