"""The transcript scrolls, stays at the bottom, and can be copied; the prompt is drawn whole."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from stealth_pygame.ui import clipboard
from stealth_pygame.ui.fonts import FontChain
from stealth_pygame.ui.log import Log
from stealth_pygame.ui.palette import Kind
from stealth_pygame.ui.prompt import Prompt
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
    top = log._up
    assert top == sum(map(log._height, log.entries)) - log._view.height
    log.draw(screen)
    for code in (pygame.K_PAGEDOWN, pygame.K_DOWN, pygame.K_END, pygame.K_DOWN):
        press(log, code)
    assert log.at_bottom


def test_it_stays_where_the_reader_is(log: Log) -> None:
    """At the bottom it follows; scrolled up, what is read does not move."""
    log.add("Ada", "One more.")
    assert log.at_bottom
    press(log, pygame.K_PAGEUP)
    before = log._up
    log.add("Ada", "And another.")
    assert log._up == before + log._height(log.entries[-1])


def test_it_is_copied_whole(log: Log, screen: pygame.Surface, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C puts every line on the clipboard, and says so for a moment; other letters are not its business."""
    copied: list[str] = []
    monkeypatch.setattr(clipboard, "put", copied.append)
    assert press(log, pygame.K_c, pygame.KMOD_CTRL)
    assert copied[0].splitlines()[3] == "Brunhild: Line number 3 of a long evening at the forge."
    assert log._copied > 0
    log.draw(screen)
    log.update(5)
    assert log._copied == 0
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
    narrow = len(log._rows(log.entries[0]))
    log.theme = replace(THEME, log_entries=5, high_contrast=True)
    log.draw(pygame.Surface((1280, 720)))
    assert len(log._rows(log.entries[0])) < narrow
    assert len(log.entries) == 5
    assert log.theme.high_contrast


def test_an_empty_transcript_says_so(fonts: FontChain, screen: pygame.Surface) -> None:
    """Nothing said is no reason for an empty panel; entries without name or text have a place too."""
    log = Log(THEME, fonts)
    log.toggle()
    log.draw(screen)
    log.add("", "", Kind.CANCELLED)
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
