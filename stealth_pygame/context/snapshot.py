"""The game's knowledge, read at one moment: whatever is wrong costs its own key, never the message."""

from __future__ import annotations

import dataclasses
import inspect
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from numbers import Real
from pathlib import PurePath
from typing import Any, Final

from pydantic import BaseModel

from stealth_pygame.context.escape import fold, fold_key, number_words, reserved
from stealth_pygame.errors import ContextError

# Levels of nested values; what lies deeper (a cycle, mostly) is left out.
MAX_DEPTH: Final = 6
# Values read per layer at most, lists' items included.
MAX_VALUES: Final = 1_000
# Characters of one text that count as a further value.
CHARS_PER_VALUE: Final = 500

# The key of a layer that is a plain text.
NOTE: Final = "note"


class Sample:
    """One layer as it was at one moment: `entries` by key, and `problems` in words."""

    def __init__(self, layer: object, *, ask: bool = True) -> None:
        """With `ask` False callables are not called; their keys alone are looked at."""
        self.entries: dict[str, str] = {}
        self.problems: list[str] = []
        self._ask = ask
        self._left = MAX_VALUES
        self._contained("", layer, 0)
        if self._left <= 0:
            self.problems.append(f"there are more than {MAX_VALUES} values; the rest is left out")

    def _contained(self, key: str, value: object, depth: int) -> None:
        """Read a value. A provider is the game's code: whatever it raises, the NPC goes on speaking."""
        try:
            self._read(key, value, depth)
        except Exception as exc:  # noqa: BLE001
            self.problems.append(f"{key or 'the whole layer'}: {cause(exc)}")

    def _read(self, key: str, value: object, depth: int) -> None:
        value = self._now(value)
        fields = as_fields(value)
        if fields is not None:
            self._read_fields(key, fields, depth)
        elif value is not None:
            self._add(key or _bare(value), self._words(value, depth))

    def _read_fields(self, key: str, fields: Mapping[Any, object], depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise ContextError(f"is nested more than {MAX_DEPTH} deep")
        # A copy: a provider may change the dict that it is asked from.
        for name, item in [*fields.items()]:
            if self._left <= 0:
                return
            try:
                inner = self._key(key, name)
            except Exception as exc:  # noqa: BLE001
                self.problems.append(f"{key or 'the whole layer'}: {cause(exc)}")
                continue
            self._contained(inner, item, depth + 1)

    def _key(self, outer: str, name: object) -> str:
        inner = fold_key(self._words(name, MAX_DEPTH - 1))
        if not inner:
            raise ContextError(f"the key {name!r} has no words")
        return f"{outer}.{inner}" if outer else inner

    def _now(self, value: object) -> object:
        """Return a value as it is at this moment, and count it."""
        self._left -= 1
        # Classes and enums are values with a name, and calling them would make objects.
        if callable(value) and not isinstance(value, (type, Enum)):
            return called(value) if self._ask else ""
        return plain(value)

    def _add(self, key: str, words: str) -> None:
        whose = reserved(key)
        if whose:
            raise ContextError(f"the key is reserved, {whose}; choose another, such as 'player_{fold_key(key)}'")
        # The last of two equal keys wins, as in Python.
        self.entries[key] = words

    def _words(self, value: object, depth: int) -> str:
        value = plain(value)
        simple = simple_words(value)
        if simple is not None:
            self._left -= len(simple) // CHARS_PER_VALUE
            return simple
        if depth >= MAX_DEPTH:
            raise ContextError(f"is nested more than {MAX_DEPTH} deep")
        return ", ".join(self._item_words(value, depth + 1))

    def _item_words(self, value: object, depth: int) -> list[str]:
        words = []
        for item in items_of(value):
            if self._left <= 0:
                break
            item = self._now(item)
            fields = as_fields(item)
            if fields is not None:
                inner = [f"{fold_key(str(key))}: {self._words(part, depth)}" for key, part in fields.items()]
                words.append(f"({', '.join(inner)})")
            elif item is not None:
                item_words = self._words(item, depth)
                words.append(f"({item_words})" if _is_series(item) and not isinstance(item, str) else item_words)
        return sorted(words) if isinstance(value, (set, frozenset)) else words


def called(value: object) -> object:
    """Return what a callable gives now. Raises what it raises, and `ContextError` for what is never a value."""
    # A method that returns a method is a slip; one that does so for ever must not hang.
    for _ in range(MAX_DEPTH):
        if not callable(value) or isinstance(value, (type, Enum)):
            return plain(value)
        value = value()
        # Python would warn of it in a later frame, without a name.
        if inspect.iscoroutine(value):
            value.close()
            raise ContextError("the function is async; give a plain one that returns what is known already")
    raise ContextError("the function returns functions without end")


def plain(value: object) -> object:
    """Return an enum's value, and numpy's numbers and arrays as Python's; anything else as it is."""
    if isinstance(value, Enum):
        return plain(value.value)
    # numpy's numbers are none of Python's, and the library does not depend on it.
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    return value


def as_fields(value: object) -> Mapping[Any, object] | None:
    """Return the fields of a dict, dataclass, named tuple or pydantic model; None for anything else."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, BaseModel):
        return dict(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named: Mapping[Any, object] = value._asdict()
        return named
    return None


def simple_words(value: object) -> str | None:
    """Return the words for a value that is not made of others; None for one that is. Raises `ContextError`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, (Real, Decimal)):
        return number_words(value if isinstance(value, int) else float(value))
    if isinstance(value, (bytes, bytearray)):
        raise ContextError("bytes have no words; decode them")
    return _calendar_words(value)


def _calendar_words(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, PurePath):
        return fold(value.as_posix())
    if isinstance(value, type):
        return fold(value.__name__)
    if not _is_series(value):
        return _own_words(value)
    return None


def _is_series(value: object) -> bool:
    """Lists and sets, and pygame's vectors, rectangles and colours, which are registered as nothing."""
    return hasattr(value, "__len__") and (hasattr(value, "__iter__") or hasattr(value, "__getitem__"))


def _own_words(value: object) -> str:
    words = fold(str(value))
    # An address in memory would reach the model as a fact.
    if re.match("<.* at 0x", words):
        raise ContextError(f"a {type(value).__name__} has no words; give text, numbers, lists or dicts of it")
    return words


def items_of(value: Any) -> Iterator[object]:
    """Return the items of a series, whether it can be iterated or only be indexed."""
    return iter(value) if hasattr(value, "__iter__") else (value[place] for place in range(len(value)))


def _bare(value: object) -> str:
    if isinstance(value, str):
        return NOTE
    raise ContextError(f"found a {type(value).__name__}; context is a dict, a dataclass, a pydantic model or a text")


def cause(exc: Exception) -> str:
    """Return an exception in one line, with the place in the game's code where it was raised."""
    if isinstance(exc, ContextError):
        return str(exc)
    frames = traceback.extract_tb(exc.__traceback__)
    where = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(exc).__name__}: {fold(str(exc))}{where}"
