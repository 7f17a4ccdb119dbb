"""The place of somebody, in any form that a game has it: a point, a rectangle, a sprite, or a callable giving one.

The types are those of `pygame.typing`, written here once more because this floor runs without pygame.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from contextlib import suppress
from types import FunctionType, MethodType
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar

from stealth_pygame.context.entries import check
from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame")

ItemT_co = TypeVar("ItemT_co", covariant=True)

# A point in world space, in pixels.
Point: TypeAlias = tuple[float, float]
# A rectangle in world space, in pixels: left, top, width, height.
Box: TypeAlias = tuple[float, float, float, float]

# The head of somebody who is nowhere: a point that is near nothing and never drawn.
NOWHERE: Final[Point] = (math.nan, math.nan)
# From a bare point to the head of somebody of the usual size.
OVER_A_POINT: Final[Point] = (0.0, -40.0)
# Types that need no second look, which cost the most where ten thousand places are asked for.
_NUMBERS: Final = (int, float)
_FUNCTIONS: Final = (FunctionType, MethodType)
FORMS: Final = "(x, y) in pixels, a rectangle, or a thing with a .rect (a sprite), or a callable giving one of these"


class SequenceLike(Protocol[ItemT_co]):
    """Two numbers or four that can be indexed: a tuple, a list, a `Vector2`, a `Rect`."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> ItemT_co: ...


class HasRect(Protocol):
    """A sprite, or anything else with a rectangle; None means that it is nowhere for now."""

    @property
    def rect(self) -> Any: ...


# A point (two numbers), a rectangle (four), or a thing with a `.rect`.
Place: TypeAlias = SequenceLike[float] | HasRect
# A place, or a callable that gives one each time it is asked; where that gives None, nobody is there.
Position: TypeAlias = Place | Callable[[], Place | None]


class Spot(NamedTuple):
    """A place as it was read: its middle, and the whole rectangle where there is one."""

    at: Point
    box: Box | None = None


class Placed:
    """Somebody with a position, which is read at use and may fail without stopping the game."""

    _label: str
    # Class attributes: a subclass may set its position before anything else.
    _last: Spot | None = None
    _fixed: Spot | None = None
    _complained = False

    @property
    def position(self) -> Position | None:
        """The position as it was given, in world pixels; it may be set at any time."""
        return self._position

    @position.setter
    def position(self, position: Position | None) -> None:
        spot = None
        # A sprite that can be called is asked for its rectangle all the same.
        # A class would make somebody new each time it is asked.
        asked = callable(position) and not isinstance(position, type) and not hasattr(position, "rect")
        if position is not None and not asked:
            spot = checked_place(position, f"The position of {self._label}")
        self._position = position
        self._complained = False
        # A tuple of numbers stays as it is; anything else is asked again and again.
        self._fixed = spot if isinstance(position, tuple) and not hasattr(position, "rect") else None

    @property
    def place(self) -> Point | None:
        """The point where they are now, the middle of a rectangle, in world pixels; None while they are nowhere."""
        spot = self._spot()
        return spot.at if spot else None

    def rect(self) -> Box | None:
        """Return the body as (left, top, width, height) in world pixels, or None where the position is a mere point."""
        spot = self._spot()
        return spot.box if spot else None

    @property
    def bubble_offset(self) -> Point | float | None:
        """The way to the head: pixels (x, y), a fraction of the height, or None for the top of the rectangle.

        Pixels count from the point, or from the middle of the rectangle's top. A fraction such as 0.25 says how much of
        the rectangle is empty above the head. Without a rectangle, None and a fraction mean 40 pixels up.
        """
        return self._bubble_offset

    @bubble_offset.setter
    def bubble_offset(self, offset: Point | float | None) -> None:
        if offset is not None and not _is_fraction(offset):
            offset = checked_offset(offset, f"The bubble_offset of {self._label}")
        self._bubble_offset = offset

    @property
    def head(self) -> Point:
        """The point over the head, in world pixels, where bubbles sit; `NOWHERE` while they are nowhere."""
        return self._head(self._spot())

    def outline(self) -> Point | Box:
        """Return the body from the head down, in world pixels; the point over the head where there is no rectangle."""
        spot = self._spot()
        x, y = self._head(spot)
        if spot is None or spot.box is None:
            return x, y
        _, top, width, height = spot.box
        # A head that is said to be below the feet is a mere point.
        return (x - width / 2, y, width, top + height - y) if top + height > y else (x, y)

    def _head(self, spot: Spot | None) -> Point:
        if spot is None:
            return NOWHERE
        (x, y), offset = spot.at, self._bubble_offset
        # Sprites have transparent margins, which only the author knows.
        if spot.box is not None:
            y = spot.box[1]
            if not isinstance(offset, tuple):
                offset = (0.0, spot.box[3] * (offset or 0.0))
        dx, dy = offset if isinstance(offset, tuple) else OVER_A_POINT
        return x + dx, y + dy

    @property
    def context(self) -> object:
        """The game's knowledge of them, a value or a callable; it may be set at any time."""
        return self._context

    @context.setter
    def context(self, context: object) -> None:
        check(context, f"the context of {self._label}")
        self._context = context

    def _spot(self) -> Spot | None:
        """Return where they are now; the last known spot while the game's callable fails, which the log says once."""
        if self._fixed is not None or self._position is None:
            return self._fixed
        try:
            given: Any = self._position
            if type(given) in _FUNCTIONS or (callable(given) and not hasattr(given, "rect")):
                given = given()
                if given is None and self._may_complain():
                    words = "The position of %s gives None: they are nowhere, and near nobody, until it gives a place."
                    log.warning(words, self._label)
            self._last = spot_of(given)
        except Exception as exc:
            if self._may_complain():
                rest = f"it stays {self._last.at}" if self._last else "they are nowhere until it works"
                log.error("The position of %s failed: %s.", self._label, rest, exc_info=exc)
        return self._last

    def _may_complain(self) -> bool:
        """Return True once: positions are asked for in every frame."""
        may, self._complained = not self._complained, True
        return may


def spot_of(place: Any) -> Spot | None:
    """Read a place in any of its forms. Raises `TypeError` or `ValueError` for what is none."""
    # By far the commonest forms, asked for by the hundred in a frame: a pair of numbers, as `rect.center` is one.
    if type(place) is tuple and len(place) == 2 and type(place[0]) in _NUMBERS and type(place[1]) in _NUMBERS:
        return Spot(_finite(float(place[0]), float(place[1])))
    if isinstance(place, (str, bytes, dict)):
        raise TypeError(f"{place!r:.80} is not a place")
    # A sprite changes its rectangle by putting another in its place, so that it is asked each time.
    inner = getattr(place, "rect", place)
    inner = inner() if callable(inner) else inner
    # pygame's own sprites begin without a rectangle.
    if inner is None:
        return None
    numbers = _numbers(inner)
    # A third number is a height above the ground, which a flat picture has no use for.
    if len(numbers) in (2, 3):
        return Spot(_finite(numbers[0], numbers[1]))
    if len(numbers) == 4:
        left, top, width, height = numbers
        return Spot(_finite(left + width / 2, top + height / 2), (left, top, width, height))
    raise ValueError(f"{len(numbers)} numbers are not a place")


def _numbers(sequence: Any) -> list[float]:
    """Return two to four numbers; a rectangle may also be written as ((left, top), (width, height))."""
    # pygame's vectors and rectangles can be indexed, and some versions' cannot be iterated by a type checker's rules.
    items = [sequence[index] for index in range(len(sequence))]
    if len(items) == 2 and all(hasattr(item, "__len__") for item in items):
        items = [*items[0], *items[1]]
    return [float(item) if type(item) in _NUMBERS else _number(item) for item in items]


def _number(item: Any) -> float:
    # float("3") would take a pair of texts for a point.
    if isinstance(item, (str, bytes)):
        raise TypeError(f"{item!r:.80} is a text")
    return float(item)


def _finite(x: float, y: float) -> Point:
    # A physics engine that has exploded gives NaN, which is near nothing and cannot be rounded.
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"({x}, {y}) is nowhere")
    return x, y


def checked_place(place: Any, what: str) -> Spot | None:
    """Read a place that was given as it is. Raises `ConfigurationError` for what is none, with a guess at the slip."""
    slip = " Leave out the quotes." if isinstance(place, str) and "," in place else ""
    # Anything may stand here, and what it raises when it is indexed is its own affair.
    with suppress(Exception):
        if isinstance(place, type) and not hasattr(place, "rect"):
            slip = f" That is a class; give one of its objects: {place.__name__}(...)."
        elif isinstance(place, (tuple, list)) and len(place) == 3:
            slip = " Leave out the third number."
        else:
            return spot_of(place)
    raise ConfigurationError(f"{what} is {place!r:.200}; it must be {FORMS}.{slip}")


def _is_fraction(offset: Any) -> bool:
    return isinstance(offset, (int, float)) and not isinstance(offset, bool) and -1 < offset < 1


def checked_offset(offset: Any, what: str) -> Point:
    """Return a way from one point to another. Raises `ConfigurationError` for what is none."""
    try:
        x, y = offset
        return _finite(_number(x), _number(y))
    except (TypeError, ValueError):
        fraction = " A fraction of the rectangle's height, such as 0.25, will do as well."
        raise ConfigurationError(f"{what} is {offset!r:.80}; it must be (x, y) in pixels.{fraction}") from None
