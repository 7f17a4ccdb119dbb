"""Rules that keep calls safe and answers honest, on a sheet of their own."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.functions import choices
from stealth_pygame.backend.brain.language.clauses import ClauseKind, clauses
from stealth_pygame.backend.brain.language.spelling import Speller
from tests.backend.brain.tables import said_calls
from tests.backend.brain.worlds import function

KEEPER: dict[str, Any] = {
    "name": "Runa",
    "bio": ["You are Runa, the keeper of the lighthouse.", "You own 2 lanterns.", "Your sister lives in Havn."],
    "knowledge": [
        "The lighthouse has 140 steps.",
        "The ferry to Havn leaves at noon.",
        "Captain Orm brings the oil on Mondays.",
        "A lantern costs 9 crowns and a rope costs 4 crowns.",
    ],
    "topics": ["the lighthouse", "the ferry"],
    "functions": [
        function("sell_item", "Sells the player something", item="string: lantern | rope | front key | back key",
                 count="number: how many"),
        function("follow", "Walks along with the player or stops", on="boolean: true to follow, false to stop"),
        function("light_lamp", "Switches the great lamp on or off", on="boolean: on or off"),
        function("rent_room", "Rents the player a room", nights="number: for how many days"),
    ],
}  # fmt: skip


def calls(text: str) -> str:
    return said_calls(OfflineBrain().answer(Question(KEEPER, text, "Ada", ("Ada",), {"lanterns": "5"})))


def said(text: str, *before: str) -> str:
    history = tuple(Turn("user" if at % 2 == 0 else "character", "Ada", line) for at, line in enumerate(before))
    return OfflineBrain().answer(Question(KEEPER, text, "Ada", ("Ada",), {"lanterns": "5"}, history)).content


@pytest.mark.parametrize(
    "text",
    [
        "i wish i had a lantern",
        "I wish you would light the lamp",
        "if only you sold rope",
        "would that i had a rope",
        "i'd give my arm for a lantern",
        "lighting the lamp would wake the village",
        "if it gets dark then light the lamp",
        "sell me no lantern",
        "never light the lamp",
        "follow your heart",
        "you sold me a rope yesterday",
        "how does selling work here?",
    ],
)
def test_wishes_conditions_and_reports_call_nothing(text: str) -> None:
    """Only a request does."""
    assert calls(text) == ""


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("stop following me", "follow(on=false)"),
        ("turn the lamp off", "light_lamp(on=false)"),
        ("enough, switch off the lamp", "light_lamp(on=false)"),
        ("light the lamp please", "light_lamp(on=true)"),
        ("hit me with two ropes", "sell_item(item=rope, count=2)"),
        ("half a dozen lanterns please", "sell_item(item=lantern, count=6)"),
        ("5 ropes please", "sell_item(item=rope, count=5)"),
        ("rent me a room for a whole week", "rent_room(nights=7)"),
        ("rent me a room for a fortnight", "rent_room(nights=14)"),
    ],
)
def test_requests_are_heard_as_people_make_them(text: str, call: str) -> None:
    """Switches, helpings, bare amounts and lengths of time."""
    assert calls(text) == call


@pytest.mark.parametrize(
    "text",
    [
        "have you rented a room",
        "have u lit the lamp",
        "hav you sold a rope",
        "do you sell ropes",
        "did they light the lamp",
        "are you following me",
        "has she rented a room today",
    ],
)
def test_a_question_without_its_mark_orders_nothing(text: str) -> None:
    """An asking verb before a subject asks, however it is typed."""
    assert calls(text) == ""


@pytest.mark.parametrize("text", ["sell me a key", "sell me something", "sell me a sword"])
def test_what_is_not_named_is_asked_for(text: str) -> None:
    """A noun that two choices share, or that none has, calls nothing."""
    assert calls(text) == ""


@pytest.mark.parametrize(
    "description",
    [
        "crown | sword | lamp",
        "which one: crown | sword | lamp",
        "what it is\n- crown\n- sword\n- lamp",
        "crown, sword or lamp",
        "one of crown, sword, lamp",
        'Literal["crown", "sword", "lamp"]',
        "'crown', 'sword' or 'lamp'",
    ],
)
def test_choices_are_read_in_every_form(description: str) -> None:
    """Bars, lines, commas, quotes."""
    assert choices(description) == ["crown", "sword", "lamp"]


def test_titles_are_choices_of_several_words() -> None:
    """Names with small words inside are one choice."""
    assert choices("Basic Knots, Moon Tides or Ropes for Beginners") == [
        "Basic Knots",
        "Moon Tides",
        "Ropes for Beginners",
    ]


def test_whose_things_they_are() -> None:
    """The context is the player's, the sheet the character's."""
    assert "5" in said("how many lanterns do I have?")
    assert "2" in said("how many lanterns do you own?")
    assert "5" not in said("how many lanterns do YOU have?")


def test_a_sheet_told_to_the_actor_is_said_in_the_first_person() -> None:
    """`You own` and `your sister` become `I own` and `my sister`."""
    assert said("how many lanterns do you own?") == "I own 2 lanterns."
    assert said("where does your sister live?") == "My sister lives in Havn."


@pytest.mark.parametrize(
    "text", ["how old is captain orm?", "how deep is the sea at Havn?", "what colour is orm's boat?"]
)
def test_a_fact_without_what_is_asked_for_is_not_told(text: str) -> None:
    """One shared name is no answer."""
    assert not any(line in said(text) for line in KEEPER["knowledge"])


def test_both_of_two_questions_are_answered() -> None:
    """Two questions in one message, in their order."""
    answer = said("how many steps has the lighthouse and when does the ferry leave?")
    assert "140" in answer
    assert "noon" in answer


def test_a_hint_is_given_once() -> None:
    """A second hint in a conversation would give the machine away."""
    told = "I know nothing of that. Ask me about the lighthouse or the ferry."
    assert "ferry" not in said("who won the war?", "who is king?", told)


@pytest.mark.parametrize("word", ["quarter", "frog", "closer", "villager", "joint"])
def test_everyday_words_are_no_slips(word: str) -> None:
    """A word that is right stays, though another one is near."""
    assert Speller([]).mend(word) == word


HARBOUR: dict[str, Any] = {
    "name": "Bron",
    "bio": "You are Bron, the harbour master.",
    "knowledge": [
        "The mill is haunted since winter.",
        "The bridge is not safe at night.",
        "Captain Orm is the brother of the murderer.",
        "The ferry leaves at noon.",
        "The inn is open every day but Mondays.",
        "A sword costs 12 gold, a shield costs 8 gold and a rope costs 2 gold.",
    ],
    "functions": [],
}


def told(text: str) -> str:
    return OfflineBrain().answer(Question(HARBOUR, text, "Ada", ("Ada",))).content


@pytest.mark.parametrize(("text", "first"), [("is the mill haunted?", "Yes"), ("is the bridge safe?", "No")])
def test_yes_and_no_stand_where_a_fact_says_so(text: str, first: str) -> None:
    """The fact says just what was asked, or its contrary."""
    assert told(text).startswith(first)


@pytest.mark.parametrize(
    "text",
    [
        "is captain orm the murderer?",
        "does the ferry leave at dawn?",
        "is the inn open on mondays?",
        "is the mill safe?",
        "who haunts the mill?",
    ],
)
def test_no_yes_without_ground(text: str) -> None:
    """A fact that shares the words of a question may still say something else."""
    assert not told(text).startswith(("Yes", "No.", "Certainly"))


def test_only_the_price_that_was_asked_for_is_told() -> None:
    """A list of prices is cut to its part."""
    assert told("how much is a shield?") == "A shield costs 8 gold."


def test_what_belongs_to_somebody_is_asked_for_by_its_own_name() -> None:
    """A line about the captain tells nothing of their boat."""
    assert "brother" not in told("what colour is the captain's boat?")


@pytest.mark.parametrize(
    "text",
    [
        "Jeff, sell me a rope",
        "captain orm, light the lamp",
        "hey kid, sell the lady a lantern",
        "Marlo, follow me",
        "ruprecht, light the lamp please",
    ],
)
def test_what_somebody_else_is_told_is_no_order(text: str) -> None:
    """Whoever is called by another name than the character's is asked, and not the character."""
    assert calls(text) == ""


def test_what_the_character_is_told_is_an_order() -> None:
    """Its own name, a title and what is said before a request call nobody else."""
    assert calls("Runa, light the lamp") == "light_lamp(on=true)"
    assert calls("please, light the lamp") == calls("okay, light the lamp") == "light_lamp(on=true)"
    assert calls("maestro, sell me a rope") == "sell_item(item=rope, count=1)"


@pytest.mark.parametrize(
    "text",
    [
        "do lanterns burn under water",
        "do most keepers follow the rules",
        "do ropes really last that long",
        "have the lanterns ever been lit",
        "no lantern please, i see well enough",
        "please no more ropes",
        "no lamp needed tonight",
        "leave the lantern where it is",
        "keep the rope away from me",
        "leave the lamp alone, it's fine",
        "i'm going to light the lamp at home",
        "i'll light the lamp myself",
        "bless you, that was a big sneeze",
        "let sleeping dogs lie",
    ],
)
def test_what_asks_or_keeps_off_calls_nothing(text: str) -> None:
    """A question without its mark, what is not wanted, what shall stay as it is, and what the player does alone."""
    assert calls(text) == ""


def test_a_thing_that_could_be_anything_is_offered() -> None:
    """`How about` and `get` fit every function that hands something out, so that not any thing orders it."""
    barkeep = {
        "name": "Tove",
        "bio": "Tove runs the bar of the spaceport.",
        "knowledge": ["The bar is open all night."],
        "functions": [function("serve_drink", "Serves the player a drink", drink="string: the drink")],
    }

    def served(text: str) -> str:
        return said_calls(OfflineBrain().answer(Question(barkeep, text, "Ada", ("Ada",))))

    assert served("serve me a cold beer") == "serve_drink(drink=cold beer)"
    assert served("get the rescue people out here") == served("how about the keys to the shuttle") == ""


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("leave the lantern alone, just light the lamp", "light_lamp(on=true)"),
        ("never mind the rope, only sell me a lantern", "sell_item(item=lantern, count=1)"),
        ("leave the ropes be for now, only light the lamp", "light_lamp(on=true)"),
    ],
)
def test_what_is_wanted_instead_is_an_order(text: str, call: str) -> None:
    """Behind what shall stay as it is, `just` and `only` begin an order of their own."""
    assert calls(text) == call


def test_a_word_for_all_choices_names_none() -> None:
    """What is as near to one choice as to another is asked back."""
    painter = {
        "name": "Ilse",
        "bio": "Ilse paints boats.",
        "functions": [function("paint_boat", "Paints a boat", colour="string: red, blue or white")],
    }
    asked = OfflineBrain().answer(Question(painter, "paint the boat in a new colour please", "Ada", ("Ada",)))
    assert not asked.calls
    assert "red" in asked.content
    numbered = {
        **painter,
        "functions": [
            function(
                "paint_boat", "Paints a boat", colour="string: red, gold or white", boat="number: which boat, 1 to 5"
            )
        ],
    }
    answer = OfflineBrain().answer(Question(numbered, "paint boat 2 gold", "Ada", ("Ada",)))
    assert said_calls(answer) == "paint_boat(colour=gold, boat=2)"


def test_a_verb_that_nobody_knows_may_order() -> None:
    """An unknown word before `me` is one of order, which a judge may hear."""
    dresser = {
        "name": "Ilse",
        "bio": "Ilse dresses the guests of the masked ball.",
        "functions": [
            function("give_costume", "Dresses the player in a costume", costume="string: soldier, nun or bear")
        ],
    }
    answer = OfflineBrain().answer(Question(dresser, "dress me up like a soldier", "Ada", ("Ada",)))
    assert said_calls(answer) == "give_costume(costume=soldier)"


@pytest.mark.parametrize(
    "text",
    ["Should the fever return, I'll have a rope.", "Were I richer, I would take two ropes.", "Had I a boat, we'd go."],
)
def test_a_condition_without_if_orders_nothing(text: str) -> None:
    """What will be done in a case that may never come is not done now, and not offered either."""
    assert not calls(text)
    assert "Shall I" not in said(text)


def test_a_question_is_no_condition() -> None:
    """`Should I take a rope, is it far?` asks, as `were you ever at sea, keeper` does."""
    for text in ("should I take a rope, is it far", "were you ever at sea, keeper"):
        assert clauses(text)[0].kind is ClauseKind.QUESTION


@pytest.mark.parametrize(
    "text",
    ["Come spring, sell me a rope.", "Tomorrow, or the day after, sell me a rope.", "Next year, sell me a rope."],
)
def test_what_is_said_before_an_order_may_put_it_off(text: str) -> None:
    """When it shall be done may stand in a clause of its own."""
    assert not calls(text)


@pytest.mark.parametrize(
    ("text", "name", "description", "called"),
    [
        ("may I come in?", "release_cat", "Lets the cat out of the basket", False),
        ("may I come in?", "open_box", "Opens the box with the wigs", False),
        ("let us pass!", "open_box", "Opens the box with the wigs", False),
        ("may I come in?", "open_box", "Opens the box for the player", False),
        ("may I come in?", "release_cat", "Lets the cat out of its cage", False),
        ("let the cat out, please", "release_cat", "Lets the cat out of the basket", True),
        ("may I come in?", "open_door", "Opens the door to the attic", True),
        ("let me out!", "release_prisoner", "Unlocks the cell", True),
    ],
)
def test_who_wants_to_pass_opens_only_a_way(text: str, name: str, description: str, called: bool) -> None:
    """A box that opens and a cat that is let out are no way in."""
    sheet = {"name": "Celestine", "functions": [function(name, description)]}
    assert bool(OfflineBrain(0).answer(Question(sheet, text, "Ada", ("Ada",))).calls) is called


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("let me get this off my chest", "open_chest", "Opens the chest"),
        ("come on, spill the beans!", "spill_beans", "Spills the beans"),
        ("let's call it a day", "call_day", "Calls the day"),
        ("cut me some slack", "cut_rope", "Cuts the rope"),
        ("pull some strings for me", "pull_strings", "Pulls the strings of the puppet"),
        ("I need no washing", "wash_pots", "Washes the pots"),
    ],
)
def test_a_turn_of_phrase_orders_nothing(text: str, name: str, description: str) -> None:
    """Whatever is in it is not what is meant."""
    sheet = {"name": "Wilma", "functions": [function(name, description)]}
    assert not OfflineBrain(0).answer(Question(sheet, text, "Ada", ("Ada",))).calls


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lucky me", ClauseKind.FRAGMENT),
        ("typical me", ClauseKind.FRAGMENT),
        ("knight me", ClauseKind.REQUEST),
        ("recall all the probes", ClauseKind.REQUEST),
        ("recall where she went", ClauseKind.TELL),
        ("the point is I want you to light the lamp", ClauseKind.REQUEST),
        ("me want lantern", ClauseKind.REQUEST),
    ],
)
def test_an_order_is_known_by_its_form(text: str, kind: ClauseKind) -> None:
    """A verb that nobody knows may order, how somebody is may not, and what leads up to an order is none of it."""
    assert [clause.kind for clause in clauses(text, frozenset({"recal", "light"}))] == [kind]


def test_just_begins_an_order() -> None:
    """`Never mind that, just set the deck to five`: with a verb of a function it stands by itself."""
    spoken = clauses("my ears hurt, never mind, just set deck two to five", frozenset({"set"}))
    assert spoken[-1].words == ("set", "deck", "two", "to", "five")
