"""The page's text field: there while somebody may write, and its text goes the way of all keys."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from stealth_pygame.page.text_field import TextField
from stealth_pygame.ui.widgets.chat_box import ChatBox


class Noted:
    """A field that notes what was asked of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def show(self) -> None:
        """Note it."""
        self.calls.append("show")

    def hide(self) -> None:
        """Note it."""
        self.calls.append("hide")


@pytest.fixture
def box() -> Iterator[ChatBox]:
    """A chat box in a window."""
    pygame.init()
    pygame.display.set_mode((320, 180))
    pygame.event.clear()
    yield ChatBox()
    pygame.quit()


def hand_over(box: ChatBox) -> None:
    """One frame of a game."""
    for event in pygame.event.get():
        box.handle_event(event)
    box.update(1 / 60)


def test_it_is_there_while_somebody_may_write(box: ChatBox) -> None:
    """Shown once when a box opens, taken away once when it closes."""
    noted = Noted()
    field = TextField(noted)
    field.next_frame()
    box.open("Bruno")
    for _ in range(3):
        field.next_frame()
    box.close()
    for _ in range(3):
        field.next_frame()
    assert noted.calls == ["show", "hide"]


def test_a_sentence_is_sent_and_the_box_left(box: ChatBox) -> None:
    """As by keys: text, Enter, Escape."""
    field = TextField(Noted())
    sent: list[str] = []
    box.on_submit = sent.append
    box.open("Bruno")
    hand_over(box)
    field.send("How much is a sword? 😀")
    hand_over(box)
    assert sent == ["How much is a sword? 😀"]
    field.leave()
    hand_over(box)
    assert not box.is_open
