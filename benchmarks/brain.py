"""The offline brain in a large village: the time of one reply with many sheets in use."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any, Final

from benchmarks.report import Row
from benchmarks.weight import rss
from stealth_pygame.backend.brain import OfflineBrain, Question, Turn
from stealth_pygame.backend.meaning.embeddings import missing, packaged

VILLAGE: Final = 200
"""The number of sheets."""
MOST: Final = 5.0
"""Milliseconds of processor time that the slowest of a hundred replies may take."""
FEW: Final = 20
"""The number of sheets with embeddings, because each line of a sheet takes milliseconds to prepare."""
MOST_WITH: Final = 50.0
"""Milliseconds that the slowest of a hundred replies with embeddings may take: three frames beside the game."""
MOST_MEMORY: Final = 250.0
"""Megabytes that the embedding model may take."""
TRADES: Final = ("smith", "baker", "miller", "healer", "guard", "fisher", "tailor", "hunter", "potter", "scribe")
MESSAGES: Final = (
    "Hello there",
    "how much is a lamp?",
    "where does the old captain live and what does he fear?",
    "three lamps please",
    "i wish i had a lamp",
    "so i walked all night, my boots are wet, my mule is lame, anyway, tell me where the captain lives",
    "why?",
    "who won the race in the capital last year?",
    "what do you think of the weather, and do you sell rope?",
    "stop following me",
)


def sheet(number: int) -> dict[str, Any]:
    """Return the sheet of one villager, with twenty facts and three functions."""
    trade = TRADES[number % len(TRADES)]
    facts = [f"Stall {n} of street {number} belongs to neighbour {n} and opens at {n % 9 + 6}." for n in range(16)]
    return {
        "name": f"Villager {number}",
        "bio": [f"I am the {trade} of street {number}.", "I have a cat and two apprentices."],
        "knowledge": [f"A lamp costs {number % 20 + 2} coins.", "The old captain lives by the mill.", *facts],
        "functions": [
            {
                "name": "sell_item",
                "description": "Sell the player something",
                "parameters": [
                    {"name": "item", "type": "string", "description": "lamp, rope or sack"},
                    {"name": "amount", "type": "number", "description": "how many"},
                ],
            },
            {"name": "follow_player", "description": "Walk along with the player"},
            {"name": "stop_following", "description": "Stop walking along with the player"},
        ],
    }


def questions(villagers: Sequence[dict[str, Any]], count: int) -> Iterator[Question]:
    """Yield so many questions to villagers, each with a history of twelve lines."""
    order = random.Random(7)
    for _ in range(count):
        villager = order.choice(villagers)
        history = tuple(Turn("user" if at % 2 == 0 else "character", "Ada", order.choice(MESSAGES)) for at in range(12))
        yield Question(villager, order.choice(MESSAGES), "Ada", ("Ada",), {"coins": "12"}, history)


def took(brain: OfflineBrain, question: Question) -> float:
    """Return the milliseconds of processor time of a reply, which other programs do not change."""
    began = thread_time()
    brain.answer(question)
    return 1_000 * (thread_time() - began)


def compared(villagers: Sequence[dict[str, Any]], count: int) -> Row:
    """Return the row of the same replies with embeddings and without."""
    embed = packaged()
    lines: dict[str, list[float]] = {}

    def keep(text: str) -> Sequence[float]:
        return lines.setdefault(text, list(embed(text)))

    def recall(text: str) -> Sequence[float]:
        return lines.get(text) or embed(text)

    for villager in villagers:
        OfflineBrain(embed=keep).prepare(villager)
    bare: list[float] = []
    mine: list[float] = []
    for question in questions(villagers, count):
        # A brain of its own for each question, because one that had heard the words before would know their vector.
        for model, times in ((None, bare), (recall, mine)):
            brain = OfflineBrain(embed=model)
            brain.prepare(question.character)
            times.append(took(brain, question))
    slow = sorted(mine)[count * 99 // 100]
    name = f"median of offline replies with embeddings, {len(villagers)} sheets"
    value = f"{median(mine):.2f} ms (99th percentile {slow:.2f} ms)"
    goal, beside = f"99th percentile under {MOST_WITH:.0f} ms", f"without: {median(bare):.2f} ms"
    return Row(name, goal, beside, value, median(mine) / median(bare), slow < MOST_WITH)


def weight() -> Row:
    """Return the row of the memory that the packaged model takes in a process without one, and of the time to load."""
    before, began = rss(), perf_counter()
    packaged()("Good day!")
    held, seconds = rss() - before, perf_counter() - began
    goal = f"under {MOST_MEMORY:.0f} MB"
    value = f"{held:.0f} MB, loaded in {seconds:.2f} s"
    return Row("memory of the embedding model", goal, "", value, None, held < MOST_MEMORY)


def measure(quick: bool = False) -> list[Row]:
    """Return the row for replies of all villagers, and where the extra is installed those for embeddings."""
    count = 20 if quick else VILLAGE
    villagers = [sheet(number) for number in range(count)]
    # First, because the memory of a brain that is already loaded would count as well.
    heavy = [weight()] if not missing() and Path("/proc/self/statm").exists() else []
    brain = OfflineBrain()
    for villager in villagers:
        brain.prepare(villager)
    times = sorted(took(brain, question) for question in questions(villagers, 200 if quick else 4_000))
    slow = times[len(times) * 99 // 100]
    why = f"The median is {median(times):.2f} ms."
    name = f"99th percentile of offline replies, {count} sheets"
    rows = [Row(name, f"under {MOST:.0f} ms", "", f"{slow:.2f} ms", None, slow < MOST, why)]
    if not missing():
        rows.append(compared(villagers[: 3 if quick else FEW], 30 if quick else 600))
    return [*rows, *heavy]
