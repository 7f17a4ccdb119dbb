"""The panel of figures: plain data in, a picture out, in any window."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from stealth_pygame.debug.panel import DebugKey, DebugPanel, DebugRow, DebugSheet, Tone
from stealth_pygame.ui.text.fonts import FontChain
from tests.ui.helpers import THEME, meadow, same_as_golden

ROWS = (
    DebugRow(
        ("Brunhild < Ada", "sending 1.2 s", "2", "0.84 s"),
        Tone.BUSY,
        (
            ("answer", "Good evening, traveller! + 2 calls"),
            ("context", "gold: 12 · weather: rain · recent_conversation: Ada: Hi / Brunhild: Good evening, traveller!"),
            ("calls", "open_gate(wide=True): done, It is open. · sell(item='sword', price=12): failed, too poor"),
        ),
    ),
    DebugRow(("Mira the herbalist of the lower village < Bartholomew", "ready", "0", "12.31 s"), Tone.GOOD),
    DebugRow(("Odo < Ada", "new", "0", "30.00 s"), Tone.BAD, (("answer", "ReplyTimeoutError: No whole answer."),)),
)
KEYS = (
    DebugKey("F5", "+2 s"),
    DebugKey("F6", "429", "once"),
    DebugKey("F7", "cancelled", "always"),
    DebugKey("F8", "dropped"),
    DebugKey("F9", "junk"),
    DebugKey("F10", "fire an action"),
)
SHEET = DebugSheet(
    "Dialogue",
    "online · 12 ms · 60 fps",
    Tone.GOOD,
    ("Conversation", "State", "Queue", "Last"),
    ROWS,
    "Nobody has been spoken to yet.",
    "open_gate(wide=True): done, It is open.",
    KEYS,
)


@pytest.mark.parametrize("size", [(640, 360), (320, 180)])
def test_it_can_be_read(size: tuple[int, int], fonts: FontChain) -> None:
    """Figures in columns, details under them, keys that are on stand out; smaller in a small window."""
    surface = meadow(size)
    DebugPanel(THEME, fonts).draw(surface, SHEET)
    same_as_golden(surface, f"debug-{size[0]}")


def test_it_is_readable_without_colours(fonts: FontChain) -> None:
    """High contrast makes it solid."""
    surface = meadow((480, 240))
    DebugPanel(replace(THEME, high_contrast=True), fonts).draw(surface, SHEET._replace(rows=(), note=""))
    same_as_golden(surface, "debug-empty")


@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (320, 180), (160, 90), (40, 20), (13, 13)])
@pytest.mark.parametrize("count", [0, 1, 200])
def test_it_stays_in_the_window(size: tuple[int, int], count: int, fonts: FontChain) -> None:
    """Whatever there is to say, and however small the window is."""
    surface = meadow(size)
    panel = DebugPanel(THEME, fonts)
    panel.draw(surface, SHEET._replace(rows=ROWS[:1] * count))
    assert surface.get_rect().contains(panel.rect)


def test_what_finds_no_room_is_counted(fonts: FontChain) -> None:
    """Two hundred conversations end in "more"."""
    asked: list[int] = []

    class Counting(str):
        """Keeps what it was asked to say."""

        def format(self, *args: object, **given: object) -> str:
            asked.append(int(str(given["count"])))
            return super().format(*args, **given)

    DebugPanel(THEME, fonts).draw(meadow((640, 360)), SHEET._replace(rows=ROWS * 70, more=Counting("{count} more")))
    assert 200 <= asked[0] < 210


def test_a_sheet_is_drawn_once(fonts: FontChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures cost one blit; others, another window or theme are drawn anew."""
    panel = DebugPanel(THEME, fonts)
    made: list[DebugSheet] = []
    original = panel._make

    def counted(sheet: DebugSheet, window: tuple[int, int]) -> pygame.Surface:
        made.append(sheet)
        return original(sheet, window)

    monkeypatch.setattr(panel, "_make", counted)
    for _ in range(3):
        panel.draw(meadow((640, 360)), SHEET._replace())
    assert len(made) == 1
    panel.draw(meadow((640, 360)), SHEET._replace(note="!"))
    panel.draw(meadow((640, 350)), SHEET._replace(note="!"))
    assert len(made) == 3


def test_whatever_it_is_given_can_be_drawn(fonts: FontChain) -> None:
    """NUL, half letters and a megabyte, without keys."""
    text = "\x00\ud800\u202e" + "x" * 1_000_000
    row = DebugRow((text, text, text, text), Tone.BAD, ((text, text),))
    DebugPanel(THEME, fonts).draw(meadow((640, 360)), DebugSheet(text, text, rows=(row,), note=text))


def test_without_pygame_nothing_is_drawn(fonts: FontChain) -> None:
    """Before init and after quit it is quiet."""
    surface, panel = meadow((64, 36)), DebugPanel(THEME, fonts)
    pygame.quit()
    panel.draw(surface, SHEET)
    assert panel.rect.size == (0, 0)


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (60, 40)])
def test_a_long_note_has_lines(size: tuple[int, int], fonts: FontChain) -> None:
    """Three at most: a slip in a character file says file, field and reason."""
    heights = []
    for words in (1, 12, 40, 400):
        panel = DebugPanel(THEME, fonts)
        panel.draw(meadow(size), SHEET._replace(rows=(), keys=(), note="word " * words))
        heights.append(panel.rect.height)
    assert heights == sorted(heights)
    assert heights[2] == heights[3]
    assert size[0] < 100 or heights[0] < heights[2]
