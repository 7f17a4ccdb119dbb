"""The base class of all characters, whatever the format of the sheet."""

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
from stealth_pygame.errors import CharacterError
from stealth_pygame.validation import nearest

CharacterT = TypeVar("CharacterT", bound="Character")
FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Character(ABC):
    """A sheet that describes a person. Its wire form never changes, so several NPCs may share one character."""

    name: str
    functions: tuple[FunctionSpec, ...]
    # The moods that an NPC of this character can show, and their picture files; neither is sent to the backend.
    moods: tuple[str, ...] = ()
    portraits: Mapping[str, str] = MappingProxyType({})
    # Game functions that every NPC with this character may call; each NPC binds them when it gets the sheet.
    declarations: tuple[Declaration, ...] = ()
    # The file that the character was loaded from; a game may load it again when the author has changed it.
    source: Path | None = None
    # The value of the field `kind` in a file of this kind: "basic", "eliza" or "free".
    kind: ClassVar[str]
    _kinds: ClassVar[list[type[Character]]] = []
    _wire: dict[str, Any]
    _takers: tuple[WeakMethod[Callable[[], None]], ...] = ()

    def __init_subclass__(cls) -> None:
        """Add a subclass to the kinds; `from_dict` tries the kinds that were defined last first."""
        # A base class of several kinds, such as `_SheetCharacter`, is not a kind itself.
        if "kind" in vars(cls):
            cls._kinds.insert(0, cls)

    @classmethod
    @abstractmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Return True if a sheet with these fields is of this kind."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Character:
        """Read a character from a TOML or JSON file; its fields tell its kind. Raises `CharacterError`."""
        character = cls.from_dict(read_file(Path(path)), source=os.fspath(path))
        character.source = Path(path)
        return character

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, source: str = "character") -> Character:
        """Read a character from a dict. Raises `CharacterError`.

        Its field `kind` ("basic", "eliza" or "free") tells the kind; without it the other fields do.
        """
        fields = {str(key): value for key, value in data.items()}
        # The field `kind` has priority over a guess from the other fields.
        named_kind = next((kind for kind in cls._kinds if kind.kind == fields.get("kind")), None)
        if named_kind is not None:
            del fields["kind"]
        fitting = named_kind or next(kind for kind in cls._kinds if kind.fits(fields))
        # `BasicCharacter.from_dict` always makes a basic character, and raises if a field is missing.
        kind = fitting if cls is Character else cls
        character = kind.__new__(kind)
        character._fill(fields, source)
        return character

    def to_wire(self) -> dict[str, Any]:
        """Return the character as the backend reads it: a copy, with its keys always in the same order."""
        # A game that changes the copy must not change other NPCs with the same character.
        return copy.deepcopy(self._wire)

    def fingerprint(self) -> str:
        """Return twelve hex digits that change whenever the character's wire form changes."""
        # The backend compares the JSON text, so the order of the keys counts here too.
        text = json.dumps(self._wire, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def with_functions(self: CharacterT, functions: Iterable[FunctionSpec]) -> CharacterT:
        """Return a copy with more functions; a new function replaces an old one of the same name."""
        merged = {function.name: function for function in (*self.functions, *functions)}
        copied = copy.copy(self)
        # The copy is another sheet: NPCs with the first one do not listen to it, and it comes from no file.
        copied._takers, copied.source = (), None
        copied.functions = tuple(merged.values())
        copied._wire = {**self._wire, "functions": copied._functions_to_wire()}
        return copied

    def with_fields(self, **fields: Any) -> Character:
        """Return a copy with some fields changed and the same game functions. Raises `CharacterError`."""
        wire = self.to_wire()
        if "message_examples" in fields and "messageExamples" in wire:
            fields["messageExamples"] = fields.pop("message_examples")
        for field in fields:
            meant = None if field in wire or field in FIELDS else nearest(field, [*wire, *FIELDS])
            if meant:
                # In a file an unknown field may be for the backend, but a changed field should exist already.
                raise CharacterError(self.name, field, f"is not a field of this sheet; did you mean {meant!r}?")
        changed = type(self).from_dict({**wire, **fields}, source=self.name)
        changed.declarations = self.declarations
        for field in [field for field in FIELDS if field not in fields]:
            setattr(changed, field, getattr(self, field))
        return changed

    @overload
    def action(self, function: FunctionT) -> FunctionT: ...
    @overload
    def action(self, function: None = None, **options: Any) -> Callable[[FunctionT], FunctionT]: ...
    def action(self, function: FunctionT | None = None, **options: Any) -> Any:
        """Let every NPC with this character call a game function: `@smith.action`. This includes NPCs added before.

        Options and errors are those of `NPC.action`. An action of the same name on the NPC itself has priority.
        """
        if function is None:
            return lambda bare: self.action(bare, **options)
        # If one NPC cannot bind the function, the character must not keep it.
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
        """Call this method of an NPC whenever another action is declared on this sheet, as long as the NPC exists."""
        # Weak references, because a character in a module lives as long as the game, and its NPCs do not.
        self._takers = (*(reference for reference in self._takers if reference() is not None), WeakMethod(taker))

    def function(self, name: str) -> FunctionSpec | None:
        """Return the declared function of that name, or None."""
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
