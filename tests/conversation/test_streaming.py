"""Words of a reply before its end: where they are asked for, in which order they come, and when they are nobody's."""

from __future__ import annotations

from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.conversation.outgoing import Outgoing
from stealth_pygame.conversation.streaming import MOST_TOLD
from stealth_pygame.message import Message, MessageState
from stealth_pygame.protocol.models import Reply
from stealth_pygame.settings import Settings
from tests.conversation.test_conversation import ADA, Stand
from tests.scripted import said


def streaming(settings: Settings | None = None) -> Stand:
    """A conversation that is open, with a backend that offers words."""
    stand = Stand(settings=settings)
    stand.say("Good day")
    stand.client.streams = True
    return stand


def sent(stand: Stand, *pieces: str, **more: Any) -> Message:
    """A message whose job has run, and told these words; nothing is delivered yet."""
    stand.client.pieces.append(pieces)
    message = Message("A sword?")
    stand.conversation.post(Outgoing(message, ADA, **{"streams": True, **more}))
    stand.conversation.step(0.0)
    stand.workers.run_all()
    return message


def test_words_come_in_order_and_before_the_end() -> None:
    """Each with all that came before it, so that nobody has to put them together."""
    stand = streaming()
    stand.client.will("send", said("Welcome! Twelve gold."))
    message = sent(stand, "Welcome!", " Twelve gold.")
    stand.workers.poll(1)
    assert (stand.listener.parts, message.done) == (["Welcome!"], False)
    stand.workers.poll(1)
    assert (stand.listener.parts, message.done) == (["Welcome!", "Welcome! Twelve gold."], False)
    stand.workers.poll()
    assert (message.state, message.reply) == (MessageState.SAID, said("Welcome! Twelve gold."))
    assert len(stand.listener.parts) == 2


@pytest.mark.parametrize(
    ("settings", "offered", "streams"),
    [(Settings(stream=False), True, True), (Settings(), False, True), (Settings(), True, False)],
)
def test_words_are_asked_for_only_where_all_want_them(settings: Settings, offered: bool, streams: bool) -> None:
    """The game by its settings, the backend by its offer, and the message itself."""
    stand = streaming(settings)
    stand.client.streams = offered
    message = sent(stand, "Welcome!", streams=streams)
    stand.workers.poll()
    assert (stand.listener.parts, message.state) == ([], MessageState.SAID)


def test_words_of_a_message_that_was_cancelled_are_ignored() -> None:
    """They come late, and nobody waits for them."""
    stand = streaming()
    message = sent(stand, "Welcome!")
    message.cancel()
    stand.workers.poll()
    assert (stand.listener.parts, message.state) == ([], MessageState.DROPPED)


def test_words_of_a_first_try_are_taken_back_before_the_second() -> None:
    """A backend that cancels is told the users once more, and asked again."""
    stand = streaming()
    stand.client.will("send", Reply(cancelled=True), said("Twelve gold."))
    message = sent(stand, "Well,")
    stand.client.pieces.append(["Twelve"])
    stand.workers.poll()
    stand.go()
    assert stand.listener.parts == ["Well,", None, "Twelve"]
    assert (message.state, message.reply) == (MessageState.SAID, said("Twelve gold."))


def test_a_reply_that_breaks_off_has_one_end() -> None:
    """The words that came are the listener's to take away."""
    stand = streaming()
    stand.client.will("send", errors.ConnectionLostError("broke off"))
    message = sent(stand, "Well,")
    stand.workers.poll()
    stand.go()
    assert (stand.listener.parts, message.state) == (["Well,"], MessageState.FAILED)


def test_who_speaks_already_is_not_shown_as_thinking() -> None:
    """However long the rest of the answer takes."""
    stand = streaming()
    sent(stand, "Well,")
    stand.workers.poll(1)
    stand.conversation.step(1.0)
    assert stand.listener.thought == []


def test_no_words_at_all_say_that_the_model_wakes_up() -> None:
    """Once; after the first word it is awake."""
    stand = streaming()
    sent(stand, "", "Well,", "")
    stand.workers.poll()
    assert (stand.listener.life, stand.listener.parts) == (["started", "waking"], ["Well,"])


def test_a_reply_of_any_length_costs_little_before_its_end() -> None:
    """Nobody reads faster than the rest of it comes."""
    stand = streaming()
    sent(stand, *["word "] * 5_000)
    stand.workers.poll(10_000)
    assert len(stand.listener.parts) == MOST_TOLD // 5
