"""Villagers: they stroll around their places, and stop and look at a hero who comes near. One may follow."""

from __future__ import annotations

import math
import random

import stealth_pygame as stealth
from demo_game.hero import Hero
from demo_game.people import Person
from demo_game.tilemap import Point
from demo_game.world import World

SPEED = 24.0
HURRY = 96.0
CLOSE = 22.0


class Villager(Person):
    """A body with an NPC of the library."""

    def __init__(self, name: str, at: Point, stroll: float, rng: random.Random) -> None:
        super().__init__(name, at, rng.uniform(0, 2))
        self.name = name
        self.npc: stealth.NPC | None = None
        self.home = at
        self.stroll = stroll
        self.follows = False
        self._rng = rng
        self._goal: Point | None = None
        self._rest = rng.uniform(1, 4)
        self._way_to_hero: list[Point] = []
        self._thought = 0.0

    def live(self, world: World, hero: Hero, dt: float, talking: bool) -> None:
        """Let `dt` seconds pass; a villager in a conversation, or near the hero, stands and looks at the hero."""
        self.update(dt)
        if self.follows and not talking:
            self._follow(world, hero, dt)
        elif talking or (self.npc and math.dist(self.at, hero.at) < self.npc.interest_radius):
            self._goal = None
            self.look_at(hero.at)
        else:
            self._wander(world, dt)

    def settle(self, at: Point, stroll: float) -> None:
        """Move to a new home at once. stroll: the distance of walks in pixels."""
        self.at = self.home = at
        self.stroll = stroll
        self._goal = None
        self._way_to_hero.clear()

    def _follow(self, world: World, hero: Hero, dt: float) -> None:
        """Walk after the hero; the way is searched again from time to time."""
        self._thought -= dt
        if math.dist(self.at, hero.at) < CLOSE:
            self._way_to_hero.clear()
            self.look_at(hero.at)
        elif self._thought <= 0:
            self._thought = 0.5
            self._way_to_hero = world.way(self.at, hero.at, CLOSE)[1:]
        while self._way_to_hero and not self._walk(world, self._way_to_hero[0], HURRY * dt):
            self._way_to_hero.pop(0)

    def _wander(self, world: World, dt: float) -> None:
        if self._goal is None:
            self._rest -= dt
            if self._rest > 0:
                return
            angle, way = self._rng.uniform(0, math.tau), self._rng.uniform(0.3, 1) * self.stroll
            self._goal = self.home[0] + math.cos(angle) * way, self.home[1] + math.sin(angle) * way
        if not self._walk(world, self._goal, SPEED * dt):
            self._goal = None
            self._rest = self._rng.uniform(1.5, 5)

    def _walk(self, world: World, goal: Point, way: float) -> bool:
        """Walk a part of the way. Return False if the goal is reached or cannot be reached."""
        dx, dy = goal[0] - self.at[0], goal[1] - self.at[1]
        length = math.hypot(dx, dy)
        if length < 1.5:
            return False
        return self.move(world, dx / length * min(way, length), dy / length * min(way, length))
