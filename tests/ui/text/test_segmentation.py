"""Lines break where Unicode's UAX 14 lets them, in the scripts and with the punctuation of many languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.text import one_line, safe
from stealth_pygame.ui.text import segmentation
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, label, wrap
from tests.ui.helpers import THEME

FRENCH = "Bonjour\xa0! Vous cherchez une épée\u202f? Elle coûte dix\xa0pièces\xa0: «\u202fvraiment\u202f», « enfin » !"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("dix\xa0pièces", ["dix\xa0pièces"]),
        ("Bonjour ! Oui ?", ["Bonjour !", " ", "Oui ?"]),
        ("« vraiment » oui", ["« vraiment »", " ", "oui"]),
        ("»Hallo« sagte er", ["»Hallo«", " ", "sagte", " ", "er"]),
        ("ภาษา\u200bไทย\u200bง่าย", ["ภาษา", "\u200b", "ไทย", "\u200b", "ง่าย"]),
        ("「剣」は、ある。", ["「剣」", "は、", "あ", "る。"]),
        ("きゃっと", ["きゃっ", "と"]),
        ("￥500と（剣）", ["￥500", "と", "（剣）"]),
        ("well-known -5 a-1 3–4", ["well-", "known", " ", "-5", " ", "a-1", " ", "3–4"]),
        ("“Hello”—she said", ["“Hello”—", "she", " ", "said"]),
        ("and/or 1/2", ["and/", "or", " ", "1/2"]),
        ("剣\xa0と", ["剣\xa0と"]),
        (" leading", [" ", "leading"]),
        ("! !", ["! !"]),
    ],
)
def test_a_line_breaks_only_between_these(text: str, pieces: list[str]) -> None:
    """No-break spaces, French and German quotation marks, Thai, CJK marks, hyphens, dashes, slashes."""
    assert list(segmentation.atoms(text)) == pieces


@given(st.text(st.sampled_from("ab剣ゃ。「」«»!?…- –/\xa0\u200b1("), max_size=40))
@settings(derandomize=True, deadline=None, max_examples=300, database=None)
def test_nothing_is_lost_between_breaks(text: str) -> None:
    """All pieces together are the text."""
    assert "".join(segmentation.atoms(text)) == text


def test_no_line_begins_with_french_punctuation(fonts: FontChain) -> None:
    """At any width that has room for the longest word; and nothing of it is drawn as a box."""
    pen = Pen(fonts, 17)
    for width in range(130, 320, 2):
        lines = [line.text for line in wrap(safe(FRENCH), width, pen)]
        assert not [line for line in lines if line[0] in "!?:»,"], (width, lines)
        assert not [line for line in lines if line[-1] in "«"], (width, lines)
        assert "\xa0" not in "".join(lines)


def test_words_written_without_spaces_break_between_each_other(fonts: FontChain) -> None:
    """The sign between words is not drawn, takes no room, and is where a line may end."""
    pen = Pen(fonts, 17)
    words = ["pasa", "thai", "ngai", "mak"] * 4
    lines = [line.text for line in wrap("\u200b".join(words), 120, pen)]
    assert len(lines) > 1
    assert "".join(lines) == "".join(words)
    assert all(line.startswith(tuple(words)) and line.endswith(tuple(words)) for line in lines)


def test_what_is_glued_parts_where_no_line_has_room(fonts: FontChain) -> None:
    """In a very narrow bubble the mark goes to the next line rather than a word being torn."""
    pen = Pen(fonts, 17)
    width = pen.width("Enchanté")
    assert [line.text for line in wrap("Enchanté !", width, pen)] == ["Enchanté", "!"]


def test_names_have_plain_spaces(fonts: FontChain) -> None:
    """A label on a plate or button is drawn without signs that say where lines break."""
    assert one_line("Jeanne\xa0d'Arc") == "Jeanne d'Arc"
    assert label("Jeanne\xa0d'Arc", 400, Pen(fonts, 17)) == "Jeanne d'Arc"
    assert THEME.words.far == "…"
