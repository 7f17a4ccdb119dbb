"""The place of an object as Tiled's editor shows it: alignments, rotations, isometric grids, tilesets behind tiles."""

from __future__ import annotations

import math

from pytiled_parser import TiledMap
from pytiled_parser.tiled_object import Tile, TiledObject
from pytiled_parser.tileset import Tileset

from stealth_pygame.world.placed import Point

# Bits of a tile's number that say how it is turned over.
FLIPS = 0xF000_0000
# Where on its picture a tile object's coordinates are, as parts of width and height.
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
    """Where an object stands, in pixels of the map: the middle of its lower edge, turned with the object.

    A point is where it is. On an isometric map an area counts with its middle, for its lower edge is a corner there.
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
        # The picture of a tile is upright; only its place is on the slanted grid.
        x, y = _projected(parsed, x, y)
        return x + dx + offset[0], y + dy + offset[1]
    x, y = _projected(parsed, x + dx, y + dy) if isometric else (x + dx, y + dy)
    return x + offset[0], y + offset[1]


def _turned(step: Point, degrees: float) -> Point:
    """A step from an object's coordinates after the object was turned clockwise about them."""
    if not degrees:
        return step
    angle = math.radians(degrees)
    x = step[0] * math.cos(angle) - step[1] * math.sin(angle)
    y = step[0] * math.sin(angle) + step[1] * math.cos(angle)
    return round(x, 6), round(y, 6)


def _projected(parsed: TiledMap, x: float, y: float) -> Point:
    """A place on an isometric map's grid, which Tiled measures in tile heights along both axes, in pixels."""
    wide, tall = parsed.tile_size
    column, row = x / tall, y / tall
    return (column - row + parsed.map_size.height) * wide / 2, (column + row) * tall / 2


def behind(parsed: TiledMap, thing: Tile) -> tuple[int, Tileset | None]:
    """Return the number of a tile object's tile in its tileset, and the tileset; None where the map lacks it."""
    number, named = thing.gid & ~FLIPS, _tileset_name(thing)
    if named is not None:
        # Tiles of a template count from 1 in its own tileset; pytiled-parser forgets those in groups of layers.
        return number - 1, next((one for one in parsed.tilesets.values() if one.name == named), None)
    first = max((first for first in parsed.tilesets if first <= number), default=0)
    return number - first, parsed.tilesets.get(first)


def _tileset_name(thing: Tile) -> str | None:
    """Return the name of a tileset that came with a template, while it has no numbers in the map."""
    tileset = thing.new_tileset
    return None if tileset is None else (tileset if isinstance(tileset, dict) else tileset.attrib).get("name", "")


def _alignment(parsed: TiledMap, thing: Tile, isometric: bool) -> str:
    """The name of the place on a tile's picture that its coordinates mean."""
    _, tileset = behind(parsed, thing)
    named = (tileset.alignment if tileset is not None else None) or "unspecified"
    return named if named in ALIGNMENTS else ("bottom" if isometric else "bottomleft")
