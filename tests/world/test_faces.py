"""Moods and portraits of an NPC: off by default, from the sheet or the game, shown with the line that they go with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stealth_pygame.characters.moods import SET_MOOD, USUAL
from stealth_pygame.characters.sheets import BasicCharacter
from stealth_pygame.errors import CharacterError, ConfigurationError
from stealth_pygame.events import ActionDone, Called, MoodChanged, Refused, Said
from stealth_pygame.scene.rounds.exchange import ExchangeEnd
from stealth_pygame.world.npc import NPC
from tests.scripted import said
from tests.village import Village, smith

MOODS = ("calm", "happy", "angry")


def sheet(**fields: Any) -> BasicCharacter:
    return BasicCharacter("Bruno", bio="A smith.", **fields)


def feeling(village: Village, npc: NPC, *moods: str, text: str = "Well.") -> list[Said]:
    """Let an NPC answer once with these moods set; return what was told of it."""
    village.client.will("send", said(text, *((SET_MOOD, {"mood": mood}) for mood in moods)))
    before = len(village.told)
    npc.send("Hello", village.scene.speaker)
    village.go(0.5)
    return [event for event in village.told[before:] if isinstance(event, Said)]


def test_nothing_changes_for_who_has_no_moods() -> None:
    """No function is declared, no field is on the wire, and no event is told."""
    village = Village()
    village.player()
    npc = village.npc(smith())
    (line,) = feeling(village, npc, "happy")
    assert (npc.moods, npc.mood, npc.portrait(), line.mood) == ((), "", None, "")
    assert npc.character.to_wire() == smith().to_wire()
    assert [event.reason for event in village.heard(Refused)] == ["no such function is declared"]
    assert "mood" not in npc.memory.save()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, MOODS),
        ({"moods": None}, MOODS),
        ({"moods": True}, USUAL),
        ({"moods": ["shy", "bold"]}, ("shy", "bold")),
        ({"moods": False}, ()),
    ],
)
def test_the_game_goes_before_the_sheet(options: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Moods come from the sheet, from a list, or from the library's own list."""
    npc = Village().npc(sheet(moods=MOODS), **options)
    assert npc.moods == expected
    assert (npc.function(SET_MOOD) is not None) == bool(expected)
    assert npc.mood == next(iter(expected), "")


def test_a_sheet_keeps_its_moods_off_the_wire() -> None:
    """The backend hears of moods by the function alone, which names them."""
    character = sheet(moods=MOODS, portraits={"calm": "a.png"})
    assert character.to_wire() == sheet().to_wire()
    wire = Village().npc(character).character.to_wire()
    (function,) = wire["functions"]
    assert (function["name"], function["parameters"][0]["type"]) == (SET_MOOD, "string")
    assert 'one of "calm", "happy", "angry"' in function["parameters"][0]["description"]


def test_a_mood_is_told_before_the_words_it_goes_with() -> None:
    """The last one of a reply counts; it is not an action: nothing is posted as called, the NPC hears nothing."""
    village = Village()
    village.player()
    npc = village.npc(sheet(moods=MOODS))
    (line,) = feeling(village, npc, "angry", " HAPPY. ")
    assert (npc.mood, line.mood) == ("happy", "happy")
    moods = [event for event in village.told if isinstance(event, (MoodChanged, Said))]
    assert moods == [MoodChanged(npc, "happy", "calm"), line]
    assert not any(map(village.heard, (Called, ActionDone, Refused)))
    assert npc.memory.results(None) == []


def test_a_mood_stays_until_it_changes() -> None:
    """A reply without one leaves it, and a mood that is there already is not a change."""
    village = Village()
    village.player()
    npc = village.npc(sheet(moods=MOODS))
    assert [feeling(village, npc, *moods)[0].mood for moods in (["angry"], [], ["angry"])] == ["angry"] * 3
    assert len(village.heard(MoodChanged)) == 1


@pytest.mark.parametrize("word", ["furious", "", "calm, happy", "x" * 9000])
def test_an_unknown_mood_changes_nothing(word: str) -> None:
    """A model that makes one up costs neither a failed line nor a refusal."""
    village = Village()
    village.player()
    npc = village.npc(sheet(moods=MOODS))
    (line,) = feeling(village, npc, word)
    assert (line.mood, village.heard(Refused), village.heard(MoodChanged)) == ("calm", [], [])


def test_the_game_sets_a_mood_as_well() -> None:
    """What it sets goes with the scripted lines after it, and is told once."""
    village = Village()
    npc = village.npc(sheet(moods=MOODS))
    for mood in ("Angry", "calm"):
        npc.mood = mood
        npc.say(mood)
    village.go(0.1)
    assert [(line.text, line.mood) for line in village.heard(Said)] == [("Angry", "angry"), ("calm", "calm")]
    with pytest.raises(ConfigurationError, match="mood of Bruno is 'sad'; their moods are calm, happy, angry"):
        npc.mood = "sad"
    with pytest.raises(ConfigurationError, match="give add_npc"):
        village.npc().mood = "sad"


def test_a_game_may_have_a_function_of_that_name() -> None:
    """Its own action, and one of the file, mean what the game wants: nothing is read into them."""
    village = Village()
    village.player()
    npc = village.npc(sheet(moods=MOODS))
    heard = []

    @npc.action
    def set_mood(mood: str) -> None:
        heard.append(mood)

    (line,) = feeling(village, npc, "angry")
    assert (heard, line.mood, npc.mood) == (["angry"], "calm", "calm")
    assert len(village.heard(Called)) == 1


def test_moods_follow_a_new_sheet_and_outlive_a_changed_field() -> None:
    """A mood that the new sheet does not know gives way to the usual one."""
    village = Village()
    npc = village.npc(sheet(moods=MOODS, portraits={"calm": "a.png"}))
    npc.mood = "angry"
    npc.update_character(bio="An old smith.")
    assert (npc.moods, npc.mood) == (MOODS, "angry")
    assert set(npc.portraits) == {"calm"}
    npc.character = sheet(moods=["shy", "bold"])
    assert (npc.moods, npc.mood) == (("shy", "bold"), "shy")
    npc.moods = ["odd"]
    assert npc.mood == "odd"


def test_a_mood_is_saved_and_forgotten_with_the_memory() -> None:
    """A villager who was angry is angry in the loaded game."""
    village = Village()
    npc, other = village.npc(sheet(moods=MOODS)), village.npc(sheet(moods=MOODS), id="other")
    npc.mood = "angry"
    other.memory.load(json.loads(json.dumps(npc.memory.save())))
    assert other.mood == "angry"
    other.reset_memory()
    assert other.mood == "calm"


def test_npcs_who_talk_to_each_other_have_faces() -> None:
    """Of their calls only moods are kept."""
    village = Village()
    one, other = village.npc(sheet(moods=MOODS)), village.npc(smith(name="Marta"), id="marta")
    village.client.will("send", said("Fine day.", (SET_MOOD, {"mood": "happy"}), ("open_gate", {"wide": "true"})))
    talk = village.scene.converse(one, other, turns=1)
    village.go(20)
    assert talk.reason is ExchangeEnd.TURNS
    assert [line.mood for line in village.heard(Said)] == ["happy"]
    assert not any(map(village.heard, (Called, Refused)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"moods": "calm"}, "moods: found the text"),
        ({"moods": 3}, "moods: found the number 3"),
        ({"moods": ["calm", 3]}, r"moods\[1\]: found the number 3"),
        ({"moods": ["calm", " Calm"]}, "'Calm' is there twice"),
        ({"moods": ["a\nb"]}, r"moods\[0\]"),
        ({"moods": [f"m{number}" for number in range(40)]}, "40 moods, expected 32"),
        ({"portraits": "a.png"}, "portraits: found the text"),
        ({"portraits": {"calm": 3}}, "portraits.calm: found the number 3"),
    ],
)
def test_a_slip_in_a_sheet_is_named(fields: dict[str, Any], words: str) -> None:
    """The field and what was found, as for the rest of a sheet."""
    with pytest.raises(CharacterError, match=words):
        sheet(**fields)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"moods": "calm"}, "add_npc of Bruno: moods: found the text"),
        ({"moods": 3}, "add_npc of Bruno: moods: found the number 3"),
        ({"portraits": {"calm": 3}}, r"portraits\['calm'\] of Bruno is 3; give a Surface or the name of a file"),
        ({"portraits": 3}, "portraits of Bruno is 3"),
    ],
)
def test_a_slip_of_the_game_is_named(options: dict[str, Any], words: str) -> None:
    """The same where the game gives them."""
    with pytest.raises(ConfigurationError, match=words):
        Village().npc(**options)


def test_a_portrait_is_looked_up_by_mood(tmp_path: Path) -> None:
    """The mood's own, else the one for all, else that of the usual mood, else any; files count from the sheet."""
    (tmp_path / "bruno.toml").write_text(
        'name = "Bruno"\nbio = "A smith."\nmoods = ["calm", "angry"]\n[portraits]\ncalm = "faces/calm.png"\n', "utf-8"
    )
    npc = Village().npc(BasicCharacter.load(tmp_path / "bruno.toml"))
    assert npc.portrait("angry") == npc.portrait() == str(tmp_path / "faces" / "calm.png")
    npc.portraits = {"angry": "x.png"}
    assert (npc.portrait("angry"), npc.portrait("calm")) == ("x.png", str(tmp_path / "faces" / "calm.png"))
    npc.portraits = "one.png"
    assert npc.portrait("angry") == "one.png"
    npc = Village().npc(portraits={"odd": "odd.png"})
    assert npc.portrait() == "odd.png"
