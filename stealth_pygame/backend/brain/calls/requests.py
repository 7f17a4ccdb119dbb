"""From a request to the function it asks for; a clause that only talks about something never gets here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from stealth_pygame.backend.brain.calls.matching import best_function, is_named, things_named
from stealth_pygame.backend.brain.calls.parameters import all_named, choose, fill
from stealth_pygame.backend.brain.calls.switches import is_switch
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.clauses import Clause, ClauseKind
from stealth_pygame.backend.brain.language.thesaurus import actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, pattern_of
from stealth_pygame.backend.brain.language.words import TENS, UNITS, stem, stem_set, tokens

# Calls in one answer; more than this is a list that nobody says.
MOST_CALLS: Final = 3

_TELLING: Final = stem_set("tell say share reveal recite explain describe recommend give hint speak teach show")
_BEGS: Final = pattern_of("requests begs", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """A request understood: the function, the values heard, what is missing, and a named thing that is no choice."""

    function: Function
    values: dict[str, str]
    missing: tuple[Parameter, ...]
    unknown: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether it can be called."""
        return not self.missing and not self.unknown


def asks_in(clauses: Sequence[Clause], sheet: Sheet, heard: Heard, pending: Ask | None = None) -> list[Ask]:
    """All that a message asks to be done, in order; `pending` is what an earlier message left incomplete."""
    results: list[Ask] = []
    for clause in _explained(clauses):
        whole = clause if pending else _filled_in(clause, sheet, heard)
        spoken = replace(
            heard,
            words=whole.words or whole.every,
            beside=_beside(whole, clauses, heard),
            excluded=whole.excluded,
            told=_told_beside(clause, clauses, sheet),
            names=sheet.names,
        )
        results.extend(_asked(whole, sheet, spoken, pending))
    if pending and all(clause.kind is ClauseKind.FRAGMENT or not clause.words for clause in clauses):
        # `a week... no, five days` is one answer, put right
        results = results[-1:] if len({ask.function.name for ask in results}) == 1 else results
    unique: list[Ask] = []
    for ask in results:
        if not any(ask.function.name == one.function.name and ask.values == one.values for one in unique):
            unique.append(ask)
    called = {ask.function.name for ask in unique if ask.complete}
    return [ask for ask in unique if ask.complete or ask.values or ask.function.name not in called][:MOST_CALLS]


def _told_beside(clause: Clause, clauses: Sequence[Clause], sheet: Sheet) -> tuple[str, ...]:
    """The words of the statements and fragments beside a request, and of wishes that no function meets."""
    if clause.kind is not ClauseKind.REQUEST:
        return ()
    wishes = [c for c in clauses if c.kind is ClauseKind.REQUEST and best_function(c, sheet) is None]
    told = [c for c in clauses if c.kind in (ClauseKind.STATEMENT, ClauseKind.FRAGMENT)]
    return tuple(word for c in (*told, *wishes) for word in c.every)


def _filled_in(clause: Clause, sheet: Sheet, heard: Heard) -> Clause:
    """`Give me two`, said of the ramen whose price was just asked, is `give me two ramen`."""
    order = clause.kind is ClauseKind.REQUEST or (clause.kind is ClauseKind.FRAGMENT and clause.words[:1] in _COUNTED)
    bare = [word for word in clause.words[1:] if word not in STOP and word not in UNITS and not word.isdigit()]
    numbers = [w for w in clause.words if w in UNITS or w.isdigit() or w in ("some", "one", "it", "them", "that")]
    if not order or bare or not numbers:
        return clause
    for function in sheet.functions:
        chooser = next((p for p in function.parameters if p.choices), None)
        named = all_named(chooser.choices, heard.beside) if chooser and function.outward else []
        if named:
            head = () if clause.kind is ClauseKind.REQUEST else ("have",)
            return replace(
                clause,
                kind=ClauseKind.REQUEST,
                words=(*head, *clause.words, *tokens(named[0])),
                by_user=clause.by_user or bool(head),
            )
    return clause


_COUNTED: Final = [(word,) for word in (*UNITS, *map(str, range(1, 100))) if word not in ("a", "an", "single")]
_BESIDE: Final = (ClauseKind.STATEMENT, ClauseKind.FRAGMENT, ClauseKind.TELL)
_POINTS: Final = frozenset({"it", "one", "that", "this", "them", "those", "these", "him", "her"})


def _beside(clause: Clause, clauses: Sequence[Clause], heard: Heard) -> tuple[str, ...]:
    """Return what `it` may be: named in the other clauses of the message, else in what was said before it."""
    if clause.kind is not ClauseKind.REQUEST:
        return ()
    told = tuple(word for c in clauses if c.kind in _BESIDE for word in c.words)
    return told + (heard.beside if _POINTS & set(clause.words) else ())


def _explained(clauses: Sequence[Clause]) -> list[Clause]:
    """A bare `help me` means what the message tells beside it (`I am hurt`)."""
    told = tuple(word for clause in clauses if clause.kind is ClauseKind.STATEMENT for word in clause.words)
    if not told or not any(clause.kind is ClauseKind.REQUEST and clause.words[0] == "help" for clause in clauses):
        return list(clauses)
    return [
        replace(clause, words=clause.words + told)
        if clause.kind is ClauseKind.REQUEST and clause.words[0] == "help"
        else clause
        for clause in clauses
    ]


def _occasion(clause: Clause, sheet: Sheet, heard: Heard) -> list[Ask]:
    """`Everything is ready`, `I have brought you oil`: what a description names as an occasion for the function."""
    wording = {stem(word) for word in clause.every}
    if {"not", "if", "never", "no"} & set(clause.every):
        return []
    brought = stem("bring") in wording or bool({"here", "have", "got"} & wording)
    wording |= {stem("bring")} if brought else set()
    fits = [
        f for f in sheet.functions for occasion in f.occasions if all(_matches_stem(word, wording) for word in occasion)
    ]
    return [_ask(fits[0], heard, sheet, {})] if fits else []


def _matches_stem(word: str, wording: set[str]) -> bool:
    return word in wording or any(kinship(word, other) >= 0.7 for other in wording)


def _asked(clause: Clause, sheet: Sheet, heard: Heard, pending: Ask | None) -> list[Ask]:
    if clause.kind is ClauseKind.REQUEST:
        both = _two(clause, sheet)
        if both:
            return [ask for part in both for ask in _asked(part, sheet, replace(heard, words=part.words), pending)]
        function = best_function(clause, sheet)
        if function is None:
            return _completed(pending, heard, sheet)
        given = pending.values if pending and pending.function.name == function.name else {}
        return _spread(function, heard, sheet, given, clause)
    if clause.kind is ClauseKind.TELL:
        told = _told(clause, sheet)
        return [_ask(told, heard, sheet, {})] if told else []
    if clause.kind is ClauseKind.REFUSAL:
        undone = _undone(clause, sheet)
        return [_ask(undone, heard, sheet, {})] if undone else []
    if clause.kind in (ClauseKind.FRAGMENT, ClauseKind.STATEMENT):
        done = _completed(pending, heard, sheet) or _occasion(clause, sheet, heard)
        return done or (_bare_order(clause, sheet, heard) if clause.kind is ClauseKind.FRAGMENT else [])
    return []


def _undone(clause: Clause, sheet: Sheet) -> Function | None:
    """The function that takes back just what is refused: `cancel_wake` for `you need not wake me any more`."""
    stems = set(map(stem, clause.every))
    for function in sheet.functions:
        undoes = function.words[0] in _UNDOES and function.named_things & stems
        if undoes and stem(function.words[0]) not in stems and not function.parameters:
            return function
    return None


_UNDOES: Final = lex("cancel undo revoke withdraw")


def _two(clause: Clause, sheet: Sheet) -> list[Clause]:
    """The two requests in one (`a plate of dumplings and a beer`), where two functions are meant."""
    at = clause.words.index("and") if "and" in clause.words[2:-1] else 0
    if not at:
        return []
    parts = [clause.words[:at], (clause.words[0], *clause.words[at + 1 :])]
    both = [replace(clause, words=part) for part in parts]
    meant = [best_function(part, sheet) for part in both]
    return both if None not in meant and meant[0] is not meant[1] and not _takes_both(meant, parts) else []


def _takes_both(meant: Sequence[Function | None], parts: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first function has a choice for both parts."""
    first = meant[0]
    return first is not None and bool(first.choices) and all(choose(first.choices, part[1:]) for part in parts)


def _completed(pending: Ask | None, heard: Heard, sheet: Sheet) -> list[Ask]:
    if pending is None:
        return []
    filled = fill(pending.function, replace(heard, fragment=True), sheet, pending.values)
    return [completed(pending.function, filled)] if filled != pending.values else []


def completed(function: Function, values: dict[str, str], unknown: str = "") -> Ask:
    """A request with these values, and what it still lacks."""
    missing = tuple(p for p in function.parameters if p.name not in values and not p.optional)
    return Ask(function, values, missing, unknown)


def _ask(function: Function, heard: Heard, sheet: Sheet, given: dict[str, str]) -> Ask:
    fresh = fill(function, heard, sheet)
    values = fill(function, heard, sheet, {**given, **{k: v for k, v in fresh.items() if k not in given or v}})
    return completed(function, values)


def _spread(function: Function, heard: Heard, sheet: Sheet, given: dict[str, str], clause: Clause) -> list[Ask]:
    """One ask, or one for each choice that is named (`a sword and a shield`)."""
    chooser = next((p for p in function.parameters if p.choices), None)
    named = all_named(chooser.choices, heard.words) if chooser else []
    if chooser and len(named) > 1 and "or" not in heard.words:
        return [
            _ask(function, replace(heard, words=words), sheet, given)
            for words in _segments(heard.words, named, chooser)
        ]
    ask = _ask(function, heard, sheet, given)
    if chooser and "or" in heard.words and len(named) > 1 and not given.get(chooser.name):
        ask = completed(function, {k: v for k, v in ask.values.items() if k != chooser.name})
    things = things_named(clause)
    if chooser and chooser.name not in ask.values and not chooser.optional and things and _alien(things, function):
        return [replace(ask, unknown=things[-1])]
    return [ask]


def _segments(words: Sequence[str], named: list[str], chooser: Parameter) -> list[tuple[str, ...]]:
    """The words that belong to each choice: from behind the one before up to its own, and the tail after the last."""
    ends = sorted({at + 1 for at, word in enumerate(words) if choose(named, [word]) and word not in STOP})
    cut = [list(words[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    tail = list(words[ends[-1] :]) if ends else []
    return [tuple(part + tail) for part in cut if choose(chooser.choices, part)]


def _alien(things: list[str], function: Function) -> bool:
    return not any(is_named(thing, function.things) for thing in things)


def _told(clause: Clause, sheet: Sheet) -> Function | None:
    """A function that itself tells something (`tell_fortune`), when just that is asked for."""
    until = clause.words.index("about") if "about" in clause.words[1:] else None
    words = [word for word in clause.words[:until] if word not in STOP]
    if not words or len(words) > 3 or ("about" in clause.every and (until is None or clause.words[0] not in UNITS)):
        return None
    for function in sheet.functions:
        if set(map(stem, function.words[:1])) & _TELLING and any(stem(w) in function.named_things for w in words):
            return function
    return None


def _turned(clause: Clause, sheet: Sheet, heard: Heard) -> list[Ask]:
    """`Gate open, please`: a verb of a function's behind its thing."""
    for at, word in enumerate(clause.words):
        groups = {f"*{group}" for group in actions(stem(word))} | {stem(word)}
        others = [other for other in clause.words if other != word and other not in STOP]
        fits = [function for function in sheet.functions if groups & function.verbs]
        if at and any(is_named(other, function.named_things) for function in fits for other in others):
            words = (word, *clause.words[:at], *clause.words[at + 1 :])
            turned = replace(clause, kind=ClauseKind.REQUEST, words=words)
            return _asked(turned, sheet, replace(heard, words=words), None)
    return []


_UNITS: Final = re.compile(r"\b(\w+) of \w")
# `Lights off` is an order without a verb.
_SET: Final = (("on",), ("off",))
_UNDOING: Final = lex("stop put end cancel remove quit close take")


def _bare_order(clause: Clause, sheet: Sheet, heard: Heard) -> list[Ask]:
    """`Two swords, please`: a number or an article and something that is to be had."""
    clause = replace(clause, words=clause.words[1:]) if clause.words[:1] in (("just",), ("only",)) else clause
    until = next((at for at, word in enumerate(clause.words) if at and word in ("for", "from", "to")), None)
    clause = replace(clause, words=clause.words[:until])
    first = clause.words[0] if clause.words else ""
    skipped = STOP | UNITS.keys() | TENS.keys()
    named = [w for w in clause.words if w not in skipped and not w[0].isdigit() and not describes(w)]
    begged = (bool(_BEGS.search(heard.raw)) or clause.words[-1:] in _SET) and "?" not in heard.raw
    if begged and (turned := _turned(clause, sheet, heard)):
        return turned
    if not (first in UNITS or first in TENS or first in ("some", "another") or first.isdigit() or begged):
        return []
    for function in sheet.functions:
        units = {word for p in function.parameters if p.kind == "number" for word in p.words}
        if (first in UNITS | TENS or first.isdigit()) and any(
            stem(unit) in units for unit in _UNITS.findall(heard.raw.lower())
        ):
            # `three portions of flour`
            return _spread(function, heard, sheet, {}, replace(clause, words=("have", *clause.words)))
        if not all(is_named(word, function.things) for word in named):
            continue
        meant = begged and all(any(all_named(p.choices, (w,)) for p in function.parameters) for w in named)
        if (function.outward or meant) and function.choices and choose(function.choices, clause.words):
            return _spread(function, heard, sheet, {}, replace(clause, words=("have", *clause.words)))
        wanted = any(is_named(word, function.named_things) for word in named)
        if wanted and (function.outward or (begged and function.words[0] not in _UNDOING)):
            switched = {p.name: "true" for p in function.parameters if p.kind == "boolean" and is_switch(p)}
            ask = _ask(function, heard, sheet, {})
            return [completed(function, {**switched, **ask.values})]
    return []
