"""The meaning of stems: which ones mean nearly the same, read once from the word lists."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import STOP, read
from stealth_pygame.backend.brain.language.words import stem


def _phrase(word: str) -> str:
    """The stem of an entry, or the stems of a phrase (`turn+down`) joined by spaces."""
    return " ".join(map(stem, word.split("+")))


def _groups(text: str) -> tuple[dict[str, frozenset[str]], dict[str, set[str]]]:
    """The groups of each stem or phrase, and the members of each group."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.strip().splitlines():
        group, _, words = line.partition(":")
        for phrase in map(_phrase, words.split()):
            groups[phrase].add(group)
            members[group].add(phrase)
    return {phrase: frozenset(named) for phrase, named in groups.items()}, dict(members)


_ACTIONS, _ACTING = _groups(read("actions"))
_TOPICS, _MEMBERS = _groups(read("topics"))
# Members of a group of five are nearer to each other than those of a group of twenty.
_NEARNESS: Final = {group: max(0.45, 0.85 - 0.02 * len(words)) for group, words in _MEMBERS.items()}
# Actions that anything may be done with, so that sharing them tells nothing.
_WIDE: Final = frozenset({"give", "deliver", "accept", "access", "move", "go"})
# The nearness of a kind to what is of it, too little for a choice; and of words that go with each other.
_OF_A_KIND: Final = 0.58
_BESIDE: Final = 0.5
# Every single stem of the lists: a word that is here is not a slip of the hand.
KNOWN: Final = frozenset(phrase for phrase in (*_ACTIONS, *_TOPICS) if " " not in phrase)


_VERBS: Final = {stem(word): word for word in reversed(read("actions").split()) if not word.endswith(":")}


def verb_of(form: str) -> str:
    """Return the plain form of a verb of the action groups (`taking`, `built`), or an empty text for other words."""
    return _VERBS.get(stem(form), "")


def actions(stemmed: str) -> frozenset[str]:
    """The action groups of a stem or phrase of stems."""
    return _ACTIONS.get(stemmed, frozenset())


def all_actions(stemmed: Iterable[str]) -> frozenset[str]:
    """The action groups of all stems and of the phrases that they form side by side."""
    words = list(stemmed)
    pairs = {f"{one} {two}" for one, two in itertools.pairwise(words)}
    return frozenset(group for word in (*words, *pairs) for group in actions(word))


def kinship(one: str, other: str) -> float:
    """Measure how near two stems are through their groups, 0 to 1: small shared groups count more than wide ones."""
    return _kin(one).get(other, 0.0)


@lru_cache(maxsize=20_000)
def _kin(one: str) -> dict[str, float]:
    """The nearness of every kin of a stem; a search asks for it once a word and not once a pair."""
    near = dict(_EVERYDAY.get(one, {}))
    groups = [(_NEARNESS[group], _MEMBERS[group]) for group in _TOPICS.get(one, ())]
    for alike, others in [*groups, *((0.6, _ACTING[group]) for group in actions(one) - _WIDE)]:
        near |= {other: max(near.get(other, 0.0), alike) for other in others}
    return {**near, one: 1.0}


@lru_cache(maxsize=20_000)
def related(one: str) -> Mapping[str, float]:
    """The nearness of every kin of a stem, and the lesser one of words that go with it: to answer, not to act."""
    return {**dict.fromkeys(_COMPANY.get(one, ()), _BESIDE), **_kin(one)}


def _everyday(text: str) -> tuple[dict[str, dict[str, float]], dict[str, set[str]]]:
    """The nearness of the words of the general thesaurus, and the company that they keep."""
    near: defaultdict[str, dict[str, float]] = defaultdict(dict)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        words = [_phrase(word) for word in line.split() if word not in "~>" and word not in STOP]
        first, *others = words or [""]
        if "~" in line:
            for other in others:
                beside[first].add(other)
                beside[other].add(first)
            continue
        pairs = ((first, other) for other in others) if ">" in line else itertools.combinations(words, 2)
        alike = _OF_A_KIND if ">" in line else 0.83 - 0.02 * len(others)
        for one, other in pairs:
            near[one][other] = near[other][one] = max(near[one].get(other, 0.0), alike)
    return dict(near), dict(beside)


_EVERYDAY, _COMPANY = _everyday(read("everyday"))
_PARTICLES: Final = {phrase.partition(" ")[2] for phrase in (*_EVERYDAY, *_COMPANY)}
# Words that may stand between a verb and its particle: `turn it down`, `get the grit out`.
_REACH: Final = 4


def phrasal(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The verbs of two words in a clause (`get the grit out`): their stems joined by a space, and the bare verb."""
    for at, word in enumerate(words):
        pairs = (f"{stem(word)} {later}" for later in words[at + 1 : at + 1 + _REACH] if later in _PARTICLES)
        if verb := next((pair for pair in pairs if pair in _EVERYDAY or pair in _COMPANY), ""):
            yield verb, word
