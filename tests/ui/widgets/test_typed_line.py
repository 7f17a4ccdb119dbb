"""Where each letter of a line being typed stands, whichever way it is read."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stealth_pygame.text import typed
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.text.segmentation import places
from stealth_pygame.ui.widgets.typed_line import MOST_WORDS, Setter, TypedLine
from tests.ui.helpers import THEME, chain

HEBREW = "יש לך חרב ב-12 zloty?"
MIXED = "Ada said חרב אחת 12 twice"
anything = st.text(st.sampled_from("ab 1,(אבג\u05b0لاسي\u064b剣😀\u200d👩🌾🇫🇷\u0301-"), max_size=24)


@pytest.fixture
def setter(fonts: FontChain) -> Setter:
    return Setter(Pen(fonts, 17))


def carets(line: TypedLine) -> list[int]:
    return [line.caret(place) for place in range(len(line.text) + 1)]


def test_latin_is_read_from_the_left(setter: Setter) -> None:
    """The caret moves to the right as letters come, and each letter has its width."""
    line = setter.line("Do you sell horseshoes?")
    assert carets(line) == sorted(carets(line))
    assert (line.caret(0), line.caret(23)) == (0, line.width)
    assert line.caret(2) == setter.pen.width("Do")
    assert not line.right_to_left


def test_hebrew_is_read_from_the_right_and_its_numbers_from_the_left(setter: Setter) -> None:
    """The caret begins at the right end; in a number and in Latin words it goes to the right again."""
    line = setter.line(HEBREW)
    assert line.right_to_left
    assert line.caret(0) == line.width
    hebrew, number, latin = carets(line)[:11], carets(line)[13:15], carets(line)[16:21]
    assert hebrew == sorted(hebrew, reverse=True)
    assert number[0] < number[1]
    assert latin == sorted(latin)
    assert line.caret(len(HEBREW)) == 0


def test_the_caret_stands_where_the_next_letter_of_the_language_comes(setter: Setter) -> None:
    """After a Hebrew word in a Latin line, to the left of it; typing on puts the letter just there."""
    at = setter.line("Ada חרב").caret(7)
    assert at == setter.line("Ada ").width
    grown = setter.line("Ada חרבה")
    assert grown.spans(7, 8) == [(at, grown.caret(7))]


def test_a_selection_is_where_its_letters_are(setter: Setter) -> None:
    """From Latin into Hebrew it is in two parts; all of it is the whole line; none of it is nothing."""
    line = setter.line(MIXED)
    latin, hebrew = line.spans(4, 12)
    assert latin == (line.caret(4), line.caret(9))
    assert hebrew == (line.caret(12), setter.line("Ada said 12 אחת חרב").width)
    assert line.spans(0, len(MIXED)) == [(0, line.width)]
    assert line.spans(3, 3) == []


@pytest.mark.parametrize("text", ["Do you sell?", HEBREW, MIXED, "السلام عليكم", "👩‍🌾🇫🇷👋🏽 ok"])
def test_a_click_puts_the_caret_at_the_nearest_end_of_a_letter(text: str, setter: Setter) -> None:
    """On the first half of a letter before it, on the second behind it, whichever way it is read."""
    line = setter.line(text)
    ends = {line.caret(place, ahead) for place in places(text) for ahead in (False, True)}
    for x in range(line.width):
        assert abs(line.caret(*line.hit(x)) - x) == min(abs(end - x) for end in ends)


def test_clicks_beside_the_line_go_to_its_ends(setter: Setter) -> None:
    """Far left and far right of the line; an empty one has one place."""
    assert [setter.line("ab").hit(x)[0] for x in (-50, 900)] == [0, 2]
    assert [setter.line("אב").hit(x)[0] for x in (-50, 900)] == [2, 0]
    assert (setter.line("").hit(40)[0], setter.line("").caret(0), setter.line("").spans(0, 0)) == (0, 0, [])


def test_what_is_one_letter_to_people_is_one_piece(setter: Setter) -> None:
    """A flag, a family and a hand with its tone have no place inside; lam and alef, drawn as one, have."""
    for text in ("🇫🇷", "👩‍🌾", "👋🏽", "x\u0336"):
        line = setter.line(text)
        assert {line.hit(x)[0] for x in range(line.width)} == {0, len(text)}
    line = setter.line("سلا")
    assert line.caret(3) < line.caret(2) < line.caret(1)
    assert {line.hit(x)[0] for x in range(line.width)} == {0, 1, 2, 3}


def test_a_key_in_a_long_line_measures_one_word(setter: Setter) -> None:
    """What costs a line of four thousand letters is what the last one changed; a frame without a key costs nothing."""
    text = "The forge is warm, and the night is long. " * 95
    before = setter.line(text)
    measured: list[str] = []
    real = setter.pen.prefixes
    setter.pen.prefixes = lambda text: measured.append(text) or real(text)  # type: ignore[method-assign,func-returns-value]
    assert setter.line(text) is before
    setter.line(text + "Yes")
    assert measured == ["Yes"]


def test_only_the_words_in_the_field_are_drawn(setter: Setter) -> None:
    """A line that is scrolled out of sight costs nothing to draw."""
    drawn: list[str] = []
    setter.pen.draw = lambda surface, text, at, colour: drawn.append(text) or 0  # type: ignore[method-assign,func-returns-value]
    surface = pygame.Surface((100, 30))
    setter.line("word " * 200).draw(surface, (-2000, 0), (255, 255, 255))
    assert 2 <= len(drawn) <= 5


def test_words_are_forgotten_with_their_fonts(setter: Setter, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a font was found all is measured anew; and nobody's words are remembered for ever."""
    first = setter.line("a word")
    setter.pen.fonts.generation += 1
    assert setter.line("a word") is not first
    monkeypatch.setattr("stealth_pygame.ui.widgets.typed_line.MOST_WORDS", 3)
    for word in ("a", "b", "c", "d", "e"):
        setter.line(word)
    assert len(setter._words) <= 3 < MOST_WORDS


@given(anything, st.integers(-20, 400))
@example("\u200d\u0644\u0627", 0)
@example("\u0644\u0627\u200d \u0644\u200d\u0627", 0)
@settings(derandomize=True, deadline=None, max_examples=120, database=None)
def test_any_line_has_a_place_for_each_caret_and_click(text: str, x: int) -> None:
    """Carets are on the line, clicks lead between letters, and all of the line can be selected."""
    line = Setter(Pen(chain(THEME), 12)).line(typed(text))
    assert all(0 <= at <= line.width for at in carets(line))
    assert line.hit(x)[0] in places(line.text)
    assert sum(right - left for left, right in line.spans(0, len(line.text))) == line.width
