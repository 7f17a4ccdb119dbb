"""The phrases of a request: what stands behind a preposition, where its noun ends, and how the player wrote it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.thesaurus import actions
from stealth_pygame.backend.brain.language.vocabulary import groups_of
from stealth_pygame.backend.brain.language.words import TENS, mistyped, stem

_WORDS: Final = groups_of("parameters")
# Words that are no part of a thing's name, behind its first word and before it.
_DROPPED: Final = _WORDS["dropped"] | _WORDS["vague"]
_DROPPED_FIRST: Final = _DROPPED | _WORDS["particles"] | TENS.keys()
_PLACED: Final = ("on", "at", "in")
_NEARBY: Final = ("near", "by", "behind", "under", "above", "below", "beside")
# What tells how or how much, and not where.
_HOW: Final = re.compile(r"in \w+ing$|about \d")
_BETWEEN: Final = " (?:(?:the|an?|my|your|some|of) )*"


def apart(words: Iterable[str]) -> str:
    """Return a pattern for words that may have articles between them."""
    return rf"\b{_BETWEEN.join(map(re.escape, words))}"


def after(words: Sequence[str], prepositions: Iterable[str]) -> str:
    """The phrase behind the first of some prepositions, or an empty text."""
    # `put that down in writing` tells how, and `about 20 pounds` how much
    pairs = enumerate(itertools.pairwise(words))
    at = next((n for n, pair in pairs if pair[0] in prepositions and not _HOW.match(" ".join(pair))), None)
    if at is None:
        return ""
    rest = words[at + 1 :]
    # `to watch the pump house` leads to the house
    leads = words[at] == "to" and _WORDS["determiners"] & set(rest[1:2]) and actions(stem(rest[0]))
    return " ".join(phrase(rest[1:] if leads else rest))


def placed(words: Sequence[str]) -> str:
    """The place that is told, with its preposition where that tells more than that it is there (`by the north fir`)."""
    nearby = after(words, _NEARBY)
    return after(words, _PLACED) or (nearby and f"{next(word for word in words if word in _NEARBY)} {nearby}")


def phrase(words: Sequence[str]) -> list[str]:
    """A noun phrase from its start: articles dropped, ended by a preposition or a conjunction."""
    results: list[str] = []
    for at, word in enumerate(words):
        if word in ("as", ".") or (word in _WORDS["breaks"] and (results or _WORDS["vague"] & set(words[:at]))):
            break
        if word not in (_DROPPED if results else _DROPPED_FIRST) and not word.isdigit():
            results.append(word)
    return results


def proper(text: str, raw: str) -> str | None:
    """The text as the user wrote it: with capitals, and with what was taken for a slip of the hand."""
    typed = re.findall(r"[\w'-]+", raw)
    written = [
        next((one for one in typed if one.lower() == word or mistyped(one.lower(), word)), word)
        for word in text.split()
    ]
    match = re.search(apart(written), raw, re.IGNORECASE)
    return (match.group(0) if match else " ".join(written)) or None
