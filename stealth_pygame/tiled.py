"""NPCs placed in a Tiled map, so that a level designer moves a villager without touching the program.

An object of any layer becomes an NPC by its property `character` (a file, relative to the map). It may also have
`interest_radius` (pixels) and `bubble_offset` (pixels from its position up to the head, or "x, y"). The object's name
is the NPC's id. As in Tiled's editor, properties of an object's tile and class count where it lacks them itself, and an
object stands where the editor shows it. Needs the extra `demo` (pytiled-parser).
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import ParseError

from stealth_pygame.characters.sheets import Character
from stealth_pygame.errors import CharacterError, ConfigurationError, MissingExtraError, pip_command
from stealth_pygame.validation import nearest
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point, Position
from stealth_pygame.world.player import slug

try:
    import pytiled_parser
    from pytiled_parser.layer import Layer, LayerGroup, ObjectLayer
    from pytiled_parser.parsers.json import properties as json_properties
    from pytiled_parser.parsers.tmx import properties as tmx_properties
    from pytiled_parser.tiled_object import Tile, TiledObject
    from pytiled_parser.tileset import Tileset
except ImportError as exc:
    raise MissingExtraError(
        f"Tiled maps need pytiled-parser, which is not installed. Run: {pip_command('demo')}"
    ) from exc

# Bits of a tile's number that say how it is turned over.
FLIPS = 0xF000_0000
# Folders above a map's in which a Tiled project with its classes is looked for.
PROJECTS_ABOVE = 3
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

PROPERTIES = ("character", "interest_radius", "bubble_offset")


class Cast(Protocol):
    """A `Dialogue`, as far as NPCs are added to it."""

    def add_npc(self, character: Any, **options: Any) -> NPC:
        """Put a character into the world."""


@dataclass(frozen=True)
class MapNPC:
    """An NPC as the map has it. Lengths are pixels of the map; `properties` holds the object's others as well."""

    name: str
    character: Path
    position: Point
    interest_radius: float | None
    bubble_offset: Point | None
    properties: Mapping[str, Any]

    def add_to(self, dialogue: Cast, *, position: Position | None = None, **options: Any) -> NPC:
        """Add this NPC to a dialogue; `position` for one who walks, `options` as for `Dialogue.add_npc`.

        Raises `CharacterError` for a bad character file.
        """
        if self.interest_radius is not None:
            options.setdefault("interest_radius", self.interest_radius)
        if self.bubble_offset is not None:
            options.setdefault("bubble_offset", self.bubble_offset)
        options.setdefault("id", self.name)
        return dialogue.add_npc(Character.load(self.character), position=position or self.position, **options)


def read_npcs(path: str | os.PathLike[str], parsed: pytiled_parser.TiledMap | None = None) -> list[MapNPC]:
    """The NPCs of a map (TMX or JSON), in the order of its layers and objects; `parsed` if it has been read already.

    Raises `ConfigurationError` naming map, layer, object and property for whatever is wrong.
    """
    source = Path(path)
    parsed = parse(source) if parsed is None else parsed
    inherited = _Inheritance(parsed, _classes(source))
    objects = [(layer, thing, offset) for layer, thing, offset in _objects(parsed.layers)]
    read = [_npc(source, layer, thing, _foot(parsed, thing, offset), inherited) for layer, thing, offset in objects]
    npcs = [npc for npc in read if npc is not None]
    for index, npc in enumerate(npcs):
        # The name is the id, and two NPCs with one id would share a memory.
        if npc.name in [other.name for other in npcs[:index]]:
            raise ConfigurationError(f"{source}: two NPCs are called {npc.name!r}; give their objects different names.")
    return npcs


def add_npcs(
    dialogue: Cast, path: str | os.PathLike[str], options: Callable[[MapNPC], Mapping[str, Any]] = lambda npc: {}
) -> list[NPC]:
    """Add every NPC of a map to a dialogue; `options` may give more of `Dialogue.add_npc` for each of them.

    Raises `ConfigurationError` for the map and `CharacterError` for a character file.
    """
    return [npc.add_to(dialogue, **options(npc)) for npc in read_npcs(path)]


def parse(path: Path) -> pytiled_parser.TiledMap:
    """The parsed map. Raises `ConfigurationError` for a file that is missing or is not a Tiled map."""
    try:
        with _unset_colours():
            return pytiled_parser.parse_map(path)
    except FileNotFoundError as exc:
        missing = Path(exc.filename) if exc.filename else path
        what = "there is no such map" if missing == path else f"the map needs {missing}, which is missing"
        raise ConfigurationError(f"{path}: {what}.") from exc
    except OSError as exc:
        raise ConfigurationError(f"{path}: the map cannot be read: {exc.strerror}.") from exc
    except (ParseError, pytiled_parser.UnknownFormat, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{path}: this is not a Tiled map (TMX or JSON): {exc}") from exc
    except (LookupError, ValueError, AttributeError, TypeError, NotImplementedError) as exc:
        raise ConfigurationError(
            f"{path}: the map cannot be read ({type(exc).__name__}: {exc}); save it again with Tiled 1.9 or newer."
        ) from exc


@contextlib.contextmanager
def _unset_colours() -> Iterator[None]:
    """Read colour properties that are not set, which Tiled writes as "" and pytiled-parser refuses, as transparent."""
    usual: Callable[[str], pytiled_parser.Color] = vars(tmx_properties)["parse_color"]

    def tolerant(colour: str) -> pytiled_parser.Color:
        return usual(colour or "#00000000")

    for module in (tmx_properties, json_properties):
        vars(module)["parse_color"] = tolerant
    try:
        yield
    finally:
        for module in (tmx_properties, json_properties):
            vars(module)["parse_color"] = usual


def _objects(layers: Iterable[Layer], dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[str, TiledObject, Point]]:
    """Every object with its layer's name and the offsets of its layer and the groups around it, added up."""
    for layer in layers:
        x, y = dx + layer.offset.x, dy + layer.offset.y
        if isinstance(layer, LayerGroup):
            yield from _objects(layer.layers or (), x, y)
        elif isinstance(layer, ObjectLayer):
            for thing in layer.tiled_objects:
                yield layer.name, thing, (x, y)


def _foot(parsed: pytiled_parser.TiledMap, thing: TiledObject, offset: Point) -> Point:
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


def _projected(parsed: pytiled_parser.TiledMap, x: float, y: float) -> Point:
    """A place on an isometric map's grid, which Tiled measures in tile heights along both axes, in pixels."""
    wide, tall = parsed.tile_size
    column, row = x / tall, y / tall
    return (column - row + parsed.map_size.height) * wide / 2, (column + row) * tall / 2


class _Inheritance(NamedTuple):
    """Properties that objects of a map have from their tiles and classes. classes: of the Tiled project, by name."""

    parsed: pytiled_parser.TiledMap
    classes: Mapping[str, Mapping[str, Any]]

    def properties(self, thing: TiledObject) -> dict[str, Any]:
        """All properties of an object: its own win over its tile's, and those over its class's."""
        tile = self._tile(thing)
        named = thing.class_ or (getattr(tile, "class_", "") or "")
        members = {name: value for name, value in self.classes.get(named, {}).items() if value not in ("", None)}
        return {**members, **(getattr(tile, "properties", None) or {}), **(thing.properties or {})}

    def _tile(self, thing: TiledObject) -> object:
        if not isinstance(thing, Tile):
            return None
        first, tileset = _tileset(self.parsed, thing)
        return None if tileset is None else (tileset.tiles or {}).get((thing.gid & ~FLIPS) - first)


def _tileset(parsed: pytiled_parser.TiledMap, thing: Tile) -> tuple[int, Tileset | None]:
    """The tileset of a tile object, and the number of its first tile; None where the map lacks it."""
    tilesets = [first for first in parsed.tilesets if first <= thing.gid & ~FLIPS]
    first = max(tilesets, default=0)
    return first, parsed.tilesets.get(first)


def _alignment(parsed: pytiled_parser.TiledMap, thing: Tile, isometric: bool) -> str:
    """The name of the place on a tile's picture that its coordinates mean."""
    _, tileset = _tileset(parsed, thing)
    named = (tileset.alignment if tileset is not None else None) or "unspecified"
    return named if named in ALIGNMENTS else ("bottom" if isometric else "bottomleft")


def _classes(source: Path) -> dict[str, dict[str, Any]]:
    """Members of the classes in the Tiled project that a map belongs to; none where no project is found."""
    folders = [source.resolve().parent, *source.resolve().parents[1 : PROJECTS_ABOVE + 1]]
    project = next((path for folder in folders for path in sorted(folder.glob("*.tiled-project"))), None)
    if project is None:
        return {}
    try:
        types = json.loads(project.read_text("utf-8")).get("propertyTypes", [])
        return {
            kind["name"]: {member["name"]: member.get("value") for member in kind.get("members", [])}
            for kind in types
            if kind.get("type") == "class"
        }
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as exc:
        raise ConfigurationError(f"{project}: this is not a Tiled project ({type(exc).__name__}: {exc}).") from exc


def _npc(source: Path, layer: str, thing: TiledObject, at: Point, inherited: _Inheritance) -> MapNPC | None:
    where = f'{source}: layer "{layer}": object "{thing.name}" (id {thing.id})'
    given = inherited.properties(thing)
    _near_misses(where, given)
    if "character" not in given:
        return None
    character = source.parent / str(given["character"])
    # Told by the map's object: the error of the sheet's reader could not say where the name came from.
    if not character.is_file():
        raise CharacterError(where, "character", f"there is no file {character}")
    return MapNPC(
        name=thing.name or slug(character.stem),
        character=character,
        position=at,
        interest_radius=_pixels(where, given, "interest_radius"),
        bubble_offset=_offset(where, given),
        properties=given,
    )


def _near_misses(where: str, given: Mapping[str, Any]) -> None:
    """A slip of the pen would otherwise be a villager who silently is not there."""
    for name in given:
        meant = None if name in PROPERTIES else nearest(name, PROPERTIES)
        if meant:
            raise ConfigurationError(f'{where}: property "{name}" is not known; did you mean "{meant}"?')


def _pixels(where: str, given: Mapping[str, Any], name: str) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        pixels = float(value)
    except (TypeError, ValueError):
        pixels = -1.0
    # Tiled writes switches as true and false, which Python counts as 1 and 0.
    if isinstance(value, bool) or not 0 <= pixels < float("inf"):
        raise ConfigurationError(f'{where}: property "{name}" is {value!r}; it must be a number of pixels.')
    return pixels


def _offset(where: str, given: Mapping[str, Any]) -> Point | None:
    """A number is how far the head is above the position; "x, y" is the whole way to it."""
    value = given.get("bubble_offset")
    if not isinstance(value, str) or "," not in value:
        up = _pixels(where, given, "bubble_offset")
        return None if up is None else (0.0, -up)
    try:
        x, y = (float(part) for part in value.split(","))
    except ValueError:
        raise ConfigurationError(
            f'{where}: property "bubble_offset" is {value!r}; it must be a number of pixels, or two as "x, y".'
        ) from None
    return x, y
