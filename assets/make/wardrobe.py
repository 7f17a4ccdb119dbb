"""Hair, hats and tools: what tells one villager from another at a glance."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from assets.make.canvas import box, dot
from assets.make.palette import GLOW, GOLD, IRON, PLASTER, RED, WATER, WHITE, WOOD, Colour

Ramp = tuple[Colour, ...]
Rows = tuple[str, ...]

# Laid over the head from two pixels to its left and two above: "h" dark, "#" middle, "H" light.
HAIR: dict[str, dict[str, Rows]] = {
    "short": {
        "down": ("", "....HHHH", "...HHH####", "..#HH######h", "..##h####h##"),
        "up": ("", "....HHHH", "...HHH####", "..#HH######h", "", "", "", "", "...hhhhhhhh"),
        "right": ("", "....HHHH", "...HHH#####", "..#HH#######", "..####h####h"),
    },
    "long": {
        "down": (
            "",
            "....HHHH",
            "...HHH####",
            "..#HH######h",
            "..###h##h###",
            "..##......##",
            "..#h......h#",
            "..#h......h#",
            "..#h......h#",
            "..#h......h#",
            "..#h......h#",
            "...h......h",
        ),
        "up": (
            "",
            "....HHHH",
            "...HHH####",
            "..#HH######h",
            "",
            "",
            "",
            "",
            "..##########",
            "..h########h",
            "..h##h##h##h",
            "...h##hh##h",
            "....h####h",
        ),
        "right": (
            "",
            "....HHHH",
            "...HHH#####",
            "..#HH#######",
            "..#####h###h",
            "..#####",
            "..#####",
            "..####h",
            "..####h",
            "..####h",
            "..h###h",
            "...h##",
        ),
    },
    "bun": {
        "down": ("......###", ".....#HH##", "....#HHH##h", "..#HHH#####h", "..##h####h##"),
        "up": ("......###", ".....#HH##", "....#HHH##h", "..#HHH#####h", "", "", "", "", "....hhhhhh"),
        "right": ("..###", ".#HH##", ".####HHH##", "..#HHH######", "..####h####h"),
    },
    "tail": {
        "down": ("", "....HHHH", "...HHH####", "..#HH######h", "..###h#h####", "..##......##", "..#.......h#"),
        "up": (
            "",
            "....HHHH",
            "...HHH####",
            "..#HH######h",
            "",
            "....hhhh",
            "",
            "",
            ".....####",
            ".....#H#h",
            ".....###h",
            "......#h",
        ),
        "right": (
            "",
            "....HHHH",
            "...HHH#####",
            "..#HH#######",
            ".######h###h",
            "###..",
            "#H#",
            "##h",
            "##h",
            ".h",
        ),
    },
    "curly": {
        "down": (
            "....#.##.#",
            "...#H##H##h",
            "..#HH#H#H##h",
            ".##H#######hh",
            ".###h#h#h#h#h",
            ".##........#h",
            ".#h........hh",
            ".##........#h",
        ),
        "up": (
            "....#.##.#",
            "...#H##H##h",
            "..#HH#H#H##h",
            ".##H#######hh",
            ".##########hh",
            ".#h########hh",
            ".#########h#h",
            ".##h######hhh",
            "..h#h##h#hh",
        ),
        "right": (
            "....#.##.#",
            "...#H##H##h",
            "..#HH#H#H##h",
            ".##H########h",
            ".######h#h##h",
            ".######",
            ".#h###h",
            ".##h##",
            "..h#h",
        ),
    },
    "bald": {
        "down": ("", "....ssss", "...ssssssss", "...ssssssss.", "..#ssssssss#"),
        "up": ("", "....ssss", "...ssssssss", "...ssssssss.", "..#ssssssss#"),
        "right": ("", "....ssss", "...ssssssss", "...sssssssss", "..##sssssss."),
    },
}


def hat(picture: pygame.Surface, kind: str, ramp: Ramp, facing: str, left: int, top: int) -> None:
    """Put a hat on a head that begins at (left, top)."""
    crown, brim = {
        "cap": (4, 0),
        "wide": (4, 3),
        "straw": (3, 3),
        "helmet": (5, 1),
        "hood": (5, 0),
        "mob": (5, 1),
        "feather": (4, 2),
    }[kind]
    box(picture, left + 2, top - 2, 8, 1, ramp[2])
    box(picture, left + 1, top - 1, 10, crown - 1, ramp[2])
    box(picture, left + 1, top + crown - 3, 10, 1, ramp[1])
    box(picture, left + 3, top - 2, 3, 1, ramp[3])
    box(picture, left + 2, top - 1, 2, 2, ramp[3])
    if brim:
        box(picture, left + 1 - brim, top + crown - 2, 10 + brim * 2, 2, ramp[1])
        box(picture, left + 1 - brim, top + crown - 2, 10 + brim * 2, 1, ramp[2])
    _trim(picture, kind, ramp, facing, left, top)


def _trim(picture: pygame.Surface, kind: str, ramp: Ramp, facing: str, left: int, top: int) -> None:
    if kind == "hood":
        for x in (left, left + 11):
            box(picture, x, top + 1, 1, 8, ramp[1])
        if facing == "up":
            box(picture, left + 1, top + 1, 10, 8, ramp[1])
            box(picture, left + 2, top + 1, 6, 6, ramp[2])
        elif facing == "right":
            box(picture, left, top + 1, 5, 8, ramp[1])
    elif kind == "helmet":
        box(picture, left + 5, top - 4, 2, 4, RED[2])
        if facing == "down":
            box(picture, left + 5, top + 3, 2, 4, ramp[1])
    elif kind in ("wide", "feather"):
        x = left + (1 if facing == "right" else 9)
        for step in range(5):
            dot(picture, x + step // 2, top - 1 - step, WHITE if kind == "wide" else RED[3])
            dot(picture, x + step // 2 + 1, top - 1 - step, PLASTER[1] if kind == "wide" else RED[2])
    elif kind == "straw":
        box(picture, left + 1, top, 10, 1, RED[2])
    elif kind == "cap" and facing != "up":
        box(picture, left + (3 if facing == "down" else 6), top + 2, 6, 1, ramp[0])


_WOODEN = {"w": WOOD[2], "W": WOOD[3], "d": WOOD[1]}

# rows, colours, x when facing down, x when facing right
TOOLS: dict[str, tuple[Rows, Mapping[str, Colour], int, int]] = {
    "hammer": (
        ("iiiii", "jiiii", "iiiii", "..w..", "..w..", "..w..", "..w.."),
        _WOODEN | {"i": IRON[2], "j": IRON[3]},
        1,
        15,
    ),
    "rod": (
        (
            "......w",
            ".....wt",
            ".....wt",
            "....w.t",
            "....w.t",
            "...w..t",
            "...w..t",
            "..w...r",
            "..w....",
            ".w.....",
            ".w.....",
        ),
        _WOODEN | {"t": WHITE, "r": RED[2]},
        16,
        16,
    ),
    "staff": (
        ("gg", "gg", "ww", "wd", "wd", "wd", "wd", "wd", "wd", "wd", "wd", "wd", "wd"),
        _WOODEN | {"g": GOLD[2]},
        3,
        17,
    ),
    "spear": (
        (
            ".i.",
            "iji",
            "iji",
            ".i.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
            ".w.",
        ),
        _WOODEN | {"i": IRON[2], "j": IRON[3]},
        3,
        18,
    ),
    "pole": (
        (
            ".kkk",
            ".kyk",
            ".kyk",
            ".kkk",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
            ".w..",
        ),
        _WOODEN | {"k": IRON[1], "y": GLOW[2]},
        2,
        18,
    ),
    "lute": ((".....ww", "....w..", "...w...", ".WWw...", "WWdWW..", "WWdWW..", ".WWW..."), _WOODEN, 7, 10),
    "basket": (
        ("..ww..", ".w..w.", "glglgl", "WWWWWW", "wdwdwd", ".wwww."),
        _WOODEN | {"g": (98, 166, 83, 255), "l": (143, 199, 99, 255)},
        2,
        14,
    ),
    "bread": (("..WWWW", ".WDWDW", "WWWWWd", "ddddd."), _WOODEN | {"D": PLASTER[3]}, 8, 13),
    "satchel": (("d....", ".d...", "..dWW", "..WWW", "..WyW", "..www"), _WOODEN | {"y": GOLD[2]}, 12, 8),
    "flask": ((".p.", ".p.", "bbb", "bBb", "bbb"), {"p": WOOD[3], "b": WATER[2], "B": WATER[4]}, 2, 16),
}
