"""Questions and orders in a stranger's words: forms that no table of the first games had."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.brain.conversations import behind
from tests.backend.brain.tables import said_calls
from tests.backend.brain.test_villagers import villager
from tests.backend.brain.worlds import function

HOST: dict[str, Any] = {
    "name": "Tilda",
    "bio": "Tilda runs a pirate radio on an old lightship.",
    "knowledge": [
        "Gulls are kept off the mast by a kite shaped like a hawk.",
        "Records skip in heavy seas, so a penny is taped on the needle arm.",
        "The big generator is called Old Agnes and needs a kick every morning.",
        "A guest needs five stamps to be let aboard.",
        "The lifeboat holds nine people.",
        "The truce with the harbour police ends at the first frost.",
    ],
    "functions": [
        function("play_record", "Plays a record on air", title="string: title of the record"),
        function("set_transmitter", "Switches the transmitter on or off", on="boolean: true for on, false for off"),
        function("set_lights", "Turns the floodlights on or off", on="boolean: true for on, false for off"),
        function("go_to_deck", "Takes the player to a deck", deck="number: number of the deck, 1 to 99"),
        function("set_course", "Sets the course", destination="string: Rustport, Ceres or Titan Bay"),
    ],
}


def heard(text: str, last: str = "", **context: str) -> tuple[str, str]:
    """The words of the answer and its calls. last: the line before, which was answered to `hello there`."""
    return answered(HOST, text, *(("hello there", last) if last else ()), **context)


def answered(sheet: dict[str, Any], text: str, *before: str, **context: str) -> tuple[str, str]:
    answer = behind(sheet, text, *before, **context)
    return answer.content, said_calls(answer)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Please play the record Wait for Tuesday", "play_record(title=Wait for Tuesday)"),
        (
            "We all sat by the radio all the evening, so please play the record Blue Tram",
            "play_record(title=Blue Tram)",
        ),
        ("I would like so much to hear Lemon Girl", "play_record(title=Lemon Girl)"),
        ("no no stop, make the transmitter off again", "set_transmitter(on=false)"),
        ("floodlights on pls", "set_lights(on=true)"),
        ("I should be obliged if you would turn on the floodlights", "set_lights(on=true)"),
        ("I respectfully request the record Blue Tram", "play_record(title=Blue Tram)"),
        ("my hands are shaking, ok set the course for Ceres", "set_course(destination=Ceres)"),
        ("take me to the eighty-first deck", "go_to_deck(deck=81)"),
        ("take me to the twelfth deck, please", "go_to_deck(deck=12)"),
    ],
)
def test_an_order_is_heard_in_other_forms(text: str, call: str) -> None:
    """A title ends where its capitals end, an order may follow any interjection, and ordinals are numbers."""
    assert heard(text)[1] == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("rustport", "set_course(destination=Rustport)"),
        ("titan bay please", "set_course(destination=Titan Bay)"),
        ("what a day", ""),
        ("my sister lives there", ""),
    ],
)
def test_a_bare_value_takes_up_an_offer(text: str, call: str) -> None:
    """Whoever names nothing but a value of what was offered wants it."""
    assert heard(text, "Shall I see to the course?")[1] == call


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how do you keep gulls away", "kite"),
        ("if we have to flee how many people fit into the lifeboat", "nine"),
        ("how many stamps do i need?", "five"),
        ("what must you do with Old Agens every morning", "kick"),
        ("when does the truce run out", "frost"),
        ("how many creds i got", "2850"),
        ("how many stamps have i got?", "2"),
        ("how many staamps have i got?", "2"),
        ("permit me to ask: exactly how many people does the lifeboat hold?", "nine"),
        ("would you confirm for me when the truce ends?", "frost"),
    ],
)
def test_a_question_is_answered_in_other_forms(text: str, told: str) -> None:
    """What is needed is not what somebody has, a misspelt name is known, and a condition may lead up to a question."""
    assert told in heard(text, credits="2850", stamps="2")[0]


def test_two_questions_of_one_answer_are_answered_once() -> None:
    """No line is told twice in one breath."""
    said, _ = heard("how many stamps does a guest need, and what does a guest need to be let aboard?")
    assert said.count("five stamps") == 1


def test_a_mere_yes_is_offered_nothing() -> None:
    """What the game has asked in words of its own the brain answers with no offer."""
    asked = "Healing costs 4 gold coins. Shall Yarrow begin?"
    said, _ = answered(villager("healer"), "Yes, please.", "A wolf bit me. Can you heal me?", asked)
    assert "hall I" not in said


def test_a_number_takes_up_no_offer_without_one() -> None:
    """`Thirty` answers no question for yes or no."""
    assert heard("thirty", "Shall I see to the lights?")[1] == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i lost a shoe and my hat and on the way here i wondered who needs a kick every morning", "Agnes"),
        ("one thing has been on my mind: when does the truce end", "frost"),
        ("my uncle sent me, and i only want to know how many people the lifeboat holds", "nine"),
        ("truce until when", "frost"),
        ("lifeboat", "nine"),
        ("Which kind of hawk is on the kite, please?", "hawk"),
    ],
)
def test_a_question_stands_anywhere(text: str, told: str) -> None:
    """Behind a story, behind a colon, with its question word at the end, or in a bare noun."""
    assert told in heard(text)[0]


@pytest.mark.parametrize("text", ["nice kite", "my uncle has a lifeboat"])
def test_a_remark_recites_nothing(text: str) -> None:
    """Praise names a thing of the sheet and asks for nothing."""
    assert not any(word in heard(text)[0] for word in ("nine", "hawk"))


@pytest.mark.parametrize(
    ("text", "told"), [("how many stamps must i have", "five"), ("how many stamps have i got", "2")]
)
def test_a_rule_is_no_state(text: str, told: str) -> None:
    """What somebody must, may or should have stands on the sheet, what they have in the context."""
    assert told in heard(text, stamps="2")[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("what stuff do i have on me", "You carry rope."),
        ("whats in my bags again", "You carry rope."),
        ("which deck did they put me on", "Your deck is 7."),
        ("what part am i playing", "Your part is gull."),
        ("which licence do i possess", "Your licence is bronze."),
    ],
)
def test_the_players_things_are_asked_for_in_other_forms(text: str, told: str) -> None:
    """What somebody was put on, plays or possesses is theirs."""
    assert heard(text, inventory="rope", deck="7", part="gull", licence="bronze")[0] == told


@pytest.mark.parametrize(
    "text",
    [
        "how many stamps have you saved up yourself, tilda?",
        "how many people does your own lifeboat hold",
        "how many records are in your bag",
    ],
)
def test_what_is_the_characters_own_only_lines_about_them_tell(text: str) -> None:
    """A line that has all the words tells of somebody else's."""
    assert not any(word in heard(text)[0] for word in ("five", "nine", "penny"))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("wait, leave the lights as they are", ""),
        ("bring the old tub round to Ceres for us", "set_course(destination=Ceres)"),
    ],
)
def test_an_order_in_other_words_names_all_that_it_needs(text: str, call: str) -> None:
    """What names every value is called; what takes something back is not."""
    assert heard(text)[1] == call


RINK: dict[str, Any] = {
    "name": "Madge Orr",
    "bio": ["You are Madge Orr, who runs a roller rink.", "You live above the rink."],
    "knowledge": [
        "You keep nine ducks.",
        "Your aunt Petra taught you to skate.",
        "The steepest track is the Bakery Run.",
        "You dance every night to Moonlight Mandible.",
        "The tenor Bonfanti set fire to the rink.",
    ],
    "functions": [
        function("start_race", "Starts a race", track="string: name of the track", laps="number: how many laps"),
        function("play_song", "Plays a song", title="string: title of the song"),
        function("play_radio", "Switches the radio on or off", on="boolean: true for on, false for off"),
        function("give_badge", "Gives the player a badge", title="string: the title, for example minister of glue"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("start a race on the bakery run, 3 laps pls", "start_race(track=Bakery Run, laps=3)"),
        ("can you play moonlight mandible for me", "play_song(title=Moonlight Mandible)"),
        ("could you put the radio on for a bit?", "play_radio(on=true)"),
        ("Make me your minister of glue and I'll get the flag back", "give_badge(title=minister of glue)"),
        ("Thank you, doctor. Stay in the light.", ""),
    ],
)
def test_a_name_of_the_sheet_and_half_a_request_are_values(text: str, call: str) -> None:
    """What the sheet writes as a name is one in small letters; a promise beside an order asks for nothing."""
    assert answered(RINK, text)[1] == call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Moonlight Mandible, like I said :)", "play_song(title=Moonlight Mandible)"),
        ("yes!!", ""),
    ],
)
def test_an_answer_to_a_question_back_is_a_value(text: str, call: str) -> None:
    """A reproach beside it changes nothing, and a yes is no title."""
    assert answered(RINK, text, "play the song!", "I need to know the title of the song.")[1] == call


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how many ducks do you have?", "I keep nine ducks."),
        ("who taught you to skate?", "My aunt Petra taught me to skate."),
        ("good night, Madge", "night well"),
        ("why would he do such a thing?", "head sense ones nobody"),
    ],
)
def test_talk_is_in_the_right_person(text: str, told: str) -> None:
    """A sheet written to `you` speaks of itself, a night is wished, and nobody's reasons are the character's."""
    said = answered(RINK, text, "who set fire to it?", "The tenor Bonfanti set fire to the rink.")[0]
    assert told == said or any(word in said for word in told.split() if told.islower())


@pytest.mark.parametrize(
    ("text", "asked", "call"),
    [
        ("how about thirty-one", "Tell me the number of the deck, 1 to 99.", "go_to_deck(deck=31)"),
        ("one", "Tell me the number of the deck, 1 to 99.", "go_to_deck(deck=1)"),
        ("Four, I fear.", "Tell me the number of the deck, 1 to 99.", "go_to_deck(deck=4)"),
    ],
)
def test_an_answer_may_be_rounded_off(text: str, asked: str, call: str) -> None:
    """What leads up to a value and what rounds it off is no part of it."""
    assert answered(HOST, text, "take me to another deck", asked)[1] == call


RACES: dict[str, Any] = {
    "name": "Unit Marigold",
    "bio": ["Unit Marigold is a robot that judges snail races.", "It is sorry that it closed the track."],
    "knowledge": [
        "The favourite is a snail called Thunderbolt.",
        "The race is on Saturday.",
        "Unit Basil stands in the corridor to the airlock.",
        "The airlock code is written under the bench.",
        "A seat costs nine acorns.",
    ],
    "functions": [
        function("place_bet", "Places a bet", snail="string: name of the snail", acorns="number: how many acorns"),
        function("register_player", "Registers the player", snail_name="string: name of the player's snail"),
        function("bring_item", "Brings the player something", item="string: what to bring", berth="number: the berth"),
        function("wake_passenger", "Wakes the passenger", hour="number: the hour"),
    ],
}


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("ok put 5 acorns on thunderbolt for me pls", "place_bet(snail=Thunderbolt, acorns=5)"),
        ("gotta run, see ya saturday at the race! good luck to all", ""),
        ("bring me a bowl of the soup sent to berth seven, please", "bring_item(item=soup, berth=7)"),
        ("I'm sorry about your brother. I lost mine too, last winter.", ""),
    ],
)
def test_a_goodbye_and_sorrow_ask_for_nothing(text: str, call: str) -> None:
    """And a value ends where its participle begins."""
    assert answered(RACES, text)[1] == call


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("where is Unit Basil?", "Unit Basil stands in the corridor to the airlock."),
        ("how do i open the airlock, is there a code?", "The airlock code is written under the bench."),
        ("what are you sorry for?", "I am sorry that I closed the track."),
        ("could you wake me at six?", "wake you"),
        ("what do i owe you for that?", "A seat costs nine acorns."),
    ],
)
def test_a_machine_and_its_guests_are_spoken_of_as_they_are(text: str, told: str) -> None:
    """One machine is not another, and who is woken is `you`."""
    assert told in answered(RACES, text)[0]
