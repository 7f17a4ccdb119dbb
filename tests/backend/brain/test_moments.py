"""What a game tells of the moment, nested or flat, is told to whoever asks, in words that a person would say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.state import sentences
from stealth_pygame.backend.brain.state.entries import entries
from stealth_pygame.backend.brain.state.situation import is_hurt
from stealth_pygame.testing import FakeBackend, pump
from tests.backend.brain.conversations import answers
from tests.backend.brain.moments import MOMENTS, README_TABLE
from tests.backend.brain.tables import rows
from tests.backend.brain.worlds import GUARD, SMITH
from tests.system.test_readme import program_with, run_fragment

_WIRE_KEY = re.compile(r"\w\.[a-z]|_|\btrue\b|\bfalse\b")
"""What only a machine says."""


def said(context: Mapping[str, str], message: str, sheet: Mapping[str, Any] = SMITH) -> str:
    answer = OfflineBrain().answer(Question(sheet, message, "Ada", ("Ada",), context))
    assert not answer.calls
    return answer.content


def fits(answer: str, wanted: str) -> bool:
    """Whether an answer holds every needle, and sounds like a person."""
    needles = wanted.split(" + ")
    kept = [needle.lower() in answer.lower() for needle in needles if not needle.startswith("!")]
    shunned = [needle[1:].lower() in answer.lower() for needle in needles if needle.startswith("!")]
    return all(kept) and not any(shunned) and not _WIRE_KEY.search(answer)


def misses(context: Mapping[str, str], table: str, sheet: Mapping[str, Any] = SMITH) -> str:
    """Every row that is not answered as the table says, one a line."""
    answers = [(row.text, row.wanted, said(context, row.text, sheet)) for row in rows(table)]
    return "\n".join(f"{text} wanted {wanted!r}, got {got!r}" for text, wanted, got in answers if not fits(got, wanted))


@pytest.fixture
def readme() -> dict[str, str]:
    """What goes onto the wire when the README's block on context has run."""
    with FakeBackend("measured") as backend:
        dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        bruno = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
        run_fragment(program_with("class Bag"), {"stealth": stealth, "dialogue": dialogue, "bruno": bruno})
        message = bruno.send("And?")
        pump(dialogue, lambda: message.done)
        dialogue.close()
        sent = [entry for request in backend.requests if request.body for entry in request.body.get("context", ())]
    return {entry["key"]: entry["value"] for entry in sent}


def test_the_readme_s_context_is_told(readme: dict[str, str]) -> None:
    """What the README says that the villagers know, they tell when they are asked."""
    assert readme["weather.wind"] == "2.5"
    assert readme["knocked"] == "three times"
    assert not misses(readme, README_TABLE)


@pytest.mark.parametrize("game", MOMENTS)
def test_other_games_are_told(game: str) -> None:
    """Nested and flat keys, yes and no, shares, counts, lists and places come out as sentences."""
    context, table = MOMENTS[game]
    assert not misses(context, table)


@pytest.mark.parametrize("game", MOMENTS)
def test_the_sheet_keeps_what_is_its_own(game: str) -> None:
    """A question that the context only brushes against is left to the sheet."""
    context, _ = MOMENTS[game]
    assert "Thyra" in said(context, "Who rules the city?")
    assert "30" in said(context, "How much is an axe?")
    assert "5 silver" in said(context, "What is the fee?", GUARD)
    assert "locked from ten" in said({"gate.locked": "true"}, "When is the gate locked?", GUARD)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("wolves.killed", "1", "1 wolf has been killed"),
        ("wolves_killed", "0", "no wolves have been killed"),
        ("killed", "3", "3 have been killed"),
        ("bridge.crossed", "0", "the bridge has never been crossed"),
        ("bridge.crossed", "2", "the bridge has been crossed twice"),
        ("arrows", "1", "there is 1 arrow"),
        ("wolves.left", "1", "there is 1 wolf left"),
        ("wolves.total", "10", "there are 10 wolves in total"),
        ("player.arrows", "0", "you have no arrows"),
        ("gold_price", "30", "the gold price is 30"),
        ("player.inventory.rope", "false", "you have no rope"),
        ("npc.can_swim", "false", "I cannot swim"),
        ("gate.state", "locked", "the gate is locked"),
        ("weather.foggy", "false", "it is not foggy"),
        ("weather.fog", "false", "there is no fog"),
        ("weather.wind", "0.5", "the wind is 0.5"),
        ("castle.clocks", "true", "the castle has clocks"),
        ("player.inventory.items", "rope", "you carry rope"),
        ("is_dark", "true", "it is dark"),
        ("met_king", "true", "you have met the king"),
        ("player.isThief", "true", "you are a thief"),
        ("festival.date", "the third of May", "the date of the festival is the third of May"),
        ("festival.day", "3", "the day of the festival is 3"),
        ("time", "7", "it is 7 o'clock"),
        ("time.of_day", "noon", "it is noon"),
        ("bandits.position", "near the mill", "the bandits are near the mill"),
        ("Rex.owner", "Mara.", "the owner of Rex is Mara"),
        ("spell_slots.ice_bolt", "1.23456", "the ice bolt of the spell slots is 1.23"),
        ("pets", "(kind: dog, name: Rex), (kind: cat, name: Tom)", "the pets are Rex (kind dog), Tom (kind cat)"),
    ],
)
def test_a_value_is_a_sentence(key: str, value: str, sentence: str) -> None:
    """Whatever its type, and however its key is written."""
    (leaf,) = entries({key: value})
    assert sentences.sentence(leaf) == sentence


@pytest.mark.parametrize("key", ["", ".", "_", "a..", "日本.語", "Ünï.çode", "has_", "x"])
@pytest.mark.parametrize("value", ["", "²", "٣", "...", "-", "1,2", "(a: b)"])
def test_odd_keys_and_values_do_no_harm(key: str, value: str) -> None:
    """What no game should write is answered all the same."""
    assert said({key: value, "time.hour": value, "time.minute": value, "mood": value}, "How are you?")
    assert said({key: value, "a.x": value, "a.y": value, "bag.": value}, "What do I have?")
    for message in ("how", "how far", "is", "is it", "when", "can I", "tell me", "show", "do you know", "the", "it?"):
        assert said({key: value, "weather": "true", "wolves.killed": "3"}, message)


def test_the_mood_is_his_and_said_again_he_owns_up() -> None:
    """Asked twice, he does not say the same line twice; the player's own mood is not taken for his."""
    one, two = answers(dict(SMITH), "How are you?", "How are you?", mood="grim")
    assert one.content == "I feel grim."
    assert "grim" in two.content
    assert one != two
    assert "grim" not in said({"player.mood": "grim"}, "How are you?")


@pytest.mark.parametrize(
    ("health", "answer"),
    [
        ("0.2", "Yes, badly: your health is at 20 percent."),
        ("0.5", "Yes: your health is at 50 percent."),
        ("0.75", "A little: your health is at 75 percent."),
        ("1.0", "No: your health is at 100 percent."),
    ],
)
def test_wounds_are_weighed(health: str, answer: str) -> None:
    """A share of the whole says how badly hurt somebody is."""
    assert said({"health": health, "max_health": "1.0"}, "Am I hurt?") == answer


def test_somebody_else_s_wounds_are_not_the_player_s() -> None:
    """The bandit's health is asked for by his name, and nobody greets Ada as wounded for it."""
    context = {"bandit.health": "3/100", "health": "90/100"}
    assert said(context, "How is the health of the bandit?") == "The health of the bandit is 3/100."
    assert said(context, "Am I hurt?") == "Your health is 90/100."
    assert not is_hurt(context)


def test_nobody_takes_it_for_another_thing() -> None:
    """How cold it is tells no forge, and a question without a word of the context is the sheet's."""
    assert "forge" not in said({"forge.temperature": "800", "weather.wind": "3"}, "Is it cold?")
    for message in ("where are you?", "why is it so?", "how is that?", "what of it?"):
        assert "800" not in said({"forge.temperature": "800"}, message)


def test_a_bag_may_have_a_key_for_each_thing() -> None:
    """What it says in words is carried as well, and what there is none of is not."""
    context = {"bag.sword": "rusty", "bag.ropes": "0", "bag.torch": "true"}
    assert said(context, "What do I carry?") == "You carry a sword (rusty), a torch."


def test_leave_is_given_in_character() -> None:
    """Who asks to be allowed something hears no error; who asks for a thing that is not had is told so."""
    for message in ("May I come in?", "Could we stay here?", "May I sit down?"):
        assert fits(said({}, message), "!know + !cannot + !beyond + !nothing I can do")
