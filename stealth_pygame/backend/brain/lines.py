"""The lines that every character can say when its sheet has nothing better, in several wordings that suit any world."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import read


@lru_cache(maxsize=8)
def lines_in(language: str) -> dict[str, tuple[str, ...]]:
    """Return the wordings of each kind of line in a language."""
    kinds: dict[str, list[str]] = {}
    for line in filter(None, read("lines", language).splitlines()):
        kind, _, wording = line.partition(":")
        # one space parts kind and wording: what follows may begin with a space of its own
        kinds.setdefault(kind, []).append(wording.removeprefix(" "))
    return {kind: tuple(wordings) for kind, wordings in kinds.items()}


LINES: Final = lines_in("en")
