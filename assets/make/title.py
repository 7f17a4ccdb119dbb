"""The title picture: Alderbrook by night, as one sees it from the south road, with its name in the sky."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pygame

from assets.make.canvas import box, dot
from assets.make.icons import sky_lantern
from assets.make.palette import EARTH, GLOW, GOLD, INK, WHITE, Colour, ramp
from assets.make.things import Thing

SIZE = (320, 180)
HORIZON = 118
SKY = ramp("161433 1d1a42 272254 342a66 463476 5e4083 7d4f8a a0648a c27f85 dca083")
FAR, NEAR, FIELD = ramp("2a2a58 242850"), ramp("1c2446 182040"), ramp("17243c 1a2a40 1e3146")
NIGHT = (92, 98, 150)
LETTERS = {
    "A": "..###..|.#####.|##...##|##...##|##...##|#######|#######|##...##|##...##",
    "L": "##.....|##.....|##.....|##.....|##.....|##.....|##.....|#######|#######",
    "D": "#####..|######.|##..###|##...##|##...##|##...##|##..###|######.|#####..",
    "E": "#######|#######|##.....|#####..|#####..|##.....|##.....|#######|#######",
    "R": "######.|#######|##...##|##...##|#######|######.|##.##..|##..##.|##...##",
    "B": "######.|#######|##...##|######.|######.|##...##|##...##|#######|######.",
    "O": ".#####.|#######|##...##|##...##|##...##|##...##|##...##|#######|.#####.",
    "K": "##...##|##..##.|##.##..|####...|####...|##.##..|##..##.|##...##|##...##",
}
NAME = "ALDERBROOK"
HOUSES = (("cottage_lit", 4, 140), ("hall_lit", 99, 131), ("bakery_lit", 231, 142))
BEHIND = (("pine_1", 78, 128), ("pine_2", 88, 131), ("oak_1", -12, 134), ("pine_3", 216, 130), ("oak_2", 302, 136),
          ("pine_1", 226, 133))  # fmt: skip
BEFORE = (("pine_2", 6, 164), ("oak_1", 288, 166), ("lantern_gold", 128, 152), ("lantern_gold", 182, 152),
          ("pine_3", -6, 174), ("pine_1", 310, 178), ("bush", 60, 156), ("bush_berry", 250, 160))  # fmt: skip
LANTERNS = ((20, 44), (62, 60), (84, 88), (232, 52), (252, 70), (300, 76), (216, 86), (8, 92))


def title(things: dict[str, Thing]) -> pygame.Surface:
    """Return the whole picture, 320 by 180."""
    picture = pygame.Surface(SIZE)
    rng = random.Random(11)
    _sky(picture, rng)
    _hills(picture)
    for name, x, foot in BEHIND:
        _stand(picture, things[name].picture, x, foot)
    for name, x, foot in HOUSES:
        _house(picture, things[name].picture, things[name.removesuffix("_lit")].picture, x, foot)
    _road(picture, rng)
    for name, x, foot in BEFORE:
        if name == "lantern_gold":
            picture.blit(things[name].picture, (x, foot - things[name].picture.get_height()))
            _glow(picture, (x + things[name].picture.get_width() // 2, foot - 30), 24)
        else:
            _stand(picture, things[name].picture, x, foot)
    for x, y in LANTERNS:
        _glow(picture, (x + 6, y + 7), 13)
        picture.blit(sky_lantern(), (x, y))
    _name(picture, (SIZE[0] - len(NAME) * 16 + 2) // 2, 15)
    return picture


def _sky(picture: pygame.Surface, rng: random.Random) -> None:
    """Bands of colour whose borders are dithered, a moon and stars."""
    for y in range(HORIZON + 10):
        for x in range(SIZE[0]):
            level = y / HORIZON * (len(SKY) - 1) + ((x + y) % 2 - 0.5) * 0.7
            dot(picture, x, y, SKY[max(0, min(len(SKY) - 1, round(level)))])
    for _ in range(90):
        x, y = rng.randrange(SIZE[0]), rng.randrange(70)
        dot(picture, x, y, WHITE if rng.random() < 0.4 else SKY[7])
    pygame.draw.circle(picture, (120, 112, 160), (276, 30), 13)
    pygame.draw.circle(picture, WHITE, (276, 30), 11)
    pygame.draw.circle(picture, (214, 208, 220), (272, 27), 3)
    pygame.draw.circle(picture, (214, 208, 220), (280, 34), 2)


def _hills(picture: pygame.Surface) -> None:
    """Two rows of wooded hills, and the field before them."""
    far = [(0, 104), (40, 96), (90, 106), (140, 97), (200, 107), (250, 95), (320, 105), (320, 180), (0, 180)]
    pygame.draw.polygon(picture, FAR[0], far)
    near = [(0, 116), (60, 110), (120, 117), (180, 111), (240, 118), (320, 110), (320, 180), (0, 180)]
    pygame.draw.polygon(picture, NEAR[0], near)
    for x in range(0, SIZE[0], 5):
        pygame.draw.polygon(picture, FAR[1], [(x - 3, 112), (x, 99 + x * 7 % 5), (x + 3, 112)])
    box(picture, 0, 124, SIZE[0], 56, FIELD[0])
    for y in range(124, 180):
        for x in range(y % 2, SIZE[0], 2):
            if (x * 31 + y * 17) % 11 < (y - 120) // 9:
                dot(picture, x, y, FIELD[1 + (x * 7 + y * 3) % 2])


def _road(picture: pygame.Surface, rng: random.Random) -> None:
    """The south road, wider the nearer it comes."""
    for y in range(128, 180):
        half = 5 + (y - 128) * 0.62
        for x in range(round(160 - half), round(160 + half)):
            shade = EARTH[1] if rng.random() < 0.12 else EARTH[0]
            rough = abs(x - 160) > half - 2 and rng.random() < 0.5
            if not rough:
                dot(picture, x, y, _dim(shade))


def _dim(colour: Colour) -> Colour:
    red, green, blue = (value * night // 255 for value, night in zip(colour[:3], NIGHT, strict=True))
    return red, green, blue, 255


def _stand(picture: pygame.Surface, thing: pygame.Surface, x: int, foot: int) -> None:
    """Put a thing there as the night shows it."""
    dark = thing.copy()
    dark.fill((*NIGHT, 255), special_flags=pygame.BLEND_RGBA_MULT)
    picture.blit(dark, (x, foot - thing.get_height()))


def _house(picture: pygame.Surface, lit: pygame.Surface, day: pygame.Surface, x: int, foot: int) -> None:
    """Put a house there: dark, save for what differs from the day, which are its windows."""
    top = foot - lit.get_height()
    _stand(picture, lit, x, foot)
    for py in range(lit.get_height()):
        for px in range(lit.get_width()):
            colour = lit.get_at((px, py))
            if colour != day.get_at((px, py)):
                dot(picture, x + px, top + py, (colour.r, colour.g, colour.b, 255))
    _glow(picture, (x + lit.get_width() // 2, foot - 12), 22)


def _glow(picture: pygame.Surface, at: tuple[int, int], radius: int) -> None:
    """Add warm light around something that burns."""
    light = pygame.Surface((radius * 2, radius * 2))
    for ring in range(radius, 0, -3):
        shade = 30 * (radius - ring) // radius
        pygame.draw.circle(light, (shade * 2, shade * 5 // 4, shade // 2), (radius, radius), ring)
    picture.blit(light, (at[0] - radius, at[1] - radius), special_flags=pygame.BLEND_RGB_ADD)


def _name(picture: pygame.Surface, left: int, top: int) -> None:
    """Write the name of the village in gold, twice as large as its letters are drawn."""
    shades: Sequence[Colour] = (GLOW[3], GLOW[3], GOLD[3], GOLD[3], GOLD[2], GOLD[2], GOLD[2], GOLD[1], GOLD[0])
    for outline in (True, False):
        for index, letter in enumerate(NAME):
            for y, row in enumerate(LETTERS[letter].split("|")):
                for x, mark in enumerate(row):
                    if mark == "#":
                        at = left + index * 16 + x * 2, top + y * 2
                        if outline:
                            box(picture, at[0] - 1, at[1] - 1, 4, 5, INK)
                        else:
                            box(picture, *at, 2, 2, shades[y])
