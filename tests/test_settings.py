"""Keys in settings: by every name that people know them by, and told at once where there is no such key."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.settings import key_names

LISTS = [field.name for field in fields(stealth.Settings) if field.name.endswith("_keys")]


def settings(**keys: Any) -> stealth.Settings:
    return stealth.Settings(**keys)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("e", "e"),
        ("E", "e"),
        ("K_e", "e"),
        ("K_SPACE", "space"),
        ("Space", "space"),
        ("spacebar", "space"),
        (" ", "space"),
        ("ESC", "escape"),
        ("Return", "return"),
        ("K_KP_ENTER", "enter"),
        ("K_KP1", "[1]"),
        ("K_LSHIFT", "left shift"),
        ("PageUp", "page up"),
        ("F10", "f10"),
        ("Ö", "ö"),
        ("?", "?"),
    ],
)
def test_a_key_is_known_by_its_names(written: str, key: str) -> None:
    """In capitals, as a constant of pygame, and as it stands on keyboards."""
    assert key_names([written], "x") == (key,)
    assert stealth.Settings(talk_keys=(written,)).talk_keys == (key,)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_no_key_is_told(name: str) -> None:
    """It would open nothing: the message has the setting, the word, and the nearest key or where names come from."""
    with pytest.raises(ConfigurationError, match=rf"Settings\.{name} names 'LeftMouse'.*pygame\.key\.name"):
        settings(**{name: ("LeftMouse",)})
    with pytest.raises(ConfigurationError, match="did you mean 'escape'"):
        settings(**{name: ("escpae",)})
    with pytest.raises(ConfigurationError):
        settings(**{name: ("",)})


def test_every_key_of_pygame_has_a_name_that_settings_take() -> None:
    """As pygame itself gives them, by constant and by name."""
    pygame.display.init()
    for constant in (name for name in dir(pygame) if name.startswith("K_")):
        name = pygame.key.name(getattr(pygame, constant))
        if name and name != "CurrencySubUnit":
            assert key_names([name], "x") == (name.lower(),)
    pygame.quit()
