"""Keys, buttons and clicks of a dialogue: read by what they are for, and handed to the part that they are meant for."""

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
    """A wish of the player outside a line of text."""

    TALK = auto()
    """Open the chat box near somebody."""
    GO_ON = auto()
    """Hurry a bubble up, then turn its page, while the chat box is closed."""
    TURN_PAGE = auto()
    """The same with an empty chat box open."""
    CROWD = auto()
    """Open the chat box for words to everybody near."""
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
        """True when the last press was a gamepad's, or a click that was used: replies are chosen, not typed."""

    def read(self, event: pygame.event.Event) -> frozenset[Command]:
        """Return what the event's key or button stands for; it may be more than one command.

        A key that is held down stands for nothing when it repeats: pages would run by before anybody could read them.
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
        self._held.note(event, used)

    def repeat_used(self, event: pygame.event.Event) -> bool:
        """Return True for a repeat of a key whose first press was used."""
        return self._held.repeats(event) and self._held.used(event)

    def next_frame(self) -> None:
        """A frame went by."""
        self._held.next_frame()

    @property
    def mouse_only(self) -> bool:
        """True in a game that is played by clicks, as far as one can tell: no key was pressed outside a line of text.

        Once a key was pressed it stays False: in a game that walks by keys and shoots by clicks prompts would flicker.
        """
        return self._clicks and not self._keys_pressed


class EventHandler(ABC):
    """The part of a picture that takes keys, buttons and clicks: for the transcript, the chat box, and what is said."""

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
        """The NPC that the chat box talks to."""

    @focus.setter
    @abstractmethod
    def focus(self, npc: NPC | None) -> None: ...

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Offer an event: to the transcript, to the chat box, then to the keys, buttons and clicks that open them."""
        echo = self._controls.echo(event)
        if echo is not None:
            return echo
        used = self._handle(event)
        self._controls.note(event, used, self.typing)
        return used

    def _handle(self, event: pygame.event.Event) -> bool:
        commands = self._controls.read(event)
        # The transcript has its key at any time; its button while the chat box or the transcript has the pad.
        if self._stage and Command.TRANSCRIPT in commands and (self.typing or event.type not in PAD_EVENTS):
            self.log.toggle()
            return True
        if self.log.is_open:
            # The box below must see the release of its key, and nothing else.
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
        """Go on with what is said: by an NPC, or by whoever is heard (None)."""
        return self.bubbles.advance(npc)

    def _turns_page(self) -> bool:
        """Enter on an empty chat box, or a gamepad's yes, hurries the bubble up, then turns its page."""
        if self._stage is None or not self.chat.is_open or not self.chat.empty or self.chat.composition:
            return False
        return self._advance(self._focus)

    def _clicked(self, event: pygame.event.Event) -> bool:
        """A click or a tap on a bubble goes on with it, one on a prompt does what it says; neither is the game's."""
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
        """Open the chat box to everybody near; False where nobody is, so that the key is the game's."""
        if self._whom() is None:
            return False
        self._focus, self._to_all = None, True
        self.chat.open(self.chat.theme.words.everybody)
        return True

    def _whom(self) -> NPC | None:
        speaker = self._stage.speaker if self._stage else None
        return self._stage.nearby(speaker) if self._stage and speaker else None
