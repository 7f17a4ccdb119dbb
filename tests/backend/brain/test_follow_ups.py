"""What players say after a line was told to them: it asks for no line more often than for one."""

from __future__ import annotations

from collections import Counter

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.brain.knowledge.voice import lines_in
from stealth_pygame.backend.meaning.embeddings import packaged
from tests.backend.brain.follow_ups import follow_ups
from tests.embedding import needs_embeddings

# The share that was right at the last measurement, by what is asked for, in the file that nothing was fitted to.
LEAST = {"nothing": 0.85, "another line": 0.60, "same": 0.40, "function": 0.80}
LEAST_WITH_EMBEDDINGS = {"nothing": 0.82, "another line": 0.65, "same": 0.40, "function": 0.78}

SEXTON = {
    "name": "Bartholomew",
    "bio": "Bartholomew is a sexton from the town of Oxley.",
    "knowledge": [
        "The bell was cast in 1504 and hangs in the north tower.",
        "Canon Lisle has not spoken since the fire.",
        "The crypt holds nine dukes.",
        "The organ is tuned every spring.",
    ],
}
TOLD = "The bell was cast in 1504 and hangs in the north tower."


def said_after(told: str, text: str) -> str:
    history = (Turn("user", "Ada", "What can you tell me?"), Turn("character", "Bartholomew", told))
    return OfflineBrain().answer(Question(SEXTON, text, "Ada", ("Ada",), {}, history)).content


def shares(brain: OfflineBrain) -> dict[str, float]:
    asked, right = Counter[str](), Counter[str]()
    for one in follow_ups(2):
        asked[one.kind] += 1
        right[one.kind] += one.is_right(brain.answer(one.question))
    return {kind: right[kind] / count for kind, count in asked.items()}


def test_what_follows_a_line_is_answered_as_well_as_before() -> None:
    """Mere reactions recite nothing, and a question that goes on finds its line."""
    found = shares(OfflineBrain())
    assert all(found[kind] >= least for kind, least in LEAST.items()), found


@pytest.mark.slow
@needs_embeddings
def test_embeddings_hear_what_follows_a_line() -> None:
    """The judge looks at what is said behind the line just told."""
    found = shares(OfflineBrain(embed=packaged()))
    assert all(found[kind] >= least for kind, least in LEAST_WITH_EMBEDDINGS.items()), found


@pytest.mark.parametrize("text", ["why is it so old?", "who cast it, and why?", "a bell from 1504, you crack me up"])
def test_a_line_just_told_is_no_answer_to_what_it_does_not_hold(text: str) -> None:
    """`As I said` is for the same question."""
    assert "1504" not in said_after(TOLD, text)


@pytest.mark.parametrize("text", ["sorry, cast when?", "when was it cast again?", "where does it hang, did you say?"])
def test_a_line_is_told_once_more_where_it_is_asked_for(text: str) -> None:
    """A noisy room, a short memory."""
    assert TOLD in said_after(TOLD, text)


def test_an_echo_before_a_question_is_no_question() -> None:
    """`1504? ...`: what was just told is only repeated."""
    answer = said_after(TOLD, "1504? And how many dukes lie in the crypt?")
    assert "nine" in answer
    assert "1504" not in answer


def test_somebody_tells_where_they_come_from() -> None:
    """No word of the question is one of the line."""
    assert "Oxley" in said_after("Good day.", "where are you from?")


def test_in_the_middle_of_a_talk_a_line_must_fit_better() -> None:
    """Whatever is told there is told as an answer to a first message, too, and not the other way round."""
    asked = ["any dukes you like?", "does anybody help you?", "what do you tune?", "is it cold in the north?"]
    greeted = (Turn("user", "Ada", "Hello"), Turn("character", "Bartholomew", "Welcome."))
    first, later = (
        [OfflineBrain().answer(Question(SEXTON, text, "Ada", ("Ada",), {}, said)).content for text in asked]
        for said in ((), greeted)
    )
    lines = SEXTON["knowledge"]
    assert all(one == other for one, other in zip(first, later, strict=True) if other in lines)
    assert [one in lines for one in first] != [one in lines for one in later]


@pytest.mark.parametrize("text", ["what about the bell in the tower?", "what of the bell?"])
def test_what_is_asked_of_a_line_just_told_has_no_more_to_it(text: str) -> None:
    """Nobody is curious about what they told."""
    assert said_after(TOLD, text) in lines_in("en")["no_more"]
