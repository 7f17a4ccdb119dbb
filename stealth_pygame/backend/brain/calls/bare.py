"""Orders without their deed: what is named alone goes with one function (`two swords, please`)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.amounts import ORDINALS, SPANS
from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.arguments.switches import is_switch
from stealth_pygame.backend.brain.calls.matching import is_named
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, split_name
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.choices import all_named, choose
from stealth_pygame.backend.brain.language.clauses import Clause
from stealth_pygame.backend.brain.language.questions import question_kind
from stealth_pygame.backend.brain.language.thesaurus import kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, lex, pattern_of, words_of
from stealth_pygame.backend.brain.language.words import TENS, UNITS, stem, tokens

_WORDS: Final = groups_of("bare")
# What leads up to an answer, and what rounds it off.
TOLD_AS: Final = pattern_of("requests told as")
_BEGS: Final = pattern_of("requests begs", re.IGNORECASE)
_MONEY: Final = words_of("amounts money", "lists")
_UNITS: Final = re.compile(r"\b(\w+) of \w")
_COUNTED: Final = (UNITS.keys() | TENS.keys()) - {"a", "an", "single"}
# Words of a bare order that name nothing.
_SKIPPED: Final = STOP | UNITS.keys() | TENS.keys() | lex("thing things one ones")


def is_count(words: Sequence[str]) -> bool:
    """Tell whether there is a number among the words."""
    return any(word in _COUNTED or word in ORDINALS or word.isdigit() for word in words)


def names_only(function: Function, words: Sequence[str]) -> bool:
    """Tell whether every word names a choice, a number or its unit (`a bit of sun for Crake, just an hour`)."""
    units = frozenset(word for p in function.parameters if p.kind == "number" for word in p.words)
    own = units | function.named_things | (SPANS.keys() if units & SPANS.keys() else frozenset())
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        counted = word in _SKIPPED or word in ORDINALS or word in _WORDS["fillers"] or word.isdigit() or describes(word)
        named = choose(function.choices, [word]) or any(kinship(stem(word), unit) >= 0.66 for unit in own)
        # `thick mist`: one word tells more of a choice
        if not (counted or named or before == "for" or choose(function.choices, [after])):
            return False
    counts = is_count(words) and any(p.kind == "number" for p in function.parameters)
    return counts or bool(choose(function.choices, words))


def filled(function: Function, heard: Heard, sheet: Sheet) -> dict[str, str]:
    """The values of a function, several and all that it needs, where the words name nothing else, or none."""
    values = fill(function, heard, sheet) if names_only(function, heard.words) else {}
    return {} if function.lacking(values) or len(values) < 2 else values


def talked_of(function: Function, exchange: Sequence[str]) -> list[str]:
    """The thing that question and answer of the last exchange both name, where things are handed out (`I take two`)."""
    if not function.outward or not any(p.kind == "string" and not p.choices for p in function.parameters):
        return []
    counts = Counter(map(stem, exchange))
    grouped = itertools.groupby(exchange, lambda word: word not in _SKIPPED and counts[stem(word)] > 1)
    return sorted((" ".join(run) for alike, run in grouped if alike), key=len)[-1:]


def on_occasion(clause: Clause, sheet: Sheet) -> Function | None:
    """The function for `Everything is ready`, `I have brought you oil`: what its description names as an occasion."""
    wording = set(map(stem, clause.every))
    if {"not", "if", "never", "no"} & set(clause.every):
        return None
    wording |= {stem("bring")} if {"here", "have", "got"} & wording else set()
    for function in sheet.functions:
        for occasion in function.occasions:
            if all(any(kinship(word, other) >= 0.7 for other in wording) for word in occasion):
                return function
    return None


def wanted(clause: Clause, heard: Heard, sheet: Sheet) -> Function | None:
    """The function for `two swords, please`: a number or an article and something that is to be had."""
    if question_kind(clause.words) or (heard.raw.rstrip().endswith("?") and "please" not in clause.every):
        # `the price of a horseshoe, please` orders none, and `three gold, I see. Where is it from?` repeats a price
        return None
    words = clause.words[1:] if clause.words[:1] in (("just",), ("only",)) else clause.words
    until = next((at for at, word in enumerate(words) if at and word in ("for", "from", "to")), None)
    # `a single` is a ticket where one is sold, and no number
    choices = (choice for function in sheet.functions for choice in function.choices)
    skipped = _SKIPPED - {word for choice in choices for word in tokens(choice) if word != "a"}
    # `two for the night tour`: what is counted stands behind
    words = words if is_count(words[:1]) and not set(words[:until]) - skipped else words[:until]
    measured = "of" in words[1:3] and not _MONEY & set(words)
    bare = words[words.index("of") + 1 :] if measured else words
    named = [w for w in bare if w not in skipped and not w[0].isdigit() and not describes(w)]
    switched = {"on", "off"} & set(words[-1:] if words[-1:] != ("again",) else words[-2:-1])
    begged = bool(_BEGS.search(heard.raw) or switched) and "?" not in heard.raw
    counted = is_count(words[:1])
    if not (begged or counted or words[:1] in (("a",), ("an",), ("some",), ("another",))):
        return None
    measures = set(map(stem, _UNITS.findall(heard.raw.lower()))) if counted else set()
    for function in sheet.functions:
        # `three portions of flour`
        measured = any(p.kind == "number" and measures & p.words for p in function.parameters)
        if measured or _is_to_be_had(function, words, named, begged=begged):
            return function
    return None


def _is_to_be_had(function: Function, words: Sequence[str], named: Sequence[str], *, begged: bool) -> bool:
    """Tell whether all that an order without a verb names goes with a function that gives or does it."""
    if not all(is_named(word, function.things | function.named_things) for word in named):
        return False
    chosen = begged and all(any(all_named(p.choices, (word,)) for p in function.parameters) for word in named)
    if (function.outward or chosen) and function.choices and choose(function.choices, words):
        return True
    own = function.named_things.union(*(map(stem, split_name(p.name)) for p in function.parameters))
    # what a switch turns on and off its description may name better than its name
    own |= function.things if any(map(is_switch, function.parameters)) else frozenset()
    aimed = any(is_named(word, own) for word in named)
    return aimed and (function.outward or (begged and function.words[0] not in _WORDS["undoing"]))
