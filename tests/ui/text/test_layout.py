"""Text is wrapped so that it fits, in any script, at any width, on both engines."""

from __future__ import annotations

from itertools import islice

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.text import safe
from stealth_pygame.ui.text import bidi, segmentation
from stealth_pygame.ui.text.layout import Pen, wrap
from stealth_pygame.ui.text.pages import pages
from stealth_pygame.ui.text.segmentation import letters, places
from tests.ui.helpers import chain

anything = st.text(st.characters(exclude_categories=()), max_size=120)


@pytest.fixture
def pen() -> Pen:
    return Pen(chain(), 17)


def lines(text: str, width: int, pen: Pen) -> list[str]:
    return [line.text for line in wrap(text, width, pen)]


def test_words_stay_whole(pen: Pen) -> None:
    """A line breaks between words, and loses the space there."""
    assert lines("The forge is still warm", 100, pen) == ["The forge is", "still warm"]


def test_a_word_that_is_too_long_is_cut(pen: Pen) -> None:
    """Nothing sticks out, and nothing is lost."""
    cut = lines("Honorificabilitudinitatibus!", 60, pen)
    assert "".join(cut) == "Honorificabilitudinitatibus!"
    assert all(pen.width(line) <= 60 for line in cut)


def test_one_letter_is_the_least(pen: Pen) -> None:
    """A width that fits nothing still ends."""
    assert lines("abc", 1, pen) == ["a", "b", "c"]


def test_ideographs_break_anywhere_but_before_a_full_stop(pen: Pen) -> None:
    """Japanese has no spaces; its punctuation stays with what it closes."""
    cut = lines("今夜は何を打ちましょうか。剣ですか。", 17 * 6, pen)
    assert len(cut) > 2
    assert not any(line.startswith("。") for line in cut)


def test_hyphens_may_end_a_line_but_not_part_a_number(pen: Pen) -> None:
    """A compound breaks at its hyphen."""
    assert list(segmentation.atoms("well-known -5 a-1")) == ["well-", "known", " ", "-5", " ", "a-1"]


def test_newlines_are_kept(pen: Pen) -> None:
    """A newline ends a line; an empty line stays empty."""
    assert lines("Bread\n\nWine", 300, pen) == ["Bread", "", "Wine"]


def test_lines_have_even_lengths(pen: Pen) -> None:
    """No last line with a single word, where there is a better way."""
    page = next(pages("What can I make for you on this fine evening?", 300, 5, pen))
    widths = [line.width for line in page.lines]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_pages_hold_all_of_the_text_once(pen: Pen) -> None:
    """Page by page, and only the last one says that it is."""
    text = " ".join(f"Word{number}." for number in range(300))
    book = list(pages(text, 250, 4, pen))
    assert " ".join(line.text for page in book for line in page.lines) == text
    assert [page.last for page in book] == [False] * (len(book) - 1) + [True]
    assert all(len(page.lines) <= 4 for page in book)


def test_a_page_does_not_begin_with_an_empty_line(pen: Pen) -> None:
    """A blank line between two pages is what their parting says already."""
    book = list(pages("one\ntwo\n\nthree\nfour", 300, 2, pen))
    assert [page.text for page in book] == ["one\ntwo", "three\nfour"]


def test_only_what_is_shown_is_laid_out(pen: Pen) -> None:
    """The first page of a megabyte costs what a page costs."""
    measured: list[str] = []
    real = pen.width
    pen.width = lambda text: measured.append(text) or real(text)  # type: ignore[method-assign,func-returns-value]
    next(islice(pages("word " * 200_000, 300, 5, pen), 1))
    assert len(measured) < 400


def test_prefixes_know_about_kerning(pen: Pen) -> None:
    """The width of a beginning is measured, not added up."""
    text = "AVATAR To剣"
    edges = pen.prefixes(text)
    assert len(edges) == len(text) + 1
    assert edges[0] == 0
    assert edges[-1] == pen.width(text)
    assert edges == sorted(edges)


def test_right_to_left_lines_are_turned_for_the_engine(pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hebrew comes out from the right, its numbers from the left; without the extra whole lines turn round."""
    line = next(wrap("חרב 12", 300, pen))
    assert line.right_to_left
    assert line.view == "12 ברח"
    monkeypatch.setattr(bidi, "_bidi", lambda: None)
    assert bidi.in_view_order("חרב", "R") == "ברח"
    assert bidi.in_view_order("a חרב", "L") == "a חרב"


def test_arabic_letters_join_as_far_as_the_fonts_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Joined forms are used when a font has them all, and only with the extra."""
    assert bidi.shaped("سيف", lambda character: True) != "سيف"
    assert bidi.shaped("سيف", lambda character: False) == "سيف"
    monkeypatch.setattr(bidi, "_reshape", lambda: None)
    assert bidi.shaped("سيف", lambda character: True) == "سيف"
    assert bidi._optional("no_such_module") is None


LETTERS = {
    "accents": ["x\u0336", "y", "ז\u05b0"],
    "a family, flags, tones": ["👩‍👩‍👧‍👦", "🇫🇷", "🇩🇪", "👋🏽", "❤️", "1️⃣", "2"],
    "half a flag": ["🇫🇷", "🇩", "x"],
    "Devanagari": ["क्ष", "त्रि", "य", " ", "न", "म", "स्ते"],
    "Thai": ["กำ", "ก\u0e31", "น"],
    "Hangul": ["\u1112\u1161\u11ab", "글"],
    "Arabic": ["مَ", "رْ", "حَ", "بً", "ا"],
    "nothing": [],
}


@pytest.mark.parametrize("sample", LETTERS)
def test_letters_are_what_people_count(sample: str) -> None:
    """A caret never stands between a letter and its accent, in a flag, a family or a syllable."""
    text = "".join(LETTERS[sample])
    assert list(letters(text)) == LETTERS[sample]
    assert places(text)[-1] == len(text)


@given(anything)
@settings(derandomize=True, deadline=None, max_examples=100, database=None)
def test_pieces_are_all_of_a_line(text: str) -> None:
    """Whatever the line, each of its characters is in one piece, whichever way it is drawn."""
    line = " ".join(text.split())
    for base in "LR":
        pieces = bidi.pieces(line, base, lambda character: True)
        assert sorted(place for piece in pieces for place in range(piece.start, piece.end)) == list(range(len(line)))


VIEWS = {
    "חרב 12": "12 ברח",
    "חרב (קהה) 12.50": "12.50 (ההק) ברח",
    "Ada said חרב 12 twice": "Ada said 12 ברח twice",
    "שָׁלוֹם": "םוֹלשָׁ",
    "[E] דבר": "[E] רבד",
}


@pytest.mark.parametrize("text", VIEWS)
def test_a_line_is_turned_as_its_readers_expect(text: str) -> None:
    """Words from the right, numbers and Latin from the left, brackets mirrored, vowel signs with their letters."""
    assert bidi.label(text, lambda character: True) == VIEWS[text]


def test_arabic_letters_know_what_they_stand_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lam and alef are drawn as one, vowel signs stay, a joiner parts; what does not add up is left as it is."""

    def found(text: str) -> list[tuple[int, int, str]]:
        return [(piece.start, piece.end, piece.drawn) for piece in bidi.pieces(text, "R", lambda character: True)]

    assert found("سلام") == [(3, 4, "ﻡ"), (1, 3, "ﻼ"), (0, 1, "ﺳ")]
    assert [drawn for _, _, drawn in found("بً ب")] == ["ﺏ", " ", "ﺏً"]
    assert found("می\u200cخ")[0] == (3, 4, "ﺥ")
    assert found("م\u200dی")[-1][0] == 0
    monkeypatch.setattr(bidi, "_join", lambda: lambda text: text + "x")
    assert found("لا") == [(1, 2, "ا"), (0, 1, "ل")]


def test_letters_of_a_persian_word_are_parted(pen: Pen) -> None:
    """By a sign that is kept in the text, shapes the letters beside it, and is never drawn."""
    parted, joined = (next(wrap(text, 300, pen)).view for text in ("می\u200cخواهم", "میخواهم"))
    assert len(parted) == len(joined)
    assert parted != joined
    assert "\u200c" not in parted + bidi.label("می\u200cخواهم", pen.fonts.has)


def test_a_flag_is_not_torn_at_the_end_of_a_line(pen: Pen) -> None:
    """Its two letters stay together; other emoji may be parted."""
    assert list(segmentation.atoms("🇫🇷🇩🇪, 😀😀")) == ["🇫🇷", "🇩🇪,", " ", "😀", "😀"]


def test_pictures_of_one_size_are_scaled_down(pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colour emoji of 128 pixels does not burst its line."""
    monkeypatch.setattr("stealth_pygame.ui.text.layout.TALLEST", 1.0)
    surface = pygame.Surface((200, 40), pygame.SRCALPHA)
    end = pen.draw(surface, "Ag", (0, 0), (0, 0, 0))
    assert end == pen.width("Ag") < Pen(pen.fonts, 34).width("Ag")


@given(anything, st.integers(1, 400), st.integers(8, 40), st.integers(1, 6))
@settings(derandomize=True, deadline=None, max_examples=40, database=None)
def test_anything_can_be_laid_out_and_drawn(text: str, width: int, size: int, most: int) -> None:
    """Any Unicode, any width: nothing raises, and only a single letter may be wider than the width."""
    pen = Pen(chain(), size)
    text = pen.fonts.readable(safe(text))
    for page in islice(pages(text, width, most, pen), 3):
        assert len(page.lines) <= most
        for line in page.lines:
            assert line.width <= width or len(list(letters(line.text))) <= 2
            pen.draw(pygame.Surface((10, 10)), line.view, (0, 0), (0, 0, 0))
