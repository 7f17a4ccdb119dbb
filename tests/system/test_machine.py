"""Players, villagers, messages, cancels, walks, restarts and faults at random: nobody is mute, nothing is lost."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from stealth_pygame.conversation.conversation import State
from stealth_pygame.events import Cancelled, Dropped, Event, Failed, Flagged, Said
from stealth_pygame.message import Message, MessageState
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.scene import Scene
from stealth_pygame.settings import Settings
from stealth_pygame.testing import FakeBackend, Fault, ManualWorker
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from tests.in_process import FAULTS, InProcessClient
from tests.live import ENDS, Live
from tests.village import smith

KINDS = {
    Said: MessageState.SAID,
    Flagged: MessageState.FLAGGED,
    Cancelled: MessageState.CANCELLED,
    Failed: MessageState.FAILED,
    Dropped: MessageState.DROPPED,
}


class VillageMachine(RuleBasedStateMachine):
    """A village on the hand-cranked worker: every run can be repeated."""

    def __init__(self) -> None:
        super().__init__()
        self.client = InProcessClient()
        self.workers = ManualWorker()
        self.scene = Scene(
            self.client,
            Settings(grace=1.0, max_waiting=3),
            Installation("inst"),
            workers=self.workers,
            chance=random.Random(1),
        )
        self.messages: list[Message] = []
        self.told: list[Event] = []
        self.at: dict[str, tuple[float, float]] = {}

    @initialize(kinds=st.lists(st.sampled_from(["plain", "shared", "persistent"]), min_size=2, max_size=4))
    def people(self, kinds: list[str]) -> None:
        """Two players and some villagers."""
        for name in ("Ada", "Bob"):
            self.at[name] = (0, 0)
            self.scene.add_player(Player(name, position=lambda name=name: self.at[name]))
        for n, kind in enumerate(kinds):
            options: dict[str, Any] = {} if kind == "plain" else {kind: True}
            self.scene.add_npc(smith(name=f"V{n}"), position=(n * 10, 0), **options)

    def npc(self, index: int) -> NPC:
        return self.scene.npcs[index % len(self.scene.npcs)]

    @rule(npc=st.integers(0, 3), player=st.integers(0, 1))
    def send(self, npc: int, player: int) -> None:
        """Somebody says something."""
        message = self.npc(npc).send(f"m{len(self.messages)}", self.scene.players[player])
        self.messages.append(message)

    @precondition(lambda self: self.messages)
    @rule(which=st.integers(0, 999))
    def cancel(self, which: int) -> None:
        """Somebody thinks better of it."""
        self.messages[which % len(self.messages)].cancel()

    @rule(dt=st.sampled_from([0.0, 0.016, 0.1, 0.25]))
    def frame(self, dt: float) -> None:
        """One frame."""
        self.told += self.scene.update(dt)

    @rule(frames=st.integers(1, 30))
    def wait(self, frames: int) -> None:
        """Some frames, in which nobody answers."""
        for _ in range(frames):
            self.frame(0.25)

    @precondition(lambda self: len(self.workers) > 0)
    @rule(place=st.integers(0, 99))
    def answer(self, place: int) -> None:
        """Some job ends, in any order."""
        self.workers.run(place % len(self.workers))

    @rule(rounds=st.integers(1, 8))
    def flow(self, rounds: int) -> None:
        """Everything that is under way ends, frame by frame."""
        for _ in range(rounds):
            self.workers.run_all()
            self.frame(0.1)

    @rule(npc=st.integers(0, 3), player=st.integers(0, 1))
    def session(self, npc: int, player: int) -> None:
        """A message, and time for its answer."""
        self.send(npc, player)
        self.flow(4)

    @rule(npc=st.integers(0, 3), player=st.integers(0, 1), keep_data=st.booleans())
    def talk_over_a_restart(self, npc: int, player: int, keep_data: bool) -> None:
        """The backend starts anew between two messages."""
        self.session(npc, player)
        self.restart(keep_data)
        self.session(npc, player)

    @rule(npc=st.integers(0, 3), player=st.integers(0, 1), fault=st.sampled_from(FAULTS))
    def talk_through_a_fault(self, npc: int, player: int, fault: str) -> None:
        """Something goes wrong with a message of a conversation that stands."""
        self.session(npc, player)
        self.fault(fault)
        self.session(npc, player)

    @rule(name=st.sampled_from(["Ada", "Bob"]), away=st.booleans())
    def walk(self, name: str, away: bool) -> None:
        """Out of the radius, or back."""
        self.at[name] = (9000, 0) if away else (0, 0)

    @rule(fault=st.sampled_from(FAULTS))
    def fault(self, fault: str) -> None:
        """The next request goes wrong."""
        self.client.faults.append(fault)

    @rule(down=st.booleans())
    def power(self, down: bool) -> None:
        """The backend goes, or comes."""
        self.client.down = down

    @rule(keep_data=st.booleans())
    def restart(self, keep_data: bool) -> None:
        """The backend starts anew, with its data (and stuck flags) or without."""
        self.client.restart(keep_data=keep_data)

    @rule()
    def think_on(self) -> None:
        """What was given up on comes to its end on the backend."""
        self.client.settle()

    @rule(npc=st.integers(0, 3))
    def forget(self, npc: int) -> None:
        """A villager loses his memory."""
        self.npc(npc).reset_memory()

    @precondition(lambda self: len(self.scene.npcs) > 1)
    @rule(npc=st.integers(0, 3))
    def remove(self, npc: int) -> None:
        """A villager leaves the world."""
        self.scene.remove_npc(self.npc(npc))

    @rule(npc=st.integers(0, 3))
    def happen(self, npc: int) -> None:
        """Something happens, and he speaks of it."""
        message = self.npc(npc).notify("a dog barked", respond=True)
        assert message is not None
        self.messages.append(message)

    @invariant()
    def one_job_per_conversation(self) -> None:
        """Never a second request of one conversation on the wire, so never a finish during a send either."""
        sessions = list(self.scene.sessions)
        wires = sum(c.on_wire for session in sessions for c in session.conversations)
        stores = sum(1 for job, _ in self.workers._jobs if "store" in repr(job) or "check" in repr(job))
        assert len(self.workers) - stores <= wires + 1

    @invariant()
    def told_once(self) -> None:
        """No message has two ends."""
        ends = Counter(id(event.message) for event in self.told if isinstance(event, ENDS))
        assert all(count == 1 for count in ends.values())

    def teardown(self) -> None:
        """When the trouble is over, every message has had its one end, and everybody answers."""
        if not self.scene.npcs:
            return
        self.client.faults.clear()
        self.client.down = False
        self.settle()
        for event in self.told:
            if isinstance(event, ENDS) and event.message is not None:
                assert event.message.state is KINDS[type(event)]
        told = {id(event.message) for event in self.told if isinstance(event, ENDS)}
        assert all(message.done and id(message) in told for message in self.messages)
        self.everybody_answers()
        assert not any(session.busy for session in self.scene.sessions)
        self.scene.close(0.0, lambda: None)

    def settle(self) -> None:
        """Two minutes of healthy answers."""
        for _ in range(480):
            self.workers.run_all()
            self.told += self.scene.update(0.25)

    def everybody_answers(self) -> None:
        """No lost conversation stays lost, stuck flags or not."""
        asked = [npc.send("Still there?", player) for npc in self.scene.npcs for player in self.scene.players]
        self.settle()
        assert [message.state for message in asked] == [MessageState.SAID] * len(asked)
        states = {session.conversation.state for session in self.scene.sessions}
        assert states <= {State.READY, State.ENDED, State.NEW}


TestVillage = VillageMachine.TestCase
TestVillage.settings = settings(
    max_examples=30, stateful_step_count=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
class TestVillageLonger(VillageMachine.TestCase):  # type: ignore[misc, valid-type]
    """The same in four times as many ways."""

    settings = settings(TestVillage.settings, max_examples=120)


QUICK = [
    fault
    for fault in Fault
    if fault not in (Fault.REFUSE, Fault.GZIP_BOMB, Fault.SILENCE, Fault.DRIPPING_HEADERS, Fault.DRIPPING_BODY)
]
"""Faults that cost no real time; the others have their cases in `test_faults`."""


class LiveMachine(RuleBasedStateMachine):
    """The same, smaller, on real threads and real HTTP."""

    def __init__(self) -> None:
        super().__init__()
        # A plugin of the tests may have a thread of its own.
        self.others = set(threading.enumerate())
        self.backend = FakeBackend("measured").start()
        self.live = Live(self.backend, reply_timeout=5.0, grace=1.0)
        self.live.player()
        self.npcs = [self.live.npc(), self.live.npc("Cora", persistent=True)]
        self.messages: list[Message] = []

    @rule(npc=st.integers(0, 1))
    def send(self, npc: int) -> None:
        """Somebody says something."""
        self.messages.append(self.npcs[npc].send("Hi"))

    @rule(fault=st.sampled_from(QUICK), send=st.booleans())
    def fault(self, fault: Fault, send: bool) -> None:
        """Something goes wrong."""
        self.backend.fail("send" if send else "create", fault)

    @rule(keep_data=st.booleans())
    def restart(self, keep_data: bool) -> None:
        """The backend starts anew."""
        self.backend.restart(keep_data=keep_data)

    @rule()
    def turn(self) -> None:
        """Until everything has its end."""
        self.live.go(lambda: all(message.done for message in self.messages))

    def teardown(self) -> None:
        """Everybody answers, nothing overlapped, no thread is left."""
        self.turn()
        self.backend.heal()
        for npc in self.npcs:
            message = npc.send("Still there?")
            self.live.go(lambda message=message: message.done)  # type: ignore[misc]
            assert message.state is MessageState.SAID
        assert (self.backend.overlapping_sends, self.backend.finished_during_send) == (0, 0)
        self.live.__exit__(None, None, None)
        self.backend.stop()
        assert not [thread for thread in set(threading.enumerate()) - self.others if not thread.daemon]


@pytest.mark.slow
class TestLive(LiveMachine.TestCase):  # type: ignore[misc, valid-type]
    """The same with real threads."""


TestLive.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
