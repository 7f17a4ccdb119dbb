"""The parameters of a call, taken from the words of a request; what is not there stays missing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from stealth_pygame.backend.brain.calls.amounts import number_for
from stealth_pygame.backend.brain.calls.switches import truth
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter, split_name
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.thesaurus import KNOWN, actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import COMMON, STOP, lex, pattern_of, words_of
from stealth_pygame.backend.brain.language.words import mistyped, stem, stem_set, tokens

_PERSON: Final = frozenset(map(stem, words_of("parameters person", "lists")))
_ANYBODY: Final = stem_set("player user person target who recipient customer patient guest traveller visitor whom")
PLACE: Final = frozenset(map(stem, words_of("parameters place", "lists")))
_LONGEST_VALUE: Final = 6
_SAYING: Final = stem_set("message text note reason words question answer story topic subject")
_VAGUE: Final = lex("something anything thing things stuff item items one ones some goods wares this that it them")


def fill(function: Function, heard: Heard, sheet: Sheet, given: dict[str, str] | None = None) -> dict[str, str]:
    """The values found for a function's parameters, as strings; `given` values stay."""
    values = dict(given or {})
    for parameter in sorted(
        function.parameters, key=lambda p: (p.kind == "string" and not p.choices, p.kind == "number")
    ):
        if parameter.name in values:
            continue
        results = _value(parameter, function, heard, sheet, values)
        if results is not None:
            values[parameter.name] = results
    return {p.name: values[p.name] for p in function.parameters if p.name in values}


def _value(
    parameter: Parameter,
    function: Function,
    heard: Heard,
    sheet: Sheet,
    values: dict[str, str],
) -> str | None:
    if parameter.kind == "number":
        return number_for(parameter, function, heard, sheet, values)
    if parameter.kind == "boolean":
        return truth(parameter, heard)
    if parameter.choices:
        own = {stem(choice) for choice in parameter.choices}
        kinds, name = function.named_things - own, set(map(stem, split_name(parameter.name))) - own
        # a bare `ticket, please` names no ticket, `a potion` the only one that is called so
        words = [
            word
            for before, word in itertools.pairwise(("", *heard.words))
            if (stem(word) not in kinds or before in _ARTICLES) and stem(word) not in name
        ]
        return choose(parameter.choices, words) or choose(parameter.choices, heard.beside)
    if parameter.hints and (hinted := choose(parameter.hints, heard.words)):
        return hinted
    return _free(parameter, function, heard, sheet, values)


def choose(choices: Sequence[str], words: Sequence[str]) -> str | None:
    """The choice that the words name: by its words, its kin, or with a slip of the hand."""
    # `dan dan` may be written in one
    words = [*words, *(one + other for one, other in itertools.pairwise(words) if one + other in choices)]
    scored = [(_named(choice, words, choices), -at, choice) for at, choice in enumerate(choices)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] >= 0.5 else None


def all_named(choices: Sequence[str], words: Sequence[str]) -> list[str]:
    """Every choice that is plainly named, in the order of the words."""
    results = [(position, choice) for choice in choices if (position := _position(choice, words)) is not None]
    return [choice for _, choice in sorted(results)]


def _position(choice: str, words: Sequence[str]) -> int | None:
    heads = [stem(word) for word in tokens(choice)]
    for at, word in enumerate(words):
        if stem(word) == heads[-1] or (len(word) > 3 and mistyped(word, tokens(choice)[-1])):
            before = {stem(w) for w in words[max(0, at - len(heads) + 1) : at]}
            if len(heads) == 1 or set(heads[:-1]) <= before:
                return at
    return None


def _named(choice: str, words: Sequence[str], choices: Sequence[str]) -> float:
    parts = [word for word in tokens(choice) if word not in STOP] or tokens(choice)
    if not parts:
        return 0.0
    near = [
        max((_same(word, part) for word in words if word not in STOP or word == part), default=0.0) for part in parts
    ]
    if len(parts) == 1:
        return near[0]
    shared = [sum(stem(part) in map(stem, tokens(other)) for other in choices) for part in parts]
    weights = [1 / count for count in shared]
    telling = max((n for n, count in zip(near, shared, strict=True) if count == 1), default=0.0)
    return max(
        sum(n * w for n, w in zip(near, weights, strict=True)) / sum(weights), 0.9 * telling if telling >= 0.8 else 0.0
    )


def _same(word: str, part: str) -> float:
    one, other = stem(word), stem(part)
    if one == other:
        return 1.0
    if word not in COMMON and one not in KNOWN and (mistyped(word, part) or mistyped(one, other)):
        return 0.85
    near = kinship(one, other)
    return near if near >= 0.6 else 0.0


def _free(parameter: Parameter, function: Function, heard: Heard, sheet: Sheet, values: dict[str, str]) -> str | None:
    told = _TIMED.search(heard.raw) if parameter.words & _TIME else None
    told = told or (_ADDRESS.search(heard.raw) if stem("address") in parameter.words else None)
    if told:
        return told.group(1)
    if parameter.words & _NUMBERED and (numbered := _numbered(parameter, heard)):
        return numbered
    if _is_person(parameter):
        person = _person(parameter, heard, sheet)
        if person:
            return person
    quoted = _QUOTED.search(heard.raw)
    if quoted:
        return quoted.group(1) or quoted.group(2)
    if parameter.words & _SAYING:
        wording = re.search(r"\b(?:that|saying|because|about|:)\s+(.+?)[.!?]*$", heard.raw, re.IGNORECASE | re.DOTALL)
        if wording:
            return wording.group(1).strip()[:400]
    if stem("day") in parameter.words and (days := [word for word in heard.words if word in _WEEKDAYS]):
        return _proper(days[0], heard.raw)
    if parameter.words & _COLOUR:
        coloured = [word for word in heard.words if word in _COLOURS]
        return coloured[-1] if coloured else None
    if heard.words[1:2] in (("me",), ("us",)) and not (function.outward or heard.words[0] in _WITH_TWO_OBJECTS):
        # `bless me, father` names no thing to bless
        return None
    if parameter.words & PLACE:
        place = _after(heard.words, ("to", "for", "at", "into", "towards", "toward", "in"))
        place = _told_apart(place, parameter, function, heard)
        if place and place not in (heard.user_name.lower(), *values.values()):
            return _proper(place, heard.raw)
        return _proper(_object(heard.words, function), heard.raw) if heard.fragment else None
    return _thing(parameter, function, heard, sheet, values)


def _numbered(parameter: Parameter, heard: Heard) -> str:
    """Return the number that a thing of this kind is named by, in the request or where it says `it`: `room 31`."""
    for words in (heard.words, heard.beside):
        for before, word in itertools.pairwise(words):
            if word.isdigit() and stem(before) in parameter.words:
                return word
    return ""


_NUMBERED: Final = stem_set("number id code letter")


def _thing(parameter: Parameter, function: Function, heard: Heard, sheet: Sheet, values: dict[str, str]) -> str | None:
    """Return the thing that is named, as far as it is neither a story nor something that nobody has heard of."""
    results = _told_apart(_object(heard.words, function) or _pointed(heard), parameter, function, heard)
    # `a poster about my scarf`: what a notice is about
    results = results or _after(heard.words, ("about",)) or _after(heard.words, ("for", "of"))
    if results in taken_whole(values):
        results = _after(heard.words, ("to", "with"))
    if _STRANGE.match(" ".join(heard.words)) and not any(term in sheet.idf for term in map(stem, results.split())):
        # `dibs on the moth`: what nobody has heard of beside what somebody may have is no thing to be had
        return None
    taken = {word for value in values.values() for word in tokens(value)}
    named = _NAMED.search(f"x {_proper(results, heard.raw) or ''}")
    results = named.group(1) if named and parameter.words & {stem("name")} else results
    # what is longer than a name or a thing is a story, and no value
    telling = set(results.split()) - taken - _DROPPED
    return _proper(results, heard.raw) if telling and len(results.split()) <= _LONGEST_VALUE else None


def _is_person(parameter: Parameter) -> bool:
    """Tell whether a parameter is somebody: `name of the guest` is, `what the player sells` and `item` are not."""
    if _THING.search(parameter.description) or stem("item") in parameter.words:
        return False
    somebody = parameter.words & (_PERSON - {stem("name")})
    return bool(somebody) or (stem("name") in parameter.words and not _NAME_OF.search(parameter.description))


def taken_whole(values: dict[str, str]) -> set[str]:
    """The values that other parameters have, in small letters."""
    return {value.lower() for value in values.values()}


_THING: Final = re.compile(r"^(?:what|which (?!one of the players))(?! person| player| guest)", re.IGNORECASE)
_NAME_OF: Final = pattern_of("parameters name of", re.IGNORECASE)
_TIME: Final = stem_set("time hour clock woken wake")
_ADDRESS: Final = re.compile(r"\b(?:to|at) (?:the )?(\d+ [\w' ]{1,40})", re.IGNORECASE)
_TIMED: Final = pattern_of("parameters timed", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"“]([^\"”]{1,200})[\"”]|(?<!\w)['‘]([^'’]{2,80})['’](?!\w)")


def _told_apart(text: str, parameter: Parameter, function: Function, heard: Heard) -> str:
    """`Airlock door` is the airlock where a door is asked for, and `a book` names no book at all."""
    kinds = function.named_things | {stem(word) for word in split_name(parameter.name)}
    words = text.split()
    if len(words) == 1 and any(kinship(stem(words[0]), kind) >= 0.7 for kind in function.named_things):
        return ""
    while words and (stem(words[-1]) in kinds or words[-1] in heard.names):
        words.pop()
    while words and stem(words[0]) in kinds:
        words.pop(0)
    return " ".join(words)


_STRANGE: Final = re.compile(r"^(?:have|get|take) (?:\w+ )?\w+ (?:on|about|over) ")
_ARTICLES: Final = lex("a an the my")
_PARTICLES: Final = lex("up down out in off on over")
_WITH_TWO_OBJECTS: Final = words_of("two objects")
_WEEKDAYS: Final = lex("monday tuesday wednesday thursday friday saturday sunday today tomorrow")
_COLOUR: Final = stem_set("color colour paint")
_COLOURS: Final = words_of("colours")


def _pointed(heard: Heard) -> str:
    """Return the one thing of the player's that a message tells of and then calls `it`."""
    own = [other for one, other in itertools.pairwise(heard.told) if one == "my"] or _SHOWN.findall(
        " ".join(heard.told)
    )
    return own[0] if len(own) == 1 and {"it", "that", "this"} & set(heard.words) else ""


_SHOWN: Final = pattern_of("parameters shown")


def _person(parameter: Parameter, heard: Heard, sheet: Sheet) -> str | None:
    spoken = set(heard.words)
    for user in heard.users:
        if user != heard.user_name and set(tokens(user)) & spoken:
            return user
    named = _NAMED.search(heard.raw)
    if named and set(tokens(named.group(1))) <= spoken and not set(tokens(named.group(1))) & heard.names:
        return next((sheet.people[word] for word in tokens(named.group(1)) if word in sheet.people), named.group(1))
    for word in heard.words:
        if word in sheet.people:
            return sheet.people[word]
    relatives = [other for one, other in itertools.pairwise(heard.words) if one == "my" and other in RELATIVES]
    if relatives:
        return relatives[0]
    if {"him", "her", "them"} & spoken and (before := [word for word in heard.beside if word in sheet.people]):
        return sheet.people[before[-1]]
    told = [sheet.people[word] for word in heard.told if word in sheet.people]
    if told and not ({"me", "my", "myself"} & spoken and parameter.words & _ANYBODY):
        return told[0]
    if {"me", "my", "i", "us", "myself"} & spoken or parameter.words & {stem("player"), stem("user"), stem("customer")}:
        return heard.user_name or None
    return None


RELATIVES: Final = words_of("relatives")
_NAMED: Final = re.compile(r"(?<=[\w,;] )([A-Z][a-z'-]+(?: [A-Z][a-z'-]+)*)")


def _after(words: Sequence[str], prepositions: Iterable[str]) -> str:
    for at, word in enumerate(words):
        if word in prepositions and at + 1 < len(words):
            return " ".join(_phrase(words[at + 1 :]))
    return ""


def _phrase(words: Sequence[str]) -> list[str]:
    """A noun phrase from its start: articles dropped, ended by a preposition or a conjunction."""
    results: list[str] = []
    for at, word in enumerate(words):
        if word == "as" or (word in _BREAKS and (results or _VAGUE & set(words[:at]))):
            break
        if word not in _DROPPED and word not in _VAGUE and not word.isdigit() and (results or word not in _PARTICLES):
            results.append(word)
    return results


_BREAKS: Final = words_of("parameters breaks", "lists")
_DROPPED: Final = words_of("parameters dropped", "lists")


def _object(words: Sequence[str], function: Function) -> str:
    """Return what a request is about: its words after the verb, without numbers and articles."""
    heads = {stem(word) for word in function.words[:1]} | {verb for verb in function.verbs if not verb.startswith("*")}
    rest = list(words)
    if rest and (stem(rest[0]) in heads or actions(stem(rest[0])) or rest[0] in _HEADS):
        rest = rest[1:]
    return " ".join(_phrase(rest))


_HEADS: Final = lex("turn have give get take bring make do show let put keep hold leave watch")


def _proper(text: str, raw: str) -> str | None:
    """The text as the user wrote it (capitals), where it stands in the message word for word."""
    if not text:
        return None
    match = re.search(re.escape(text), raw, re.IGNORECASE)
    return match.group(0) if match else text
