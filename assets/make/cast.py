"""The clothes of everybody."""

from __future__ import annotations

from assets.make.palette import (
    BLUE,
    GREEN,
    IRON,
    NAVY,
    ORANGE,
    PLASTER,
    RED,
    SKIN_DARK,
    SKIN_TAN,
    TEAL,
    THATCH,
    VIOLET,
    WOOD,
    ramp,
)
from assets.make.people import Look

CHESTNUT = ramp("4a2a26 6b3b2e 8f5540")
COPPER = ramp("8a3a20 b8552b d97d42")
BLACK = ramp("231d30 332b43 4a405c")
STRAW = ramp("a87f35 d0a44a ecca78")
GREY = ramp("8b8797 b0acb5 d8d5d4")
SNOW = ramp("b5b3bd dbd9dc f7f1e3")
LEATHER = ramp("4a3226 6d4a33 8f6a48")
DARK = ramp("3a2b2c 57403a 6f564a")

CAST = {
    "hero": Look(CHESTNUT, "tail", TEAL, WOOD, DARK, scarf=RED, tool="satchel"),
    "smith": Look(COPPER, "bun", IRON, NAVY, DARK, SKIN_TAN, apron=LEATHER, tool="hammer"),
    "baker": Look(
        CHESTNUT, "long", RED, RED, DARK, skirt=True, apron=PLASTER[1:], hat="mob", hat_ramp=PLASTER, tool="bread"
    ),
    "pip": Look(STRAW, "short", BLUE, WOOD, DARK, hat="straw", hat_ramp=THATCH, tool="rod", small=True),
    "healer": Look(
        GREY, "long", GREEN, GREEN, LEATHER, SKIN_DARK, skirt=True, hat="hood", hat_ramp=GREEN, tool="basket"
    ),
    "merchant": Look(BLACK, "short", VIOLET, NAVY, DARK, SKIN_TAN, hat="wide", hat_ramp=VIOLET, scarf=THATCH),
    "warden": Look(BLACK, "short", NAVY, IRON, DARK, hat="helmet", hat_ramp=IRON, tool="spear", beard=True),
    "lamplighter": Look(BLACK, "curly", NAVY, NAVY, DARK, SKIN_DARK, scarf=THATCH, tool="pole"),
    "fisher": Look(SNOW, "bald", ORANGE, NAVY, DARK, beard=True, hat="cap", hat_ramp=NAVY, tool="rod"),
    "elder": Look(SNOW, "bun", VIOLET, VIOLET, DARK, skirt=True, scarf=PLASTER, tool="staff"),
    "bard": Look(COPPER, "short", ORANGE, GREEN, LEATHER, hat="feather", hat_ramp=GREEN, tool="lute"),
}
