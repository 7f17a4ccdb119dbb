"""Pages end where a reader takes a breath, hold all of a text, and cost what a page costs."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.text import safe
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.text.pages import Passage, pages
from tests.ui.helpers import chain

STORY = (
    "You come at a bad hour, traveller. The mill has stood empty since the flood, and old Mr. Harrow, who kept it for "
    "thirty years, will not say a word about what he saw there. Some tell of lights behind the shutters; others heard "
    'the wheel turn, though the stream was dry! "Never," my mother said. "Not for all the gold in Alderbrook." Take '
    "the key, take a lamp, and do not, whatever happens, answer when it calls your name. It knows every name in the "
    "village and it has a great deal of patience with those who come to listen to it in the small hours of the morning."
)


@pytest.fixture
def pen() -> Pen:
    return Pen(chain(), 17)


def book(text: str, width: int, most: int, pen: Pen) -> list[str]:
    return [page.text.replace("\n", " ") for page in islice(pages(text, width, most, pen), 200)]


def test_a_page_ends_with_a_sentence(pen: Pen) -> None:
    """Where one ends in its second half; a title is not an end, and a quotation mark belongs to what it closes."""
    read = book(STORY, 300, 5, pen)
    assert [page.split()[-1] for page in read[:2]] == ["there.", 'Alderbrook."']
    assert all(page[-1] in '.!"' for page in read[:2])
    assert not any(page.endswith("Mr.") for page in read)
    assert not any(page.startswith('" ') for page in read)


def test_without_a_sentence_it_ends_with_a_clause(pen: Pen) -> None:
    """Where one ends near its foot; a page with neither is full."""
    listed = "He sold " + ", ".join(f"{number} long nails" for number in range(40))
    assert all(page.endswith(",") for page in book(listed, 300, 4, pen)[:-1])
    plain = "and so on " * 60
    assert all(len(page.lines) == 4 for page in list(pages(plain, 300, 4, pen))[:-2])


def test_a_page_is_never_short_for_a_sentence_at_its_head(pen: Pen) -> None:
    """An end in its first half is none to stop at."""
    text = "No. " + "and the water went on and on and on over the stones of the mill " * 4
    first = next(pages(text, 300, 4, pen))
    assert len(first.lines) == 4


def test_no_word_stands_alone(pen: Pen) -> None:
    """Neither in the last line of a page nor on a page of its own, where it can be helped."""
    for width in range(180, 340, 7):
        for most in (2, 3, 5):
            for page in pages(STORY, width, most, pen):
                assert len(page.lines) == 1 or " " in page.lines[-1].text
                assert page.text.count(" ") + page.text.count("\n") > 0


def test_a_last_short_sentence_does_not_stand_on_a_page_of_its_own(pen: Pen) -> None:
    """The page before it ends a sentence earlier, or a line."""
    for count in range(4, 24):
        text = "The mill is old and cold. " * count + "Go."
        for width in (150, 190, 300):
            assert all(" " in page for page in book(text, width, 3, pen))


def test_ideographs_end_a_page_with_their_full_stop(pen: Pen) -> None:
    """Japanese has no spaces to look for; closing quotes stay."""
    text = "今夜は何を打ちましょうか。剣ですか、盾ですか。「はい。」と言った。" * 8
    assert all(page[-1] in "。」、" for page in book(text, 260, 4, pen))


def test_a_paragraph_ends_a_page(pen: Pen) -> None:
    """One that ends in its second half; the next page begins with the next one, without the empty line."""
    text = "\n\n".join(["The first words of a list", "and then some more of it", "and more", "the rest of it all"] * 3)
    read = list(pages(text, 300, 4, pen))
    assert all(page.lines[0].text and page.lines[-1].text for page in read)


def test_each_page_is_read_the_way_its_paragraph_is(pen: Pen) -> None:
    """A page that begins with Latin words in a Hebrew paragraph still begins at the right."""
    text = "שלום, " + "the mill and the river and the forge " * 12
    assert all(line.right_to_left for page in pages(text, 200, 3, pen) for line in page.lines)


@pytest.mark.parametrize("unit", ["word ", "Ёлка — да. ", "剣", "x", "שלום ", "سيف ", "剣\u0301", "ab\n\n", "🐉"])
def test_a_page_of_a_megabyte_costs_what_a_page_costs(unit: str, pen: Pen) -> None:
    """Cleaned, looked at and measured is what is on it: also the page in the middle, also for one long word."""
    text = unit * (2**20 // len(unit))
    passage, measured = Passage(text), list[str]()
    real = pen.width
    pen.width = lambda text: measured.append(text) or real(text)  # type: ignore[method-assign,func-returns-value]
    first = passage.page(0, 300, 5, pen)
    assert not first.last
    assert len(measured) < 1_000
    assert len(passage.cleaned) < 20_000
    middle = Passage(safe(text)).page(500_000, 300, 5, pen)
    assert middle.lines
    assert len(measured) < 2_000


anything = st.text(st.characters(exclude_categories=()), max_size=200)
wordy = st.text("ab .!?,;\n\"'”剣。、אב12(é", max_size=300)


@given(st.one_of(anything, wordy), st.integers(60, 400), st.integers(1, 6))
@settings(derandomize=True, deadline=None, max_examples=120, database=None)
def test_nothing_is_lost_between_pages(text: str, width: int, most: int) -> None:
    """Any text, any page: every character is on one page, once, in order; every page has its end."""
    pen = Pen(chain(), 14)
    whole, start = safe(text), 0
    passage = Passage(text)
    for _ in range(len(whole) + 1):
        page = passage.page(start, width, most, pen)
        assert len(page.lines) <= most
        shown = "".join(line.text for line in page.lines)
        if pen.fonts.readable(whole) == whole and not any(letter >= "\u0600" for letter in whole):
            assert "".join(shown.split()) == "".join(whole[start : start + page.length].split())
        start += page.length
        if page.last:
            break
        assert page.length > 0
    assert start == len(whole)
    assert passage.text == whole
