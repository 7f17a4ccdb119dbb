"""The judge apart from its model: what it keeps, and what it makes of a failure."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame.backend.meaning.judge import Judge
from stealth_pygame.backend.meaning.vectors import VectorError

numpy = pytest.importorskip("numpy", reason="numpy comes with the extra `embeddings`")

REMARKS = {"kinds": numpy.array(["joy"]), "weights": numpy.ones((2, 1)), "bias": numpy.zeros(1)}


def words(text: str) -> Any:
    """Two numbers for the text, and two for each word."""
    return numpy.ones(2), numpy.ones((len(text.split()), 2))


def test_a_message_is_judged_once() -> None:
    """An answer looks at the same message several times; another message or other lines are judged anew."""
    asked: list[int] = []

    def run(given: dict[str, Any]) -> Any:
        asked.append(len(given["told"]))
        return numpy.zeros((len(given["told"]), 2)), numpy.zeros(2)

    judge = Judge(words, run, REMARKS)
    assert judge.answers("who is it", ["a", "b c", "d"]) == pytest.approx([0.25] * 3)
    assert judge.answers("who is it", ["a", "b c", "d"]) == pytest.approx([0.25] * 3)
    assert judge.orders("who is it", ["a"]) == pytest.approx([0.5])
    assert judge.answers("who is it", []) == []
    assert asked == [3, 1]


def test_a_failure_is_one_of_the_model() -> None:
    """The brain then goes on without it."""

    def fails(anything: Any) -> Any:
        raise RuntimeError("no memory")

    for judge in (Judge(fails, fails, REMARKS), Judge(words, fails, REMARKS)):
        with pytest.raises(VectorError, match="no memory"):
            judge.answers("who", ["a"])
    with pytest.raises(VectorError, match="no memory"):
        Judge(fails, fails, REMARKS).remark("who")
