"""A person who talks: where she is and what the game knows of her."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from stealth_pygame.context import check
from stealth_pygame.errors import ConfigurationError

log = logging.getLogger("stealth_pygame")

Point: TypeAlias = tuple[float, float]
Position: TypeAlias = Point | Callable[[], Point]
"""A point in world space (pixels), or a callable that gives one when asked. A `Vector2` will do."""


def slug(name: str) -> str:
    """A name as an id: "Old Márta" → "old-marta"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return made or "x" + name.encode("utf-8", "replace").hex()[:24]


def where(position: Position | None) -> Point | None:
    """The point that a position means now."""
    found = position() if callable(position) else position
    return None if found is None else (float(found[0]), float(found[1]))


def checked_position(position: object, whose: str) -> None:
    """Raises `ConfigurationError` for what is neither a point nor a callable."""
    if position is None or callable(position):
        return
    try:
        x, y = position  # type: ignore[misc]
        float(x), float(y)  # type: ignore[has-type]
    except (TypeError, ValueError):
        slip = " Did you mean its .center?" if hasattr(position, "center") else ""
        raise ConfigurationError(
            f"The position of {whose} is {position!r}; it must be (x, y) in pixels, or a callable giving that.{slip}"
        ) from None


class Placed:
    """Somebody with a position: a point, or a callable that is read at use and may fail without stopping the game."""

    _whose: str
    _last: Point | None = None
    _fixed: Point | None = None
    _complained = False

    @property
    def position(self) -> Position | None:
        """Where he stands, in world pixels, as it was given; it may be set at any time."""
        return self._position

    @position.setter
    def position(self, position: Position | None) -> None:
        checked_position(position, self._whose)
        self._position = position
        self._complained = False
        # A tuple of numbers stays where it is; anything else is asked again and again.
        self._fixed = where(position) if isinstance(position, tuple) else None

    def _where(self) -> Point | None:
        """The point now; the last known one where the game's callable fails, which the log says once."""
        if self._fixed is not None:
            return self._fixed
        try:
            self._last = where(self._position)
        except Exception as exc:
            if not self._complained:
                self._complained = True
                log.error("The position of %s failed: it stays %s.", self._whose, self._last, exc_info=exc)
        return self._last


class Player(Placed):
    """Somebody who plays. `position` and `context` are values, or callables read when they are needed.

    name: as the villagers call her; id: unique among the players of this game (a slug of the name by default).
    bubble_offset: pixels from the position to the point over her head, as an NPC's.
    Without a position she is near nobody, and nearest to nobody, but can be spoken for with `NPC.send`.
    Raises `ConfigurationError` for an empty name or a position that is no point, `ContextError` for a reserved key.
    """

    def __init__(
        self,
        name: str,
        id: str | None = None,
        position: Position | None = None,
        context: object = None,
        bubble_offset: Point = (0.0, -40.0),
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise ConfigurationError(f"A player's name is {name!r}; it must be a text that is not empty.")
        self.name = self._whose = name
        self.id = id or slug(name)
        self.position = position
        self.bubble_offset = bubble_offset
        self.context = context

    def __repr__(self) -> str:
        return f"<Player {self.name!r} id={self.id!r}>"

    @property
    def context(self) -> object:
        """What the game knows of her; it may be set at any time."""
        return self._context

    @context.setter
    def context(self, context: object) -> None:
        check(context, f"the context of {self.name}")
        self._context = context

    @property
    def place(self) -> Point | None:
        """Where she is now, in world pixels."""
        return self._where()

    @property
    def head(self) -> Point:
        """The point over her head, in world pixels, where what she says stands."""
        (x, y), (dx, dy) = self.place or (0.0, 0.0), self.bubble_offset
        return x + dx, y + dy
