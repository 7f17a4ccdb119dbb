"""The vectors of a model of a game's own, checked before the offline brain compares them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from stealth_pygame.backend.meaning.vectors import VectorError, Vectors
from tests.embedding import topics


def test_vectors_have_the_length_one() -> None:
    """Models differ in this; a text that a model knows nothing about is like no other."""
    assert Vectors(topics)("my bed") == [1.0, 0.0, 0.0]
    assert Vectors(lambda text: (3, 4))("my bed") == [0.6, 0.8]
    assert Vectors(lambda text: [0.0, 0.0])("") == [0.0, 0.0]


@pytest.mark.parametrize(
    "vector", [None, "0.1 0.2", [], [[0.1, 0.2]], [float("nan")], [float("inf")], ["a"], 5], ids=repr
)
def test_what_is_no_vector_is_told(vector: Any) -> None:
    """Two dimensions are the usual slip: many models take a list of texts."""
    with pytest.raises(VectorError, match="expected"):
        Vectors(lambda text: vector)("my bed")


def test_vectors_of_two_lengths_are_not_compared() -> None:
    """A model that gives as many numbers as the text has words is none."""
    counting = Vectors(lambda text: [1.0 for word in text.split()])
    counting("my bed")
    with pytest.raises(VectorError, match="2 finite numbers"):
        counting("the attic above")


def test_the_error_of_a_model_is_told() -> None:
    """With its kind and its words."""

    def fails(text: str) -> Sequence[float]:
        raise KeyError("attic")

    with pytest.raises(VectorError, match="KeyError"):
        Vectors(fails)("my bed")


def test_a_model_is_never_asked_for_two_texts_at_a_time() -> None:
    """Few models may be used by two threads at once."""
    inside: list[str] = []
    most: list[int] = []

    def embed(text: str) -> list[float]:
        inside.append(text)
        most.append(len(inside))
        threading.Event().wait(0.002)
        inside.remove(text)
        return [1.0]

    vectors = Vectors(embed)
    threads = [threading.Thread(target=vectors, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
