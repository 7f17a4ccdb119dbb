"""Calls of a model converted to calls for the game: correct names, repaired arguments, no duplicates, a limit."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from stealth_pygame.backend.llm.calls.arguments import as_text, read_arguments
from stealth_pygame.backend.llm.calls.tools import Tool, Tools
from stealth_pygame.protocol.models import WireCall

# Calls of one reply that are sent to the game at most; a model in a loop writes dozens.
MOST_CALLS: Final = 4
UNREADABLE: Final = "unreadable arguments"

log = logging.getLogger("stealth_pygame.backend.llm")


@dataclass(frozen=True)
class CalledFunction:
    """A call as a model wrote it: a name, and arguments in any form."""

    name: str
    arguments: object = None


def read_calls(asked: Iterable[CalledFunction], tools: Tools) -> tuple[WireCall, ...]:
    """Return the calls in order, each once. A call that cannot be repaired gets a form that the game refuses."""
    calls: list[WireCall] = []
    for one in asked:
        call = _call(one, tools)
        # Calls that differ only in their spoken words are duplicates: the sword is sold once.
        if not any(call.name == other.name and call.parameters == other.parameters for other in calls):
            calls.append(call)
    if len(calls) > MOST_CALLS:
        left_out = ", ".join(call.name for call in calls[MOST_CALLS:][:8])
        log.warning("The model called %d functions in one reply; not carried out: %s", len(calls), left_out)
    return tuple(calls[:MOST_CALLS])


def _call(asked: CalledFunction, tools: Tools) -> WireCall:
    tool = tools.tool(asked.name)
    if tool is None:
        parameters = _texts(read_arguments(asked.arguments) or {})
        return WireCall(name=asked.name.strip() or "(no name)", parameters=parameters)
    arguments = read_arguments(asked.arguments, tool.parameters)
    if arguments is None:
        log.warning("The model called %s with arguments that cannot be read: %.200r", tool.name, asked.arguments)
        # Without required parameters an empty call would run, so this name is one that the game refuses.
        name = tool.name if tool.required else f"{tool.name} ({UNREADABLE})"
        return WireCall(name=name, parameters={})
    return _named(tool, arguments)


def _named(tool: Tool, arguments: dict[str, Any]) -> WireCall:
    values = {tool.parameter(str(name)): _single(value) for name, value in arguments.items()}
    words = values.pop(tool.words, None)
    # In the declared order, in which the memory stores them.
    order = {name: at for at, name in enumerate(tool.parameters)}
    parameters = dict(sorted(values.items(), key=lambda pair: order.get(pair[0], len(order))))
    # Some models use the field name of the protocol, whatever the tool calls it.
    message = words if isinstance(words, str) else ""
    return WireCall(name=tool.name, message=message, parameters=_texts(parameters))


def _single(value: Any) -> Any:
    """Return the item in a list of one, because no declared type is a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _texts(arguments: dict[str, Any]) -> dict[str, str]:
    return {str(name): as_text(value) for name, value in arguments.items() if value is not None}
