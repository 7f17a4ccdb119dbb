"""Answers that are seen while they are on their way, from the first word to the one end of their message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame import errors
from stealth_pygame.message import Message, MessageState
from stealth_pygame.protocol.models import Reply
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.world.npc import NPC
from tests.presenter.test_bubble_presenter import SIZE, Evening
from tests.scripted import said
from tests.village import OPEN_GATE

THINKING = (BubbleKind.THINKING, "")


@pytest.fixture
def evening() -> Iterator[Evening]:
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = Evening(settings=stealth.Settings(max_outcomes=1))
    made.client.streams = True
    yield made
    made.dialogue.close()
    pygame.quit()


class Answer:
    """An answer whose words, and then its end, are delivered one by one."""

    def __init__(self, evening: Evening, reply: object, *pieces: str, npc: NPC | None = None) -> None:
        self.evening = evening
        self.npc = npc or evening.npc()
        evening.client.will("send", reply)
        evening.client.pieces.append(pieces)
        self.message: Message = self.npc.send("Well?")
        before = len(evening.client.sent())
        while len(evening.client.sent()) == before:
            evening.frame()
        evening.answers = False

    def next(self, seconds: float = 0.4) -> list[tuple[BubbleKind, str]]:
        """Deliver the next words, or the end, and return what stands over the head after some seconds."""
        self.evening.frame()
        while seconds > 0 and len(self.evening.picture.bubbles.of(self.npc)):
            self.evening.picture.update(0.1)
            seconds -= 0.1
        return self.shown()

    def shown(self) -> list[tuple[BubbleKind, str]]:
        bubbles = [bubble for bubble in self.evening.picture.bubbles.of(self.npc) if not bubble.closing]
        return [(bubble.kind, bubble.text) for bubble in bubbles]


def test_words_are_seen_before_the_end_and_stay(evening: Evening) -> None:
    """In one bubble that grows; at its end the transcript has one line, and the game one event."""
    answer = Answer(evening, said("Welcome! Twelve gold."), "Welcome!", " Twelve gold.")
    assert answer.next() == [(BubbleKind.SAID, "Welcome!")]
    (bubble,) = evening.picture.bubbles.of(answer.npc)
    assert bubble.shown == len("Welcome!")
    assert not answer.message.done
    assert answer.next(0) == [(BubbleKind.SAID, "Welcome! Twelve gold.")]
    assert bubble.shown >= len("Welcome!")
    assert evening.picture.log.entries[-1].name == "Ada"
    pygame.event.clear()
    evening.dialogue.update(0.0)
    assert [event.text for event in pygame.event.get(stealth.NPC_SAID)] == ["Welcome! Twelve gold."]
    assert evening.picture.bubbles.of(answer.npc) == [bubble]
    assert [entry.text for entry in evening.picture.log.entries] == ["Well?", "Welcome! Twelve gold."]
    assert [line.text for line in answer.npc.transcript if line.by == "npc"] == ["Welcome! Twelve gold."]


def test_an_answer_that_is_heard_is_read_only_at_its_end(evening: Evening) -> None:
    """Actions may wait for that, and calls come last."""
    npc = evening.npc(functions=[OPEN_GATE])
    answer = Answer(evening, said("Well. Go in.", ("open_gate", {"wide": "true"})), "Well.", npc=npc)
    answer.next()
    assert npc.busy
    pygame.event.clear()
    answer.next(0)
    names = [event.type for event in pygame.event.get((stealth.NPC_SAID, stealth.NPC_CALLED))]
    assert names == [stealth.NPC_SAID, stealth.NPC_CALLED]
    assert not evening.picture.has_read(npc)
    for _ in range(200):
        evening.picture.update(0.1)
    assert evening.picture.has_read(npc)


@pytest.mark.parametrize(
    ("end", "line"),
    [
        (Reply(flagged=True), BubbleKind.FLAGGED),
        (errors.ModeratedError("no", status=422), BubbleKind.CANCELLED),
        (errors.ConnectionLostError("broke off"), BubbleKind.FAILED),
    ],
)
def test_words_of_an_answer_without_a_good_end_are_taken_away(end: object, line: BubbleKind, evening: Evening) -> None:
    """A line in character stands in their place, and the transcript never had them."""
    answer = Answer(evening, end, "Well.")
    assert answer.next() == [(BubbleKind.SAID, "Well.")]
    ((kind, words),) = answer.next(0)
    assert kind is line
    assert [entry.text for entry in evening.picture.log.entries] == ["Well?", words]


def test_words_of_a_cancelled_message_are_taken_away(evening: Evening) -> None:
    """At once, and nothing of them comes later."""
    answer = Answer(evening, said("Well. Go in."), "Well.")
    answer.next()
    answer.message.cancel()
    assert answer.next() == []
    assert answer.next() == []
    assert answer.message.state is MessageState.DROPPED


def test_who_is_asked_again_thinks_again(evening: Evening) -> None:
    """The words of the first try go, and those of the second are seen."""
    answer = Answer(evening, Reply(cancelled=True), "Well,")
    evening.client.will("send", said("Twelve gold."))
    evening.client.pieces.append(["Twelve"])
    assert answer.next() == [(BubbleKind.SAID, "Well,")]
    evening.answers = True
    seen = []
    while not answer.message.done:
        evening.frame()
        seen += [shown for shown in answer.shown() if shown not in seen]
    assert seen == [
        (BubbleKind.SAID, "Well,"),
        THINKING,
        (BubbleKind.SAID, "Twelve"),
        (BubbleKind.SAID, "Twelve gold."),
    ]


def test_a_vetoed_sentence_is_never_seen(evening: Evening) -> None:
    """Nor any after it; what stood there before it goes as well."""
    evening.dialogue.before_say = lambda npc, player, text: None if "ass" in text else text
    answer = Answer(evening, said("Well. You ass. Go."), "Well.", " You ass.", " Go.")
    assert answer.next() == [(BubbleKind.SAID, "Well.")]
    assert answer.next() == [THINKING]
    assert answer.next() == [THINKING]
    ((kind, _),) = answer.next(0)
    assert kind is BubbleKind.FLAGGED


def test_the_words_of_a_model_that_wakes_up_say_so(evening: Evening) -> None:
    """In the place of the dots, in the words of the theme, until the first word."""
    evening.picture.theme = replace(evening.picture.theme, words=stealth.Words(waking="Erwacht…"))
    answer = Answer(evening, said("Well. Go in."), "", "Well.")
    assert answer.next() == [(BubbleKind.THINKING, "Erwacht…")]
    assert answer.next() == [(BubbleKind.SAID, "Well.")]


def test_who_waits_behind_an_answer_is_thought_about_again(evening: Evening) -> None:
    """Two messages: the dots of the second stand beside the words of the first."""
    answer = Answer(evening, said("Well. Go in."), *["Well. "] * 9)
    answer.npc.send("And?")
    for _ in range(4):
        evening.dialogue.update(0.2)
    assert [kind for kind, _ in answer.shown()] == [BubbleKind.SAID, BubbleKind.THINKING]


def test_directions_stand_behind_words_that_are_read_already(evening: Evening) -> None:
    """Before them they would push away what the player reads."""
    evening.picture.theme = replace(evening.picture.theme, narration=True)
    answer = Answer(evening, Reply(content="Well. Go in.", narration="smiles"), "Well.")
    answer.next()
    assert answer.next(0) == [(BubbleKind.SAID, "Well. Go in. (smiles)")]


def test_an_answer_of_calls_only_takes_its_words_back(evening: Evening) -> None:
    """A moderation may have left nothing of them."""
    evening.dialogue.before_say = lambda npc, player, text: text if "." in text and len(text) < 8 else ""
    answer = Answer(evening, said("Well. Go in."), "Well.")
    answer.next()
    assert answer.next(0) == []
