"""Houses seen from the front: a shingled roof over a wall, windows that can be lit, a door and a chimney."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pygame

from assets.make.canvas import blank, box, dot, outlined
from assets.make.palette import EARTH, GLOW, GRASS, INK, IRON, PINK, PLASTER, STONE, WATER, WOOD, Colour

Ramp = tuple[Colour, ...]


@dataclass(frozen=True)
class Plan:
    """The plan of a house; measures are pixels."""

    width: int
    roof: Ramp
    wall: str
    door: int
    windows: tuple[int, ...]
    chimney: int | None
    roof_height: int = 40
    wall_height: int = 30
    sign: str = ""
    seed: int = 1

    @property
    def height(self) -> int:
        return self.roof_height + self.wall_height + 8


def house(plan: Plan, lit: bool) -> pygame.Surface:
    """A whole house, by day or with light in its windows."""
    picture = blank(plan.width, plan.height)
    top = plan.roof_height + 4
    _wall(picture, plan, top)
    _roof(picture, plan)
    if plan.chimney is not None:
        _chimney(picture, plan.chimney)
    for x in plan.windows:
        window(picture, x, top + 8, lit)
    door(picture, plan.door, top + plan.wall_height - 20)
    if plan.sign:
        _sign(picture, plan.door + 17, top + 3, plan.sign)
    result = outlined(picture)
    box(result, plan.door, plan.height - 4, 14, 3, STONE[3])
    box(result, plan.door, plan.height - 2, 14, 2, STONE[1])
    return result


def _wall(picture: pygame.Surface, plan: Plan, top: int) -> None:
    rng = random.Random(plan.seed)
    left, width, height = 5, plan.width - 10, plan.wall_height
    shades = {"plaster": PLASTER, "stone": STONE[1:], "wood": WOOD[1:]}[plan.wall]
    box(picture, left, top, width, height, shades[2])
    for y in range(top, top + height):
        for x in range(left, left + width):
            if _joint(plan.wall, x, y - top):
                dot(picture, x, y, shades[0])
            elif rng.random() < 0.05:
                dot(picture, x, y, rng.choice((shades[1], shades[3])))
    box(picture, left, top, width, 4, shades[0])
    if plan.wall == "plaster":
        _beams(picture, left, top, width, height)
    box(picture, left, top + height - 4, width, 4, STONE[2])
    for x in range(left, left + width, 7):
        box(picture, x, top + height - 4, 1, 4, STONE[1])
    box(picture, left, top + height - 4, width, 1, STONE[4])


def _joint(wall: str, x: int, y: int) -> bool:
    """Return True where a pixel lies between two stones, or two planks."""
    if wall == "stone":
        return y % 6 == 5 or (x + y // 6 * 5) % 11 == 0
    return wall == "wood" and y % 5 == 4


def _beams(picture: pygame.Surface, left: int, top: int, width: int, height: int) -> None:
    for x in (left, left + width // 3, left + 2 * width // 3, left + width - 3):
        box(picture, x, top, 3, height, WOOD[1])
        box(picture, x, top, 1, height, WOOD[2])
    box(picture, left, top + 5, width, 2, WOOD[1])
    box(picture, left, top + 5, width, 1, WOOD[2])


def _roof(picture: pygame.Surface, plan: Plan) -> None:
    rng = random.Random(plan.seed + 7)
    height = plan.roof_height + 4
    for y in range(2, height):
        inset = max(1, 9 - (y * 10) // height)
        row, within = divmod(y - 2, 5)
        for x in range(inset, plan.width - inset):
            column = (x + (row % 2) * 4) // 8
            joint = (x + (row % 2) * 4) % 8 == 0
            tone = 2 if (column * 5 + row * 3 + plan.seed) % 7 < 5 else 1
            if within == 4 or joint:
                tone = 0 if within == 4 else max(0, tone - 1)
            elif within == 0:
                tone = min(3, tone + 1)
            if rng.random() < 0.015:
                tone = max(0, tone - 1)
            dot(picture, x, y, plan.roof[tone])
    box(picture, 9, 2, plan.width - 18, 2, plan.roof[3])
    box(picture, 1, height - 2, plan.width - 2, 2, WOOD[1])
    box(picture, 1, height - 2, plan.width - 2, 1, WOOD[3])


def _chimney(picture: pygame.Surface, x: int) -> None:
    box(picture, x, 0, 9, 16, STONE[2])
    box(picture, x, 0, 3, 16, STONE[3])
    for y in range(3, 16, 4):
        box(picture, x, y, 9, 1, STONE[1])
    box(picture, x - 1, 0, 11, 3, STONE[4])
    box(picture, x + 1, 0, 7, 2, INK)


def window(picture: pygame.Surface, x: int, y: int, lit: bool) -> None:
    """A window of four panes with shutters and a flower box, 18 by 15 around (x, y)."""
    box(picture, x - 4, y, 3, 11, GRASS[0])
    box(picture, x + 11, y, 3, 11, GRASS[0])
    box(picture, x - 1, y - 1, 12, 13, WOOD[0])
    glass = GLOW if lit else WATER
    box(picture, x, y, 10, 11, glass[2] if lit else glass[0])
    box(picture, x, y, 10, 4, glass[3] if lit else glass[1])
    if not lit:
        for step in range(4):
            dot(picture, x + 1 + step, y + 4 - step, glass[3])
    box(picture, x + 4, y, 2, 11, WOOD[2])
    box(picture, x, y + 5, 10, 1, WOOD[2])
    box(picture, x - 2, y + 11, 14, 3, WOOD[1])
    for step in range(0, 13, 2):
        dot(picture, x - 1 + step, y + 11, GRASS[3])
        dot(picture, x - 1 + step, y + 10, PINK[2] if step % 4 else GRASS[4])


def door(picture: pygame.Surface, x: int, y: int) -> None:
    """A planked door with an arch, 14 by 20."""
    box(picture, x, y + 2, 14, 18, WOOD[0])
    box(picture, x + 2, y, 10, 3, WOOD[0])
    box(picture, x + 1, y + 3, 12, 17, WOOD[2])
    box(picture, x + 2, y + 1, 10, 2, WOOD[2])
    for plank in (4, 8):
        box(picture, x + plank, y + 2, 1, 18, WOOD[1])
    box(picture, x + 1, y + 6, 12, 1, IRON[1])
    box(picture, x + 1, y + 15, 12, 1, IRON[1])
    box(picture, x + 10, y + 11, 2, 2, (242, 200, 75, 255))


SIGNS = {
    "anvil": ("..........", ".########.", "#########.", "..#####...", "...###....", "..#####..."),
    "bread": ("..........", "..######..", ".#o##o##..", "##########", "##########", ".########."),
    "leaf": (".....##...", "...####...", "..####....", ".####.....", ".##.......", "#........."),
    "star": ("....##....", "....##....", "##########", ".########.", "..######..", ".##....##."),
    "fish": ("..........", "..####..#.", ".######.##", "#o########", ".######.##", "..####..#."),
}
SIGN_INKS = {"anvil": IRON[1], "bread": EARTH[1], "leaf": GRASS[0], "star": (210, 154, 46, 255), "fish": WATER[0]}


def _sign(picture: pygame.Surface, x: int, y: int, name: str) -> None:
    box(picture, x, y, 16, 1, IRON[0])
    box(picture, x, y + 2, 16, 12, WOOD[0])
    box(picture, x + 1, y + 3, 14, 10, PLASTER[3])
    for row, line in enumerate(SIGNS[name]):
        for column, letter in enumerate(line):
            if letter != ".":
                dot(picture, x + 3 + column, y + 5 + row, SIGN_INKS[name] if letter == "#" else WOOD[0])
