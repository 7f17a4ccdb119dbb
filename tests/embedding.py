"""An embedding model of two topics for tests, and the mark of tests that need the packaged one."""

from __future__ import annotations

import pytest

from stealth_pygame.backend.meaning.embeddings import missing
from stealth_pygame.errors import pip_command

# A word of no language, which only this model takes for one of the sheet.
TOPICS = (("snozzle", "bed"), ("lamp", "dark"))
needs_embeddings = pytest.mark.skipif(
    bool(missing()), reason=f"{missing()} is not installed: {pip_command('embeddings')}"
)
SLEEPER = {
    "name": "Imogen",
    "bio": ["Imogen keeps the nursery."],
    "lore": ["The nursery has ten pots."],
    "knowledge": ["My bed is in the attic.", "The lamp was built by Teo.", "Ferns come by boat."],
    "messageExamples": [],
    "functions": [],
}
IN_OTHER_WORDS = "Which snozzle did the old captain mean?"


def topics(text: str) -> list[float]:
    """A number for each topic, and one for everything else; the length is not 1, as with many models."""
    told = [3.0 * any(word in text.lower() for word in topic) for topic in TOPICS]
    return [*told, 3.0 * (not any(told))]
