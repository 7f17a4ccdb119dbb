"""The position of an NPC or a player, in any form: a point, a rectangle, a sprite, or a callable that returns one.

The types are those of `pygame.typing`. They are written here again, because this package runs without pygame.
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

# The head of an NPC or a player without a place: a point that is near nothing and never drawn.
NOWHERE: Final[Point] = (math.nan, math.nan)
# From a position that is only a point to the head, in pixels.
OVER_A_POINT: Final[Point] = (0.0, -40.0)
# The commonest types, compared directly: slower checks would cost too much with ten thousand positions.
_NUMBERS: Final = (int, float)
_FUNCTIONS: Final = (FunctionType, MethodType)
FORMS: Final = "(x, y) in pixels, a rectangle, or a thing with a .rect (a sprite), or a callable that returns one"


class SequenceLike(Protocol[ItemT_co]):
    """Two or four numbers that can be read by index: a tuple, a list, a `Vector2`, a `Rect`."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> ItemT_co: ...


class HasRect(Protocol):
    """A sprite, or another object with a `rect`. While its `rect` is None, it has no place."""

    @property
    def rect(self) -> Any: ...


# A point (two numbers), a rectangle (four), or a thing with a `.rect`.
Place: TypeAlias = SequenceLike[float] | HasRect
# A place, or a callable that returns the place now, or None while there is none.
Position: TypeAlias = Place | Callable[[], Place | None]


class Spot(NamedTuple):
    """A place as numbers: its middle, and the rectangle if it has one."""

    at: Point
    box: Box | None = None


class Placed:
    """An NPC or a player with a position. It is read when it is needed; an error in it does not stop the game."""

    _label: str
    # Defaults on the class, because a subclass may set `position` before it calls other methods.
    _last: Spot | None = None
    _fixed: Spot | None = None
    _complained = False

    @property
    def position(self) -> Position | None:
        """The position in world pixels, in the form in which the game set it; it may be set at any time."""
        return self._position

    @position.setter
    def position(self, position: Position | None) -> None:
        spot = None
        # For a sprite that is also callable, its rectangle counts.
        # A class is refused: calling it would make a new object each time.
        provider = callable(position) and not isinstance(position, type) and not hasattr(position, "rect")
        if position is not None and not provider:
            spot = checked_place(position, f"The position of {self._label}")
        self._position = position
        self._complained = False
        # A tuple of numbers never changes; anything else is read again each time.
        self._fixed = spot if isinstance(position, tuple) and not hasattr(position, "rect") else None

    @property
    def place(self) -> Point | None:
        """The point where they are now (of a rectangle its middle), in world pixels; None while they have no place."""
        spot = self._spot()
        return spot.at if spot else None

    def rect(self) -> Box | None:
        """Return the rectangle as (left, top, width, height) in world pixels, or None if the position is a point."""
        spot = self._spot()
        return spot.box if spot else None

    @property
    def bubble_offset(self) -> Point | float | None:
        """The way to the head: (x, y) in pixels, a fraction of the height, or None for the top of the rectangle.

        Pixels count from the point, or from the middle of the rectangle's top. A fraction such as 0.25 is the part of
        the rectangle's height that is empty above the head. Without a rectangle, None and a fraction mean 40 pixels up.
        """
        return self._bubble_offset

    @bubble_offset.setter
    def bubble_offset(self, offset: Point | float | None) -> None:
        if offset is not None and not _is_fraction(offset):
            offset = checked_offset(offset, f"The bubble_offset of {self._label}")
        self._bubble_offset = offset

    @property
    def head(self) -> Point:
        """The point over the head, in world pixels, where bubbles are placed; `NOWHERE` while they have no place."""
        return self._head(self._spot())

    def outline(self) -> Point | Box:
        """Return the rectangle from the head down, in world pixels; without a rectangle, the point over the head."""
        spot = self._spot()
        x, y = self._head(spot)
        if spot is None or spot.box is None:
            return x, y
        _, top, width, height = spot.box
        # With an offset that puts the head below the feet, no height is left for a rectangle.
        return (x - width / 2, y, width, top + height - y) if top + height > y else (x, y)

    def _head(self, spot: Spot | None) -> Point:
        if spot is None:
            return NOWHERE
        (x, y), offset = spot.at, self._bubble_offset
        # Only the author knows how much of a sprite is empty above the head; the offset tells it.
        if spot.box is not None:
            y = spot.box[1]
            if not isinstance(offset, tuple):
                offset = (0.0, spot.box[3] * (offset or 0.0))
        dx, dy = offset if isinstance(offset, tuple) else OVER_A_POINT
        return x + dx, y + dy

    @property
    def context(self) -> object:
        """Facts of the game about them, a value or a callable; it may be set at any time."""
        return self._context

    @context.setter
    def context(self, context: object) -> None:
        check(context, f"the context of {self._label}")
        self._context = context

    def _spot(self) -> Spot | None:
        """Return the spot where they are now. If the game's callable raises, return the last spot, and log it once."""
        if self._fixed is not None or self._position is None:
            return self._fixed
        try:
            place: Any = self._position
            if type(place) in _FUNCTIONS or (callable(place) and not hasattr(place, "rect")):
                place = place()
                if place is None and self._may_complain():
                    words = "The position of %s gives None: they are nowhere, and near nobody, until it gives a place."
                    log.warning(words, self._label)
            self._last = spot_of(place)
        except Exception as exc:
            if self._may_complain():
                rest = f"it stays {self._last.at}" if self._last else "they are nowhere until it works"
                log.error("The position of %s failed: %s.", self._label, rest, exc_info=exc)
        return self._last

    def _may_complain(self) -> bool:
        """Return True the first time only: positions are read in every frame, and the log needs one line."""
        may, self._complained = not self._complained, True
        return may


def spot_of(place: Any) -> Spot | None:
    """Read a place in any of its forms; None for a sprite without a rectangle. Raises `TypeError` or `ValueError`."""
    # A pair of numbers, such as `rect.center`, is the commonest form, and is read hundreds of times in a frame.
    if type(place) is tuple and len(place) == 2 and type(place[0]) in _NUMBERS and type(place[1]) in _NUMBERS:
        return Spot(_finite(float(place[0]), float(place[1])))
    if isinstance(place, (str, bytes, dict)):
        raise TypeError(f"{place!r:.80} is not a place")
    # A sprite may get another rectangle object at any time, so `rect` is read each time.
    inner = getattr(place, "rect", place)
    inner = inner() if callable(inner) else inner
    # A new sprite of pygame has no rectangle yet.
    if inner is None:
        return None
    numbers = _numbers(inner)
    # A third number is a height above the ground; a flat picture does not need it.
    if len(numbers) in (2, 3):
        return Spot(_finite(numbers[0], numbers[1]))
    if len(numbers) == 4:
        left, top, width, height = numbers
        return Spot(_finite(left + width / 2, top + height / 2), (left, top, width, height))
    raise ValueError(f"{len(numbers)} numbers are not a place")


def _numbers(sequence: Any) -> list[float]:
    """Return the numbers of a sequence; a rectangle may also be written as ((left, top), (width, height))."""
    # Read by index: in some versions of pygame a type checker does not accept a vector as iterable.
    items = [sequence[index] for index in range(len(sequence))]
    if len(items) == 2 and all(hasattr(item, "__len__") for item in items):
        items = [*items[0], *items[1]]
    return [float(item) if type(item) in _NUMBERS else _number(item) for item in items]


def _number(item: Any) -> float:
    # float("3") works, so a pair of texts would count as a point.
    if isinstance(item, (str, bytes)):
        raise TypeError(f"{item!r:.80} is a text")
    return float(item)


def _finite(x: float, y: float) -> Point:
    # A physics engine with an error gives NaN, which cannot be compared or rounded.
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"({x}, {y}) is nowhere")
    return x, y


def checked_place(place: Any, what: str) -> Spot | None:
    """Read a place that is no callable. Raises `ConfigurationError`, with advice, for something that is no place."""
    slip = " Leave out the quotes." if isinstance(place, str) and "," in place else ""
    # The value may be any object, and may raise any exception when it is read.
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
    """Return an offset as (x, y) in pixels. Raises `ConfigurationError` for anything but two numbers."""
    try:
        x, y = offset
        return _finite(_number(x), _number(y))
    except (TypeError, ValueError):
        fraction = " A fraction of the rectangle's height, such as 0.25, will do as well."
        raise ConfigurationError(f"{what} is {offset!r:.80}; it must be (x, y) in pixels.{fraction}") from None
