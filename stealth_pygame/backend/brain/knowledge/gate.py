"""The gate before a fact is told: finding the nearest one is easy, knowing that it is no answer is not.

Some facts can be no answer by their form. Of the others the likelihood is judged by weights that
`tests.backend.brain.fit_gate` fits on tables of sentences and writes into `data/en/gate.txt`.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.knowledge.search import SELF_TOLD, SearchResult
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.questions import Query, cues_of
from stealth_pygame.backend.brain.language.thesaurus import KNOWN
from stealth_pygame.backend.brain.language.vocabulary import pattern_of, read, table
from stealth_pygame.backend.brain.language.words import stem, tokens

# The cues of which a fact must have one: without a number it does not tell how many.
_NEEDED: Final = {
    "how many": frozenset({"amount"}),
    "how old": frozenset({"age"}),
    "how far": frozenset({"amount"}),
    "how much": frozenset({"amount", "money"}),
    "when": frozenset({"time", "amount"}),
}
_OWNING: Final = re.compile(r"\byou (?:\w+ )?(?:have|got|own|carry|hold|keep)\b")
_HAVING: Final = re.compile(r"\b(?:have|own|carry|hold|keep|got|in my|left)\b|'ve\b")
_MEASURE: Final = re.compile(r"\bhow (deep|tall|high|big|heavy|fast|wide|long|cold|hot|large|old|far)\b")
_NOUN: Final = re.compile(r"\b(?:the|an?|my|your) (\w+)")
_OWN_LIFE: Final = re.compile(
    r"\b(?:where|when|how long) (?:do|did|are|were|have) you (?:live|sleep|come from|born|work|grow|been|stay)\b"
)
_DOES: Final = re.compile(r"\b(?:do|did|are|were|have|have|would) you\b(?! (?:know|think|sell|buy))")
_DEED: Final = pattern_of("gate deed")
_NUMBERED: Final = re.compile(r"\b([a-z]{3,}) (\d+)\b")
_BEST: Final = re.compile(
    r"\byour (?:best|worst|biggest|greatest|proudest|first|last|favou?rite)\b|^am i an? (?:good|bad)\b"
)
_EVER: Final = pattern_of("gate ever")
_SEEN: Final = re.compile(r"\b(?:seen|saw|met) (?:an? |the |my |any |some )(\w+)")
_YOURS: Final = re.compile(r"\byour (\w+)")
_MINE: Final = re.compile(r"\bmy (\w+)")
_COUNTED: Final = re.compile(r"\bhow many (\w+)")
_BEFORE_VERBS: Final = frozenset({"i", "you", "we", "they", "to"})
# Facts that are judged, the likeliest by their score.
_JUDGED: Final = 10
# A score below which nothing is an answer, whatever it has.
_FLOOR: Final = 0.15
# The likelihood of what a character tells about their own age, past and time here, whatever else is in the question.
_TOLD: Final = 0.75
_WEIGHTS: Final = {name: float(weight) for name, weight in table(read("gate")).items()}


def passed(
    sheet: Sheet, results: Sequence[SearchResult], asked: Query, whole: Query, *, strictness: float = 0.0
) -> list[SearchResult]:
    """Return the facts that may be told, the likeliest first; `whole` is the question joined to what it leans on."""
    least = _WEIGHTS["least"] + strictness
    kept = []
    for one, told in judgeable(sheet, results, asked, whole):
        likely = max(likelihood(told), _TOLD * told["told"])
        if likely >= least:
            kept.append(replace(one, likely=likely))
    # of somebody who is asked about, one first says who that is
    named = {f"is {term}" for term in asked.terms} if asked.wh == "who" else set()
    return sorted(kept, key=lambda one: (not named & one.fact.cues, -one.likely))


def likelihood(features: Mapping[str, float], weights: Mapping[str, float] = _WEIGHTS) -> float:
    """Return how likely a fact with these features is to be the answer, 0 to 1."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))


def judgeable(
    sheet: Sheet, results: Sequence[SearchResult], asked: Query, whole: Query
) -> list[tuple[SearchResult, dict[str, float]]]:
    """Return the facts that can be an answer by their form, with what speaks for and against each."""
    leans = whole is not asked
    able = [one for one in results[:_JUDGED] if one.score >= _FLOOR and _can_answer(one, asked, leans=leans)]
    if asked.to_self and _DOES.search(asked.text) and not leans:
        # what somebody else does is not what the character does
        able = [one for one in able if one.fact.of_self or not _others(sheet, one, asked)]
    people = {stem(word) for word in asked.text.split() if word in sheet.people and stem(word) not in KNOWN}
    able = [one for one in able if people & asked.terms.keys() <= one.covered]
    best = [one.score for one in able[:2]] + [0.0, 0.0]
    heard = frozenset(term for one in results for term in one.covered)
    return [
        (
            one,
            _features(sheet, one, asked, whole, heard)
            | {"margin": one.score - (best[1] if one is able[0] else best[0])},
        )
        for one in able
    ]


def _others(sheet: Sheet, result: SearchResult, asked: Query) -> bool:
    """Tell whether a fact begins with somebody whom the question does not name."""
    first = tokens(result.fact.text)[0]
    return first in sheet.people and first != "whoever" and first not in asked.text.split()


def _can_answer(result: SearchResult, asked: Query, *, leans: bool) -> bool:
    """Tell whether a fact holds the number, time, measure or name that is asked for."""
    if result.covered & SELF_TOLD and asked.to_self:
        return True
    needed = _NEEDED.get(asked.wh, frozenset())
    if needed and not needed & result.fact.cues:
        return False
    owning = asked.wh in ("how many", "how much") and asked.to_self and _OWNING.search(asked.text)
    if owning and not _HAVING.search(result.fact.text) and not asked.terms.keys() & result.fact.terms.keys():
        return False
    if (owning or "yours" in asked.text.split()) and not result.fact.of_self:
        return False
    measure = _MEASURE.search(asked.text)
    if measure and not ("amount" in result.fact.cues or stem(measure.group(1)) in result.covered):
        return False
    if asked.owned & asked.terms.keys() and not asked.owned & result.covered:
        return False
    strong = {term for term, weight in asked.terms.items() if weight >= 1}
    if leans and not strong and not result.fact.cues & set(cues_of(asked.wh)) and (asked.wh == "why" or asked.to_self):
        return False
    if _EVER.search(asked.text) and len(result.covered & strong) < 2:
        return False
    if not result.fact.of_self and _BEST.search(asked.text):
        return False
    seen = _SEEN.search(asked.text)
    if seen and stem(seen[1]) in strong and stem(seen[1]) not in result.covered:
        return False
    for noun, number in _NUMBERED.findall(asked.text):
        # deck 7 is not deck 12
        if stem(noun) in result.covered and number not in tokens(result.fact.text):
            return False
    deed = _DEED.match(asked.text)
    told = {stem(deed[1])} & strong <= result.covered if deed else True
    if deed and not (result.fact.of_self and (told or any(term in result.fact.terms for term in strong))):
        # of what the character does and feels, no other line of the sheet tells
        return False
    if _OWN_LIFE.search(asked.text) and not result.fact.of_self:
        return False
    named = {term for term, weight in asked.terms.items() if weight > 1}
    if named and not named & result.covered:
        return False
    return bool(result.covered & strong) or not strong or (leans and bool(result.covered))


def _features(
    sheet: Sheet, result: SearchResult, asked: Query, whole: Query, heard: frozenset[str]
) -> dict[str, float]:
    """Return what speaks for and against a fact, by the names that the table of weights has for it."""
    wanted = set(cues_of(asked.wh))
    fits = bool(wanted & result.fact.cues)
    kind = _KIND_OF.get(asked.wh, ("number" if asked.wh.startswith("how ") else "what") if asked.wh else "yes_no")
    return {
        "bias": 1.0,
        "score": result.score,
        f"{kind}": 1.0,
        f"{kind}_fits": float(fits),
        f"{kind}_misfits": float(bool(wanted) and not fits),
        "knowledge": float(result.fact.source == "knowledge"),
        "leans": float(whole is not asked),
        "told": float(bool(result.covered & SELF_TOLD and asked.to_self)),
        "short": float(len(asked.text.split()) < 4),
        **_of_words(result, asked, heard),
        **_of_owner(result, asked),
        **_of_people(sheet, result, asked),
    }


def _strong(asked: Query) -> set[str]:
    return {term for term, weight in asked.terms.items() if weight >= 1}


def _of_words(result: SearchResult, asked: Query, heard: frozenset[str]) -> dict[str, float]:
    """Return the features of how much of the question stands in the fact, and of the fact in the question."""
    strong = _strong(asked)
    covered = result.covered & strong
    exact = {term for term in covered if term in result.fact.terms}
    unheard = strong - heard
    nouns = {stem(word) for word in _NOUN.findall(asked.text)} & strong
    counted = _COUNTED.search(asked.text)
    return {
        "share": len(covered) / len(strong) if strong else 0.5,
        "exact": len(exact) / len(strong) if strong else 0.0,
        "head": float(bool(covered & result.fact.head)),
        "of_fact": len(result.covered) / max(4, len(result.fact.terms)),
        "length": min(3.0, len(result.fact.terms) / 10),
        "alone": float(len(strong) == 1),
        "several": float(len(strong) > 2),
        "one_of_several": float(len(covered) == 1 and len(strong) > 1),
        "two_covered": float(len(covered) > 1),
        "unheard": min(3.0, len(unheard)),
        "unheard_noun": float(bool(nouns & unheard)),
        "open_noun": float(bool(nouns - result.covered)),
        "covered_noun": float(bool(nouns & result.covered)),
        "uncounted": float(bool(counted) and stem(counted.group(1) if counted else "") not in result.covered),
    }


def _of_owner(result: SearchResult, asked: Query) -> dict[str, float]:
    """Return the features of whose thing is asked for, and whose the fact tells of."""
    of_self, does = result.fact.of_self, bool(_DOES.search(asked.text))
    yours = {stem(word) for word in _YOURS.findall(asked.text)}
    return {
        "self": float(asked.to_self and of_self),
        "not_self": float(asked.to_self and not of_self),
        "of_self": float(not asked.to_self and of_self),
        "deed_self": float(does and of_self),
        "deed_not_self": float(does and not of_self),
        "mine": float(bool({stem(word) for word in _MINE.findall(asked.text)} & result.covered)),
        "yours": float(bool(yours & result.covered) and not of_self),
    }


def _of_people(sheet: Sheet, result: SearchResult, asked: Query) -> dict[str, float]:
    """Return the features of the people who are asked about."""
    strong, words = _strong(asked), asked.text.split()
    covered = result.covered & strong
    people = {stem(word) for word in words if word in sheet.people and stem(word) not in KNOWN} & asked.terms.keys()
    things = {stem(word) for before, word in itertools.pairwise(words) if before not in _BEFORE_VERBS}
    return {
        "other_person": float(not people <= result.covered),
        "only_person": float(bool(people) and bool((strong - people) & things) and not covered - people),
    }


_KIND_OF: Final = {
    **dict.fromkeys(("who", "whom", "whose", "who may"), "who"),
    **dict.fromkeys(("where", "whither", "from where"), "where"),
    **dict.fromkeys(("when", "how long", "how often", "how soon", "how quickly", "how fast", "how old"), "when"),
    **dict.fromkeys(("how many", "how much", "how far"), "number"),
    **dict.fromkeys(("why", "how"), "why"),
}
