"""The window: size and place outlast the whole screen."""

from __future__ import annotations

import os

import pygame
import pytest

from demo_game.window import PLACE, USUAL, Window


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the places that were asked for, one for each change of the window."""
    places: list[str] = []
    real = pygame.display.set_mode

    def set_mode(*args: object, **kwargs: object) -> pygame.Surface:
        places.append(os.environ.get(PLACE, ""))
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(pygame.display, "set_mode", set_mode)
    return places


def moved(to: tuple[int, int]) -> pygame.event.Event:
    return pygame.event.Event(pygame.WINDOWMOVED, x=to[0], y=to[1])


def test_the_window_comes_back_to_where_it_was(window: pygame.Surface, asked: list[str]) -> None:
    """With the size that it had; what the whole screen is told of its place does not count."""
    kept = Window(window)
    kept.handle_event(moved((123, 77)), window)
    full = kept.toggle(window)
    kept.handle_event(moved((0, 0)), full)
    small = kept.toggle(full)
    assert (small.get_size(), kept.place) == ((640, 360), (123, 77))
    assert asked[-1] == "123,77"
    assert PLACE not in os.environ


def test_a_window_that_never_moved_is_put_nowhere(window: pygame.Surface, asked: list[str]) -> None:
    """The desktop knows best, and what the player set for SDL stays."""
    kept = Window(window)
    assert kept.toggle(kept.toggle(window)).get_size() == (640, 360)
    assert set(asked) == {""}


def test_a_game_that_begins_on_the_whole_screen_has_a_window_to_go_to(window: pygame.Surface) -> None:
    """Of the usual size."""
    full = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    assert Window(full).toggle(full).get_size() == USUAL
