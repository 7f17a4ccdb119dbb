"""The villagers and the hero: four directions of four frames, dressed from the same parts so that they are one people.

A frame is 24 by 28 pixels with the feet at (12, 26). Columns: stand, breathe, step left, step right. Rows: down, up,
right, left.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from assets.make.canvas import blank, box, outlined, stamp, with_shadow
from assets.make.palette import INK, SKIN_FAIR, Colour
from assets.make.wardrobe import HAIR, TOOLS, hat

Ramp = tuple[Colour, ...]
WIDTH, HEIGHT = 24, 28

HEADS = {
    "down": (
        "..########..",
        ".##########.",
        ".##########.",
        ".##ssssss##.",
        ".#ssssssss#.",
        ".#sesssses#.",
        ".SsesssseSS.",
        "..ssssssSS..",
        "...ssmmSS...",
    ),
    "up": (
        "..########..",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".S########S.",
        "..########..",
        "...SSSSSS...",
    ),
    "right": (
        "..########..",
        ".##########.",
        ".##########.",
        ".#####ssss..",
        ".####sssssS.",
        ".####sssess.",
        ".###SsssessS",
        "..##SsssssS.",
        "....SsssmS..",
    ),
}
TORSOS = {
    "down": (
        "..cccccccC..",
        ".cccccccccC.",
        "acccccccccCA",
        "acccccccccCA",
        "acccccccccCA",
        "scccccccccCS",
        "..bbbbbbbB..",
    ),
    "up": (
        "..cccccccC..",
        ".cccccccccC.",
        "acccccccccCA",
        "acccccccccCA",
        "acccccccccCA",
        "scccccccccCS",
        "..bbbbbbbB..",
    ),
    "right": (
        "...cccccC...",
        "...ccccccC..",
        "...ccaaccC..",
        "...ccaaAcC..",
        "...ccaaAcC..",
        "...cccsScC..",
        "...bbbbbB...",
    ),
}
LEGS = {
    "stand": ("..ppp.ppP...", "..ppp..ppP..", "..ppp..ppP..", "..ooo..ooO.."),
    "left": ("..ppp..ppP..", "..ppp..ooO..", "..ppp.......", "..ooo......."),
    "right": ("..ppp..ppP..", "..ooo..ppP..", ".......ppP..", ".......ooO.."),
    "side": ("...pppppP...", "....pppP....", "....pppP....", "....oooo...."),
    "side left": ("...pppppP...", "..ppp.ppP...", ".ppp...ppP..", ".oo.....oo.."),
    "side right": ("...pppppP...", "....ppPP....", "...pppPpP...", "...oo..oo..."),
}
SKIRT = ("..pppppppP..", ".ppppppppPP.", ".ppppppppPP.", "..oo....oo..")


@dataclass(frozen=True)
class Look:
    """The clothes of somebody; ramps go from dark to light."""

    hair: Ramp
    style: str
    shirt: Ramp
    legs: Ramp
    boots: Ramp
    skin: Ramp = SKIN_FAIR
    skirt: bool = False
    apron: Ramp | None = None
    beard: bool = False
    hat: str = ""
    hat_ramp: Ramp = ()
    tool: str = ""
    scarf: Ramp | None = None
    small: bool = False


def key_of(look: Look) -> dict[str, Colour]:
    """Which letter of the parts is which colour on this person."""
    return {
        "#": look.hair[1],
        "s": look.skin[1],
        "S": look.skin[0],
        "m": look.skin[0],
        "e": INK,
        "c": look.shirt[2],
        "C": look.shirt[1],
        "a": look.shirt[1],
        "A": look.shirt[0],
        "b": look.boots[0],
        "B": INK,
        "p": look.legs[2],
        "P": look.legs[1],
        "o": look.boots[1],
        "O": look.boots[0],
    }


def frame(look: Look, facing: str, pose: str) -> pygame.Surface:
    """One frame; `pose` is "stand", "breathe", "left" or "right"."""
    picture = blank(WIDTH, HEIGHT)
    key = key_of(look)
    step = pose in ("left", "right")
    drop = 3 if look.small else 0
    top = 5 + drop - (1 if step else 0) + (1 if pose == "breathe" else 0)
    left = 6
    if facing != "down" and look.tool:
        _tool(picture, look, facing, top)
    _legs(picture, look, key, facing, pose, left, 22)
    torso = TORSOS[facing][: 5 if look.small else 7]
    stamp(picture, torso, key, (left, 22 - len(torso) - (1 if step else 0)))
    if look.apron and facing != "up":
        _apron(picture, look.apron, facing, 16 + (0 if not step else -1), left)
    _head(picture, look, key, facing, left, top + (1 if look.small else 0))
    if facing == "down" and look.tool:
        _tool(picture, look, facing, top)
    return with_shadow(outlined(picture), 14, 5)


def _legs(
    picture: pygame.Surface, look: Look, key: dict[str, Colour], facing: str, pose: str, left: int, y: int
) -> None:
    if look.skirt:
        stamp(picture, SKIRT, key, (left + (1 if pose == "right" else 0), y))
        return
    step = pose if pose in ("left", "right") else ""
    name = f"side {step}".strip() if facing == "right" else (step or "stand")
    stamp(picture, LEGS[name], key, (left, y))


def _apron(picture: pygame.Surface, ramp: Ramp, facing: str, y: int, left: int) -> None:
    x, width = (left + 3, 6) if facing == "down" else (left + 6, 3)
    box(picture, x, y, width, 8, ramp[2])
    box(picture, x, y + 4, width, 1, ramp[1])
    box(picture, x + width - 1, y, 1, 8, ramp[1])


def _head(picture: pygame.Surface, look: Look, key: dict[str, Colour], facing: str, left: int, top: int) -> None:
    stamp(picture, HEADS[facing], key, (left, top))
    shades = {"h": look.hair[0], "H": look.hair[2], "#": look.hair[1], "s": look.skin[1]}
    stamp(picture, HAIR[look.style][facing], shades, (left - 2, top - 2))
    if look.beard:
        _beard(picture, look.hair, facing, left, top)
    if look.scarf:
        box(picture, left + 2, top + 9, 8, 2, look.scarf[2])
        box(picture, left + 2, top + 10, 8, 1, look.scarf[1])
        if facing != "up":
            box(picture, left + 8, top + 11, 2, 3, look.scarf[1])
    if look.hat:
        hat(picture, look.hat, look.hat_ramp, facing, left, top)


def _beard(picture: pygame.Surface, ramp: Ramp, facing: str, left: int, top: int) -> None:
    if facing == "down":
        box(picture, left + 2, top + 7, 8, 3, ramp[2])
        box(picture, left + 3, top + 10, 6, 2, ramp[1])
        box(picture, left + 5, top + 7, 2, 1, INK)
    elif facing == "right":
        box(picture, left + 5, top + 7, 6, 3, ramp[2])
        box(picture, left + 6, top + 10, 4, 2, ramp[1])


def _tool(picture: pygame.Surface, look: Look, facing: str, top: int) -> None:
    rows, key, down, side = TOOLS[look.tool]
    x = down if facing == "down" else (WIDTH - len(rows[0]) - down if facing == "up" else side)
    y = min(HEIGHT - len(rows) - 3, top + (11 if len(rows) < 8 else 9 - len(rows) // 2) + (2 if look.small else 0))
    stamp(picture, rows, key, (x, max(1, y)))


def sheet_of(look: Look) -> pygame.Surface:
    """All frames of somebody."""
    result = blank(WIDTH * 4, HEIGHT * 4)
    for row, facing in enumerate(("down", "up", "right")):
        for column, pose in enumerate(("stand", "breathe", "left", "right")):
            picture = frame(look, facing, pose)
            result.blit(picture, (column * WIDTH, row * HEIGHT))
            if facing == "right":
                result.blit(pygame.transform.flip(picture, True, False), (column * WIDTH, 3 * HEIGHT))
    return result
