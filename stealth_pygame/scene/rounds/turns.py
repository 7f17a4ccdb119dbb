"""The wait between two turns of a round: the next NPC speaks when the last line was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from stealth_pygame.message import DropReason, Message
from stealth_pygame.scene.session import Utterance
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

READ_AT_MOST: Final = 8.0
"""Seconds after which a line counts as read in any case."""


class Host(Protocol):
    """The methods of the scene that a round needs."""

    npcs: list[NPC]

    def prepare(self, npc: NPC, text: str, player: Player, context: object = None) -> Utterance:
        """Return a message that is not sent yet."""

    def accept(self, utterance: Utterance) -> Message:
        """Send a message, or drop it with a reason."""

    def drop(self, utterance: Utterance, reason: DropReason) -> None:
        """End a message that was never sent."""

    def part(self, npc: NPC, player: Player) -> None:
        """End the conversation of an NPC with a player."""

    @property
    def has_read(self) -> Callable[[NPC], bool]:
        """The presenter's function that returns True if an NPC's line was read."""


class Reading:
    """The wait until an NPC's line was read."""

    def __init__(self, host: Host, npc: NPC) -> None:
        self._host = host
        self._npc = npc
        self._waited = 0.0

    def over(self, dt: float) -> bool:
        """Let `dt` seconds pass; return True when the next NPC may speak."""
        self._waited += dt
        # In the first frame the presenter has not seen the line yet.
        return self._waited > dt and (self._waited >= READ_AT_MOST or self._host.has_read(self._npc))
