"""Keys and gamepad buttons of a dialogue, by what they are for, and the pad that repeats itself."""

from __future__ import annotations

from enum import Enum, auto

import pygame

from stealth_pygame.settings import Settings
from stealth_pygame.ui.input.gamepad import YES, Pads, pad_button
from stealth_pygame.ui.input.keyboard import names


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
        self.by_pad = False
        """True when the last key or button pressed was a gamepad's."""

    def means(self, event: pygame.event.Event, command: Command) -> bool:
        """Return True for a key or a button that stands for the command."""
        if event.type == pygame.KEYDOWN:
            return names(event, self._keys[command])
        return pad_button(event) in self._buttons[command]

    def echo(self, event: pygame.event.Event) -> bool | None:
        """For a press that a pad tells a second time: whether the first was used. None for every other event."""
        return self._used if self._pads.echo(event) else None

    def note(self, event: pygame.event.Event, used: bool) -> None:
        """Remember what became of an event, for its echo, and whether the player has a pad at hand."""
        if pad_button(event) is not None:
            self.by_pad, self._used = True, used
        elif event.type == pygame.KEYDOWN:
            self.by_pad = False
