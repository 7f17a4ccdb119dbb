"""Keys, gamepad buttons and clicks of a dialogue: their commands, and the part of the presenter that handles them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum, auto
from typing import Final

import pygame

from stealth_pygame.presenter.prompts import Prompts
from stealth_pygame.presenter.protocol import Stage
from stealth_pygame.settings import Settings
from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.input.gamepad import PAD_EVENTS, YES, Pads, pad_button
from stealth_pygame.ui.input.held_keys import HeldKeys
from stealth_pygame.ui.input.keypress import KeyPress
from stealth_pygame.ui.widgets.chat_box import ChatBox
from stealth_pygame.ui.widgets.log import Log
from stealth_pygame.ui.widgets.prompt import Prompt
from stealth_pygame.world.npc import NPC

_TYPED: Final = (pygame.KEYDOWN, pygame.TEXTINPUT, pygame.TEXTEDITING)


class Command(Enum):
    """A command that a key or a button gives, outside typed text."""

    TALK = auto()
    """Open the chat box to the NPC near."""
    GO_ON = auto()
    """Show the whole page of a bubble at once, then turn the page, while the chat box is closed."""
    TURN_PAGE = auto()
    """Do the same while the chat box is open and empty."""
    CROWD = auto()
    """Open the chat box for words to all NPCs near."""
    TRANSCRIPT = auto()
    """Open or close the transcript."""


_NOTHING: frozenset[Command] = frozenset()


class Controls:
    """The commands of keys and buttons, as `Settings` assigns them."""

    def __init__(self, settings: Settings) -> None:
        self._keys = {
            Command.TALK: settings.talk_keys,
            Command.GO_ON: settings.advance_keys,
            Command.TURN_PAGE: settings.submit_keys,
            Command.CROWD: settings.crowd_keys,
            Command.TRANSCRIPT: settings.log_keys,
        }
        self._buttons = {
            Command.TALK: settings.talk_buttons,
            Command.GO_ON: settings.advance_buttons,
            Command.TURN_PAGE: (YES,),
            Command.TRANSCRIPT: settings.log_buttons,
        }
        self._pads = Pads()
        self._held = HeldKeys()
        self._used = False
        self._clicks = self._keys_pressed = False
        self.choosing = False
        """True if the last press was on a gamepad, or a click that was used: then replies are chosen, not typed."""

    def read(self, event: pygame.event.Event) -> frozenset[Command]:
        """Return the commands of the event's key or button; there may be several.

        The repeats of a key that is held down give no command: otherwise pages would turn faster than a player reads.
        """
        if self._held.repeats(event):
            return _NOTHING
        if event.type == pygame.KEYDOWN:
            names = KeyPress(event).names
            return frozenset(command for command, keys in self._keys.items() if names.intersection(keys))
        button = pad_button(event)
        if button is None:
            return _NOTHING
        return frozenset(command for command, buttons in self._buttons.items() if button in buttons)

    def echo(self, event: pygame.event.Event) -> bool | None:
        """Return None for most events. For the second event of one gamepad press, return if the first one was used."""
        return self._used if self._pads.echo(event) else None

    def note(self, event: pygame.event.Event, used: bool, typing: bool) -> None:
        """Remember if an event was used, and which device the player uses: keys, a gamepad or a mouse.

        typing: the keys write text, so they do not show that the game is played with keys.
        """
        if pad_button(event) is not None:
            self.choosing, self._used = True, used
        elif event.type == pygame.MOUSEBUTTONDOWN:
            self._clicks, self.choosing = True, self.choosing or used
        elif event.type == pygame.KEYDOWN:
            self._keys_pressed, self.choosing = self._keys_pressed or not typing, False
        self._held.note(event, used)

    def repeat_used(self, event: pygame.event.Event) -> bool:
        """Return True for the repeat of a held key if its first press was used."""
        return self._held.repeats(event) and self._held.used(event)

    def next_frame(self) -> None:
        """Note that a new frame begins."""
        self._held.next_frame()

    @property
    def mouse_only(self) -> bool:
        """True if there were clicks, and no key was ever pressed outside typed text.

        After the first key it stays False, so that prompts do not change in a game that uses both keys and clicks.
        """
        return self._clicks and not self._keys_pressed


class EventHandler(ABC):
    """The part of a presenter that handles keys, buttons and clicks: for transcript, chat box, prompts and bubbles."""

    bubbles: Bubbles
    chat: ChatBox
    log: Log
    prompt: Prompt
    pressable: Prompts
    _controls: Controls
    _stage: Stage | None
    _focus: NPC | None
    _to_all: bool = False

    @property
    @abstractmethod
    def typing(self) -> bool:
        """True while the chat box or the transcript has the keyboard."""

    @property
    @abstractmethod
    def focus(self) -> NPC | None:
        """The NPC to whom the chat box is open, or None."""

    @focus.setter
    @abstractmethod
    def focus(self, npc: NPC | None) -> None: ...

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Handle an event; return True if it was used. The transcript gets it first, then the chat box."""
        echo = self._controls.echo(event)
        if echo is not None:
            return echo
        used = self._handle(event)
        self._controls.note(event, used, self.typing)
        return used

    def _handle(self, event: pygame.event.Event) -> bool:
        commands = self._controls.read(event)
        # The transcript's key works at any time; its gamepad button only while the chat box or the transcript is open.
        if self._stage and Command.TRANSCRIPT in commands and (self.typing or event.type not in PAD_EVENTS):
            self.log.toggle()
            return True
        if self.log.is_open:
            # The chat box below gets only key releases.
            seen = event.type == pygame.KEYUP and self.chat.handle_event(event)
            return self.log.handle_event(event) or seen or event.type in _TYPED
        if (
            (Command.TURN_PAGE in commands and self._turns_page())
            or self.chat.handle_event(event)
            or self._clicked(event)
        ):
            return True
        if self.typing or self._stage is None:
            return False
        if self._controls.repeat_used(event):
            return True
        if Command.TALK in commands:
            return self._open_nearby()
        if Command.CROWD in commands and self._open_to_all():
            return True
        return Command.GO_ON in commands and self._advance(None)

    def _advance(self, npc: NPC | None) -> bool:
        """Show the whole page, or turn the page, of an NPC's bubble, or of the newest bubble (None)."""
        return self.bubbles.advance(npc)

    def _turns_page(self) -> bool:
        """Show the whole page, or turn the page, of the NPC's bubble, if the chat box is open and empty."""
        if self._stage is None or not self.chat.is_open or not self.chat.empty or self.chat.composition:
            return False
        return self._advance(self._focus)

    def _clicked(self, event: pygame.event.Event) -> bool:
        """Handle a click or a tap on a bubble or a prompt; return True if there was one at its position."""
        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
            return False
        pressed = self.pressable.pressed(event.pos)
        if pressed is not None:
            return self._open_nearby() if pressed is self.prompt else self.bubbles.advance()
        speaker = self.bubbles.speaker_at(event.pos)
        return speaker is not None and self.bubbles.advance(speaker)

    def _open_nearby(self) -> bool:
        if (npc := self._whom()) is not None:
            self.focus = npc
        return npc is not None

    def _open_to_all(self) -> bool:
        """Open the chat box for words to all NPCs near; return False if none is near, so that the game gets the key."""
        if self._whom() is None:
            return False
        self._focus, self._to_all = None, True
        self.chat.open(self.chat.theme.words.everybody)
        return True

    def _whom(self) -> NPC | None:
        speaker = self._stage.speaker if self._stage else None
        return self._stage.nearby(speaker) if self._stage and speaker else None
