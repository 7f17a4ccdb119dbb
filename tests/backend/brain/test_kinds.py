"""Kinds that strangers missed: deeds that are choices, corrections, switches, slips, the things of the player."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.language.spelling import Speller
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

COACH: dict[str, Any] = {
    "name": "Dora",
    "bio": "Dora is the coach of the Herons.",
    "knowledge": ["Young Marek is the fastest runner.", "Teo hates carrots.", "The doctor Bram mends legs."],
    "functions": [
        function(
            "talk_to_runner", "Talks to a runner", runner="string: name of the runner", tone="string: praise or scold"
        ),
        function("dye_shirt", "Dyes a shirt", color="string: red, blue or green"),
        function("set_gate", "Opens or closes the gate", open="boolean: true opens the gate, false closes it"),
        function(
            "send_runners", "Sends runners out", direction="string: north or south", count="number: how many runners"
        ),
        function("take_fee", "Takes the fee of the player", people="number: for how many people the fee is paid"),
        function("keep_thing", "Keeps a thing of the player's", thing="string: the thing that is kept"),
        function("set_lamps", "Switches the lamps on or off", on="boolean: true for on, false for off"),
        function("search_crate", "Searches the crate for a thing of the player's", item="string: the lost thing"),
        function("book_bath", "Books a bath for the player", hour="number: the hour, 1 to 6"),
    ],
}


def answer(text: str, **context: str) -> Any:
    return OfflineBrain().answer(Question(COACH, text, "Ada", ("Ada",), context))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("praise Marek", "talk_to_runner(runner=Marek, tone=praise)"),
        ("close the gate", "set_gate(open=false)"),
        ("send two runners north, i mean south", "send_runners(direction=south, count=2)"),
        ("lamps off, they can see us", "set_lamps(on=false)"),
        ("book me a bath at hour 3", "book_bath(hour=3)"),
        ("keep my sword while i swim", "keep_thing(thing=sword)"),
        ("i want to go blue", "dye_shirt(color=blue)"),
        ("my blue mitten is gone, can you dig around in that crate", "search_crate(item=blue mitten)"),
    ],
)
def test_a_request_is_heard_by_its_form(text: str, call: str) -> None:
    """The verb may be a choice, the last word counts, and a number stands behind its name."""
    assert said_calls(answer(text)) == call


@pytest.mark.parametrize(
    "text",
    [
        "keep the gate shut",
        "leave it",
        "i take that with a pinch of salt",
        "a new colour please",
        "take the fee for us",
    ],
)
def test_what_is_left_open_calls_nothing(text: str) -> None:
    """A state to be kept, a kind without a choice and a count that nobody named are no values."""
    assert not answer(text).calls


@pytest.mark.parametrize(
    ("text", "context", "told"),
    [
        ("where do i live again?", {"home": "the mill"}, "mill"),
        ("what am i wearing?", {"outfit": "a red coat"}, "red coat"),
        ("what level is my fox?", {"team": "fox level 12"}, "12"),
        ("how much money have i got?", {"purse_ducats": "12"}, "12"),
        ("what's wrong with my leg?", {"injury": "a sprained ankle"}, "sprained"),
        ("what am i charged with?", {"crime": "smuggling"}, "smuggling"),
        ("what was i meant to do?", {"mission": "guard the bridge"}, "bridge"),
        ("what place are we in the league?", {"rank": "9th"}, "9th"),
        ("where have i been?", {"visited": "the old pier"}, "pier"),
        ("what day is it today?", {"weekday": "Monday"}, "Monday"),
        ("is anybody suspicious of me?", {"suspicion": "high"}, "high"),
    ],
)
def test_the_players_things_are_told_by_what_goes_with_them(text: str, context: dict[str, str], told: str) -> None:
    """A value need not be asked for by its name."""
    assert told in answer(text, **context).content


@pytest.mark.parametrize("text", ["how many points did she get?", "which room is he in?", "what should i bring?"])
def test_what_somebody_else_has_is_not_the_players(text: str) -> None:
    """The game's values are those of the one who asks, and tell how things stand and not how they should."""
    told = answer(text, points="4711", room="4711", bag="4711").content
    assert "4711" not in told


def test_the_line_that_says_who_somebody_is_comes_first() -> None:
    """`The doctor Bram` says who Bram is."""
    assert "doctor" in answer("who is Bram?").content


@pytest.mark.parametrize(("slip", "meant"), [("romm", "room"), ("wsh", "wash"), ("aucton", "auction")])
def test_a_word_that_is_none_is_put_right(slip: str, meant: str) -> None:
    """One letter wrong, or no vowels."""
    assert Speller(["room wash auction"]).mend(f"the {slip}") == f"the {meant}"


@pytest.mark.parametrize("word", ["shambles", "exploded", "goodness", "lads", "rubber", "pat", "flour", "strangest"])
def test_everyday_words_are_no_slips(word: str) -> None:
    """Nobody means the stables who speaks of shambles; a form of an everyday word is one."""
    own = "stables employed goddess leads robber path floor stranger"
    assert Speller([own]).mend(f"what a {word}") == f"what a {word}"


CURATOR: dict[str, Any] = {
    "name": "Ines",
    "bio": "Ines is the curator of the Moth House. She taught chemistry until she found her first moth.",
    "knowledge": [
        "The warranty on a lamp lasts one year.",
        "Lamp oil is made of seeds.",
        "Guards take turns at the gate.",
        "Pellworm takes bribes.",
        "The owls sleep in the tower, and I count six of them.",
        "Marta the baker is my mother, and she thinks that I sell bread.",
        "My mother's bakery stands by the river.",
        "The Hale brothers robbed the tower in May.",
        "The best guest is Otto.",
        "Oysters are gathered in autumn.",
    ],
    "functions": [],
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how long does the warranty last?", "one year"),
        ("how do you make lamp oil?", "seeds"),
        ("what did you do before you were a curator?", "chemistry"),
        ("how many owls are there?", "six"),
        ("which of the guards takes bribes?", "Pellworm"),
        ("who is your mother?", "Marta"),
        ("when did they rob the tower?", "May"),
        ("who is your best guest?", "Otto"),
        ("when do you gather the oysters?", "autumn"),
        ("where is the bakery?", "river"),
    ],
)
def test_a_fact_answers_by_what_it_tells(text: str, told: str) -> None:
    """A span tells how long, a stuff how, the own past who one was; the number asked for is never cut off."""
    assert told in OfflineBrain().answer(Question(CURATOR, text, "Ada")).content
