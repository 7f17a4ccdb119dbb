"""The NPCs of a Tiled map: objects with a `character`, their properties, and the errors in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pytiled_parser import TiledMap
from pytiled_parser.layer import Layer, LayerGroup, ObjectLayer
from pytiled_parser.tiled_object import Tile, TiledObject

from stealth_pygame.characters.sheets import Character
from stealth_pygame.errors import CharacterError, ConfigurationError
from stealth_pygame.tiled.parsing import classes, parse
from stealth_pygame.tiled.places import behind, foot
from stealth_pygame.validation import nearest
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.placed import Point, Position
from stealth_pygame.world.player import slug

PROPERTIES = ("character", "interest_radius", "bubble_offset")


class Cast(Protocol):
    """An object with `add_npc`: a `Dialogue`."""

    def add_npc(self, character: Any, **options: Any) -> NPC:
        """Add an NPC with a character."""


@dataclass(frozen=True)
class MapNPC:
    """An NPC of a map. Lengths are pixels of the map; `properties` holds all properties of the object."""

    name: str
    character: Path
    position: Point
    interest_radius: float | None
    bubble_offset: Point | None
    properties: Mapping[str, Any]

    def add_to(self, dialogue: Cast, *, position: Position | None = None, **options: Any) -> NPC:
        """Add this NPC to a dialogue. position: by default that of the map; options: as for `Dialogue.add_npc`.

        Raises `CharacterError` for a wrong character file.
        """
        if self.interest_radius is not None:
            options.setdefault("interest_radius", self.interest_radius)
        if self.bubble_offset is not None:
            options.setdefault("bubble_offset", self.bubble_offset)
        options.setdefault("id", self.name)
        return dialogue.add_npc(Character.load(self.character), position=position or self.position, **options)


def read_npcs(path: str | os.PathLike[str], parsed: TiledMap | None = None) -> list[MapNPC]:
    """Return the NPCs of a map (TMX or JSON), in the order of its layers and objects. parsed: the map, if it was read.

    Raises `ConfigurationError`, which names the map, layer, object and property with a mistake.
    """
    source = Path(path)
    parsed = parse(source, objects_only=True) if parsed is None else parsed
    inherited = _Inheritance(parsed, classes(source))
    objects = [(layer, thing, offset) for layer, thing, offset in _objects(parsed.layers)]
    read = [_npc(source, layer, thing, foot(parsed, thing, offset), inherited) for layer, thing, offset in objects]
    npcs = [npc for npc in read if npc is not None]
    for index, npc in enumerate(npcs):
        # The name is the id, and two NPCs with one id would share a memory.
        if npc.name in [other.name for other in npcs[:index]]:
            raise ConfigurationError(f"{source}: two NPCs are called {npc.name!r}; give their objects different names.")
    return npcs


def add_npcs(
    dialogue: Cast, path: str | os.PathLike[str], options: Callable[[MapNPC], Mapping[str, Any]] = lambda npc: {}
) -> list[NPC]:
    """Add every NPC of a map to a dialogue. options: a function that returns options of `add_npc` for an NPC.

    Raises `ConfigurationError` for the map and `CharacterError` for a character file.
    """
    return [npc.add_to(dialogue, **options(npc)) for npc in read_npcs(path)]


def _objects(layers: Iterable[Layer], dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[str, TiledObject, Point]]:
    """Yield every object with its layer's name and the sum of the offsets, in pixels, of its layer and groups."""
    for layer in layers:
        x, y = dx + layer.offset.x, dy + layer.offset.y
        if isinstance(layer, LayerGroup):
            yield from _objects(layer.layers or (), x, y)
        elif isinstance(layer, ObjectLayer):
            for thing in layer.tiled_objects:
                yield layer.name, thing, (x, y)


class _Inheritance(NamedTuple):
    """The properties that objects have from their tiles and classes. classes: the members of each class, by name."""

    parsed: TiledMap
    classes: Mapping[str, Mapping[str, Any]]

    def properties(self, thing: TiledObject) -> dict[str, Any]:
        """Return all properties of an object: its own have priority over its tile's, and those over its class's."""
        tile = self._tile(thing)
        named = thing.class_ or (getattr(tile, "class_", "") or "")
        members = {name: value for name, value in self.classes.get(named, {}).items() if value not in ("", None)}
        return {**members, **(getattr(tile, "properties", None) or {}), **(thing.properties or {})}

    def _tile(self, thing: TiledObject) -> object:
        if not isinstance(thing, Tile):
            return None
        number, tileset = behind(self.parsed, thing)
        return None if tileset is None else (tileset.tiles or {}).get(number)


def _npc(source: Path, layer: str, thing: TiledObject, at: Point, inherited: _Inheritance) -> MapNPC | None:
    where = f'{source}: layer "{layer}": object "{thing.name}" (id {thing.id})'
    properties = inherited.properties(thing)
    _near_misses(where, properties)
    if "character" not in properties:
        return None
    character = source.parent / str(properties["character"])
    # Checked here, because the error must name the object of the map that has the wrong path.
    if not character.is_file():
        raise CharacterError(where, "character", f"there is no file {character}")
    return MapNPC(
        name=thing.name or slug(character.stem),
        character=character,
        position=at,
        interest_radius=_pixels(where, properties, "interest_radius"),
        bubble_offset=_offset(where, properties),
        properties=properties,
    )


def _near_misses(where: str, properties: Mapping[str, Any]) -> None:
    """Raise `ConfigurationError` for a misspelled property: otherwise the NPC would be missing without an error."""
    for name in properties:
        meant = None if name in PROPERTIES else nearest(name, PROPERTIES)
        if meant:
            raise ConfigurationError(f'{where}: property "{name}" is not known; did you mean "{meant}"?')


def _pixels(where: str, properties: Mapping[str, Any], name: str) -> float | None:
    value = properties.get(name)
    if value is None:
        return None
    try:
        pixels = float(value)
    except (TypeError, ValueError):
        pixels = -1.0
    # True and False are the numbers 1 and 0 in Python, but no pixels.
    if isinstance(value, bool) or not 0 <= pixels < float("inf"):
        raise ConfigurationError(f'{where}: property "{name}" is {value!r}; it must be a number of pixels.')
    return pixels


def _offset(where: str, properties: Mapping[str, Any]) -> Point | None:
    """Return the way to the head in pixels, from a number (pixels up) or from "x, y"; None without the property."""
    value = properties.get("bubble_offset")
    if not isinstance(value, str) or "," not in value:
        up = _pixels(where, properties, "bubble_offset")
        return None if up is None else (0.0, -up)
    try:
        x, y = (float(part) for part in value.split(","))
    except ValueError:
        raise ConfigurationError(
            f'{where}: property "bubble_offset" is {value!r}; it must be a number of pixels, or two as "x, y".'
        ) from None
    return x, y
