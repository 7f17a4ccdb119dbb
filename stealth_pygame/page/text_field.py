"""A text field of the page, where a phone shows its keyboard: a canvas has none.

It stands there while a text box of the library has the keyboard, and writes by events as pygame's own keyboard does,
so that a game's box need not know of it.
"""

from __future__ import annotations

from typing import Protocol

import pygame

from stealth_pygame.ui.input.keyboard import TEXT_INPUT


class Field(Protocol):
    """The field as the page's script has it."""

    def show(self) -> None:
        """Show it, empty, and give it the keyboard where the browser allows that."""

    def hide(self) -> None:
        """Take it away, and the keyboard with it."""


class TextField:
    """Shows the page's field while somebody may write, and hands over what was written."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._shown = False

    def next_frame(self) -> None:
        """Show or hide the field, as the game is now."""
        if TEXT_INPUT.taken != self._shown:
            self._shown = TEXT_INPUT.taken
            if self._shown:
                self._field.show()
            else:
                self._field.hide()

    def send(self, text: str) -> None:
        """Write a text and press Enter, as one does at the end of a sentence."""
        if text:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
        press(pygame.K_RETURN, "\r")

    def leave(self) -> None:
        """Press Escape, which closes a text box."""
        press(pygame.K_ESCAPE, "\x1b")


def press(key: int, written: str = "") -> None:
    """Press a key and let it go."""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=written, scancode=0))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, scancode=0))
