"""The faces of the villagers for a dialogue box, one for each mood."""

from __future__ import annotations

import pygame

from demo_game import files

MOODS = ("calm", "happy", "angry", "sad")
"""The moods in their order in a picture; the first one is the default."""


def faces(villager: str) -> dict[str, pygame.Surface]:
    """Return a villager's faces by mood. Raises `AssetError` if the picture is missing."""
    strip = files.picture(f"portraits/{villager}.png")
    side = strip.get_height()
    return {mood: strip.subsurface((index * side, 0, side, side)) for index, mood in enumerate(MOODS)}
