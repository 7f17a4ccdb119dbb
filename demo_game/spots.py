"""Things that the hero can use without talking: the signpost and the old well, with prompts of the library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from demo_game.tilemap import Point, VillageMap
from demo_game.view import View
from stealth_pygame import ui

NEAR = 34.0
HUBBUB = 110.0
"""Pixels of the map: words nearer to a thing would cover its prompt."""
KEY = "U"
WINDS = ("east", "south-east", "south", "south-west", "west", "north-west", "north", "north-east")


@dataclass(frozen=True)
class Spot:
    """A thing to use. kind: the kind of the map's object; words: the words of its prompt."""

    kind: str
    words: str
    at: Point
    tall: int

    def is_near(self, point: Point) -> bool:
        """Return True if a person at this point can reach the thing."""
        return math.dist(self.at, point) < NEAR


WORDS = {"signpost": "Read the signpost", "well": "Look into the well"}


def spots(village: VillageMap) -> list[Spot]:
    """Return the things of a map that can be used."""
    return [
        Spot(thing.kind, WORDS[thing.kind], thing.foot, thing.picture.get_height())
        for thing in village.things
        if thing.kind in WORDS
    ]


def nearest(village: VillageMap, at: Point) -> Spot | None:
    """Return the thing that is near enough to use, None if there is none."""
    near = [spot for spot in spots(village) if spot.is_near(at)]
    return min(near, key=lambda spot: math.dist(spot.at, at), default=None)


def wind(start: Point, goal: Point) -> str:
    """Return the direction from one point to another in words, such as "north-east"."""
    angle = math.atan2(goal[1] - start[1], goal[0] - start[0])
    return WINDS[round(angle / math.tau * 8) % 8]


def directions(village: VillageMap, start: Point) -> list[tuple[str, str]]:
    """Return the places of a map, the nearest first, as a direction and the names of the places there."""
    places = sorted(village.places, key=lambda place: math.dist(place[1].center, start))
    ways: dict[str, list[str]] = {}
    for name, rect in places:
        if not rect.collidepoint(start):
            ways.setdefault(wind(start, rect.center), []).append(name)
    return [(direction.capitalize(), ", ".join(names)) for direction, names in ways.items()]


class SpotPrompt:
    """The prompt "[U] Read the signpost" over a thing."""

    def __init__(self, village: VillageMap) -> None:
        self._village = village
        self._prompt = ui.Prompt()

    def draw(self, surface: pygame.Surface, view: View, at: Point, talking: Sequence[Point], theme: ui.Theme) -> None:
        """Draw the prompt of a thing near a point, unless somebody talks there.

        theme: the theme of the dialogue, so that both prompts look the same.
        """
        spot = nearest(self._village, at)
        if spot is None or any(math.dist(place, spot.at) < HUBBUB for place in talking):
            return
        self._prompt.theme = theme
        head = view.camera((spot.at[0], spot.at[1] - spot.tall))
        self._prompt.draw(surface, head, f"[{KEY}] {spot.words}")
