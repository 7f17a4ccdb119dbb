"""A key press, read once: the letter by its place, the names by which settings call it, the modifiers beside it."""

from __future__ import annotations

import sys
from typing import Any

import pygame

# Letters by the place of their keys on a keyboard of the United States.
_LETTERS = {pygame.KSCAN_A + number: chr(ord("a") + number) for number in range(26)}
_MODIFIERS = frozenset(
    getattr(pygame, f"K_{side}{name}") for side in ("L", "R") for name in ("SHIFT", "CTRL", "ALT", "META")
)
_CTRL_OR_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_META


class KeyPress:
    """A KEYDOWN. Events made by hand may lack `mod` and `scancode`."""

    __slots__ = ("held", "key", "letter", "names", "shift", "shortcut", "word")

    def __init__(self, event: pygame.event.Event) -> None:
        mod: Any = getattr(event, "mod", 0)
        self.key = int(event.key)
        self.letter = _letter(self.key, getattr(event, "scancode", 0))
        """The key's name by pygame, or its place's Latin letter where the layout has another script."""
        self.held = _held(self.key, mod)
        """Ctrl, Alt and Command that are held beside the key; 0 for AltGr, which types."""
        self.shift = bool(mod & pygame.KMOD_SHIFT)
        # AltGr is Ctrl and Alt on some systems, and types.
        self.shortcut = bool(mod & _CTRL_OR_COMMAND) and not mod & pygame.KMOD_ALT
        """True while Ctrl, or Command on a Mac, is held."""
        self.word = bool(mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT))
        """True while the key moves or deletes by words."""
        # With a modifier it is another key: Alt+Enter and Ctrl+E are the game's.
        self.names = frozenset() if self.held else _names(self.key, self.letter)
        """Names of the key as pygame gives them ("escape", "e"), alone or with Shift; none with a modifier."""


def _names(key: int, letter: str) -> frozenset[str]:
    names = {letter, _name(key)}
    # Settings that say "enter" mean the large one as well, which pygame calls "return".
    if key == pygame.K_RETURN:
        names.add("enter")
    # Letters that are not Latin have their place, and are themselves.
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
    """The first of some keys as it stands on a keyboard: "E", "Enter", "Space"."""
    return _LABELS.get(keys[0], keys[0].title()) if keys else ""
