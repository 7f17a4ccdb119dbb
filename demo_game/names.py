"""Names over the heads of the villagers whom the hero has met."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pygame

import stealth_pygame as stealth
from demo_game import widgets
from demo_game.hero import Hero
from demo_game.tilemap import Point
from demo_game.view import View
from demo_game.villagers import Villager

SEEN_FROM = 130.0
HEAD = 28.0
"""Height of a head in pixels of the map."""
PROMPT = 4.2
"""The distance of a name above the head if a prompt is between them, in letter heights."""


def draw(
    surface: pygame.Surface,
    view: View,
    hero: Hero,
    met: Iterable[Villager],
    size: int,
    prompted: stealth.NPC | None = None,
) -> None:
    """Write the names of villagers in `met` who are near. prompted: the NPC with a prompt; the name is above it.

    Leave out villagers who speak, because a bubble shows the name already.
    """
    for villager in met:
        if villager.npc is not None and math.dist(villager.at, hero.at) < SEEN_FROM:
            x, y = view.camera((villager.at[0], villager.at[1] - HEAD))
            above = PROMPT if villager.npc is prompted else 1.3
            plate(surface, (x, y - size * above), villager.npc.name.removeprefix("Elder ").split()[0], size)


def draw_sleep(surface: pygame.Surface, view: View, sleepers: Iterable[Villager], size: int) -> None:
    """Write a sign of sleep over each sleeper."""
    for sleeper in sleepers:
        plate(surface, view.camera((sleeper.at[0] + 8, sleeper.at[1] - 40)), "z z Z", size)


def plate(surface: pygame.Surface, foot: Point, name: str, size: int) -> None:
    """Draw a name centred below a point of the surface, on a dark ground so that it can be read."""
    shadow, letters = widgets.words(name, size, widgets.EDGE), widgets.words(name, size, widgets.INK)
    place = letters.get_rect(midtop=(round(foot[0]), round(foot[1]) + 2))
    for step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        surface.blit(shadow, place.move(step))
    surface.blit(letters, place)
