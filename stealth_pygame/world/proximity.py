"""The players near each NPC. Each frame checks only a part of the NPCs, so that ten thousand of them cost little time.

Pairs of a player and an NPC who are near each other are checked in the same way. Up to `EVERY_FRAME` are checked in
every frame; more take `Settings.scan_period` seconds for one round, and a little longer if they are very many.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from math import dist
from typing import TypeVar

from stealth_pygame.settings import Settings
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point
from stealth_pygame.world.player import Player

T = TypeVar("T")

# The number of NPCs, and of pairs, that each frame checks at least.
EVERY_FRAME = 8


@dataclass(eq=False, slots=True)
class Presence:
    """A player near an NPC. near: inside the radius at the last check; away: seconds outside the radius.

    entered: `PlayerEntered` was told; asked_at: seconds on the clock of `Nearness` at the last check.
    """

    npc: NPC
    player: Player
    asked_at: float
    away: float = 0.0
    entered: bool = False
    near: bool = False


class Rounds:
    """A repeated walk through a list, with a part of the list for each frame."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._next = 0

    def share(self, things: list[T], dt: float) -> list[T]:
        """Return the items to check in this frame, of `dt` seconds."""
        # Even a very long frame needs no more than one round.
        due = math.ceil(len(things) * min(1.0, dt / self._settings.scan_period))
        count = min(len(things), max(due, EVERY_FRAME), self._settings.max_scan)
        start = self._next if self._next < len(things) else 0
        self._next = start + count
        return things[start : start + count]


class Nearness:
    """The presence of players near NPCs. It calls `entered` and `left`, and knows the nearest NPC of a player.

    left: its third argument is True if `entered` was called for this presence.
    """

    def __init__(
        self, settings: Settings, entered: Callable[[NPC, Player], None], left: Callable[[NPC, Player, bool], None]
    ) -> None:
        self._settings = settings
        self._entered = entered
        self._left = left
        # By the player's id, because a player who was removed and added again is the same person to an NPC.
        self._present: dict[tuple[NPC, str], Presence] = {}
        # The same presences as a list, so that a frame can take a part of them without walking through all.
        self._in_order: list[Presence] = []
        self._ids: set[str] = set()
        self._now = 0.0
        self._scan = Rounds(settings)
        self._check = Rounds(settings)

    def step(self, dt: float, npcs: list[NPC], players: list[Player]) -> None:
        """Let `dt` seconds pass: check a part of the presences and of the NPCs."""
        places = {player: place for player in players if (place := player.place) is not None}
        self._now += dt
        for presence in self._check.share(self._in_order, dt):
            passed, presence.asked_at = self._now - presence.asked_at, self._now
            # While the player has no place, no time is counted as away.
            if (place := places.get(presence.player)) is not None:
                self._step_presence(presence, place, passed)
        for npc in self._scan.share(npcs, dt):
            at, radius = npc.place, npc.interest_radius
            # An NPC without a place is near nobody.
            if at is None:
                continue
            for player, place in places.items():
                if dist(at, place) <= radius:
                    self._came(npc, player)

    def _came(self, npc: NPC, player: Player) -> None:
        presence = self._presence(npc, player)
        presence.near, presence.away, presence.asked_at = True, 0.0, self._now
        if not presence.entered:
            presence.entered = True
            self._entered(npc, player)

    def _step_presence(self, presence: Presence, place: Point, passed: float) -> None:
        presence.near = presence.near and _reaches(presence.npc, place)
        presence.away = 0.0 if presence.near else presence.away + passed
        # A player must be away for `Settings.grace` seconds before they count as gone, so that walking on the edge of
        # the radius does not tell coming and going all the time. The walk through all NPCs notices who comes back; here
        # the distance is measured only once more.
        if presence.away >= self._settings.grace and not _reaches(presence.npc, place):
            npc = presence.npc
            del self._present[(npc, presence.player.id)]
            self._in_order.remove(presence)
            self._left(npc, presence.player, presence.entered)

    def touch(self, npc: NPC, player: Player) -> None:
        """Count a player who sends a message as present, at any distance."""
        presence = self._presence(npc, player)
        presence.away, presence.asked_at = 0.0, self._now

    def anybody_at(self, npc: NPC) -> bool:
        """Return True while any player is near an NPC, as far as `entered` and `left` have told."""
        presences = (self._present.get((npc, player_id)) for player_id in self._ids)
        return any(presence is not None and presence.entered for presence in presences)

    def _presence(self, npc: NPC, player: Player) -> Presence:
        key = npc, player.id
        if key not in self._present:
            self._present[key] = Presence(npc, player, self._now)
            self._in_order.append(self._present[key])
            self._ids.add(player.id)
        return self._present[key]

    def near(self, player: Player) -> list[NPC]:
        """Return the NPCs that are known to be near a player."""
        return [p.npc for p in self._present.values() if p.player is player and p.near]

    def nearest(self, player: Player) -> NPC | None:
        """Return the nearest of the NPCs that are known to be near, or None; fast enough for every frame."""
        return nearest_of(self.near(player), player)

    def forget(self, *, npc: NPC | None = None, player: Player | None = None) -> None:
        """Forget an NPC or a player who was removed from the scene."""
        if player is not None:
            self._present = {key: one for key, one in self._present.items() if one.player is not player}
            self._in_order = list(self._present.values())
            self._ids.discard(player.id)
        if npc is not None:
            # A game may remove thousands of NPCs in one frame, so each is looked up by key and not searched for.
            presences = (self._present.pop((npc, player_id), None) for player_id in self._ids)
            for presence in filter(None, presences):
                self._in_order.remove(presence)


def _reaches(npc: NPC, place: Point) -> bool:
    at = npc.place
    return at is not None and dist(at, place) <= npc.interest_radius


def in_reach(npcs: list[NPC], player: Player) -> list[NPC]:
    """Return the NPCs whose radius reaches a player, the nearest first."""
    place = player.place
    if place is None:
        return []
    spots = [(at, index) for index, npc in enumerate(npcs) if (at := npc.place) is not None]
    reach = [(far, index) for at, index in spots if (far := dist(at, place)) <= npcs[index].interest_radius]
    return [npcs[index] for _, index in sorted(reach)]


def nearest_of(npcs: list[NPC], player: Player) -> NPC | None:
    """Return the NPC nearest to a player among those whose radius reaches the player, or None."""
    place = player.place
    if place is None:
        return None
    spots = [(at, index) for index, npc in enumerate(npcs) if (at := npc.place) is not None]
    reach = [(far, index) for at, index in spots if (far := dist(at, place)) <= npcs[index].interest_radius]
    return npcs[min(reach)[1]] if reach else None
