"""Facts found by their meaning, where the brain was given an embedding model; here one that knows two topics."""

from __future__ import annotations

from typing import Any

from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.meaning.vectors import Meanings

TOPICS = (("hatch", "egg", "glorb", "shell"), ("lamp", "dark", "glow"))


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
    """`Glorb` is a word of no language, and near to `hatch` by this model alone."""
    question = "how long is a glorb?"
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


def test_another_line_is_told_than_the_one_just_said() -> None:
    """A question that leans on it is mostly about something new, unless the same line has its words."""
    history = (Turn("user", "Ada", "who built the lamp?"), Turn("character", "Imogen", "The lamp was built by Teo."))
    asked = Question(TEO, "what does he glue together?", "Ada", ("Ada",), {}, history)
    assert "vase" in OfflineBrain(embed=of_teo).answer(asked).content


TEO = {**KEEPER, "knowledge": ["The lamp was built by Teo.", "Teo mends a broken vase each winter."]}


def of_teo(text: str) -> list[float]:
    """Of the lines about Teo the one about the vase is meant."""
    return [1.0, 0.0] if "vase" in text or "glue" in text else [0.6, 0.8] if "lamp" in text else [0.0, 1.0]


def test_what_is_certain_is_told_before_small_talk() -> None:
    """`Who taught you?` has an answer of its own, but not where the sheet tells it."""
    known = {**KEEPER, "knowledge": ["Her teacher was old Marta.", "Ferns come by boat."]}

    def of_school(text: str) -> list[float]:
        return [1.0, 0.0] if "teach" in text.lower() or "taught" in text.lower() else [0.0, 1.0]

    assert "Marta" in OfflineBrain(embed=of_school).answer(Question(known, "who taught you?", "Ada", ("Ada",))).content
