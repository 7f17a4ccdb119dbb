"""The function that a request asks for: its verb must fit, and so must what it is about."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.parameters import PLACE, RELATIVES, all_named, choose
from stealth_pygame.backend.brain.calls.switches import is_switch
from stealth_pygame.backend.brain.knowledge.functions import Function, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.clause_patterns import PLAIN_VERBS
from stealth_pygame.backend.brain.language.clauses import Clause
from stealth_pygame.backend.brain.language.thesaurus import actions, all_actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, words_of
from stealth_pygame.backend.brain.language.words import SCALES, TENS, UNITS, mistyped, stem, stem_set, tokens

_GENERIC: Final = words_of("matching generic", "lists")
_GETTING: Final = lex("have get take buy purchase rent borrow order pick choose hire grab")
_OFFERING: Final = lex("sell give pay donate return trade hand offer deliver")
_PASSING: Final = lex("into pass through enter cross in inside by past go leave out exit come")
_MENDING: Final = lex("fix mend patch look see do help make tend")


_OF_USER: Final = {
    "learn": "teach",
    "see": "show",
    "sleep": "rent",
    "stay": "rent",
    "join": "follow",
    "rest": "rest",
    "cross": "transport",
}


def best_function(clause: Clause, sheet: Sheet) -> Function | None:
    """The function that a request asks for, or None when none fits."""
    scored = [(_score(clause, function), -at, function) for at, function in enumerate(sheet.functions)]
    best = max(scored, key=lambda one: one[:2], default=None)
    bare = best is not None and clause.words[0] in _GENERIC and not things_named(clause, best[2])
    if (
        bare
        and {"one", "some", "it", "two", "three"} & set(clause.words)
        and sum(function.outward for function in sheet.functions) > 1
    ):
        # `give me one` names nothing, and several functions give something
        return None
    return best[2] if best and best[0] >= 0.55 else None


def _score(clause: Clause, function: Function) -> float:
    """Measure how well a request fits a function; below 0.55 it does not."""
    direction = _direction(clause)
    if clause.by_user and clause.words[1:2] == ("you",) and clause.words[0] in _TO_YOU:
        return 0.0
    trades = clause.words[0] in ("trade", "exchange", "swap") and stem(clause.words[0]) in function.verbs
    if direction and function.direction and direction != function.direction and not trades:
        return 0.0
    verb = _verb(clause, function, direction)
    if verb < 0.5:
        return 0.0
    thing = _thing(clause, function, verb)
    return verb + 0.5 * thing if thing >= 0 else 0.0


# What players do for or to the character by words; nothing is asked for.
_TO_YOU: Final = lex("show tell ask teach thank see meet warn remind introduce know help")


def _direction(clause: Clause) -> str:
    head = clause.words[0]
    if clause.by_user:
        return "out" if head in _GETTING else "in" if head in _OFFERING else ""
    if head in (
        "sell",
        "give",
        "serve",
        "lend",
        "hand",
        "bring",
        "get",
        "make",
        "forge",
        "fetch",
        "find",
        "pour",
        "cook",
    ):
        return "out"
    if head in ("take", "accept", "have", "keep") and lex("gold coin coins money silver credits") & set(clause.words):
        return "in"
    mine = (
        "my" in clause.words
        or clause.words[-2:] in (("off", "me"), ("from", "me"))
        or {"off", "from"} & set(clause.words)
    )
    return "in" if head in ("buy", "take", "accept") and mine else ""


def _verb(clause: Clause, function: Function, direction: str) -> float:
    words = clause.words
    head = stem(words[0])
    groups = {
        f"*{group}" for group in all_actions([stem(w) for w in words[:2]]) if group in actions(head) or len(words) > 1
    }
    own = {f"*{group}" for group in actions(head)}
    others = [stem(word) for word in words[1:] if word not in ("me", "us", "the")][:1]
    joined = {f"*{g}" for g in all_actions([head, *others]) - actions(others[0] if others else "")}
    joined |= {f"*{group}" for word in words[1:] if word in _PARTICLES for group in actions(f"{head} {word}")}
    if clause.by_user and words[0] == "go" and all_named(_telling(function), words[1:2]):
        # `I want to go blonde`
        return 0.8
    brings = stem("player") in function.things and any(p.words & PLACE and p.choices for p in function.parameters)
    if clause.by_user and words[0] in ("go", "walk", "head") and brings and choose(_telling(function), words):
        return 0.85
    if clause.by_user and words[0] in ("go", "walk", "head"):
        # where the player goes, nobody else walks: a way is opened, or they are taken there
        return 0.85 if _WAYS & function.verbs and not {"home", "away", "back"} & set(words) else 0.0
    if words[0] == "go" and stem("player") in function.things:
        return 0.0
    if head in function.verbs:
        return 1.0
    short = len(head) > 3 or (len(words) > 1 and words[1] in _PARTICLES and len(head) > 2)
    if head in function.deeds or (short and any(word.startswith(words[0]) for word in function.words)):
        return 0.8
    told = {stem(word) for word in tokens(function.description)} - set(function.verbs)
    if head in told and any(stem(word) in told for word in words[1:] if word not in STOP):
        # `watch the door` for `stand watch at the door`
        return 0.8
    if _brings_about(clause, function) or _undertakes(clause, function):
        return 0.8
    if (own | joined) & function.verbs:
        return 0.85
    return (
        _switched(clause, function, own | joined)
        or _of_user(clause, function, head, own)
        or _traded(clause, function, direction)
        or (_by_other_word(words, groups, function) if words[0] in _GENERIC | _MENDING or not own else 0.0)
    )


def _switched(clause: Clause, function: Function, groups: set[str]) -> float:
    """Match what is turned on or off, called over, or begun: `kill the lights`, `send him in`."""
    words = clause.words
    named = {"it", "that"} & set(words) or any(is_named(word, function.named_things) for word in words[1:])
    silenced = words[0] in ("kill", "cut", "mute", "silence") and any(map(is_switch, function.parameters))
    if named and silenced:
        return 0.85
    if words[0] == "send" and words[-1] in ("over", "here", "in") and {"*call", "*summon"} & function.verbs:
        return 0.8
    if named and groups & {"*activate", "*deactivate"} and any(map(is_switch, function.parameters)):
        return 0.85
    return 0.0


def _of_user(clause: Clause, function: Function, head: str, own: set[str]) -> float:
    """Match a deed of the player's that the function makes possible: `race me`, `may I pass`."""
    if function.words[0] in _BEGINNING and own & {
        f"*{group}" for thing in function.words[1:] for group in actions(stem(thing))
    }:
        # `race me` for `start_race`: the deed is the noun of the name
        return 0.8
    if clause.by_user and head in _PASSING and {"*access", "*open", "*release"} & function.verbs:
        return 0.85
    mirrored = _OF_USER.get(clause.words[0], "")
    return 0.8 if clause.by_user and mirrored and {f"*{mirrored}", mirrored} & function.verbs else 0.0


def _traded(clause: Clause, function: Function, direction: str) -> float:
    """Match what changes hands, by the way that it goes."""
    words = clause.words
    if words[0] == "buy" and function.outward and not direction:
        return 0.75
    if direction == "out" and function.outward:
        return 0.75 if words[0] in ("buy", "sell", "purchase", "rent", "order") else 0.6
    return 0.75 if direction == "in" and function.direction == "in" else 0.0


def _brings_about(clause: Clause, function: Function) -> bool:
    """`Make it rain`, `let there be fog`: a change is asked for by what it shall come to."""
    wanted = clause.words[0] in _CAUSING or clause.every[:2] == ("let", "there")
    changes = "*change" in function.verbs or (clause.words[0] in ("turn", "make", "change") and "into" in clause.words)
    return wanted and changes and bool(all_named(function.choices, clause.words))


def _undertakes(clause: Clause, function: Function) -> bool:
    """`I will hunt Reyes` takes on the errand that a function gives out."""
    errand = any(kinship(thing, "quest") >= 0.5 for thing in function.things)
    return clause.by_user and clause.words[0] in _HUNTING and errand and bool(choose(function.choices, clause.words))


_CAUSING: Final = lex("make let turn get bring cause start")
_HUNTING: Final = lex("hunt track chase accept do take")
_WAYS: Final = frozenset(
    {"take", "bring", "*access", "*open", "*release", "*lead", "*transport", "*teleport", "*navigate"}
)
_PARTICLES: Final = frozenset({"on", "off", "up", "down", "out", "away", "along"})


def _by_other_word(words: Sequence[str], groups: set[str], function: Function) -> float:
    """`give me healing`, `fix my wounds`, `have a rest`: the verb hides in what is asked for."""
    later = [stem(word) for word in words[1:] if word not in STOP]
    verbs = [verb for verb in function.verbs if not verb.startswith("*")]
    if any(stem(one) in verbs and other in _ACTED_ON for one, other in itertools.pairwise(words[1:])):
        # `make Rolf follow me` asks Rolf
        return 0.0
    if (
        set(later) & set(verbs)
        or {f"*{g}" for word in later for g in actions(word)} & function.verbs
        or groups & function.verbs
    ):
        return 0.7
    if any(kinship(word, verb) >= 0.5 for word in later for verb in verbs):
        return 0.55
    named = any(is_named(word, function.named_things) for word in later)
    units = {unit for p in function.parameters if p.kind == "number" for unit in p.words} & set(later)
    if units and any(word[0].isdigit() or word in UNITS or word in TENS for word in words):
        return 0.7
    lends = function.outward or function.words[0] not in _ON_THINGS
    if words[0] in _GENERIC and lends and all_named(_telling(function), words[1:]):
        return 0.6
    if words[0] in ("keep", "get") and any(stem(word) in function.things for word in words[1:] if word not in STOP):
        return 0.6
    return 0.55 if named and words[0] in _BARE_WISHES else 0.0


# Deeds done to what the player already has: who wants a sword wants none sharpened.
_ON_THINGS: Final = words_of("on things")
_ACTED_ON: Final = lex("me us him her them it the my")
_BEGINNING: Final = lex("start begin register hold make give do set perform run arrange host enter play launch order")
_BARE_WISHES: Final = lex("have get give need want do show help")


def things_named(clause: Clause, function: Function) -> list[str]:
    """The words of a request that name things, the verb, people and numbers aside."""
    head = clause.words[0]
    skipped = UNITS.keys() | TENS.keys() | SCALES.keys() | _COINS
    words = [w for w in clause.words[1:] if w not in STOP | _EVERYBODY and w not in skipped and not w[0].isdigit()]
    if not {stem(head), head} & (function.verbs | _GENERIC | PLAIN_VERBS | STOP) and not actions(stem(head)):
        words.insert(0, head)
    return words


_EVERYBODY: Final = lex("everybody everyone all others everything")
_COINS: Final = words_of("matching coins", "lists")


def _thing(clause: Clause, function: Function, verb: float) -> float:
    """Measure how well the things named fit: 1 named or a choice, 0.2 nothing to fit, -1 something else is meant."""
    words = things_named(clause, function)
    if not function.parameters and not function.named_things - _OF_PERSONS and _is_of_a_relative(clause):
        return -1.0
    choices = _telling(function)
    if choices and choose(choices, clause.words[1:] or clause.words):
        return 1.0 if all_named(choices, clause.words) else 0.9
    if any(is_named(word, function.named_things) for word in words):
        return 1.0 if any(stem(word) in function.named_things for word in words) else 0.9
    if any(is_named(word, function.things) for word in words):
        return 0.6
    if not words and any(word in UNITS or word in TENS or word[0].isdigit() for word in clause.words[1:]):
        # a bare number belongs to a function that counts something
        counts = any(p.kind == "number" or p.words & _TIMES for p in function.parameters)
        return 0.2 if counts else -1.0
    if (
        function.outward
        and clause.words[1:] in (("him",), ("her",))
        and not any(map(_is_somebody, function.parameters))
    ):
        return -1.0
    if not (function.parameters or function.named_things - _OF_PERSONS) and _is_for_others(clause, words):
        return -1.0
    if not words:
        if clause.by_user and function.outward and {"it", "one", "that", "this", "them", "those"} & set(clause.words):
            return 0.2
        return 0.2 if verb >= 0.7 or (function.outward and not function.choices) else -1.0
    if clause.words[0] in _PASSING and clause.by_user:
        return 0.2
    if any(one == "your" and other in words for one, other in itertools.pairwise(clause.words)):
        # `follow your heart`: what is the character's own is no thing to act on
        return -1.0
    free = any(p.kind == "string" and not p.choices for p in function.parameters)
    if free and verb >= 0.6:
        return 0.4
    if any(p.choices for p in function.parameters):
        return 0.0 if verb >= 0.75 else -1.0
    return 0.1 if verb >= 0.7 and not function.named_things - _OF_PERSONS else -1.0


def _is_somebody(parameter: Parameter) -> bool:
    named = any(choice[:1].isupper() for choice in parameter.choices)
    return named or bool(parameter.words & _PERSONS)


_PERSONS: Final = stem_set("person name who member guest suspect partner character")


def _is_of_a_relative(clause: Clause) -> bool:
    return any(one == "my" and other in RELATIVES for one, other in itertools.pairwise(clause.words))


def _telling(function: Function) -> list[str]:
    """The choices that name something; `on` and `off` stand in any sentence."""
    return [choice for choice in function.choices if any(word not in STOP for word in tokens(choice))]


def _is_for_others(clause: Clause, words: Sequence[str]) -> bool:
    """Tell whether a deed that is done to the player is asked for something or somebody else (`heal him`)."""
    if {"me", "us", "my", "our", "myself", "i"} & set(clause.words) or clause.by_user:
        return False
    return clause.words[1:2] in (("him",), ("her",), ("them",)) or any(
        not word.endswith("ly") and word not in _ADVERBS for word in words
    )


_ADVERBS: Final = words_of("matching adverbs", "lists")
_TIMES: Final = stem_set("time hour clock woken wake")
_OF_PERSONS: Final = stem_set("player user me them person target npc now up")


def is_named(word: str, things: frozenset[str]) -> bool:
    """Tell whether a word is one of some stems, by kin or with a slip of the hand."""
    one = stem(word)
    return one in things or any(
        kinship(one, thing) >= 0.55
        or mistyped(one, thing)
        or (len(thing) > 4 and one.startswith(thing))
        or (len(one) > 3 and (thing.startswith(one) or thing.endswith(one)))
        for thing in things
    )
