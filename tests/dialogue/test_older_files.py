"""Files that games wrote with the first form of the house load as they did then.

They were made by that code, whose modules had other names: `tests/data/first_form`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import stealth_pygame as stealth
from stealth_pygame.client.recording.replay import ReplayClient
from stealth_pygame.dialogue import save
from stealth_pygame.testing import pump
from tests.scripted import now
from tests.village import Village, smith

FILES = Path(__file__).parents[1] / "data" / "first_form"


@pytest.fixture
def village() -> Village:
    """A village with a smith, two guards and a miller, who have met nobody yet."""
    village = Village()
    village.player()
    for name in ("Bruno", "Guard", "Guard", "Old Márta"):
        village.npc(smith(name=name))
    return village


def test_a_save_loads_whole(village: Village) -> None:
    """Transcripts, visits, notices, what became of calls, and the tokens' generations: saved again, it is the same."""
    saved = json.loads((FILES / "dialogue.json").read_text("utf-8"))
    save.load(village.scene, saved)
    bruno, guard, twin, marta = village.scene.npcs
    assert [line.text for line in bruno.transcript][:2] == ["What do you sell?", "Swords, and „shields“ — 剣も."]
    assert [line.kind for line in bruno.transcript if line.by == "npc"][2:] == ["action", "said", "action", "scripted"]
    assert [guard.transcript[-1].text, twin.transcript[-1].text] == ["Pass.", "No."]
    assert marta.transcript[-1].text == "Hm, hm."
    assert bruno.memory.notices("ada") == ["The bell rang", "The bell rang", "Ada drew a sword"]
    assert json.loads(json.dumps(save.save(village.scene))) == saved


def test_what_was_not_heard_yet_is_heard_after_loading(village: Village) -> None:
    """The next message brings up what happened, and what became of the last calls."""
    save.load(village.scene, json.loads((FILES / "dialogue.json").read_text("utf-8")))
    village.scene.npcs[0].send("And now?")
    village.go()
    (sent,) = [call for call in village.client.asked if call[0] == "send"]
    context = {entry.key: entry.value for entry in sent[4]}
    assert "The bell rang (2 times)" in context["events"]
    assert 'sell(item="sword", price=7, gift=false) succeeded' in context["last_actions"]


def test_a_recording_plays() -> None:
    """Words and calls come back by villager, in order."""
    replies = {}
    client = ReplayClient(FILES / "evening.jsonl")
    for name in ("Bruno", "Guard", "Old Márta"):
        secret = client.create({"name": name}, []).secret
        replies[name] = now(client.send(secret, "Halt?" if name == "Guard" else "A sword, please.", "ada"))
    client.close()
    assert replies["Bruno"].content == "Here you are."
    assert replies["Bruno"].calls[0].parameters == {"item": "sword", "price": "7"}
    assert [replies[name].content for name in ("Guard", "Old Márta")] == ["Pass.", "At dusk."]


def test_a_dialogue_takes_both() -> None:
    """By the public names, as a game does it."""
    saved = json.loads((FILES / "dialogue.json").read_text("utf-8"))
    with stealth.Dialogue.replay(FILES / "evening.jsonl", installation="5f2c") as dialogue:
        dialogue.check_save(saved)
        dialogue.add_player(stealth.Player("Ada"))
        bruno = dialogue.add_npc(stealth.BasicCharacter("Bruno", bio="A smith."), position=(0, 0))
        dialogue.load(saved)
        message = bruno.send("What do you sell?")
        pump(dialogue, lambda: message.done, 10)
        assert bruno.transcript[-1].text == "Swords, and „shields“ — 剣も."
