"""A character's call, and what became of it."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import pytest

from stealth_pygame.actions.call import Call, CallState, Feedback, as_feedback


def test_feedback_is_as_true_as_its_success() -> None:
    """A game may ask `if feedback:`, and nothing about it changes any more."""
    assert Feedback(True)
    assert not Feedback(False, "too little gold")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Feedback(True).success = False  # type: ignore[misc]


def test_a_sentence_is_no_success() -> None:
    """The slip that would make every failure look like a success."""
    with pytest.raises(TypeError, match=r"Feedback\(True, 'Sold\.'\)\?"):
        Feedback("Sold.")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a text"):
        Feedback(True, 3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "feedback"),
    [
        (Feedback(False, "No."), Feedback(False, "No.")),
        ("Sold.", Feedback(True, "Sold.")),
        (True, Feedback(True)),
        (False, Feedback(False)),
        (None, Feedback(True)),
    ],
)
def test_simple_values_are_feedback(value: Any, feedback: Feedback) -> None:
    """A sentence, success or failure, or nothing."""
    assert as_feedback(value) == feedback


@pytest.mark.parametrize("value", [1, ["Sold."], object()])
def test_other_values_are_none(value: Any) -> None:
    """A value that was probably not meant as feedback is an error that says which values are."""
    with pytest.raises(TypeError, match="it must be Feedback, str, bool or None"):
        as_feedback(value)


def test_a_call_is_pending_until_it_is_finished() -> None:
    """The first word counts, the second is answered with False."""
    call = Call("sell", {"item": "sword"}, "Here you go.")
    assert (call.state, call.feedback) == (CallState.PENDING, None)
    assert call.finish("Sold.")
    assert not call.finish(False)
    assert (call.state, call.feedback) == (CallState.DONE, Feedback(True, "Sold."))


def test_a_call_that_was_finished_wrongly_is_still_pending() -> None:
    """A mistake in the game's own code does not use up the one word."""
    call = Call("sell", {})
    with pytest.raises(TypeError):
        call.finish(3)  # type: ignore[arg-type]
    assert call.state is CallState.PENDING


def test_a_call_keeps_its_own_parameters() -> None:
    """Changes that a game makes in an event change nothing elsewhere."""
    given = {"item": "sword"}
    call = Call("sell", given)
    given["item"] = "shield"
    assert call.parameters == {"item": "sword"}


def test_only_one_thread_finishes_a_call() -> None:
    """However many hand in feedback at once, one is told that it counted."""
    call = Call("sell", {})
    together = threading.Barrier(8)
    counted: list[bool] = []

    def hand_in() -> None:
        together.wait()
        counted.append(call.finish())

    threads = [threading.Thread(target=hand_in) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [False] * 7 + [True]


def test_a_call_shows_what_was_asked() -> None:
    """For logs and the debugger."""
    call = Call("sell", {"item": "sword", "price": 3})
    assert repr(call) == "<Call sell(item='sword', price=3) pending>"


def test_a_long_action_shows_its_progress() -> None:
    """Between 0 and 1, whatever is set; done is done."""
    call = Call("walk", {})
    assert (call.progress, call.moved()) == (0.0, False)
    for given, shown in [(0.25, 0.25), (7, 1.0), (-1, 0.0)]:
        call.progress = given
        assert call.progress == shown
    assert [call.moved(), call.moved()] == [True, False]
    with pytest.raises(ValueError, match="progress of walk is 'half'"):
        call.progress = "half"  # type: ignore[assignment]
    call.finish(True)
    assert call.progress == 1.0


def test_a_call_can_be_cancelled() -> None:
    """It fails with a sentence, and the action hears that nobody waits; what is done cannot be cancelled."""
    call, done = Call("walk", {}), Call("walk", {})
    assert call.cancel("The bridge is out.")
    assert (call.cancelled, call.feedback) == (True, Feedback(False, "The bridge is out."))
    assert not call.finish(True)
    done.finish(True)
    assert not done.cancel()
    assert (done.cancelled, done.feedback) == (False, Feedback(True))
