"""Whatever a model writes can be drawn."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.text import (
    MAX_MARKS,
    Safe,
    one_line,
    parts,
    patterns,
    reading_time,
    safe,
    safe_at_leisure,
    typed,
    visible,
)
from stealth_pygame.text import cleaning as rooms
from stealth_pygame.text.patterns import lazy

anything = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("", ""),
        ("Hello, Ada.", "Hello, Ada."),
        ("a\x00b\x07c\x7f", "abc"),
        ("a\tb", "a    b"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("  indented   \nnext  ", "  indented\nnext"),
        ("a\n\n\n \n\nb", "a\n\nb"),
        ("\n\n hello\n\n", " hello"),
        ("zero\u200bwidth\ufeff\u00adness", "zerowidthness"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("half \ud83d emoji", "half  emoji"),
        ("two halves \ud83d\ude00", "two halves 😀"),
        ("👩\u200d🌾 👋🏽 ❤\ufe0f", "👩🌾 👋 ❤"),
        ("cafe\u0301 か\u3099", "café が"),
        ("no\xa0break\u3000wide", "no\xa0break wide"),
        ("dix\u202fpièces\u2007!", "dix\xa0pièces\xa0!"),
        ("ภาษา\u200bไทย a\u200bb", "ภาษา\u200bไทย ab"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("می\u200cخواهم a\u200cb \u200c", "می\u200cخواهم ab"),
    ],
)
def test_text_comes_out_as_it_can_be_drawn(written: str, drawn: str) -> None:
    """Controls, halves of emoji and invisible characters go; tabs and newlines have one form; accents join."""
    assert safe(written) == drawn


def test_marks_do_not_smear_over_the_lines() -> None:
    """A letter under a heap of accents keeps a few."""
    assert len(safe("x" + "\u0336" * 500)) == 1 + MAX_MARKS


@pytest.mark.parametrize("unit", ["a", " ", "\n ", "\u0301", "x\u0336\u0315", "\u0344", "\ud800", "\u05b0\u05b1\u05ae"])
def test_a_megabyte_is_no_more_than_long(unit: str) -> None:
    """Nothing takes more than linear time: a megabyte of the worst comes back."""
    text = unit * (2**20 // len(unit))
    assert len(safe(text)) <= len(text)


@given(anything)
@settings(derandomize=True, deadline=None, max_examples=150, database=None)
def test_anything_at_all_is_made_safe_once(text: str) -> None:
    """Nothing raises, nothing dangerous is left, and doing it twice changes nothing."""
    drawn = safe(text)
    drawn.encode()
    kinds = {unicodedata.category(character) for character in drawn if character != "\n"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(line.endswith(" ") for line in drawn.split("\n"))
    assert safe(drawn) == drawn


@given(anything)
@settings(derandomize=True, deadline=None, max_examples=60, database=None)
def test_one_line_is_one_line(text: str) -> None:
    """Names and buttons have no newlines and no runs of spaces."""
    line = one_line(text)
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip()


def test_reading_takes_as_long_as_people_need() -> None:
    """A short line has time to be noticed, a long one to be read, and an ideograph takes longer than a letter."""
    assert reading_time("") == reading_time("Aye.") == 1.6
    assert 5 < reading_time("word " * 16) < 7
    assert reading_time("剣" * 30) > reading_time("a" * 30)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
@settings(derandomize=True, deadline=None, max_examples=300, database=None)
def test_the_short_cut_for_plain_letters_leads_to_the_same_place(text: str) -> None:
    """What is quick for ASCII gives what the whole way would give."""
    assert rooms._safe_ascii(text) == rooms._safe_any(text)


@given(st.text(st.characters(max_codepoint=127), max_size=30))
@settings(derandomize=True, deadline=None, max_examples=200, database=None)
def test_plain_letters_need_no_second_look(text: str) -> None:
    """A text without controls comes out as if one had been taken out of it."""
    assert safe(text) == safe(text + "\x00")


def test_an_accent_is_joined_wherever_it_stands() -> None:
    """The look that spares plain text the search for accents overlooks none."""
    for written, drawn in (("x" * 99 + "e\u0301", "é"), ("\u1112\u1161\u11ab", "한"), ("か\u3099", "が")):
        assert safe(written).endswith(drawn)


TYPED = {
    "one\r\ntwo\n\n\tthree\u2028four": "one two three four",
    " keeps  its spaces ": " keeps  its spaces ",
    "a\x00b\x1b[31mc\u202ed\ud83d": "abcd",
    "👩\u200d🌾👋🏽❤\ufe0f می\u200cخ": "👩\u200d🌾👋🏽❤\ufe0f می\u200cخ",
    "cafe\u0301 half \ud83d\ude00": "café half 😀",
}


@pytest.mark.parametrize("written", TYPED)
def test_what_a_player_types_is_kept_as_it_is_written(written: str) -> None:
    """One line without controls; joiners and tones, which nobody sees but which make letters, stay."""
    assert typed(written) == TYPED[written]
    assert visible(typed(written)) == visible(safe(typed(written))) or written.startswith(" ")


@given(anything)
@settings(derandomize=True, deadline=None, max_examples=100, database=None)
def test_anything_typed_is_one_line(text: str) -> None:
    """Nothing raises, nothing dangerous is left, and doing it twice changes nothing."""
    line = typed(text)
    line.encode()
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert typed(line) == line


@given(anything, st.text("ab\x1b[3m \n\u0301\u0344剣🐉🏽\u1112\u1161é\ud83d\ude00", max_size=40), st.integers(1, 9))
@settings(derandomize=True, deadline=None, max_examples=200, database=None)
def test_a_text_can_be_cleaned_in_parts(text: str, nasty: str, size: int) -> None:
    """Wherever it is cut, the parts are all of it, and clean parts are the clean whole."""
    for whole in (text, nasty, nasty + text):
        cut = list(parts(whole, size))
        assert "".join(cut) == whole
        assert "".join(map(safe, cut)) == safe(whole)


def test_cleaning_at_leisure_lets_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte is cleaned in parts of a millisecond, with a breath after each; a short text at once."""
    breaths: list[float] = []
    monkeypatch.setattr("stealth_pygame.text.cleaning.time.sleep", breaths.append)
    text = "Ёлка — “да”.\r\n" * 10_000
    assert safe_at_leisure(text) == safe(text)
    assert len(breaths) >= len(text) // rooms.AT_ONCE
    breaths.clear()
    assert safe_at_leisure("Да.\x00") == "Да."
    assert breaths == []


def test_clean_text_is_not_cleaned_again() -> None:
    """What `safe` gave is known to be safe; what is cut out of it is not."""
    text = safe("naïve\x00")
    assert safe(text) is text
    assert isinstance(text, Safe)
    assert not isinstance(text[:2], Safe)


def test_a_lazy_pattern_is_the_compiled_one() -> None:
    """It is compiled by the first question, and asked itself from then on."""
    pattern = lazy("(a+)b", re.IGNORECASE)
    assert "search" not in vars(pattern)
    found = pattern.search("xAAb")
    assert found is not None
    assert (found.group(1), pattern.sub("-", "ab aab"), pattern.pattern) == ("AA", "- -", "(a+)b")
    assert "search" in vars(pattern)


def test_all_patterns_are_prepared_together() -> None:
    """A font chain does it before the game's first frame."""
    late = lazy("c+d")
    patterns.prepare()
    assert "search" in vars(late)


def test_a_slip_is_told_as_of_a_compiled_pattern() -> None:
    """Its attributes are those of a pattern, no more."""
    with pytest.raises(AttributeError):
        lazy("a").serch  # type: ignore[attr-defined]  # noqa: B018
