"""Actions and hooks are the game's own: they may do anything to the dialogue that called them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stealth_pygame.actions.call import Call
from stealth_pygame.dialogue import save
from stealth_pygame.events import ActionDone, Called, Said
from stealth_pygame.message import MessageState
from stealth_pygame.settings import Settings
from stealth_pygame.world.npc import NPC
from tests.scripted import said
from tests.village import Village

Deed = Callable[[Village, NPC], object]

DEEDS: dict[str, Deed] = {
    "speaks to him": lambda village, npc: npc.send("Again!"),
    "speaks for him": lambda village, npc: npc.say("Hm."),
    "tells him": lambda village, npc: npc.notify("It rains", respond=True),
    "makes him forget": lambda village, npc: npc.reset_memory(),
    "removes him": lambda village, npc: village.scene.remove_npc(npc),
    "removes her": lambda village, npc: village.scene.remove_player(village.scene.players[0]),
    "adds another": lambda village, npc: village.npc(),
    "turns the loop": lambda village, npc: village.scene.update(0.1),
    "loads a save": lambda village, npc: save.load(village.scene, save.save(village.scene)),
    "closes": lambda village, npc: village.scene.close(0.1, lambda: None),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("place", ["action", "after line", "context", "before_send", "before_say"])
def test_a_call_back_may_do_anything(deed: str, place: str) -> None:
    """Every message has one end, and the next frames go on, whatever a callback does and wherever it is called."""
    village = Village()
    player = village.player(at=None)
    npc = village.npc()
    once: list[str] = []

    def do(*args: Any) -> Any:
        if not once:
            once.append(deed)
            DEEDS[deed](village, npc)
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


@pytest.mark.parametrize("deed", ["removes him", "closes", "loads a save"])
def test_who_was_taken_away_by_his_own_action_does_nothing_more(deed: str) -> None:
    """The second call of the reply does not run, and nobody hears of feedback that he promised."""
    village = Village(Settings(action_timeout=1.0))
    village.player(at=None)
    npc = village.npc()
    done: list[str] = []

    @npc.action
    def vanish(call: Call) -> Call:
        """Leave the world."""
        done.append("vanish")
        DEEDS[deed](village, npc)
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
