"""Help that is offered in words before it is asked for: `I am hurt` brings `Shall I heal you?`, and `yes` the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.matching import best_function
from stealth_pygame.backend.brain.calls.phrasing import deed
from stealth_pygame.backend.brain.calls.requests import TOLD_AS, names_only
from stealth_pygame.backend.brain.knowledge.functions import Function
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.clauses import Clause, ClauseKind
from stealth_pygame.backend.brain.language.vocabulary import groups_of, pattern_of, sections, table, words_of
from stealth_pygame.backend.brain.language.words import STEMS, sentences, stem, tokens

# The complaints that somebody may have, and what would help.
_NEEDS: Final = [
    (frozenset(map(stem, complaint.split())), helps.split())
    for complaint, helps in table(sections("en", "lists")["offers needs"]).items()
]
_YES: Final = pattern_of("offers yes")
# Words of a yes that name nothing.
COURTESIES: Final = words_of("offers courtesies", "lists")
_WORDS: Final = groups_of("offers")
# Words of an answer that may be a yes.
_SHORT: Final = 10


def need(spoken: Sequence[Clause], sheet: Sheet) -> Function | None:
    """The function that would help somebody who complains of something; None when nothing is amiss."""
    for clause in spoken:
        words, stems = set(clause.every), set(map(stem, clause.every))
        own = bool(words & _WORDS["mine"]) or len(words) < 3
        if clause.kind in (ClauseKind.STATEMENT, ClauseKind.FRAGMENT) and own and not words & _WORDS["not own"]:
            helps = [help_ for complaint, listed in _NEEDS if stems & complaint for help_ in listed]
            fits = (f for h in helps for f in sheet.functions if {f"*{h}", stem(h)} & (f.verbs | f.named_things))
            if (function := next(fits, None)) is not None:
                return function
    return None


def able(clause: Clause | None, sheet: Sheet) -> Function | None:
    """The function that a question such as `can you heal?` or `do you sell rope?` asks about."""
    words = clause.every if clause and clause.kind is ClauseKind.QUESTION else ()
    if len(words) < 3 or words[0] not in _WORDS["asking"] or words[1] != "you" or {"if", "ever", "not"} & set(words):
        return None
    inner = words[3:] if words[2] in ("ever", "also", "still", "even", "really") else words[2:]
    return best_function(Clause(ClauseKind.REQUEST, tuple(inner), tuple(inner)), sheet) if inner else None


def giver(sheet: Sheet) -> Function | None:
    """The function that hands out errands, where there is one."""
    return next((f for f in sheet.functions if f.outward and f.named_things & STEMS["errand"]), None)


def offer(function: Function) -> str:
    """The offer to do what a function does."""
    return f"Shall I {deed(function)}?"


def accepted(text: str, last: str, sheet: Sheet) -> Function | None:
    """The function that the last line offered, when this says yes to it, or names nothing but values of it."""
    words = tokens(text)
    # `Yes, please! And then I am off.`
    words = words if len(words) <= _SHORT else tokens(" ".join(sentences(text)[:1]))
    if not last or set(words) & {"not", "no", "never"} or len(words) > _SHORT:
        return None
    offered = next((f for f in sheet.functions if offer(f)[1:] in last), None)
    taken = offered and (_YES.match(" ".join(words)) or names_only(offered, TOLD_AS.sub("", " ".join(words)).split()))
    return offered if taken else None
