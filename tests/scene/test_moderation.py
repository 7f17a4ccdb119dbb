"""Words of an answer before its end, as a scene tells them: in order, once, and never past the game's moderation."""

from __future__ import annotations

import pytest

from stealth_pygame.events import Dropped, Event, Flagged, Said, Saying, Waking
from stealth_pygame.message import MessageState
from stealth_pygame.protocol.models import Reply
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.scripted import said
from tests.village import Village


@pytest.fixture
def village() -> Village:
    village = Village()
    village.client.streams = True
    village.player()
    return village


def answered(village: Village, reply: Reply, *pieces: str) -> list[Event]:
    """The events from a question to its end."""
    village.client.will("send", reply)
    village.client.pieces.append(pieces)
    village.npc().send("A sword?")
    village.go()
    return [event for event in village.told if isinstance(event, (Saying, Said, Flagged, Waking))]


def shown(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Saying)]


def test_words_are_told_before_the_end_and_the_answer_once(village: Village) -> None:
    """One event for each piece, one line in the transcript, one end."""
    events = answered(village, said("Welcome! Twelve gold."), "Welcome!", " Twelve gold.")
    assert shown(events) == ["Welcome!", "Welcome! Twelve gold."]
    assert [type(event) for event in events] == [Saying, Saying, Said]
    (npc,) = village.scene.npcs
    assert [line.text for line in npc.memory.transcript if line.by == "npc"] == ["Welcome! Twelve gold."]


def test_a_model_that_wakes_up_is_told(village: Village) -> None:
    """Before its first word."""
    events = answered(village, said("Welcome!"), "", "Welcome!")
    assert [type(event) for event in events] == [Waking, Saying, Said]


def test_moderation_sees_whole_sentences_before_the_player_does(village: Village) -> None:
    """Each with those before it, so that what it changes is seen changed from the first letter on."""
    asked: list[str] = []

    def hook(npc: NPC, player: Player, text: str) -> str:
        asked.append(text)
        return text.upper()

    village.scene.hooks.before_say = hook
    events = answered(village, said("Well. Twelve gold."), "We", "ll.", " Twel", "ve", " gold.")
    assert asked == ["Well.", "Well. Twelve gold.", "Well. Twelve gold."]
    assert shown(events) == ["WELL.", "WELL. TWELVE GOLD."]


def test_a_vetoed_sentence_is_never_seen(village: Village) -> None:
    """What was seen before it is taken back, and the answer ends as flagged."""
    village.scene.hooks.before_say = lambda npc, player, text: None if "ass" in text else text
    events = answered(village, said("Well. You ass. Go."), "Well.", " You ass.", " Go.")
    assert shown(events) == ["Well.", ""]
    assert isinstance(events[-1], Flagged)


def test_a_hook_that_fails_has_not_approved_a_word(village: Village) -> None:
    """As with whole answers."""

    def broken(npc: NPC, player: Player, text: str) -> str:
        raise RuntimeError("no dictionary")

    village.scene.hooks.before_say = broken
    assert shown(answered(village, said("Well."), "Well.")) == [""]


def test_a_message_that_ends_inside_a_hook_has_no_words_after_its_end(village: Village) -> None:
    """A hook may cancel it, or run a loop of its own."""
    message = None

    def cancels(npc: NPC, player: Player, text: str) -> str:
        assert message is not None
        message.cancel()
        return text

    village.scene.hooks.before_say = cancels
    village.client.pieces.append(["Well."])
    message = village.npc().send("A sword?")
    village.go()
    assert message.state is MessageState.DROPPED
    assert (village.heard(Saying), len(village.heard(Dropped))) == ([], 1)


def test_two_villagers_who_talk_are_heard_sentence_by_whole_sentence(village: Village) -> None:
    """The one waits for all words of the other."""
    one, other = village.npc(), village.npc(position=(10, 0), id="other")
    village.client.pieces.append(["Well."])
    village.scene.converse(one, other, turns=1)
    village.go(1)
    assert village.heard(Saying) == []
    assert village.heard(Said) != []
