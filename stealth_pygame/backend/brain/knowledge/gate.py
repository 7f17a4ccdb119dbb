"""The gate before a fact is told: finding the nearest one is easy, knowing that it is no answer is not.

`tests.backend.brain.fit_gate` fits its weights on tables of sentences and writes them into `data/en/gate_*.txt`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.knowledge.search import SELF_TOLD, SearchResult, nearness
from stealth_pygame.backend.brain.knowledge.sheet import Sheet, content_stems
from stealth_pygame.backend.brain.language.questions import Query, cues_of
from stealth_pygame.backend.brain.language.thesaurus import KNOWN
from stealth_pygame.backend.brain.language.vocabulary import groups_of, patterns_of, read, sections, table
from stealth_pygame.backend.brain.language.words import stem, tokens

_NEEDED: Final = groups_of("gate needs")
_KIND_OF: Final = {
    wh: kind for kind, told in table(sections("en", "lists")["gate kinds"]).items() for wh in told.split(", ")
}
_FORMS: Final = patterns_of("gate")
# Facts that are judged, the likeliest by their score.
_JUDGED: Final = 10
# A score below which nothing is an answer, whatever it has.
_FLOOR: Final = 0.15
# The likelihood from which a fact that has just what is asked for comes before likelier ones.
_FIRST: Final = 0.5
# The likelihood of what a judge has no doubt of, whatever else is in the question.
_TOLD: Final = 0.75
# The nearness from which a word may be another one for somebody, and not only go with it as a mayor and to run.
_ALIKE: Final = 0.5
# What a line needs beyond the limit where a talk goes on, of which more is small talk than of first messages.
_TALK: Final = 0.2
# The weights by the kind of vectors that tell how near the meaning of a fact is, and those without any.
_WEIGHTS: Final = {
    kind: {name: float(weight) for name, weight in table(read(f"gate_{kind}")).items()}
    for kind in ("rules", "words", "meanings", "judged")
}


def passed(
    sheet: Sheet, results: Sequence[SearchResult], asked: Query, whole: Query, *, strictness: float = 0.0
) -> list[SearchResult]:
    """Return the facts that may be told, the likeliest first; `whole` is the question joined to what it leans on."""
    judged = judgeable(sheet, results, asked, whole)
    weights = _WEIGHTS[sheet.meanings.kind if sheet.meanings else "rules"]
    # what follows a line just told asks for none more often
    least = strictness + weights["least_echo" if asked.echoes else "least"]
    # and so does what is said in the middle of a talk
    least += _TALK * (asked.goes_on and not asked.echoes)
    # what a judge has no doubt of is told, whatever its words say
    likely = [max(likelihood(told, weights), _TOLD * (one.certain and not told["echo_same"])) for one, told in judged]
    kept = [replace(one, likely=share) for (one, _), share in zip(judged, likely, strict=True) if share >= least]
    # of somebody who is asked about, one first says who that is, and to a why what has a reason
    first = {"who": {f"is {term}" for term in asked.terms}, "why": set(cues_of("why"))}.get(asked.wh, set())
    return sorted(kept, key=lambda one: (not (first & one.fact.cues and one.likely >= _FIRST), -one.likely))


def likelihood(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how likely a fact with these features is to be the answer, 0 to 1."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))


def judgeable(
    sheet: Sheet, results: Sequence[SearchResult], asked: Query, whole: Query
) -> list[tuple[SearchResult, dict[str, float]]]:
    """Return the facts that can be an answer by their form, with what speaks for and against each."""
    people = set(map(stem, sheet.people.keys() & set(asked.text.split()))) & (asked.terms.keys() - KNOWN)
    able = [
        one
        for at, one in enumerate(results)
        if ((at < _JUDGED and one.score >= _FLOOR) or one.may_be_meant)
        and people <= one.covered
        and _can_answer(one, asked, leans=whole is not asked)
    ]
    best = [one.score for one in able[:2]] + [0.0, 0.0]
    heard = frozenset[str]().union(*(one.covered for one in results))
    names, told = frozenset(map(stem, sheet.people)), content_stems(asked.after)
    return [
        (
            one,
            {
                "margin": one.score - best[one is able[0]],
                **_of_kind(one, asked),
                **_of_words(one, asked, heard, names),
                **_of_telling(one, asked, told, leans=whole is not asked),
                **(_of_meaning(one, asked, heard) if sheet.meanings else {}),
            },
        )
        for one in able
    ]


def _of_meaning(result: SearchResult, asked: Query, heard: frozenset[str]) -> dict[str, float]:
    """Return the features of how near the meaning of the fact is to the question's."""
    near = max(0.0, result.near)
    return {
        "near": near,
        "nearest": float(result.lead > 0),
        "lead": max(0.0, result.lead),
        "behind": max(0.0, -result.lead),
        "near_fits": near * bool(set(cues_of(asked.wh)) & result.fact.cues),
        "near_unheard": near * min(3, len(asked.strong - heard)),
        "judged": result.judged,
        "judged_odds": math.log((result.judged + 0.003) / (1.003 - result.judged)) / 6,
        "judged_none": result.none,
    }


def _of_telling(result: SearchResult, asked: Query, told: frozenset[str], *, leans: bool) -> dict[str, float]:
    """Return the features of a question that follows a line just told, of which it may be a mere echo."""
    same = result.fact.text in asked.after
    return {
        "echo": float(asked.echoes),
        "echo_same": float(asked.echoes and same),
        "echo_leans": float(asked.echoes and leans),
        "echo_only": float(asked.echoes and not same and result.covered <= told),
        "asked_again": float(asked.again and same),
    }


@lru_cache(maxsize=64)
def _forms_of(text: str) -> tuple[dict[str, re.Match[str] | None], list[tuple[str, str]]]:
    """Return the forms of a question that narrow its answers, and the things that it numbers."""
    return {name: pattern.search(text) for name, pattern in _FORMS.items()}, _FORMS["numbered"].findall(text)


def _can_answer(result: SearchResult, asked: Query, *, leans: bool) -> bool:
    """Tell whether a fact holds the number, time, measure or name that is asked for."""
    fact, covered, strong = result.fact, result.covered, asked.strong
    shared = covered & strong
    forms, numbered = _forms_of(asked.text)
    measure = forms["measure"]
    # a line that has all the words of the question tells of it, whoever is meant
    there = asked.wh == "how many" and fact.text.startswith("There ")
    whole = (len(asked.terms) > 1 or there) and asked.terms.keys() <= covered
    # `how many puppies do you have` may be told by a line that is not about the character
    whole = whole or (result.certain and asked.wh != "how much" and bool(shared))
    unmet = (
        asked.wh in _NEEDED and not _NEEDED[asked.wh] & fact.cues,
        not fact.of_self and (forms["mine"] or ((forms["own"] or forms["owning"]) and not whole)),
        forms["others"] and fact.text.startswith("I "),
        (kin := forms["kin"]) and stem(kin[1]) not in covered and asked.wh,
        # `what is the mayor called` is not answered by what a bar is called
        (called := forms["called"]) and not any(nearness(stem(called[1]), term) > _ALIKE for term in fact.terms),
        measure and not ("amount" in fact.cues or stem(measure[1]) in covered),
        asked.owned & asked.terms.keys() and not asked.owned & covered,
        asked.strange & asked.terms.keys() - covered,
        strong and not shared and not (leans and covered) and not result.may_be_meant,
        # `because I do not trust him` is the reason for something else
        asked.wh == "why" and shared and shared <= content_stems(fact.text.partition(" because ")[2]),
        # deck 7 is not deck 12
        any(stem(noun) in covered and no not in tokens(fact.text) for noun, no in numbered),
    )
    return not any(unmet)


def _of_kind(result: SearchResult, asked: Query) -> dict[str, float]:
    """Return the features of the kind of question, and of whose thing it asks for."""
    wanted = set(cues_of(asked.wh))
    fits, of_self = bool(wanted & result.fact.cues), result.fact.of_self
    kind = _KIND_OF.get(asked.wh, ("number" if asked.wh.startswith("how ") else "what") if asked.wh else "yes_no")
    return {
        "bias": 1.0,
        "score": result.score,
        kind: 1.0,
        f"{kind}_fits": float(fits),
        f"{kind}_misfits": float(bool(wanted) and not fits),
        "knowledge": float(result.fact.source == "knowledge"),
        "told": float(bool(result.covered & SELF_TOLD and asked.to_self)),
        "short": float(len(asked.text.split()) < 4),
        "self": float(asked.to_self and of_self),
        "not_self": float(asked.to_self and not of_self),
        "of_self": float(not asked.to_self and of_self and bool(_FORMS["first person"].search(result.fact.text))),
    }


def _of_words(result: SearchResult, asked: Query, heard: frozenset[str], names: frozenset[str]) -> dict[str, float]:
    """Return the features of how much of the question stands in the fact, and of the fact in the question."""
    strong = asked.strong
    covered = result.covered & strong
    # `what does Ida eat?`, and the fact has her name alone
    named_only = bool(covered) and covered <= names and covered < strong
    nouns = {stem(word) for word in _FORMS["noun"].findall(asked.text)} & strong
    return {
        "exact": len(covered & result.fact.terms.keys()) / len(strong) if strong else 0.0,
        "head": float(bool(covered & result.fact.head)),
        "of_fact": len(result.covered) / max(4, len(result.fact.terms)),
        "length": min(3.0, len(result.fact.terms) / 10),
        "alone": float(len(strong) == 1),
        "one_of_several": float(len(covered) == 1 and len(strong) > 1),
        "two_covered": float(len(covered) > 1),
        "unheard": min(3.0, len(strong - heard)),
        "unheard_noun": float(bool(nouns - heard)),
        "open_noun": float(bool(nouns - result.covered)),
        "covered_noun": float(bool(nouns & result.covered)),
        "named_only": float(named_only),
        "named_who": float(named_only and asked.wh == "who"),
    }
