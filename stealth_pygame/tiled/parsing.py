"""The reading of maps with pytiled-parser, changed to read colours that are not set, and file paths, as Tiled does."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import pytiled_parser
from pytiled_parser.layer import Layer
from pytiled_parser.parsers.json import layer as json_layer
from pytiled_parser.parsers.json import properties as json_properties
from pytiled_parser.parsers.json import tiled_map as json_map
from pytiled_parser.parsers.json import tiled_object as json_object
from pytiled_parser.parsers.tmx import layer as tmx_layer
from pytiled_parser.parsers.tmx import properties as tmx_properties
from pytiled_parser.parsers.tmx import tiled_map as tmx_map
from pytiled_parser.parsers.tmx import tiled_object as tmx_object

from stealth_pygame.errors import ConfigurationError

# The folders above the map's own in which a Tiled project with its classes is searched.
PROJECTS_ABOVE = 3


def parse(path: Path, *, objects_only: bool = False) -> pytiled_parser.TiledMap:
    """Return the parsed map. With `objects_only`, tile and image layers are not read and come out empty.

    Raises `ConfigurationError` for a file that is missing or is not a Tiled map.
    """
    try:
        with _as_tiled_means(objects_only):
            return pytiled_parser.parse_map(path)
    except FileNotFoundError as exc:
        missing = Path(exc.filename) if exc.filename else path
        what = "there is no such map" if missing == path else f"the map needs {missing}, which is missing"
        raise ConfigurationError(f"{path}: {what}.") from exc
    except OSError as exc:
        raise ConfigurationError(f"{path}: the map cannot be read: {exc.strerror}.") from exc
    except (ParseError, pytiled_parser.UnknownFormat, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{path}: this is not a Tiled map (TMX or JSON): {exc}") from exc
    except (LookupError, ValueError, AttributeError, TypeError, RuntimeError) as exc:
        raise ConfigurationError(
            f"{path}: the map cannot be read ({type(exc).__name__}: {exc}); save it again with Tiled 1.9 or newer."
        ) from exc


@contextlib.contextmanager
def _as_tiled_means(objects_only: bool) -> Iterator[None]:
    """Replace functions of pytiled-parser inside the block, so that it reads maps as Tiled does."""
    changes: list[tuple[ModuleType, str, Any]] = [
        *((module, "parse_color", _or_transparent) for module in (tmx_properties, json_properties)),
        *((module, "load_object_template", _anchored_template) for module in (tmx_object, json_object)),
        *(
            (module, f"parse_{kind}_tileset", _anchored_tileset)
            for module in (tmx_map, json_map)
            for kind in ("tmx", "json")
        ),
    ]
    if objects_only:
        layers = [(module, f"_parse_{kind}_layer") for module in (tmx_layer, json_layer) for kind in ("tile", "image")]
        changes += [(module, name, _nothing) for module, name in layers]
    usual = [(module, name, vars(module)[name]) for module, name, _ in changes]
    for (module, name, changed), (_, _, before) in zip(changes, usual, strict=True):
        vars(module)[name] = changed(before)
    try:
        yield
    finally:
        for module, name, before in usual:
            vars(module)[name] = before


def _or_transparent(usual: Callable[[str], pytiled_parser.Color]) -> Callable[[str], pytiled_parser.Color]:
    """Return a reader of colours that reads "", which Tiled writes for a colour that is not set, as transparent."""
    return lambda colour: usual(colour or "#00000000")


def _nothing(usual: object) -> Callable[[object], Layer]:
    """Return a reader that makes an empty layer."""
    return lambda raw: Layer(name="")


def _anchored_template(usual: Callable[..., Any]) -> Callable[..., Any]:
    """Return a reader of templates, in which file paths are relative to the template and not to the map."""

    def load(file_path: Path, encoding: str) -> Any:
        template, tileset, folder = usual(file_path, encoding)
        _anchor(template, file_path.parent)
        _anchor(tileset, folder)
        return template, tileset, folder

    return load


def _anchored_tileset(usual: Callable[..., Any]) -> Callable[..., Any]:
    """Return a reader of tilesets, in which file paths are relative to the tileset."""

    def parse_tileset(raw: Any, firstgid: int, encoding: str, external_path: Path | None = None) -> Any:
        _anchor(raw, external_path)
        return usual(raw, firstgid, encoding, external_path)

    return parse_tileset


def _anchor(raw: Any, folder: Path | None) -> None:
    """Make the file paths in properties absolute, relative to the folder of their template or tileset."""
    if folder is None or raw is None:
        return
    if isinstance(raw, Element):
        for named in raw.iter("property"):
            if named.get("type") == "file" and named.get("value"):
                named.set("value", str(folder.resolve() / named.attrib["value"]))
    elif isinstance(raw, list):
        for item in raw:
            _anchor(item, folder)
    elif isinstance(raw, dict):
        if raw.get("type") == "file" and raw.get("value"):
            raw["value"] = str(folder.resolve() / str(raw["value"]))
        for item in raw.values():
            _anchor(item, folder)


def classes(source: Path) -> dict[str, dict[str, Any]]:
    """Return the members of each class in the Tiled project of a map, {} if there is no project.

    Raises `ConfigurationError` for a project that cannot be read.
    """
    folders = [source.resolve().parent, *source.resolve().parents[1 : PROJECTS_ABOVE + 1]]
    project = next((path for folder in folders for path in sorted(folder.glob("*.tiled-project"))), None)
    if project is None:
        return {}
    try:
        types = json.loads(project.read_text("utf-8")).get("propertyTypes", [])
        return {
            kind["name"]: {member["name"]: _member(member, project.parent) for member in kind.get("members", [])}
            for kind in types
            if kind.get("type") == "class"
        }
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as exc:
        raise ConfigurationError(f"{project}: this is not a Tiled project ({type(exc).__name__}: {exc}).") from exc


def _member(member: dict[str, Any], folder: Path) -> Any:
    """Return the value of a member of a class; a file path is relative to the folder of the project."""
    value = member.get("value")
    return str(folder / value) if value and member.get("type") == "file" else value
