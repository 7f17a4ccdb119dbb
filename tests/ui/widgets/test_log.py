"""The transcript scrolls, stays at the bottom, and can be copied; the prompt is drawn whole."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from stealth_pygame.ui import shapes
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.ui.widgets.log_entry import PART, Entry
from stealth_pygame.ui.widgets.prompt import Prompt
from tests.ui.helpers import THEME, key


@pytest.fixture
def screen() -> pygame.Surface:
    return pygame.Surface((480, 300))


@pytest.fixture
def log(fonts: FontChain, screen: pygame.Surface) -> Log:
    log = Log(THEME, fonts)
    for number in range(30):
        log.add("Brunhild", f"Line number {number} of a long evening at the forge.")
    log.toggle()
    log.draw(screen)
    return log


def press(log: Log, code: int, mod: int = 0) -> bool:
    return log.handle_event(key(code, mod=mod)[0])


def test_it_opens_at_the_newest_line(log: Log) -> None:
    """Toggling opens and closes; a closed one uses no event and draws nothing."""
    assert log.is_open
    assert log.at_bottom
    log.toggle()
    assert not log.is_open
    assert not press(log, pygame.K_UP)
    blank = pygame.Surface((480, 300))
    log.draw(blank)
    assert blank.get_at((240, 150)) == pygame.Color(0, 0, 0)


def test_wheel_and_keys_scroll_within_bounds(log: Log, screen: pygame.Surface) -> None:
    """Up to the first line and down to the last, no further."""
    assert log.handle_event(pygame.event.Event(pygame.MOUSEWHEEL, y=1, x=0))
    assert not log.at_bottom
    for code in (pygame.K_HOME, pygame.K_UP, pygame.K_PAGEUP):
        assert press(log, code)
    log.draw(screen)
    assert log.scroll == log.total_height - log.view.height
    for code in (pygame.K_PAGEDOWN, pygame.K_DOWN, pygame.K_END, pygame.K_DOWN):
        press(log, code)
    assert log.at_bottom


def test_it_stays_where_the_reader_is(log: Log) -> None:
    """At the bottom it follows; scrolled up, what is read does not move."""
    log.add("Ada", "One more.")
    assert log.at_bottom
    press(log, pygame.K_PAGEUP)
    before = log.scroll
    log.add("Ada", "And another.")
    assert log.scroll == before + log.height_of(log.entries[-1])


def test_it_is_copied_whole(log: Log, screen: pygame.Surface, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C puts every line on the clipboard, and says so for a moment; other letters are not its business."""
    copied: list[str] = []

    def put(text: str) -> bool:
        copied.append(text)
        return True

    monkeypatch.setattr(clipboard, "put", put)
    assert press(log, pygame.K_c, pygame.KMOD_CTRL)
    assert copied[0].splitlines()[3] == "Brunhild: Line number 3 of a long evening at the forge."
    assert log.says_copied
    log.draw(screen)
    log.update(5)
    assert not log.says_copied
    assert not press(log, pygame.K_w)


def test_escape_closes_it_and_releases_pass(log: Log) -> None:
    """Key releases and QUIT go on to the game."""
    assert not log.handle_event(key(pygame.K_UP)[-1])
    assert not log.handle_event(pygame.event.Event(pygame.QUIT))
    assert press(log, pygame.K_ESCAPE)
    assert not log.is_open
    log.toggle()
    log.close()
    assert not log.is_open


def test_it_is_laid_out_anew_for_window_and_theme(log: Log) -> None:
    """Another size, another text: the lines fit again, and the oldest go beyond the limit."""
    log.draw(pygame.Surface((320, 180)))
    narrow = log.entries[-1].count(log.line_width, log.pen)
    log.theme = replace(THEME, log_entries=5, high_contrast=True)
    log.draw(pygame.Surface((1280, 720)))
    assert log.entries[-1].count(log.line_width, log.pen) < narrow
    assert len(log.entries) == 5
    assert log.theme.high_contrast


def test_an_empty_transcript_says_so(fonts: FontChain, screen: pygame.Surface) -> None:
    """Nothing said is no reason for an empty panel; entries without name or text have a place too."""
    log = Log(THEME, fonts)
    log.toggle()
    log.draw(screen)
    log.add("", "", BubbleKind.CANCELLED)
    log.add("Ada", "شكرا")
    log.draw(screen)
    log.clear()
    assert log.text() == ""


def test_without_pygame_it_keeps_quiet(log: Log, screen: pygame.Surface) -> None:
    """After pygame.quit() nothing raises."""
    pygame.quit()
    log.add("Ada", "Still there?")
    log.handle_event(pygame.event.Event(pygame.MOUSEWHEEL, y=1, x=0))
    press(log, pygame.K_UP)
    log.draw(screen)
    assert len(log.entries) == 31


def test_a_megabyte_is_laid_out_as_far_as_it_is_seen(fonts: FontChain, screen: pygame.Surface) -> None:
    """Its end, then page by page, its beginning by Home: each a few parts; all of it can be copied."""
    text = " ".join(f"Sentence number {number} of a very long story." for number in range(25_000))
    log = Log(THEME, fonts)
    log.add("Odo", "Hello.")
    log.add("Brunhild", text)
    log.toggle()

    def laid_out() -> list[int]:
        log.draw(screen)
        return [index for index, part in enumerate(log.entries[1].parts) if part.rows is not None]

    parts = len(log.entries[1].parts)
    assert laid_out() == [parts - 1] or laid_out() == [parts - 2, parts - 1]
    press(log, pygame.K_PAGEUP)
    assert len(laid_out()) <= 3
    press(log, pygame.K_HOME)
    assert laid_out()[0] == 0
    assert len(laid_out()) <= 6
    assert log.scroll == log.total_height - log.view.height
    assert log.text() == f"Odo: Hello.\nBrunhild: {text}"


def test_the_parts_of_a_long_text_are_all_of_it(fonts: FontChain, screen: pygame.Surface) -> None:
    """Cut at lines, at sentences, at words, and where there is nothing to cut at."""
    for text in ("One. Two three.\n\nFour! " * 400, "word " * 999, "x" * 5000, "a\n" * 3000, "剣。" * 2000):
        entry = Entry("", text)
        assert "".join("".join(part.text for part in entry.parts).split()) == "".join(text.split())
        assert sum(len(part.text) for part in entry.parts) >= len(text) - 2 * len(entry.parts)
        assert all(0 < len(part.text) <= PART for part in entry.parts)


def test_who_reads_the_oldest_lines_while_they_go_sees_what_is_left(fonts: FontChain, screen: pygame.Surface) -> None:
    """A full transcript drops its oldest lines; the view never ends up above all of them."""
    log = Log(replace(THEME, log_entries=20), fonts)
    for number in range(20):
        log.add("Ada", f"Line {number}")
    log.toggle()
    log.draw(screen)
    press(log, pygame.K_HOME)
    for number in range(60):
        log.add("Bo", f"New line {number}")
        log.draw(screen)
        assert log.scroll <= log.total_height - log.view.height
    empty = screen.subsurface(log.view).copy()
    log.clear()
    log.draw(screen)
    assert empty.get_buffer().raw != screen.subsurface(log.view).copy().get_buffer().raw


def test_the_reader_stays_where_he_is_when_text_grows(log: Log, screen: pygame.Surface) -> None:
    """Other text sizes lay the transcript out anew, and what was in its middle is there still."""
    for _ in range(4):
        press(log, pygame.K_PAGEUP)
        log.draw(screen)
    before = log.scroll / log.total_height
    log.theme = replace(THEME, text_size=24)
    log.draw(screen)
    assert abs(log.scroll / log.total_height - before) < 0.1


def test_the_prompt_is_whole_at_any_edge(fonts: FontChain, screen: pygame.Surface) -> None:
    """Over somebody at the edge it moves in; it is made once, and again for other words."""
    prompt = Prompt(THEME, fonts)
    for spot in ((0, 0), (480, 300), (-50, 150)):
        assert screen.get_rect().contains(prompt.draw(screen, spot))
    drawn = prompt._drawn
    prompt.draw(screen, (100, 100))
    assert prompt._drawn is drawn
    assert prompt.draw(screen, (100, 100), "Talk to the smith").width > prompt.draw(screen, (100, 100), "[E]").width
    pygame.quit()
    assert Prompt(THEME, fonts).draw(screen, (0, 0)).size == (0, 0)


@pytest.mark.parametrize("size", [(300, 200), (300, 20), (30, 200), (31, 31), (5, 3), (1, 1)])
def test_a_panel_is_the_same_however_it_is_drawn(size: tuple[int, int]) -> None:
    """Corners drawn and the rest stretched give what drawing the whole four times too large gives."""
    canvas = shapes.Canvas(size, (250, 240, 10))
    canvas.rect(0, 0, *size, 12, (250, 240, 10))
    canvas.rect(2.5, 2.5, size[0] - 5, size[1] - 5, 9.5, (20, 40, 60))
    whole, made = canvas.done(), shapes.plate(size, 12, (20, 40, 60), (250, 240, 10), 2.5)
    for x in range(size[0]):
        for y in range(size[1]):
            assert max(abs(a - b) for a, b in zip(whole.get_at((x, y)), made.get_at((x, y)), strict=True)) <= 8


@pytest.mark.parametrize(
    ("words", "bare"), [("[{key}] Talk", "Talk"), ("Sprechen [{key}]", "Sprechen"), ("Talk", "Talk")]
)
def test_a_prompt_without_a_key_has_no_brackets(
    screen: pygame.Surface, fonts: FontChain, words: str, bare: str
) -> None:
    """By `keyless`, or by a key that is none; the key itself is kept."""
    prompt, plain = Prompt(THEME, fonts), Prompt(THEME, fonts)
    expected = plain.rect(screen, (300, 200), bare)
    prompt.keyless = True
    assert prompt.rect(screen, (300, 200), words) == expected
    prompt.keyless, prompt.key = False, ""
    assert prompt.rect(screen, (300, 200), words) == expected
