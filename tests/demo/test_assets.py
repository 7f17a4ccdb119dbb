"""The files of the village: all there, all readable, and a map in which one can get everywhere."""

from __future__ import annotations

import wave
from pathlib import Path

import pygame
import pytest

from demo_game import files, tilemap
from demo_game.actions import ACTIONS
from demo_game.errors import AssetError
from demo_game.hints import suggestions
from demo_game.smalltalk import CHATS
from demo_game.sound import AMBIENT, NAMES
from demo_game.story import Story
from demo_game.tilemap import VillageMap
from demo_game.world import World
from stealth_pygame import BasicCharacter, Character, ElizaCharacter

MAP = files.ASSETS / "village.tmx"
VILLAGERS = sorted(path.stem for path in (files.ASSETS / "characters").glob("*.toml"))


def facts_of(name: str) -> list[str]:
    sheet = Character.load(files.ASSETS / "characters" / f"{name}.toml")
    assert isinstance(sheet, (BasicCharacter, ElizaCharacter))
    return list(sheet.knowledge)


@pytest.fixture(scope="module")
def village() -> VillageMap:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    return tilemap.read(MAP)


def test_there_are_villagers_enough_and_all_stand_in_the_map(village: VillageMap) -> None:
    """At least eight; each has a sheet, a picture, a voice, actions and something that one could say to them."""
    assert len(VILLAGERS) >= 8
    assert sorted(person.name for person in village.people) == VILLAGERS == sorted(ACTIONS)
    for name in VILLAGERS:
        assert (files.ASSETS / "people" / f"{name}.png").is_file()
        assert (files.ASSETS / "sounds" / f"voice_{name}.wav").is_file()
        assert suggestions(name, Story())


@pytest.mark.parametrize("name", VILLAGERS)
def test_a_sheet_is_rich_enough_to_talk_for_a_while(name: str) -> None:
    """Fifteen facts at least, each a sentence; lore, bio and examples besides; functions say what they are for."""
    sheet = Character.load(files.ASSETS / "characters" / f"{name}.toml")
    facts = facts_of(name)
    assert len(facts) >= 15
    assert all(fact.endswith((".", "!", "?")) for fact in facts)
    assert all(len(function.description) > 20 for function in sheet.functions)


def test_everybody_can_be_walked_to(village: VillageMap) -> None:
    """From where the story begins, with the gate shut."""
    world = World(village)
    for person in village.people:
        assert world.free(*person.position), person.name
        assert world.way(village.start, person.position, 26), person.name


def test_the_road_north_is_open_only_when_the_gate_is(village: VillageMap) -> None:
    """The gate is more than a picture."""
    world = World(village)
    north = (24 * 16.0, 2 * 16.0)
    assert not world.way(village.start, north, 10)
    world.gate.changed = True
    assert world.way(village.start, north, 10)
    world.gate.changed = False


def test_water_and_walls_stop_whoever_walks(village: VillageMap) -> None:
    """And along a wall one slides."""
    world = World(village)
    assert not world.free(42 * 16, 29 * 16)
    assert not world.free(-5, 40)
    x, y = world.walk((200.0, 130.0), 4, -60)
    assert y > 100
    assert x > 200


def test_houses_and_lanterns_have_a_picture_for_the_night(village: VillageMap) -> None:
    """Light in the windows is a second picture of the same size."""
    for thing in village.things:
        if thing.kind in ("house", "lantern", "gate", "hearth"):
            assert thing.other is not None
            assert thing.other.get_size() == thing.picture.get_size()


def test_every_place_has_a_name(village: VillageMap) -> None:
    """The villagers are told the place of the hero."""
    assert village.place_at(*village.start) == "the south road"
    assert village.place_at(24 * 16, 19 * 16) == "the plaza"
    assert village.place_at(0, 570) == "the village"


def test_every_chat_is_between_villagers() -> None:
    """Small talk needs mouths."""
    assert all(chat.who <= set(VILLAGERS) for chat in CHATS)


def test_every_sound_is_a_small_wave() -> None:
    """Made here, one channel, and all of them together under a megabyte."""
    paths = sorted((files.ASSETS / "sounds").glob("*.wav"))
    assert {path.stem for path in paths} >= {*NAMES, "music_gentle", "music_merry", "music_feast", *AMBIENT}
    assert sum(path.stat().st_size for path in paths) < 1_000_000
    for path in paths:
        with wave.open(str(path)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)


@pytest.mark.parametrize("missing", ["things/well.png", "ground.png"])
def test_a_missing_picture_is_named(missing: str, tmp_path: Path) -> None:
    """With its path, and what to do."""
    with pytest.raises(AssetError, match=r"the picture is missing.*assets\.make"):
        files.load(tmp_path / missing)


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    """The same for a file that is no picture."""
    path = tmp_path / "well.png"
    path.write_text("no picture")
    with pytest.raises(AssetError, match=r"well\.png: the picture cannot be read"):
        files.load(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name="things"', 'name="stuff"', 'no object layer "things"'),
        ('type="start"', 'type="end"', "where the hero begins"),
    ],
)
def test_a_map_without_its_layers_says_which(old: str, new: str, says: str, tmp_path: Path) -> None:
    """Whoever changes the map in Tiled is told what the game needs."""
    text = MAP.read_text("utf-8").replace('source="', f'source="{files.ASSETS.as_posix()}/')
    text = text.replace('value="characters/', f'value="{files.ASSETS.as_posix()}/characters/')
    (tmp_path / "village.tmx").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(AssetError, match=says):
        tilemap.read(tmp_path / "village.tmx")


def test_a_missing_map_is_named(tmp_path: Path) -> None:
    """The first thing that can be missing."""
    with pytest.raises(AssetError, match=r"village\.tmx: the map is missing"):
        tilemap.read(tmp_path / "village.tmx")


def test_no_sheet_has_a_fact_twice() -> None:
    """Each sentence earns its place."""
    for name in VILLAGERS:
        facts = facts_of(name)
        assert len(facts) == len(set(facts)), name
