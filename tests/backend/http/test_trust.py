"""A villager of the embedded backend can be trusted: they know the end of each action, and what they were told."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

import stealth_pygame as stealth
from stealth_pygame.testing import pump
from stealth_pygame.world.npc import NPC


class Forge:
    """A smith who sells swords to somebody without gold, behind a real backend."""

    def __init__(self, dialogue: stealth.Dialogue) -> None:
        self.dialogue, self.gold, self.failed = dialogue, 3, True
        dialogue.add_player(stealth.Player("Ada", position=(0, 0), context=lambda: {"gold": self.gold}))
        sheet = stealth.BasicCharacter("Bruno", bio="A gruff smith.", knowledge=["A sword costs ten gold."])
        sheet.action(self.sell_sword)
        self.smith: NPC = dialogue.add_npc(sheet, position=(9000, 0))

    def sell_sword(self, price: int = 10) -> stealth.Feedback:
        """Sell the player a sword."""
        if self.gold < price:
            return stealth.Feedback(False, "You have too little gold.")
        self.gold -= price
        return stealth.Feedback(True, "The sword is yours.")

    def ask(self, text: str) -> str:
        """Return the smith's answer."""
        message = self.smith.send(text)
        pump(self.dialogue, lambda: message.done, 20.0)
        self.dialogue.update(0.0)
        assert message.reply is not None
        return message.reply.content


@pytest.fixture(scope="module")
def dialogue() -> Iterator[stealth.Dialogue]:
    pygame.display.init()
    with stealth.Dialogue.local(seed=1) as made:
        yield made
    pygame.quit()


@pytest.fixture
def forge(dialogue: stealth.Dialogue) -> Iterator[Forge]:
    made = Forge(dialogue)
    yield made
    dialogue.remove_npc(made.smith)
    dialogue.remove_player(dialogue.players[0])


@pytest.mark.parametrize("question", ["Why not?", "Why?", "Did it work?", "What happened?", "So do I have it now?"])
def test_the_smith_knows_that_a_purchase_failed(forge: Forge, question: str) -> None:
    """The bubble says so, the transcript keeps it, and the next answer speaks the truth; once there is gold, too."""
    forge.ask("Sell me a sword, please.")
    assert [(line.kind, line.text) for line in forge.smith.transcript][-1] == ("action", "You have too little gold.")
    assert "too little gold" in forge.ask(question)
    forge.gold = 12
    forge.ask("Sell me a sword, please.")
    assert "The sword is yours" in forge.ask(question)
    assert forge.gold == 2


def test_the_smith_knows_what_happened(forge: Forge) -> None:
    """`notify` is heard with the next message, whatever that is about."""
    forge.smith.notify("The dragon burnt the mill")
    assert "The dragon burnt the mill" in forge.ask("What happened?")


def test_the_smith_speaks_first_when_something_happens(forge: Forge) -> None:
    """`notify(respond=True)`: a line in answer to it, no function called, and nothing the player would have typed."""
    message = forge.smith.notify("The player wants to buy a sword", respond=True)
    assert message is not None
    pump(forge.dialogue, lambda: message.done, 20.0)
    forge.dialogue.update(0.0)
    assert message.reply is not None
    assert (message.reply.calls, bool(message.reply.content)) == ((), True)
    assert [line.by for line in forge.smith.transcript] == ["npc"]


def test_who_was_greeted_before_is_greeted_as_somebody_known(dialogue: stealth.Dialogue) -> None:
    """Once per visit, by name, in other words the second time."""
    at = [0.0]
    ada = dialogue.add_player(stealth.Player("Ada", position=lambda: (at[0], 0.0)))
    npc = dialogue.add_npc(stealth.BasicCharacter("Dora", bio="A baker."), position=(0, 0), greets=True)
    for visit in (1, 2):
        pump(dialogue, lambda count=visit: len(npc.transcript) == count, 20.0)  # type: ignore[misc]
        at[0] = 9000.0
        pump(dialogue, lambda count=visit: npc.memory.visits["ada"] == count and not npc.busy, 20.0)  # type: ignore[misc]
        for _ in range(30):
            dialogue.update(0.25)
        at[0] = 0.0
    first, second = (line.text for line in npc.transcript[:2])
    assert "Ada" in first
    assert "Ada" in second
    assert "again" in second or "ack" in second
    dialogue.remove_npc(npc)
    dialogue.remove_player(ada)
