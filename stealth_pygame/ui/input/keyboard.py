"""The keyboard during typing: its settings belong to the whole process and are restored afterwards."""

from __future__ import annotations

import itertools
import os
import weakref

import pygame

from stealth_pygame.ui.at_quit import AT_QUIT
from stealth_pygame.ui.theme import Theme


class TextInput:
    """The text input and the key repeat of the process. pygame has only one of each, however many boxes are open.

    The first box that takes the keyboard stores the old settings; the last one that releases it restores them.
    """

    def __init__(self) -> None:
        self._holders: dict[int, Theme] = {}
        self._before = (0, 0)

    @property
    def taken(self) -> bool:
        """True while at least one holder has the keyboard."""
        return bool(self._holders)

    def take(self, holder: int, theme: Theme) -> None:
        """Turn on key repeat, text input and IME until this holder releases them."""
        if not pygame.display.get_init():
            return
        if not self._holders:
            self._before = pygame.key.get_repeat()
            AT_QUIT.call(self._forget)
        self._holders[holder] = theme
        self._start()

    def _forget(self) -> None:
        self._holders.clear()

    def release(self, holder: int) -> None:
        """Release the keyboard. Does nothing for an unknown holder; safe after `pygame.quit()`."""
        theme = self._holders.pop(holder, None)
        if theme is None or self._holders or not pygame.display.get_init():
            return
        # pygame starts with text input on, and other text fields of the game rely on it.
        if not theme.text_input_stays:
            pygame.key.stop_text_input()
        pygame.key.set_repeat(*self._before)

    def insist(self, holder: int) -> None:
        """Start text input again, because another text field of the game may have stopped it."""
        if holder in self._holders and pygame.display.get_init():
            pygame.key.start_text_input()

    def refresh(self, holder: int, theme: Theme) -> None:
        """Turn everything on again if a new display has lost it, as after `pygame.display.quit()`."""
        if not pygame.display.get_init():
            return
        if holder not in self._holders:
            self.take(holder, theme)
        elif (now := pygame.key.get_repeat()) != self._wanted:
            if now != (0, 0):
                # The game has set another repeat in the meantime, so that one is restored later.
                self._before = now
            self._start()

    @property
    def _wanted(self) -> tuple[int, int]:
        theme = next(reversed(self._holders.values()))
        return theme.repeat_delay, theme.repeat_interval

    def _start(self) -> None:
        pygame.key.set_repeat(*self._wanted)
        pygame.key.start_text_input()


TEXT_INPUT = TextInput()
_HOLDERS = itertools.count()
# Keys without text in a row before typing counts as broken; a single one may be a dead key, which types with the next.
SILENT_KEYS = 2


class Keyboard:
    """Holds the keyboard for a text box, and drops the text of the keys that open and close the box.

    pygame is asked once per frame which keys are down, so a missing release event does no harm.
    """

    def __init__(self) -> None:
        self._holder = next(_HOLDERS)
        self._theme: Theme | None = None
        self._held: set[int] = set()
        self._pressed: int | None = None
        self._eat_text = False
        self._silent = 0
        self._in_doubt = False
        # If the game drops a box that is still open, the keyboard is released as well.
        weakref.finalize(self, TEXT_INPUT.release, self._holder).atexit = False

    def take(self, theme: Theme) -> None:
        """Take the keyboard. A key that was pressed in this frame has opened the box; its text is dropped."""
        # Windows shows the suggestions of an IME only with this setting; SDL reads it when the next display starts.
        os.environ.setdefault("SDL_IME_SHOW_UI", "1")
        self._hold()
        self._theme = theme
        self._silent, self._in_doubt = 0, True
        TEXT_INPUT.take(self._holder, theme)

    def give_back(self) -> None:
        """Release the keyboard and restore the repeat. The text of the key that closed the box is still dropped."""
        self._hold()
        self._theme = None
        TEXT_INPUT.release(self._holder)

    def _hold(self) -> None:
        self._held = set() if self._pressed is None else {self._pressed}
        self._eat_text = bool(self._held)

    def next_frame(self) -> None:
        """Accept text from now on, except from keys that are still down. Call it once per frame."""
        if self._theme is not None:
            TEXT_INPUT.refresh(self._holder, self._theme)
            self._insist()
        self._pressed = None
        if self._held:
            self._held = {key for key in self._held if pygame.display.get_init() and pygame.key.get_pressed()[key]}
        self._eat_text = self._eat_text and bool(self._held)

    def _insist(self) -> None:
        """Start text input again if something else may have stopped it.

        Text fields of a game stop it when a click takes their focus, often the click that opened this box. pygame does
        not report its state, and starting it in each frame would interrupt an IME.
        """
        if self._in_doubt or self._silent >= SILENT_KEYS:
            self._in_doubt, self._silent = False, 0
            TEXT_INPUT.insist(self._holder)

    def swallow_text(self) -> None:
        """Drop the text of the key just pressed: on X11 a shortcut also types a letter in some layouts."""
        self._eat_text = True

    def sees(self, event: pygame.event.Event) -> bool:
        """Look at an event. Return True if it belongs to the key that opened or closed the box."""
        if event.type == pygame.KEYUP:
            self._released(event.key)
        elif event.type == pygame.KEYDOWN:
            if event.key in self._held:
                self._eat_text = True
                return True
            self._pressed, self._eat_text = event.key, False
            text = getattr(event, "unicode", "")
            self._silent += bool(text) and text.isprintable()
        elif event.type in (pygame.TEXTINPUT, pygame.TEXTEDITING):
            self._silent = 0
            return self._eat_text and event.type == pygame.TEXTINPUT
        elif event.type == pygame.MOUSEBUTTONDOWN:
            self._in_doubt = True
        return False

    def _released(self, key: int) -> None:
        if key in self._held:
            self._held.discard(key)
            self._eat_text = False
        if key == self._pressed:
            self._pressed = None
