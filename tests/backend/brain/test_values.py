"""The values of calls: what is taken back, what lies outside, and what only looks like a value."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

HOST: dict[str, Any] = {
    "name": "Mira",
    "bio": "Mira runs the guest house above the Night Market.",
    "knowledge": ["The kitchen closes at nine.", "A lamp costs 4 crowns."],
    "functions": [
        function("sell_item", "Sells the player something", item="string: lamp, rope or net", count="number: how many"),
        function("reserve_book", "Reserves copies", title="string: the title", copies="number: how many copies"),
        function("set_heat", "Sets the heat of the stove", level="number: from 1 to 9"),
        function("unlock_room", "Unlocks a room for the player", room="string: the number of the room, or cellar"),
        function("set_music", "Turns the music on or off", on="boolean: true for on, false for off"),
        function("set_torch", "Lights the torch or puts it out", lit="boolean: true to light it, false to put it out"),
        function("book_tour", "Books a tour", tour="string: night or swamp", people="number: how many people"),
        function("open_back_door", "Opens the back door"),
        function("rent_box", "Rents the player a box"),
        function("heal_guests", "Heals all guests of the player"),
        function("order_coat", "Orders a coat", colour="string: red or blue", hood="boolean: true for a hooded one"),
        function("book_visit", "Books a visit", day="string: the day of the week"),
        function("phone", "Phones somebody for the player", person="string: the name of the person"),
        function("serve", "Serves the player a snack", snack="string: noodle cup or protein bar"),
        function("open_passage", "Opens the secret passage"),
        function("keep_safe", "Keeps something of the player's safe", item="string: the thing"),
        function("rent_boat", "Rents the player a boat", days="number: how many days"),
        function("sell_ticket", "Sells the player a ticket", kind="string: single or return"),
        function("wake_guest", "Wakes the player at a stop", stop="string: Harbour or Market"),
    ],
}  # fmt: skip


def calls(text: str) -> str:
    return said_calls(OfflineBrain().answer(Question(HOST, text, "Ada", ("Ada",))))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("sell me a lamp, no wait, a rope", "sell_item(item=rope, count=1)"),
        ("a lamp please, no, a net", "sell_item(item=net, count=1)"),
        ("set the heat to 3, no, 4", "set_heat(level=4)"),
        ("two ropes, actually three", "sell_item(item=rope, count=3)"),
    ],
)
def test_what_is_taken_back_is_not_sent(text: str, call: str) -> None:
    """Only what stands behind a correction counts."""
    assert calls(text) == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("reserve two copies of Blue Lantern", "reserve_book(title=Blue Lantern, copies=2)"),
        ("open room 6", "unlock_room(room=6)"),
        ("unlock the cellar please", "unlock_room(room=cellar)"),
        ("two for the night tour please", "book_tour(tour=night, people=2)"),
        ("stop the music", "set_music(on=false)"),
        ("one single to the harbour please", "sell_ticket(kind=single)"),
        ("i'll take the blue coat, without a hood", "order_coat(colour=blue, hood=false)"),
        ("book a visit on friday", "book_visit(day=friday)"),
        ("phone mr Steinmetz for me", "phone(person=mr Steinmetz)"),
        ("i am an actor here all week, so rent me a boat for five days", "rent_boat(days=5)"),
        ("serve me a bar", "serve(snack=protein bar)"),
        ("rent me a boat for 2 days", "rent_boat(days=2)"),
    ],
)
def test_values_are_cut_to_what_is_meant(text: str, call: str) -> None:
    """A measure, a kind and a courtesy are no part of a value."""
    assert calls(text) == call


@pytest.mark.parametrize(
    "text",
    [
        "set the heat to 12",
        "turn the heat up by 2",
        "unlock the whale room",
        "give me the torch",
        "heal yourself",
        "get it",
        "i'll rent a box tomorrow",
        "no need to turn the music off",
        "dont stop the music",
        "open your mouth",
        "open the front door",
        "heal my brother",
        "serve me a chocolate bar",
        "keep madame Orlova here",
        "book a visit for the tape",
        "rent me a room for 2 days",
        "close the passage",
        "keep 5 more minutes",
        "i'd pay 20 bucks to see that",
    ],
)
def test_what_only_looks_like_a_value_calls_nothing(text: str) -> None:
    """A number out of bounds, a step, a mere kind, and what is put off."""
    assert calls(text) == ""


def test_a_deed_that_another_function_includes_is_done_once() -> None:
    """A function that says of itself that it does both is enough for a message that asks for both."""
    keeper = {
        "name": "Mira",
        "functions": [
            function("light_lamps", "Lights the lamps"),
            function("take_oil", "Takes oil from the player and lights the lamps with it"),
        ],
    }
    for text, call in (("here is the oil, please light the lamps", "take_oil()"), ("light the lamps", "light_lamps()")):
        assert said_calls(OfflineBrain().answer(Question(keeper, text, "Ada", ("Ada",)))) == call
