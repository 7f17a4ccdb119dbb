"""What a game hands over, checked where it is handed over: a slip is cheapest on the line on which it was made."""

from __future__ import annotations

import difflib
import functools
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from numbers import Integral, Real
from typing import Any, Final, TypeVar

from stealth_pygame.errors import ConfigurationError

MadeT = TypeVar("MadeT", bound=type)

FEW: Final = 15
"""So many arguments are listed; of more, `help()` tells."""


def nearest(word: object, words: Iterable[str], cutoff: float = 0.8) -> str | None:
    """The known word that an unknown one was probably meant to be: close to it, or its letters in another order."""
    known = {_letters(name): name for name in words}
    mine = _letters(str(word))
    close = difflib.get_close_matches(mine, known, 1, cutoff)
    swapped = [name for name in known if sorted(name) == sorted(mine)]
    return known[(close + swapped)[0]] if close or swapped else None


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


# --- names


def known_only(made: MadeT) -> MadeT:
    """Class decorator: an argument that the class does not know is told with a guess, as a `ConfigurationError`."""
    return _knowing(made, keywords(made), made.__name__)


def known_options(whose: str, after: int) -> Callable[[MadeT], MadeT]:
    """The same for a class that a game makes by calling `whose`, which gives the first `after` arguments itself."""
    return lambda made: _knowing(made, keywords(made)[after:], whose)


def _knowing(made: MadeT, known: Collection[str], whose: str) -> MadeT:
    kind: Any = made
    plain = kind.__init__

    @functools.wraps(plain)
    def __init__(self: object, *args: Any, **given: Any) -> None:  # noqa: N807
        refuse_unknown(given, known, whose)
        plain(self, *args, **given)

    kind.__init__ = __init__
    return made


def keywords(made: type) -> tuple[str, ...]:
    """What a class, or one that it builds on, takes by keyword."""
    makers = [vars(base)["__init__"] for base in made.__mro__[:-1] if "__init__" in vars(base)]
    codes = [inspect.unwrap(maker).__code__ for maker in makers]
    names = [name for code in codes for name in code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]]
    return tuple(dict.fromkeys(names))


def refuse_unknown(given: Iterable[str], known: Collection[str], whose: str) -> None:
    """Raises `ConfigurationError` for the first name that is not known, with the one that was probably meant."""
    for name in given:
        if name not in known:
            meant = nearest(name, known, 0.6)
            listed = f"it takes {', '.join(known)}" if len(known) <= FEW else f"help({whose}) lists what it takes"
            raise ConfigurationError(
                f"{whose} knows no argument {name!r}; " + (f"did you mean {meant!r}?" if meant else f"{listed}.")
            )


# --- values


def is_number(value: object) -> bool:
    """Whether something is a number; True, False and "not a number" are none."""
    return isinstance(value, Real) and not isinstance(value, bool) and value == value


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_colour(value: Any) -> bool:
    return not isinstance(value, (str, bytes)) and _all(_is_whole)(value) and len(value) in (3, 4)


def _all(fits: Callable[[object], bool]) -> Callable[[Any], bool]:
    """Whether something is several things, each of which fits."""
    return lambda value: not isinstance(value, str) and hasattr(value, "__len__") and all(map(fits, value))


# By the annotation of a field, as it is written; what is not here is not checked.
_WANTED: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "bool": (_is_bool, "True or False"),
    "int": (_is_whole, "a whole number"),
    "int | None": (lambda value: value is None or _is_whole(value), "a whole number, or None"),
    "float": (is_number, "a number"),
    "str": (_is_text, "a text"),
    "tuple[str, ...]": (_all(_is_text), "a tuple of texts"),
    "tuple[int, ...]": (_all(_is_whole), "a tuple of whole numbers"),
    "Colour": (_is_colour, "red, green and blue, 0 to 255"),
    "UserId": (callable, "a function"),
}
_NUMBERS: Final = ("int", "int | None", "float")


def check_fields(made: Any, *, positive: Collection[str] = (), signed: Collection[str] = ()) -> None:
    """Look at every field of a dataclass: is it what its annotation says, and no number negative but the `signed`?

    Raises `ConfigurationError`, naming the field, what was found, what was expected, and a guess at the slip.
    """
    for field in fields(made):
        value = getattr(made, field.name)
        fits, wanted = _WANTED.get(str(field.type), (None, ""))
        place = f"{type(made).__name__}.{field.name}"
        if fits is not None and not fits(value):
            raise ConfigurationError(f"{place} is {value!r}; it must be {wanted}.{quotes_hint(value, wanted)}")
        if field.type not in _NUMBERS or value is None or field.name in signed:
            continue
        if field.name in positive and not value > 0:
            raise ConfigurationError(f"{place} is {value!r}; it must be more than 0.")
        if value < 0:
            raise ConfigurationError(f"{place} is {value!r}; it must not be negative.")


def check_flag(value: object, whose: str) -> None:
    """Raises `ConfigurationError` for what is neither True nor False: any text would count as True."""
    if not isinstance(value, bool):
        raise ConfigurationError(f"{whose} is {value!r}; it must be True or False.{quotes_hint(value, 'True')}")


def called_with(value: object) -> str:
    """A dict as the arguments of the call that was meant; "..." for anything else."""
    given = value if isinstance(value, Mapping) else {}
    return ", ".join(f"{key}={item!r}" for key, item in given.items())[:80] or "..."


def quotes_hint(value: object, wanted: str) -> str:
    """The commonest slip of all: quotes too many, or a comma too few."""
    if not isinstance(value, str):
        return ""
    if "tuple" in wanted:
        return f" Did you mean ({value!r},)?"
    plain = value.strip()
    numeric = "number" in wanted and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain)
    logical = "True" in wanted and plain.lower() in ("true", "false")
    return f" Leave out the quotes: {plain.title() if logical else plain}" if numeric or logical else ""
