"""Whatever people have put up: well, stalls, lanterns, gate, fences, barrels."""

from __future__ import annotations

import pygame

from assets.make.canvas import blank, box, dot, outlined, with_shadow
from assets.make.palette import (
    GLOW,
    GOLD,
    GRASS,
    INK,
    IRON,
    PLASTER,
    RED,
    STONE,
    WATER,
    WHITE,
    WOOD,
    Colour,
)


def well() -> pygame.Surface:
    """The old well with its little roof, 40 by 50."""
    pic = blank(40, 50)
    box(pic, 8, 14, 3, 24, WOOD[1])
    box(pic, 29, 14, 3, 24, WOOD[1])
    for row in range(12):
        box(pic, 18 - row - 2, 3 + row, 8 + row * 2, 1, (RED[2], RED[2], RED[1], RED[0])[row % 4])
    box(pic, 5, 14, 30, 2, WOOD[0])
    box(pic, 12, 20, 16, 2, WOOD[3])
    box(pic, 19, 22, 1, 9, PLASTER[0])
    pygame.draw.ellipse(pic, STONE[1], (5, 30, 30, 16))
    box(pic, 5, 34, 30, 7, STONE[2])
    for x in range(6, 34, 6):
        box(pic, x, 34, 1, 10, STONE[1])
    pygame.draw.ellipse(pic, STONE[4], (5, 27, 30, 13))
    pygame.draw.ellipse(pic, WATER[0], (9, 29, 22, 9))
    pygame.draw.ellipse(pic, WATER[2], (13, 32, 12, 4))
    return with_shadow(outlined(pic), 36, 10, 2)


def stall(cloth: tuple[Colour, ...], goods: str) -> pygame.Surface:
    """A market stall under a striped awning, 52 by 46."""
    pic = blank(52, 46)
    for x in (4, 45):
        box(pic, x, 12, 3, 30, WOOD[1])
    box(pic, 3, 27, 46, 4, WOOD[3])
    box(pic, 3, 31, 46, 11, WOOD[2])
    for x in range(8, 48, 8):
        box(pic, x, 31, 1, 11, WOOD[1])
    inks = {"oil": (GOLD[2], GLOW[0], IRON[2]), "fruit": (RED[2], GOLD[2], GRASS[2])}[goods]
    for index, x in enumerate(range(7, 45, 6)):
        box(pic, x, 23, 4, 4, inks[index % 3])
        dot(pic, x + 1, 23, WHITE)
        if goods == "oil":
            box(pic, x + 1, 21, 2, 2, inks[index % 3])
    for x in range(1, 51):
        stripe = cloth[2] if x // 6 % 2 else PLASTER[3]
        dark = cloth[1] if x // 6 % 2 else PLASTER[1]
        drop = 14 if (x % 6) in (0, 5) else 16
        box(pic, x, 3, 1, drop, stripe)
        box(pic, x, 12, 1, drop - 9, dark)
    box(pic, 1, 3, 50, 1, WHITE)
    return with_shadow(outlined(pic), 48, 8, 2)


def lantern(lit: str) -> pygame.Surface:
    """A lantern post, 16 by 42; `lit` is "", "gold" or "green"."""
    pic = blank(16, 42)
    box(pic, 7, 14, 2, 24, IRON[1])
    box(pic, 7, 14, 1, 24, IRON[2])
    box(pic, 5, 37, 6, 3, IRON[0])
    box(pic, 4, 4, 8, 10, IRON[0])
    glass = {"": (IRON[2], IRON[3]), "gold": (GLOW[2], GLOW[3]), "green": ((126, 214, 130, 255), (216, 250, 200, 255))}
    dim, bright = glass[lit]
    box(pic, 5, 6, 6, 7, dim)
    box(pic, 6, 7, 4, 5, bright)
    box(pic, 3, 3, 10, 2, IRON[1])
    box(pic, 5, 1, 6, 2, IRON[1])
    return with_shadow(outlined(pic), 12, 5)


def gate(opened: bool) -> pygame.Surface:
    """The north gate between two towers, 80 by 64."""
    pic = blank(80, 64)
    for x in (0, 58):
        box(pic, x + 1, 8, 20, 54, STONE[2])
        for y in range(8, 62, 6):
            box(pic, x + 1, y, 20, 1, STONE[1])
            for seam in range(3 + (y // 6 % 2) * 4, 20, 8):
                box(pic, x + seam, y, 1, 6, STONE[1])
        box(pic, x + 1, 8, 3, 54, STONE[3])
        for tooth in (1, 8, 15):
            box(pic, x + tooth, 3, 6, 6, STONE[3])
        box(pic, x + 8, 20, 6, 9, INK)
        box(pic, x + 6, 34, 10, 14, RED[1])
        box(pic, x + 9, 38, 4, 4, GOLD[2])
    box(pic, 21, 12, 38, 7, STONE[2])
    box(pic, 21, 12, 38, 2, STONE[4])
    box(pic, 21, 18, 38, 2, STONE[0])
    for x in range(22, 58, 7):
        box(pic, x, 8, 4, 5, STONE[3])
    (_leaves_open if opened else _leaves_shut)(pic)
    return outlined(pic)


def _leaves_shut(pic: pygame.Surface) -> None:
    box(pic, 22, 20, 36, 42, WOOD[1])
    for x in range(22, 58, 6):
        box(pic, x, 20, 1, 42, WOOD[0])
        box(pic, x + 1, 20, 1, 42, WOOD[2])
    for y in (26, 40, 54):
        box(pic, 22, y, 36, 3, IRON[1])
        for x in range(24, 58, 6):
            dot(pic, x, y + 1, IRON[3])
    box(pic, 39, 20, 2, 42, INK)
    pygame.draw.circle(pic, GOLD[1], (36, 45), 2, 1)
    pygame.draw.circle(pic, GOLD[1], (43, 45), 2, 1)


def _leaves_open(pic: pygame.Surface) -> None:
    for x in (22, 52):
        box(pic, x, 20, 6, 42, WOOD[1])
        box(pic, x + 2, 20, 1, 42, WOOD[2])
        for y in (26, 40, 54):
            box(pic, x, y, 6, 3, IRON[1])


def rampart() -> pygame.Surface:
    """A piece of the village wall, 16 by 40."""
    pic = blank(16, 40)
    box(pic, 0, 6, 16, 34, STONE[2])
    for row, y in enumerate(range(6, 40, 6)):
        box(pic, 0, y, 16, 1, STONE[1])
        box(pic, 3 + row % 2 * 6, y, 1, 6, STONE[1])
        box(pic, 4 + row % 2 * 6, y + 1, 3, 1, STONE[3])
    box(pic, 0, 6, 16, 2, STONE[4])
    box(pic, 0, 8, 16, 1, INK)
    for x in (1, 9):
        box(pic, x, 1, 6, 6, STONE[3])
        box(pic, x, 1, 6, 1, STONE[4])
    box(pic, 0, 38, 16, 2, GRASS[0])
    return pic


def fence(gap: bool = False) -> pygame.Surface:
    """A piece of fence, 16 by 16."""
    pic = blank(16, 16)
    if not gap:
        box(pic, 0, 6, 16, 2, WOOD[3])
        box(pic, 0, 10, 16, 2, WOOD[2])
    for x in (1, 9):
        box(pic, x, 3, 3, 12, WOOD[2])
        box(pic, x, 3, 1, 12, WOOD[4])
    return pic


def barrel() -> pygame.Surface:
    """A barrel, 16 by 20."""
    pic = blank(16, 20)
    pygame.draw.ellipse(pic, WOOD[2], (2, 2, 12, 16))
    box(pic, 3, 4, 10, 12, WOOD[2])
    for x in (5, 8, 11):
        box(pic, x, 4, 1, 12, WOOD[1])
    box(pic, 2, 7, 12, 1, IRON[2])
    box(pic, 2, 13, 12, 1, IRON[2])
    pygame.draw.ellipse(pic, WOOD[4], (3, 2, 10, 4))
    return with_shadow(outlined(pic), 12, 4)


def crate() -> pygame.Surface:
    """A crate, 18 by 18."""
    pic = blank(18, 18)
    box(pic, 2, 3, 14, 13, WOOD[3])
    pygame.draw.rect(pic, WOOD[1], (2, 3, 14, 13), 2)
    pygame.draw.line(pic, WOOD[2], (4, 5), (13, 13), 2)
    box(pic, 2, 3, 14, 1, WOOD[4])
    return with_shadow(outlined(pic), 16, 4)


def anvil() -> pygame.Surface:
    """Bertha the anvil on its block, 20 by 20."""
    pic = blank(20, 20)
    box(pic, 6, 12, 8, 6, WOOD[1])
    box(pic, 3, 5, 14, 4, IRON[2])
    box(pic, 1, 5, 4, 2, IRON[2])
    box(pic, 3, 5, 14, 1, IRON[3])
    box(pic, 7, 9, 6, 3, IRON[1])
    return with_shadow(outlined(pic), 16, 4)


def hearth(hot: bool) -> pygame.Surface:
    """The forge's hearth, 28 by 30; its coals are lit at night."""
    pic = blank(28, 30)
    box(pic, 3, 10, 22, 18, STONE[1])
    for y in range(10, 28, 5):
        box(pic, 3, y, 22, 1, STONE[0])
    box(pic, 9, 2, 10, 9, STONE[1])
    box(pic, 8, 15, 12, 9, INK)
    fire = (GLOW[0], GLOW[1], GLOW[2]) if hot else (RED[0], RED[1], GLOW[0])
    box(pic, 9, 20, 10, 4, fire[0])
    box(pic, 11, 18, 6, 4, fire[1])
    box(pic, 13, 17, 2, 4, fire[2])
    return with_shadow(outlined(pic), 26, 5)
