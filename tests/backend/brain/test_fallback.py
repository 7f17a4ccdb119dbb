"""A brain that is never mute."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from stealth_pygame.backend.brain.fallback import FallbackBrain
from stealth_pygame.backend.brain.interface import Answer, BrainError, Question
from stealth_pygame.backend.brain.offline import OfflineBrain
from tests.backend.parts import SHEET, Script, talking

QUESTION = Question(character=SHEET, message="How much is a sword?", user_name="Ada")


class OtherError(BrainError):
    """An error that is passed on."""


def failing(error: BrainError) -> Callable[[Question], Answer]:
    def answer(question: Question) -> Answer:
        raise error

    return answer


def test_the_offline_brain_answers_where_the_model_fails(caplog: pytest.LogCaptureFixture) -> None:
    """The answer and the log say why."""
    brain = FallbackBrain(Script(failing(BrainError("no credit"))), OfflineBrain())
    with caplog.at_level(logging.WARNING):
        answer = brain.answer(QUESTION)
    assert ("12 gold" in answer.content, answer.stand_in) == (True, "no credit")
    assert "no credit" in caplog.text


def test_an_answer_of_the_model_stays_as_it_is() -> None:
    """Nobody stands in for it."""
    assert FallbackBrain(Script(), OfflineBrain()).answer(QUESTION) == Answer("I hear How much is a sword?")


def test_some_errors_are_passed_on() -> None:
    """Where a second opinion would hide them."""
    brain = FallbackBrain(Script(failing(OtherError("thought"))), OfflineBrain(), but_for=(OtherError,))
    with pytest.raises(OtherError):
        brain.answer(QUESTION)


def test_a_stand_in_is_told_on_the_wire() -> None:
    """With the reason, and only then."""
    errors = [BrainError("too late")]

    def answer(question: Question) -> Answer:
        if errors:
            raise errors.pop()
        return Answer("Aye.")

    with talking(FallbackBrain(Script(answer), OfflineBrain())) as client:
        secret = client.create(SHEET, [("Ada", "a")]).secret
        first, second = (client.send(secret, "Hi", "a") for _ in range(2))
    assert (first.stand_in, second.stand_in, second.content) == ("too late", "", "Aye.")
    assert "stand_in" not in second.model_dump()


def test_what_was_told_before_the_failure_is_the_answer() -> None:
    """Nothing that was shown is taken back."""

    class Breaking(Script):
        def stream(self, question: Question, tell: Callable[[str], None]) -> Answer:
            tell("Ten gold.")
            raise BrainError("broken off")

    heard: list[str] = []
    answer = FallbackBrain(Breaking(), OfflineBrain()).stream(QUESTION, heard.append)
    assert (answer, heard) == (Answer("Ten gold."), ["Ten gold."])


def test_sentences_are_told_where_the_first_brain_can() -> None:
    """A brain that cannot answers whole."""
    heard: list[str] = []
    assert FallbackBrain(Script(), OfflineBrain()).stream(QUESTION, heard.append).content.startswith("I hear")
    assert heard == []
