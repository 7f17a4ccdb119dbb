"""Words that nobody may see, in every form in which a server may repeat them."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stealth_pygame.protocol.secrecy import PIECE, READ_CHARS, SHOWN_CHARS, hide, shown

KEY = "sk-Very+Secret/Key 2026"


@pytest.mark.parametrize(
    "form",
    [
        KEY,
        KEY.lower(),
        KEY.upper(),
        quote(KEY, safe=""),
        quote(KEY, safe="").lower(),
        base64.b64encode(KEY.encode()).decode(),
        base64.b64encode(b":" + KEY.encode()).decode(),
        KEY[:12],
        KEY[-12:],
        KEY[:12] + "..." + KEY[-9:],
        KEY * 3,
    ],
)
def test_every_form_of_a_key_is_hidden(form: str) -> None:
    """Plain, in other capitals, quoted for a URL, in base64, and cut in pieces."""
    told = hide(f"the key <{form}> is wrong", [KEY])
    low = told.lower()
    assert told.startswith("the key <")
    assert told.endswith("> is wrong")
    assert not any(KEY.lower()[at : at + PIECE] in low for at in range(len(KEY) - PIECE + 1))
    assert form.lower() not in low


@pytest.mark.parametrize(("word", "kept"), [("", True), ("abc", True), ("abcd", False), ("abcdefgh", False)])
def test_a_word_of_three_letters_is_no_secret(word: str, kept: bool) -> None:
    """Hiding it would garble every sentence."""
    text = f"abc {word} abcx"
    assert (hide(text, [word]) == text) is kept


def test_a_secret_as_long_as_a_piece_is_hidden_whole_only() -> None:
    """Less than a piece of it tells little."""
    assert hide("abcdefgh abcdefg", ["abcdefgh"]) == "*** abcdefg"
    assert hide("abcdefgh bcdefghi abcdefg", ["abcdefghi"]) == "*** *** abcdefg"


@pytest.mark.parametrize("size", [SHOWN_CHARS, SHOWN_CHARS + 1, READ_CHARS * 3])
def test_what_is_shown_is_bounded(size: int) -> None:
    """A megabyte of words is neither shown nor looked through."""
    assert shown("x" * size, [KEY]) == "x" * SHOWN_CHARS


def test_a_cut_leaves_no_piece_of_a_key() -> None:
    """Hiding comes before cutting, and pieces at the end of what is looked through are hidden too."""
    told = shown((KEY + " ") * 1000, [KEY])
    assert KEY[:PIECE].lower() not in told.lower()


@given(st.text(max_size=60), st.text(min_size=9, max_size=30), st.text(max_size=60))
def test_no_text_around_a_secret_brings_it_through(before: str, word: str, after: str) -> None:
    """Whatever stands around it, and whatever it is made of."""
    assert word not in hide(before + word + after, [word]) or "*" in word


def test_a_secret_at_the_cut_is_hidden_before_the_cut() -> None:
    """Not even its first letters are left."""
    assert shown("x" * (SHOWN_CHARS - 7) + KEY, [KEY]) == "x" * (SHOWN_CHARS - 7) + "***"
