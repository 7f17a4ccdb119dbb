"""Keys and gamepad buttons of a dialogue, by what they are for, and the pad that repeats itself."""

from __future__ import annotations

from enum import Enum, auto

import pygame

from stealth_pygame.settings import Settings
from stealth_pygame.ui.input.gamepad import YES, Pads, pad_button
from stealth_pygame.ui.input.keypress import KeyPress


class Command(Enum):
    """A wish of the player outside a line of text."""

    TALK = auto()
    """Open the chat box near somebody."""
    GO_ON = auto()
    """Hurry a bubble up, then turn its page, while the chat box is closed."""
    TURN_PAGE = auto()
    """The same with an empty chat box open."""
    TRANSCRIPT = auto()
    """Open or close the transcript."""


_NOTHING: frozenset[Command] = frozenset()


class Controls:
    """Reads events as commands, by the keys and buttons of some `Settings`."""

    def __init__(self, settings: Settings) -> None:
        self._keys = {
            Command.TALK: settings.talk_keys,
            Command.GO_ON: settings.advance_keys,
            Command.TURN_PAGE: settings.submit_keys,
            Command.TRANSCRIPT: settings.log_keys,
        }
        self._buttons = {
            Command.TALK: settings.talk_buttons,
            Command.GO_ON: settings.advance_buttons,
            Command.TURN_PAGE: (YES,),
            Command.TRANSCRIPT: settings.log_buttons,
        }
        self._pads = Pads()
        self._used = False
        self._clicks = self._keys_pressed = False
        self.choosing = False
        """True when the last press was a gamepad's, or a click that was used: replies are chosen, not typed."""

    def read(self, event: pygame.event.Event) -> frozenset[Command]:
        """Return what the event's key or button stands for; it may be more than one command."""
        if event.type == pygame.KEYDOWN:
            names = KeyPress(event).names
            return frozenset(command for command, keys in self._keys.items() if names.intersection(keys))
        button = pad_button(event)
        if button is None:
            return _NOTHING
        return frozenset(command for command, buttons in self._buttons.items() if button in buttons)

    def echo(self, event: pygame.event.Event) -> bool | None:
        """For a press that a pad tells a second time: whether the first was used. None for every other event."""
        return self._used if self._pads.echo(event) else None

    def note(self, event: pygame.event.Event, used: bool, typing: bool) -> None:
        """Remember what became of an event, for its echo, and what the player has at hand: keys, a pad, a mouse.

        typing: the keyboard belongs to a line of text, so that its keys tell nothing about the game's.
        """
        if pad_button(event) is not None:
            self.choosing, self._used = True, used
        elif event.type == pygame.MOUSEBUTTONDOWN:
            self._clicks, self.choosing = True, self.choosing or used
        elif event.type == pygame.KEYDOWN:
            self._keys_pressed, self.choosing = self._keys_pressed or not typing, False

    @property
    def mouse_only(self) -> bool:
        """True in a game that is played by clicks, as far as one can tell: no key was pressed outside a line of text.

        Once a key was pressed it stays False: in a game that walks by keys and shoots by clicks prompts would flicker.
        """
        return self._clicks and not self._keys_pressed
