"""Who is near whom, asked of a slice of the NPCs per frame, because ten thousand quiet ones must cost next to nothing.

Those who are near already are asked every frame, so that leaving is seen at once; entering is seen within
`Settings.scan_period`, or a little later where there are very many.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from stealth_pygame.npc import NPC
from stealth_pygame.player import Player, Point
from stealth_pygame.settings import Settings


@dataclass
class Presence:
    """A player at an NPC: how many seconds she has been outside his radius, and whether her entering was told."""

    npc: NPC
    player: Player
    away: float = 0.0
    entered: bool = False
    near: bool = False


def distance(a: Point, b: Point) -> float:
    """Pixels between two points."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


class Nearness:
    """Who is near: tells `entered` and `left`, and knows the nearest."""

    def __init__(
        self, settings: Settings, entered: Callable[[NPC, Player], None], left: Callable[[NPC, Player, bool], None]
    ) -> None:
        self._settings = settings
        self._entered = entered
        self._left = left
        self._present: dict[tuple[NPC, str], Presence] = {}
        self._next = 0

    def step(self, dt: float, npcs: list[NPC], players: list[Player]) -> None:
        """Let `dt` seconds pass."""
        places = [(player, player.place) for player in players]
        known = dict(places)
        for presence in list(self._present.values()):
            self._step_presence(presence, dt, known.get(presence.player))
        for npc in self._slice(npcs, dt):
            at, radius = npc.place, npc.interest_radius
            for player, place in places:
                if place is not None and distance(at, place) <= radius:
                    self._came(npc, player)

    def _slice(self, npcs: list[NPC], dt: float) -> list[NPC]:
        share = math.ceil(len(npcs) * min(1.0, dt / self._settings.scan_period))
        count = min(len(npcs), max(share, 16), self._settings.max_scan)
        start = self._next if self._next < len(npcs) else 0
        self._next = start + count
        return npcs[start : start + count]

    def _came(self, npc: NPC, player: Player) -> None:
        presence = self._present.setdefault((npc, player.id), Presence(npc, player))
        presence.near, presence.away = True, 0.0
        if not presence.entered:
            presence.entered = True
            self._entered(npc, player)

    def _step_presence(self, presence: Presence, dt: float, place: Point | None) -> None:
        if place is None:
            return
        presence.near = distance(presence.npc.place, place) <= presence.npc.interest_radius
        presence.away = 0.0 if presence.near else presence.away + dt
        if presence.away >= self._settings.grace:
            del self._present[(presence.npc, presence.player.id)]
            self._left(presence.npc, presence.player, presence.entered)

    def touch(self, npc: NPC, player: Player) -> None:
        """A message counts as presence, from wherever it comes."""
        self._present.setdefault((npc, player.id), Presence(npc, player)).away = 0.0

    def near(self, player: Player) -> list[NPC]:
        """Who is known to be near a player."""
        return [p.npc for p in self._present.values() if p.player is player and p.near]

    def nearest(self, player: Player) -> NPC | None:
        """The nearest of those known to be near; cheap enough for every frame."""
        return nearest_of(self.near(player), player)

    def forget(self, *, npc: NPC | None = None, player: Player | None = None) -> None:
        """Somebody is gone from the scene."""
        self._present = {k: p for k, p in self._present.items() if p.npc is not npc and p.player is not player}


def nearest_of(npcs: list[NPC], player: Player) -> NPC | None:
    """The NPC nearest to a player among those whose radius reaches her, or None."""
    place = player.place
    if place is None:
        return None
    reach = [(distance(npc.place, place), index) for index, npc in enumerate(npcs)]
    reach = [(far, index) for far, index in reach if far <= npcs[index].interest_radius]
    return npcs[min(reach)[1]] if reach else None
