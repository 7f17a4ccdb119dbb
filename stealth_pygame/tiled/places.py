"""The place of an object as Tiled's editor shows it, with alignment, rotation and isometric grid, and its tileset."""

from __future__ import annotations

import math

from pytiled_parser import TiledMap
from pytiled_parser.tiled_object import Tile, TiledObject
from pytiled_parser.tileset import Tileset

from stealth_pygame.world.placed import Point

# The bits of a tile's number that tell how the tile is flipped.
FLIPS = 0xF000_0000
# The point of a tile object's picture that its coordinates mean, as fractions of width and height.
ALIGNMENTS = {
    "topleft": (0.0, 0.0),
    "top": (0.5, 0.0),
    "topright": (1.0, 0.0),
    "left": (0.0, 0.5),
    "center": (0.5, 0.5),
    "right": (1.0, 0.5),
    "bottomleft": (0.0, 1.0),
    "bottom": (0.5, 1.0),
    "bottomright": (1.0, 1.0),
}


def foot(parsed: TiledMap, thing: TiledObject, offset: Point) -> Point:
    """Return the foot of an object in pixels of the map: the middle of its lower edge, turned with the object.

    For a point it is the point itself; for an area of an isometric map it is the middle of the area.
    """
    isometric = parsed.orientation == "isometric"
    across, down = thing.size.width, thing.size.height
    if isinstance(thing, Tile):
        left, top = ALIGNMENTS[_alignment(parsed, thing, isometric)]
        step = across * (0.5 - left), down * (1.0 - top)
    else:
        step = (across / 2, down / 2) if isometric else (across / 2, down)
    dx, dy = _turned(step, thing.rotation)
    x, y = thing.coordinates
    if isometric and isinstance(thing, Tile):
        # Only the coordinates of a tile object are on the isometric grid; its picture is not projected.
        x, y = _projected(parsed, x, y)
        return x + dx + offset[0], y + dy + offset[1]
    x, y = _projected(parsed, x + dx, y + dy) if isometric else (x + dx, y + dy)
    return x + offset[0], y + offset[1]


def _turned(step: Point, degrees: float) -> Point:
    """Return a step from an object's coordinates, after the object was turned clockwise around them."""
    if not degrees:
        return step
    angle = math.radians(degrees)
    x = step[0] * math.cos(angle) - step[1] * math.sin(angle)
    y = step[0] * math.sin(angle) + step[1] * math.cos(angle)
    return round(x, 6), round(y, 6)


def _projected(parsed: TiledMap, x: float, y: float) -> Point:
    """Return a place on the grid of an isometric map in pixels; Tiled measures both axes in tile heights."""
    wide, tall = parsed.tile_size
    column, row = x / tall, y / tall
    return (column - row + parsed.map_size.height) * wide / 2, (column + row) * tall / 2


def behind(parsed: TiledMap, thing: Tile) -> tuple[int, Tileset | None]:
    """Return the number of a tile object's tile in its tileset, and the tileset, None if the map lacks it."""
    number, named = thing.gid & ~FLIPS, _tileset_name(thing)
    if named is not None:
        # Tiles of a template count from 1 in their own tileset; pytiled-parser does not convert them in layer groups.
        return number - 1, next((one for one in parsed.tilesets.values() if one.name == named), None)
    first = max((first for first in parsed.tilesets if first <= number), default=0)
    return number - first, parsed.tilesets.get(first)


def _tileset_name(thing: Tile) -> str | None:
    """Return the name of a template's tileset, if pytiled-parser has not given it numbers in the map; else None."""
    tileset = thing.new_tileset
    return None if tileset is None else (tileset if isinstance(tileset, dict) else tileset.attrib).get("name", "")


def _alignment(parsed: TiledMap, thing: Tile, isometric: bool) -> str:
    """Return the alignment of a tile object: the name of the point of its picture that its coordinates mean."""
    _, tileset = behind(parsed, thing)
    named = (tileset.alignment if tileset is not None else None) or "unspecified"
    return named if named in ALIGNMENTS else ("bottom" if isometric else "bottomleft")
