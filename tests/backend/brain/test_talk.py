"""Talk behind a line just told and beside it: what asks again, what asks for more, what only greets."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.brain.language.clauses import clauses
from stealth_pygame.backend.brain.language.spelling import Speller
from stealth_pygame.backend.brain.small_talk import remark

PARSON: dict[str, Any] = {
    "name": "Ambrose",
    "bio": "Ambrose is the parson of a chapel on a comet.",
    "knowledge": [
        "I cry at every single wedding.",
        "The bells are rung by a jellyfish called Blib.",
        "A wedding costs forty credits.",
        "When it hails, I hide under the organ.",
        "The puppies were born in the vestry, and there are five of them.",
    ],
}
SHOP: dict[str, Any] = {
    "name": "Duncan",
    "functions": [
        {
            "name": "rent_putter",
            "description": "hands out a putter to the player",
            "parameters": [
                {"name": "size", "type": "string", "description": "child, medium or long"},
                {"name": "colour", "type": "string", "description": "red, blue or yellow ball"},
            ],
        },
        {
            "name": "give_salt",
            "description": "gives the player some salt",
            "parameters": [{"name": "kind", "type": "string", "description": "coarse, fine or black"}],
        },
    ],
}


def _behind(told: str, said: str, sheet: dict[str, Any] = PARSON) -> str:
    history = (Turn("user", "Ada", "What can you tell me?"), Turn("character", sheet["name"], told))
    return OfflineBrain(0).answer(Question(sheet, said, "Ada", ("Ada",), {}, history)).content


@pytest.mark.parametrize("said", ["will you cry?", "Thank you! Will you cry?"])
def test_what_will_be_is_asked_for_and_no_deed(said: str) -> None:
    """`Will you ...?` is a question where no function does it, thanks before it or not."""
    assert "cry" in OfflineBrain(0).answer(Question(PARSON, said)).content


@pytest.mark.parametrize(
    "said",
    [
        "who rings them, did you say?",
        "sorry, who rings them?",
        "who was it again?",
        "wait, who rings the bells?",
        "I missed that, who rings them?",
    ],
)
def test_a_line_that_was_missed_is_told_again(said: str) -> None:
    """Who says that they missed a line hears it once more, whatever else they name of it."""
    assert "Blib" in _behind(PARSON["knowledge"][1], said)


@pytest.mark.parametrize("said", ["which jellyfish would that be?", "so sorry. may I come in?"])
def test_who_asks_for_more_than_a_line_does_not_hear_it_again(said: str) -> None:
    """A line that was just told is no answer to what goes beyond it."""
    assert "Blib" not in _behind(PARSON["knowledge"][1], said)


def test_a_condition_makes_another_question_of_it() -> None:
    """`If it hails, what do you do?` asks for nobody's work."""
    said = OfflineBrain(0).answer(Question(PARSON, "And if it hails, what do you do?")).content
    assert "parson" not in said


def test_a_greeting_in_the_middle_of_a_talk_is_none() -> None:
    """`Hey!` calls somebody who is spoken with."""
    said = _behind(PARSON["knowledge"][2], "Hey! A bird flew away with my hat!")
    assert not said.startswith(("Hello", "Good to see you", "Greetings", "Welcome"))


def test_a_greeting_before_a_remark_opens_a_talk() -> None:
    """The same is a greeting where nothing was said yet."""
    said = OfflineBrain(0).answer(Question(PARSON, "Hey! What a lovely little bell.")).content
    assert said.startswith(("Hello", "Good to see you", "Greetings", "Welcome"))


@pytest.mark.parametrize("word", ["tried", "cried", "worried", "replied", "copied", "emptied", "happiest", "busier"])
def test_words_that_turn_y_into_i_are_known(word: str) -> None:
    """`tried` is no slip of `tired`."""
    assert Speller(["the door"]).mend(f"have you {word} it") == f"have you {word} it"


def test_a_name_with_a_short_end_is_no_form_of_a_word() -> None:
    """`triest` is a slip of the sheet's Trieste, and no form of `try`."""
    assert Speller(["The train left Trieste."]).mend("when did it leave triest") == "when did it leave trieste"


def test_orders_of_one_message_share_their_choices() -> None:
    """`A long putter and a yellow ball, please` names both values of one function."""
    answer = OfflineBrain(0).answer(Question(SHOP, "I'd like a long putter and a yellow ball, please.", "Ada"))
    assert [dict(call.parameters) for call in answer.calls] == [{"size": "long", "colour": "yellow ball"}]


@pytest.mark.parametrize("word", ["best", "nicest", "good"])
def test_a_word_of_praise_names_no_choice(word: str) -> None:
    """`Your best salt` is not the fine one."""
    answer = OfflineBrain(0).answer(Question(SHOP, f"give me some of your {word} salt", "Ada"))
    assert not answer.calls


@pytest.mark.parametrize(
    ("at", "text", "again"),
    [
        (0, "what year did he start up?", True),
        (1, "where does she work?", True),
        (0, "why did he start up?", False),
        (1, "does she like her work?", False),
    ],
)
def test_a_line_just_told_answers_what_asks_for_a_part_of_it(at: int, text: str, again: bool) -> None:
    """It is told again to a question that names what is wanted, and not to a why or to one for yes or no."""
    lines = ["Old Pete started the firm with a tricycle in 1958.", "My daughter Inez works for the power company."]
    history = (Turn("user", "Ada", "tell me something"), Turn("character", "Imogen", lines[at]))
    sheet = {"name": "Imogen", "knowledge": lines}
    answer = OfflineBrain(0).answer(Question(sheet, text, "Ada", ("Ada",), {}, history))
    assert (lines[at] in answer.content) is again


def test_on_earth_adds_nothing_to_a_question() -> None:
    """`Why on earth not?` is a why."""
    asked = [clauses(text)[0].words for text in ("why on earth not?", "who the heck rings them?")]
    assert asked == [("why", "not"), ("who", "rings", "them")]


def test_a_line_keeps_whom_it_is_about() -> None:
    """`My rival` tells who somebody is, and begins no sentence of its own."""
    line = "Ustad Nazir, my rival, lives three roofs away."
    assert (
        line in OfflineBrain(0).answer(Question({"name": "Rafiq", "knowledge": [line]}, "who is your rival?")).content
    )


def test_an_afternoon_is_a_time() -> None:
    """So it answers a when."""
    line = "The best wind blows in the late afternoon."
    assert (
        line
        in OfflineBrain(0).answer(Question({"name": "Rafiq", "knowledge": [line]}, "when is the best wind?")).content
    )


@pytest.mark.parametrize("echo", ["For witches?", "Houses for witches?"])
def test_what_is_only_taken_in_is_no_second_question(echo: str) -> None:
    """The line that it repeats is not told beside the answer to what is asked."""
    sheet = {"name": "Griselda", "knowledge": ["I sell houses for witches.", "I am not a witch myself."]}
    answer = OfflineBrain(0).answer(Question(sheet, f"{echo} Are you a witch too?"))
    assert answer.content == sheet["knowledge"][1]


@pytest.mark.parametrize(
    ("lines", "text", "told"),
    [
        (["I took in Hank's dog, a hound called Juno."], "who is Hank?", False),
        (["Hank, my brother, keeps a hound called Juno."], "who is Hank?", True),
        (["I hid the map in a box, because I do not trust the director."], "why don't you trust him?", False),
        (["I hid the map in a box, because I do not trust the director."], "why did you hide it in a box?", True),
        (["It rains.", "The paper clip was the work of Colin from claims, I believe."], "where are you from?", False),
        (["It rains.", "I am a barista from Naples."], "where are you from?", True),
    ],
)
def test_a_line_is_told_for_what_it_tells(lines: list[str], text: str, told: bool) -> None:
    """A name in passing, the reason itself, or where somebody else is from answers no question for those."""
    history = (Turn("user", "Ada", "tell me something"), Turn("character", "Bernardo", lines[0]))
    question = Question({"name": "Bernardo", "knowledge": lines}, text, "Ada", ("Ada",), {}, history)
    assert (lines[-1] in OfflineBrain(0).answer(question).content) is told


@pytest.mark.parametrize("word", ["crate", "seventh", "loft", "kiln", "slack", "munch", "descent"])
def test_everyday_words_are_no_slips_of_others(word: str) -> None:
    """A crate is not to create, and the seventh floor none of seventy."""
    assert Speller(["A sheet that has none of them."]).mend(word) == word


def test_a_plus_joins_two_questions() -> None:
    """`The price + the hours` are two."""
    assert len(clauses("how much is it + where can it go?")) == len(clauses("how much is it and where can it go?"))


def test_a_message_that_ends_in_a_sorry_is_forgiven() -> None:
    """Whatever was told before."""
    answer = OfflineBrain(0).answer(
        Question({"name": "Tock"}, "I throw my shoes at my alarm clock. Sorry! No offence.")
    )
    assert answer.content in [line.replace("{you}", "") for line in lines_in("en")["sorry"]]


def test_a_line_that_is_only_taken_in_is_not_asked_for() -> None:
    """`Locked them up?` has but the words of the line before, and what follows is answered."""
    line = "The books of poems are locked in a cupboard."
    history = (Turn("user", "Ada", "what happened?"), Turn("character", "Fatuma", line))
    question = Question(
        {"name": "Fatuma", "knowledge": [line]},
        "Locked them up? That's awful! Books are meant to be read.",
        "",
        (),
        {},
        history,
    )
    lines = lines_in("en")[remark([clauses("that is awful")[0].every])]
    assert OfflineBrain(0).answer(question).content in [line.replace("{you}", "") for line in lines]
