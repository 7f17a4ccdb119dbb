"""Facts found by their meaning, where the brain was given an embedding model; here one that knows two topics."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.brain import Answer, OfflineBrain, Question, Turn
from stealth_pygame.backend.vectors import Meanings

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


def after(message: str, brain: OfflineBrain, *more: str) -> Answer:
    """The answer to the last of several messages."""
    history: list[Turn] = []
    answer = Answer()
    for text in (message, *more):
        answer = brain.answer(Question({**KEEPER, "functions": FUNCTIONS}, text, "Ada", ("Ada",), {}, tuple(history)))
        history += [Turn("user", "Ada", text), Turn("character", "Imogen", answer.content)]
    return answer


def called(answer: Answer) -> list[tuple[str, dict[str, str]]]:
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
        # an order to somebody else, or a strange one, is near as well: a question costs less than a call
        ("nibble that shell", [("warm_nest", {})]),
    ],
)
def test_an_order_found_by_its_meaning_is_offered(message: str, wanted: list[Any]) -> None:
    """Nothing is called before a yes, which takes what the order said; without a model there is nothing to agree to."""
    offer = after(message, OfflineBrain(embed=embed))
    assert offer.content.startswith("Shall I ")
    assert not offer.calls
    assert called(after(message, OfflineBrain(embed=embed), "yes please")) == wanted
    assert not after(message, OfflineBrain(embed=embed), "no, thanks").calls
    assert not after(message, OfflineBrain(), "yes please").calls


def test_a_yes_is_asked_what_the_order_did_not_say() -> None:
    """No value is guessed."""
    asked = after("nudge the glow", OfflineBrain(embed=embed), "yes")
    assert "dim" in asked.content
    assert not asked.calls
    assert called(after("nudge the glow", OfflineBrain(embed=embed), "yes", "dim")) == [
        ("set_lamp", {"strength": "dim"})
    ]


@pytest.mark.parametrize(
    "message",
    [
        "they toasted that shell",
        "yesterday they let me toast that shell",
        "toast that shell tomorrow",
        "leave that shell alone",
        "i hate the shell",
        "love the shell",
        "do not toast that shell",
        "may i toast that shell?",
        "toast that bread",
        # the function's own verb was looked at before: this is no egg
        "warm the soup, it has a shell in it",
    ],
)
def test_what_is_no_order_is_not_offered(message: str) -> None:
    """Reports, refusals, feelings, things for another day, and what no function is near to."""
    assert not after(message, OfflineBrain(embed=embed)).content.startswith("Shall I ")


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
