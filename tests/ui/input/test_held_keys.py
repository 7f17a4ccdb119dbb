"""Presses and their repeats, which pygame does not tell apart."""

from __future__ import annotations

from collections import defaultdict

import pygame
import pytest

from stealth_pygame.ui.input.held_keys import HeldKeys

DOWN = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE)
UP = pygame.event.Event(pygame.KEYUP, key=pygame.K_SPACE)


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> defaultdict[int, bool]:
    """What pygame says of the keys; it may be changed."""
    pygame.display.init()
    keys: defaultdict[int, bool] = defaultdict(bool)
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: keys)
    return keys


def press(keys: HeldKeys, used: bool = True) -> bool:
    """Hand a press over, and return True where it was a repeat."""
    repeats = keys.repeats(DOWN)
    keys.note(DOWN, used)
    return repeats


def test_a_key_that_is_still_down_repeats(pressed: defaultdict[int, bool]) -> None:
    """Until its release, and with what became of its first press."""
    keys = HeldKeys()
    assert not press(keys)
    for _ in range(3):
        pressed[pygame.K_SPACE] = True
        keys.next_frame()
        assert press(keys, used=False)
        assert keys.used(DOWN)
    keys.note(UP, False)
    assert not press(keys)


def test_two_presses_in_one_frame_are_two(pressed: defaultdict[int, bool]) -> None:
    """In a slow frame both come before anybody could ask for the key."""
    keys = HeldKeys()
    assert not press(keys)
    keys.note(UP, False)
    assert not press(keys)


def test_a_release_that_never_came_holds_nothing_up(pressed: defaultdict[int, bool]) -> None:
    """A modal loop or `event.clear` takes it: pygame itself still knows that the key is up."""
    keys = HeldKeys()
    press(keys)
    keys.next_frame()
    assert not press(keys)


def test_without_a_display_nothing_is_held() -> None:
    """After `pygame.quit()` nobody can be asked."""
    keys = HeldKeys()
    press(keys)
    pygame.quit()
    keys.next_frame()
    assert not press(keys)
