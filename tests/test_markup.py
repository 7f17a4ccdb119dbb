"""Marked words: a small subset, read only where the game wrote it, and harmless whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stealth_pygame.text import Safe, safe
from stealth_pygame.text.markup import COLOURS, LONGEST, ROOM, Markup, Span, marked, plain


def looks(text: str) -> list[tuple[str, Span]]:
    drawn = marked(text)
    return [(drawn[span.start : span.end].replace(ROOM, ""), span) for span in drawn.spans]


@pytest.mark.parametrize(
    ("text", "words", "styles"),
    [
        ("The *gate* is open.", "The gate is open.", [("gate", "strong")]),
        ("*All of it.*", "All of it.", [("All of it.", "strong")]),
        ("Take [gold]the ring[/] now", "Take the ring now", [("the ring", "gold")]),
        ("Take [gold]the ring[/gold]", "Take the ring", [("the ring", "gold")]),
        ("[red]a [blue]b[/] c[/]", "a b c", [("a ", "red"), ("b", "blue"), (" c", "red")]),
        ("[red]a *b*[/]", "a b", [("a ", "red"), ("b", "strong red")]),
        ("five :coin: here", "five (coin) here", [("", "coin")]),
        (r"\*no\* \[red] \:coin:", "*no* [red] :coin:", []),
        # What is no whole mark stays as it was written.
        ("3 * 4 * 5", "3 * 4 * 5", []),
        ("a*b*c", "a*b*c", []),
        ("a footnote*", "a footnote*", []),
        ("*\nnot over lines*", "*\nnot over lines*", []),
        ("**", "**", []),
        ("[mauve]x[/]", "[mauve]x[/]", []),
        ("[red]never closed", "[red]never closed", []),
        ("closed[/] only", "closed[/] only", []),
        ("[red]x[/blue]", "[red]x[/blue]", []),
        ("at 10:30:15", "at 10:30:15", []),
        ("a smile :) :nothing:", "a smile :) :nothing:", []),
        ("", "", []),
    ],
)
def test_marks_and_what_only_looks_like_them(text: str, words: str, styles: list[tuple[str, str]]) -> None:
    """Emphasis stands close around words, a colour is one of ours and is closed, an icon is known."""
    told = [
        (part, " ".join(filter(None, ["strong" if span.strong else "", span.colour, span.icon])))
        for part, span in looks(text)
    ]
    assert told == styles
    assert marked(text).replace(ROOM, "(coin)") == words


def test_only_markup_has_marks() -> None:
    """A text that a player typed, or a model wrote, is none."""
    assert plain("*a*") == "*a*"
    assert plain(Markup("*a* :key:")) == Markup("*a* :key:").plain == "a (key)"


def test_icons_of_the_game_are_known_beside_ours() -> None:
    """Names of others stay as they are."""
    assert marked(":sword:", {"sword"}).spans[0].icon == "sword"
    assert marked(":sword:") == ":sword:"


@given(st.text(alphabet="ab *[]/:\\\n", max_size=60) | st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    """Spans lie in order within the text, and what is drawn is clean and no longer than the writing."""
    drawn = marked(text)
    assert isinstance(drawn, Safe)
    ends = [0, *(edge for span in drawn.spans for edge in (span.start, span.end)), len(drawn)]
    assert ends == sorted(ends)
    assert len(drawn) <= len(safe(text))


@given(st.lists(st.sampled_from(["*", "[red]", "[/]", "[gold]", "word", " ", "[/red]"]), max_size=30))
def test_words_are_never_lost(parts: list[str]) -> None:
    """However marks are nested or torn, each word is there as often as it was written."""
    text = "".join(parts)
    assert marked(text).count("word") == text.count("word")


def test_an_endless_text_is_not_searched() -> None:
    """A megabyte of stars costs nothing, and stays as it is."""
    text = "*a* " * LONGEST
    assert marked(text).spans == ()


def test_every_colour_is_closed_by_its_own_name() -> None:
    """All of them are words that an author can guess."""
    for name in COLOURS:
        assert [span.colour for span in marked(f"[{name}]x[/{name}]").spans] == [name]
