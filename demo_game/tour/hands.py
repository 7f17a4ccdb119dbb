"""The input of the tour: it presses keys, types sentences and walks, all with pygame's own events."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

import pygame

from demo_game.game import Game
from demo_game.tilemap import Point

BESIDE = 26.0
SLACK = 2.1
WALKING = {"left": pygame.K_LEFT, "right": pygame.K_RIGHT, "up": pygame.K_UP, "down": pygame.K_DOWN}


class Hands:
    """A player made of events; `frame` runs one frame of the game."""

    def __init__(self, game: Game, frame: Callable[[], Awaitable[None]]) -> None:
        self._game, self._frame = game, frame
        self._held: set[int] = set()

    async def tap(self, key: int, text: str = "") -> None:
        """Press and release a key. text: the text that the key types."""
        written = text or (chr(key) if 32 <= key < 127 else "")
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=written, scancode=0))
        if written:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=written))
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode=written, scancode=0))
        await self._frame()

    async def type(self, text: str) -> None:
        """Type a sentence letter by letter."""
        for letter in text:
            await self.tap(ord(letter.lower()), letter)

    async def walk_to(self, whom: str) -> bool:
        """Walk to a villager's side. Return False if there is no way, or if it takes too long.

        A companion may be nearer than the visited villager, so the hero goes closer with each try.
        """
        villager, hero = self._game.village.villagers[whom], self._game.village.hero
        for closer in range(8):
            way = self._way_beside(villager.at, BESIDE - 2 * closer)
            if not way:
                return False
            await self._follow(way)
            if math.dist(hero.at, villager.at) < BESIDE + 8 and self._nearest() == whom:
                return True
        return False

    def _way_beside(self, at: Point, beside: float) -> list[Point]:
        """Return the way to the nearer side of a person, so that both face each other, else to any free place."""
        world, hero = self._game.village.world, self._game.village.hero
        sides = sorted(((at[0] + dx, at[1]) for dx in (-beside, beside)), key=lambda side: math.dist(side, hero.at))
        ways = (world.way(hero.at, side, 6) for side in sides if world.free(*side))
        return next((way for way in ways if way), []) or world.way(hero.at, at, beside)

    def _nearest(self) -> str:
        npc = self._game.dialogue.nearest(self._game.village.player)
        return npc.id if npc else ""

    async def _follow(self, way: list[Point]) -> None:
        """Walk along a way; if the hero is stopped at a corner, search a new way from there."""
        hero = self._game.village.hero
        for point in way:
            for _ in range(20):
                dx, dy = point[0] - hero.at[0], point[1] - hero.at[1]
                if abs(dx) <= SLACK and abs(dy) <= SLACK:
                    break
                self._hold(dx, dy)
                await self._frame()
            else:
                break
        self._hold(0, 0)
        await self._frame()

    def _hold(self, dx: float, dy: float) -> None:
        """Hold the keys for a direction, and release the others."""
        wanted = {
            WALKING[name]
            for name, on in (("left", dx < -SLACK), ("right", dx > SLACK), ("up", dy < -SLACK), ("down", dy > SLACK))
            if on
        }
        for key in self._held - wanted:
            pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode="", scancode=0))
        for key in wanted - self._held:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
        self._held = wanted
