"""The village as Tiled files: two tilesets and a map, which people may open and change in Tiled."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree as Xml

import pygame

from assets.make import layout
from assets.make.things import Thing, shapes_of

TILE = 16
FIRST_THING = 1001
TERRAIN_ROWS = {"path": 1, "plaza": 2, "water": 3}
FRAMES = 3


def _tree(root: Xml.Element, path: Path) -> None:
    Xml.indent(root, " ")
    path.write_text(Xml.tostring(root, "unicode", xml_declaration=True) + "\n", encoding="utf-8")


def _properties(parent: Xml.Element, values: dict[str, str | int | bool]) -> None:
    if not values:
        return
    node = Xml.SubElement(parent, "properties")
    for name, value in values.items():
        kind = {"bool": "bool", "int": "int"}.get(type(value).__name__)
        attributes = {"name": name, "value": str(value).lower() if isinstance(value, bool) else str(value)}
        Xml.SubElement(node, "property", attributes | ({"type": kind} if kind else {}))


def _shapes(tile: Xml.Element, boxes: list[tuple[str, int, int, int, int]]) -> None:
    if not boxes:
        return
    group = Xml.SubElement(tile, "objectgroup", draworder="index")
    for index, (kind, x, y, w, h) in enumerate(boxes, 1):
        node = Xml.SubElement(group, "object", {"id": str(index), "type": kind, "x": str(x), "y": str(y)})
        if w:
            node.set("width", str(w))
            node.set("height", str(h))
        else:
            Xml.SubElement(node, "point")


def write_ground(path: Path, picture: pygame.Surface) -> None:
    """The ground tileset: water blocks by the quarter and moves in three frames."""
    columns, rows = picture.get_width() // TILE, picture.get_height() // TILE
    root = Xml.Element("tileset", _tileset("ground", columns * rows, columns) | {"tilewidth": "16", "tileheight": "16"})
    source = {"source": "ground.png", "width": str(picture.get_width()), "height": str(picture.get_height())}
    Xml.SubElement(root, "image", source)
    first = TERRAIN_ROWS["water"] * 16
    for corners in range(1, 16):
        tile = Xml.SubElement(root, "tile", id=str(first + corners), type="water")
        quarters = [("solid", bit % 2 * 8, bit // 2 * 8, 8, 8) for bit in range(4) if corners >> bit & 1]
        _shapes(tile, quarters)
        animation = Xml.SubElement(tile, "animation")
        for frame in range(FRAMES):
            Xml.SubElement(animation, "frame", tileid=str(first + frame * 16 + corners), duration="420")
    _tree(root, path)


def _tileset(name: str, count: int, columns: int) -> dict[str, str]:
    return {"version": "1.10", "tiledversion": "1.10.2", "name": name, "tilecount": str(count), "columns": str(columns)}


def write_things(path: Path, things: dict[str, Thing]) -> None:
    """The tileset of things, one picture each; `alt` is the picture of the other state (lit, open)."""
    sizes = [thing.picture.get_size() for thing in things.values()]
    widest, tallest = max(w for w, _ in sizes), max(h for _, h in sizes)
    measures = {"tilewidth": str(widest), "tileheight": str(tallest), "objectalignment": "bottom"}
    root = Xml.Element("tileset", _tileset("things", len(things), 0) | measures)
    for index, (name, thing) in enumerate(things.items()):
        tile = Xml.SubElement(root, "tile", {"id": str(index), "type": thing.kind or name})
        _properties(tile, {"alt": f"things/{thing.alt}.png"} if thing.alt else {})
        w, h = thing.picture.get_size()
        Xml.SubElement(tile, "image", {"source": f"things/{name}.png", "width": str(w), "height": str(h)})
        _shapes(tile, shapes_of(name, thing))
    _tree(root, path)


def _layer(root: Xml.Element, number: int, name: str, cells: list[list[int]]) -> None:
    size = {"width": str(layout.WIDTH), "height": str(layout.HEIGHT)}
    node = Xml.SubElement(root, "layer", {"id": str(number), "name": name} | size)
    rows = ",\n".join(",".join(map(str, row)) for row in cells)
    Xml.SubElement(node, "data", encoding="csv").text = f"\n{rows}\n"


def _corner_cells(corners: layout.Corners, row: int) -> list[list[int]]:
    def cell(x: int, y: int) -> int:
        bits = sum(((x + dx, y + dy) in corners) << (dx + 2 * dy) for dx in (0, 1) for dy in (0, 1))
        return 1 + row * 16 + bits if bits else 0

    return [[cell(x, y) for x in range(layout.WIDTH)] for y in range(layout.HEIGHT)]


def _flower_cells(covered: layout.Corners) -> list[list[int]]:
    rng = random.Random(8)

    def cell(x: int, y: int) -> int:
        bare = not any((x + dx, y + dy) in covered for dx in (0, 1) for dy in (0, 1))
        return 9 + rng.randrange(8) if bare and y > 7 and rng.random() < 0.1 else 0

    return [[cell(x, y) for x in range(layout.WIDTH)] for y in range(layout.HEIGHT)]


def _point(layer: Xml.Element, number: int, name: str, kind: str, at: tuple[float, float]) -> Xml.Element:
    x, y = (str(round(value * TILE)) for value in at)
    return Xml.SubElement(layer, "object", {"id": str(number), "name": name, "type": kind, "x": x, "y": y})


def write_map(path: Path, names: list[str]) -> None:
    """The map: ground layers, things, people and places."""
    size = {"width": str(layout.WIDTH), "height": str(layout.HEIGHT), "tilewidth": "16", "tileheight": "16"}
    kind = {
        "version": "1.10",
        "tiledversion": "1.10.2",
        "orientation": "orthogonal",
        "renderorder": "right-down",
        "infinite": "0",
    }
    root = Xml.Element("map", kind | size | {"nextlayerid": "20", "nextobjectid": "2000"})
    _properties(root, {"walked_rows": layout.WALKED})
    Xml.SubElement(root, "tileset", firstgid="1", source="ground.tsx")
    Xml.SubElement(root, "tileset", firstgid=str(FIRST_THING), source="things.tsx")
    rng = random.Random(4)
    weights = (1, 2, 3, 4, 1, 2, 1, 8)
    _layer(root, 1, "grass", [[rng.choice(weights) for _ in range(layout.WIDTH)] for _ in range(layout.HEIGHT)])
    covers = layout.terrains()
    for number, (name, corners) in enumerate(covers.items(), 2):
        _layer(root, number, name, _corner_cells(corners, TERRAIN_ROWS[name]))
    _layer(root, 5, "flowers", _flower_cells(set().union(*covers.values())))
    _write_things_layer(root, names)
    people = Xml.SubElement(root, "objectgroup", id="11", name="villagers")
    for index, (name, x, y, stroll) in enumerate(layout.VILLAGERS):
        node = _point(people, 1001 + index, name, "npc", (x, y))
        sheet = f"characters/{name}.toml"
        _properties(node, {"character": sheet, "interest_radius": 44, "bubble_offset": 26, "stroll": stroll})
        Xml.SubElement(node, "point")
    start = _point(people, 1100, "hero", "start", layout.START)
    Xml.SubElement(start, "point")
    places = Xml.SubElement(root, "objectgroup", id="12", name="places", visible="0")
    for index, (name, x, y, w, h) in enumerate(layout.PLACES):
        node = _point(places, 1201 + index, name, "place", (x, y))
        node.set("width", str(round(w * TILE)))
        node.set("height", str(round(h * TILE)))
    _tree(root, path)


def _write_things_layer(root: Xml.Element, names: list[str]) -> None:
    group = Xml.SubElement(root, "objectgroup", id="10", name="things")
    for index, (name, x, y) in enumerate(layout.everything(), 1):
        node = _point(group, index, name, "", (x, y))
        node.set("gid", str(FIRST_THING + names.index(name)))
        picture = Path(__file__).parent.parent / "things" / f"{name}.png"
        width, height = pygame.image.load(picture).get_size()
        node.set("width", str(width))
        node.set("height", str(height))
