"""A frame never pays for a reply: it stops when its budget is used up, and goes on in the next frame, in order."""

from __future__ import annotations

from itertools import count
from typing import Annotated

import pytest
from pydantic import AfterValidator

from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.events import ActionDone, Called, Refused, Said
from stealth_pygame.message import MessageState
from stealth_pygame.protocol.models import Reply
from stealth_pygame.scene.timing import LEAST_STEPS
from stealth_pygame.settings import Settings
from stealth_pygame.text import AT_ONCE
from stealth_pygame.world.npc import NPC
from tests.scripted import said
from tests.village import Village, smith


def hurried(**settings: float) -> Village:
    """A village whose clock moves on by a whole budget whenever it is looked at."""
    ticks = count()
    village = Village(Settings(**settings), clock=lambda: next(ticks) * 1.0)  # type: ignore[arg-type]
    village.player()
    return village


def counting(npc: NPC) -> list[int]:
    """Give an NPC an action that notes its parameter."""
    done: list[int] = []

    @npc.action
    def add(number: int) -> None:
        """Add a number."""
        done.append(number)

    return done


def calls(many: int, name: str = "add") -> Reply:
    return said("Here.", *((name, {"number": str(number)}) for number in range(many)))


def test_many_calls_are_spread_over_frames_in_order() -> None:
    """Each frame takes a few steps; every call runs once, and is told once."""
    village = hurried(max_calls=100)
    npc = village.npc()
    done = counting(npc)
    village.client.will("send", calls(50))
    npc.send("Go")
    village.go()
    assert 0 < len(done) < 2 * LEAST_STEPS
    per_frame = []
    while len(done) < 50:
        before = len(done)
        village.frame(0.01)
        per_frame.append(len(done) - before)
    assert max(per_frame) <= LEAST_STEPS
    assert done == list(range(50))
    village.go(1.0)
    assert [event.parameters["number"] for event in village.heard(Called)] == list(range(50))


def test_many_answers_in_one_frame_are_told_over_several() -> None:
    """Sixteen villagers answer at once: a frame tells a few, and none is lost."""
    village = hurried()
    npcs = [village.npc(smith(name=f"N{number}")) for number in range(16)]
    messages = [npc.send("Hi") for npc in npcs]
    for _ in range(2):
        village.scene.update(0.0)
        village.workers.run_all()
    told = [event for event in village.scene.update(0.0) if isinstance(event, Said)]
    assert all(message.state is MessageState.SAID for message in messages)
    assert 0 < len(told) <= LEAST_STEPS
    for _ in range(16):
        told += [event for event in village.scene.update(0.01) if isinstance(event, Said)]
    assert [event.npc for event in told] == npcs


def test_a_small_reply_is_whole_in_one_frame() -> None:
    """Words and a call or two, on however slow a machine."""
    village = hurried()
    npc = village.npc()
    done = counting(npc)
    village.client.will("send", calls(2))
    npc.send("Go")
    village.go()
    assert done == [0, 1]


def test_calls_beyond_the_limit_are_refused() -> None:
    """A permitted action runs `Settings.max_calls` times per reply; each further call is told as refused."""
    village = Village(Settings(max_calls=5))
    village.player()
    npc = village.npc()
    done = counting(npc)
    village.client.will("send", calls(500))
    npc.send("Go")
    village.go()
    assert done == [0, 1, 2, 3, 4]
    assert (len(village.heard(Called)), len(village.heard(Refused))) == (5, 495)
    assert {event.reason for event in village.heard(Refused)} == {"more than 5 calls in one reply"}


def test_a_flood_of_refusals_is_logged_a_few_times(caplog: pytest.LogCaptureFixture) -> None:
    """Three thousand undeclared calls: an event each, and a short log."""
    village = Village(Settings(max_calls=10_000))
    village.player()
    npc = village.npc()
    village.client.will("send", calls(3000, "destroy"))
    npc.send("Go")
    village.go()
    assert len(village.heard(Refused)) == 3000
    assert len(caplog.records) < 20


def test_events_that_were_not_taken_stay_for_the_next_frame() -> None:
    """Whoever takes events may raise in the middle: the rest is told next time."""
    village = Village()
    village.player()
    for number in range(4):
        village.npc(smith(name=f"N{number}")).say("Hello")
    for event in village.scene.events():
        village.told.append(event)
        break
    village.told += village.scene.update(0.0)
    assert len(village.heard(Said)) == 4


def test_a_long_reply_is_cleaned_and_converted_on_a_worker() -> None:
    """The frame finds words that may be drawn, and parameters of the declared types."""
    village = Village()
    village.player()
    npc = village.npc()
    done = counting(npc)
    village.client.will("send", said("wo\x00rd " * 50_000, ("add", {"number": "7"})))
    message = npc.send("Go")
    village.frame(0.0)
    village.go()
    assert done == [7]
    assert message.reply is not None
    assert "\x00" not in village.heard(Said)[0].text


def test_a_games_own_validator_runs_on_the_games_thread() -> None:
    """A validator in `Annotated` may be the game's code, which is never called by a worker."""
    village = Village()
    village.player()
    npc, in_job = village.npc(), []
    running: list[bool] = []

    def known(item: str) -> str:
        in_job.append(bool(running))
        return item

    @npc.action
    def sell(item: Annotated[str, AfterValidator(known)]) -> None:
        """Sell."""

    in_job.clear()
    village.client.will("send", said("Here.", ("sell", {"item": "sword"})))
    npc.send("Go")
    village.scene.update(0.0)
    village.workers.run_all()
    village.scene.update(0.0)
    running.append(True)
    village.workers.run_all()
    running.clear()
    village.go()
    assert in_job
    assert not any(in_job)


def test_an_action_bound_meanwhile_counts() -> None:
    """A call that a worker converted for another action is converted again."""
    village = Village()
    village.player()
    npc = village.npc()
    counting(npc)
    got: list[str] = []
    village.client.will("send", calls(1))
    npc.send("Go")
    village.scene.update(0.0)
    village.workers.run_all()
    village.scene.update(0.0)
    village.workers.run_all()

    @npc.action
    def add(number: str) -> None:
        """Add a word."""
        got.append(number)

    village.go()
    assert got == ["0"]


def test_an_update_inside_an_action_takes_no_call_of_the_same_reply() -> None:
    """A shop screen with its own loop: the next call of the reply waits, other villagers go on."""
    village = Village()
    village.player()
    npc, other = village.npc(), village.npc(smith(name="Cook"))
    order: list[str] = []

    @npc.action
    def shop(name: str) -> None:
        """Open a shop."""
        order.append(f"open {name}")
        village.go(1.0)
        order.append(f"close {name}")

    village.client.will("send", said("", ("shop", {"name": "a"}), ("shop", {"name": "b"})))
    npc.send("Go")
    message = other.send("Hi")
    village.go()
    assert order == ["open a", "close a", "open b", "close b"]
    assert message.state is MessageState.SAID
    assert len(village.heard(Called)) == 2


def test_an_action_in_a_loop_of_its_own_is_never_timed_out() -> None:
    """A shop that stays open for longer than `action_timeout`, after its line: its result counts."""
    village = Village(Settings(action_timeout=5.0))
    village.player()
    npc = village.npc()

    @npc.action(after_line=True)
    def shop() -> Feedback:
        """Open the shop."""
        village.go(40.0)
        return Feedback(True, "sold")

    village.client.will("send", said("Come in.", ("shop", {})))
    npc.send("Hi")
    village.go(2.0)
    assert [event.feedback for event in village.heard(ActionDone)] == [Feedback(True, "sold")]
    assert npc.transcript[-1].text == "sold"


def test_progress_keeps_a_long_action_alive() -> None:
    """A walk across the village takes longer than the time-out, and shows that it goes on."""
    village = Village(Settings(action_timeout=5.0))
    village.player()
    npc = village.npc()
    walks: list[Call] = []

    @npc.action
    def walk(call: Call) -> Call:
        """Walk to the gate."""
        walks.append(call)
        return call

    village.client.will("send", said("", ("walk", {})))
    npc.send("Go")
    village.go()
    for step in range(10):
        walks[0].progress = step / 10
        village.go(4.0)
    assert not walks[0].cancelled
    village.go(6.0)
    assert walks[0].cancelled
    assert [event.feedback.success for event in village.heard(ActionDone)] == [False]


def test_a_long_action_hears_that_nobody_waits_any_more() -> None:
    """When the villager is removed, or a saved game is loaded."""
    village = Village()
    village.player()
    npc = village.npc()
    walks: list[Call] = []

    @npc.action
    def walk(call: Call) -> Call:
        """Walk to the gate."""
        walks.append(call)
        return call

    for ends in (village.scene.turn_back, village.scene.remove_npc):
        village.client.will("send", said("", ("walk", {})))
        npc.send("Go")
        village.go()
        assert not walks[-1].cancelled
        ends(npc)
        assert walks[-1].cancelled


def test_long_scripted_lines_are_cleaned_by_a_worker_in_order() -> None:
    """A megabyte in `npc.say` costs no frame; what is said after it comes after it."""
    village = Village()
    village.player()
    npc, long = village.npc(), "wo\x00rd " * AT_ONCE
    npc.say("first")
    for text in (long, "second", long, "third"):
        npc.say(text)
    assert [line.text for line in npc.transcript] == ["first"]
    village.go()
    texts = [event.text for event in village.heard(Said)]
    assert [text if len(text) < 10 else "long" for text in texts] == ["first", "long", "second", "long", "third"]
    assert not any("\x00" in text for text in texts)
    assert [line.text for line in npc.transcript] == texts


def test_a_loaded_game_knows_nothing_of_a_line_on_its_way() -> None:
    """Neither a line that is still cleaned nor a reply that is still told becomes part of the past."""
    village = hurried()
    npc = village.npc()
    npc.say("word " * AT_ONCE)
    village.client.will("send", calls(20))
    counting(npc)
    npc.send("Go")
    village.scene.update(0.0)
    village.workers.run_all()
    village.scene.update(0.0)
    village.scene.turn_back(npc)
    npc.memory.forget()
    village.go(1.0)
    assert npc.transcript == []
