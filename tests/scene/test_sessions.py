"""The turns of sessions: only those in which something can happen cost a frame anything."""

from __future__ import annotations

from collections import Counter

import pytest

from stealth_pygame.events import Said, Thinking
from stealth_pygame.scene.session import Session
from stealth_pygame.settings import Settings
from tests.village import Village

FRAME = 1 / 64
"""Seconds of a frame whose sums are exact."""


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the turns of each session by its NPC."""
    counted: Counter[str] = Counter()
    step = Session.step

    def counting(session: Session, dt: float) -> bool:
        counted[session.npc.id] += 1
        return step(session, dt)

    monkeypatch.setattr(Session, "step", counting)
    return counted


def test_who_waits_for_an_answer_has_no_turn(turns: Counter[str]) -> None:
    """However many wait, a frame in which nothing comes and no dots are due visits none of them."""
    village = Village(Settings(thinking_after=0.2))
    village.player()
    npcs = [village.npc(id=f"n{number}") for number in range(50)]
    for npc in npcs:
        npc.send("Hello.")
    village.scene.update(0.0)
    turns.clear()
    for _ in range(12):
        village.scene.update(FRAME)
    assert not turns
    village.scene.update(FRAME)
    assert set(turns.values()) == {1}
    assert len(turns) == 50


def test_only_who_is_answered_has_a_turn(turns: Counter[str]) -> None:
    """An answer wakes its own session."""
    village = Village()
    village.player()
    first, second = village.npc(id="a"), village.npc(id="b")
    first.send("Hello.")
    second.send("Hello.")
    village.scene.update(0.0)
    turns.clear()
    village.workers.run_next()
    village.scene.update(FRAME)
    assert turns == {"a": 1}


def test_a_rest_counts_as_waiting() -> None:
    """The seconds of a message are those until the frame of its answer, though nobody looked at it meanwhile."""
    village = Village()
    village.player()
    npc = village.npc()
    npc.send("Hello.")
    village.frame(0.0)
    npc.send("And again.")
    village.scene.update(0.0)
    for _ in range(12):
        village.scene.update(FRAME)
    village.frame(FRAME)
    assert len(village.heard(Said)) == 2
    assert village.scene.usage.seconds == pytest.approx(13 * FRAME, abs=FRAME)


def test_dots_appear_in_their_frame() -> None:
    """Each message waits from its own sending on, whatever its session did before."""
    village = Village(Settings(thinking_after=0.25))
    village.player()
    npc = village.npc()
    messages = {0: npc.send("One.")}
    shown = {}
    for frame in range(40):
        if frame == 8:
            messages[8] = npc.send("Two.")
        for event in village.scene.update(FRAME):
            if isinstance(event, Thinking):
                shown[event.message] = frame
    assert shown == {messages[0]: 15, messages[8]: 8 + 15}


def test_a_loop_inside_a_callback_gives_everybody_their_turn() -> None:
    """Whose turn comes later in the same frame is not left out while a callback of the game runs its own loop."""
    village = Village()
    player = village.player()
    first, second = village.npc(id="a"), village.npc(id="b")
    village.go()

    def wait_for_second() -> dict[str, str]:
        player.context = None
        for _ in range(4):
            village.frame(FRAME)
        return {"second": answer.state.value}

    player.context = wait_for_second
    first.send("What did the other one say?")
    answer = second.send("Hello.")
    village.go()
    sent = [entry.value for asked in village.client.asked if asked[0] == "send" for entry in asked[4]]
    assert sent == ["said"]


def test_answers_that_come_together_are_spread_over_a_few_frames() -> None:
    """No frame takes them all; each is told within a moment, in the order in which they came."""
    village = Village()
    village.player()
    npcs = [village.npc(id=f"n{number}") for number in range(12)]
    village.go()
    for npc in npcs:
        npc.send("Hello.")
    village.go()
    village.told.clear()
    for npc in npcs:
        npc.send("And now?")
    village.scene.update(0.0)
    village.workers.run_all()
    told = [[event.npc for event in village.scene.update(FRAME) if isinstance(event, Said)] for _ in range(10)]
    assert max(map(len, told)) == 3
    assert [npc for frame in told for npc in frame] == npcs
