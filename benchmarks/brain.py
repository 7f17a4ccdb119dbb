"""The offline brain in a large village: the time of one reply with many sheets in use."""

from __future__ import annotations

import random
from time import thread_time
from typing import Any, Final

from benchmarks.report import Row
from stealth_pygame.backend.brain import OfflineBrain, Question, Turn

VILLAGE: Final = 200
"""The number of sheets."""
MOST: Final = 5.0
"""Milliseconds of processor time that the slowest of a hundred replies may take."""
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


def measure(quick: bool = False) -> list[Row]:
    """Return the row for replies of all villagers, in processor time, which other programs do not change."""
    count = 20 if quick else VILLAGE
    brain, villagers = OfflineBrain(), [sheet(number) for number in range(count)]
    for villager in villagers:
        brain.prepare(villager)
    order = random.Random(7)
    took = []
    for _ in range(200 if quick else 4_000):
        villager = order.choice(villagers)
        history = tuple(Turn("user" if at % 2 == 0 else "character", "Ada", order.choice(MESSAGES)) for at in range(12))
        question = Question(villager, order.choice(MESSAGES), "Ada", ("Ada",), {"coins": "12"}, history)
        began = thread_time()
        brain.answer(question)
        took.append(1_000 * (thread_time() - began))
    took.sort()
    slow = took[len(took) * 99 // 100]
    why = f"The median is {took[len(took) // 2]:.2f} ms."
    name = f"99th percentile of offline replies, {count} sheets"
    return [Row(name, f"under {MOST:.0f} ms", "", f"{slow:.2f} ms", None, slow < MOST, why)]
