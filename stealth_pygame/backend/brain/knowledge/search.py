"""The search for facts: stems, kinship of meaning and likeness of letters, weighed by what is rare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stealth_pygame.backend.brain.knowledge.sheet import Example, Fact, Sheet, content_stems
from stealth_pygame.backend.brain.language.questions import Query, cues_of
from stealth_pygame.backend.brain.language.thesaurus import KNOWN, related
from stealth_pygame.backend.brain.language.vocabulary import FAINT, content
from stealth_pygame.backend.brain.language.words import likeness, mistyped, stem, stem_set, tokens

# Word matches remembered per sheet.
_MEMORY: Final = 3_000


@dataclass(frozen=True)
class SearchResult:
    """A fact with its score: the share of the question it covers, with its fitness for the kind of question."""

    fact: Fact
    score: float
    covered: frozenset[str]
    # The likelihood that the gate gives it.
    likely: float = 0.0


def match_word(sheet: Sheet, term: str) -> Mapping[str, float]:
    """Measure how well each stem of the sheet stands for a stem of the question, those that do at all."""
    known = sheet.near.get(term)
    if known is None:
        known = {other: near for other in sheet.idf if (near := _nearness(term, other)) > 0}
        if len(known) > 1 and max(known.values()) == 1.0:
            known = {other: near if near == 1.0 else 0.8 * near for other, near in known.items()}
        if len(sheet.near) >= _MEMORY:
            sheet.near.clear()
        sheet.near[term] = known
    return known


def _nearness(term: str, other: str) -> float:
    if term == other:
        return 1.0
    near = related(term).get(other, 0.0)
    if near:
        return near
    if len(term) > 3 and len(other) > 3 and " " not in term + other:
        # `keeper` of a goalkeeper, whose ending is cut off
        if (term in other or other in term or other.endswith(term.removesuffix("er"))) and min(
            len(term), len(other)
        ) >= 4:
            return 0.7
        if term not in KNOWN and mistyped(term, other):
            return 0.8
        alike = likeness(term, other)
        if alike >= 0.6:
            return 0.75 * alike
    return 0.0


def search(sheet: Sheet, asked: Query) -> list[SearchResult]:
    """The facts that share something with the question, best first."""
    matches = {term: match_word(sheet, term) for term in asked.terms}
    weights = {term: asked.terms[term] * _weight(sheet, term, matches[term]) for term in asked.terms}
    total = sum(weights.values()) or 1.0
    results = [_found(fact, matches, weights, total, asked) for fact in sheet.facts]
    return sorted((f for f in results if f.score > 0.05), key=lambda f: (-f.score, f.fact.order))


def _weight(sheet: Sheet, term: str, matches: Mapping[str, float]) -> float:
    """A stem weighs what its best stand-in on the sheet weighs; one with none weighs as a rare word does."""
    if term in sheet.idf:
        return sheet.idf[term]
    if not matches:
        return sheet.rare
    best = max(matches, key=lambda other: matches[other])
    return sheet.weight(best)


def _found(
    fact: Fact, matches: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], total: float, asked: Query
) -> SearchResult:
    score = 0.0
    covered = set()
    for term, near in matches.items():
        best = max((near[other] * strength for other, strength in fact.terms.items() if other in near), default=0.0)
        if best > 0.3:
            covered.add(term)
        score += best * weights[term]
    share = score / total
    if asked.wh == "how old" and asked.to_self and fact.of_self and "age" in fact.cues:
        return SearchResult(
            fact, max(share, 0.7) + 0.2 * bool(re.match(r"I(?: am|'m)\b", fact.text)), frozenset({"*age"})
        )
    told = SELF_KINDS.get(asked.wh)
    if told and asked.to_self and fact.of_actor and told in fact.cues and share < 0.6 and _is_plain(asked):
        return SearchResult(fact, 0.6 + 0.2 * share, frozenset(covered | {f"*{told}"}))
    if covered:
        share += _fitness(fact, asked, share)
    return SearchResult(fact, share, frozenset(covered))


# Kinds of question about the character that a cue alone answers.
SELF_KINDS: Final = {"how long": "span", "former": "once", "how old": "age"}
SELF_TOLD: Final = frozenset(f"*{cue}" for cue in SELF_KINDS.values())
_DOINGS: Final = stem_set("work be live stay serve do run keep guard job here before time doing cook sell make been")


def _is_plain(asked: Query) -> bool:
    """Tell whether a question about the character names nothing beside what everybody does."""
    been = asked.wh == "how long" and {"been", "worked", "lived", "served", "kept"} & set(asked.text.split())
    return (
        bool(been)
        or asked.wh == "former"
        or all(term in _DOINGS for term, weight in asked.terms.items() if weight >= 1)
    )


def _fitness(fact: Fact, asked: Query, share: float) -> float:
    """Tie-breakers: the cue that the question word wants, who is spoken of, and brevity."""
    bonus = 0.0
    wanted = cues_of(asked.wh)
    if wanted:
        have = sum(cue in fact.cues for cue in wanted) / len(wanted)
        bonus += 0.06 if asked.wh == "where" and "stay" in fact.cues and have else 0.0
        bonus += (0.2 if have else -0.12) * min(1.0, share * 2) * max(have, 0.5)
    if any(fact.terms.get(term) == 1.0 and term in fact.head for term in asked.terms):
        bonus += 0.07
    if asked.wh == "how many" and "money" in fact.cues:
        bonus -= 0.12
    if asked.to_self:
        bonus += 0.08 if fact.of_self else -0.02
    elif fact.of_self and fact.source != "knowledge":
        bonus -= 0.06
    if asked.wh == "who" and len(asked.terms) == 1 and _names(fact, asked.text.rpartition(" ")[2]):
        bonus += 0.2
    if fact.text.startswith("If "):
        bonus -= 0.12
    return bonus - min(0.05, 0.0012 * max(0, len(fact.terms) - 8))


def _names(fact: Fact, name: str) -> bool:
    """Tell whether a fact says who somebody is: `the critic Bartolo`, `Curtis is the cook`, `Marta is my mother`."""
    if re.search(rf"\bis (?:the|an?|our|my) (?:\w+ )?{re.escape(name)}\b", fact.text):
        return True
    said = rf"[a-z]+,? {re.escape(name)}\b|\b{re.escape(name)}(?: [A-Z]\w+)?(?:,| is| was) (?:the|an?|our|my|one)\b"
    return bool(re.search(said, fact.text, re.IGNORECASE)) and bool(re.search(rf"\b{name.capitalize()}\b", fact.text))


def best_example(sheet: Sheet, words: Iterable[str]) -> tuple[Example, float] | None:
    """The example exchange whose question is most like this one, with the likeness from 0 to 1."""
    listed = list(words)
    asked = content_stems(" ".join(listed))
    best: tuple[Example, float] | None = None
    for example in sheet.examples:
        heard = tokens(example.asked)
        if not heard:
            continue
        near = _overlap(sheet, asked, example.terms) if asked and example.terms else 0.0
        if len(asked) < 2 and len(example.terms) < 2:
            near = max(near, 3.8 * len(set(heard) & set(listed)) / (len(set(heard)) + len(set(listed))) - 0.9)
        if best is None or near > best[1]:
            best = (example, near)
    return best


def _overlap(sheet: Sheet, one: frozenset[str], other: frozenset[str]) -> float:
    """The weighed share of words that two questions have in common, by meaning."""
    both = _covered(sheet, one, other) + _covered(sheet, other, one)
    return both / sum(_telling(sheet, term) for term in (*one, *other))


def _covered(sheet: Sheet, one: frozenset[str], other: frozenset[str]) -> float:
    return sum(_telling(sheet, a) * max((_nearness(a, b) for b in other), default=0.0) for a in one)


def _telling(sheet: Sheet, term: str) -> float:
    return sheet.weight(term) * (0.35 if term in _FAINT_STEMS else 1.0)


_FAINT_STEMS: Final = frozenset(map(stem, FAINT))


def tokens_of(text: str) -> frozenset[str]:
    """The content stems of a text, for comparing what was said."""
    return frozenset(map(stem, content(tokens(text))))
