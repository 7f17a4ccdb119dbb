"""Messages as handles, and the reasons for which they are dropped."""

from __future__ import annotations

import json

import pytest

from stealth_pygame.message import DropReason, Message, MessageState

TEXTS = ["cancelled", "queue full", "rate limit", "too long", "empty", "removed", "closed", "vetoed", "budget"]


def test_every_drop_reason_is_a_text() -> None:
    """Games compare the reason with a text, look it up, write it into a line and into JSON."""
    assert [reason.value for reason in DropReason] == TEXTS
    for reason, text in zip(DropReason, TEXTS, strict=True):
        assert reason == text
        assert {text: 1}[reason] == 1
        assert (f"{reason}", str(reason), json.dumps(reason)) == (text, text, json.dumps(text))


def test_a_message_that_is_not_dropped_has_an_empty_reason() -> None:
    """So that a game may test it for truth."""
    message = Message("Hi")
    assert message.reason == ""
    message.settle(MessageState.SAID)
    assert message.reason == ""


def test_a_second_end_is_refused() -> None:
    """Every message has exactly one end."""
    message = Message("Hi")
    message.cancel()
    assert message.reason is DropReason.CANCELLED
    with pytest.raises(RuntimeError, match="has its end already"):
        message.settle(MessageState.SAID)
    message.cancel()
    assert message.state is MessageState.DROPPED
