"""The Tiled map as the game needs it: the ground, the objects on it, and the areas that block the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pygame
import pytiled_parser
from pytiled_parser.layer import ObjectLayer, TileLayer
from pytiled_parser.tiled_object import Tile as TileObject
from pytiled_parser.tileset import Tile, Tileset

from demo_game import files
from demo_game.errors import AssetError
from stealth_pygame import tiled

Point = tuple[float, float]
WATER_FRAMES = 3


@dataclass
class Thing:
    """An object in the village. `foot` is the middle of its lower edge; all shapes are in pixels of the map."""

    kind: str
    foot: Point
    picture: pygame.Surface
    other: pygame.Surface | None
    shapes: list[tuple[str, pygame.Rect]]
    changed: bool = False
    area: pygame.Rect = field(init=False)

    def __post_init__(self) -> None:
        """Compute the place of the picture once, because objects do not move."""
        width, height = self.picture.get_size()
        self.area = pygame.Rect(round(self.foot[0] - width / 2), round(self.foot[1] - height), width, height)

    def places(self, kind: str) -> list[pygame.Rect]:
        """Return its shapes of one kind: "solid", "light", "smoke" ..."""
        return [rect for name, rect in self.shapes if name == kind]


@dataclass
class VillageMap:
    """The contents of the map. walked: the lowest y at which one can walk; below it is only scenery."""

    size: tuple[int, int]
    walked: int
    ground: list[pygame.Surface]
    things: list[Thing]
    water: list[pygame.Rect]
    start: Point
    places: list[tuple[str, pygame.Rect]]
    people: list[tiled.MapNPC]
    others: dict[str, pygame.Surface] = field(default_factory=dict)

    def place_at(self, x: float, y: float) -> str:
        """Return the name of the place at a point."""
        return next((name for name, rect in self.places if rect.collidepoint(x, y)), "the village")


def read(path: Path) -> VillageMap:
    """Return a map. Raises `AssetError` or the library's `ConfigurationError`, with the file's name."""
    if not path.is_file():
        raise AssetError(path, "the map is missing")
    parsed = tiled.parse(path)
    tile = round(parsed.tile_size.width)
    objects = {layer.name: layer.tiled_objects for layer in parsed.layers if isinstance(layer, ObjectLayer)}
    for name in ("things", "villagers", "places"):
        if name not in objects:
            raise AssetError(path, f'the map has no object layer "{name}"')
    start = next((o.coordinates for o in objects["villagers"] if o.class_ == "start"), None)
    if start is None:
        raise AssetError(path, 'the layer "villagers" has no object of the class "start", where the hero begins')
    return VillageMap(
        size=(round(parsed.map_size.width) * tile, round(parsed.map_size.height) * tile),
        walked=tile * int(str((parsed.properties or {}).get("walked_rows", round(parsed.map_size.height)))),
        ground=[_ground(parsed, frame) for frame in range(WATER_FRAMES)],
        things=[_thing(parsed, item) for item in objects["things"] if isinstance(item, TileObject)],
        water=_water(parsed, tile),
        start=(start.x, start.y),
        places=[(o.name, _rect(o.coordinates, o.size)) for o in objects["places"]],
        people=tiled.read_npcs(path, parsed),
    )


def _rect(at: pytiled_parser.OrderedPair, size: pytiled_parser.Size) -> pygame.Rect:
    return pygame.Rect(round(at.x), round(at.y), round(size.width), round(size.height))


def _tileset(parsed: pytiled_parser.TiledMap, gid: int) -> tuple[Tileset, int]:
    """Return the tileset that a tile number of the map belongs to, and the number within it."""
    first = max(number for number in parsed.tilesets if number <= gid)
    return parsed.tilesets[first], gid - first


def _tile(tileset: Tileset, number: int) -> Tile | None:
    return (tileset.tiles or {}).get(number)


def _cut(tileset: Tileset, number: int) -> pygame.Surface:
    if tileset.image is None:
        raise AssetError(Path(tileset.name), "the tileset of the ground has no picture")
    sheet = files.load(Path(tileset.image))
    y, x = divmod(number, tileset.columns)
    return sheet.subsurface((x * tileset.tile_width, y * tileset.tile_height, tileset.tile_width, tileset.tile_height))


def _picture(parsed: pytiled_parser.TiledMap, gid: int, frame: int) -> pygame.Surface:
    """Return the picture of a tile, at this frame if it is animated."""
    tileset, number = _tileset(parsed, gid)
    tile = _tile(tileset, number)
    if tile is not None and tile.animation:
        number = tile.animation[frame % len(tile.animation)].tile_id
    return _cut(tileset, number)


def _ground(parsed: pytiled_parser.TiledMap, frame: int) -> pygame.Surface:
    """Return all tile layers as one picture, with animated tiles at this frame."""
    width, height = parsed.tile_size
    surface = pygame.Surface((round(parsed.map_size.width * width), round(parsed.map_size.height * height)))
    # Each kind of tile is looked up once, however often it occurs.
    pictures: dict[int, pygame.Surface] = {}
    for layer in parsed.layers:
        if not isinstance(layer, TileLayer):
            continue
        for y, row in enumerate(layer.data or ()):
            for x, gid in enumerate(row):
                if gid:
                    if gid not in pictures:
                        pictures[gid] = _picture(parsed, gid, frame)
                    surface.blit(pictures[gid], (x * width, y * height))
    return surface.convert()


def _shapes(tile: Tile | None, left: float, top: float) -> list[tuple[str, pygame.Rect]]:
    if tile is None or not isinstance(tile.objects, ObjectLayer):
        return []
    return [
        (shape.class_, _rect(shape.coordinates, shape.size).move(round(left), round(top)))
        for shape in tile.objects.tiled_objects
    ]


def _thing(parsed: pytiled_parser.TiledMap, item: TileObject) -> Thing:
    tileset, number = _tileset(parsed, item.gid)
    tile = _tile(tileset, number)
    if tile is None or tile.image is None:
        raise AssetError(Path(tileset.name), f"tile {number}, which the map uses, has no picture")
    path = Path(tile.image)
    picture = files.load(path)
    alt = (tile.properties or {}).get("alt")
    x, y = item.coordinates
    return Thing(
        kind=tile.class_ or path.stem,
        foot=(x, y),
        picture=picture,
        other=files.load(path.parent.parent / str(alt)) if alt else None,
        shapes=_shapes(tile, x - picture.get_width() / 2, y - picture.get_height()),
    )


def _water(parsed: pytiled_parser.TiledMap, size: int) -> list[pygame.Rect]:
    tiles = []
    for layer in parsed.layers:
        if isinstance(layer, TileLayer):
            for y, row in enumerate(layer.data or ()):
                for x, gid in enumerate(row):
                    if gid:
                        tileset, number = _tileset(parsed, gid)
                        shapes = _shapes(_tile(tileset, number), x * size, y * size)
                        tiles += [rect for name, rect in shapes if name == "solid"]
    return tiles
