"""The base of every character, whatever the format of its sheet."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, overload
from weakref import WeakMethod

from stealth_pygame.characters.declared import Declaration, declaration
from stealth_pygame.characters.files import read_file
from stealth_pygame.characters.functions import FunctionSpec
from stealth_pygame.characters.moods import FIELDS

CharacterT = TypeVar("CharacterT", bound="Character")
FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Character(ABC):
    """A sheet that says who somebody is. Its wire form never changes once made: several NPCs may share one."""

    name: str
    functions: tuple[FunctionSpec, ...]
    # Faces that an NPC of this character can show, and files with their pictures; both stay in the game.
    moods: tuple[str, ...] = ()
    portraits: Mapping[str, str] = MappingProxyType({})
    # Game functions for every NPC made of this character, bound when an NPC takes the sheet.
    declarations: tuple[Declaration, ...] = ()
    # The file that it was loaded from, which a game may read again when its author saves it.
    source: Path | None = None
    # The word by which a file may say that it is of this kind.
    kind: ClassVar[str]
    _kinds: ClassVar[list[type[Character]]] = []
    _wire: dict[str, Any]
    _takers: tuple[WeakMethod[Callable[[], None]], ...] = ()

    def __init_subclass__(cls) -> None:
        """Kinds that are made later are asked first if a sheet fits."""
        # A class between two kinds, such as the common part of the sheets, is none itself.
        if "kind" in vars(cls):
            cls._kinds.insert(0, cls)

    @classmethod
    @abstractmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Return True if a sheet with these fields is of this kind."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Character:
        """Read the character in a TOML or JSON file, its kind told by its fields. Raises `CharacterError`."""
        character = cls.from_dict(read_file(Path(path)), source=os.fspath(path))
        character.source = Path(path)
        return character

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, source: str = "character") -> Character:
        """Read the character in a dict; `kind` ("basic", "eliza", "free") may say which. Raises `CharacterError`."""
        fields = {str(key): value for key, value in data.items()}
        # The word in the file goes before a guess by its fields.
        named = next((kind for kind in cls._kinds if kind.kind == fields.get("kind")), None)
        if named is not None:
            del fields["kind"]
        fitting = named or next(kind for kind in cls._kinds if kind.fits(fields))
        # `BasicCharacter.from_dict` was asked for a basic one, and says what it lacks.
        kind = fitting if cls is Character else cls
        character = kind.__new__(kind)
        character._fill(fields, source)
        return character

    def to_wire(self) -> dict[str, Any]:
        """Return the character as the backend reads it: a copy, its keys always in the same order."""
        # A game that changes what it got must not change other NPCs of the same character.
        return copy.deepcopy(self._wire)

    def fingerprint(self) -> str:
        """Return twelve hex digits that change when anything on the wire does."""
        # The backend compares the JSON text, so that the order of keys counts here as well.
        text = json.dumps(self._wire, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def with_functions(self: CharacterT, functions: Iterable[FunctionSpec]) -> CharacterT:
        """Return a copy with further functions; one of a name that exists takes its place."""
        merged = {function.name: function for function in (*self.functions, *functions)}
        copied = copy.copy(self)
        # The copy is another sheet: actions declared on the first one are not its own.
        copied._takers, copied.source = (), None
        copied.functions = tuple(merged.values())
        copied._wire = {**self._wire, "functions": copied._functions_to_wire()}
        return copied

    def with_fields(self, **fields: Any) -> Character:
        """Return a character with some fields changed, and the same game functions. Raises `CharacterError`."""
        changed = type(self).from_dict({**self.to_wire(), **fields}, source=self.name)
        changed.declarations = self.declarations
        for field in [field for field in FIELDS if field not in fields]:
            setattr(changed, field, getattr(self, field))
        return changed

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
        # An error in one NPC's binding must not leave a half-known action behind.
        before = self.declarations
        self.declarations = (*before, declaration(function, self.functions, options))
        try:
            for taker in [method for reference in self._takers if (method := reference()) is not None]:
                taker()
        except Exception:
            self.declarations = before
            raise
        return function

    def tell_of_actions(self, taker: Callable[[], None]) -> None:
        """Call a method of an NPC that has this sheet when a further action is declared, as long as the NPC lives."""
        # Weakly: a character in a module lives as long as the game, its NPCs do not.
        self._takers = (*(reference for reference in self._takers if reference() is not None), WeakMethod(taker))

    def function(self, name: str) -> FunctionSpec | None:
        """Return the declared function of that name."""
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
