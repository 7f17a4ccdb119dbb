"""The box in which a player types. It has the keyboard while it is open, and passes no key on to the game."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import ClassVar

import pygame

from stealth_pygame.text import one_line, typed
from stealth_pygame.ui.input import clipboard
from stealth_pygame.ui.input.gamepad import BACK, PAD_EVENTS, YES, Sticks, pad_button
from stealth_pygame.ui.input.keyboard import Keyboard
from stealth_pygame.ui.input.keypress import KeyPress, label
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.theme import Theme
from stealth_pygame.ui.widgets.base import Themed
from stealth_pygame.ui.widgets.chat_view import ChatView, Edge
from stealth_pygame.ui.widgets.line_edit import LineEdit
from stealth_pygame.ui.widgets.suggestions import Suggestions

log = logging.getLogger("stealth_pygame")

_FUNCTION_KEYS = {getattr(pygame, f"K_F{number}") for number in range(1, 16)}
_EDITING_KEYS = frozenset(
    (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME, pygame.K_END, pygame.K_BACKSPACE, pygame.K_DELETE)
)
_MOUSE = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)
# Two clicks within so many seconds are a double click.
DOUBLE_CLICK = 0.4


class ChatBox(Themed):
    """A text field with suggested replies and the partner's name. `on_submit` is called with each line.

    Pass every event to it, open or not, because it must see the key that opens it. Keys have pygame's names.
    """

    view_class: ClassVar[type[ChatView]] = ChatView

    def __init__(
        self,
        theme: Theme | None = None,
        fonts: FontChain | None = None,
        *,
        max_chars: int = 400,
        on_submit: Callable[[str], object] | None = None,
        on_close: Callable[[], object] | None = None,
        submit_keys: tuple[str, ...] = ("return", "enter"),
        close_keys: tuple[str, ...] = ("escape",),
    ) -> None:
        super().__init__(theme, fonts)
        self.on_submit, self.on_close = on_submit, on_close
        self.submit_keys, self.close_keys = submit_keys, close_keys
        # True while the partner has more to say; the hints then show the key to go on.
        self.more = False
        self.edit = LineEdit(max_chars, self._theme.history)
        self.suggestions = Suggestions()
        self.name = ""
        self.composition = ""
        self.composed = 0
        self._open = False
        self._keyboard = Keyboard()
        self.sticks = Sticks()
        self._text_is_blocked = False
        self.view = self.view_class(self._theme, self.fonts)
        self._clock = 0.0
        self._clicked: tuple[float, int] = (-1.0, -1)
        self._dragging = False
        self.by_mouse = False
        """True if the last input came from the mouse; then a cross to close the box is drawn."""
        self.edge = Edge()

    def _dress(self) -> None:
        self.view, to_window = self.view_class(self._theme, self.fonts), self.view.to_window
        self.view.to_window = to_window
        self.edit.remember(self._theme.history)

    @property
    def is_open(self) -> bool:
        """True while the box is open and has the keyboard."""
        return self._open

    @property
    def rect(self) -> pygame.Rect:
        """The rectangle in which it was drawn last, suggestions included."""
        return self.view.rect

    def open(self, name: str, suggestions: Sequence[str] = ()) -> None:
        """Open the box and take the keyboard. name: the partner. Text that was typed before is still there."""
        self.name = one_line(name)
        self.suggestions.set(suggestions)
        # Text composed in an IME for another partner is dropped.
        self._compose("")
        if not self._open:
            self._open = True
            self.edge = Edge()
            self._keyboard.take(self.theme)
            self._look_at_the_queue()

    def _look_at_the_queue(self) -> None:
        """If the game keeps text events out of pygame's queue, log it once and read letters from key events instead."""
        blocked = pygame.display.get_init() and bool(pygame.event.get_blocked(pygame.TEXTINPUT))
        if blocked and not self._text_is_blocked:
            log.warning(
                "pygame.event.set_allowed or set_blocked keeps TEXTINPUT out of the queue, so the chat box has only "
                "the letters of keys: no accents, no IME. Allow pygame.TEXTINPUT and pygame.TEXTEDITING as well."
            )
        self._text_is_blocked = blocked

    def suggest(self, suggestions: Sequence[str]) -> None:
        """Replace the suggested replies; the selected one stays selected if it is among the new ones."""
        self.suggestions.change(suggestions)

    def close(self) -> None:
        """Close the box and release the keyboard. The text is kept. Safe to call twice and after `pygame.quit()`."""
        # A second call must not release a keyboard that another box has taken meanwhile.
        if self._open:
            self._open = False
            self._compose("")
            self._dragging = False
            self._keyboard.give_back()
            if self.on_close is not None:
                self.on_close()

    def update(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._clock += max(0.0, min(dt, self.theme.max_dt))
        self._keyboard.next_frame()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the box at its edge of the surface, if it is open."""
        if self._open and self.view.fonts.ready:
            self.view.draw(surface, self)

    @property
    def hints(self) -> str:
        """The text that explains the keys."""
        words = self.theme.words
        text = words.hints_more if self.more and self.empty else words.hints
        return words.key_words(text, submit=label(self.submit_keys), close=label(self.close_keys))

    @property
    def empty(self) -> bool:
        """True if nothing is typed and no reply is selected."""
        return not self.edit.text.strip() and not self.suggestions.text

    @property
    def clock(self) -> float:
        """Seconds that have passed, for the blinking caret."""
        return self._clock

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Return True if the box used the event; never for key releases, QUIT or a game's own events."""
        if event.type == pygame.WINDOWFOCUSLOST:
            # An IME drops its composition when the window loses focus, and may not report it.
            self._compose("")
        if event.type in _MOUSE or event.type == pygame.KEYDOWN:
            self.by_mouse = event.type in _MOUSE
        way = self.sticks.step(event)
        if self._keyboard.sees(event):
            return True
        if not self._open:
            return False
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        if event.type in (pygame.TEXTINPUT, pygame.TEXTEDITING):
            return self._typed(event)
        if event.type in _MOUSE:
            return self._mouse(event)
        return event.type in PAD_EVENTS and self._pad(event, way)

    def _typed(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.TEXTEDITING:
            self._compose(typed(event.text), getattr(event, "start", 0), getattr(event, "length", 0))
        else:
            self._compose("")
            self._changed(lambda: self.edit.insert(event.text))
        return True

    def _compose(self, text: str, start: int = 0, length: int = 0) -> None:
        """Show the text that an IME is composing, with the caret where the IME reports it."""
        # SDL 2 splits a composition after 31 bytes; joined together, the caret is right.
        if text and 0 < start == len(self.composition) and length == len(text):
            # A longer composition comes in several events; each reports the index at which it continues.
            text = self.composition + text
            start = length = 0
        self.composition = text
        self.composed = start if 0 < start < len(text) and not length else len(text)

    def _changed(self, change: Callable[[], object]) -> None:
        """Change the text with this function; show the caret and deselect the suggestion."""
        change()
        self._clock = 0.0
        self.suggestions.chosen = None

    def _key(self, event: pygame.event.Event) -> bool:
        """Handle a key. The box uses all keys except those without text, such as function keys, Alt+Enter or Ctrl+E."""
        press = KeyPress(event)
        if press.shortcut:
            self._keyboard.swallow_text()
        if press.key in _FUNCTION_KEYS or self._is_the_games(press):
            return False
        if self.composition:
            # During a composition, arrows, Enter and Escape belong to the IME.
            return True
        if press.names.intersection(self.close_keys):
            self.close()
        elif press.names.intersection(self.submit_keys):
            self._submit(self.edit.text.strip() or self.suggestions.text)
        elif press.key in (pygame.K_UP, pygame.K_DOWN, pygame.K_TAB):
            self._up_down(press)
        elif press.key in _EDITING_KEYS:
            self._edit_key(press)
        elif press.shortcut:
            self._shortcut(press.letter)
        elif self._text_is_blocked and getattr(event, "unicode", "").isprintable():
            self._changed(lambda: self.edit.insert(event.unicode))
        return True

    def _is_the_games(self, press: KeyPress) -> bool:
        """Return True for a key with Ctrl, Alt or Command that has no meaning in a text field."""
        if not press.held or press.key in _EDITING_KEYS:
            return False
        return not (press.shortcut and press.letter in "acvx")

    def _submit(self, text: str) -> None:
        if not text:
            return
        # Submitted through the text field, so that a suggested reply is in the history too.
        line = self.edit.submit(text)
        self.suggestions.set(())
        if self.on_submit is not None:
            self.on_submit(line)

    def _up_down(self, press: KeyPress) -> None:
        """Move through the suggestions while nothing is typed, else through the history."""
        way = -1 if press.key == pygame.K_UP or press.shift else 1
        # When text is typed, the arrows move through the history, as in a shell.
        stepped = not self.edit.text and self.suggestions.step(way)
        if not stepped and press.key != pygame.K_TAB:
            self.edit.recall(way)

    def _edit_key(self, press: KeyPress) -> None:
        """Move the caret, or delete text."""
        edit, word, select = self.edit, press.word, press.shift
        keys: dict[int, Callable[[], object]] = {
            pygame.K_LEFT: lambda: edit.step(-1, word=word, select=select),
            pygame.K_RIGHT: lambda: edit.step(1, word=word, select=select),
            pygame.K_HOME: lambda: edit.move(0, select),
            pygame.K_END: lambda: edit.move(len(edit.text), select),
            pygame.K_BACKSPACE: lambda: edit.delete(-1, word=word),
            pygame.K_DELETE: lambda: edit.delete(1, word=word),
        }
        self._changed(keys[press.key])

    def _shortcut(self, letter: str) -> None:
        if letter == "a":
            self.edit.select_all()
        elif letter == "v":
            self._changed(lambda: self.edit.insert(clipboard.get()))
        elif letter in ("c", "x") and self.edit.selected:
            clipboard.put(self.edit.selected)
            if letter == "x":
                self._changed(self.edit.erase)

    def _pad(self, event: pygame.event.Event, way: int) -> bool:
        button = pad_button(event)
        if way:
            self.suggestions.step(way)
        elif button == YES:
            self._submit(self.suggestions.text or self.edit.text.strip())
        elif button == BACK:
            self.close()
        return True

    def _mouse(self, event: pygame.event.Event) -> bool:
        """Place the caret, select text, or choose a suggestion; clicks outside the box belong to the game."""
        if event.type == pygame.MOUSEBUTTONUP:
            was, self._dragging = self._dragging, False
            return was
        if event.type == pygame.MOUSEMOTION:
            return self._moved(event)
        # Only the left button chooses, but the box also uses the wheel over the suggestions.
        place = self.view.suggestion_at(event.pos)
        if event.button == 1 and self.view.cross.collidepoint(event.pos):
            self.close()
            return True
        if event.button == 1 and place is not None and place < len(self.suggestions.texts):
            self._submit(self.suggestions.texts[place])
        elif event.button == 1 and self.view.field.collidepoint(event.pos):
            self._click(*self.view.hit(event.pos[0]))
        return place is not None or self.view.panel.collidepoint(event.pos)

    def _click(self, place: int, ahead: bool) -> None:
        at, before = self._clicked
        if place == before and 0 <= self._clock - at < DOUBLE_CLICK:
            self.edit.select_word(place)
        else:
            self.edit.move(place, ahead=ahead)
            self._dragging = True
        self._clicked = (self._clock, place)

    def _moved(self, event: pygame.event.Event) -> bool:
        if self._dragging:
            hit, ahead = self.view.hit(event.pos[0])
            self.edit.move(hit, select=True, ahead=ahead)
            return True
        place = self.view.suggestion_at(event.pos)
        if place is not None and place < len(self.suggestions.texts):
            self.suggestions.chosen = place
        return False
