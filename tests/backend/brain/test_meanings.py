"""Facts found by their meaning, where the brain was given an embedding model; here one that knows two topics."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.backend.brain.language.meanings import Meanings

TOPICS = (("hatch", "egg", "chick", "shell"), ("lamp", "dark", "glow"))


def embed(text: str) -> list[float]:
    """A vector with a number for each topic, and one for everything else."""
    told = [float(any(word in text.lower() for word in topic)) for topic in TOPICS]
    length = max(1.0, sum(told)) ** 0.5
    return [*(one / length for one in told), float(not any(told))]


KEEPER: dict[str, Any] = {
    "name": "Imogen",
    "bio": "Imogen keeps the nursery.",
    "knowledge": ["Eggs hatch after seventy days.", "The lamp was built by Teo.", "Ferns come by boat."],
}


def said(message: str, brain: OfflineBrain) -> str:
    return brain.answer(Question(KEEPER, message, "Ada", ("Ada",))).content


def test_a_fact_is_told_whose_words_the_question_does_not_have() -> None:
    """`Chick` and `shell` stand nowhere on the sheet."""
    question = "how long until the chick gets out of its shell?"
    assert "seventy" not in said(question, OfflineBrain())
    assert "seventy" in said(question, OfflineBrain(embed=embed))


def test_a_fact_of_a_near_meaning_must_still_have_what_is_asked_for() -> None:
    """A line without a number answers no `how many`, however near it is."""
    assert "Teo" in said("who made what glows there?", OfflineBrain(embed=embed))
    assert "Teo" not in said("how many things glow there?", OfflineBrain(embed=embed))


def test_what_is_near_nothing_is_not_known() -> None:
    """Without a topic in common nothing is told."""
    assert "seventy" not in said("how long is the river?", OfflineBrain(embed=embed))


def test_a_vector_is_computed_once() -> None:
    """A model takes milliseconds for each."""
    asked: list[str] = []

    def counting(text: str) -> list[float]:
        asked.append(text)
        return embed(text)

    meanings = Meanings(counting)
    assert meanings.likeness("an egg", ["a shell", "a lamp", "an egg"]) == [1.0, 0.0, 1.0]
    meanings.likeness("a lamp", ["a shell"])
    assert asked == ["an egg", "a shell", "a lamp"]


def called(message: str, brain: OfflineBrain) -> list[tuple[str, dict[str, str]]]:
    answer = brain.answer(Question({**KEEPER, "functions": FUNCTIONS}, message, "Ada", ("Ada",)))
    return [(call.name, dict(call.parameters)) for call in answer.calls]


FUNCTIONS = [
    {"name": "warm_nest", "description": "Warm the egg of the player"},
    {
        "name": "set_lamp",
        "description": "Set the lamp",
        "parameters": [{"name": "strength", "type": "string", "description": "dim or bright"}],
    },
]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("toast that shell", [("warm_nest", {})]),
        ("it shivers so, toast that shell", [("warm_nest", {})]),
        ("polish everything that glows, bright", [("set_lamp", {"strength": "bright"})]),
        # what is not said is asked for
        ("nudge the glow", []),
        # no order, or one that is taken back
        ("they toasted that shell", []),
        ("yesterday they let me toast that shell", []),
        ("leave that shell alone", []),
        ("i hate the shell", []),
        ("love the shell", []),
        ("do not toast that shell", []),
        ("may i toast that shell?", []),
        ("toast that bread", []),
    ],
)
def test_an_order_is_found_by_its_meaning(message: str, wanted: list[Any]) -> None:
    """No word of it leads to a function; without a model it calls nothing."""
    assert called(message, OfflineBrain(embed=embed)) == wanted
    assert called(message, OfflineBrain()) == []
