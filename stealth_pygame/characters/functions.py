"""The functions that a character may call, as data: read from a file, or made from a Python function.

The format is that of the published frameworks' "Character Format" pages. The keys on the wire are always in the same
order, because the backend hashes the JSON text (`protocol.md`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar, cast

from stealth_pygame.characters.reader import (
    Conversation,
    Problems,
    conversations_to_wire,
    join,
    no_misspelling,
    read_conversations,
    read_text,
    read_texts,
    shown,
)
from stealth_pygame.text.patterns import lazy
from stealth_pygame.validation import nearest

WireType: TypeAlias = Literal["string", "number", "boolean"]
TYPES: Final = ("string", "number", "boolean")

_FUNCTION_FIELDS: Final = ("name", "description", "parameters", "similes", "examples")
_PARAMETER_FIELDS: Final = ("name", "description", "type")
_MEANT: Final = {
    **dict.fromkeys(("str", "text", "char", "varchar", "enum"), "string"),
    **dict.fromkeys(("int", "integer", "float", "double", "decimal", "num", "long"), "number"),
    **dict.fromkeys(("bool", "flag", "bit"), "boolean"),
}
# What the model providers accept as the name of a tool and of its properties.
_NAME: Final = lazy(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


class ParameterSpec(NamedTuple):
    """One declared parameter. On the wire every value is text; `type` names the type to which it is converted."""

    name: str
    description: str
    type: WireType

    def to_wire(self) -> dict[str, str]:
        """Return the parameter as the backend reads it."""
        return {"name": self.name, "description": self.description, "type": self.type}


class FunctionSpec(NamedTuple):
    """A declared function; `similes` and `examples` are for Eliza characters."""

    name: str
    description: str
    parameters: tuple[ParameterSpec, ...] = ()
    similes: tuple[str, ...] = ()
    examples: tuple[Conversation, ...] = ()

    def to_basic(self) -> dict[str, Any]:
        """Return the function as the basic framework reads it; more fields would change the hash of the character."""
        parameters = [parameter.to_wire() for parameter in self.parameters]
        return {"name": self.name, "description": self.description, "parameters": parameters}

    def to_free(self) -> dict[str, Any]:
        """Return the function for a backend with its own format: only fields that the function has."""
        wire = self.to_basic()
        if self.similes:
            wire["similes"] = list(self.similes)
        if self.examples:
            wire["examples"] = conversations_to_wire(self.examples)
        return wire

    def to_eliza(self) -> dict[str, Any]:
        """Return the function as the Eliza framework reads it: with at least one simile and one example."""
        similes = self.similes or (self.name.replace("_", " "),)
        examples = self.examples or ((("User", similes[0]), ("You", self.description)),)
        return {
            "name": self.name,
            "description": self.description,
            "similes": list(similes),
            "examples": conversations_to_wire(examples),
            "parameters": [parameter.to_wire() for parameter in self.parameters],
        }


ItemT = TypeVar("ItemT", FunctionSpec, ParameterSpec)


def read_functions(value: object, where: str, problems: Problems) -> tuple[FunctionSpec, ...]:
    """Read functions from a list of tables, a table of tables by name, or `FunctionSpec` objects; never raises."""
    return _read_items(value, where, problems, FunctionSpec, _read_function)


def _read_items(
    value: object,
    where: str,
    problems: Problems,
    spec: type[ItemT],
    read: Callable[[Mapping[str, Any], str, Problems], ItemT],
) -> tuple[ItemT, ...]:
    items = []
    for place, item in _places(value, where, problems):
        if isinstance(item, spec):
            items.append(item)
        elif isinstance(item, Mapping):
            items.append(read(item, place, problems))
        else:
            problems.add(
                place, f"found {shown(item)}, expected a table with {spec.__name__.removesuffix('Spec')} fields"
            )
    _no_twins([item.name for item in items], where, problems)
    return tuple(items)


def _places(value: object, where: str, problems: Problems) -> Iterator[tuple[str, object]]:
    # In TOML a table for each function, [functions.sell], is the easiest to read.
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield join(where, str(name)), {"name": name, **item} if isinstance(item, Mapping) else item
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield f"{where}[{place}]", item
    else:
        problems.add(where, f"found {shown(value)}, expected a list")


def _no_twins(names: list[str], where: str, problems: Problems) -> None:
    # The backend would keep only one of the two, and it is not documented which.
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        problems.add(where, f"{name!r} is declared twice; each name may appear once")


def _read_function(data: Mapping[str, Any], where: str, problems: Problems) -> FunctionSpec:
    no_misspelling(data, _FUNCTION_FIELDS, where, problems)
    similes, examples = data.get("similes"), data.get("examples")
    return FunctionSpec(
        _read_name(data.get("name"), join(where, "name"), problems),
        read_text(data.get("description"), join(where, "description"), problems),
        _read_items(data.get("parameters") or (), join(where, "parameters"), problems, ParameterSpec, _read_parameter),
        () if similes is None else read_texts(similes, join(where, "similes"), problems),
        () if examples is None else read_conversations(examples, join(where, "examples"), problems),
    )


def _read_parameter(data: Mapping[str, Any], where: str, problems: Problems) -> ParameterSpec:
    no_misspelling(data, _PARAMETER_FIELDS, where, problems)
    name = _read_name(data.get("name"), join(where, "name"), problems)
    words = data.get("description")
    # The name of a parameter is often clear enough without a description.
    description = name.replace("_", " ") if words is None else read_text(words, join(where, "description"), problems)
    return ParameterSpec(name, description, _read_type(data.get("type"), join(where, "type"), problems))


def _read_type(value: object, where: str, problems: Problems) -> WireType:
    if value in TYPES:
        return value
    word = str(value).strip().lower() if isinstance(value, (str, type)) else ""
    meant = _MEANT.get(word) or nearest(word, TYPES, 0.6)
    guess = f'; did you mean "{meant}"?' if meant else ""
    problems.add(where, f'found {shown(value)}, expected "string", "number" or "boolean"{guess}')
    return "string"


def _read_name(value: object, where: str, problems: Problems) -> str:
    # One problem for each field is enough: the name is checked only if it is text.
    before = len(problems.noted)
    name = read_text(value, where, problems)
    if len(problems.noted) == before and not _NAME.fullmatch(name):
        meant = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:64].lstrip("0123456789")
        guess = f'; did you mean "{meant}"?' if meant else ""
        problems.add(where, f"found {shown(name)}, expected up to 64 letters, digits and underscores{guess}")
    return name


def read_free_functions(value: object) -> tuple[FunctionSpec, ...]:
    """Return the functions that can be read from a backend's own format, with JSON Schema's `properties` too.

    Others are left out: they are sent to the backend as they are, but a call of one is refused.
    """
    # The problems are thrown away: only the backend knows its own format well enough to judge.
    items = [item for _, item in _places(value, "", Problems())]
    specs = {}
    for item in items:
        data = item.get("function", item) if isinstance(item, Mapping) else {}
        name = data.get("name") if isinstance(data, Mapping) else None
        if isinstance(name, str) and name:
            words = data.get("description")
            specs[name] = FunctionSpec(name, words if isinstance(words, str) else name, _free_parameters(data))
    return tuple(specs.values())


def _free_parameters(data: Mapping[str, Any]) -> tuple[ParameterSpec, ...]:
    listed = data.get("parameters")
    if isinstance(listed, Mapping) and isinstance(listed.get("properties"), Mapping):
        listed = listed["properties"]
    parameters = {}
    for _, item in _places(listed, "", Problems()):
        name = item.get("name") if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and isinstance(name, str):
            type_name, words = str(item.get("type")), item.get("description")
            type_ = type_name if type_name in TYPES else _MEANT.get(type_name, "string")
            parameters[name] = ParameterSpec(name, words if isinstance(words, str) else name, cast(WireType, type_))
    return tuple(parameters.values())
