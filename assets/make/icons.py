"""Small pictures for the HUD: what one can carry, hearts, coins; 16 by 16 each."""

from __future__ import annotations

import pygame

from assets.make.canvas import blank, box, dot, outlined, stamp
from assets.make.palette import EARTH, GLOW, GOLD, GREEN, IRON, PLASTER, RED, STONE, THATCH, WATER, WHITE, WOOD, Colour

KEY: dict[str, Colour] = {
    "r": RED[2],
    "R": RED[1],
    "p": RED[3],
    "y": GOLD[2],
    "Y": GOLD[1],
    "w": WHITE,
    "i": IRON[3],
    "I": IRON[2],
    "d": WOOD[1],
    "D": WOOD[3],
    "g": GREEN[2],
    "G": GREEN[1],
    "b": WATER[2],
    "B": WATER[0],
    "t": THATCH[3],
    "s": STONE[1],
    "S": STONE[0],
    "o": GLOW[1],
    "e": EARTH[3],
    "E": EARTH[1],
    "l": PLASTER[3],
    "L": PLASTER[1],
}
# Each icon is its rows, one after the other, between bars.
_DRAWN = {
    "heart": "..rr...rr..|.rprr.rrrr.|rpwrrrrrrrR|rprrrrrrrrR|rrrrrrrrrrR|"
    ".rrrrrrrRR.|..rrrrrRR..|...rrrRR...|....rRR....|.....R.....",
    "heart_half": "..rr...ss..|.rprr.ssss.|rpwrrrssssS|rprrrrssssS|rrrrrrssssS|"
    ".rrrrrssSS.|..rrrrsSS..|...rrrSS...|....rSS....|.....S.....",
    "heart_empty": "..ss...ss..|.ssss.ssss.|ssssssssssS|ssssssssssS|ssssssssssS|"
    ".sssssssSS.|..sssssSS..|...sssSS...|....sSS....|.....S.....",
    "coin": "...yyyy...|.yytttyyY.|.ytyyyyyY.|ytyyYYyyyY|ytyyYyyyyY|"
    "ytyyYyyyyY|ytyyYYyyyY|.yyyyyyYY.|.yyyyyyYY.|...YYYY...",
    "sword": ".........ii|........iiI|.......iiI.|......iiI..|y....iiI...|"
    "yy..iiI....|.yyiiI.....|..yyI......|.dYyy......|dd..yy.....|d..........",
    "shield": "bbbbbybbbbb|bwbbbybbbbB|bbbbbybbbbB|bbbbbybbbbB|yyyyyyyyyyY|"
    "bbbbbybbbbB|.bbbbybbbB.|.bbbbybbbB.|..bbbybbB..|...bbybB...|.....Y.....",
    "horseshoe": ".II.....II.|.iI.....iI.|iiI.....iiI|iI.......iI|iI.......iI|"
    "iI.......iI|iII.....iII|.iI.....iI.|.iiI...iiI.|..iiiIiiI..|....iiI....",
    "bread": "...........|..eeeeeee..|.eDelDelDe.|eeelDelDeeE|eeeeeeeeeeE|eeeeeeeeeEE|.EEEEEEEEE.|...........",
    "honey bun": "...tttt....|..tttttto..|.tteeeetto.|.teettteto.|tteteetetoE|"
    "teeteteetoE|.teeettetoE|.oteeeetoE.|..ooooooE..|...EEEE....",
    "apple pie": "...........|....eee....|..eeDeDee..|.eDeDeDeDe.|"
    "eeDeDeDeDee|eeeeeeeeeeE|LlLlLlLlLlL|.LLLLLLLLL.|...........",
    "lamp oil": "....DD.....|....DD.....|...wiii....|..wyyyyi...|.wyyyyyyi..|"
    ".yyyyyyyYi.|.yytyyyyYi.|.yyyyyyyYi.|.yyyyyyYYi.|..YYYYYYi..|...iiiii...",
    "fish oil": "....DD.....|....DD.....|...wiii....|..wggggi...|.wggggggi..|"
    ".gggggggGi.|.ggwggggGi.|.gggggggGi.|.ggggggGGi.|..GGGGGGi..|...iiiii...",
    "rope": "...........|..eeeeeee..|.eEEEEEEEe.|eEeeeeeeeEe|eEe.....eEe|"
    "eEe.....eEe|eEeeeeeeeEe|.eEEEEEEEe.|..eeeeeeeE.|.........eE|..........E",
    "map": "ll.......ll|lLlllllllLl|lLlgllrlrLl|lLgglllrlLl|lLllblrlrLl|"
    "lLlblllllLl|lLbbllgglLl|lLlllllglLl|lLlllllllLl|ll.......ll",
    "silver ring": "....bbb....|...bwbbb...|....bbB....|...iiiiI...|..iI..iiI..|"
    ".iI....iiI.|.iI.....iI.|.iI.....iI.|.iiI...iiI.|..iiIIiiI..|....iiI....",
    "wolf pelt": "ss.......ss|.ss.sss.ss.|..sssssss..|..sISssSs..|ssssssssSss|"
    "..ssIsssS..|..sssssSS..|ssssIsssSss|.ss.ssS.ss.|.....s.....|......s....",
    "gate pass": "..lllllll..|.llllllllL.|lLdddddddlL|ll.......lL|llddddddllL|"
    "ll......llL|lldddd.rrlL|lll...rrrrL|lllll.rrrrL|.lllllLrrL.|......r..r.",
    "cloak": "....GGG....|...GgggG...|...GgggG...|..GgggggG..|..GgggggG..|"
    ".GggggggGG.|.GggggggGG.|GgggggggGGG|GgggggggGGG|.GGGGGGGGG.",
    "lamp": "....II.....|...IIII....|..IiiiiI...|..IooooI...|..ItttoI...|"
    "..IttooI...|..ItoooI...|..IooooI...|..IiiiiI...|...IIII....",
    "fish": "...........|....bbbb..b|..bwbbbbbbb|.bBbbbbbbb.|bbbbbbbbbbb|.bbbbbBbbbb|..bbBBbb..b|...........",
    "wolf": "s.......s..|ss.....ss..|sss...sss..|sssssssss..|ssyssyss...|"
    "sssssssss..|.sssssss...|..ssSss....|...sSs.....|....",
    "cross": "rr.....rr|rrr...rrr|.rrr.rrr.|..rrrrr..|...rrr...|..rrrrr..|.rrr.rrr.|rrr...rrr|rr.....rr",
    "check": ".........gg|........ggG|.......ggG.|g.....ggG..|"
    "gg...ggG...|ggg.ggG....|.ggggG.....|..ggG......|...G.......",
}
ICONS = {name: tuple(rows.split("|")) for name, rows in _DRAWN.items()}


def icon(name: str) -> pygame.Surface:
    """One icon in the middle of its square."""
    rows = ICONS[name]
    picture = blank(16, 16)
    stamp(picture, rows, KEY, ((16 - max(map(len, rows))) // 2, (16 - len(rows)) // 2))
    return outlined(picture)


def note() -> pygame.Surface:
    """A note of music, 8 by 10."""
    picture = blank(8, 10)
    box(picture, 4, 1, 1, 6, WHITE)
    box(picture, 5, 1, 2, 2, WHITE)
    box(picture, 2, 6, 3, 2, WHITE)
    return outlined(picture)


def sky_lantern() -> pygame.Surface:
    """A paper lantern that rises at the feast, 12 by 14."""
    picture = blank(12, 14)
    box(picture, 3, 2, 6, 8, GLOW[1])
    box(picture, 2, 4, 8, 5, GLOW[1])
    box(picture, 4, 4, 4, 6, GLOW[2])
    box(picture, 5, 7, 2, 3, GLOW[3])
    box(picture, 3, 11, 6, 1, RED[1])
    dot(picture, 5, 12, GLOW[3])
    dot(picture, 6, 12, GLOW[3])
    return picture


def quill() -> pygame.Surface:
    """The window's icon: a speech bubble over a roof, 32 by 32."""
    picture = blank(32, 32)
    for row in range(9):
        box(picture, 14 - row, 17 + row, 4 + row * 2, 1, RED[2] if row % 3 else RED[1])
    box(picture, 7, 26, 18, 5, PLASTER[2])
    box(picture, 14, 26, 4, 5, WOOD[1])
    box(picture, 6, 3, 20, 11, WHITE)
    box(picture, 15, 14, 4, 2, WHITE)
    for x in (10, 15, 20):
        box(picture, x, 7, 3, 3, IRON[1])
    return outlined(picture)
