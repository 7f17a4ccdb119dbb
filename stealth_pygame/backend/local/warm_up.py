"""Work that the first answer would need, done while the page loads."""

from __future__ import annotations

import contextlib

from stealth_pygame.backend.local.in_process import InProcessBackend
from stealth_pygame.errors import StealthError

SHEET = {
    "name": "Wilm",
    "bio": ["A miller."],
    "lore": [],
    "knowledge": ["A sack of flour costs two coins."],
    "messageExamples": [],
    "functions": [],
}


def warm_up() -> None:
    """Have brain and storage answer once: modules, tables and patterns are there from then on."""
    with contextlib.suppress(StealthError), InProcessBackend() as backend:
        secret = backend.create(SHEET, [("Ada", "ada")]).secret
        backend.send(secret, "How much is a sack of flour?", "ada")
