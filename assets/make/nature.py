"""Trees, bushes, reeds and rocks."""

from __future__ import annotations

import random

import pygame

from assets.make.canvas import blank, blob, box, dot, outlined, with_shadow
from assets.make.palette import EARTH, GRASS, LEAF, PINE, STONE, WILLOW, WOOD, Colour


def oak(seed: int, shades: tuple[Colour, ...] = LEAF) -> pygame.Surface:
    """A broad tree, 40 by 52."""
    rng = random.Random(seed)
    tree = blank(40, 52)
    box(tree, 17, 34, 6, 14, WOOD[1])
    box(tree, 17, 34, 2, 14, WOOD[2])
    box(tree, 15, 46, 10, 2, WOOD[0])
    lumps = [(20, 14, 11), (11, 21, 9), (29, 21, 9), (15, 29, 8), (25, 29, 8), (20, 22, 11)]
    for x, y, radius in lumps:
        blob(tree, (x + rng.uniform(-1, 1), y + rng.uniform(-1, 1)), radius, shades, rng)
    for _ in range(26):
        x, y = rng.randrange(8, 32), rng.randrange(8, 34)
        if tree.get_at((x, y)).a:
            for dx, dy in ((0, 0), (1, 0), (0, 1)):
                dot(tree, x + dx, y + dy, shades[0 if y > 24 else 4])
    return with_shadow(outlined(tree, shades[0] if shades is not LEAF else (26, 49, 48, 255)), 30, 9)


def pine(seed: int) -> pygame.Surface:
    """A tall fir, 32 by 56."""
    rng = random.Random(seed)
    tree = blank(32, 56)
    box(tree, 14, 44, 4, 9, WOOD[1])
    for tier, (top, reach) in enumerate(((3, 7), (12, 10), (23, 12), (33, 14))):
        height = 15
        for row in range(height):
            half = reach * (row + 1) / height
            for x in range(int(16 - half), int(16 + half)):
                lean = (x - 16) / max(half, 1)
                tone = 3 - int((lean + 1) * 1.2) + (row < 3) + rng.choice((0, 0, 0, 1, -1))
                if row >= height - 2 and (x + tier + row) % 3 == 0:
                    continue
                dot(tree, x, top + row, PINE[max(0, min(4, tone))])
    return with_shadow(outlined(tree, (22, 44, 46, 255)), 24, 8)


def willow() -> pygame.Surface:
    """The willow at the lake, 56 by 60, with hanging twigs."""
    rng = random.Random(12)
    tree = blank(56, 60)
    box(tree, 24, 32, 8, 24, WOOD[1])
    box(tree, 24, 32, 3, 24, WOOD[2])
    box(tree, 21, 54, 14, 2, WOOD[0])
    for x, y, radius in ((28, 16, 13), (15, 22, 11), (41, 22, 11), (28, 24, 12)):
        blob(tree, (x, y), radius, WILLOW, rng)
    for x in range(5, 52, 2):
        if 22 < x < 34:
            continue
        length = 30 + rng.randrange(20) - abs(x - 28) // 5
        for y in range(20, length):
            dot(tree, x + (1 if (y // 4) % 2 else 0), y, WILLOW[1 + (x + y // 3) % 3])
    return with_shadow(outlined(tree, (50, 74, 48, 255)), 40, 10)


def bush(seed: int, berries: Colour | None = None) -> pygame.Surface:
    """A bush, 20 by 18."""
    rng = random.Random(seed)
    plant = blank(20, 18)
    for x, y, radius in ((7, 10, 5), (13, 10, 5), (10, 7, 5)):
        blob(plant, (x, y), radius, LEAF, rng)
    if berries:
        for _ in range(6):
            dot(plant, rng.randrange(5, 15), rng.randrange(5, 13), berries)
    return with_shadow(outlined(plant, (26, 49, 48, 255)), 16, 5)


def rock(seed: int) -> pygame.Surface:
    """A boulder, 20 by 16."""
    rng = random.Random(seed)
    stone = blank(20, 16)
    blob(stone, (10, 8), 6, STONE, rng)
    blob(stone, (6, 10), 4, STONE, rng)
    box(stone, 5, 13, 10, 1, GRASS[1])
    return with_shadow(outlined(stone), 16, 4)


def reeds(seed: int) -> pygame.Surface:
    """Reeds at the shore, 16 by 22."""
    rng = random.Random(seed)
    plant = blank(16, 22)
    for x in range(2, 14, 2):
        top = rng.randrange(2, 9)
        for y in range(top, 21):
            dot(plant, x + (y < top + 4 and seed % 2), y, GRASS[1 + (x // 2) % 3])
        box(plant, x, top, 1, 4, WOOD[2])
    return plant


def lily() -> pygame.Surface:
    """Water lilies, 16 by 12."""
    plant = blank(16, 12)
    for x, y, w in ((1, 3, 7), (8, 6, 7)):
        pygame.draw.ellipse(plant, GRASS[1], (x, y, w, 5))
        pygame.draw.ellipse(plant, GRASS[3], (x + 1, y, w - 2, 3))
    box(plant, 4, 2, 2, 2, (243, 194, 204, 255))
    dot(plant, 4, 2, (247, 241, 227, 255))
    return plant


def herbs(seed: int) -> pygame.Surface:
    """A row of the herb garden, 32 by 16."""
    rng = random.Random(seed)
    bed = blank(32, 16)
    box(bed, 1, 5, 30, 10, EARTH[0])
    box(bed, 1, 5, 30, 1, EARTH[1])
    box(bed, 1, 14, 30, 1, WOOD[1])
    for x in range(3, 29, 5):
        blob(bed, (x + 1, 7), 3, LEAF, rng)
        dot(bed, x, 5, ((171, 144, 196, 255), (242, 200, 75, 255), (216, 122, 92, 255))[seed % 3])
        dot(bed, x + 2, 6, ((171, 144, 196, 255), (242, 200, 75, 255), (216, 122, 92, 255))[seed % 3])
    return bed


def stump() -> pygame.Surface:
    """A tree stump with an axe left in it, 20 by 18."""
    wood = blank(20, 18)
    box(wood, 5, 8, 10, 8, WOOD[1])
    box(wood, 5, 8, 3, 8, WOOD[2])
    pygame.draw.ellipse(wood, WOOD[3], (4, 5, 12, 6))
    pygame.draw.ellipse(wood, WOOD[2], (7, 6, 6, 4), 1)
    return with_shadow(outlined(wood), 16, 4)
