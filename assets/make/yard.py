"""Things that stand in yards, by the road and on the water."""

from __future__ import annotations

import pygame

from assets.make.canvas import blank, box, dot, outlined, with_shadow
from assets.make.palette import (
    BLUE,
    EARTH,
    GOLD,
    GREEN,
    INK,
    RED,
    THATCH,
    VIOLET,
    WOOD,
)


def signpost() -> pygame.Surface:
    """A signpost, 22 by 28."""
    pic = blank(22, 28)
    box(pic, 10, 4, 3, 22, WOOD[1])
    box(pic, 4, 6, 14, 6, WOOD[3])
    box(pic, 18, 7, 2, 4, WOOD[3])
    box(pic, 3, 14, 13, 5, WOOD[3])
    for y in (8, 16):
        box(pic, 6, y, 9, 1, WOOD[1])
    return with_shadow(outlined(pic), 12, 4)


def bench() -> pygame.Surface:
    """A bench, 28 by 16."""
    pic = blank(28, 16)
    box(pic, 3, 3, 22, 3, WOOD[2])
    box(pic, 2, 8, 24, 3, WOOD[3])
    for x in (4, 22):
        box(pic, x, 6, 2, 8, WOOD[1])
    return with_shadow(outlined(pic), 26, 4)


def hive() -> pygame.Surface:
    """A bee hive, 16 by 20."""
    pic = blank(16, 20)
    for row, width in enumerate((4, 7, 9, 10, 10)):
        box(pic, 8 - width // 2, 2 + row * 3, width, 3, THATCH[2])
        box(pic, 8 - width // 2, 4 + row * 3, width, 1, THATCH[1])
    box(pic, 7, 11, 2, 3, INK)
    box(pic, 2, 17, 12, 2, WOOD[1])
    return with_shadow(outlined(pic), 14, 3)


def jetty() -> pygame.Surface:
    """Nils's jetty, 40 by 72, laid flat on the water."""
    pic = blank(40, 72)
    box(pic, 2, 0, 36, 70, WOOD[2])
    for y in range(0, 70, 6):
        box(pic, 2, y, 36, 1, WOOD[0])
        box(pic, 2, y + 1, 36, 1, WOOD[3])
        dot(pic, 4, y + 3, WOOD[0])
        dot(pic, 35, y + 3, WOOD[0])
    for x in (0, 35):
        for y in (10, 38, 62):
            box(pic, x, y, 5, 9, WOOD[1])
            box(pic, x, y, 5, 2, WOOD[4])
    return pic


def boat() -> pygame.Surface:
    """The boat Patience, 44 by 24."""
    pic = blank(44, 24)
    pygame.draw.ellipse(pic, WOOD[1], (2, 4, 40, 18))
    pygame.draw.ellipse(pic, WOOD[3], (4, 5, 36, 12))
    pygame.draw.ellipse(pic, WOOD[0], (6, 6, 32, 9))
    for x in (14, 26):
        box(pic, x, 6, 4, 9, WOOD[3])
    return outlined(pic)


def wagon() -> pygame.Surface:
    """The players' painted wagon, 60 by 48."""
    pic = blank(60, 48)
    pygame.draw.ellipse(pic, VIOLET[1], (4, 2, 52, 26))
    pygame.draw.ellipse(pic, VIOLET[2], (6, 2, 46, 20))
    box(pic, 4, 15, 52, 20, RED[2])
    box(pic, 4, 15, 52, 3, GOLD[2])
    box(pic, 4, 33, 52, 3, WOOD[0])
    for x in range(10, 52, 12):
        box(pic, x, 20, 7, 9, BLUE[2])
        box(pic, x + 1, 21, 5, 3, GOLD[3])
    for x in (14, 44):
        pygame.draw.circle(pic, WOOD[0], (x, 37), 8)
        pygame.draw.circle(pic, GOLD[1], (x, 37), 7, 2)
        pygame.draw.circle(pic, GOLD[2], (x, 37), 2)
    return with_shadow(outlined(pic), 52, 8)


def bunting(width: int) -> pygame.Surface:
    """A string of flags for the feast, 22 high."""
    pic = blank(width, 22)
    for x in range(width):
        y = 2 + round(9 * (1 - (2 * x / width - 1) ** 2))
        dot(pic, x, y, WOOD[0])
        if x % 10 < 7:
            colour = (RED[2], GOLD[2], BLUE[2], GREEN[2], VIOLET[2])[x // 10 % 5]
            box(pic, x, y + 1, 1, 8 - abs(x % 10 - 3) * 2, colour)
    return pic


def haystack() -> pygame.Surface:
    """A haystack, 28 by 24."""
    pic = blank(28, 24)
    pygame.draw.ellipse(pic, THATCH[1], (2, 4, 24, 22))
    pygame.draw.ellipse(pic, THATCH[2], (4, 4, 18, 16))
    for x in range(4, 24, 3):
        pygame.draw.line(pic, THATCH[3] if x % 2 else THATCH[0], (x, 8 + x % 5), (x + 2, 18 + x % 4))
    box(pic, 0, 22, 28, 2, EARTH[0])
    return with_shadow(outlined(pic.subsurface((0, 0, 28, 22)).copy()), 24, 4)
