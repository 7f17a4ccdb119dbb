"""The porch: NPCs from a Tiled map."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from stealth_pygame import tiled
from stealth_pygame.errors import CharacterError, ConfigurationError, MissingExtraError
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
    with pytest.raises(MissingExtraError, match=r'pip install "stealth-pygame\[demo\]"'):
        importlib.import_module("stealth_pygame.tiled")
