"""The village's one palette, as ramps from dark to light, so that every picture belongs to the others."""

from __future__ import annotations

Colour = tuple[int, int, int, int]


def rgb(code: str) -> Colour:
    """A colour from its six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16), 255


def ramp(codes: str) -> tuple[Colour, ...]:
    """Colours from dark to light."""
    return tuple(rgb(code) for code in codes.split())


CLEAR: Colour = (0, 0, 0, 0)
INK = rgb("2a2138")
SHADOW: Colour = (30, 24, 52, 90)
WHITE = rgb("f7f1e3")

GRASS = ramp("3f7a48 4f8f4d 63a552 80bb5a a5d06a")
LEAF = ramp("24503f 2f6a45 43894c 62a653 8fc763")
PINE = ramp("1f4440 285a49 357353 4c905a 72ae63")
WILLOW = ramp("4b6b3c 64884a 7fa552 9fc263 c3dc84")
EARTH = ramp("8f6a45 b08a5a caa672 ddbe8b edd6a8")
STONE = ramp("4d4a5e 6c6a7a 8d8b93 aeaaa8 cfc9bd")
WATER = ramp("27568a 3470a3 438abb 68acd0 bfe4e6")
WOOD = ramp("47302b 65443a 86603f a9804f c9a46a")
PLASTER = ramp("b0977a d0b892 e9d7b1 f6eacb")
RED = ramp("6e2436 973540 bb4f48 d87a5c")
GREEN = ramp("2d4f43 41705a 5b9168 86b47d")
BLUE = ramp("2f3866 445390 6277b4 8fa3d0")
VIOLET = ramp("412f5c 5f477f 8265a3 ab90c4")
THATCH = ramp("8a6a34 b08b42 d2ad58 ecd07c")
NAVY = ramp("232845 323a61 475283 6572a5")
TEAL = ramp("1d4a55 2a6b70 3f8f8b 6bb5a6")
ORANGE = ramp("8f4a24 bf6d2c e0953d f3bf63")
IRON = ramp("2f2e40 484a5f 6d7186 9ea3b0")
GOLD = ramp("9a6a1f d29a2e f2c84b fdeb9a")
GLOW = ramp("e08a36 f7b64c ffdc7c fff4c2")
PINK = ramp("8e3d6b bd5f8b e091ad f3c2cc")
SKIN_FAIR = ramp("c98a6b e8b48f f6d2b0")
SKIN_TAN = ramp("a06a4a c68c63 dcab80")
SKIN_DARK = ramp("5f3b30 7f5340 9d6d52")
