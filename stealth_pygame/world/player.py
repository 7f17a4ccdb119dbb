"""A person who plays: their name, their position, and the game's facts about them."""

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
    # NFKD separates accents from letters; encoding to ASCII then drops the accents.
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain_id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    # A name without any Latin letter still needs an id of its own.
    return plain_id or "x" + name.encode("utf-8", "replace").hex()[:24]


class PlayerHost(Protocol):
    """The methods of the scene that a player needs."""

    def say_to_all(self, player: Player, text: str, context: object) -> list[Message]:
        """Send a player's words to every NPC near."""


@known_only
class Player(Placed):
    """A person who plays. `position` and `context` are values, or callables that are read when they are needed.

    name: the name that the NPCs use; id: unique among the players of this game, by default made from the name;
    position, in world pixels: a point, a `Rect`, a sprite, or a callable that returns one; bubble_offset: the way to
    the head, as for an NPC. Without a position they are near no NPC, but `NPC.send(text, player)` still works.
    Raises `ConfigurationError` for an empty name or a wrong position, `ContextError` for a reserved key.
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
        """Join a scene: `say` goes to this host from now on."""
        self._host = host

    def leave(self, host: PlayerHost, after: PlayerHost) -> None:
        """Leave a scene. after: the host from now on, unless the player has joined another scene meanwhile."""
        if self._host is host:
            self._host = after

    def say(self, text: str, context: object = None) -> list[Message]:
        """Say something to all NPCs near; returns at once. Return one message for each NPC who answers, nearest first.

        At most `Settings.max_hearers` NPCs answer, one after the other; the others only hear it. The list is empty if
        no NPC is near. Raises `ConfigurationError` for a player who was added to no dialogue.
        """
        if self._host is None:
            raise ConfigurationError(f"{self.name} is in no dialogue; call dialogue.add_player(player) first.")
        if context is not None:
            check(context, f"the context of a message of {self.name}")
        return self._host.say_to_all(self, text, context)

    def __repr__(self) -> str:
        return f"<Player {self.name!r} id={self.id!r}>"


def checked_player(player: object, what: str) -> None:
    """Raise `ConfigurationError`, with an example, if an argument is not a `Player`. what: the name of the method."""
    if not isinstance(player, Player):
        name = player if isinstance(player, str) and player.strip() else "Ada"
        raise ConfigurationError(
            f"{what} got {player!r:.80}; give a Player: stealth.Player({name!r}, position=lambda: sprite.rect.center)"
        )
