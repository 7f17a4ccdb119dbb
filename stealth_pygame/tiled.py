"""NPCs placed in a Tiled map, so that a level designer moves a villager without touching the program.

An object of any layer becomes an NPC by its property `character` (a file, relative to the map). It may also have
`interest_radius` (pixels) and `bubble_offset` (pixels from its position up to the head, or "x, y"). The object's name
is the NPC's id. Needs the extra `demo` (pytiled-parser).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from stealth_pygame.characters.sheets import Character
from stealth_pygame.errors import CharacterError, ConfigurationError, MissingExtraError
from stealth_pygame.validation import nearest
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point, Position
from stealth_pygame.world.player import slug

try:
    import pytiled_parser
    from pytiled_parser.layer import Layer, LayerGroup, ObjectLayer
    from pytiled_parser.tiled_object import TiledObject
except ImportError as exc:
    raise MissingExtraError(
        'Tiled maps need pytiled-parser, which is not installed. Run: pip install "stealth-pygame[demo]"'
    ) from exc

PROPERTIES = ("character", "interest_radius", "bubble_offset")


class Cast(Protocol):
    """What NPCs are added to: a `Dialogue`."""

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


def read_npcs(path: str | os.PathLike[str]) -> list[MapNPC]:
    """The NPCs of a map (TMX or JSON), in the order of its layers and objects.

    Raises `ConfigurationError` naming map, layer, object and property for whatever is wrong.
    """
    source = Path(path)
    found = [_npc(source, layer, thing, at) for layer, thing, at in _objects(parse(source).layers)]
    npcs = [npc for npc in found if npc is not None]
    for index, npc in enumerate(npcs):
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
    """The parsed map. Raises `ConfigurationError` for a file that is missing or is no Tiled map."""
    try:
        return pytiled_parser.parse_map(path)
    except FileNotFoundError as exc:
        missing = Path(exc.filename) if exc.filename else path
        what = "there is no such map" if missing == path else f"the map needs {missing}, which is missing"
        raise ConfigurationError(f"{path}: {what}.") from exc
    except OSError as exc:
        raise ConfigurationError(f"{path}: the map cannot be read: {exc.strerror}.") from exc
    except (ParseError, pytiled_parser.UnknownFormat, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{path}: this is no Tiled map (TMX or JSON): {exc}") from exc
    except (LookupError, ValueError, AttributeError, TypeError, NotImplementedError) as exc:
        raise ConfigurationError(
            f"{path}: the map cannot be read ({type(exc).__name__}: {exc}); save it again with Tiled 1.9 or newer."
        ) from exc


def _objects(layers: Iterable[Layer], dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[str, TiledObject, Point]]:
    """Every object with its layer's name and its place in the map, the offsets of layers and groups added."""
    for layer in layers:
        x, y = dx + layer.offset.x, dy + layer.offset.y
        if isinstance(layer, LayerGroup):
            yield from _objects(layer.layers or (), x, y)
        elif isinstance(layer, ObjectLayer):
            for thing in layer.tiled_objects:
                yield layer.name, thing, _middle(thing, x, y)


def _middle(thing: TiledObject, dx: float, dy: float) -> Point:
    """A point is where it is; a rectangle counts with the middle of its lower edge, a tile with that of its own."""
    lower = 0.0 if isinstance(thing, pytiled_parser.tiled_object.Tile) else thing.size.height
    return thing.coordinates.x + thing.size.width / 2 + dx, thing.coordinates.y + lower + dy


def _npc(source: Path, layer: str, thing: TiledObject, at: Point) -> MapNPC | None:
    where = f'{source}: layer "{layer}": object "{thing.name}" (id {thing.id})'
    given = dict(thing.properties or {})
    _near_misses(where, given)
    if "character" not in given:
        return None
    character = source.parent / str(given["character"])
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
