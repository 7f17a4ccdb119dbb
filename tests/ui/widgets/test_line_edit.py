"""The line being typed, without a window."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.ui.widgets.line_edit import LineEdit


def line(text: str, most: int = 100) -> LineEdit:
    edit = LineEdit(most)
    edit.insert(text)
    return edit


def test_typing_stops_at_the_limit() -> None:
    """What does not fit is not there, and the counter says how much does."""
    edit = line("Hello world", 5)
    assert (edit.text, edit.left, edit.caret) == ("Hello", 0, 5)


def test_pasting_makes_one_line() -> None:
    """Newlines become spaces; what cannot be drawn stays out; a space at the end is kept."""
    assert line("one\r\ntwo\x00 ").text == "one two "
    assert line(" ").text == " "


def test_words_are_jumped_over() -> None:
    """Ctrl and an arrow go to the next edge of a word."""
    edit = line("Hello, dear smith")
    stops = []
    for _ in range(5):
        edit.step(-1, word=True)
        stops.append(edit.caret)
    assert stops == [12, 7, 5, 0, 0]
    edit.step(1, word=True)
    assert edit.caret == 5


def test_a_letter_and_its_accent_are_one_step() -> None:
    """The caret never stands between them, and deleting takes both."""
    edit = line("ax\u0336")
    edit.step(-1)
    assert edit.caret == 1
    edit.step(1)
    edit.delete(-1)
    assert edit.text == "a"


def test_a_selection_is_replaced_by_what_is_typed() -> None:
    """Shift selects; typing and deleting take the selection away; an arrow leaves it."""
    edit = line("Hello world")
    edit.step(-1, word=True, select=True)
    assert edit.selected == "world"
    edit.insert("smith")
    assert edit.text == "Hello smith"
    edit.select_all()
    edit.step(-1)
    assert (edit.caret, edit.selected) == (0, "")
    edit.move(5, select=True)
    edit.delete(1)
    assert edit.text == " smith"


def test_deleting_goes_both_ways() -> None:
    """Backspace takes what is before the caret, Delete what is behind it; words with Ctrl; nothing at the ends."""
    edit = line("one two three")
    edit.delete(-1, word=True)
    assert edit.text == "one two "
    edit.delete(1)
    edit.move(0)
    edit.delete(-1)
    edit.delete(1)
    edit.delete(1, word=True)
    assert edit.text == " two "


def test_a_double_click_selects_a_word() -> None:
    """The word, the spaces or the signs that are there."""
    edit = line("Hello, smith")
    edit.select_word(8)
    assert edit.selected == "smith"
    edit.select_word(99)
    assert edit.selected == ""


def test_the_history_remembers_each_line_once() -> None:
    """Up goes back, down comes forward, and the draft is at the end."""
    edit = LineEdit(100)
    for said in ("one", "two", "two", "  "):
        edit.set(said)
        edit.submit()
    edit.insert("draft")
    seen = []
    for way in (-1, -1, -1, 1, 1, 1):
        edit.recall(way)
        seen.append(edit.text)
    assert seen == ["two", "one", "one", "two", "draft", "draft"]


def test_the_history_may_grow_and_shrink() -> None:
    """Another theme may remember more lines or fewer; the newest stay."""
    edit = LineEdit(100)
    for said in ("one", "two", "three"):
        edit.set(said)
        edit.submit()
    edit.recall(-1)
    edit.recall(-1)
    edit.recall(-1)
    edit.remember(2)
    for _ in range(3):
        edit.recall(-1)
    assert edit.text == "two"


moves = st.one_of(
    st.tuples(st.just("insert"), st.text(st.characters(exclude_categories=()), max_size=6)),
    st.tuples(st.just("step"), st.sampled_from([-1, 1]), st.booleans(), st.booleans()),
    st.tuples(st.just("delete"), st.sampled_from([-1, 1]), st.booleans()),
    st.tuples(st.just("recall"), st.sampled_from([-1, 1])),
    st.tuples(st.just("submit")),
    st.tuples(st.just("word"), st.integers(0, 20)),
)


@given(st.lists(moves, max_size=25))
@settings(derandomize=True, deadline=None, max_examples=120, database=None)
def test_whatever_is_done_the_line_is_sound(done: list[tuple[str, ...]]) -> None:
    """Caret and selection stay inside the text, and the text within its limit."""
    edit = LineEdit(12)
    for name, *given_ in done:
        does: dict[str, Callable[..., object]] = {
            "insert": edit.insert,
            "step": lambda way, word, select: edit.step(way, word=word, select=select),
            "delete": lambda way, word: edit.delete(way, word=word),
            "recall": edit.recall,
            "submit": edit.submit,
            "word": edit.select_word,
        }
        does[name](*given_)
        start, end = edit.selection
        assert 0 <= start <= end <= len(edit.text) <= 12
        assert start <= edit.caret <= end
        assert "\n" not in edit.text
