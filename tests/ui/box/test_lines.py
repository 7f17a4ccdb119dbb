"""Lines of a box: one after the other, each typed, turned and read in its time."""

from __future__ import annotations

import pytest

from stealth_pygame.text import reading_time
from stealth_pygame.ui.box.lines import MOST_LINES, BoxLines
from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.text.fonts import FontChain
from tests.ui.helpers import LINE, LONG, THEME

ROOM = (300, 3)


class Reader:
    """A box that somebody looks at, frame by frame."""

    def __init__(self, fonts: FontChain, stays: bool = False) -> None:
        self.lines, self.stays = BoxLines(THEME), stays
        self._made_for = (BubbleAssets(THEME, fonts), fonts.generation, ROOM)
        self.seen: list[str] = []

    def go(self, seconds: float) -> None:
        for _ in range(round(seconds * 20)):
            self.lines.update(0.05, self.stays)
            self.lines.lay_out(self._made_for, 0)
            shown = self.lines.current.text if self.lines.current else ""
            if not self.seen or self.seen[-1] != shown:
                self.seen.append(shown)


def test_lines_are_shown_one_after_the_other(fonts: FontChain) -> None:
    """Each for its reading time, without any key; then there is nothing."""
    reader = Reader(fonts)
    for text in ("One.", LINE, "Three."):
        reader.lines.say("Bo", text)
    reader.go(0.2)
    assert (reader.seen, reader.lines.waiting) == (["One."], 2)
    reader.go(30)
    assert reader.seen == ["One.", LINE, "Three.", ""]


def test_the_last_line_stays_while_somebody_types(fonts: FontChain) -> None:
    """It is read all the same, and goes once nobody faces the box."""
    reader = Reader(fonts, stays=True)
    line = reader.lines.say("Bo", LINE)
    reader.go(30)
    assert (reader.seen, line.read) == ([LINE], True)
    assert not reader.lines.advance(True)
    reader.stays = False
    reader.go(0.2)
    assert reader.lines.current is None


def test_the_next_line_comes_when_the_one_that_stays_was_read(fonts: FontChain) -> None:
    """A line that was read makes room at once; one that was not is read first."""
    reader = Reader(fonts, stays=True)
    reader.lines.say("Bo", LINE)
    reader.go(30)
    reader.lines.say("Bo", "Two.")
    reader.lines.say("Bo", "Three.")
    reader.go(0.1)
    assert reader.seen == [LINE, "Two."]
    reader.go(30)
    assert reader.seen == [LINE, "Two.", "Three."]


def test_pages_turn_by_themselves_and_by_hand(fonts: FontChain) -> None:
    """A page that nobody turns goes on after its reading time; `advance` hurries, turns, and ends."""
    reader = Reader(fonts, stays=True)
    line = reader.lines.say("Bo", LONG)
    reader.go(0.1)
    pages: list[str] = []
    for _ in range(400):
        reader.go(1)
        assert line.picture is not None
        text = line.picture.page.text
        pages += [text] if text not in pages else []
        if line.read:
            break
    assert " ".join(pages).split() == LONG.split()
    second = reader.lines.say("Bo", LONG)
    reader.go(0.2)
    assert second.typing
    assert reader.lines.advance(True)
    assert not second.typing
    steps = 0
    while reader.lines.advance(True):
        steps += 1
    assert steps >= 2 * (len(pages) - 1)
    assert reader.lines.current is second


def test_nothing_is_missed_however_much_is_said(fonts: FontChain) -> None:
    """More than the box can hold costs the oldest that waits, never the line that is read now."""
    reader = Reader(fonts)
    lines = [reader.lines.say("Bo", f"Line {number}.") for number in range(MOST_LINES + 3)]
    reader.go(0.1)
    assert reader.lines.current is lines[0]
    assert [line.gone for line in lines] == [False, True, True, True, *[False] * (MOST_LINES - 1)]
    assert all(line.read for line in lines[1:4])


@pytest.mark.parametrize("whole", [True, False])
def test_words_of_the_player_end_what_stands_there_in_full(fonts: FontChain, whole: bool) -> None:
    """What is still typed is read to its end first."""
    reader = Reader(fonts, stays=True)
    line = reader.lines.say("Bo", LINE)
    reader.go(5 if whole else 0.2)
    reader.lines.answered()
    assert line.read is whole
    assert (reader.lines.current is None) is whole


def test_a_line_that_waits_loses_none_of_its_time(fonts: FontChain) -> None:
    """Its typewriter begins when it is shown."""
    reader = Reader(fonts)
    reader.lines.say("Bo", LINE)
    second = reader.lines.say("Bo", LINE)
    reader.go(reading_time(LINE))
    assert second.shown == 0 or reader.lines.current is second
    while reader.lines.current is not second:
        reader.go(0.05)
    assert second.shown < 5


def test_an_empty_or_endless_word_does_no_harm(fonts: FontChain) -> None:
    """No text, one word wider than the box, and text read from the right."""
    reader = Reader(fonts)
    for text in ("", "x" * 5000, "שלום לכם", "\n\n"):
        reader.lines.say("Bo", text)
    reader.go(20)
    reader.lines.clear()
    assert reader.lines.current is None
