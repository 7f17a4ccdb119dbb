"""Work for the first answer that is done while the page loads."""

from __future__ import annotations

import contextlib

from stealth_pygame.backend.local.in_process import InProcessBackend
from stealth_pygame.errors import StealthError

SHEET = {
    "name": "Wilm Alder",
    "bio": ["I am Wilm, a miller. My daughter Greta bakes."],
    "lore": ["The mill stands by the river, below the Old Bridge."],
    "knowledge": ["A sack of flour costs two coins."],
    "messageExamples": [],
    "functions": [
        {
            "name": "sell_flour",
            "description": "Sell the player a sack of flour",
            "parameters": [{"name": "count", "description": "how many", "type": "number"}],
        },
        {"name": "open_mill", "description": "Open the mill for the player", "parameters": []},
    ],
}
CONTEXT = {"gold": "3", "time": "evening", "place": "the mill", "health": "6 of 10"}
MESSAGES = (
    "Good day!",
    "How much is a sack of flour, and where is your daughter Greta?",
    "Then I would like to buy two sacks, please.",
    "Why do you not sell them? I am hurt and I lokk for work.",
    "How much gold do I have, and what time is it?",
    "Please open the mill for me. Yes, thank you.",
)


def warm_up() -> None:
    """Let brain and storage answer a few messages, so that modules, tables and patterns are loaded."""
    with contextlib.suppress(StealthError), InProcessBackend() as backend:
        secret = backend.create(SHEET, [("Ada", "ada")]).secret
        for message in MESSAGES:
            backend.send(secret, message, "ada", CONTEXT)
