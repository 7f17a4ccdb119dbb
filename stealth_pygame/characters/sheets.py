"""The kinds of characters: basic, Eliza and free. Sheets are checked here, before the backend can refuse them.

The formats are those of the published frameworks ("Character Format" of the basic and the Eliza framework), and the
elizaOS character file with its `style` tables and nested `content`. The strict form is always written: lists of texts,
`[[{user, content}]]`, and keys in the same order, because the backend hashes the JSON text (`protocol.md`).
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias, TypeVar

from stealth_pygame.characters.character import Character
from stealth_pygame.characters.functions import FunctionSpec, ParameterSpec, read_free_functions, read_functions
from stealth_pygame.characters.moods import FIELDS, read_moods, read_portraits
from stealth_pygame.characters.reader import (
    Conversation,
    Problems,
    canonical,
    conversations_to_wire,
    flat_style,
    no_misspelling,
    read_conversations,
    read_json,
    read_text,
    read_texts,
    shown,
)
from stealth_pygame.errors import CharacterError
from stealth_pygame.validation import keywords, nearest

__all__ = [
    "BasicCharacter",
    "Character",
    "Conversation",
    "ElizaCharacter",
    "FreeCharacter",
    "FunctionSpec",
    "ParameterSpec",
    "Texts",
    "as_character",
]

# One text, or several; a text with empty lines between its paragraphs counts as several.
Texts: TypeAlias = str | Sequence[str]

Functions: TypeAlias = Sequence[FunctionSpec | Mapping[str, Any]] | Mapping[str, Mapping[str, Any]]

_BASIC = ("name", "bio", "lore", "knowledge", "messageExamples", "functions")
_TELLING = ("bio", "lore", "knowledge", "messageExamples")
_ELIZA = ("topics", "adjectives", "style")


class FreeCharacter(Character):
    """Any other dict with a `name`, sent unchanged, for a backend with its own format. Raises `CharacterError`."""

    kind = "free"

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Return True: every sheet that is of no other kind is a free one."""
        return True

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fill(dict(fields), "FreeCharacter")

    def _fill(self, fields: dict[str, Any], source: str) -> None:
        problems = Problems()
        self.name = read_text(fields.get("name"), "name", problems)
        self._wire = read_json(fields, "", problems)
        problems.raise_for(source)
        self.functions = read_free_functions(fields.get("functions"))

    def _functions_to_wire(self) -> list[Any]:
        in_file = self._wire.get("functions") or []
        if not isinstance(in_file, list):
            raise CharacterError(
                self.name, "functions", f"found {shown(in_file)}; only a list can take further functions"
            )
        # The functions of the file are sent as they were written, with fields that this library does not know.
        names = {item.get("name") for item in in_file if isinstance(item, dict)}
        return [*in_file, *(function.to_free() for function in self.functions if function.name not in names)]


class _SheetCharacter(Character):
    """The common part of the basic and the Eliza sheet. A text that is left out gets the value of `bio`."""

    bio: tuple[str, ...]
    lore: tuple[str, ...]
    knowledge: tuple[str, ...]
    message_examples: tuple[Conversation, ...]
    extra: dict[str, Any]
    _needed: ClassVar[tuple[str, ...]] = ("bio",)
    _texts: ClassVar[tuple[str, ...]] = ("bio", "lore", "knowledge")
    _never_sent: ClassVar[tuple[str, ...]] = ()

    def _fill(self, fields: dict[str, Any], source: str) -> None:
        problems = Problems()
        # Authors write `message_examples` in TOML and `messageExamples` in JSON.
        fields = canonical(fields, problems)
        no_misspelling(fields, (*_BASIC, *self._needed), "", problems)
        self.name = read_text(fields.get("name"), "name", problems)
        self._fill_texts(fields, problems)
        self.message_examples = read_conversations(fields.get("messageExamples", ()), "messageExamples", problems)
        self.functions = read_functions(fields.get("functions", ()), "functions", problems)
        self.moods = read_moods(fields.get("moods"), problems)
        self.portraits = read_portraits(fields.get("portraits"), source, problems)
        known = {*_BASIC, *self._texts, *self._never_sent, *FIELDS}
        self.extra = read_json({key: value for key, value in fields.items() if key not in known}, "", problems)
        problems.raise_for(source)
        self._wire = self._make_wire()

    def _fill_texts(self, fields: Mapping[str, Any], problems: Problems) -> None:
        for field in self._texts:
            if field in fields:
                value = flat_style(fields[field]) if field == "style" else fields[field]
                setattr(self, field, read_texts(value, field, problems))
            elif field in self._needed:
                problems.add(field, f"is missing; {self._kind_needs()}{self._guess(field, fields)}")
                setattr(self, field, ())
            else:
                # The backend refuses a sheet without lore or knowledge, but an author need not write them.
                setattr(self, field, getattr(self, "bio", ()))

    def _kind_needs(self) -> str:
        return f"a {type(self).__name__} needs name, {', '.join(self._needed)}"

    def _guess(self, field: str, fields: Mapping[str, Any]) -> str:
        unknown = [key for key in fields if key not in (*_BASIC, *_ELIZA)]
        slip = nearest(field, unknown, 0.6)
        return f"; is it what you wrote as {slip!r}?" if slip else ""

    def _make_wire(self) -> dict[str, Any]:
        texts = {field: list(getattr(self, field)) for field in self._texts}
        examples = conversations_to_wire(self.message_examples)
        functions = self._functions_to_wire()
        return {"name": self.name, **texts, "messageExamples": examples, "functions": functions, **self.extra}


SheetT = TypeVar("SheetT", bound=_SheetCharacter)


def _may_lack(sheet: type[SheetT]) -> type[SheetT]:
    """Decorate a sheet class so that a missing argument raises `CharacterError` with advice, and not `TypeError`.

    Python's own error would say only that "bio" is missing, and not that it was written as "boi".
    """
    kind: Any = sheet
    plain = kind.__init__
    names = keywords(sheet)
    needed = [name for name in names if inspect.signature(sheet).parameters[name].default is inspect.Parameter.empty]

    @functools.wraps(plain)
    def __init__(self: object, *args: Any, **given: Any) -> None:  # noqa: N807
        left_out = dict.fromkeys(name for name in needed if name not in names[: len(args)])
        plain(self, *args, **{**left_out, **given})

    kind.__init__ = __init__
    return sheet


@_may_lack
class BasicCharacter(_SheetCharacter):
    """A character of the basic framework. `lore` and `knowledge` may be left out: then they are the same as `bio`.

    Other fields are sent to the backend as they are. Raises `CharacterError`.
    """

    kind = "basic"

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Return True if a field is named, or nearly named, bio, lore, knowledge or messageExamples."""
        # A guess at each field takes a millisecond; most sheets need none.
        return any(key in _TELLING for key in fields) or any(nearest(key, _TELLING) for key in fields)

    def __init__(
        self,
        name: str,
        bio: Texts,
        lore: Texts | None = None,
        knowledge: Texts | None = None,
        message_examples: Sequence[Any] = (),
        functions: Functions = (),
        **extra: Any,
    ) -> None:
        texts = {"bio": bio, "lore": lore, "knowledge": knowledge}
        lists = {"message_examples": message_examples, "functions": functions}
        self._fill({"name": name, **texts, **lists, **extra}, f"{type(self).__name__} {name!r}")

    def _functions_to_wire(self) -> list[Any]:
        return [function.to_basic() for function in self.functions]


@_may_lack
class ElizaCharacter(_SheetCharacter):
    """A character of the Eliza framework. Raises `CharacterError`."""

    kind = "eliza"
    topics: tuple[str, ...]
    adjectives: tuple[str, ...]
    style: tuple[str, ...]
    _needed = ("bio", *_ELIZA)
    _texts = ("bio", "lore", "knowledge", *_ELIZA)
    # elizaOS files keep API keys in these two fields.
    _never_sent = ("settings", "secrets")

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Return True for a sheet with topics, adjectives or a style."""
        return any(key in fields for key in _ELIZA) and BasicCharacter.fits(fields)

    def __init__(
        self,
        name: str,
        bio: Texts,
        lore: Texts | None = None,
        knowledge: Texts | None = None,
        *,
        topics: Texts,
        adjectives: Texts,
        style: Texts | Mapping[str, Texts],
        message_examples: Sequence[Any] = (),
        functions: Functions = (),
        **extra: Any,
    ) -> None:
        texts = {"bio": bio, "lore": lore, "knowledge": knowledge}
        lists = {"message_examples": message_examples, "functions": functions}
        traits = {"topics": topics, "adjectives": adjectives, "style": style}
        self._fill({"name": name, **texts, **traits, **lists, **extra}, f"{type(self).__name__} {name!r}")

    def _kind_needs(self) -> str:
        return f"{super()._kind_needs()}; without {', '.join(_ELIZA)} it would be a BasicCharacter"

    def _functions_to_wire(self) -> list[Any]:
        return [function.to_eliza() for function in self.functions]


def as_character(character: Character | Mapping[str, Any] | str | os.PathLike[str]) -> Character:
    """Return a character from a `Character`, a dict, or the path of a file. Raises `CharacterError` or `TypeError`."""
    if isinstance(character, Character):
        return character
    if isinstance(character, Mapping):
        return Character.from_dict(character)
    if isinstance(character, (str, os.PathLike)):
        return Character.load(character)
    raise TypeError(f"found {shown(character)}, expected a Character, a dict or the path of a file")
