"""Questions of no consequence: each form has a kind, and each kind has lines."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.brain.language.clauses import clauses
from stealth_pygame.backend.brain.language.vocabulary import read
from stealth_pygame.backend.brain.language.words import tokens
from stealth_pygame.backend.brain.small_talk import chat, intent
from tests.backend.brain.blind_sets import recites
from tests.backend.brain.worlds import GUARD

KINDS = sorted({line.partition(": ")[0] for line in read("chat").splitlines() if line})


def test_every_kind_of_question_has_lines() -> None:
    """Two at least, since nobody should say the same thing twice running."""
    assert not [kind for kind in KINDS if len(lines_in("en").get(kind, ())) < 2]


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("harm_me", ("are you going to eat us", "would you ever hurt me")),
        ("ability", ("can you juggle", "can you feel pain")),
        ("offered", ("would you like some soup", "do you want my scarf")),
        ("desire", ("do you want to be famous", "would you like to be rich")),
        ("contest", ("who would win, a lion or a shark", "who is faster, you or the hare")),
        ("compare", ("is silk better than wool",)),
        ("reassure", ("am i too late", "am i stupid")),
        ("did_i", ("did i break it", "what did i say", "do i sound odd")),
        ("small_things", ("what makes you angry", "what are you most proud of")),
        ("or_are_you", ("are you a ghost or a dream",)),
        ("how_much_self", ("how clever are you",)),
        ("befall", ("do you ever get lost", "do you forget things")),
        ("did_you", ("did you eat already", "did you lose anyone")),
        ("what_happens", ("what happens if it rains",)),
        ("right_place", ("is this the bakery shop", "is it you who tunes the harps")),
        ("how_long", ("have you worked here for long",)),
        ("polar_unknown", ("can one find mushrooms here",)),
        ("know_what", ("do you know what a comet is",)),
        ("may_i", ("may i try one on",)),
        ("can_it", ("can cats swim",)),
        ("long_unknown", ("how long does it burn",)),
        ("was_that", ("was that a threat",)),
        ("their_doing", ("is he sick", "does she check your teeth too")),
        ("tag_it", ("cold night to be up is not it", "nice place you got here is not it")),
        ("meta", ("are you an npc", "what is this game about")),
    ],
)
def test_a_question_is_told_by_its_form(kind: str, questions: tuple[str, ...]) -> None:
    """Other words of the same form have the same kind."""
    assert {question: chat(tokens(question), asks=True) for question in questions} == dict.fromkeys(questions, kind)


@pytest.mark.parametrize("text", ["Evening. Cold night to be up, isnt it?", "a nice place you got here, isn't it"])
def test_small_talk_with_a_tag_is_agreed_with(text: str) -> None:
    """Nobody doubts the weather."""
    answer = OfflineBrain(seed=1).answer(Question(GUARD, text)).content
    assert answer in [line.replace("{you}", "") for line in lines_in("en")["tag_it"]]


@pytest.mark.parametrize("text", ["do you trust me?", "can you keep a secret?", "why do you call me that?"])
def test_talk_of_the_two_tells_no_secret(text: str) -> None:
    """What is asked of the player and the character is no matter of the sheet."""
    answer = OfflineBrain().answer(Question(GUARD, text, "Ada")).content
    assert not recites(answer, {"character": GUARD, "context": {}})


def test_a_friend_is_asked_for_and_not_addressed() -> None:
    """A friend after `best` or `your` belongs to the question, after a comma to the address."""
    assert [clause.every for clause in clauses("Who is your best friend?")] == [("who", "is", "your", "best", "friend")]
    assert [clause.every for clause in clauses("Who is that, friend?")] == [("who", "is", "that")]


def test_somebody_is_not_told_by_a_count_of_others() -> None:
    """A question about one person is answered by a line that names one, or not at all."""
    sheet = {"name": "Ilka", "bio": ["I am Ilka, a nurse."], "knowledge": ["Thirty sailors live in the hostel."]}
    assert "Thirty" not in OfflineBrain(seed=1).answer(Question(sheet, "Does she still live?", "Ada")).content


def test_a_joke_with_its_own_end_is_no_question() -> None:
    """`Why did the ...? Because ...` is laughed at and not answered with a reason."""
    joke = "Why did the goose cross the bridge? Because it was cheaper than the ferry."
    assert intent(tokens(joke))[0] == "joke_told"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I will watch it on the wall then. Thank you, and good luck on market day!", "thanks"),
        ("That is kind of you. Maybe I will rest afterwards. Goodbye", "farewell"),
        ("The kettle is on and it is late. Got to run before the rain", "farewell"),
    ],
)
def test_a_message_is_answered_by_its_end(text: str, kind: str) -> None:
    """Thanks and farewells at the end of a message that asks nothing get theirs."""
    sheet = {"name": "Ilka", "lines": {kind: ["So be it."]}}
    assert OfflineBrain().answer(Question(sheet, text, "Ada")).content == "So be it."


@pytest.mark.parametrize("bio", ["I'm Ilka Brandt, head nurse of the harbour.", "I am Ilka, the nurse of the harbour."])
def test_the_role_is_told_whoever_asks_for_it(bio: str) -> None:
    """The line with the role answers who somebody is and what they do, behind an apology, too."""
    sheet = {"name": "Ilka Brandt", "bio": ["I am blunt and fond of cats.", bio]}
    for text in ("What is your job?", "Hello! Sorry, my English is not so good. What is your work please?"):
        assert "nurse" in OfflineBrain().answer(Question(sheet, text, "Ada")).content


TEACHER = {
    "name": "Ilmari",
    "bio": "Ilmari teaches thirty children on a ship.",
    "knowledge": ["The lamp burns whale oil.", "My brother Olaf fell from the mast.", "The captain is called Wu."],
}


def taught(text: str, *before: str) -> str:
    history = tuple(
        turn for line in before for turn in (Turn("user", "Ada", "And?"), Turn("character", "Ilmari", line))
    )
    return OfflineBrain().answer(Question(TEACHER, text, "Ada", ("Ada",), {}, history)).content


def test_what_repeats_the_line_before_asks_nothing() -> None:
    """`Thirty children?` before a remark is surprise: the remark is answered, as without it."""
    lines = {told.replace("{you}", you) for told in lines_in("en")["you_should"] for you in ("", ", Ada")}
    assert taught("Thirty children? You should ask for more!", "I teach thirty children on a ship.") in lines


def test_a_line_is_not_told_again_as_if_it_were_new() -> None:
    """What was told some lines ago is told once more only as such, and not to another question."""
    line = "The lamp burns whale oil."
    again = taught("what does the lamp burn?", line, "Good to know.")
    assert again != line
    assert line in again
    assert "Olaf" not in taught("were you in love with her?", "My brother Olaf fell from the mast.")


def test_what_flew_too_high_is_no_price() -> None:
    """Only what is bought is too high."""
    assert intent(["has", "anybody", "ever", "jumped", "too", "high"])[0] != "haggle"
    assert intent(["that", "is", "too", "high"])[0] == "haggle"
