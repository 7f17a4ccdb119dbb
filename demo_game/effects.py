"""Small moving things: smoke, fireflies, sparks, notes, fireworks. Each is a particle that ends after some seconds."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import pygame

from demo_game import files
from demo_game.tilemap import Point, VillageMap

Colour = tuple[int, int, int]
SPARKS: dict[str, tuple[Colour, ...]] = {
    "heal": ((134, 235, 150), (200, 255, 200), (255, 255, 255)),
    "coin": ((242, 200, 75), (253, 235, 154)),
    "light": ((255, 220, 124), (255, 182, 76)),
    "done": ((255, 244, 194), (242, 200, 75), (216, 122, 92), (104, 172, 208)),
    "gate": ((201, 164, 106), (174, 170, 168)),
}
SHADES = 24
"""Steps of brightness in the life of a light; shared pictures, because a feast has two hundred lights in each frame."""
FIREWORKS: tuple[Colour, ...] = ((255, 120, 110), (255, 214, 110), (130, 220, 150), (140, 190, 255), (230, 160, 240))


@dataclass
class Particle:
    """A small moving thing; times in seconds, speeds in pixels per second."""

    x: float
    y: float
    dx: float
    dy: float
    life: float
    colour: Colour
    size: int = 1
    gravity: float = 0.0
    picture: pygame.Surface | None = None
    age: float = 0.0


class Effects:
    """All particles. calm: leave out flickering ones, for players who asked for less motion."""

    def __init__(self, village: VillageMap, rng: random.Random) -> None:
        self._rng = rng
        self._chimneys = [(rect.x, rect.y) for thing in village.things for rect in thing.places("smoke")]
        self._smoke: list[Particle] = []
        self._lights: list[Particle] = []
        self._puff = 0.0
        self._fly = 0.0
        self._rocket = 0.0
        self.calm = False

    def update(self, dt: float, shown: pygame.Rect, dark: float, feast: bool) -> None:
        """Let `dt` seconds pass for the visible part of the map."""
        for particles in (self._smoke, self._lights):
            for particle in particles:
                particle.age += dt
                particle.dy += particle.gravity * dt
                particle.x += particle.dx * dt
                particle.y += particle.dy * dt
        self._smoke = [particle for particle in self._smoke if particle.age < particle.life]
        self._lights = [particle for particle in self._lights if particle.age < particle.life]
        self._puff -= dt
        if self._puff <= 0:
            self._puff = 0.32
            for x, y in self._chimneys:
                self._smoke.append(self._particle((x, y), 3, -9, 2.6, (222, 218, 224), self._rng.choice((2, 3))))
        if not self.calm:
            self._glitter(dt, shown, dark, feast)

    def _glitter(self, dt: float, shown: pygame.Rect, dark: float, feast: bool) -> None:
        self._fly -= dt
        self._rocket -= dt
        if dark > 0.5 and self._fly <= 0:
            self._fly = 0.22
            at = self._rng.uniform(shown.left, shown.right), self._rng.uniform(shown.top, shown.bottom)
            self._lights.append(self._particle(at, 10, 0, 3.0, (214, 240, 120)))
        if feast and self._rocket <= 0:
            self._rocket = 0.4
            self.rise(shown)
            if self._rng.random() < 0.75:
                self.burst(shown)

    def _particle(self, at: Point, spread: float, rise: float, life: float, colour: Colour, size: int = 1) -> Particle:
        dx, dy = self._rng.uniform(-spread, spread), rise + self._rng.uniform(-spread, spread) / 2
        return Particle(at[0], at[1], dx, dy, life * self._rng.uniform(0.7, 1.1), colour, size)

    def spark(self, kind: str, at: Point, count: int = 18) -> None:
        """Add sparks around a person."""
        for _ in range(count):
            particle = self._particle((at[0], at[1] - 12), 30, -24, 0.9, self._rng.choice(SPARKS[kind]))
            particle.gravity = 40 if kind in ("gate", "coin") else -6
            self._lights.append(particle)

    def note(self, at: Point) -> None:
        """Add a note of music."""
        particle = self._particle((at[0], at[1] - 26), 8, -14, 1.8, (255, 255, 255))
        particle.picture = files.picture("icons/note.png")
        self._lights.append(particle)

    def rise(self, shown: pygame.Rect) -> None:
        """Let a paper lantern rise into the sky."""
        at = self._rng.uniform(shown.left, shown.right), shown.bottom - self._rng.uniform(0, shown.height * 0.7)
        particle = Particle(at[0], at[1], self._rng.uniform(-4, 4), -13, 9.0, (255, 220, 124))
        particle.picture = files.picture("icons/sky_lantern.png")
        self._lights.append(particle)

    def burst(self, shown: pygame.Rect) -> None:
        """Add the burst of a rocket."""
        x, y = self._rng.uniform(shown.left + 40, shown.right - 40), shown.top + self._rng.uniform(16, 70)
        colour = self._rng.choice(FIREWORKS)
        for index in range(44):
            angle, speed = math.tau * index / 44, self._rng.uniform(8, 52)
            self._lights.append(
                Particle(x, y, math.cos(angle) * speed, math.sin(angle) * speed, 1.3, colour, 1 + index % 2, 16)
            )

    def draw_smoke(self, canvas: pygame.Surface, corner: tuple[int, int]) -> None:
        """Draw the particles that the daylight darkens."""
        for particle in self._smoke:
            step = int(particle.age / particle.life * SHADES)
            puff = _puff(particle.colour, particle.size, step)
            canvas.blit(puff, (particle.x - corner[0], particle.y - corner[1]))

    def draw_lights(self, canvas: pygame.Surface, corner: tuple[int, int], dark: float) -> None:
        """Draw the particles that shine."""
        left, top = corner
        for particle in self._lights:
            at = round(particle.x - left), round(particle.y - top)
            if particle.picture is not None:
                canvas.blit(particle.picture, at)
                continue
            colour = _shade(particle.colour, int(particle.age / particle.life * SHADES))
            canvas.fill(colour, (*at, particle.size, particle.size), pygame.BLEND_RGB_ADD)


@lru_cache(maxsize=1024)
def _shade(colour: Colour, step: int) -> Colour:
    """Return the colour of a light after so many of its `SHADES` steps: it gets bright quickly and fades slowly."""
    fade = math.sin(math.pi * min(1.0, step / SHADES * 0.9 + 0.1))
    red, green, blue = (round(channel * fade) for channel in colour)
    return red, green, blue


@lru_cache(maxsize=128)
def _puff(colour: Colour, size: int, step: int) -> pygame.Surface:
    """Return the picture of smoke after so many of its `SHADES` steps."""
    puff = pygame.Surface((size, size))
    puff.fill(colour)
    puff.set_alpha(round(170 * (1 - step / SHADES)))
    return puff
