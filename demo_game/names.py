"""Names over the heads of the villagers whom the hero has met: who is who, without a word on the screen too many."""

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
"""Pixels of the map."""
PROMPT = 4.2
"""How far the name stands over the head, by the height of its letters, where a prompt is between them."""


def draw(
    surface: pygame.Surface,
    view: View,
    hero: Hero,
    met: Iterable[Villager],
    size: int,
    prompted: stealth.NPC | None = None,
) -> None:
    """Write the name over everybody in `met` who is near; prompted: who has a prompt, above which the name stands.

    Whoever speaks is to be left out: a bubble bears the name already.
    """
    for villager in met:
        if villager.npc is not None and math.dist(villager.at, hero.at) < SEEN_FROM:
            x, y = view.camera((villager.at[0], villager.at[1] - HEAD))
            above = PROMPT if villager.npc is prompted else 1.3
            plate(surface, (x, y - size * above), villager.npc.name.removeprefix("Elder ").split()[0], size)


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
