"""The incremental form says the same as the whole one, and never takes a word back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stealth_pygame.backend.llm.cleaning import Cast, SentenceStream, clean

BRUNO = Cast("Bruno", ("Ada",))


def told(raw: str, size: int = 3) -> list[str]:
    stream = SentenceStream(BRUNO)
    pieces = [stream.feed(raw[at : at + size]) for at in range(0, len(raw), size)]
    return [piece for piece in [*pieces, stream.finish(clean(raw, BRUNO))] if piece]


def test_sentences_come_as_they_end() -> None:
    """The first is told while the second is still written."""
    assert told("Welcome! A sword costs ten gold. And a shield?") == [
        "Welcome!",
        " A sword costs ten gold.",
        " And a shield?",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "<think>He greets me. I nod.</think>Welcome! Come in.",
        "Bruno: Welcome! Come in.\nAda: Hello. How are you?",
        "*nods. Smiles.* Welcome! Come in.",
        '{"name": "sell", "arguments": {"item": "sword. Big."}} ',
        "(He looks up. Slowly.) Welcome!",
        '"Welcome! Come in."',
        'Sure! Here is the reply: "Welcome! Come in."',
        "Welcome! Come in.\n\nNote: Short. As asked.",
        '{"reply": "Welcome! Come in."}',
        "Welcome! Come in.<|im_end|>\n<|im_start|>user\nHello. Yes.",
    ],
)
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_nothing_is_told_that_the_whole_does_not_say(raw: str, size: int) -> None:
    """Whatever the size of the pieces."""
    assert clean(raw, BRUNO).text.startswith("".join(told(raw, size)[:-1]))
    assert "".join(told(raw, size)) == clean(raw, BRUNO).text


@given(st.text(alphabet='ab .!?*()"\n<|>:', max_size=80), st.integers(1, 9))
def test_what_was_told_is_never_taken_back(raw: str, size: int) -> None:
    """Each piece goes on from the ones before it."""
    stream, before = SentenceStream(BRUNO), ""
    for at in range(0, len(raw), size):
        stream.feed(raw[at : at + size])
        assert stream.given.startswith(before)
        before = stream.given
