"""From a request to the function it asks for; a clause that only talks about something never gets here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from stealth_pygame.backend.brain.declared import Function, Parameter
from stealth_pygame.backend.brain.lexicon import lex
from stealth_pygame.backend.brain.parameters import Heard, all_named, choose, fill
from stealth_pygame.backend.brain.sheet import Sheet
from stealth_pygame.backend.brain.speech import Clause, Kind
from stealth_pygame.backend.brain.stopwords import STOP
from stealth_pygame.backend.brain.thesaurus import actions, all_actions, kinship
from stealth_pygame.backend.brain.words import SCALES, TENS, UNITS, mistyped, stem, stem_set

MOST_CALLS: Final = 3
"""Calls in one answer; more than this is a list that nobody says."""

_GENERIC: Final = lex(
    "have get give take bring make do let want need help show hand fetch order use put pass go be look"
)
_GETTING: Final = lex("have get take buy purchase rent borrow order pick choose hire go grab")
_OFFERING: Final = lex("sell give pay donate return trade hand offer deliver")
_PASSING: Final = lex("pass through enter cross in inside by past go leave out exit come")
_MENDING: Final = lex("fix mend patch look see do help make tend")
_OF_USER: Final = {"learn": "teach", "see": "show", "sleep": "rent", "stay": "rent", "join": "follow", "rest": "rest"}
_TELLING: Final = stem_set("tell say share reveal recite explain describe recommend give hint speak teach show")


@dataclass(frozen=True)
class Ask:
    """A request understood: the function, the values heard, what is missing, and a named thing that is no choice."""

    function: Function
    values: dict[str, str]
    missing: tuple[Parameter, ...]
    unknown: str = ""

    @property
    def complete(self) -> bool:
        """Whether it can be called."""
        return not self.missing and not self.unknown


def asks_in(clauses: Sequence[Clause], sheet: Sheet, heard: Heard, pending: Ask | None = None) -> list[Ask]:
    """All that a message asks to be done, in order; `pending` is what an earlier message left incomplete."""
    found: list[Ask] = []
    for clause in _explained(clauses):
        spoken = replace(heard, words=clause.words, beside=_beside(clause, clauses, heard))
        found.extend(_asked(clause, sheet, spoken, pending))
    unique: list[Ask] = []
    for ask in found:
        if not any(ask.function.name == one.function.name and ask.values == one.values for one in unique):
            unique.append(ask)
    return unique[:MOST_CALLS]


_POINTS: Final = frozenset({"it", "one", "that", "this", "them", "those", "these", "him", "her"})


def _beside(clause: Clause, clauses: Sequence[Clause], heard: Heard) -> tuple[str, ...]:
    """What `it` may be: named in the other clauses of the message, else in what was said before it."""
    if clause.kind is not Kind.REQUEST:
        return ()
    told = tuple(word for c in clauses if c.kind in (Kind.STATEMENT, Kind.FRAGMENT) for word in c.words)
    return told + (heard.beside if _POINTS & set(clause.words) else ())


def _explained(clauses: Sequence[Clause]) -> list[Clause]:
    """A bare `help me` means what the message tells beside it (`I am hurt`)."""
    told = tuple(word for clause in clauses if clause.kind is Kind.STATEMENT for word in clause.words)
    if not told or not any(clause.kind is Kind.REQUEST and clause.words[0] == "help" for clause in clauses):
        return list(clauses)
    return [
        replace(clause, words=clause.words + told)
        if clause.kind is Kind.REQUEST and clause.words[0] == "help"
        else clause
        for clause in clauses
    ]


def _occasion(clause: Clause, sheet: Sheet, heard: Heard) -> list[Ask]:
    """`Everything is ready`, `I have brought you oil`: what a description names as an occasion for the function."""
    said = {stem(word) for word in clause.every}
    if {"not", "if", "never", "no"} & set(clause.every):
        return []
    brought = stem("bring") in said or bool({"here", "have", "got"} & said)
    said |= {stem("bring")} if brought else set()
    fits = [
        f for f in sheet.functions for occasion in f.occasions if all(_matches_stem(word, said) for word in occasion)
    ]
    return [_ask(fits[0], heard, sheet, {})] if fits else []


def _matches_stem(word: str, said: set[str]) -> bool:
    return word in said or any(kinship(word, other) >= 0.7 for other in said)


def _asked(clause: Clause, sheet: Sheet, heard: Heard, pending: Ask | None) -> list[Ask]:
    if clause.kind is Kind.REQUEST:
        function = _best(clause, sheet)
        if function is None:
            return _completed(pending, heard, sheet)
        given = pending.values if pending and pending.function.name == function.name else {}
        return _spread(function, heard, sheet, given, clause)
    if clause.kind is Kind.TELL:
        told = _told(clause, sheet)
        return [_ask(told, heard, sheet, {})] if told else []
    if clause.kind in (Kind.FRAGMENT, Kind.STATEMENT):
        done = _completed(pending, heard, sheet) or _occasion(clause, sheet, heard)
        return done or (_bare_order(clause, sheet, heard) if clause.kind is Kind.FRAGMENT else [])
    return []


def _completed(pending: Ask | None, heard: Heard, sheet: Sheet) -> list[Ask]:
    if pending is None:
        return []
    filled = fill(pending.function, replace(heard, fragment=True), sheet, pending.values)
    return [_with(pending.function, filled)] if filled != pending.values else []


def _with(function: Function, values: dict[str, str], unknown: str = "") -> Ask:
    missing = tuple(p for p in function.parameters if p.name not in values and not p.optional)
    return Ask(function, values, missing, unknown)


def _ask(function: Function, heard: Heard, sheet: Sheet, given: dict[str, str]) -> Ask:
    fresh = fill(function, heard, sheet)
    values = fill(function, heard, sheet, {**given, **{k: v for k, v in fresh.items() if k not in given or v}})
    return _with(function, values)


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
        ask = _with(function, {k: v for k, v in ask.values.items() if k != chooser.name})
    things = _objects(clause, function)
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
    return not any(_matches(thing, function.things) for thing in things)


def _best(clause: Clause, sheet: Sheet) -> Function | None:
    scored = [(_score(clause, function), -at, function) for at, function in enumerate(sheet.functions)]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= 0.55 else None


def _score(clause: Clause, function: Function) -> float:
    """How well a request fits a function; below 0.55 it does not."""
    direction = _direction(clause)
    if direction and function.direction and direction != function.direction:
        return 0.0
    verb = _verb(clause, function, direction)
    if verb < 0.5:
        return 0.0
    thing = _thing(clause, function, verb)
    return verb + 0.5 * thing if thing >= 0 else 0.0


def _direction(clause: Clause) -> str:
    head = clause.words[0]
    if clause.by_user:
        return "out" if head in _GETTING else "in" if head in _OFFERING else ""
    if head in ("sell", "give", "serve", "lend", "hand", "bring", "get"):
        return "out"
    if head in ("take", "accept", "have", "keep") and {"gold", "coin", "coins", "money", "silver", "credits"} & set(
        clause.words
    ):
        return "in"
    return "in" if head in ("buy", "take", "accept") and "my" in clause.words else ""


def _verb(clause: Clause, function: Function, direction: str) -> float:
    words = clause.words
    head = stem(words[0])
    groups = {
        f"*{group}" for group in all_actions([stem(w) for w in words[:2]]) if group in actions(head) or len(words) > 1
    }
    own = {f"*{group}" for group in actions(head)}
    joined = {
        f"*{g}" for g in all_actions([head, *(stem(w) for w in words[1:] if w not in ("me", "us", "the"))][:2])
    } - {f"*{g}" for w in words[1:2] for g in actions(stem(w))}
    joined |= {f"*{group}" for word in words[1:] if word in _PARTICLES for group in actions(f"{head} {word}")}
    if head in function.verbs:
        return 1.0
    if (own | joined) & function.verbs:
        return 0.85
    if clause.by_user and head in _PASSING and {"*access", "*open", "*release"} & function.verbs:
        return 0.85
    mirrored = _OF_USER.get(words[0], "")
    if clause.by_user and mirrored and {f"*{mirrored}", mirrored} & function.verbs:
        return 0.8
    if direction == "out" and function.outward:
        return 0.75 if words[0] in ("buy", "sell", "purchase", "rent", "order") else 0.6
    if direction == "in" and function.direction == "in":
        return 0.75
    if words[0] in _GENERIC or words[0] in _MENDING or not own:
        return _by_other_word(words, groups, function)
    return 0.0


_PARTICLES: Final = frozenset({"on", "off", "up", "down", "out", "away", "along"})


def _by_other_word(words: Sequence[str], groups: set[str], function: Function) -> float:
    """`give me healing`, `fix my wounds`, `have a rest`: the verb hides in what is asked for."""
    later = [stem(word) for word in words[1:] if word not in STOP]
    verbs = [verb for verb in function.verbs if not verb.startswith("*")]
    if (
        set(later) & set(verbs)
        or {f"*{g}" for word in later for g in actions(word)} & function.verbs
        or groups & function.verbs
    ):
        return 0.7
    if any(kinship(word, verb) >= 0.5 for word in later for verb in verbs):
        return 0.55
    named = any(_matches(word, function.named_things) for word in later)
    return 0.55 if named and words[0] in ("have", "get", "give", "need", "want", "do", "show") else 0.0


def _objects(clause: Clause, function: Function) -> list[str]:
    """The words of a request that name things, the verb, people and numbers aside."""
    head = clause.words[0]
    skipped = UNITS.keys() | TENS.keys() | SCALES.keys() | _COINS
    words = [word for word in clause.words[1:] if word not in STOP and word not in skipped and not word[0].isdigit()]
    if stem(head) not in function.verbs and not actions(stem(head)) and head not in _GENERIC and head not in STOP:
        words.insert(0, head)
    return words


_COINS: Final = lex(
    "gold coin coins silver copper credits dollars pieces piece new fine cheap cheapest best today tonight"
)


def _thing(clause: Clause, function: Function, verb: float) -> float:
    """How well the things named fit: 1 named or a choice, 0.2 nothing to fit, -1 something else is meant."""
    words = _objects(clause, function)
    if function.choices and choose(function.choices, clause.words[1:] or clause.words):
        return 1.0
    if any(_matches(word, function.named_things) for word in words):
        return 1.0
    if any(_matches(word, function.things) for word in words):
        return 0.6
    if not words:
        return 0.2 if verb >= 0.7 or (function.outward and not function.choices) else -1.0
    if clause.words[0] in _PASSING and clause.by_user:
        return 0.2
    free = any(p.kind == "string" and not p.choices for p in function.parameters)
    if free and verb >= 0.6:
        return 0.4
    if any(p.choices for p in function.parameters):
        return 0.0 if verb >= 0.75 else -1.0
    return 0.1 if verb >= 0.7 and not function.named_things - _OF_PERSONS else -1.0


_OF_PERSONS: Final = stem_set("player user me them person target npc now up")


def _matches(word: str, things: frozenset[str]) -> bool:
    one = stem(word)
    return one in things or any(kinship(one, thing) >= 0.6 or mistyped(one, thing) for thing in things)


def _told(clause: Clause, sheet: Sheet) -> Function | None:
    """A function that itself tells something (`tell_fortune`), when just that is asked for."""
    words = [word for word in clause.words if word not in STOP]
    if not words or len(words) > 3 or "about" in clause.every:
        return None
    for function in sheet.functions:
        if set(map(stem, function.words[:1])) & _TELLING and any(stem(w) in function.named_things for w in words):
            return function
    return None


def _bare_order(clause: Clause, sheet: Sheet, heard: Heard) -> list[Ask]:
    """`Two swords, please`: a number or an article and something that is to be had."""
    first = clause.words[0] if clause.words else ""
    if not (first in UNITS or first in TENS or first in ("some", "another") or first.isdigit()):
        return []
    for function in sheet.functions:
        if function.outward and function.choices and choose(function.choices, clause.words):
            return _spread(function, heard, sheet, {}, replace(clause, words=("have", *clause.words)))
        if function.outward and any(_matches(word, function.named_things) for word in clause.words if word not in STOP):
            return [_ask(function, heard, sheet, {})]
    return []
