"""The words that go with a call: they name the thing and promise nothing that only the game decides."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain.calls.phrasing import ability, deed, many
from stealth_pygame.backend.brain.knowledge.functions import declared
from stealth_pygame.backend.brain.language.adjectives import an
from tests.backend.brain.conversations import answers
from tests.backend.brain.strangers_a import QUARTERMASTER
from tests.backend.brain.test_villagers import villager
from tests.backend.brain.worlds import function


@pytest.mark.parametrize(
    ("name", "description", "values", "words"),
    [
        ("open_gate", "Opens the gate", {}, "open the gate"),
        ("heal_player", "Heals the player", {}, "heal you"),
        ("heal", "Heals somebody", {"person": "Ada"}, "heal you"),
        ("heal", "Heals somebody", {"person": "Elise"}, "heal Elise"),
        ("whistle", "Whistles", {}, "whistle"),
        ("guide_to", "Leads the player", {"place": "oasis"}, "guide you to the oasis"),
        ("hoist_flag", "Hoists a flag", {"flag": "black"}, "hoist the black flag"),
        ("unlock_room", "Unlocks a room", {"room": "gym"}, "unlock the gym"),
        ("give_quest", "Gives the player a quest", {"target": "Reyes"}, "give you a quest"),
        ("hand_over_map", "Hands the player a map", {}, "hand you a map"),
        ("stop_following", "Stops following the player", {}, "stop following"),
        ("fetch_grandpa", "Run and fetch Grandpa", {}, "fetch Grandpa"),
        ("set_alarm", "Turns the alarm on or off", {}, "see to the alarm"),
        ("let_pip_fish", "Allow Pip to fish", {}, "see to that"),
        ("frobnicate", "Does it", {}, "frobnicate"),
        ("serve", "Serves food to the player", {"dish": "stew"}, "serve you stew"),
        ("call_contact", "Calls a contact", {"contact": "Zhou"}, "call Zhou"),
        ("show_evidence", "Shows a piece of evidence", {"piece": "letter"}, "show you the evidence"),
    ],
)
def test_a_deed_in_words(name: str, description: str, values: dict[str, str], words: str) -> None:
    """Functions read as a person would say them."""
    made = declared([function(name, description, **dict.fromkeys(values, "string: which"))])[0]
    assert deed(made, values, "Ada") == words


def test_things_have_articles_and_plurals() -> None:
    """Where English has them."""
    assert [an(word) for word in ("axe", "rope", "arrows", "Reyes", "tent")] == [
        "an axe",
        "rope",
        "arrows",
        "Reyes",
        "a tent",
    ]
    assert [many(word) for word in ("axe", "cutlass", "eggs", "saffron")] == ["axes", "cutlasses", "eggs", "saffron"]


def test_what_a_function_can_do_names_the_choices() -> None:
    """A list of abilities says what is to be had."""
    made = declared([function("sell", "Sell the player something", item="string: one of lamp, rope or tent")])[0]
    assert ability(made) == "sell a lamp, rope or a tent"


CASES = [
    ("warden", "Please open the gate.", "open_gate", "gate"),
    ("fisher", "Could you give me some fish oil?", "give_fish_oil", "fish oil"),
]


@pytest.mark.parametrize(("who", "text", "name", "thing"), CASES)
def test_words_of_a_call_fit_the_call(who: str, text: str, name: str, thing: str) -> None:
    """No fact or example about something else is said beside a call."""
    answer = answers(villager(who), text)[0]
    assert [call.name for call in answer.calls] == [name]
    assert thing in answer.content.lower()
    assert "wolves" not in answer.content.lower()
    assert "fishing is" not in answer.content.lower()


def test_an_example_that_asked_for_the_same_is_said_with_the_call() -> None:
    """The sheet's own words for just this wish are used."""
    assert "sea have mercy" in answers(QUARTERMASTER, "I want to join your crew")[0].content
