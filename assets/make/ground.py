"""The ground: grass, and three terrains that lie on it, each as sixteen tiles by which corners it covers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pygame

from assets.make.canvas import blank, dot
from assets.make.palette import CLEAR, EARTH, GRASS, PINK, STONE, THATCH, WATER, WHITE, Colour

TILE = 16
Paint = Callable[[int, int], Colour]


def _ripple(x: int, y: int) -> float:
    """A roughness that is the same on every tile, so that edges meet."""
    a, b = x * math.tau / TILE, y * math.tau / TILE
    return 0.09 * math.sin(a * 2 + 1.3) + 0.08 * math.cos(b * 3 + a) + 0.05 * math.sin(b * 2 - a * 3)


def cover(corners: int, x: int, y: int) -> float:
    """Return how far inside the terrain a pixel is: over 0.5 is covered. Corner bits: 1 NW, 2 NE, 4 SW, 8 SE."""
    u, v = (x + 0.5) / TILE, (y + 0.5) / TILE
    north = (corners & 1) * (1 - u) + (corners >> 1 & 1) * u
    south = (corners >> 2 & 1) * (1 - u) + (corners >> 3 & 1) * u
    mixed = north * (1 - v) + south * v
    return mixed if corners in (0, 15) else mixed + _ripple(x, y)


def terrain_tile(corners: int, inside: Paint, rim: Colour, lip: Colour | None) -> pygame.Surface:
    """One tile: the terrain where it covers, a rim just inside its edge and a lip just outside."""
    tile = blank(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            deep = cover(corners, x, y)
            if deep > 0.58 or corners == 15:
                dot(tile, x, y, inside(x, y))
            elif deep > 0.5:
                dot(tile, x, y, rim)
            elif lip is not None and deep > 0.42:
                dot(tile, x, y, lip)
    return tile


def grass(seed: int) -> pygame.Surface:
    """A grass tile; seeds differ in tufts and flowers."""
    rng = random.Random(seed)
    tile = blank(TILE, TILE)
    tile.fill(GRASS[2])
    for _ in range(9):
        dot(tile, rng.randrange(TILE), rng.randrange(TILE), GRASS[3] if rng.random() < 0.6 else GRASS[1])
    for _ in range(seed % 4):
        x, y = rng.randrange(1, 14), rng.randrange(3, 15)
        for dx, dy, shade in ((0, 0, 1), (0, -1, 3), (1, 0, 1), (2, -1, 3), (2, 0, 1)):
            dot(tile, x + dx, y + dy, GRASS[shade])
    return tile


def meadow(seed: int) -> pygame.Surface:
    """Flowers, to be laid on grass."""
    rng = random.Random(seed)
    tile = blank(TILE, TILE)
    petals = (PINK[2], WHITE, THATCH[3], PINK[3])[seed % 4]
    for _ in range(3 + seed % 2):
        x, y = rng.randrange(2, 13), rng.randrange(3, 13)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            dot(tile, x + dx, y + dy, petals)
        dot(tile, x, y, THATCH[2])
        dot(tile, x, y + 2, GRASS[0])
        dot(tile, x + 1, y + 3, GRASS[0])
    return tile


def earth(seed: int) -> Paint:
    """A trodden path."""
    rng = random.Random(seed)
    marks = {(rng.randrange(TILE), rng.randrange(TILE)): rng.choice((1, 3, 3, 4)) for _ in range(12)}
    return lambda x, y: EARTH[marks.get((x, y), 2)]


def cobbles(seed: int) -> Paint:
    """Paving stones in rows, each a little different."""

    def paint(x: int, y: int) -> Colour:
        row = y // 4
        column = (x + (row % 2) * 3) // 6 % 3
        if y % 4 == 3 or (x + (row % 2) * 3) % 6 == 5:
            return STONE[1]
        tone = (row * 7 + column * 5 + seed * 3) % 4
        bright = y % 4 == 0 and (x + row) % 3 == 0
        return STONE[4] if bright else (STONE[3] if tone else STONE[2])

    return paint


def water(frame: int) -> Paint:
    """Water with glints that wander from frame to frame."""
    rng = random.Random(5)
    glints = [(rng.randrange(TILE), rng.randrange(1, TILE), rng.randrange(2, 5)) for _ in range(4)]

    def paint(x: int, y: int) -> Colour:
        for index, (gx, gy, length) in enumerate(glints):
            shifted = (gx + frame * (2 if index % 2 else 1)) % TILE
            if y == gy and (x - shifted) % TILE < length:
                return WATER[3] if (index + frame) % 3 else WATER[4]
        return WATER[1] if (x // 5 + y // 3 + frame // 2) % 7 == 0 else WATER[2]

    return paint


def all_tiles() -> list[pygame.Surface]:
    """The ground tileset: a row of 16 for grass and flowers, then 16 per terrain, water three times (its frames)."""
    tiles = [grass(seed) for seed in range(8)] + [meadow(seed) for seed in range(8)]
    tiles += [terrain_tile(corners, earth(corners), EARTH[1], EARTH[0]) for corners in range(16)]
    tiles += [terrain_tile(corners, cobbles(corners), STONE[1], STONE[0]) for corners in range(16)]
    for frame in range(3):
        tiles += [terrain_tile(corners, water(frame), WATER[4], GRASS[0]) for corners in range(16)]
    tiles[16].fill(CLEAR)
    return tiles
