"""What every character is, whatever the format of his sheet."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, overload

from stealth_pygame.characters.files import read_file
from stealth_pygame.characters.functions import FunctionSpec

CharacterT = TypeVar("CharacterT", bound="Character")
FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Declared(Protocol):
    """A game function that was declared; what it is made of is known upstairs, in `actions`."""

    @property
    def name(self) -> str:
        """As the character calls it."""


class Character(ABC):
    """Who somebody is. What goes on the wire never changes once made: several NPCs may share one."""

    name: str
    functions: tuple[FunctionSpec, ...]
    actions: tuple[Declared, ...] = ()
    """Game functions for every NPC made of this character."""
    declare: ClassVar[Callable[..., Declared]]
    """(character, function, **options) → what is declared. `npc` puts it here, who knows what may be handed in."""
    kind: ClassVar[str]
    """What a file may say to be of this kind."""
    _kinds: ClassVar[list[type[Character]]] = []
    _wire: dict[str, Any]

    def __init_subclass__(cls) -> None:
        """Kinds that are made later are asked first whether a sheet fits."""
        if "kind" in vars(cls):
            cls._kinds.insert(0, cls)

    @classmethod
    @abstractmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Whether a sheet with these fields is of this kind."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Character:
        """The character in a TOML or JSON file, its kind told by its fields. Raises `CharacterError`."""
        return cls.from_dict(read_file(Path(path)), source=os.fspath(path))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, source: str = "character") -> Character:
        """The character in a dict; `kind` ("basic", "eliza", "free") may say which. Raises `CharacterError`."""
        fields = {str(key): value for key, value in data.items()}
        told = next((kind for kind in cls._kinds if kind.kind == fields.get("kind")), None)
        if told is not None:
            del fields["kind"]
        fitting = told or next(kind for kind in cls._kinds if kind.fits(fields))
        kind = fitting if cls is Character else cls
        made = kind.__new__(kind)
        made._fill(fields, source)
        return made

    def to_wire(self) -> dict[str, Any]:
        """The character as the backend reads it: a copy, its keys always in the same order."""
        return copy.deepcopy(self._wire)

    def fingerprint(self) -> str:
        """Twelve hex digits that change when anything on the wire does."""
        text = json.dumps(self._wire, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def with_functions(self: CharacterT, functions: Iterable[FunctionSpec]) -> CharacterT:
        """A copy with further functions; one of a name that exists takes its place."""
        merged = {function.name: function for function in (*self.functions, *functions)}
        made = copy.copy(self)
        made.functions = tuple(merged.values())
        made._wire = {**self._wire, "functions": made._functions_to_wire()}
        return made

    @overload
    def action(self, function: FunctionT) -> FunctionT: ...
    @overload
    def action(self, function: None = None, **options: Any) -> Callable[[FunctionT], FunctionT]: ...
    def action(self, function: FunctionT | None = None, **options: Any) -> Any:
        """Let every NPC made of this character call a game function: `@smith.action`. Those who stand there learn it.

        Options and errors are those of `NPC.action`. An NPC's own action of the same name goes before it.
        """
        if function is None:
            return lambda bare: self.action(bare, **options)
        self.actions = (*self.actions, Character.declare(self, function, **options))
        return function

    def function(self, name: str) -> FunctionSpec | None:
        """The declared function of that name."""
        return next((spec for spec in self.functions if spec.name == name), None)

    @abstractmethod
    def _fill(self, fields: dict[str, Any], source: str) -> None: ...

    @abstractmethod
    def _functions_to_wire(self) -> list[Any]: ...

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Character) and other._wire == self._wire

    def __hash__(self) -> int:
        return hash(self.fingerprint())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.fingerprint()}>"
