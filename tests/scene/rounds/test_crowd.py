"""A player's words to everybody near."""

from __future__ import annotations

import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.events import Asked, Dropped, Said
from stealth_pygame.message import MessageState
from stealth_pygame.settings import Settings
from stealth_pygame.world.player import Player
from tests.village import Village, smith


def crowd(many: int = 3, **settings: int) -> Village:
    """A player with NPCs around, the first one nearest."""
    village = Village(Settings(**settings))  # type: ignore[arg-type]
    village.player()
    for number in range(many):
        village.npc(smith(name=f"N{number}"), position=(10 * number, 0))
    village.go(0.5)
    return village


def test_everybody_near_answers_in_their_own_turn() -> None:
    """The nearest first; the next one speaks when the line before was read, and the player says it once."""
    village, read = crowd(), [False]
    village.scene.has_read = lambda npc: read[0]
    messages = village.scene.players[0].say("Hello, all!")
    village.go(2.0)
    assert [message.state for message in messages] == [MessageState.SAID, MessageState.QUEUED, MessageState.QUEUED]
    read[0] = True
    village.go(2.0)
    assert [event.npc.id for event in village.heard(Said)] == ["n0", "n1", "n2"]
    assert [event.npc.id for event in village.heard(Asked)] == ["n0"]
    assert [message.state for message in messages] == [MessageState.SAID] * 3
    assert all(npc.transcript[0].text == "Hello, all!" for npc in village.scene.npcs)


def test_a_line_that_nobody_looks_at_holds_nobody_up() -> None:
    """After a while the next one speaks all the same."""
    village = crowd(2)
    village.scene.has_read = lambda npc: False
    village.scene.players[0].say("Hello!")
    village.go(20.0)
    assert len(village.heard(Said)) == 2


def test_who_answers_later_has_heard_the_answers_before() -> None:
    """As an event in the context."""
    village = crowd(2)
    village.scene.players[0].say("Hello!")
    village.go(3.0)
    events = {entry.key: entry.value for entry in village.client.asked[-1][4]}["events"]
    assert events == "N0 answered Ada: You said: Hello!"


def test_a_crowd_does_not_shout() -> None:
    """`Settings.max_hearers` answer; the others know what was said when they are spoken to."""
    village = crowd(5, max_hearers=2)
    messages = village.scene.players[0].say("Hello!")
    village.go(5.0)
    assert len(messages) == len(village.heard(Said)) == 2
    assert village.scene.npcs[4].memory.notices("ada") == ["Ada said: Hello!"]


def test_who_is_far_hears_nothing() -> None:
    """And where nobody is near, nothing is sent."""
    village = crowd(1)
    village.at["Ada"] = (5_000, 0)
    assert village.scene.players[0].say("Hello?") == []
    village.go(1.0)
    assert village.client.sent() == []


def test_each_message_of_a_crowd_has_one_end() -> None:
    """Cancelled, removed or closed while it waits for its turn."""
    village = crowd(3)
    village.scene.has_read = lambda npc: False
    first, second, third = village.scene.players[0].say("Hello!")
    second.cancel()
    village.go(1.0)
    village.scene.remove_npc(village.scene.npcs[2])
    village.go(20.0)
    assert [message.state for message in (first, second, third)] == [
        MessageState.SAID,
        MessageState.DROPPED,
        MessageState.DROPPED,
    ]
    assert sorted(event.reason for event in village.heard(Dropped)) == ["cancelled", "removed"]
    waiting = village.scene.players[0].say("Goodbye!")
    village.scene.close(0.1, lambda: None)
    assert all(message.done for message in waiting)


def test_a_player_without_a_dialogue_is_told() -> None:
    """With what to call first."""
    with pytest.raises(ConfigurationError, match="add_player"):
        Player("Ada").say("Hello!")
    with pytest.raises(ConfigurationError, match="takes a text"):
        crowd().scene.players[0].say(5)  # type: ignore[arg-type]
