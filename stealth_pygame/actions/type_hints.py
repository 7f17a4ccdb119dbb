"""The meaning of a type hint on the wire, where every parameter is text of the type string, number or boolean.

pydantic converts the text and checks the ranges. This module adds: choices in any case, a refusal of NaN, infinity and
whole numbers beyond 2**53, and a description of each type in words.
"""

from __future__ import annotations

import inspect
import operator
import types
import typing
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias, Union, cast, get_args, get_origin

import annotated_types
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic.fields import FieldInfo

from stealth_pygame.actions.call import Value
from stealth_pygame.characters.functions import WireType
from stealth_pygame.errors import ActionError

# The largest whole number that every JSON reader keeps exactly.
MAX_INT: Final = 2**53

# A function that converts trimmed text to a value, and raises `ValueError` for text that does not fit.
Convert: TypeAlias = Callable[[str], object]

_INT: Final[Any] = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
_FLOAT: Final[Any] = Annotated[float, Field(allow_inf_nan=False)]
_BASES: Final[dict[object, tuple[WireType, str, object]]] = {
    str: ("string", "text", str),
    int: ("number", "a whole number", _INT),
    float: ("number", "a number", _FLOAT),
    bool: ("boolean", "true or false", bool),
}
_SAMPLES: Final = {"string": "a", "number": "1", "boolean": "true"}
_WHOLE: Final[TypeAdapter[int]] = TypeAdapter(_INT)
_DECIMAL: Final[TypeAdapter[float]] = TypeAdapter(_FLOAT)
REQUIRED: Final = inspect.Parameter.empty
_NOTHING: Final = frozenset({"", "none", "null"})


class ParameterType(NamedTuple):
    """The type of one parameter: its type on the wire, its description in `words`, and `convert`, from text to a value.

    `optional`: None is a value too.
    """

    type: WireType
    words: str
    convert: Convert
    optional: bool = False
    # True if `convert` runs a validator of the game.
    own_code: bool = False

    def read(self, text: str) -> object:
        """Convert a text to a value. Raises `ValueError` for a text that does not fit the type."""
        trimmed = _drawable(text).strip()
        # Models write None or null when they mean to leave a parameter out.
        if self.optional and trimmed.lower() in _NOTHING:
            return None
        return self.convert(trimmed)

    def holds(self, value: object) -> bool:
        """Return True if a default is None or a value that `read` can return."""
        if value is None:
            return True
        try:
            again = self.read(as_text(value))
        except ValueError:
            return False
        # In Python True equals 1, but True is not a whole number here.
        return again == value and isinstance(value, bool) == isinstance(again, bool)


class Parameter(NamedTuple):
    """One parameter of an action. `default`: `REQUIRED` if it has none; `about`: the description in its `Annotated`."""

    name: str
    kind: ParameterType
    default: object = REQUIRED
    about: str = ""


def as_text(value: object) -> str:
    """Return a value as the text that the wire would carry."""
    if isinstance(value, Enum):
        return _label(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_value(value: object) -> Value:
    """Return a converted value as events carry it: a member of an enum becomes a text."""
    if isinstance(value, Enum):
        return _label(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def kind_of(hint: object) -> ParameterType:
    """Return the parameter type for a resolved type hint. Raises `ActionError` if the wire cannot carry it."""
    hint, metadata = _without_wrapping(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return _union(hint, metadata)
    if get_origin(hint) is Literal:
        return choices({as_text(value): value for value in get_args(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return choices({_label(member): member for member in hint})
    if hint in _BASES:
        return _base(hint, metadata)
    raise ActionError(way_out(hint))


def number(text: str) -> int | float:
    """Convert a text to an int if it is a whole number, else to a float. Raises `ValueError` for other text."""
    try:
        return _WHOLE.validate_python(text)
    except ValidationError:
        return _DECIMAL.validate_python(text)


def _drawable(text: str) -> str:
    """Replace control characters and lone surrogates, which make fonts and files raise, by spaces."""
    return "".join(char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)


def _without_wrapping(hint: object) -> tuple[object, tuple[object, ...]]:
    metadata: tuple[object, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            metadata = (*hint.__metadata__, *metadata)  # type: ignore[attr-defined]
            hint = get_args(hint)[0]
        elif isinstance(hint, typing.NewType):
            hint = hint.__supertype__
        elif type(hint).__name__ == "TypeAliasType":  # `type Coins = int`, from Python 3.12 on
            hint = hint.__value__  # type: ignore[attr-defined]
        else:
            return hint, metadata


def _annotated(hint: object, metadata: tuple[object, ...]) -> Any:
    # Annotated[hint, *metadata] is newer than Python 3.10
    return operator.getitem(cast(Any, Annotated), (hint, *metadata)) if metadata else hint


def _union(hint: object, metadata: tuple[object, ...]) -> ParameterType:
    options = [option for option in get_args(hint) if option is not types.NoneType]
    # `int | float` is the one type `number` on the wire.
    if set(options) == {int, float}:
        kind = ParameterType("number", "a number", number)
    elif len(options) == 1:
        kind = kind_of(_annotated(options[0], metadata))
    else:
        names = " or ".join(getattr(option, "__name__", str(option)) for option in options)
        raise ActionError(f"may be {names}, but the wire knows one type; take a str and tell them apart")
    return kind._replace(optional=len(options) < len(get_args(hint)))


def _base(hint: object, metadata: tuple[object, ...]) -> ParameterType:
    type_, words, base = _BASES[hint]
    try:
        adapter: TypeAdapter[object] = TypeAdapter(_annotated(base, metadata))
        _try(adapter, _SAMPLES[type_])
    except (PydanticUserError, TypeError) as exc:
        raise ActionError(f"has limits that do not fit its type: {exc}") from exc
    ranges = range_words(metadata)
    shown = f"{words} {ranges}" if ranges else words
    return ParameterType(type_, shown, lambda text: _validated(adapter, text), own_code=_has_own_code(metadata))


def _has_own_code(metadata: Iterable[object]) -> bool:
    """Return True if something in `Annotated` may call a function of the game, such as pydantic's `AfterValidator`."""
    # Objects of these types hold numbers and texts only; every other object may call the game's code.
    known = (FieldInfo, str, annotated_types.BaseMetadata, annotated_types.GroupedMetadata)
    return any(not isinstance(item, known) or isinstance(item, annotated_types.Predicate) for item in metadata)


def _try(adapter: TypeAdapter[object], sample: str) -> None:
    """Raise `TypeError` for a limit that does not fit the type; pydantic notices some only when it reads a value."""
    try:
        adapter.validate_python(sample)
    except TypeError as exc:
        if "constraint" in str(exc):
            raise
    # The game's own validators may refuse the sample; that is no mistake.
    except Exception:  # noqa: BLE001
        return


def _validated(adapter: TypeAdapter[object], text: str) -> object:
    try:
        return adapter.validate_python(text)
    except ValidationError:
        raise
    # A validator of the game may raise any exception; the caller expects ValueError.
    except Exception as exc:
        raise ValueError(str(exc)) from exc


def choices(values: Mapping[str, object]) -> ParameterType:
    """Return the type of a parameter with a fixed list of choices. Raises `ActionError` if no model could use them."""
    if not values:
        raise ActionError("has no choices")
    kinds = {type(value) for value in values.values()}
    # The wire knows one type for each parameter, so all choices must have the same type.
    if len(kinds) > 1 or None in values.values() or types.NoneType in kinds:
        raise ActionError("has choices of different types; make them all texts or all numbers")
    (kind,) = kinds
    type_: WireType = "boolean" if kind is bool else "number" if kind in (int, float) else "string"
    by_word = {_word(label, type_): value for label, value in values.items()}
    # Models often get case and spacing wrong, so choices must differ in more than these.
    if len(by_word) < len(values):
        raise ActionError("has choices that differ in case or spacing only, which a model does not keep apart")
    shown = [f'"{label}"' if type_ == "string" else label for label in values]
    return ParameterType(type_, f"one of {', '.join(shown)}", lambda text: _choice(by_word, text, type_))


def _choice(by_word: Mapping[str, object], text: str, type_: WireType) -> object:
    word = _word(text, type_)
    if word not in by_word:
        raise ValueError(f"{text!r} is not a choice")
    return by_word[word]


def _word(text: str, type_: WireType) -> str:
    if type_ == "number":
        return str(number(text))
    # "Long sword", "long_sword" and "LONG-SWORD" count as one choice.
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _label(member: Enum) -> str:
    """Return the word for a member of an enum: its value if that is text, else its name in lower case."""
    # `auto()` makes numbers as values, which mean nothing to a model.
    return member.value if isinstance(member.value, str) else member.name.lower()


def about(hint: object) -> str:
    """Return the words in `Annotated[str, Field(description="what is sold")]` or `Annotated[str, "what is sold"]`."""
    for item in _without_wrapping(hint)[1]:
        words = item.description if isinstance(item, FieldInfo) else item
        if isinstance(words, str):
            return words
    return ""


_LIMITS: Final = {
    "from": "from {}",
    "ge": "of at least {}",
    "gt": "of more than {}",
    "le": "of at most {}",
    "lt": "of less than {}",
    "multiple_of": "in steps of {}",
    "min_length": "of at least {} characters",
    "max_length": "of at most {} characters",
    "pattern": "that matches {}",
}


def range_words(metadata: Iterable[object]) -> str:
    """Return the ranges and lengths in `Annotated` as words: "from 1 to 99", "of at most 20 characters"."""
    limits: dict[str, object] = {}
    for item in metadata:
        for part in item.metadata if isinstance(item, FieldInfo) else [item]:
            for limit in part if isinstance(part, annotated_types.GroupedMetadata) else [part]:
                limits.update({name: getattr(limit, name, None) for name in _LIMITS if hasattr(limit, name)})
    if limits.get("ge") is not None and limits.get("le") is not None:
        limits["from"] = f"{limits.pop('ge')} to {limits.pop('le')}"
    return " and ".join(words.format(limits[name]) for name, words in _LIMITS.items() if limits.get(name) is not None)


def way_out(hint: object) -> str:
    """Return the reason why a type cannot be declared, and advice on what to write instead."""
    name = getattr(hint, "__name__", None) or str(hint)
    origin = get_origin(hint) or hint
    if origin in (list, tuple, set, frozenset, dict) or getattr(origin, "__module__", "") == "collections.abc":
        return f"is a {name}, but the wire carries single values; take a str and split it, or one parameter for each"
    if hint in (Any, object, None, types.NoneType):
        return f"is {name}, but the backend must be told a type: str, int, float, bool, Literal or Enum"
    return (
        f"is a {name}, which the wire cannot carry; take str, int, float, bool, Literal or Enum, "
        "and look the object up in the function"
    )
