"""The talk for the sake of company: greetings, thanks, names, praise, and questions about the talk itself."""

from __future__ import annotations

import re
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import read


def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    alternatives: dict[str, list[str]] = {}
    for line in filter(None, read("small_talk").splitlines()):
        name, _, pattern = line.partition(": ")
        alternatives.setdefault(name, []).append(pattern)
    return tuple((name, re.compile("|".join(patterns))) for name, patterns in alternatives.items())


_PATTERNS: Final = _patterns()
# Of these only short messages are made; in longer ones something else is the point.
_SHORT: Final = frozenset({"greeting", "thanks", "farewell", "insult", "praise", "sorry", "laugh"})


def intent(words: list[str]) -> tuple[str, str]:
    """The intent of a message and what it names, or two empty texts."""
    text = " ".join(words)
    for name, pattern in _PATTERNS:
        match = pattern.search(text)
        if match and not (name in _SHORT and len(words) > 9):
            return name, (match.group(1) or "") if match.groups() else ""
    return "", ""
