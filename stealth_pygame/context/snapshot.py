"""The facts of the game, read at one moment. A mistake in one value only leaves out its key; the message is sent."""

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

# The most levels of nested values; deeper ones, mostly from a cycle, are left out.
MAX_DEPTH: Final = 6
# The most values of one layer, the items of lists included.
MAX_VALUES: Final = 1_000
# A text counts as one more value for each time that it has so many characters.
CHARS_PER_VALUE: Final = 500

# The key for a layer that is only a text.
NOTE: Final = "note"


class Sample:
    """The values of one layer at one moment: `entries`, text by key, and `problems`, one sentence each."""

    def __init__(self, layer: object, *, ask: bool = True) -> None:
        """Read a layer. With `ask` False, callables are not called and only their keys are checked."""
        self.entries: dict[str, str] = {}
        self.problems: list[str] = []
        self._ask = ask
        self._left = MAX_VALUES
        self._contained("", layer, 0)
        if self._left <= 0:
            self.problems.append(f"there are more than {MAX_VALUES} values; the rest is left out")

    def _contained(self, key: str, value: object, depth: int) -> None:
        """Read a value; an exception of the game's code becomes a problem, so that the message is still sent."""
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
        # A copy, because a callable of the game may change the dict while it is read.
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
        """Return the value now, from a callable by calling it, and count it."""
        self._left -= 1
        # Classes and enums are callable too, but they are values: calling them would make new objects.
        if callable(value) and not isinstance(value, (type, Enum)):
            return called(value) if self._ask else ""
        return plain(value)

    def _add(self, key: str, words: str) -> None:
        whose = reserved(key)
        if whose:
            raise ContextError(f"the key is reserved, {whose}; choose another, such as 'player_{fold_key(key)}'")
        # If two keys are equal, the later one wins, as in a dict.
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
    """Return the value that a callable returns now. Raises its exception, or `ContextError` for an async function."""
    # A function may return another function, but not without end: that would hang the game.
    for _ in range(MAX_DEPTH):
        if not callable(value) or isinstance(value, (type, Enum)):
            return plain(value)
        value = value()
        # Otherwise Python warns in a later frame of a coroutine that was never awaited.
        if inspect.iscoroutine(value):
            value.close()
            raise ContextError("the function is async; give a plain function that returns the value at once")
    raise ContextError("the function returns functions without end")


def plain(value: object) -> object:
    """Return the value of an enum, the Python form of numpy's numbers and arrays, and any other value as it is."""
    if isinstance(value, Enum):
        return plain(value.value)
    # numpy is recognized by its module's name, because the library does not depend on it.
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
    """Return the words for a single value; None for a list and the like. Raises `ContextError` for bytes."""
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
    """Return True for lists and sets, and for pygame's vectors, rectangles and colours, which are no `Sequence`."""
    return hasattr(value, "__len__") and (hasattr(value, "__iter__") or hasattr(value, "__getitem__"))


def _own_words(value: object) -> str:
    words = fold(str(value))
    # The default repr of an object holds a memory address, which would tell a model nothing.
    if re.match("<.* at 0x", words):
        raise ContextError(f"a {type(value).__name__} has no words; give text, numbers, lists or dicts of it")
    return words


def items_of(value: Any) -> Iterator[object]:
    """Return the items of a series that can be iterated, or only be read by index."""
    return iter(value) if hasattr(value, "__iter__") else (value[place] for place in range(len(value)))


def _bare(value: object) -> str:
    if isinstance(value, str):
        return NOTE
    raise ContextError(f"found a {type(value).__name__}; context is a dict, a dataclass, a pydantic model or a text")


def cause(exc: Exception) -> str:
    """Return an exception in one line, with the file and the line where it was raised."""
    if isinstance(exc, ContextError):
        return str(exc)
    frames = traceback.extract_tb(exc.__traceback__)
    where = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(exc).__name__}: {fold(str(exc))}{where}"
