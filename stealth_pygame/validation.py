"""Checks of arguments and settings, with error messages that guess the mistake. They run when an object is made."""

from __future__ import annotations

import collections.abc
import functools
import inspect
import math
import re
import sys
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import fields
from numbers import Integral, Real
from typing import Annotated, Any, Final, NamedTuple, Optional, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from stealth_pygame.errors import ConfigurationError

ClassT = TypeVar("ClassT", bound=type)

# The most arguments that an error message lists; for more it points to `help()`.
FEW: Final = 15
# The most seconds of a time, about eleven and a half days; clocks and sockets accept more.
MOST_SECONDS: Final = 1_000_000.0


def nearest(word: object, words: Iterable[str], cutoff: float = 0.8) -> str | None:
    """Return the known word that was probably meant by a wrong one, or None if no word is close.

    cutoff: the least similarity, from 0 to 1; a word with the same letters in another order always counts.
    """
    # Imported here, because only error messages need it.
    import difflib  # noqa: PLC0415

    known = {_letters(name): name for name in words}
    mine = _letters(str(word))
    # Swapped letters are the commonest mistake, but difflib gives them a low similarity.
    close = difflib.get_close_matches(mine, known, 1, cutoff)
    swapped = [name for name in known if sorted(name) == sorted(mine)]
    return known[(close + swapped)[0]] if close or swapped else None


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


# --- names


def known_only(cls: ClassT) -> ClassT:
    """Decorate a class so that an unknown argument raises `ConfigurationError` with a guess."""
    return _knowing(cls, keywords(cls), cls.__name__)


def known_options(whose: str, after: int) -> Callable[[ClassT], ClassT]:
    """Decorate a class as `known_only` does. A game makes it with `whose`, which sets the first `after` arguments."""
    return lambda cls: _knowing(cls, keywords(cls)[after:], whose)


def _knowing(cls: ClassT, known: Collection[str], whose: str) -> ClassT:
    kind: Any = cls
    plain = kind.__init__

    @functools.wraps(plain)
    def __init__(self: object, *args: Any, **given: Any) -> None:  # noqa: N807
        refuse_unknown(given, known, whose)
        plain(self, *args, **given)

    kind.__init__ = __init__
    return cls


def keywords(cls: type) -> tuple[str, ...]:
    """Return the names of the arguments that a class and its base classes take by keyword."""
    # A game's subclass has its own arguments and those of our class.
    makers = [vars(base)["__init__"] for base in cls.__mro__[:-1] if "__init__" in vars(base)]
    codes = [inspect.unwrap(maker).__code__ for maker in makers]
    names = [name for code in codes for name in code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]]
    return tuple(dict.fromkeys(names))


def refuse_unknown(given: Iterable[str], known: Collection[str], whose: str) -> None:
    """Raise `ConfigurationError` for the first unknown name, with the name that was probably meant."""
    for name in given:
        if name not in known:
            meant = nearest(name, known, 0.6)
            listed = f"it takes {', '.join(known)}" if len(known) <= FEW else f"help({whose}) lists what it takes"
            raise ConfigurationError(
                f"{whose} knows no argument {name!r}; " + (f"did you mean {meant!r}?" if meant else f"{listed}.")
            )


# --- values


class FieldCheck(NamedTuple):
    """The check of one field: the adapter that reads its value, and its type in words."""

    adapter: TypeAdapter[Any]
    wanted: str

    @property
    def numeric(self) -> bool:
        """True if the field holds one number."""
        return "number" in self.wanted and "tuple" not in self.wanted

    @property
    def whole(self) -> bool:
        """True if the field holds a whole number, which is a count and not a time."""
        return "whole" in self.wanted


def is_number(value: object) -> bool:
    """Return True for a number, but not for True, False or NaN."""
    return isinstance(value, Real) and not isinstance(value, bool) and value == value


def _as_whole(value: Any) -> Any:
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else value


def _as_number(value: Any) -> Any:
    return float(value) if is_number(value) else value


def _as_tuple(value: Any) -> Any:
    sized = hasattr(value, "__len__") and not isinstance(value, (str, bytes, Mapping))
    return tuple(value) if sized else value


def _as_colour(value: Any) -> Any:
    """Return a colour without its fourth number, the opacity, which pygame's colours have."""
    parts = _as_tuple(value)
    return parts[:3] if isinstance(parts, tuple) and len(parts) == 4 else parts


# Numbers of other libraries are converted; nothing else is, because every text would count as True.
_PLAIN: Final[dict[Any, tuple[Any, str]]] = {
    bool: (bool, "True or False"),
    int: (Annotated[int, BeforeValidator(_as_whole)], "a whole number"),
    float: (Annotated[float, BeforeValidator(_as_number)], "a number"),
    str: (str, "a text"),
}
_STRICT: Final = ConfigDict(strict=True, allow_inf_nan=True)


def _typed(hint: Any) -> tuple[Any, str] | None:
    """Return the type that checks an annotation, and its name in words; None for one that is not checked here."""
    plain: Any = _PLAIN
    # Chosen by the type itself and not by its text, so that renaming an alias changes nothing.
    if isinstance(hint, Hashable) and hint in plain:
        return plain[hint]  # type: ignore[no-any-return]
    origin, args = get_origin(hint), get_args(hint)
    if origin is collections.abc.Callable:
        return hint, "a function"
    if type(None) in args and args[0] in plain:
        inner, words = plain[args[0]]
        return Optional[inner], f"{words}, or None"  # noqa: UP045
    if origin is tuple and args[1:] == (...,):
        inner, words = plain[args[0]]
        return Annotated[tuple.__class_getitem__((inner, ...)), BeforeValidator(_as_tuple)], f"a tuple of {words[2:]}s"
    if origin is tuple and args == (int, int, int):
        bounded: Any = Annotated
        whole = bounded[plain[int][0], Field(ge=0, le=255)]
        rgb = tuple.__class_getitem__((whole, whole, whole))
        return Annotated[rgb, BeforeValidator(_as_colour)], "red, green and blue, 0 to 255"
    return None


@functools.cache
def _checks(cls: Any) -> dict[str, FieldCheck]:
    """Return the checks of a dataclass by field; they are cached."""
    types = {name: _typed(hint) for name, hint in _hints(cls).items()}
    return {
        name: FieldCheck(TypeAdapter(typed[0], config=_STRICT), typed[1])
        for name, typed in types.items()
        if typed is not None
    }


def _hints(cls: type) -> dict[str, Any]:
    """Return the annotations as types, without those with a name that is imported only for type checkers."""
    try:
        return get_type_hints(cls)
    except NameError:
        hints = {}
        for base in reversed(cls.__mro__):
            for name, text in vars(base).get("__annotations__", {}).items():
                try:
                    holder = type("Holder", (), {"__annotations__": {name: text}, "__module__": base.__module__})
                    hints.update(get_type_hints(holder, vars(sys.modules[base.__module__])))
                except NameError:
                    hints.pop(name, None)
        return hints


def check_fields(
    instance: Any,
    *,
    positive: Collection[str] = (),
    signed: Collection[str] = (),
    endless: Collection[str] = (),
    most: float = math.inf,
) -> None:
    """Check the type of every field of a dataclass against its annotation, and the range of its numbers.

    Raises `ConfigurationError` with the field, the value, the expected type, and a guess. positive: fields that must be
    more than 0; signed: fields that may be negative; most: the largest number that is no count; endless: fields that
    may be larger, and infinite.
    """
    kind: Any = type(instance)
    checks = _checks(kind)
    for field in fields(instance):
        check = checks.get(field.name)
        if check is not None:
            place, value = f"{type(instance).__name__}.{field.name}", getattr(instance, field.name)
            _check_type(place, value, check)
            if check.numeric and value is not None:
                low = -math.inf if field.name in signed else 0
                bound = math.inf if check.whole else most
                # For these fields an infinite time is allowed, because another limit ends the wait.
                if field.name not in endless or value <= most:
                    _check_bounds(place, value, low, bound, positive=field.name in positive)


def _check_type(place: str, value: Any, check: FieldCheck) -> None:
    try:
        check.adapter.validate_python(value)
        # NaN is a number to pydantic, and is refused here.
        fits = not (check.numeric and value != value)
    except ValidationError:
        fits = False
    if not fits:
        raise ConfigurationError(
            f"{place} is {value!r:.200}; it must be {check.wanted}.{quotes_hint(value, check.wanted)}"
        )


def _check_bounds(place: str, value: float, low: float, most: float, *, positive: bool = False) -> None:
    if positive and not value > 0:
        raise ConfigurationError(f"{place} is {value!r}; it must be more than 0.")
    if value < low:
        raise ConfigurationError(f"{place} is {value!r}; it must not be negative.")
    if value > most or math.isinf(value):
        limit = f"at most {most:,.0f}" if math.isfinite(most) else "finite"
        raise ConfigurationError(f"{place} is {value!r}; it must be {limit}.")


def check_seconds(name: str, value: float, *, most: float = MOST_SECONDS) -> float:
    """Return a number of more than 0 and at most `most`, mostly seconds. Raises `ConfigurationError` for any other."""
    if not is_number(value) or not value > 0:
        hint = quotes_hint(value, "a number")
        raise ConfigurationError(f"{name} is {value!r:.200}; it must be a number, more than 0.{hint}")
    _check_bounds(name, value, 0, most)
    return value


def check_flag(value: object, whose: str) -> None:
    """Raise `ConfigurationError` for a value that is neither True nor False; in Python every text counts as True."""
    if not isinstance(value, bool):
        raise ConfigurationError(f"{whose} is {value!r}; it must be True or False.{quotes_hint(value, 'True')}")


def called_with(value: object) -> str:
    """Return a dict as the arguments of a call, for an error message; "..." for anything else."""
    items = value if isinstance(value, Mapping) else {}
    return ", ".join(f"{key}={item!r}" for key, item in items.items())[:80] or "..."


def quotes_hint(value: object, wanted: str) -> str:
    """Return a hint for the two commonest mistakes with a text: quotes around a number, or a tuple without a comma."""
    if not isinstance(value, str):
        return ""
    if "tuple" in wanted:
        return f" Did you mean ({value!r},)?"
    # The text holds a number, True or False, so the quotes are the mistake.
    plain = value.strip()
    numeric = "number" in wanted and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain)
    logical = "True" in wanted and plain.lower() in ("true", "false")
    return f" Leave out the quotes: {plain.title() if logical else plain}" if numeric or logical else ""
