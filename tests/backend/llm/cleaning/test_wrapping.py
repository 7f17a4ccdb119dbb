"""The table of what stands around a whole answer, and of speech that only looks like it."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.llm.cleaning import Cast, clean

BRUNO = Cast("Bruno", ("Ada",))


@pytest.mark.parametrize(
    "raw",
    [
        "<bruno>Welcome!</bruno>",
        "<p>Welcome!</p>",
        "<b>Welcome!</b><br>",
        "Sure! Here's Bruno's reply: \"Welcome!\"",
        "Certainly, here is a possible response:\n\nWelcome!",
        "Here is my response:\n\nBruno: Welcome!",
        "As Bruno, I would say: Welcome!",
        "Welcome!\n\n(Note: I stay in character.)",
        "Welcome!\n\n---\n\n**Note:** This is short\nfor a reason.",
        "Welcome!\nOOC: What next?",
        "1. Welcome!",
    ],
)
def test_the_words_within_are_left(raw: str) -> None:
    """An assistant's manners are nobody's words."""
    assert clean(raw, BRUNO).text == "Welcome!"


@pytest.mark.parametrize(
    "text",
    [
        "Sure! Ten gold.",
        "Here is my answer: no.",
        "Of course. Here's your sword.",
        "This is my last word: ten gold.",
        "Take note: the gate shuts at dusk.",
        "Twelve < fifteen, as every smith knows.",
        "1. A sword.\n2. A shield.",
        '{"price": 10}',
        "The sword—takes an edge—is yours.",
        "As Bruno's friend you pay ten.",
    ],
)
def test_speech_that_looks_like_it_stays(text: str) -> None:
    """A colon, a number or a dash is not a wrapping."""
    assert clean(text, BRUNO).text == text


@pytest.mark.parametrize(
    ("raw", "cast", "text"),
    [
        ("Welcome, {{user}}! I am {{char}}.", BRUNO, "Welcome, Ada! I am Bruno."),
        ("Welcome, [player name]!", BRUNO, "Welcome, Ada!"),
        ("Welcome, {{user}}!", Cast("Bruno", ("Ada", "Cora")), "Welcome, you!"),
        ("Bread &amp; ale.", BRUNO, "Bread & ale."),
        ("Bread.<br/>Ale.", BRUNO, "Bread.\nAle."),
        ("&lt;b&gt; stays.", BRUNO, "<b> stays."),
    ],
)
def test_places_of_templates_and_pages_are_filled(raw: str, cast: Cast, text: str) -> None:
    """A name where it is known; signs as they are read."""
    assert clean(raw, cast).text == text
