"""Free talk keeps its promises, whatever is said."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from stealth_pygame.backend.brain.knowledge.voice import lines_in
from tests.backend.brain.free_talk import TALKS, Exchange, play
from tests.gate import for_the_gate

NAMES = sorted(path.stem for path in TALKS.glob("*.toml"))


def pattern_of(line: str) -> re.Pattern[str]:
    """A line of a character, with anything in the place of what is filled in."""
    return re.compile("^" + re.sub(r"\\\{\w+\\\}", ".*", re.escape(line)) + "$")


IGNORANCE = [pattern_of(line) for kind in ("ignorance", "ignorance_of", "wish_unmet") for line in lines_in("en")[kind]]
HINTS = [pattern_of(f"{{before}}{line.strip()}") for line in lines_in("en")["hint"] if line.strip()]


@pytest.fixture(scope="module", params=[*for_the_gate(NAMES[:-1]), NAMES[-1]])
def talks(request: pytest.FixtureRequest) -> list[list[Exchange]]:
    return list(play(request.param))


def test_ten_talks_of_fifteen_turns_each(talks: list[list[Exchange]]) -> None:
    """Each file is as long as the last one, so that its broken turns can be compared."""
    assert [len(talk) for talk in talks] == [15] * 10


def test_nothing_is_called_that_nobody_asked_for(talks: list[list[Exchange]]) -> None:
    """Each talk calls the functions that its lines name, and no other."""
    for exchange in (exchange for talk in talks for exchange in talk):
        called = [call.name for call in exchange.answer.calls]
        assert set(called) <= {exchange.wanted}, f"{exchange.sheet}: {exchange.text} called {called}"


def test_a_hint_is_given_once(talks: list[list[Exchange]]) -> None:
    """A character offers something to ask about at most once in a talk."""
    for talk in talks:
        hinting = [exchange.text for exchange in talk if any(hint.match(exchange.answer.content) for hint in HINTS)]
        assert len(hinting) <= 1, f"{talk[0].sheet}: {hinting}"


def test_different_lines_are_not_answered_alike_twice_running(talks: list[list[Exchange]]) -> None:
    """The same reply twice running is what a machine says."""
    for before, after in (pair for talk in talks for pair in pairwise(talk)):
        if before.text != after.text:
            assert before.answer.content != after.answer.content, f"{after.sheet}: {before.text} / {after.text}"


def test_small_talk_never_ends_in_ignorance(talks: list[list[Exchange]]) -> None:
    """Nobody is ignorant of how they are."""
    for exchange in (exchange for talk in talks for exchange in talk if exchange.is_small):
        said = exchange.answer.content
        assert not any(line.match(said) for line in IGNORANCE), f"{exchange.sheet}: {exchange.text} -> {said}"
