"""Orders by their form: any verb before its object, in the plain words of people who do not know the sheet's."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.brain.language.clauses import ClauseKind, clauses
from tests.backend.brain.conversations import answers, talk
from tests.backend.brain.worlds import function

CIRCUS: dict[str, Any] = {
    "name": "Dolores Finch",
    "bio": ["Dolores Finch looks after the props of a circus.", "She has one glass eye."],
    "knowledge": ["The tent holds nine hundred people.", "The elephant is called Mina."],
    "functions": [
        function("light_hoops", "Sets the burning hoops of the lions on fire", lit="boolean: true to light them"),
        function("set_heater", "Sets the heater", level="number: 1 to 5"),
        function("run_water", "Turns the water of the seals on or off", on="boolean: on or off"),
        function("note_bet", "Notes a bet", coins="number: how many coins", lane="number: the number of the lane"),
        function("hand_out", "Hands the player juggling clubs", count="number: how many clubs"),
        function("add_name", "Puts somebody on the list of the parade", name="string: name of the person"),
        function("lead_camel", "Leads the camel some steps", way="string: left, right or back", steps="number: steps"),
    ],
}


@pytest.mark.parametrize(
    "text",
    [
        "sew it back on",
        "hoist the flag",
        "grease the axle",
        "ferry us over",
        "whistle a tune for the dog",
        "unlatch the pen",
        "rewind that tape for me",
        "I must send a letter to Ida",
        "I beg you to close the gate",
        "I must ask you to light the moon",
    ],
)
def test_any_verb_before_its_object_orders(text: str) -> None:
    """No list has all the verbs of a game."""
    assert [clause.kind for clause in clauses(text)] == [ClauseKind.REQUEST]


@pytest.mark.parametrize(
    "text",
    [
        "glad that you came",
        "gg that was close",
        "lucky me",
        "poor old us",
        "dinner this evening",
        "rain all day again",
        "below the stairs",
        "church my foot",
        "bread a bit dry today",
        "service is over",
        "I must say the gate is lovely",
        "no rush, the gate can wait",
    ],
)
def test_what_only_looks_like_an_order_is_none(text: str) -> None:
    """A noun, an adjective or a preposition before `the` or `that` is no verb."""
    assert ClauseKind.REQUEST not in [clause.kind for clause in clauses(text)]


@pytest.mark.parametrize(
    "text", ["scratch that", "Scratch that, no thunder after all", "I must ask you not to light it"]
)
def test_an_order_is_taken_back_in_other_words(text: str) -> None:
    """What is scratched is not done."""
    assert clauses(text)[0].kind is ClauseKind.REFUSAL


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (["douse those hoops!"], "light_hoops(lit=false)"),
        (["cut off the water"], "run_water(on=false)"),
        (["shut the water off please"], "run_water(on=false)"),
        (["get the heater going at level 2"], "set_heater(level=2)"),
        (["I put 3 coins on lane number 8, jot it down"], "note_bet(coins=3, lane=8)"),
        (["hand me a lot of clubs", "twelve"], "hand_out(count=12)"),
        (["Morag Bell wants to march as well, jot her down on the list"], "add_name(name=Morag Bell)"),
        (["lead the camel three steps. Left."], "lead_camel(way=left, steps=3)"),
    ],
)
def test_values_are_read_where_they_stand(messages: list[str], wanted: str) -> None:
    """Beside the verb, in the sentence before, at its head or in two words behind it."""
    assert talk(CIRCUS, *messages) == wanted


HALL: dict[str, Any] = {
    "name": "Pim",
    "bio": ["Pim looks after the village hall."],
    "knowledge": ["The hall was built in 1906."],
    "functions": [
        function("set_lamps", "Switches the lamps of the hall", on="boolean: on or off"),
        function("paint_poster", "Paints a poster", text="string: the words on the poster"),
        function("start_band", "Lets the band play"),
    ],
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("make it dark in here", "set_lamps(on=false)"),
        ("nobody sees a thing, give us some light", "set_lamps(on=true)"),
        ("let there be light in this hall", "set_lamps(on=true)"),
        ("everybody is asleep, kill those lamps", "set_lamps(on=false)"),
        ("let the poster say Mud and Glory", "paint_poster(text=Mud and Glory)"),
    ],
)
def test_a_side_or_a_text_is_named_in_other_words(text: str, wanted: str) -> None:
    """By how it shall be, whatever is told beside it."""
    assert talk(HALL, text) == wanted


def test_a_sentence_beside_an_order_counts_what_it_counts_alone() -> None:
    """Three days on the road are no three clubs."""
    assert talk(CIRCUS, "Hand me some clubs, please. Three clubs.") == "hand_out(count=3)"
    assert "count" not in talk(CIRCUS, "Three days on the road. Hand me some clubs, please.")


@pytest.mark.parametrize("text", ["hand me a few clubs", "hand me a lot of clubs", "hand me a handful of clubs"])
def test_an_amount_without_a_number_is_asked_for(text: str) -> None:
    """`A few` is no one."""
    assert "how many" in talk(CIRCUS, text).lower()


KEEPER: dict[str, Any] = {
    "name": "Renata Kovac",
    "bio": ["Renata Kovac drives the cable car to the summit."],
    "knowledge": [
        "My daughter Ilse studies astronomy.",
        "The inn in the valley is called the Blue Goat.",
        "My dog Nuvola rides up with me.",
    ],
    "functions": [
        function("give_biscuit", "Gives the player a biscuit"),
        function("lead_to", "Leads the player somewhere", place="string: the place"),
        function("whisper_to", "Whispers a word to somebody", name="string: who"),
        function("ring_bell", "Rings the bell"),
    ],
}


@pytest.mark.parametrize("text", ["Give Nuvola a biscuit", "hand Ilse a biscuit from me", "Give your dog a biscuit"])
def test_what_somebody_else_shall_have_is_not_handed_to_the_player(text: str) -> None:
    """Whom a thing is for stands before it."""
    assert "(" not in talk(KEEPER, text)


def test_what_the_player_shall_have_is() -> None:
    """With or without a word for whom."""
    assert [talk(KEEPER, text) for text in ("give me a biscuit", "a biscuit, please")] == ["give_biscuit()"] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [("Lead me to the chapel", "lead you to the chapel"), ("Whisper something to Ilse", "whisper to Ilse")],
)
def test_only_who_is_led_is_named_in_the_deed(text: str, said: str) -> None:
    """A whisper leads nobody."""
    assert said in answers(KEEPER, text)[0].content


def test_a_goodbye_beside_an_order_is_answered_too() -> None:
    """The deed first, then the farewell."""
    answer = answers(KEEPER, "Ring the bell, please. Goodbye!")[0]
    assert [call.name for call in answer.calls] == ["ring_bell"]
    assert len(answer.content) > len(answers(KEEPER, "Ring the bell, please.")[0].content)


@pytest.mark.parametrize(
    "text", ["Are you Renata?", "Hi there! Are you Renata Kovac? I am Ada.", "hello, are you renata"]
)
def test_who_is_asked_for_says_so(text: str) -> None:
    """By the name, which `how are you, Renata?` does not ask for."""
    assert "Renata Kovac" in talk(KEEPER, text)
    assert "Renata Kovac" not in talk(KEEPER, "how are you, Renata?")


def test_a_name_is_asked_for_by_its_owner() -> None:
    """What the mayor is called is not told by what an inn is called."""
    assert "Ilse" in talk(KEEPER, "What is your daughter's name?")
    assert "Goat" not in talk(KEEPER, "What's the mayor's name?")


def test_a_thing_is_told_from_others_by_its_number_in_words() -> None:
    """`Deck two` is the deck, and no amount."""
    hotel = {
        "name": "Oskar",
        "functions": [function("set_gravity", "Sets the gravity", deck="string: 1, 2 or 3", percent="number: percent")],
    }
    assert talk(hotel, "set deck two to 50") == "set_gravity(deck=2, percent=50)"
    assert talk(hotel, "Turn it down to 50 on deck two please") == "set_gravity(deck=2, percent=50)"
    assert "set_gravity" not in talk(hotel, "set deck two to a half")


def test_somebody_who_says_their_name_is_met() -> None:
    """Whatever else is said in the same breath, unless it is of more weight."""
    met = {line.split("{")[0] for line in lines_in("en")["met"]}
    said = [talk(KEEPER, "Hello", text) for text in ("I'm Ada, new on board.", "I'm Ada. My shop burned down.")]
    assert [any(line in one for line in met if line) for one in said] == [True, False]
