"""The offline brain reads any sheet and any message within a second, whatever stands in them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from stealth_pygame.backend.brain import bounds
from stealth_pygame.backend.brain.bounds import bounded_question, bounded_sheet, bounded_text
from stealth_pygame.backend.brain.interface import Question, Turn
from stealth_pygame.backend.brain.offline import OfflineBrain

PUMPS = ["a", " ", "-", "0", "'", "a, ", "a. ", "0,", "a:", "the Aa, ", "true ", "is ", "one of ", "a or ", "a/", "字"]
LONG = 6_000
PARAMETER = {"name": "item", "description": "sword or shield", "type": "string"}


def sheet(**fields: Any) -> dict[str, Any]:
    """A small sheet, with some fields exchanged."""
    function = {"name": "sell", "description": "Sell something.", "parameters": [PARAMETER]}
    base = {"name": "Bruno", "bio": ["A smith."], "lore": ["Old."], "knowledge": ["A sword costs ten gold."]}
    return {**base, "messageExamples": [], "functions": [function], **fields}


def declared(**fields: Any) -> dict[str, Any]:
    """A sheet whose only function has some fields exchanged."""
    return sheet(functions=[{"name": "sell", "description": "Sell it.", "parameters": [PARAMETER], **fields}])


def seconds(character: dict[str, Any], **question: Any) -> float:
    """The processor's time for a character that nobody has met, and one answer."""
    brain, started = OfflineBrain(), time.process_time()
    brain.prepare(character)
    brain.answer(Question(character, **{"message": "How much gold do I have?", **question}))
    return time.process_time() - started


@pytest.mark.parametrize("pump", PUMPS)
def test_no_text_takes_seconds_to_read(pump: str) -> None:
    """A long run of one thing, in each place that outsiders fill, costs less than a second."""
    text = pump * (LONG // len(pump))
    sheets = [
        sheet(knowledge=[text]),
        sheet(name=text, bio=text),
        declared(description=text),
        declared(parameters=[{**PARAMETER, "description": text, "name": text}]),
    ]
    for character in sheets:
        assert seconds(character) < 1.0
    moment = {"gold": text, text: "1", "last_actions": text, "recent_conversation": text}
    assert seconds(sheet(), context=moment, history=(Turn("user", "Ada", text),)) < 1.0
    assert seconds(sheet(), message=text, user_name=text) < 1.0


@pytest.mark.slow
def test_no_number_of_entries_takes_minutes_to_read() -> None:
    """Thousands of people, functions or parameters are read as far as a sheet is read at all."""
    assert seconds(sheet(bio=[f"Bruno knows Mira{n} the miller." for n in range(4_000)])) < 5.0
    assert (
        seconds(sheet(functions=[{"name": f"f{n}", "description": "", "parameters": []} for n in range(9_000)])) < 5.0
    )


def test_an_ordinary_sheet_is_read_as_it_stands() -> None:
    """The bounds lie far beyond what an author writes."""
    plain = sheet(lore=["The forge is old. " * 400], topics=["iron"], age=40, married=True, home=None)
    assert bounded_sheet(plain) == plain


def test_words_sentences_and_texts_end() -> None:
    """A word is broken, a sentence ends, and what lies behind the end of a text is not read."""
    assert max(map(len, bounded_text("a" * 1_000).split())) == bounds.WORD
    assert max(map(len, bounded_text("so " * 1_000).splitlines())) <= bounds.SENTENCE
    assert len(bounded_text("so it is. " * 10_000)) == bounds.TEXT
    assert bounded_text("a  b" + " " * 100) == "a b "


def test_a_sheet_and_a_moment_end() -> None:
    """Whatever the number of entries; odd values become nothing, and names stay short."""
    huge = sheet(knowledge=["It is so. " * 100] * 1_000, name="x" * 1_000, odd=object(), deep=[[[[[[[[[["x"]]]]]]]]]])
    read = bounded_sheet(huge)
    assert len(str(read)) < 1.2 * bounds.SHEET
    assert len(read["name"].replace(" ", "")) == bounds.NAME
    assert bounded_sheet({"odd": object(), 3: "x"}) == {"odd": None}  # type: ignore[dict-item]
    moment = bounded_question(Question({}, "Hi", context={f"k{n}": "so " * 100 for n in range(500)}))
    assert sum(map(len, moment.context.values())) <= bounds.MOMENT
