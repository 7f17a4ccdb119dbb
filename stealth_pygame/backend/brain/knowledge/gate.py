"""The gate before a fact is told: finding the nearest one is easy, knowing that it is no answer is not."""

from __future__ import annotations

import itertools
import re
from typing import Final

from stealth_pygame.backend.brain.knowledge.search import SELF_TOLD, SearchResult, match_word
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.questions import Query, cues_of
from stealth_pygame.backend.brain.language.thesaurus import KNOWN
from stealth_pygame.backend.brain.language.words import stem

# The cues of which a fact must have one: without a number it does not tell how many.
_NEEDED: Final = {
    "how many": frozenset({"amount"}),
    "how old": frozenset({"age"}),
    "how far": frozenset({"amount"}),
    "how much": frozenset({"amount", "money"}),
    "when": frozenset({"time", "amount"}),
}
_OWNING: Final = re.compile(r"\byou (?:\w+ )?(?:have|got|own|carry|hold|keep)\b")
_MEASURE: Final = re.compile(r"\bhow (deep|tall|high|big|heavy|fast|wide|long|cold|hot|large|old|far)\b")
_NOUN: Final = re.compile(r"\b(?:the|an?|my|your) (\w+)")
_COUNTED: Final = re.compile(r"\bhow many (\w+)")
_BEFORE_VERBS: Final = frozenset({"i", "you", "we", "they", "to"})
_DOING: Final = frozenset({"do", "does", "did"})
# A score from which half of a long question may stay open.
_SURE: Final = 0.75
# The same for a fact that has the person, place, time or number that is asked for.
_FIT: Final = 0.35


def answers(sheet: Sheet, result: SearchResult, asked: Query, *, leans: bool) -> bool:
    """Tell whether a fact that was found may be told. `leans`: the question was joined to what was said before."""
    if result.covered & SELF_TOLD and asked.to_self:
        return True
    strong = {term for term, weight in asked.terms.items() if weight >= 1}
    named = {term for term, weight in asked.terms.items() if weight > 1}
    return (
        _has_the_kind(result, asked)
        and _is_about_them(sheet, result, asked, strong)
        and _covers_enough(sheet, result, asked, strong)
        and not (named and not named & result.covered)
        and (bool(result.covered & strong) or not strong or (leans and bool(result.covered)))
    )


def _has_the_kind(result: SearchResult, asked: Query) -> bool:
    """Tell whether a fact holds the number, time or measure that is asked for,."""
    needed = _NEEDED.get(asked.wh, frozenset())
    if needed and not needed & result.fact.cues:
        return False
    owning = asked.wh in ("how many", "how much") and asked.to_self and _OWNING.search(asked.text)
    if (owning or "yours" in asked.text.split()) and not result.fact.of_self:
        return False
    measure = _MEASURE.search(asked.text)
    return not measure or "amount" in result.fact.cues or stem(measure.group(1)) in result.covered


def _is_about_them(sheet: Sheet, result: SearchResult, asked: Query, strong: set[str]) -> bool:
    """Tell whether a fact names who is asked about, and more of them than the name where more is asked."""
    people = {stem(word) for word in asked.text.split() if word in sheet.people and stem(word) not in KNOWN}
    people &= asked.terms.keys()
    if not people <= result.covered:
        return False
    others = strong - people
    listed = asked.text.split()
    # the car of `grieve's car` is a thing of theirs, the verb of `can I help grieve` and `does grieve help` is none
    things = {stem(word) for before, word in itertools.pairwise(listed) if before not in _BEFORE_VERBS}
    asks_deed = bool(_DOING & set(listed[:3]))
    unheard = not asks_deed and any(not match_word(sheet, term) for term in others & things)
    return not (people and unheard) or bool(others & result.covered)


def _covers_enough(sheet: Sheet, result: SearchResult, asked: Query, strong: set[str]) -> bool:
    """Tell whether a fact meets enough of a question, its counted noun and its nouns above all."""
    has_cue = bool(set(cues_of(asked.wh)) & result.fact.cues)
    clear = result.score >= _SURE or (result.score >= _FIT and has_cue)
    if len(strong) > 2 and len(result.covered & strong) * 2 < len(strong) and not clear:
        return False
    nouns = {stem(word) for word in _NOUN.findall(asked.text)} & strong
    unknown = any(not match_word(sheet, term) for term in nouns)
    if unknown and len(result.covered & strong) < 2 and result.score < 0.6:
        return False
    counted = _COUNTED.search(asked.text)
    if not counted or stem(counted.group(1)) not in asked.terms.keys() - result.covered:
        return True
    # `how many people can sit here` may be told by seats, but not by a place that bears a name of the question
    names = {stem(word) for word in sheet.people}
    return counted.group(1) in ("people", "persons") and bool(result.covered & strong - names)
