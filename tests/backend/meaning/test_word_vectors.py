"""The vectors of words that come with the library: what is alike, and what any text may do to them."""

from __future__ import annotations

import math
import threading

import pytest

from stealth_pygame.backend.meaning import word_vectors as room
from stealth_pygame.backend.meaning.word_vectors import WordVectors, split, word_vectors

KNOWN = {"un": 0, "##known": 1, "a": 2, "##b": 3, "7": 4}
LINES = ["A sword costs twelve gold.", "My brother drowned in the lake.", "The mill has been haunted since winter."]
DEEDS = ["open gate: Open the gate of the yard", "sell item: Sell the player something", "sing: Sing a song"]


@pytest.fixture
def words() -> WordVectors:
    return word_vectors()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("unknown", [0, 1]), ("UN a", [0, 2]), ("ab 7!", [2, 3, 4]), ("àb", [2, 3]), ("xab", [3]), ("", []), ("?!", [])],
)
def test_a_word_is_cut_into_the_longest_pieces_that_are_known(text: str, pieces: list[int]) -> None:
    """From its beginning on; accents and what no piece has are passed over."""
    assert split(text, KNOWN) == pieces


def test_a_text_has_a_vector_of_length_one(words: WordVectors) -> None:
    """Or of zeros, where it has no word."""
    assert math.hypot(*words("The mill is haunted")) == pytest.approx(1.0)
    assert set(words("?!")) == {0.0}


@pytest.mark.parametrize(
    ("said", "line"),
    [("what would a blade set me back", 0), ("who of your family died in the water", 1), ("where are the ghosts", 2)],
)
def test_the_line_of_other_words_is_the_likeliest(said: str, line: int, words: WordVectors) -> None:
    """No word of these questions that tells anything stands in the line that answers it."""
    likely = words.answers(said, LINES)
    assert likely.index(max(likely)) == line


@pytest.mark.parametrize(("said", "deed"), [("let me in", 0), ("i want to buy a loaf", 1), ("give us a tune", 2)])
def test_the_deed_of_other_words_is_the_likeliest(said: str, deed: int, words: WordVectors) -> None:
    """An order is told from another by what it is about."""
    likely = words.orders(said, DEEDS)
    assert likely.index(max(likely)) == deed


def test_likelihoods_leave_room_for_none(words: WordVectors) -> None:
    """Each is between 0 and 1, and none of the lines may be the answer; without lines there is nothing to judge."""
    likely = words.answers("what is the capital of france", LINES)
    assert all(0 < one < 1 for one in likely)
    assert sum(likely) < 0.6
    assert words.answers("hello", []) == []


@pytest.mark.parametrize("text", ["", "?!", "\u3042\u3044", "x" * 9_000, "the " * 3_000])
def test_any_text_can_be_judged(text: str, words: WordVectors) -> None:
    """Nothing raises, and nothing is read without end."""
    assert len(words.answers(text, [*LINES, text])) == len(LINES) + 1
    assert words.remark(text)[0]


def test_what_is_remembered_is_bounded_and_changes_nothing(words: WordVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory that was full begins anew, with the same numbers."""
    before = words.answers("where are the ghosts", LINES)
    monkeypatch.setattr(room, "_NEAR_KEPT", 3)
    monkeypatch.setattr(words, "_near", {})
    words._shares._kept.clear()
    monkeypatch.setattr(words, "_room", 3)
    for _ in range(3):
        assert words.answers("where are the ghosts", LINES) == before
    assert sum(map(len, words._near.values())) < 200


def test_threads_share_them(words: WordVectors) -> None:
    """Two conversations at once hear what one would."""
    wanted = [words.answers(line, LINES) for line in LINES]
    heard: list[list[list[float]]] = []
    threads = [
        threading.Thread(target=lambda: heard.append([words.answers(line, LINES) for line in LINES])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [wanted] * 8
    assert word_vectors() is words
