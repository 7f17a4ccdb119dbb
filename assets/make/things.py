"""Every thing of the village by name: its picture, what it is, and where one bumps into it."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from assets.make import nature, props, yard
from assets.make.houses import Plan, house
from assets.make.palette import BLUE, GREEN, LEAF, RED, THATCH, VIOLET, ramp

Shape = tuple[str, int, int, int, int]
AUTUMN = ramp("7a4a2a a4632f c98537 e0ab4d f0cd76")
PLANS = {
    "bakery": Plan(96, RED, "plaster", 40, (16, 72), 74, sign="bread"),
    "forge": Plan(100, BLUE, "stone", 22, (58, 80), 12, sign="anvil", seed=3),
    "cottage": Plan(88, GREEN, "plaster", 18, (62,), 64, sign="leaf", seed=5),
    "hall": Plan(132, VIOLET, "stone", 58, (16, 36, 98, 116), 22, 50, 36, sign="star", seed=8),
    "blue_house": Plan(84, THATCH, "plaster", 44, (14, 64), 60, seed=9),
    "thatch_house": Plan(88, BLUE, "wood", 22, (54,), 62, sign="fish", seed=11),
}


@dataclass(frozen=True)
class Thing:
    """A picture that stands in the village; `alt` names the picture of its other state."""

    picture: pygame.Surface
    kind: str = ""
    alt: str = ""
    solid: tuple[int, int] = (0, 0)
    light: tuple[int, int] | None = None


def _houses() -> dict[str, Thing]:
    found = {}
    for name, plan in PLANS.items():
        found[name] = Thing(house(plan, False), "house", f"{name}_lit")
        found[f"{name}_lit"] = Thing(house(plan, True), "picture")
    return found


def _nature() -> dict[str, Thing]:
    found = {f"oak_{n}": Thing(nature.oak(n, AUTUMN if n == 4 else LEAF), "tree", "", (10, 6)) for n in range(1, 5)}
    found |= {f"pine_{n}": Thing(nature.pine(n), "tree", "", (10, 6)) for n in range(1, 4)}
    found["willow"] = Thing(nature.willow(), "tree", "", (14, 6))
    found["bush"] = Thing(nature.bush(1), "bush", "", (14, 6))
    found["bush_berry"] = Thing(nature.bush(2, (216, 122, 92, 255)), "bush", "", (14, 6))
    found["rock"] = Thing(nature.rock(1), "rock", "", (16, 8))
    found["rock_2"] = Thing(nature.rock(4), "rock", "", (16, 8))
    found["reeds"], found["reeds_2"] = Thing(nature.reeds(1), "reeds"), Thing(nature.reeds(2), "reeds")
    found["lily"] = Thing(nature.lily(), "flat")
    found["stump"] = Thing(nature.stump(), "stump", "", (14, 8))
    found |= {
        name: Thing(nature.herbs(n), "herbs", "", (30, 8)) for n, name in enumerate(("herbs", "herbs_2", "herbs_3"))
    }
    return found


def _props() -> dict[str, Thing]:
    return {
        "well": Thing(props.well(), "well", "", (34, 16)),
        "stall": Thing(props.stall(RED, "oil"), "stall", "", (48, 14)),
        "stall_fruit": Thing(props.stall(BLUE, "fruit"), "stall", "", (48, 14)),
        "lantern": Thing(props.lantern(""), "lantern", "lantern_gold", (6, 5), (8, 9)),
        "lantern_gold": Thing(props.lantern("gold"), "picture"),
        "lantern_green": Thing(props.lantern("green"), "picture"),
        "gate_closed": Thing(props.gate(False), "gate", "gate_open", (80, 20)),
        "gate_open": Thing(props.gate(True), "picture"),
        "rampart": Thing(props.rampart(), "wall", "", (16, 16)),
        "fence": Thing(props.fence(), "fence", "", (16, 4)),
        "barrel": Thing(props.barrel(), "barrel", "", (12, 7)),
        "crate": Thing(props.crate(), "crate", "", (14, 8)),
        "anvil": Thing(props.anvil(), "anvil", "", (16, 7)),
        "hearth": Thing(props.hearth(False), "hearth", "hearth_hot", (24, 10), (14, 20)),
        "hearth_hot": Thing(props.hearth(True), "picture"),
        "signpost": Thing(yard.signpost(), "signpost", "", (6, 4)),
        "bench": Thing(yard.bench(), "bench", "", (26, 7)),
        "hive": Thing(yard.hive(), "hive", "", (12, 6)),
        "jetty": Thing(yard.jetty(), "bridge"),
        "boat": Thing(yard.boat(), "boat", "", (40, 12)),
        "wagon": Thing(yard.wagon(), "wagon", "", (52, 14)),
        "haystack": Thing(yard.haystack(), "haystack", "", (26, 10)),
        "bunting_150": Thing(yard.bunting(150), "picture"),
        "bunting_174": Thing(yard.bunting(174), "picture"),
    }


def everything() -> dict[str, Thing]:
    """All things, in the order of the tileset."""
    return _houses() | _nature() | _props()


def shapes_of(name: str, thing: Thing) -> list[Shape]:
    """Where a thing is solid and where its lights are, in its own pixels."""
    w, h = thing.picture.get_size()
    if name in PLANS:
        return _house_shapes(PLANS[name], w, h)
    if name == "gate_closed":
        return [("solid", 0, h - 20, 22, 20), ("solid", 58, h - 20, 22, 20), ("leaf", 22, h - 20, 36, 20)]
    if name == "jetty":
        return [("bridge", 3, 0, 34, 66)]
    shapes: list[Shape] = []
    if thing.solid != (0, 0):
        width, height = thing.solid
        shapes.append(("solid", (w - width) // 2, h - height - 1, width, height))
    if thing.light:
        shapes.append(("light", *thing.light, 0, 0))
    return shapes


def _house_shapes(plan: Plan, w: int, h: int) -> list[Shape]:
    top = plan.roof_height // 2
    shapes: list[Shape] = [("solid", 4, top, w - 8, h - top - 5)]
    shapes += [("light", x + 5, plan.roof_height + 17, 0, 0) for x in plan.windows]
    if plan.chimney is not None:
        shapes.append(("smoke", plan.chimney + 4, 1, 0, 0))
    return shapes
