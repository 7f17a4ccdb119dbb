"""The kinds of characters: sheets in the backend's format, checked here so that an author hears of a slip first.

The formats are those of the published frameworks ("Character Format" of the basic and the Eliza framework), and the
elizaOS character file, whose `style` tables and wrapped `content` are read as well. Written is always the strict form:
lists of texts, `[[{user, content}]]`, one key order, because the backend hashes the JSON text (`protocol.md`).
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
    """Any other dict with a `name`, for a backend with a format of its own: sent unchanged."""

    kind = "free"

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """Anything does."""
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
        given = self._wire.get("functions") or []
        if not isinstance(given, list):
            raise CharacterError(
                self.name, "functions", f"found {shown(given)}; only a list can take further functions"
            )
        # Functions of the file go out as they were written, with fields that are unknown here.
        names = {item.get("name") for item in given if isinstance(item, dict)}
        return [*given, *(function.to_free() for function in self.functions if function.name not in names)]


class _SheetCharacter(Character):
    """The common part of the basic and the Eliza sheet. `bio` stands in for texts that are left out."""

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
                # The backend refuses a sheet without lore or knowledge; a smith who has none is a smith all the same.
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
    """Class decorator: what is not given is left out, so that the sheet can say all that is wrong, and guess at slips.

    Python's own error would say no more than that "bio" is missing, where it was written as "boi".
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
    """A character of the basic framework. `lore` and `knowledge` may be left out: then `bio` stands in for them.

    Further fields go to the backend as they are. Raises `CharacterError`.
    """

    kind = "basic"

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """A sheet has a bio, lore, knowledge or examples, be they misspelled."""
        return any(nearest(key, _TELLING) for key in fields)

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
    # elizaOS files keep API keys there
    _never_sent = ("settings", "secrets")

    @classmethod
    def fits(cls, fields: Mapping[str, Any]) -> bool:
        """A sheet with topics, adjectives or a style."""
        return BasicCharacter.fits(fields) and any(key in fields for key in _ELIZA)

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
    """A character from whatever a game hands over: one made already, a dict, or the path of a file."""
    if isinstance(character, Character):
        return character
    if isinstance(character, Mapping):
        return Character.from_dict(character)
    if isinstance(character, (str, os.PathLike)):
        return Character.load(character)
    raise TypeError(f"found {shown(character)}, expected a Character, a dict or the path of a file")
