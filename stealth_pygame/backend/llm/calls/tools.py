"""A character's functions as tools for a model, and the functions that a model's names stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

# The parameter for words that are spoken while the function runs; the protocol has them in `calls[].message`.
WORDS: Final = "message"
_WORDS_TOO: Final = ("spoken_words", "words_to_say", "spoken_words_")
_ABOUT_WORDS: Final = "The words that you say to the player while you do it."
_OPTIONAL: Final = re.compile(
    r"\b(?:optional(?:ly)?|default(?:s)?\b|may be (?:left out|omitted)|if (?:left out|omitted))\b", re.IGNORECASE
)
_ORNAMENT: Final = re.compile(
    r"^(?:(?:functions?|tools?|default_api|api|game|assistant|commentary|to|call)\s?[.:=/]\s?)+"
    r"|^(?:assistant|commentary|analysis|final)?<\|\w{1,20}\|>(?=\w)|^mcp__\w{1,40}?__|<\|.*$|\(.*\)?\s*$|:\d{1,3}$|\.call$",
    re.I | re.S,
)
_KIND: Final = re.compile(r"[_ -](?:name|value|id|type)$", re.I)


@dataclass(frozen=True)
class Tool:
    """One function: its name in the game, its name for models, its parameters, and the required ones."""

    name: str
    plain: str
    description: str
    parameters: Mapping[str, str]
    about: Mapping[str, str]
    required: tuple[str, ...]
    # The name of the parameter for spoken words.
    words: str

    @property
    def definition(self) -> dict[str, Any]:
        """The tool in the form of the server's API."""
        properties: dict[str, Any] = {
            name: {"type": type_, "description": self.about[name]} for name, type_ in self.parameters.items()
        }
        # Models often send calls without words, and an NPC that acts in silence looks broken.
        properties[self.words] = {"type": "string", "description": _ABOUT_WORDS}
        schema = {"type": "object", "properties": properties, "required": list(self.required)}
        function = {"name": self.plain, "description": self.description, "parameters": schema}
        return {"type": "function", "function": function}

    def parameter(self, name: str) -> str:
        """Return the declared parameter for a name in any case, or the name itself."""
        if name in self.parameters:
            return name
        # "item_name" for "item", if it can be no other parameter.
        for meant in (_folded(name), _folded(_KIND.sub("", name))):
            alike = [known for known in self.parameters if _folded(known) == meant]
            if len(alike) == 1:
                return alike[0]
        return name


class Tools:
    """All functions of a character. Names for models are simpler than names in the game may be."""

    def __init__(self, character: Mapping[str, Any]) -> None:
        self._tools: dict[str, Tool] = {}
        for function in character.get("functions") or []:
            tool = self._tool(function)
            self._tools[tool.plain] = tool

    def __iter__(self) -> Any:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    @property
    def definitions(self) -> list[dict[str, Any]]:
        """The tools in the form of the server's API."""
        return [tool.definition for tool in self._tools.values()]

    def _tool(self, function: Mapping[str, Any]) -> Tool:
        parameters = function.get("parameters") or []
        names = {given["name"]: str(given.get("type") or "string") for given in parameters}
        about = {given["name"]: str(given.get("description") or "") for given in parameters}
        required = tuple(name for name in names if not _OPTIONAL.search(about[name]))
        words = next(name for name in (WORDS, *_WORDS_TOO) if name not in names)
        plain = self._plain(function["name"])
        return Tool(function["name"], plain, str(function.get("description") or ""), names, about, required, words)

    def _plain(self, name: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:48] or "function"
        return f"{plain}_{len(self._tools)}" if plain in self._tools else plain

    def tool(self, name: str) -> Tool | None:
        """Return the function for a model's name: in any case, or with a known prefix or suffix; else None."""
        # Quotes and asterisks are Markdown around the name.
        name = name.strip().strip("\"'`*")
        bare = _ORNAMENT.sub("", name).strip()
        for wanted in (name, bare):
            if wanted in self._tools:
                return self._tools[wanted]
        exact = [tool for tool in self._tools.values() if tool.name in (name, bare)]
        return exact[0] if exact else _only(tool for tool in self._tools.values() if _folded(bare) in _names(tool))


def _names(tool: Tool) -> set[str]:
    return {_folded(tool.name), _folded(tool.plain)} - {""}


def _only(tools: Iterable[Tool]) -> Tool | None:
    """Return the tool if there is exactly one, because nothing is done in case of doubt."""
    listed = list(tools)
    return listed[0] if len(listed) == 1 else None


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
