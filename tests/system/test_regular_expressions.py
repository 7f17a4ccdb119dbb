"""No regular expression takes time with the square of a text that comes from outside."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

ROOMS = ["backend.brain", "backend.llm", "backend.http", "characters", "context", "protocol", "text"]
PUMPS = [
    *("a", " ", ".", ",", "0", '"', "'", "-", "(", "[", "<", "*", "\n", "A", "é", "_", ";"),
    *("a ", "a, ", "a. ", "0 ", "0,", "Aa ", "a-", "a'", "a:", "(a", "<a", "a|", "the ", "a or ", " \n"),
]
LONG = 1_200
SOON = 0.01
"""Seconds that are no matter; what takes longer is looked at twice."""


def modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        top = importlib.import_module(f"stealth_pygame.{room}")
        yield top
        for found in pkgutil.walk_packages(getattr(top, "__path__", []), f"{top.__name__}."):
            yield importlib.import_module(found.name)


def patterns_in(value: object, depth: int = 4) -> Iterator[re.Pattern[str]]:
    """The patterns of a module's constant, tables of them included."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict) and depth:
        yield from patterns_in(list(value.items()), depth - 1)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth:
        for item in value:
            yield from patterns_in(item, depth - 1)


def words_of(pattern: str) -> list[str]:
    """Words that a pattern looks for: a run of them may be what it is slow on."""
    return sorted(set(re.findall(r"(?<![\\\w])[a-z]{2,8}(?!\w)", pattern)), key=lambda word: (len(word), word))[:12]


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    # the thread's own time: a busy machine must not make a pattern slow
    started = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    return time.thread_time() - started


def grows_with_the_square(pattern: re.Pattern[Any], pump: str) -> bool:
    """Tell by twice the text: a busy machine is slow with both."""
    once, twice = (
        min(seconds(pattern, pump * (length // len(pump)) + "\0") for _ in range(3)) for length in (LONG, 2 * LONG)
    )
    return once > SOON and twice > 2.8 * once


@pytest.mark.parametrize("room", ROOMS)
def test_every_pattern_is_linear(room: str) -> None:
    """Searched through a run of one thing, for many things, with and without an end that fits nothing."""
    slow = []
    top = f"stealth_pygame.{room}"
    mine = [module for module in modules() if module.__name__ == top or module.__name__.startswith(f"{top}.")]
    patterns = {
        pattern: f"{module.__name__}.{name}"
        for module in mine
        for name, value in vars(module).items()
        for pattern in patterns_in(value)
    }
    for pattern, name in patterns.items():
        for pump in [*PUMPS, *(f"{word} " for word in words_of(pattern.pattern))]:
            text = pump * (LONG // len(pump)) + "\0"
            if seconds(pattern, text) > SOON and grows_with_the_square(pattern, pump):
                slow.append((name, pump))
    assert not slow
