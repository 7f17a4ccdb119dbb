"""Letters come by time, with a breath where a person would take one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stealth_pygame.ui.text.typewriter import Typewriter
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import THEME

LINE = "Good evening. The forge is warm."
LONG = " ".join(f"Word{number}." for number in range(80))


@pytest.mark.parametrize("fps", [30, 60, 240])
def test_typing_takes_the_same_time_at_any_frame_rate(fps: int) -> None:
    """The typewriter goes by seconds, not by frames."""
    writer = Typewriter(LINE, Theme(typing_speed=20))
    frames = 0
    while writer.shown(frames / fps) < len(LINE):
        frames += 1
    expected = len(LINE) / 20 + Theme().sentence_pause
    assert frames / fps == pytest.approx(expected, abs=1.5 / 30)


def test_it_rests_where_a_person_would() -> None:
    """After sentences and commas, also behind a quotation mark; not inside a number or an ellipsis."""
    theme = Theme(typing_speed=10, sentence_pause=1.0, comma_pause=0.5)

    def takes(text: str) -> float:
        writer, spent = Typewriter(text, theme), 0.0
        while writer.shown(spent) < len(text):
            spent += 0.05
        assert writer.takes == pytest.approx(spent, abs=0.06)
        return spent - len(text) / 10

    assert takes("Hi. Ok") == pytest.approx(1.0, abs=0.1)
    assert takes("Hi, Ok") == pytest.approx(0.5, abs=0.1)
    assert takes('"Hi." Ok') == pytest.approx(1.0, abs=0.1)
    assert takes("Hm... ok") == pytest.approx(1.0, abs=0.1)
    assert takes("3.5 gold") == pytest.approx(0.0, abs=0.1)
    assert takes("はい。剣") == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("theme", [replace(THEME, typing_speed=0), replace(THEME, reduced_motion=True)])
def test_speed_nought_and_reduced_motion_show_a_line_at_once(theme: Theme) -> None:
    """Nobody has to wait for letters."""
    writer = Typewriter(LINE, theme)
    assert writer.shown(0.0) == len(LINE)
    assert writer.takes == writer.moment(3) == 0.0


def test_each_letter_has_its_moment() -> None:
    """A letter is shown from its moment on, and not before."""
    writer = Typewriter(LINE, Theme(typing_speed=20))
    for letter in range(1, len(LINE) + 1):
        assert writer.shown(writer.moment(letter)) >= letter
        assert writer.shown(writer.moment(letter) - 0.01) < letter
    assert writer.moment(0) == 0.0
