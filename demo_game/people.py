"""Bodies: their places, their directions, and their pictures."""

from __future__ import annotations

import math

import pygame

from demo_game import files
from demo_game.tilemap import Point
from demo_game.world import World

WIDTH, HEIGHT = 24, 28
ROWS = {"down": 0, "up": 1, "right": 2, "left": 3}
STEP_LENGTH = 11.0
STRIDE = (2, 0, 3, 0)


def facing(dx: float, dy: float) -> str:
    """Return the direction of a movement."""
    if abs(dx) > abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"


class Person:
    """A body on two feet. `step` is True in the frame in which a foot touches the ground."""

    def __init__(self, look: str, at: Point, phase: float = 0.0) -> None:
        self.at = at
        self.facing = "down"
        self.walking = False
        self.step = False
        self._sheet = files.picture(f"people/{look}.png")
        self._way = 0.0
        self._age = phase

    @property
    def position(self) -> Point:
        """The position for the library, in pixels of the map."""
        return self.at

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass; a body that was not moved stands."""
        self._age += dt
        self.walking = False
        self.step = False

    def move(self, world: World, dx: float, dy: float) -> bool:
        """Walk by (dx, dy) pixels as far as possible. Return False if the body could not move."""
        before = self.at
        self.at = world.walk(self.at, dx, dy)
        gone = math.dist(before, self.at)
        if dx or dy:
            self.facing = facing(dx, dy)
        self.walking = gone > 0.01
        feet = int(self._way / STEP_LENGTH)
        self._way += gone
        self.step = int(self._way / STEP_LENGTH) > feet
        return self.walking

    def look_at(self, point: Point) -> None:
        """Turn towards a point."""
        self.facing = facing(point[0] - self.at[0], point[1] - self.at[1])

    @property
    def frame(self) -> pygame.Surface:
        """The picture at this moment."""
        column = STRIDE[int(self._way / STEP_LENGTH) % 4] if self.walking else int(self._age * 1.6) % 2
        return self._sheet.subsurface((column * WIDTH, ROWS[self.facing] * HEIGHT, WIDTH, HEIGHT))

    @property
    def corner(self) -> tuple[int, int]:
        """The position of the picture's upper left corner, in pixels of the map."""
        return round(self.at[0]) - WIDTH // 2, round(self.at[1]) - HEIGHT + 2
