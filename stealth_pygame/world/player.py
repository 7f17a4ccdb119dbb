"""A person who talks: the place and the game's knowledge of them."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from stealth_pygame.context.entries import check
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.message import Message
from stealth_pygame.validation import known_only
from stealth_pygame.world.placed import Placed, Point, Position


def slug(name: str) -> str:
    """Return a name as an id: "Old Márta" → "old-marta"."""
    # Accents go, letters stay.
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain_id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    # A name without any Latin letter still needs an id of its own.
    return plain_id or "x" + name.encode("utf-8", "replace").hex()[:24]


class PlayerHost(Protocol):
    """The scene as a player needs it."""

    def say_to_all(self, player: Player, text: str, context: object) -> list[Message]:
        """Take a player's words to everybody near."""


@known_only
class Player(Placed):
    """A person who plays. `position` and `context` are values, or callables read when they are needed.

    name: as the NPCs call them; id: unique among the players of this game (a slug of the name by default);
    position: a point, a `Rect`, a sprite, or a callable giving one, and bubble_offset: to the head, as an NPC's.
    Without a position they are near nobody, and nearest to nobody, but can be spoken for with `NPC.send`.
    Raises `ConfigurationError` for an empty name or a position that is none, `ContextError` for a reserved key.
    """

    def __init__(
        self,
        name: str,
        id: str | None = None,
        position: Position | None = None,
        context: object = None,
        bubble_offset: Point | float | None = None,
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise ConfigurationError(f"A player's name is {name!r}; it must be a text that is not empty.")
        self.name = self._label = name
        self.id = id or slug(name)
        self.position = position
        self.bubble_offset = bubble_offset
        self.context = context
        self._host: PlayerHost | None = None

    def enter(self, host: PlayerHost) -> None:
        """Play in a scene; the last one counts."""
        self._host = host

    def leave(self, host: PlayerHost, after: PlayerHost) -> None:
        """Play in no scene any more, unless another than `host` was entered meanwhile. after: the host from now on."""
        if self._host is host:
            self._host = after

    def say(self, text: str, context: object = None) -> list[Message]:
        """Say something to everybody near; never waits. Return a message per NPC who answers, the nearest first.

        They answer one after the other; `Settings.max_hearers` of them do, the others only hear it. Empty where nobody
        is near. Raises `ConfigurationError` for a player that no dialogue has.
        """
        if self._host is None:
            raise ConfigurationError(f"{self.name} is in no dialogue; call dialogue.add_player(player) first.")
        if context is not None:
            check(context, f"the context of a message of {self.name}")
        return self._host.say_to_all(self, text, context)

    def __repr__(self) -> str:
        return f"<Player {self.name!r} id={self.id!r}>"


def checked_player(player: object, what: str) -> None:
    """Raise `ConfigurationError` for what is not a player, with the way to make one."""
    if not isinstance(player, Player):
        name = player if isinstance(player, str) and player.strip() else "Ada"
        raise ConfigurationError(
            f"{what} got {player!r:.80}; give a Player: stealth.Player({name!r}, position=lambda: sprite.rect.center)"
        )
