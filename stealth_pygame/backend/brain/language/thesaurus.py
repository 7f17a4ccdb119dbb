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
# The nearness of words that go with each other; and by the mark in a line that of a kind to what is of it, too little
# for a choice, and that of its first word to the others.
_BESIDE: Final = 0.5
_MARKS: Final = {">": 0.58, "~": _BESIDE}
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
    """Measure how near two stems are in meaning, 0 to 1; words that only go with each other are not near."""
    near = related(one).get(other, 0.0)
    return near if near > _BESIDE else 0.0


@lru_cache(maxsize=20_000)
def related(one: str) -> Mapping[str, float]:
    """The nearness of all that has to do with a stem: small shared groups count more than wide ones."""
    near = dict(_EVERYDAY.get(one, {}))
    groups = [(_NEARNESS[group], _MEMBERS[group]) for group in _TOPICS.get(one, ())]
    for alike, others in [*groups, *((0.6, _ACTING[group]) for group in actions(one) - _WIDE)]:
        near |= {other: max(near.get(other, 0.0), alike) for other in others}
    return {**near, one: 1.0}


def _everyday(text: str) -> dict[str, dict[str, float]]:
    """The nearness of the words of the general thesaurus."""
    near: defaultdict[str, dict[str, float]] = defaultdict(dict)
    skipped = STOP | _MARKS.keys()
    for line in text.splitlines():
        words = [_phrase(word) for word in line.split() if word not in skipped]
        mark = next((mark for mark in _MARKS if mark in line), "")
        alike = _MARKS.get(mark, 0.85 - 0.02 * len(words))
        for one, other in itertools.product(words[:1], words[1:]) if mark else itertools.combinations(words, 2):
            near[one][other] = near[other][one] = max(near[one].get(other, 0.0), alike)
    return dict(near)


_EVERYDAY: Final = _everyday(read("everyday"))
_PARTICLES: Final = {phrase.partition(" ")[2] for phrase in _EVERYDAY}
# Words that may stand between a verb and its particle: `turn it down`, `get the grit out`.
_REACH: Final = 4


def phrasal(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The verbs of two words in a clause (`get the grit out`): their stems joined by a space, and the bare verb."""
    for at, word in enumerate(words):
        pairs = (f"{stem(word)} {later}" for later in words[at + 1 : at + 1 + _REACH] if later in _PARTICLES)
        if verb := next((pair for pair in pairs if pair in _EVERYDAY), ""):
            yield verb, word
