"""Parameters, questions for what is missing, and conversations that lead to a call."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.functions import choices
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function


def talk(functions: list[dict[str, Any]], *messages: str, knowledge: str = "The well is deep.", **more: Any) -> str:
    """The calls of the last message of a conversation, or what was said."""
    brain = OfflineBrain()
    sheet = {"name": "Kim", "bio": "Kim is a clerk.", "knowledge": knowledge, "functions": functions}
    history: tuple[Turn, ...] = ()
    for message in messages:
        answer = brain.answer(Question(sheet, message, "Ada", ("Ada", "Ben"), {}, more.get("history", history)))
        history += (Turn("user", "Ada", message), Turn("character", "Kim", answer.content))
    return said_calls(answer) or answer.content


SELL = function(
    "sell", "Sell the player something", item="string: one of lamp, rope or tent", price="number: the price in gold"
)
SEND = function(
    "send_letter", "Send a letter", recipient="string: who gets it", message="string: the text of the letter"
)
DOOR = function("set_door", "Open or close the door", open="boolean: true to open, false to close")
STAY = function(
    "rent", "Rent a bed to the player", nights="number: nights", breakfast="boolean: whether breakfast is wanted"
)
MOVE = function("take_to", "Take the player somewhere", place="string: the place to go to")
STORY = function("tell_story", "Tell the player a story")
PAINT = function(
    "paint_house",
    "Paint the house",
    colour="string: the colour, for example red or blue",
    coats="number: how many coats, optional",
)


@pytest.mark.parametrize(
    ("functions", "messages", "wanted"),
    [
        ([SELL], ["sell me a rope for 5 gold"], "sell(item=rope, price=5)"),
        ([SELL], ["sell me a rope"], "price|how much|worth"),
        ([SELL], ["sell me a rope", "5"], "sell(item=rope, price=5)"),
        ([SELL], ["sell me a horse for 5 gold"], "rope"),
        ([SELL], ["I want a tent or a lamp"], "tent"),
        ([SELL], ["buy a rope for twenty five coins"], "sell(item=rope, price=25)"),
        ([SEND], ['send a letter to Ben: "Come home"'], "send_letter(recipient=Ben, message=Come home)"),
        ([SEND], ["send a letter to Ben saying that I am late"], "send_letter(recipient=Ben, message=that I am late)"),
        ([DOOR], ["open the door"], "set_door(open=true)"),
        ([DOOR], ["please close the door"], "set_door(open=false)"),
        ([STAY], ["rent me a bed for 3 nights"], "breakfast is wanted?"),
        ([STAY], ["rent me a bed for 3 nights", "yes please"], "rent(nights=3, breakfast=true)"),
        ([STAY], ["rent me a bed for 3 nights", "no thanks"], "rent(nights=3, breakfast=false)"),
        ([STAY], ["rent me a bed with breakfast for a night"], "rent(nights=1, breakfast=true)"),
        ([STAY], ["rent me a bed without breakfast for two nights"], "rent(nights=2, breakfast=false)"),
        ([MOVE], ["take me to the Old Mill please"], "take_to(place=Old Mill)"),
        ([MOVE], ["take me there"], "place"),
        ([MOVE], ["take me somewhere", "the harbour"], "take_to(place=harbour)"),
        ([STORY], ["tell me a story"], "tell_story()"),
        ([STORY], ["tell me about the story"], "-"),
        ([PAINT], ["paint the house red"], "paint_house(colour=red)"),
        ([PAINT], ["paint the house blue with two coats"], "paint_house(colour=blue, coats=2)"),
        ([SELL, STORY], ["tell me a story and sell me a rope for 2 gold"], "tell_story() + sell(item=rope, price=2)"),
        ([SELL], ["I do not want a rope, thanks"], "-"),
        ([SELL], ["sell me a rope", "never mind"], "-"),
        ([SELL], ["sell me something", "what do you have?"], "lamp"),
    ],
)
def test_requests_become_calls(functions: list[dict[str, Any]], messages: list[str], wanted: str) -> None:
    """Values come from the sentence; what is missing is asked for, and the next message completes it."""
    got = talk(functions, *messages)
    if wanted.endswith(")"):
        assert got == wanted
    elif wanted == "-":
        assert not got.endswith(")")
    else:
        assert any(word in got.lower() for word in wanted.split("|"))


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ('what is sold, "sword" or "shield"', ["sword", "shield"]),
        ("what is sold, sword or shield", ["sword", "shield"]),
        ("One of: low, mid, high", ["low", "mid", "high"]),
        ("which door to open (north/south)", ["north", "south"]),
        ("one of boot print, photograph or letter", ["boot print", "photograph", "letter"]),
        ("the item: sword, shield, or health potion", ["sword", "shield", "health potion"]),
        ("the price in gold coins", []),
        ("where to go", []),
    ],
)
def test_choices_are_read_from_descriptions(description: str, found: list[str]) -> None:
    """Quoted words, lists with `or`, lists after a colon, words with slashes."""
    assert choices(description) == found


def test_a_conversation_may_come_from_the_context() -> None:
    """Where the backend's history is new, `recent_conversation` tells what was asked before."""
    sheet = {"name": "Kim", "bio": "Kim is a clerk.", "knowledge": "The well is deep.", "functions": [SELL]}
    recent = 'Ada: "sell me a rope" | Kim: "At what price?"'
    answer = OfflineBrain().answer(Question(sheet, "5", "Ada", ("Ada",), {"recent_conversation": recent}))
    assert said_calls(answer) == "sell(item=rope, price=5)"
