"""What the dialogue tells, in pygame's own queue."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pygame
import pytest

import stealth_pygame
from stealth_pygame import events
from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.errors import StealthError
from stealth_pygame.message import Message
from stealth_pygame.presenter import pygame_events


class Somebody:
    """Who speaks or listens."""

    id = "bruno"
    name = "Bruno"


BRUNO = Somebody()
MESSAGE = Message("Hi")


@pytest.fixture(autouse=True)
def _queue() -> Iterator[None]:
    pygame.init()
    pygame.event.clear()
    yield
    pygame.init()
    pygame.event.set_allowed(None)
    pygame.quit()


def one() -> pygame.event.Event:
    """The one event of ours that is in the queue."""
    (event,) = [event for event in pygame.event.get() if pygame_events.is_ours(event)]
    return event


def test_a_call_is_posted_with_everything() -> None:
    """Name, parameters, call and feedback as attributes; parameters stay under one key, whatever they are called."""
    call = Call("sell", {"type": "sword", "price": 3})
    told = events.Called(BRUNO, BRUNO, MESSAGE, "sell", call.parameters, call, Feedback(True))
    assert pygame_events.Mailbox().post(told)
    event = one()
    assert event.type == pygame_events.NPC_CALLED
    assert (event.npc, event.player, event.message, event.name) == (BRUNO, BRUNO, MESSAGE, "sell")
    assert event.parameters == {"type": "sword", "price": 3}
    assert event.feedback.success


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (events.Said(BRUNO, BRUNO, MESSAGE, "Hi"), pygame_events.NPC_SAID),
        (events.Failed(BRUNO, BRUNO, MESSAGE, StealthError("no")), pygame_events.NPC_FAILED),
        (events.Dropped(BRUNO, BRUNO, MESSAGE, "queue full"), pygame_events.NPC_DROPPED),
        (events.BackendUp(), pygame_events.BACKEND_UP),
    ],
)
def test_each_kind_has_its_type(told: events.Event, number: int) -> None:
    """And each carries `stealth=True`."""
    pygame_events.Mailbox().post(told)
    event = one()
    assert event.type == number
    assert event.stealth is True


def test_what_is_for_pictures_only_is_not_posted() -> None:
    """A player's own line is not news to the game."""
    assert not pygame_events.Mailbox().post(events.Asked(BRUNO, BRUNO, MESSAGE))


def test_types_differ() -> None:
    """Sixteen types, none twice, all for the user."""
    numbers = list(pygame_events.TYPES.values())
    assert len(set(numbers)) == len(numbers) == 16
    assert all(pygame.USEREVENT < number < pygame.NUMEVENTS for number in numbers)


def test_a_blocked_type_is_said_once_with_the_cure(caplog: pytest.LogCaptureFixture) -> None:
    """`event.set_allowed` forgets our types easily: the log says what to call, once."""
    pygame.event.set_blocked(pygame_events.BACKEND_UP)
    mailbox = pygame_events.Mailbox()
    assert not mailbox.post(events.BackendUp())
    mailbox.post(events.BackendUp())
    assert caplog.text.count("set_allowed") == 1


def test_after_quit_nothing_raises(caplog: pytest.LogCaptureFixture) -> None:
    """A game that has called `pygame.quit()` may still update."""
    pygame.quit()
    assert not pygame_events.Mailbox().post(events.BackendUp())
    assert "pygame" in caplog.text


def test_another_s_event_of_the_same_number_is_not_ours() -> None:
    """pygame hands our numbers out again after quit and init: the mark tells."""
    assert not pygame_events.is_ours(pygame.event.Event(pygame_events.NPC_SAID, text="Hi"))
    assert not pygame_events.is_ours(pygame.event.Event(pygame.QUIT))


def test_numbers_keep_away_from_the_game_s() -> None:
    """`SPAWN = pygame.USEREVENT + 1` and some dozens more, as tutorials have it, are never ours."""
    numbers = list(pygame_events.TYPES.values())
    assert min(numbers) >= pygame.USEREVENT + 64
    assert len(set(numbers)) == len(numbers)


def test_a_printed_event_says_its_name() -> None:
    """pygame itself knows all of them as `UserEvent`; the library's name is what a game imports."""
    for number in pygame_events.TYPES.values():
        assert getattr(stealth_pygame, pygame_events.NAMES[number]) == number
    event = pygame_events.as_pygame(events.BackendUp())
    assert event is not None
    assert event.kind == "BACKEND_UP"
    assert "BACKEND_UP" in repr(event)


@pytest.mark.slow
def test_numbers_that_are_used_up_are_told() -> None:
    """Something took all custom types before: the error says what, in place of pygame's own."""
    program = """
import pygame
try:
    while True:
        pygame.event.custom_type()
except pygame.error:
    pass
from stealth_pygame.errors import StealthError
try:
    import stealth_pygame.presenter.pygame_events
except StealthError as error:
    assert "no number left" in str(error)
    print("told")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.endswith("told\n"), done.stderr
