"""One callback at pygame's end, however many objects want to hear of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stealth_pygame.ui.at_quit import AtQuit


class Listener:
    """Hears that pygame quits."""

    def __init__(self) -> None:
        self.heard = 0

    def hear(self) -> None:
        """Count it."""
        self.heard += 1


@pytest.fixture
def registered() -> list[Callable[[], None]]:
    """The callbacks that pygame would have."""
    return []


@pytest.fixture
def at_quit(registered: list[Callable[[], None]]) -> AtQuit:
    """The callbacks of ours."""
    return AtQuit(registered.append)


def test_all_hear_of_a_quit_through_one_callback(at_quit: AtQuit, registered: list[Callable[[], None]]) -> None:
    """pygame never lets go of a callback, so that it gets one; who asks twice hears it once."""
    listeners = [Listener() for _ in range(3)]
    for listener in (*listeners, listeners[0]):
        at_quit.call(listener.hear)
    assert len(registered) == 1
    registered[0]()
    assert [listener.heard for listener in listeners] == [1, 1, 1]


def test_who_is_gone_is_not_called(at_quit: AtQuit, registered: list[Callable[[], None]]) -> None:
    """Listeners are not kept alive; those that are left still hear it."""
    kept = Listener()
    for listener in (Listener(), kept, Listener()):
        at_quit.call(listener.hear)
    del listener
    registered[0]()
    assert kept.heard == 1


def test_after_a_quit_it_is_asked_for_anew(at_quit: AtQuit, registered: list[Callable[[], None]]) -> None:
    """pygame forgets its callbacks when it quits, and a game may begin again."""
    listener = Listener()
    at_quit.call(listener.hear)
    registered[0]()
    at_quit.call(listener.hear)
    assert len(registered) == 2
    registered[1]()
    assert listener.heard == 2
