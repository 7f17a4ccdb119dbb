"""One key press: its letter by the position of the key, the key names that settings use, and the modifiers."""

from __future__ import annotations

import sys
from typing import Any

import pygame

# Letters by the position of their keys on a US keyboard.
_LETTERS = {pygame.KSCAN_A + number: chr(ord("a") + number) for number in range(26)}
_MODIFIERS = frozenset(
    getattr(pygame, f"K_{side}{name}") for side in ("L", "R") for name in ("SHIFT", "CTRL", "ALT", "META")
)
_CTRL_OR_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_META


class KeyPress:
    """A KEYDOWN event. Events that a program creates may lack `mod` and `scancode`."""

    __slots__ = ("held", "key", "letter", "names", "shift", "shortcut", "word")

    def __init__(self, event: pygame.event.Event) -> None:
        mod: Any = getattr(event, "mod", 0)
        self.key = int(event.key)
        self.letter = _letter(self.key, getattr(event, "scancode", 0))
        """pygame's name of the key, or for layouts in another script the Latin letter at its position."""
        self.held = _held(self.key, mod)
        """The modifiers Ctrl, Alt and Command that are held; 0 for AltGr, which types characters."""
        self.shift = bool(mod & pygame.KMOD_SHIFT)
        # Some systems report AltGr as Ctrl and Alt.
        self.shortcut = bool(mod & _CTRL_OR_COMMAND) and not mod & pygame.KMOD_ALT
        """True if Ctrl, or Command on a Mac, is held."""
        self.word = bool(mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT))
        """True if the key moves or deletes by whole words."""
        # A key with a modifier is another key: Alt+Enter and Ctrl+E belong to the game.
        self.names = frozenset() if self.held else _names(self.key, self.letter)
        """pygame's names of the key ("escape", "e"), pressed alone or with Shift; empty with another modifier."""


def _names(key: int, letter: str) -> frozenset[str]:
    names = {letter, _name(key)}
    # "enter" in settings also means the main Enter key, which pygame calls "return".
    if key == pygame.K_RETURN:
        names.add("enter")
    # A letter that is not Latin has two names: itself, and the Latin letter at its position.
    if 0x7F < key < 0x40000000 and key <= sys.maxunicode:
        names.add(chr(key).lower())
    return frozenset(names)


def _letter(key: int, scancode: int) -> str:
    is_foreign = 0x7F < key < 0x40000000
    return _LETTERS.get(scancode, "") if is_foreign else _name(key)


def _name(key: int) -> str:
    return pygame.key.name(key).lower() if pygame.display.get_init() else ""


def _held(key: int, mod: int) -> int:
    if key in _MODIFIERS or mod & (pygame.KMOD_MODE | pygame.KMOD_RALT):
        return 0
    if mod & pygame.KMOD_CTRL and mod & pygame.KMOD_ALT:
        return 0
    return int(mod & (_CTRL_OR_COMMAND | pygame.KMOD_ALT))


_LABELS = {"return": "Enter", "escape": "Esc"}


def label(keys: tuple[str, ...]) -> str:
    """Return the first of some keys as it is printed on a keyboard: "E", "Enter", "Space"."""
    return _LABELS.get(keys[0], keys[0].title()) if keys else ""
