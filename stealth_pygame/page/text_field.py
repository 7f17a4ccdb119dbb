"""A text field of the page, which opens the keyboard of a phone; a canvas cannot do that.

It is visible while a text box of the library has the keyboard. It posts the events of pygame's own keyboard,
so the text boxes need not know about it.
"""

from __future__ import annotations

from typing import Protocol

import pygame

from stealth_pygame.ui.input.keyboard import TEXT_INPUT


class Field(Protocol):
    """The text field as the page's script offers it."""

    def show(self) -> None:
        """Show the field empty, and give it the keyboard if the browser allows that."""

    def hide(self) -> None:
        """Hide the field, and the phone's keyboard with it."""


class TextField:
    """Shows the page's field while a text box is open, and passes the text on."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._shown = False

    def next_frame(self) -> None:
        """Show or hide the field, depending on whether a text box is open now."""
        if TEXT_INPUT.taken != self._shown:
            self._shown = TEXT_INPUT.taken
            if self._shown:
                self._field.show()
            else:
                self._field.hide()

    def send(self, text: str) -> None:
        """Post a text and then Enter."""
        if text:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
        press(pygame.K_RETURN, "\r")

    def leave(self) -> None:
        """Post Escape, which closes a text box."""
        press(pygame.K_ESCAPE, "\x1b")


def press(key: int, written: str = "") -> None:
    """Post a key press and its release."""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=written, scancode=0))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, scancode=0))
