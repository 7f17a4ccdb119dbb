"""A judge's part in reading requests: what it is sure of is added or called, what it doubts is offered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.amounts import is_count
from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.arguments.switches import by_sides, is_switch, truth
from stealth_pygame.backend.brain.calls.matching import best_function, gives_away, goes_unheard
from stealth_pygame.backend.brain.calls.message import HEARD, TOLD, Ask, Message, ending_of
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard
from stealth_pygame.backend.brain.knowledge.search import search
from stealth_pygame.backend.brain.language.choices import all_named
from stealth_pygame.backend.brain.language.clauses import PAST, STORY, WH, Clause, ClauseKind
from stealth_pygame.backend.brain.language.questions import Query, question_kind
from stealth_pygame.backend.brain.language.vocabulary import content, groups_of, lex, patterns_of
from stealth_pygame.backend.brain.language.words import stem
from stealth_pygame.backend.brain.small_talk import intent

_WORDS: Final = groups_of("requests")
_SILENCING: Final = groups_of("matching")["silencing"]
_FORMS: Final = patterns_of("judging")
# What opens a question that asks for nothing to be done.
_WONDERING: Final = WH | lex("am are is was were did does")
# By the form of a message, the likelihood by a judge from which a function is offered, and of two of them, called.
_LEAST: Final = {
    ClauseKind.REQUEST: 0.3,
    ClauseKind.FRAGMENT: 0.6,
    ClauseKind.STATEMENT: 0.75,
    ClauseKind.QUESTION: 0.9,
}
_SURE: Final = 0.95
# That of a clause by itself, and within the whole message, from which the second of two orders is called.
_SECOND, _BESIDE = 0.7, 0.05
# That from which a function is called of which all values are named, and that from which another one may be meant
# beside it: by a judge of single words, by one of sentences, and for a function without values.
_NAMED: Final = {False: (0.3, 0.28), True: (0.6, 0.2)}
_BARE: Final = (0.7, 0.2)
# That from which an order without its verb is called that names two values and all that is needed, and that of any
# other one, by a judge of single words and by one of sentences.
_TOLD: Final = 0.6
_LISTED: Final = {False: 0.96, True: 0.9}
# That of a request by itself, below which it is meant for another function, unless the whole message has so much.
_UNFIT, _SURE_OF_ALL = 0.1, 0.9
# That from which a judge of single words tells that another one is meant, unless the very verb of this one was said;
# that nothing is asked for it cannot tell.
_MEANT: Final = 0.75


def weighed(message: Message, asks: list[Ask]) -> list[Ask]:
    """The requests after a judge has looked at the message: what it is sure of is added, what it doubts offered."""
    form = _form(message, asks)
    if form is None and (message.pending or not asks):
        return asks
    # of a long story the last request alone is looked at
    asked = message.requests[-1:] if len(message.every) >= STORY else []
    likely = message.ordered(" ".join(asked[0].every) if asked else message.said)
    for function in message.sheet.functions:
        likely[function.name] *= not any(gives_away(one, function, message.sheet) for one in message.requests)
    heard = sorted(message.sheet.functions, key=lambda function: -likely[function.name])
    if form is None:
        # beside a question or a refusal nothing is added to what the rules have found
        refused = any(clause.kind is ClauseKind.REFUSAL for clause in message.clauses)
        doubted = not refused and _doubts(message, asks, likely, heard[0])
        return [] if doubted and _echoes(message) else [replace(ask, offered=ask.offered or doubted) for ask in asks]
    # `let us go` may ask for nothing, which only whole sentences tell; `machine six` is no order
    idea = form is ClauseKind.FRAGMENT or "let us" in message.said
    short = form is not ClauseKind.REQUEST and (len(message.every) < 3 or is_count(message.every[:1]))
    sure = form in (ClauseKind.REQUEST, ClauseKind.FRAGMENT) and not (short or PAST.search(" ".join(message.every)))
    sure = sure and (message.is_read or not idea)
    surest = likely[heard[0].name]
    doubted = not asks or _doubts(message, asks, likely, heard[0])
    likeliest = surest >= _LEAST[form] and doubted and not _is_denied(message, asks, surest)
    if likeliest and (asks or not any(fact.judged > surest for fact in search(message.sheet, Query({}), message.said))):
        # no fact is likelier to answer the message
        return [_meant(message, heard[0], likely, sure=sure, alone=not asks)]
    if len(asks) == 1:
        # of two orders in one message each has about half
        others = [f for f in heard[:2] if likely[f.name] >= HEARD and f is not asks[0].function]
        both = sure and sum(likely[f.name] for f in heard[:2]) >= _SURE
        # `change our heading` names nothing of the sail, and may as well be meant for the rudder
        doubted |= message.is_read and not asks[0].values and bool(others) and others[0] is heard[0]
        second = (sure and _second(message, asks[0].function, likely)) or [
            _plainly(message, one) for one in others[:both]
        ]
        asks = [replace(asks[0], offered=asks[0].offered or doubted), *second]
        comes_first = message.requests[1:] and message.unmet == message.requests[:1]
        asks = asks[::-1] if comes_first and asks[-1].complete else asks
    return asks


def _doubts(message: Message, asks: list[Ask], likely: Mapping[str, float], surest: Function) -> bool:
    """Tell whether a judge doubts what the rules have found."""
    # of a vague wish of which nothing but the player is known nobody is sure
    guessed = all(ask.doubt and set(ask.values.values()) == {message.heard.user_name} for ask in asks)
    if guessed or any(likely[ask.function.name] >= HEARD for ask in asks):
        return guessed
    words = asks[0].function.words
    if message.is_read:
        # beside its very verb and all that it needs no judge hears another one, nor that who gives takes
        whole = words[0] in message.every and bool(asks[0].values)
        # `scatter the flock` is all that `scatter_flock` does
        whole |= len(words) > 1 and set(words) <= set(message.every)
        return not (whole and asks[0].complete) and {surest.direction, asks[0].function.direction} != {"in", "out"}
    # what is asked back for a value is only doubted where another one is heard
    least = all(ask.complete for ask in asks) or likely[surest.name] >= HEARD
    plain = any(likely[ask.function.name] >= ask.doubt or _is_told_plainly(ask, message.heard) for ask in asks)
    said = stem(words[0]) in map(stem, message.every)
    return (least and not plain) or (likely[surest.name] >= _MEANT and not said)


def _is_denied(message: Message, asks: list[Ask], surest: float) -> bool:
    """Tell whether a message begins or ends as one that asks for nothing which only a judge hears."""
    ending = ending_of(message.heard.raw)
    ordered = asks and any(intent(c.every)[0] != "farewell" for c in message.requests if not c.by_user)
    denied = (message.leaves and not ordered) or ending in ("thanks", "able") or (ending == "haggle" and surest < _SURE)
    return denied or any(_FORMS["denied"].search(text) for text in (message.said, " ".join(message.every)))


def _form(message: Message, asks: list[Ask]) -> ClauseKind | None:
    """The form of a message that a judge looks at for an order, or None."""
    kinds = {c.kind for c in message.clauses if len(c.every) > 1 or len(message.clauses) == 1}
    form = next((kind for kind in _LEAST if kind in kinds), None)
    form = ClauseKind.REQUEST if form and "please" in message.said.split() and len(message.every) > 1 else form
    if (last := message.clauses[-1]).asks:
        # `have you got something soft in there?` may be answered by an offer
        polar = last.kind is ClauseKind.QUESTION and not question_kind(last.words)
        wishes = ClauseKind.STATEMENT if _FORMS["wishes"].match(" ".join(last.every)) else ClauseKind.QUESTION
        form = wishes if polar and not asks and len(message.every) < STORY else None
    # a mere `yes, please` names no deed, and what is told beside a question is told for its sake
    idle = set(message.every) <= {"please"} or ClauseKind.REFUSAL in kinds
    idle = idle or (form in TOLD and any(c.asks and c.every[0] in _WONDERING for c in message.clauses))
    idle = idle or (form in TOLD and _echoes(message))
    idle = idle or bool(_FORMS["habit"].match(" ".join(last.every)))
    return None if message.pending or idle or PAST.search(" ".join(last.every)) else form


def _echoes(message: Message) -> bool:
    """Tell whether a message takes in what was just told, and goes on: `Thirty-one! I was a bad pupil`."""
    told = content(message.clauses[0].every)
    return len(message.clauses) > 1 and bool(told) and set(told) <= set(message.heard.beside)


def _second(message: Message, met: Function, whole: Mapping[str, float]) -> list[Ask]:
    """The request in a clause, or a part of one (`... and chuck us a net`), beside what the rules understand."""
    requests = [clause for clause in message.requests if clause.words[1:]][:2]
    unmet = [c for c in requests if c in message.unmet]
    parts = [] if unmet[1:] else unmet if requests[1:] else [part for c in requests for part in _parted(c)]
    heard = ((part, message.ordered(" ".join(part.every))) for part in parts)
    # what knows single words alone hears only one of two
    least = _BESIDE if message.is_read else 0.0
    others = [f for f in message.sheet.functions if whole[f.name] >= least]
    second = ((f, part, likely[f.name]) for part, likely in heard for f in others if likely[f.name] >= HEARD)
    plain = (
        replace(_plainly(message, f, None if part in unmet else part), offered=share < _SECOND)
        for f, part, share in sorted(second, key=lambda one: -one[2])
        if f is not met
    )
    return list(plain)[:1]


def _meant(message: Message, function: Function, likely: dict[str, float], *, sure: bool, alone: bool) -> Ask:
    """The request for a function that only a judge has heard: called where it is certain or all is named."""
    plain = _plainly(message, function)
    named = alone and not plain.missing and goes_unheard(message.clauses, function)
    # what has no values is named by nothing that a refusal could not name as well
    named = named and (bool(plain.values) or not _WORDS["taking back"] & set(message.said.split()))
    likeliest, beside = _NAMED[message.is_read] if plain.values else _BARE
    named = named and sum(sorted(likely.values())[-2:-1]) < beside
    # `we must change our heading` leaves open how
    least = likeliest if named else _SURE + (not plain.values and any(c.by_user for c in message.clauses))
    # `just a tiny bit off, keep it long`: what is asked for beside it may be meant for something else
    asked = message.requests if message.is_read and len(message.clauses) > 1 else []
    unfit = any(message.ordered(" ".join(c.every))[function.name] < _UNFIT for c in asked if not c.by_user)
    told = alone and not plain.missing and len(set(plain.values.values())) > 1
    told = told and (_is_elliptic(message) or _is_listed(message, function, likely[function.name]))
    least = min(least, _TOLD) if told else least
    return replace(plain, offered=not (sure or told) or likely[function.name] < max(least, _SURE_OF_ALL * unfit))


def _is_elliptic(message: Message) -> bool:
    """Tell whether a message is an order without its verb (`three bowls, the big ones`), and nothing is asked."""
    kinds = [clause.kind for clause in message.clauses]
    tells = (_WORDS["telling"] | {"it"}) & set(message.clauses[0].every)
    bare = kinds[0] is ClauseKind.FRAGMENT and not (tells or message.awaits)
    return bare and all(kind in TOLD for kind in kinds) and len(message.every) < STORY


def _is_listed(message: Message, function: Function, likely: float) -> bool:
    """Tell whether a message names what a function takes, from what it lists, and asks for it now."""
    listed = all(p.choices or p.kind != "string" for p in function.parameters)
    return listed and likely >= _LISTED[message.is_read] and not _FORMS["not now"].search(message.said)


def _plainly(message: Message, function: Function, clause: Clause | None = None) -> Ask:
    """The offer, by the function's verb, with the choices, numbers, names and quotes that the message has."""
    clause = clause or max(message.clauses[::-1], key=lambda c: message.ordered(" ".join(c.every))[function.name])
    # the verb is the function's, whatever word was said for it but that of a choice (`back her up`)
    own = is_count(clause.words[:1]) or bool(all_named(function.choices, clause.words[:1]))
    has_verb = clause.kind is ClauseKind.REQUEST and not own
    words = (function.words[0], *clause.words[has_verb:])
    ask = message.ask(function, message.heard_in(replace(clause, kind=ClauseKind.REQUEST, words=words)))
    whole = [word for c in message.clauses for word in (c.every[1:] if c is clause and has_verb else c.every)]
    either = "or" in message.every
    named_in = {p.name: all_named(p.choices, message.every if either else whole) for p in function.parameters}
    # `left or right` names neither
    choices = {name for name, listed in named_in.items() if listed and not (either and len(listed) > 1)}
    sided = {p.name for p in function.parameters if is_switch(p) or by_sides(p, clause.words)}
    kept = choices | sided | {p.name for p in function.parameters if p.kind == "number"}
    named = {name for name, value in ask.values.items() if _is_plain(value, message.heard)}
    # `shut the slide` is no `open` one
    said = {p.name: truth(p, message.heard_in(clause)) for p in function.parameters if p.kind == "boolean"}
    meant = {name: said.get(name) or value for name, value in ask.values.items()}
    values = {name: value for name, value in meant.items() if name in kept | named}
    # `it is hot here, kill the fire`: an order says how much and which side, and what is told beside it does not
    ordered = dict[str, str]()
    for other in (one for one in message.requests if best_function(one, message.sheet) in (None, function)):
        ordered = fill(function, replace(message.heard_in(other), told=()), message.sheet, ordered)
    # a bare `a` may count something else
    plain = {p.name for p in function.parameters if p.kind != "string" and ordered.get(p.name, "1") != "1"}
    # what knows single words alone may take `kill the mood` for the alarm
    silenced = clause.words[:1] and clause.words[0] in _SILENCING and len(message.clauses) == 1
    plain = set() if silenced and not message.is_read else plain
    values |= {name: ordered[name] for name in plain - values.keys()}
    # a yes will confirm what else they say of it
    if clause.kind is ClauseKind.STATEMENT:
        pointed = replace(clause, kind=ClauseKind.REQUEST, words=(function.words[0], "it"))
        meant |= fill(function, message.heard_in(pointed), message.sheet)
    return Ask(function, values, offered=True, meant={**ordered, **meant})


def _parted(clause: Clause) -> list[Clause]:
    """The parts of a request before and behind an `and`, none of which is a mere thing."""
    if "and" not in clause.every[3:-3]:
        return []
    at = clause.every.index("and", 3)
    return [replace(clause, words=words, every=words) for words in (clause.every[:at], clause.every[at + 1 :])]


def _is_plain(value: str, heard: Heard) -> bool:
    """Tell whether a value is named as such: a name, what stands in quotes, behind a colon, or where something goes."""
    is_name = not value[:1].islower() and value != heard.user_name
    leads = r"to|at|on|into|that" if value.count(" ") > 1 else "to|at|on|into"
    return is_name or bool(re.search(rf"(?:[\":]|\b(?:{leads})(?: the)?) ?{re.escape(value)}", heard.raw))


def _is_told_plainly(ask: Ask, heard: Heard) -> bool:
    """Tell whether a request tells two values, or one that is named as such."""
    said = [value for value in ask.values.values() if value[:1].isalpha() and value in heard.raw]
    return len(ask.values) > 1 or any(_is_plain(value, heard) for value in said)
