"""The hero: keys that are held become steps.

The keys are tracked from events, not with `pygame.key.get_pressed()`, so that keys typed in the chat box never move
the hero. The library never uses up the release of a key.
"""

from __future__ import annotations

import math

import pygame

from demo_game.people import Person
from demo_game.tilemap import Point
from demo_game.world import World

SPEED = 96.0
KEYS = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_a: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_d: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_w: (0, -1),
    pygame.K_DOWN: (0, 1),
    pygame.K_s: (0, 1),
}


class Hero(Person):
    """The player's character, with the name Ada."""

    def __init__(self, at: Point) -> None:
        super().__init__("hero", at)
        self.facing = "up"
        self._held: list[int] = []

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Handle the keys for walking. Return True if the event was one of these."""
        if event.type == pygame.KEYDOWN and event.key in KEYS:
            if event.key not in self._held:
                self._held.append(event.key)
            return True
        if event.type == pygame.KEYUP and event.key in self._held:
            self._held.remove(event.key)
        return False

    def release(self) -> None:
        """Forget all held keys, because the window lost the keyboard or a menu opened."""
        self._held.clear()

    def stroll(self, world: World, dt: float, pace: float = 1.0) -> None:
        """Walk for `dt` seconds. pace: the part of the normal speed."""
        dx = sum(KEYS[key][0] for key in self._held)
        dy = sum(KEYS[key][1] for key in self._held)
        length = math.hypot(dx, dy)
        if not length:
            return
        way = SPEED * pace * dt / length
        self.move(world, way * dx, way * dy)
