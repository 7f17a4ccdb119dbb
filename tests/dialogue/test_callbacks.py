"""Actions and hooks are the game's own: they may do anything to the dialogue that called them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.actions.call import Call
from stealth_pygame.dialogue import save
from stealth_pygame.events import ActionDone, Called, Event, Said
from stealth_pygame.message import MessageState
from stealth_pygame.settings import Settings
from stealth_pygame.testing import ManualWorker
from stealth_pygame.world.npc import NPC
from tests.scripted import ScriptedClient, said
from tests.village import Village

Interference = Callable[[Village, NPC], object]

INTERFERENCES: dict[str, Interference] = {
    "speaks to them": lambda village, npc: npc.send("Again!"),
    "speaks for them": lambda village, npc: npc.say("Hm."),
    "tells them": lambda village, npc: npc.notify("It rains", respond=True),
    "makes them forget": lambda village, npc: npc.reset_memory(),
    "removes the NPC": lambda village, npc: village.scene.remove_npc(npc),
    "removes the player": lambda village, npc: village.scene.remove_player(village.scene.players[0]),
    "adds another": lambda village, npc: village.npc(),
    "turns the loop": lambda village, npc: village.scene.update(0.1),
    "loads a save": lambda village, npc: save.load(village.scene, save.save(village.scene)),
    "closes": lambda village, npc: village.scene.close(0.1, lambda: None),
}


@pytest.mark.parametrize("interference", INTERFERENCES)
@pytest.mark.parametrize("place", ["action", "after line", "context", "before_send", "before_say"])
def test_a_call_back_may_do_anything(interference: str, place: str) -> None:
    """Every message has one end, and the next frames go on, whatever a callback does and wherever it is called."""
    village = Village()
    player = village.player(at=None)
    npc = village.npc()
    once: list[str] = []

    def do(*args: Any) -> Any:
        if not once:
            once.append(interference)
            INTERFERENCES[interference](village, npc)
        return args[-1] if args else None

    @npc.action(after_line=place == "after line")
    def act() -> None:
        """Do something."""
        if place in ("action", "after line"):
            do()

    if place == "context":
        player.context = lambda: {"x": str(do())}
    elif place == "before_send":
        village.scene.hooks.before_send = do
    elif place == "before_say":
        village.scene.hooks.before_say = do
    village.client.will("send", said("Yes.", ("act", {}), ("act", {})))
    messages = [npc.send("One", player), npc.send("Two", player)]
    for _ in range(8):
        village.go(0.5)
    assert once
    assert all(message.done for message in messages)
    ends = [event.message for event in village.told if isinstance(event, Said) and event.message is not None]
    assert len(set(ends)) == len(ends)
    if not village.scene.closed and village.scene.players and npc in village.scene.npcs:
        last = npc.send("Three")
        village.go(1.0)
        assert last.state is MessageState.SAID


@pytest.mark.parametrize("interference", ["removes the NPC", "closes", "loads a save"])
def test_an_npc_taken_away_by_their_own_action_does_nothing_more(interference: str) -> None:
    """The second call of the reply does not run, and nobody hears of feedback that was promised."""
    village = Village(Settings(action_timeout=1.0))
    village.player(at=None)
    npc = village.npc()
    done: list[str] = []

    @npc.action
    def vanish(call: Call) -> Call:
        """Leave the world."""
        done.append("vanish")
        INTERFERENCES[interference](village, npc)
        return call

    @npc.action
    def sing() -> None:
        """Sing a song."""
        done.append("sing")

    village.client.will("send", said("Farewell.", ("vanish", {}), ("sing", {})))
    npc.send("Go!")
    village.go(3.0)
    assert done == ["vanish"]
    assert "sing" not in [event.name for event in village.heard(Called)]
    assert village.heard(ActionDone) == []


class Clumsy(stealth.BubblePresenter):
    """A presenter of a game's own, with a slip."""

    def __init__(self, slips: int) -> None:
        super().__init__()
        self.slips = slips

    def tell(self, event: Event) -> None:
        if isinstance(event, Said) and self.slips:
            self.slips -= 1
            raise ValueError("a slip")
        super().tell(event)

    def has_read(self, npc: NPC) -> bool:
        raise ValueError("another slip")


@pytest.mark.parametrize("slips", [1, 100])
def test_a_presenter_that_raises_costs_nobody_an_event(slips: int, caplog: pytest.LogCaptureFixture) -> None:
    """Every event of the frame is posted, the slip is logged with its traceback, and the game goes on."""
    pygame.init()
    pygame.display.set_mode((64, 36))
    pygame.event.clear()
    workers, client = ManualWorker(), ScriptedClient()
    done: list[str] = []
    client.will("send", said("Yes.", ("bow", {})))
    with stealth.Dialogue(client=client, installation="i", workers=workers, presenter=Clumsy(slips)) as dialogue:
        dialogue.add_player(stealth.Player("Ada"))
        npcs = [dialogue.add_npc({"name": f"N{number}", "bio": "x"}, position=(0, 0)) for number in range(8)]

        @npcs[0].action(after_line=True)
        def bow() -> None:
            """Bow."""
            done.append("bow")

        dialogue.update(0.1)
        messages = [npc.send("Hi") for npc in npcs]
        for _ in range(20):
            dialogue.update(0.01)
            workers.run_all()
        posted = [event.message for event in pygame.event.get() if event.type == stealth.NPC_SAID]
    assert posted == messages
    assert "a slip" in caplog.text
    assert "another slip" in caplog.text
    assert done == ["bow"]
