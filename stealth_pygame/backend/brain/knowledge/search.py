"""The search for facts: stems, kinship of meaning and likeness of letters, weighed by what is rare."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.knowledge.sheet import Example, Fact, Sheet, content_stems
from stealth_pygame.backend.brain.language.questions import Query, cues_of
from stealth_pygame.backend.brain.language.thesaurus import related
from stealth_pygame.backend.brain.language.words import likeness, tokens
from stealth_pygame.backend.meaning.vectors import Meanings

# Word matches remembered per sheet.
_MEMORY: Final = 3_000
# Facts that a judge of single words looks at, or one of sentences, the nearest by meaning.
_JUDGED: Final = {False: 18, True: 24}
# A cosine from which a fact may be meant, whatever its words; one that means it, so far before all others.
NEAR: Final = 0.2
_NEAR, _AHEAD = 0.35, 0.1
# The likelihoods by a judge from which a fact may be meant, is taken for the answer, and is not doubted.
_PERHAPS, _TAKEN, _CERTAIN = 0.1, 0.6, 0.9
# Kinds of question about the character that a cue alone answers.
SELF_KINDS: Final = {"how long": "span", "former": "once", "how old": "age", "from where": "home"}
SELF_TOLD: Final = frozenset(f"*{cue}" for cue in SELF_KINDS.values())


@dataclass(frozen=True)
class SearchResult:
    """A fact with its score: the share of the question it covers, with its fitness for the kind of question."""

    fact: Fact
    score: float
    covered: frozenset[str]
    # The cosine of its meaning and the question's, where there is an embedding model; and how far before the next.
    near: float = 0.0
    lead: float = 0.0
    # The likelihood by what a model has learned from players, where there is one; and that of no line at all.
    judged: float = 0.0
    none: float = 1.0
    # The likelihood that the gate gives it.
    likely: float = 0.0

    @property
    def meant(self) -> bool:
        """Tell whether its meaning is near the question's, and nearer than that of all others."""
        return self.taken or (self.near >= _NEAR and self.lead >= _AHEAD)

    @property
    def taken(self) -> bool:
        """Tell whether a judge takes it for the answer."""
        return self.judged >= _TAKEN

    @property
    def certain(self) -> bool:
        """Tell whether a judge has no doubt of it, whatever its words say."""
        return self.judged >= _CERTAIN

    @property
    def may_be_meant(self) -> bool:
        """Tell whether it may be meant, whatever its words."""
        return self.near > NEAR or self.judged >= _PERHAPS


def match_word(sheet: Sheet, term: str) -> tuple[float, Mapping[int, float]]:
    """Measure the weight of a stem of a question on a sheet, and how well each fact has it, by the fact's place."""
    known = sheet.near.get(term)
    if known is None:
        near = {other: like for other in sheet.idf if (like := nearness(term, other)) > 0}
        if 1.0 in near.values():
            near = {other: like if like == 1.0 else 0.8 * like for other, like in near.items()}
        # it weighs what its best stand-in on the sheet weighs; one with none weighs as a rare word does
        weight = sheet.weight(max(near, key=lambda other: near[other], default=term))
        had = (
            (at, max([like * fact.terms[other] for other, like in near.items() if other in fact.terms], default=0.0))
            for at, fact in enumerate(sheet.facts)
        )
        known = (weight, {at: like for at, like in had if like})
        if len(sheet.near) >= _MEMORY:
            sheet.near.clear()
        sheet.near[term] = known
    return known


# People of one village talk of the same things.
@lru_cache(maxsize=20_000)
def nearness(term: str, other: str) -> float:
    """Measure how well one stem stands for another, 0 to 1."""
    near = 1.0 if term == other else related(term).get(other, 0.0)
    if near or len(term) < 4 or len(other) < 4 or " " in term or " " in other:
        return near
    # `keeper` of a goalkeeper, whose ending is cut off
    if term in other or other in term or other.endswith(term.removesuffix("er")):
        return 0.7
    alike = 0.75 * likeness(term, other)
    return alike if alike >= 0.45 else 0.0


def search(sheet: Sheet, asked: Query, text: str = "", *said: str) -> list[SearchResult]:
    """The facts that share something with the question, best first.

    text: what is compared by meaning; said: what it is a part of, which a judge looks at as well.
    """
    matches = {term: match_word(sheet, term) for term in asked.terms}
    weights = {term: weight * matches[term][0] for term, weight in asked.terms.items()}
    total = sum(weights.values()) or 1.0
    after = asked.after if asked.echoes else ""
    meant = _meant([fact.text for fact in sheet.facts], sheet.meanings, [text or asked.text, *said], after)
    results: list[SearchResult] = []
    for at, (fact, like) in enumerate(zip(sheet.facts, meant, strict=True)):
        best = {term: had[at] for term, (_, had) in matches.items() if at in had}
        results.append(SearchResult(fact, *_found(fact, best, weights, total, asked), *like))
    found = (one for one in results if one.score > 0.05 or one.may_be_meant)
    return sorted(found, key=lambda one: (-one.score, one.fact.order))


def _meant(
    lines: Sequence[str], meanings: Meanings | None, texts: Sequence[str], after: str
) -> Iterable[tuple[float, float, float, float]]:
    """How near each line is to the first text and before all others, and what a judge says of it and of none of them.

    The judge looks at each of the texts; where a line was just told, at that with the last text, if it can.
    """
    if not meanings:
        return itertools.repeat((0.0, 0.0, 0.0, 1.0), len(lines))
    near = meanings.likeness(texts[0], lines)
    first, second = (*sorted(near)[:-3:-1], 0.0, 0.0)[:2]
    # how far each is before all others, or behind the nearest
    leads = [like - (second if like == first else first) for like in near]
    judge, said = meanings.judge, [text for text in dict.fromkeys(texts) if text]
    most = _JUDGED[judge is None or judge.reads_sentences]
    # the nearest in one order, so that a judge is asked once
    nearest = sorted(sorted(range(len(lines)), key=lambda at: -near[at])[:most])
    if after and said and judge and judge.reads_sentences:
        said = [f"{' '.join(tokens(after))} | {said[-1]}"]
    heard = [judge.answers(text, [lines[at] for at in nearest]) for text in said] if judge and lines else []
    judged = dict(zip(nearest, map(max, zip(*heard, strict=True)), strict=True)) if heard else {}
    none = min((1 - sum(likely) for likely in heard), default=1.0)
    return [(like, lead, judged.get(at, 0.0), none) for at, (like, lead) in enumerate(zip(near, leads, strict=True))]


def _found(
    fact: Fact, best: Mapping[str, float], weights: Mapping[str, float], total: float, asked: Query
) -> tuple[float, frozenset[str]]:
    """The score of a fact, and the words of the question that it covers. best: how well it has each of them."""
    told = SELF_KINDS.get(asked.wh)
    covered = frozenset(term for term, near in best.items() if near > 0.3)
    share = sum(near * weights[term] for term, near in best.items()) / total
    if told and asked.to_self and fact.of_self and told in fact.cues and not fact.text.startswith(("My ", "Our ")):
        return 0.6 + 0.2 * share, covered | {f"*{told}"}
    return share + (_fitness(fact, asked, share) if covered else 0.0), covered


def _fitness(fact: Fact, asked: Query, share: float) -> float:
    """Tie-breakers: the cue that the question word wants, who is spoken of, and brevity."""
    bonus = -min(0.05, 0.0012 * max(0, len(fact.terms) - 8))
    if wanted := cues_of(asked.wh):
        have = sum(cue in fact.cues for cue in wanted) / len(wanted)
        bonus += (0.2 if have else -0.12) * min(1.0, share * 2) * max(have, 0.5)
    if any(fact.terms.get(term) == 1.0 and term in fact.head for term in asked.terms):
        bonus += 0.07
    if asked.wh == "how many" and "money" in fact.cues:
        bonus -= 0.12
    if asked.wh == "who" and any(f"is {term}" in fact.cues for term in asked.terms):
        bonus += 0.2
    if asked.to_self:
        return bonus + (0.08 if fact.of_self else -0.02)
    return bonus - 0.06 * (fact.of_self and fact.source != "knowledge")


def likeliest(lines: Sequence[str], sheet: Sheet, text: str, least: float) -> str:
    """The line that a judge takes for the answer rather than any fact of the sheet, or an empty text."""
    if not sheet.judge or not lines:
        return ""
    every = [*lines, *(fact.text for fact in sheet.facts)]
    judged = [likely for _, _, likely, _ in _meant(every, sheet.meanings, [text], "")]
    best = max(judged)
    at = judged.index(best)
    return lines[at] if at < len(lines) and best >= least else ""


def best_example(sheet: Sheet, words: Sequence[str]) -> tuple[Example, float] | None:
    """The example exchange whose question is most like this one, with the likeness from 0 to 1."""
    asked = content_stems(" ".join(words))
    rated = [(example, _alike(sheet, example, asked, set(words))) for example in sheet.examples if example.asked]
    return max(rated, key=lambda one: one[1], default=None)


def _alike(sheet: Sheet, example: Example, asked: frozenset[str], words: set[str]) -> float:
    """The weighed share of words that two questions have in common, by meaning."""
    total = sum(map(sheet.weight, (*asked, *example.terms))) or 1.0
    near = (_covered(sheet, asked, example.terms) + _covered(sheet, example.terms, asked)) / total
    if len(asked) > 1 or len(example.terms) > 1:
        return near
    # of small words alone nearly all must be the same
    heard = set(tokens(example.asked))
    return max(near, 3.8 * len(heard & words) / len([*heard, *words]) - 0.9)


def _covered(sheet: Sheet, one: frozenset[str], other: frozenset[str]) -> float:
    return sum(sheet.weight(a) * max((nearness(a, b) for b in other), default=0.0) for a in one)
