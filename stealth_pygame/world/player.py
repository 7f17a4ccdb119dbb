"""A person who talks: where she is and what the game knows of her."""

from __future__ import annotations

import functools
import logging
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from stealth_pygame.context.entries import check
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.validation import known_only

log = logging.getLogger("stealth_pygame")

Point: TypeAlias = tuple[float, float]
Position: TypeAlias = Point | Callable[[], Point]
"""A point in world space (pixels), or a callable that gives one when asked. A `Vector2` will do.

A rectangle or a sprite is no point: given as it is, it is refused; of one that a callable gives, the centre is taken,
and the log says so once.
"""


def slug(name: str) -> str:
    """A name as an id: "Old Márta" → "old-marta"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return made or "x" + name.encode("utf-8", "replace").hex()[:24]


def checked_point(point: Any, what: str, or_else: str = "") -> None:
    """Raises `ConfigurationError` for what is no point, with a guess at the slip."""
    try:
        x, y = point
        float(x), float(y)
    except (TypeError, ValueError):
        path, _ = _middle(point)
        slip = f" Did you mean its {path}?" if path else ""
        slip = " Leave out the quotes." if isinstance(point, str) and "," in point else slip
        raise ConfigurationError(f"{what} is {point!r}; it must be (x, y) in pixels{or_else}.{slip}") from None


def _middle(thing: object) -> tuple[str, Any]:
    """Where a rectangle or a sprite has its middle, and the middle; "" and None where it has none."""
    for path in (".center", ".rect.center"):
        middle = functools.reduce(lambda part, name: getattr(part, name, None), path[1:].split("."), thing)
        # a text has a `center` too, which centres it
        if middle is not None and not callable(middle):
            return path, middle
    return "", None


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
        if position is not None and not callable(position):
            checked_point(position, f"The position of {self._whose}", ", or a callable giving that")
        self._position = position
        self._complained = False
        # A tuple of numbers stays where it is; anything else is asked again and again.
        self._fixed = self._point(position) if isinstance(position, tuple) else None

    def _where(self) -> Point | None:
        """The point now; the last known one where the game's callable fails, which the log says once."""
        if self._fixed is not None:
            return self._fixed
        try:
            found = self._position() if callable(self._position) else self._position
            self._last = None if found is None else self._point(found)
        except Exception as exc:
            if self._may_complain():
                log.error("The position of %s failed: it stays %s.", self._whose, self._last, exc_info=exc)
        return self._last

    def _point(self, found: Any) -> Point:
        try:
            x, y = found
        except (TypeError, ValueError):
            path, middle = _middle(found)
            x, y = middle or found[:2]
            if path and self._may_complain():
                kind = type(found).__name__
                words = "The position of %s gives a %s, no point: its centre is taken. Write position=lambda: %s%s"
                log.warning(words, self._whose, kind, kind.lower(), path)
        return float(x), float(y)

    def _may_complain(self) -> bool:
        """True once: positions are asked for in every frame."""
        may, self._complained = not self._complained, True
        return may


@known_only
class Player(Placed):
    """Somebody who plays. `position` and `context` are values, or callables read when they are needed.
    A `Rect` is no position; where a callable gives one, its centre is taken, and the log says so once.

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
        checked_point(bubble_offset, f"The bubble_offset of {name}")
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


def checked_player(player: object, what: str) -> None:
    """Raises `ConfigurationError` for what is no player, with how to make one."""
    if not isinstance(player, Player):
        name = player if isinstance(player, str) and player.strip() else "Ada"
        raise ConfigurationError(
            f"{what} got {player!r:.80}; give a Player: stealth.Player({name!r}, position=lambda: sprite.rect.center)"
        )
