"""Names at the feet of the villagers whom the hero has met: who is who, without a word on the screen too many."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pygame

from demo_game import widgets
from demo_game.hero import Hero
from demo_game.tilemap import Point
from demo_game.view import View
from demo_game.villagers import Villager

SEEN_FROM = 130.0
"""Pixels of the map."""


def draw(surface: pygame.Surface, view: View, hero: Hero, met: Iterable[Villager], size: int) -> None:
    """Write the name below everybody in `met` who is near; heads belong to bubbles and prompts."""
    for villager in met:
        if villager.npc is not None and math.dist(villager.at, hero.at) < SEEN_FROM:
            plate(surface, view.camera(villager.at), villager.npc.name.removeprefix("Elder ").split()[0], size)


def draw_sleep(surface: pygame.Surface, view: View, sleepers: Iterable[Villager], size: int) -> None:
    """Write a little snoring over everybody."""
    for sleeper in sleepers:
        plate(surface, view.camera((sleeper.at[0] + 8, sleeper.at[1] - 40)), "z z Z", size)


def plate(surface: pygame.Surface, foot: Point, name: str, size: int) -> None:
    """Draw a name in the middle below a point of the surface, dark behind the letters so that it reads on grass."""
    shadow, letters = widgets.words(name, size, widgets.EDGE), widgets.words(name, size, widgets.INK)
    place = letters.get_rect(midtop=(round(foot[0]), round(foot[1]) + 2))
    for step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        surface.blit(shadow, place.move(step))
    surface.blit(letters, place)
