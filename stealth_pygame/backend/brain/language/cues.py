"""The kinds of question that a sentence could answer, read from its small words."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import pattern_of, sections

_CUES: Final = {
    name.removeprefix("cue "): pattern_of(name, re.IGNORECASE)
    for name in sections("en", "patterns")
    if name.startswith("cue ")
}
_PERSON: Final = pattern_of("cues person")


def cues(sentence: str) -> frozenset[str]:
    """Which questions a sentence could answer: place, time, amount, money, reason, means, person."""
    results = {cue for cue, pattern in _CUES.items() if pattern.search(sentence)}
    return frozenset(results | ({"person"} if _PERSON.search(sentence) else set()))
