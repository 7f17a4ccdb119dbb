"""Keys by name, by place and with modifiers."""

from __future__ import annotations

import pygame
import pytest

from stealth_pygame.ui.input.keypress import KeyPress, label


def down(key: int, *, scancode: int = 0, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, scancode=scancode, mod=mod, unicode="")


@pytest.mark.parametrize(
    ("key", "scancode", "wanted"),
    [
        (pygame.K_e, pygame.KSCAN_E, "e"),
        (0x443, pygame.KSCAN_E, "e"),  # Russian
        (0x3B5, pygame.KSCAN_E, "e"),  # Greek
        (0x5E7, pygame.KSCAN_E, "e"),  # Hebrew
        (pygame.K_a, pygame.KSCAN_Q, "a"),  # French: Latin letters go by what stands on them
        (pygame.K_RETURN, pygame.KSCAN_RETURN, "return"),
        (0xE9, pygame.KSCAN_2, ""),  # a French é is no Latin letter's place
    ],
)
def test_a_letter_goes_by_its_place_in_other_scripts(key: int, scancode: int, wanted: str) -> None:
    """E talks on every keyboard: by its letter where that is Latin, else by where it is."""
    assert KeyPress(down(key, scancode=scancode)).letter == wanted


@pytest.mark.parametrize("mod", [pygame.KMOD_LALT, pygame.KMOD_LCTRL, pygame.KMOD_RCTRL, pygame.KMOD_LMETA])
def test_a_key_with_a_modifier_is_another_key(mod: int) -> None:
    """Alt+Enter and Ctrl+E are the game's."""
    assert not KeyPress(down(pygame.K_RETURN, mod=mod)).names


@pytest.mark.parametrize("mod", [0, pygame.KMOD_LSHIFT, pygame.KMOD_NUM, pygame.KMOD_CAPS])
def test_shift_and_locks_change_nothing(mod: int) -> None:
    """A locked number block is no reason to be deaf."""
    assert "e" in KeyPress(down(pygame.K_e, mod=mod)).names


def test_a_modifier_may_be_a_key_of_its_own() -> None:
    """A game may talk with the Ctrl key, which counts itself among the modifiers."""
    assert "left ctrl" in KeyPress(down(pygame.K_LCTRL, mod=pygame.KMOD_LCTRL)).names


def test_events_may_lack_what_they_do_not_need() -> None:
    """An event made by hand has no modifiers and no place."""
    press = KeyPress(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_e))
    assert "e" in press.names
    assert not press.shortcut


def test_labels_are_what_stands_on_a_keyboard() -> None:
    """Prompts say Enter, not return."""
    assert [label(keys) for keys in (("return",), ("escape",), ("e", "return"), ())] == ["Enter", "Esc", "E", ""]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (pygame.K_RETURN, "return"),
        (pygame.K_RETURN, "enter"),
        (pygame.K_KP_ENTER, "enter"),
        (0xF6, "ö"),
        (0x443, "у"),
        (pygame.K_AC_BACK, "ac back"),
    ],
)
def test_a_key_has_every_name_that_settings_may_give_it(key: int, name: str) -> None:
    """Enter is both of them, a letter that is not Latin is itself too, and capitals do not count."""
    assert name in KeyPress(down(key)).names
