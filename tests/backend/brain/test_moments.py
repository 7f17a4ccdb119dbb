"""What a game tells of the moment, nested or flat, is told to whoever asks, in words that a person would say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.backend.brain import OfflineBrain, Question
from stealth_pygame.testing import FakeBackend, pump
from tests.backend.brain.moments import MOMENTS, README_TABLE
from tests.backend.brain.tables import rows
from tests.backend.brain.worlds import GUARD, SMITH
from tests.test_readme import program_with, run_fragment

_WIRE_KEY = re.compile(r"\w\.[a-z]|_|\btrue\b|\bfalse\b")
"""What only a machine says."""


def said(context: Mapping[str, str], message: str, sheet: Mapping[str, Any] = SMITH) -> str:
    answer = OfflineBrain().answer(Question(sheet, message, "Ada", ("Ada",), context))
    assert not answer.calls
    return answer.content


def fits(answer: str, wanted: str) -> bool:
    """Whether an answer holds every needle, and sounds like a person."""
    needles = wanted.split(" + ")
    kept = [needle.lower() in answer.lower() for needle in needles if not needle.startswith("!")]
    shunned = [needle[1:].lower() in answer.lower() for needle in needles if needle.startswith("!")]
    return all(kept) and not any(shunned) and not _WIRE_KEY.search(answer)


def misses(context: Mapping[str, str], table: str, sheet: Mapping[str, Any] = SMITH) -> str:
    """Every row that is not answered as the table says, one a line."""
    answers = [(row.text, row.wanted, said(context, row.text, sheet)) for row in rows(table)]
    return "\n".join(f"{text} wanted {wanted!r}, got {got!r}" for text, wanted, got in answers if not fits(got, wanted))


@pytest.fixture
def readme() -> dict[str, str]:
    """What goes onto the wire when the README's block on context has run."""
    with FakeBackend("measured") as backend:
        dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst")
        dialogue.add_player(stealth.Player("Ada"))
        smith = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
        sprite = SimpleNamespace(rect=SimpleNamespace(center=(3, 4)))
        made: dict[str, Any] = {}
        names = {"stealth": stealth, "dialogue": dialogue, "smith": smith, "sprite": sprite, "made": made}
        run_fragment(program_with("class Bag") + "\nmade['hero'] = hero", names)
        pump(dialogue, lambda: bool(smith.transcript and smith.transcript[-1].text))
        dialogue.remove_player(dialogue.players[0])
        dialogue.add_player(made["hero"])
        message = smith.send("And?")
        pump(dialogue, lambda: message.done)
        dialogue.close()
        sent = [entry for request in backend.requests if request.body for entry in request.body.get("context", ())]
    return {entry["key"]: entry["value"] for entry in sent}


def test_the_readme_s_context_is_told(readme: dict[str, str]) -> None:
    """What the README says that the villagers know, they tell when they are asked."""
    assert readme["weather.wind"] == "2.5"
    assert readme["knocked"] == "three times"
    assert not misses(readme, README_TABLE)


@pytest.mark.parametrize("game", MOMENTS)
def test_other_games_are_told(game: str) -> None:
    """Nested and flat keys, yes and no, shares, counts, lists and places come out as sentences."""
    context, table = MOMENTS[game]
    assert not misses(context, table)


@pytest.mark.parametrize("game", MOMENTS)
def test_the_sheet_keeps_what_is_its_own(game: str) -> None:
    """A question that the context only brushes against is left to the sheet."""
    context, _ = MOMENTS[game]
    assert "Thyra" in said(context, "Who rules the city?")
    assert "30" in said(context, "How much is an axe?")
    assert "5 silver" in said(context, "What is the fee?", GUARD)
    assert "locked from ten" in said({"gate.locked": "true"}, "When is the gate locked?", GUARD)
