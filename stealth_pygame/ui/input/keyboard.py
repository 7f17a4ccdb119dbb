"""The keyboard while somebody types: taken, given back as it was, and no key seen twice."""

from __future__ import annotations

import os
from typing import Any

import pygame

from stealth_pygame.ui.theme import Theme

# Windows shows no candidates otherwise, and SDL reads it when the display starts.
os.environ.setdefault("SDL_IME_SHOW_UI", "1")


class Keyboard:
    """Holds the keyboard for a text box, and eats the text of the keys that open and close it."""

    def __init__(self) -> None:
        self._repeat: tuple[int, int] | None = None
        self._eat_text = False
        self._held: int | None = None
        self._last: int | None = None

    def take(self, theme: Theme) -> None:
        """Start: keys repeat, text and IME come in. The key that went down last is the one that opened the box."""
        self._held, self._eat_text = self._last, True
        if self._repeat is None and pygame.display.get_init():
            self._repeat = pygame.key.get_repeat()
            pygame.key.set_repeat(theme.repeat_delay, theme.repeat_interval)
            pygame.key.start_text_input()

    def give_back(self) -> None:
        """Stop: repeat is what it was. The text of the key that closed the box is still eaten."""
        self._held, self._eat_text = self._last, True
        if self._repeat is not None and pygame.display.get_init():
            pygame.key.stop_text_input()
            pygame.key.set_repeat(*self._repeat)
        self._repeat = None

    def forget_text(self) -> None:
        """A frame went by: what is typed from now on is meant."""
        self._eat_text = self._held is not None and self._eat_text

    def sees(self, event: pygame.event.Event) -> bool:
        """Look at each event; True for one that belongs to the key that opened or closed the box."""
        if event.type == pygame.KEYUP and event.key == self._held:
            self._held, self._eat_text = None, False
        elif event.type == pygame.KEYUP and event.key == self._last:
            self._last = None
        elif event.type == pygame.KEYDOWN:
            if event.key == self._held:
                return True
            self._last, self._eat_text = event.key, False
        elif event.type == pygame.TEXTINPUT:
            return self._eat_text
        return False


def names(event: pygame.event.Event, keys: tuple[str, ...]) -> bool:
    """Whether a KEYDOWN is of one of the keys, named as pygame names them ("escape", "e")."""
    return pygame.display.get_init() and pygame.key.name(event.key) in keys


_LABELS = {"return": "Enter", "escape": "Esc"}


def label(keys: tuple[str, ...]) -> str:
    """The first of some keys as it stands on a keyboard: "E", "Enter", "Space"."""
    return _LABELS.get(keys[0], keys[0].title()) if keys else ""


def shortcut(event: pygame.event.Event) -> bool:
    """Whether Ctrl, or Command on a Mac, is held; AltGr is Ctrl and Alt on some systems, and types."""
    mod: Any = getattr(event, "mod", 0)
    return bool(mod & (pygame.KMOD_CTRL | pygame.KMOD_META)) and not mod & pygame.KMOD_ALT
