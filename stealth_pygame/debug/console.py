"""Actions run by hand: the developer types `sell sword price=12`, and the NPC makes that call."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from stealth_pygame.actions.type_hints import REQUIRED, Parameter, ParameterType, as_text
from stealth_pygame.characters.functions import FunctionSpec
from stealth_pygame.message import Message, MessageState
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.scene.scene import Scene
from stealth_pygame.text.patterns import lazy
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

_SAMPLES: Mapping[str, str] = {"string": "something", "number": "1", "boolean": "true"}
_QUOTED = lazy(r"[\"“']([^\"”']+)[\"”']")


def offered(npc: NPC) -> list[str]:
    """Return one line to type for each action of an NPC, with its default values or examples of valid ones."""
    return [_line(npc, spec) for spec in npc.character.functions]


def _line(npc: NPC, spec: FunctionSpec) -> str:
    action = npc.actions.get(spec.name)
    if action is None:
        values = {parameter.name: _SAMPLES[parameter.type] for parameter in spec.parameters}
    else:
        values = {parameter.name: _sample(parameter) for parameter in action.parameters}
    return " ".join([spec.name, *(f"{name}={shlex.quote(text)}" for name, text in values.items())])


def _sample(parameter: Parameter) -> str:
    """Return the default as text, or else the first example that the parameter accepts."""
    if parameter.default is not REQUIRED and parameter.default is not None:
        return as_text(parameter.default)
    tried = [
        _SAMPLES[parameter.kind.type],
        *_QUOTED.findall(parameter.kind.words),
        *re.findall(r"\d+", parameter.kind.words),
    ]
    return next((text for text in tried if _takes(parameter.kind, text)), _SAMPLES[parameter.kind.type])


def _takes(kind: ParameterType, text: str) -> bool:
    try:
        kind.read(text)
    except ValueError:
        return False
    return True


def parsed(npc: NPC, line: str) -> WireCall:
    """Return the call that a line names. Values are written `name=value`, or alone in the declared order."""
    name, *words = _words(line) or [""]
    spec = npc.function(name)
    order = [parameter.name for parameter in spec.parameters] if spec else []
    values: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key.isidentifier():
            values[key] = value
        else:
            free = next((known for known in order if known not in values), f"parameter{len(values) + 1}")
            values[free] = word
    return WireCall(name=name, parameters=values)


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def fire(scene: Scene, npc: NPC, player: Player, line: str) -> None:
    """Run the call in `line` as if the NPC had made it: check it, run it, post its events, remember it."""
    wire = parsed(npc, line)
    message = Message(f"[{line}]")
    reply = Reply(calls=(wire,))
    message.settle(MessageState.SAID, reply=reply)
    scene.perform(npc, player, message)
