"""The keyboard beside other text fields of the game, which stop text input for everybody when they lose the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from stealth_pygame.ui.input.keyboard import Keyboard
from stealth_pygame.ui.theme import Theme

CLICK = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(5, 5), button=1)


class TextInput:
    """Text input as SDL has it: once for the process, and nobody can ask for it."""

    on = True
    starts = 0

    def start(self) -> None:
        self.on = True
        self.starts += 1

    def stop(self) -> None:
        self.on = False


@pytest.fixture
def sdl(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextInput]:
    pygame.init()
    pygame.display.set_mode((64, 64))
    made = TextInput()
    monkeypatch.setattr(pygame.key, "start_text_input", made.start)
    monkeypatch.setattr(pygame.key, "stop_text_input", made.stop)
    yield made
    pygame.quit()


@pytest.fixture
def keyboard(sdl: TextInput) -> Iterator[Keyboard]:
    made = Keyboard()
    made.take(Theme())
    made.next_frame()
    yield made
    made.give_back()


def type_key(keyboard: Keyboard, sdl: TextInput, letter: str, *, dead: bool = False) -> str:
    """Press a key, and return the text that came."""
    keyboard.sees(pygame.event.Event(pygame.KEYDOWN, key=ord(letter), mod=0, unicode=letter))
    text = letter if sdl.on and not dead else ""
    if text:
        keyboard.sees(pygame.event.Event(pygame.TEXTINPUT, text=text))
    keyboard.sees(pygame.event.Event(pygame.KEYUP, key=ord(letter), mod=0))
    keyboard.next_frame()
    return text


def test_a_field_that_loses_the_focus_by_the_click_that_opens_the_box(sdl: TextInput) -> None:
    """It stops text input after the box has started it: no letter is lost."""
    keyboard = Keyboard()
    keyboard.take(Theme())
    pygame.key.stop_text_input()
    keyboard.next_frame()
    assert [type_key(keyboard, sdl, letter) for letter in "hello"] == list("hello")
    keyboard.give_back()


def test_a_field_that_loses_the_focus_by_a_later_click(keyboard: Keyboard, sdl: TextInput) -> None:
    """No letter is lost either."""
    keyboard.sees(CLICK)
    pygame.key.stop_text_input()
    keyboard.next_frame()
    assert [type_key(keyboard, sdl, letter) for letter in "hello"] == list("hello")


def test_keys_that_type_nothing_bring_text_input_back(keyboard: Keyboard, sdl: TextInput) -> None:
    """Stopped by anything else, it is on again after two letters."""
    pygame.key.stop_text_input()
    assert [type_key(keyboard, sdl, letter) for letter in "hello"] == ["", "", "l", "l", "o"]


@pytest.mark.parametrize("answer", [pygame.TEXTINPUT, pygame.TEXTEDITING])
def test_dead_keys_and_an_ime_are_left_alone(keyboard: Keyboard, sdl: TextInput, answer: int) -> None:
    """Starting again would drop an accent that waits for its letter, or break off what is composed."""
    starts = sdl.starts
    for _ in range(5):
        type_key(keyboard, sdl, "^", dead=True)
        keyboard.sees(pygame.event.Event(answer, text="ê", start=0, length=0))
        keyboard.next_frame()
    assert sdl.starts == starts


def test_a_quiet_keyboard_is_not_started_at_each_frame(keyboard: Keyboard, sdl: TextInput) -> None:
    """Arrows, Enter and Esc type nothing, and mean nothing."""
    starts = sdl.starts
    for key in (pygame.K_LEFT, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_BACKSPACE) * 3:
        keyboard.sees(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=chr(key) if key < 128 else ""))
        keyboard.next_frame()
    assert sdl.starts == starts


def test_nobody_insists_after_the_box_is_closed(keyboard: Keyboard, sdl: TextInput) -> None:
    """A game that stops text input for its walking keys keeps it so."""
    keyboard.give_back()
    pygame.key.stop_text_input()
    keyboard.sees(CLICK)
    for letter in "wasd":
        assert not type_key(keyboard, sdl, letter)
