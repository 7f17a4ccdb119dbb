"""The porch: NPCs from a Tiled map."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from stealth_pygame import tiled
from stealth_pygame.errors import CharacterError, ConfigurationError, MissingExtraError, pip_command
from stealth_pygame.world.npc import NPC

SHEET = """
name = "Rosa"
bio = ["I sell apples."]
lore = ["I was born here."]
knowledge = ["An apple costs 1 gold."]
messageExamples = []
functions = []
"""


def prop(name: str, value: object, kind: str = "") -> str:
    return f'<property name="{name}" value="{value}"' + (f' type="{kind}"' if kind else "") + "/>"


def npc(*properties: str, name: str = "rosa", shape: str = "<point/>", size: str = "") -> str:
    inside = f"<properties>{''.join(properties)}</properties>" if properties else ""
    return f'<object id="7" name="{name}" x="100" y="60" {size}>{inside}{shape}</object>'


def write_map(folder: Path, *objects: str, wrap: str = "{}") -> Path:
    (folder / "rosa.toml").write_text(SHEET, encoding="utf-8")
    layer = f'<objectgroup id="2" name="people" offsetx="5" offsety="3">{"".join(objects)}</objectgroup>'
    path = folder / "map.tmx"
    path.write_text(
        '<map version="1.10" tiledversion="1.10.2" orientation="orthogonal" renderorder="right-down" width="4" '
        'height="4" tilewidth="16" tileheight="16" infinite="0" nextlayerid="3" nextobjectid="9">'
        f"{wrap.format(layer)}</map>",
        encoding="utf-8",
    )
    return path


class Recorder:
    """Writes down what a dialogue would be told."""

    def __init__(self) -> None:
        self.added: list[dict[str, Any]] = []

    def add_npc(self, character: Any, **options: Any) -> NPC:
        self.added.append({"character": character.name, **options})
        return cast("NPC", None)


ROSA = prop("character", "rosa.toml")


def test_an_object_with_a_character_is_an_npc(tmp_path: Path) -> None:
    """Name, file, place, radius and bubble come from the object; other properties are handed on."""
    path = write_map(
        tmp_path,
        npc(ROSA, prop("interest_radius", 48, "int"), prop("bubble_offset", 26, "float"), prop("stroll", 9, "int")),
    )
    (found,) = tiled.read_npcs(path)
    assert (found.name, found.character, found.position) == ("rosa", tmp_path / "rosa.toml", (105, 63))
    assert (found.interest_radius, found.bubble_offset, found.properties["stroll"]) == (48, (0, -26), 9)


def test_objects_without_a_character_are_left_alone(tmp_path: Path) -> None:
    """A map is full of things that do not talk."""
    assert tiled.read_npcs(write_map(tmp_path, npc(), npc(prop("solid", "true", "bool")))) == []


def test_groups_of_layers_are_searched_and_move_what_they_hold(tmp_path: Path) -> None:
    """Designers tidy up their layers."""
    path = write_map(tmp_path, npc(ROSA), wrap='<group id="1" name="g" offsetx="10" offsety="20">{}</group>')
    assert tiled.read_npcs(path)[0].position == (115, 83)


def test_a_rectangle_stands_on_the_middle_of_its_lower_edge(tmp_path: Path) -> None:
    """That is where feet are."""
    path = write_map(tmp_path, npc(ROSA, shape="", size='width="16" height="24"'))
    assert tiled.read_npcs(path)[0].position == (113, 87)


def test_a_nameless_object_is_called_after_its_file(tmp_path: Path) -> None:
    """An id is needed, and the file has one."""
    assert tiled.read_npcs(write_map(tmp_path, npc(ROSA, name="")))[0].name == "rosa"


def test_add_npcs_hands_everything_to_the_dialogue(tmp_path: Path) -> None:
    """One line puts a whole map's people into a game; options win over the map."""
    path = write_map(tmp_path, npc(ROSA, prop("interest_radius", 48), prop("bubble_offset", "2, -30")))
    dialogue = Recorder()
    tiled.add_npcs(dialogue, path)
    tiled.add_npcs(dialogue, path, lambda found: {"position": (1, 2), "shared": True, "interest_radius": 9})
    first, second = dialogue.added
    assert first == {
        "character": "Rosa",
        "position": (105, 63),
        "interest_radius": 48,
        "bubble_offset": (2, -30),
        "id": "rosa",
    }
    assert (second["position"], second["shared"], second["interest_radius"]) == ((1, 2), True, 9)


def test_what_the_map_leaves_out_is_left_to_the_dialogue(tmp_path: Path) -> None:
    """The defaults live in one place."""
    dialogue = Recorder()
    tiled.add_npcs(dialogue, write_map(tmp_path, npc(ROSA)))
    assert dialogue.added[0].keys() == {"character", "position", "id"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (prop("interest_radius", "far"), "property \"interest_radius\" is 'far'"),
        (prop("interest_radius", -3, "int"), 'property "interest_radius" is -3'),
        (prop("interest_radius", "true", "bool"), 'property "interest_radius" is True'),
        (prop("bubble_offset", "up"), "property \"bubble_offset\" is 'up'"),
        (prop("bubble_offset", "1,2,3"), "property \"bubble_offset\" is '1,2,3'"),
        (prop("intrest_radius", 9, "int"), 'property "intrest_radius" is not known; did you mean "interest_radius"'),
    ],
)
def test_a_wrong_property_is_named_with_map_layer_and_object(tmp_path: Path, wrong: str, says: str) -> None:
    """The author finds the slip without searching."""
    path = write_map(tmp_path, npc(ROSA, wrong))
    with pytest.raises(ConfigurationError) as caught:
        tiled.read_npcs(path)
    assert str(caught.value).startswith(f'{path}: layer "people": object "rosa" (id 7): {says}')


def test_a_missing_character_file_is_named(tmp_path: Path) -> None:
    """With the object that asks for it."""
    path = write_map(tmp_path, npc(prop("character", "nobody.toml")))
    with pytest.raises(CharacterError, match=r"object \"rosa\" \(id 7\): character: there is no file .*nobody\.toml"):
        tiled.read_npcs(path)


def test_two_npcs_of_one_name_are_refused(tmp_path: Path) -> None:
    """They would share one memory."""
    with pytest.raises(ConfigurationError, match="two NPCs are called 'rosa'"):
        tiled.read_npcs(write_map(tmp_path, npc(ROSA), npc(ROSA)))


def test_a_missing_map_is_named(tmp_path: Path) -> None:
    """And no traceback of a parser is shown."""
    with pytest.raises(ConfigurationError, match=r"nowhere\.tmx: there is no such map"):
        tiled.read_npcs(tmp_path / "nowhere.tmx")


def test_a_missing_tileset_is_named_with_the_map(tmp_path: Path) -> None:
    """The map is there, what it needs is not."""
    path = write_map(tmp_path, wrap='<tileset firstgid="1" source="gone.tsx"/>{}')
    with pytest.raises(ConfigurationError, match=r"map\.tmx: the map needs .*gone\.tsx, which is missing"):
        tiled.read_npcs(path)


@pytest.mark.parametrize("content", ["", "hello", "<map", "{}", "<map/>", "\x00\xff"])
def test_what_is_no_map_is_refused(tmp_path: Path, content: str) -> None:
    """A damaged file is an error in words."""
    path = tmp_path / "map.tmx"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"map\.tmx: "):
        tiled.read_npcs(path)


def test_a_folder_is_no_map(tmp_path: Path) -> None:
    """Nor is anything else that cannot be opened."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        tiled.read_npcs(tmp_path)


def test_without_pytiled_parser_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says what to install."""
    monkeypatch.setitem(sys.modules, "pytiled_parser", None)
    monkeypatch.delitem(sys.modules, "stealth_pygame.tiled")
    with pytest.raises(MissingExtraError, match=re.escape(pip_command("demo"))):
        importlib.import_module("stealth_pygame.tiled")


# --- as the editor shows it


def map_of(folder: Path, body: str, *, kind: str = "orthogonal", tile: tuple[int, int] = (16, 16)) -> Path:
    """A map of ten by ten tiles."""
    (folder / "rosa.toml").write_text(SHEET, encoding="utf-8")
    path = folder / "other.tmx"
    path.write_text(
        f'<map version="1.10" tiledversion="1.10.2" orientation="{kind}" renderorder="right-down" width="10" '
        f'height="10" tilewidth="{tile[0]}" tileheight="{tile[1]}" infinite="0" nextlayerid="3" nextobjectid="2">'
        f"{body}</map>",
        encoding="utf-8",
    )
    return path


def tileset(folder: Path, *, alignment: str = "", tile: str = "", size: tuple[int, int] = (16, 32)) -> str:
    """A tileset beside the map, and the line that names it."""
    aligned = f'objectalignment="{alignment}"' if alignment else ""
    (folder / "people.tsx").write_text(
        f'<tileset version="1.10" tiledversion="1.10.2" name="people" tilewidth="{size[0]}" tileheight="{size[1]}" '
        f'tilecount="1" columns="1" {aligned}><image source="people.png" width="{size[0]}" height="{size[1]}"/>{tile}'
        "</tileset>",
        encoding="utf-8",
    )
    return '<tileset firstgid="1" source="people.tsx"/>'


def people(*objects: str) -> str:
    return f'<objectgroup id="2" name="people">{"".join(objects)}</objectgroup>'


def place(path: Path) -> tuple[float, float]:
    (npc,) = tiled.read_npcs(path)
    return npc.position


OWN = f"<properties>{ROSA}</properties>"
AREA = '<object id="1" name="A" x="100" y="100" width="20" height="40" rotation="{turn}">' + OWN + "</object>"
TILE = '<object id="1" name="A" gid="1" x="100" y="100" width="16" height="32" rotation="{turn}">' + OWN + "</object>"


@pytest.mark.parametrize(
    ("turn", "foot"), [(0, (110, 140)), (90, (60, 110)), (180, (90, 60)), (270, (140, 90)), (-90, (140, 90))]
)
def test_a_turned_object_stands_where_it_is_seen(tmp_path: Path, turn: int, foot: tuple[float, float]) -> None:
    """Tiled turns an object clockwise about its coordinates; the middle of its lower edge turns with it."""
    assert place(map_of(tmp_path, people(AREA.format(turn=turn)))) == pytest.approx(foot)


@pytest.mark.parametrize(
    ("alignment", "foot"),
    [
        ("", (108, 100)),
        ("unspecified", (108, 100)),
        ("bottomleft", (108, 100)),
        ("bottom", (100, 100)),
        ("bottomright", (92, 100)),
        ("topleft", (108, 132)),
        ("top", (100, 132)),
        ("center", (100, 116)),
        ("right", (92, 116)),
    ],
)
def test_a_tile_stands_as_its_tileset_aligns_it(tmp_path: Path, alignment: str, foot: tuple[float, float]) -> None:
    """The tileset says which place of a tile's picture the coordinates are."""
    line = tileset(tmp_path, alignment=alignment)
    assert place(map_of(tmp_path, line + people(TILE.format(turn=0)))) == pytest.approx(foot)


def test_a_turned_tile_turns_about_its_alignment(tmp_path: Path) -> None:
    """Upside down, a tile that is aligned at its lower left stands to the left of its coordinates."""
    line = tileset(tmp_path)
    assert place(map_of(tmp_path, line + people(TILE.format(turn=180)))) == pytest.approx((92, 100))


def test_isometric_maps_are_projected(tmp_path: Path) -> None:
    """Tiled counts in tile heights along the map's axes there; positions come in pixels as they are drawn."""
    point = f'<object id="1" name="A" x="64" y="32">{OWN}<point/></object>'
    assert place(map_of(tmp_path, people(point), kind="isometric", tile=(64, 32))) == (352, 48)
    area = f'<object id="1" name="A" x="32" y="0" width="64" height="64">{OWN}</object>'
    assert place(map_of(tmp_path, people(area), kind="isometric", tile=(64, 32))) == (352, 48)
    tile = f'<object id="1" name="A" gid="1" x="64" y="32" width="16" height="32">{OWN}</object>'
    body = tileset(tmp_path) + people(tile)
    assert place(map_of(tmp_path, body, kind="isometric", tile=(64, 32))) == (352, 48)


def test_a_tile_object_has_its_tile_s_properties(tmp_path: Path) -> None:
    """Also one that is turned over; its own properties win."""
    radius = prop("interest_radius", 50, "float")
    line = tileset(tmp_path, tile=f'<tile id="0"><properties>{ROSA}{radius}</properties></tile>')
    flipped = 1 | 0x8000_0000
    for gid, own, wanted in ((1, "", 50), (flipped, "", 50), (1, prop("interest_radius", 70, "float"), 70)):
        inside = f"<properties>{own}</properties>" if own else ""
        thing = f'<object id="1" name="A" gid="{gid}" x="1" y="40" width="16" height="32">{inside}</object>'
        (npc,) = tiled.read_npcs(map_of(tmp_path, line + people(thing)))
        assert npc.interest_radius == wanted


def test_an_object_has_its_class_s_members(tmp_path: Path) -> None:
    """A class of the Tiled project gives what the object and its tile leave open; a broken project is told."""
    project = tmp_path / "game.tiled-project"
    members = [{"name": "character", "type": "file", "value": "rosa.toml"}, {"name": "mood", "value": ""}]
    project.write_text(json.dumps({"propertyTypes": [{"type": "class", "name": "Villager", "members": members}]}))
    thing = '<object id="1" name="A" {named} x="1" y="4"><point/></object>'
    for named in ('type="Villager"', 'class="Villager"'):
        assert [npc.name for npc in tiled.read_npcs(map_of(tmp_path, people(thing.format(named=named))))] == ["A"]
    assert tiled.read_npcs(map_of(tmp_path, people(thing.format(named='type="Chest"')))) == []
    project.write_text("[]")
    with pytest.raises(ConfigurationError, match="Tiled project"):
        tiled.read_npcs(map_of(tmp_path, people(thing.format(named=""))))


def test_a_colour_that_is_not_set_costs_nothing(tmp_path: Path) -> None:
    """Tiled writes an unset colour as an empty text."""
    thing = npc(ROSA, prop("glow", "", "color"))
    assert [found.name for found in tiled.read_npcs(map_of(tmp_path, people(thing)))] == ["rosa"]


# --- files of other folders, layers of any kind


def folder_of_templates(path: Path, content: str) -> None:
    """A folder beside the map, with a sheet beside it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")


FILE = prop("character", "../rosa.toml", "file")


def test_a_template_s_file_is_beside_the_template(tmp_path: Path) -> None:
    """As in Tiled, a property of the type "file" is relative to what it stands in; a text is relative to the map."""
    template = '<template><object name="A" width="16" height="20"><properties>{own}</properties></object></template>'
    map_file = map_of(tmp_path, people('<object id="1" template="more/a.tx" x="64" y="32"/>'))
    for own in (FILE, ROSA):
        folder_of_templates(tmp_path / "more" / "a.tx", template.format(own=own))
        (npc,) = tiled.read_npcs(map_file)
        assert npc.character.read_text("utf-8") == SHEET
        assert npc.position == (72, 52)


def test_a_json_template_s_file_is_beside_the_template(tmp_path: Path) -> None:
    """The same in Tiled's other format."""
    (tmp_path / "rosa.toml").write_text(SHEET, encoding="utf-8")
    named = [{"name": "character", "type": "file", "value": "../rosa.toml"}]
    thing = {"id": 1, "name": "A", "type": "", "width": 16, "height": 20, "rotation": 0, "visible": True}
    template = {"type": "template", "object": {**thing, "properties": named}}
    folder_of_templates(tmp_path / "more" / "a.tj", json.dumps(template))
    layer = {
        "type": "objectgroup",
        "id": 2,
        "name": "people",
        "draworder": "topdown",
        "opacity": 1,
        "visible": True,
        "x": 0,
        "y": 0,
    }
    layer["objects"] = [{"id": 1, "template": "more/a.tj", "x": 64, "y": 32}]
    size = {"width": 4, "height": 4, "tilewidth": 16, "tileheight": 16, "nextlayerid": 3, "nextobjectid": 3}
    kind = {"type": "map", "version": "1.10", "tiledversion": "1.11", "orientation": "orthogonal", "infinite": False}
    path = tmp_path / "map.tmj"
    path.write_text(json.dumps({**kind, **size, "renderorder": "right-down", "tilesets": [], "layers": [layer]}))
    (npc,) = tiled.read_npcs(path)
    assert npc.character.read_text("utf-8") == SHEET


def test_a_tileset_s_file_is_beside_the_tileset(tmp_path: Path) -> None:
    """Villagers whose sheet stands on their tile, in a folder of tilesets."""
    tile = f'<tile id="0"><properties>{FILE}</properties></tile>'
    tileset(tmp_path, tile=tile)
    folder_of_templates(tmp_path / "more" / "people.tsx", (tmp_path / "people.tsx").read_text("utf-8"))
    thing = '<object id="1" name="A" gid="1" x="1" y="40" width="16" height="32"/>'
    body = '<tileset firstgid="1" source="more/people.tsx"/>' + people(thing)
    (npc,) = tiled.read_npcs(map_of(tmp_path, body))
    assert npc.character.read_text("utf-8") == SHEET


def test_a_class_s_file_is_beside_the_project(tmp_path: Path) -> None:
    """Maps lie in a folder below it."""
    (tmp_path / "rosa.toml").write_text(SHEET, encoding="utf-8")
    members = [{"name": "character", "type": "file", "value": "rosa.toml"}]
    kinds = [{"type": "class", "name": "Villager", "members": members}]
    (tmp_path / "game.tiled-project").write_text(json.dumps({"propertyTypes": kinds}))
    (tmp_path / "maps").mkdir()
    map_file = map_of(
        tmp_path / "maps", people('<object id="1" name="A" type="Villager" x="1" y="4"><point/></object>')
    )
    (tmp_path / "maps" / "rosa.toml").unlink()
    (npc,) = tiled.read_npcs(map_file)
    assert npc.character.read_text("utf-8") == SHEET


@pytest.mark.parametrize("wrap", ["{}", '<group id="5" name="a"><group id="6" name="b">{}</group></group>'])
def test_a_template_of_a_tile_has_its_own_tileset(tmp_path: Path, wrap: str) -> None:
    """Its tiles count in that, wherever the map numbers it, and in groups of layers too."""
    other = '<tileset firstgid="1" name="o" tilewidth="16" tileheight="16" tilecount="9" columns="3">{}</tileset>'
    line = tileset(tmp_path, alignment="top", tile=f'<tile id="0"><properties>{ROSA}</properties></tile>')
    template = f'<template>{line}<object name="A" gid="1" width="16" height="32"/></template>'
    (tmp_path / "a.tx").write_text(template, encoding="utf-8")
    image = other.format('<image source="o.png" width="48" height="48"/>')
    body = image + line.replace('firstgid="1"', 'firstgid="10"')
    thing = people('<object id="1" template="a.tx" x="64" y="32"/>')
    assert place(map_of(tmp_path, body + wrap.format(thing))) == (64, 64)


@pytest.mark.parametrize(
    "layer",
    [
        '<layer id="1" name="g" width="2" height="1"><data encoding="base64" compression="zstd">KLUv</data></layer>',
        '<layer id="1" name="g" width="2" height="1"><data><tile gid="1"/><tile/></data></layer>',
        '<imagelayer id="1" name="sky"/>',
    ],
    ids=["zstd", "xml", "without a picture"],
)
def test_tiles_and_pictures_may_be_of_any_kind(tmp_path: Path, layer: str) -> None:
    """People are read from maps whose other layers pytiled-parser cannot read."""
    assert [one.name for one in tiled.read_npcs(map_of(tmp_path, layer + people(npc(ROSA))))] == ["rosa"]
    with pytest.raises(ConfigurationError, match="cannot be read"):
        tiled.parse(tmp_path / "other.tmx")
