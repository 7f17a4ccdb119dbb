"""People whose dialogue is closed: every call is safe, and nothing of the scene hangs on them."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.events import Said
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.village import Village


def closed() -> tuple[Village, Player, NPC]:
    """A village that was talked in, and is closed."""
    village = Village()
    player, npc = village.scene.add_player(Player("Ada", position=(0, 0))), village.npc()
    npc.send("Hello")
    village.go()
    village.scene.close(0.1, lambda: None)
    return village, player, npc


def test_events_that_nobody_read_hold_no_closed_scene() -> None:
    """pygame keeps an unread event for ever: it holds the NPC and the words, also of one who was removed, no more."""
    village, player = Village(), Player("Ada", position=(0, 0))
    village.scene.add_player(player)
    npc, other = village.npc(), village.npc()
    for speaker in (npc, other):
        speaker.send("Hello")
    village.go()
    village.scene.remove_npc(other)
    village.go(1.0)
    scene, unread = weakref.ref(village.scene), village.told
    village.scene.close(0.1, lambda: None)
    del village
    gc.collect()
    assert scene() is None
    assert [event.text for event in unread if isinstance(event, Said)] == ["You said: Hello"] * 2
    assert [line.text for line in npc.transcript] == ["Hello", "You said: Hello"]


def test_messages_end_at_once() -> None:
    """To one NPC, to all, and in answer to something that happened."""
    _, player, npc = closed()
    message = npc.send(" Still there? ", player)
    assert (message.text, message.reason, message.done) == ("Still there?", "closed", True)
    answer = npc.notify("The bell rang", respond=True)
    assert answer is not None
    assert answer.reason == "closed"
    assert player.say("Anybody?") == []
    assert not npc.busy


def test_what_is_said_and_told_can_still_be_saved() -> None:
    """A game may save after it closed; a scripted line is cleaned as ever."""
    _, player, npc = closed()
    npc.say("Good\u202e night.\x00")
    npc.notify("The bell rang", player=player)
    assert npc.transcript[-1].text == "Good night."
    assert npc.memory.notices(player.id) == ["The bell rang"]
    npc.reset_memory()
    assert not npc.transcript


def test_slips_are_told_as_before() -> None:
    """No text, and another thread."""
    _, _, npc = closed()
    with pytest.raises(ConfigurationError, match="must be a text"):
        npc.send(3)  # type: ignore[arg-type]
    slips: list[Exception] = []

    def speak() -> None:
        try:
            npc.say("From a thread")
        except ConfigurationError as exc:
            slips.append(exc)

    thread = threading.Thread(target=speak)
    thread.start()
    thread.join()
    assert "runs on" in str(slips)


def test_a_player_of_two_dialogues_stays_in_the_other() -> None:
    """The one that was entered last counts; the first one's end changes nothing."""
    first, second = Village(), Village()
    player = first.scene.add_player(Player("Ada", position=(0, 0)))
    second.scene.add_player(player)
    second.npc()
    first.scene.close(0.1, lambda: None)
    assert [message.text for message in player.say("Hello?")] == ["Hello?"]
