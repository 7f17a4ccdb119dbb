"""From a request to the function it asks for; a clause that only talks about something never gets here."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.amounts import ORDINALS, is_count
from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.arguments.switches import is_switch
from stealth_pygame.backend.brain.calls.judging import weighed
from stealth_pygame.backend.brain.calls.matching import Fit, best_function, includes, is_named, tells, things_named
from stealth_pygame.backend.brain.calls.message import TOLD, Ask, Message
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, split_name
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.choices import all_named, choose, segments
from stealth_pygame.backend.brain.language.clauses import AUX, SUBJECTS, Clause, ClauseKind
from stealth_pygame.backend.brain.language.questions import question_kind
from stealth_pygame.backend.brain.language.thesaurus import kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, lex, patterns_of
from stealth_pygame.backend.brain.language.words import STEMS, TENS, UNITS, stem, tokens
from stealth_pygame.backend.brain.small_talk import chat, intent

_WORDS: Final = groups_of("requests")
_FORMS: Final = patterns_of("requests")
# Calls in one answer; more than this is a list that nobody says.
MOST_CALLS: Final = 3
# What leads up to an answer, and what rounds it off.
TOLD_AS: Final = _FORMS["told as"]
# Words of a bare order that name nothing.
_SKIPPED: Final = STOP | UNITS.keys() | TENS.keys() | lex("thing things one ones")


def asks_in(message: Message) -> list[Ask]:
    """All that a message asks to be done, in order."""
    if not message.clauses:
        return []
    results: list[Ask] = []
    before = message.pending
    # `I have to go now, bye` asks for nothing that goes, nor does `fly safe`
    for clause in (c for c in message.clauses if not (c.by_user and message.leaves)):
        whole = _filled_in(message, clause)
        asked = _asked(message, whole, message.heard_in(whole))
        # what was just talked of is what is meant
        asked = asked if whole is clause else [replace(ask, doubt=0.0) for ask in asked]
        results += asked
        # `play something for me, maybe Amazing Grace?`
        message.pending = message.pending or next((ask for ask in asked[:1] if ask.missing and not ask.unknown), None)
    message.pending = before and message.pending
    results = [ask for ask in results if ask.values or ask.complete or not message.leaves]
    results = [_with_beside(message, ask) for ask in results] if len(results) == 1 else results or _elliptic(message)
    results = weighed(message, results) if message.sheet.judge and message.sheet.functions else results
    meant = _put_right(results, message.heard, message.sheet)
    called = [ask.function for ask in meant if ask.complete]
    kept = [ask for ask in meant if ask.complete or ask.function not in called]
    # `fix me up with somebody, how about Ida?` leaves less open than its first half
    kept = [ask for at, ask in enumerate(kept) if not any(ask.is_within(later) for later in kept[at + 1 :])]
    # what another one of them does as well is done once
    return [ask for ask in kept if ask.values or not any(includes(one, ask.function) for one in called)][:MOST_CALLS]


def _with_beside(message: Message, ask: Ask) -> Ask:
    """The request with the choices that the rest of its message names (`a long putter and a red ball, please`)."""
    orders = (clause for clause in message.clauses if clause.kind in (ClauseKind.REQUEST, ClauseKind.FRAGMENT))
    ordered = [word for clause in orders for word in clause.every]
    named = {p.name: all_named(p.choices, ordered) for p in ask.missing}
    chosen = {name: told[0] for name, told in named.items() if len(told) == 1}
    # `indigo ones, ten sheets`, but no three days on the road
    fragments = [clause.every for clause in message.clauses if clause.kind is ClauseKind.FRAGMENT]
    counted = tuple(word for words in fragments if names_only(ask.function, words) for word in words)
    filled = fill(ask.function, replace(message.heard, words=counted, fragment=True), message.sheet)
    numbers = {p.name: filled[p.name] for p in ask.missing if p.kind == "number" and p.name in filled}
    return replace(ask, values={**ask.values, **chosen, **numbers})


def _elliptic(message: Message) -> list[Ask]:
    """`To the right, four strides`: an order without its verb, each of whose words belongs to one function."""
    denied = message.awaits or message.pending or {"no", "not", "nope"} & set(tokens(message.heard.raw))
    if denied or _WORDS["telling"] & set(message.every) or any(clause.kind not in TOLD for clause in message.clauses):
        return []
    heard = replace(message.heard, words=message.every)
    filled = [Ask(f, fill(f, heard, message.sheet)) for f in message.sheet.functions if names_only(f, message.every)]
    asks = [ask for ask in filled if ask.complete and len(ask.values) > 1]
    return asks if len(asks) == 1 else []


def _filled_in(message: Message, clause: Clause) -> Clause:
    """`Give me two`, said of the ramen whose price was just asked."""
    is_request = clause.kind is ClauseKind.REQUEST
    counted = is_count(clause.words) or {"some", "one", "it", "them", "that", "both"} & set(clause.words)
    uncalled = not any(word not in STOP | {"both"} and not is_count((word,)) for word in clause.words[1:])
    ordered = is_request or (clause.kind is ClauseKind.FRAGMENT and is_count(clause.words[:1]))
    for function in message.sheet.functions if uncalled and counted and ordered and not message.pending else ():
        beside = message.heard.beside
        named = (all_named(function.choices, beside) or _talked_of(function, beside)) if function.outward else []
        if named:
            counting = ("two" if word == "both" else word for word in clause.words)
            words = (*(() if is_request else ("have",)), *counting, *tokens(named[0]))
            return replace(clause, kind=ClauseKind.REQUEST, words=words, by_user=clause.by_user or not is_request)
    return clause


def _asked(message: Message, clause: Clause, heard: Heard) -> list[Ask]:
    if clause.kind is ClauseKind.REQUEST:
        if both := _two(clause, message.sheet):
            return [ask for part in both for ask in _asked(message, part, replace(heard, words=part.words))]
        function = best_function(clause, message.sheet)
        if function is None:
            return _completed(message, clause, heard)
        doubted = Fit(clause, function, message.sheet).doubt()
        return [replace(ask, doubt=doubted) for ask in _spread(message, function, heard)]
    if clause.kind is ClauseKind.REFUSAL and clause.words[0] in _WORDS["stopping"]:
        # `stop the music` is the order to end it
        function = best_function(clause, message.sheet)
        return _spread(message, function, heard) if function else []
    if clause.kind is ClauseKind.TELL and (told := tells(clause, message.sheet)):
        return [message.ask(told, heard)]
    # `say: I am well` answers what shall be said, and so does `how about Ida?`
    asks = clause.kind is ClauseKind.QUESTION and len(clause.every) < 5 and clause.every[0] not in AUX | SUBJECTS
    suggests = asks and (clause.words[1:2] == ("about",) or not question_kind(clause.words))
    if (suggests or clause.kind in (*TOLD, ClauseKind.TELL)) and (done := _completed(message, clause, heard)):
        return done
    wanted = _wanted(clause, heard, message.sheet) if clause.kind is ClauseKind.FRAGMENT else None
    return _spread(message, wanted, replace(heard, words=("have", *clause.words))) if wanted else []


def _completed(message: Message, clause: Clause, heard: Heard) -> list[Ask]:
    pending = message.pending
    if pending is None or intent(list(clause.every))[0] in ("farewell", "thanks"):
        return []
    open_ = [p for p in pending.function.parameters if p.name not in pending.values and not p.choices]
    # a text is told word for word
    whole = [c.kind for c in message.clauses] in ([ClauseKind.FRAGMENT], [ClauseKind.TELL]) and any(
        p.words & STEMS["text"] for p in open_
    )
    bare = tuple(TOLD_AS.sub("", " ".join(tokens(heard.raw) if whole else heard.words)).split())
    told = replace(heard, words=bare, fragment=True)
    # beside an offer, `for three` is no `a ticket`
    fresh = fill(pending.function, told, message.sheet) if pending.offered else {}
    values = fill(pending.function, told, message.sheet, {**pending.values, **fresh})
    named = bare[:1] and (_WORDS["naming"] & {*bare[:1], *heard.words} or bare[0].capitalize() in heard.raw)
    states, spoken = clause.kind is ClauseKind.STATEMENT, set(map(stem, clause.every))
    moved = _WORDS["moods"] & {chat(clause.every, asks=False), intent(list(clause.every))[0]}
    # `Amazing Grace` is a title
    moved = frozenset() if bare[1:] and " ".join(bare).title() in heard.raw else moved
    # `you look tired`, `my head hurts` and `I am 40 years old` tell nothing that is asked for
    texts = [p for p in open_ if p.kind == "string" and not (moved and p.words & spoken)]
    aside = texts if moved or (states and (bare == heard.words or not named)) else []
    of_self = states and _FORMS["of self"].match(" ".join(clause.every))
    aside += [p for p in open_ if p.kind == "number" and of_self and not p.words & (spoken | STEMS["heads"])]
    values = {name: value for name, value in values.items() if name not in [p.name for p in aside]}
    if not bare or values == pending.values:
        return []
    # `the moth, on my arm`: each clause may tell something of it
    message.pending = Ask(pending.function, values)
    return [message.pending]


def _spread(message: Message, function: Function, heard: Heard) -> list[Ask]:
    """One ask, or one for each choice that is named (`a sword and a shield`)."""
    chooser = next((p for p in function.parameters if p.choices), None)
    if chooser is None:
        return [message.ask(function, heard)]
    named = all_named(chooser.choices, heard.words)
    alike = [p for p in function.parameters if p.choices == chooser.choices]
    if 1 < len(named) <= len(alike):
        # `swap red for blue`: each is the value of one of them
        given = {p.name: choice for p, choice in zip(alike, named, strict=False)}
        return [Ask(function, fill(function, heard, message.sheet, given))]
    if len(named) > 1 and "or" not in heard.words:
        parts = segments(heard.words, named, chooser.choices)
        return [message.ask(function, replace(heard, words=words)) for words in parts]
    ask = message.ask(function, heard)
    if len(named) > 1:
        ask = Ask(function, {name: value for name, value in ask.values.items() if name != chooser.name})
    things = things_named(heard.words)
    known = chooser.name in ask.values or chooser.optional or any(is_named(t, function.things) for t in things)
    return [ask if known or not things else replace(ask, unknown=things[-1])]


def _two(clause: Clause, sheet: Sheet) -> list[Clause]:
    """The two requests in one (`a plate of dumplings and a beer`), where two functions are meant."""
    if "and" not in clause.words[2:-1]:
        return []
    at = clause.words.index("and", 2)
    both = [replace(clause, words=words) for words in (clause.words[:at], (clause.words[0], *clause.words[at + 1 :]))]
    one, other = (best_function(part, sheet) for part in both)
    return both if one and other and one is not other else []


def _put_right(asks: list[Ask], heard: Heard, sheet: Sheet) -> list[Ask]:
    """`A lamp, no, a rope`: what stands behind the correction counts."""
    match = _FORMS["put right"].match(heard.raw)
    if not match or len({ask.function.name for ask in asks}) != 1:
        return asks
    tail = heard.raw[match.end() :]
    said = replace(heard, words=tuple(tokens(tail)), raw=tail, beside=())
    values = fill(asks[0].function, said, sheet)
    if said.words[0] not in _WORDS["naming"]:
        # `make it happen` corrects no title
        free = {p.name for p in asks[0].function.parameters if p.kind == "string" and not p.choices}
        values = {name: value for name, value in values.items() if name not in free or value[:1].isupper()}
    # what was doubted stays so, unless the correction tells a value of it (`it is chilly, make it 38`)
    offered = asks[0].offered and not values
    return [replace(asks[0], values={**asks[0].values, **values}, unknown="", offered=offered)]


def names_only(function: Function, words: Sequence[str]) -> bool:
    """Tell whether every word names a choice, a number or its unit (`a bit of sun for Crake, just an hour`)."""
    units = frozenset(word for p in function.parameters if p.kind == "number" for word in p.words)
    own = units | function.named_things
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        counted = word in _SKIPPED or word in ORDINALS or word in _WORDS["fillers"] or word.isdigit() or describes(word)
        named = choose(function.choices, [word]) or any(kinship(stem(word), unit) >= 0.66 for unit in own)
        # `thick mist`: one word tells more of a choice
        if not (counted or named or before == "for" or choose(function.choices, [after])):
            return False
    counts = is_count(words) and any(p.kind == "number" for p in function.parameters)
    return counts or bool(choose(function.choices, words))


def _talked_of(function: Function, exchange: Sequence[str]) -> list[str]:
    """The thing that question and answer of the last exchange both name, where things are handed out (`I take two`)."""
    if not function.outward or not any(p.kind == "string" and not p.choices for p in function.parameters):
        return []
    counts = Counter(map(stem, exchange))
    grouped = itertools.groupby(exchange, lambda word: word not in _SKIPPED and counts[stem(word)] > 1)
    return sorted((" ".join(run) for alike, run in grouped if alike), key=len)[-1:]


def _wanted(clause: Clause, heard: Heard, sheet: Sheet) -> Function | None:
    """The function for `two swords, please`: a number or an article and something that is to be had."""
    if question_kind(clause.words) or (heard.raw.rstrip().endswith("?") and "please" not in clause.every):
        # `the price of a horseshoe, please` orders none, and `three gold, I see. Where is it from?` repeats a price
        return None
    words = clause.words
    until = next((at for at, word in enumerate(words) if at and word in ("for", "from", "to")), None)
    # `a single` is a ticket where one is sold, and no number
    choices = (choice for function in sheet.functions for choice in function.choices)
    skipped = _SKIPPED - {word for choice in choices for word in tokens(choice) if word != "a"}
    # `two for the night tour`: what is counted stands behind
    words = words if is_count(words[:1]) and not set(words[:until]) - skipped else words[:until]
    named = [w for w in words if w not in skipped and not w[0].isdigit() and not describes(w)]
    switched = {"on", "off"} & set(words[-1:] if words[-1:] != ("again",) else words[-2:-1])
    begged = bool(_FORMS["begs"].search(heard.raw) or switched) and "?" not in heard.raw
    counted = is_count(words[:1])
    if not (begged or counted or words[:1] in (("a",), ("an",), ("some",), ("another",))):
        return None
    measures = set(map(stem, _FORMS["measured"].findall(heard.raw.lower()))) if counted else set()
    for function in sheet.functions:
        # `three portions of flour`
        measured = any(p.kind == "number" and measures & p.words for p in function.parameters)
        if measured or _is_to_be_had(function, words, named):
            return function
    return None


def _is_to_be_had(function: Function, words: Sequence[str], named: Sequence[str]) -> bool:
    """Tell whether all that an order without a verb names goes with a function that gives or does it."""
    if not all(is_named(word, function.things | function.named_things) for word in named):
        return False
    if choose(function.choices, words):
        return True
    own = function.named_things.union(*(map(stem, split_name(p.name)) for p in function.parameters))
    # what a switch turns on and off its description may name better than its name
    own |= function.things if any(map(is_switch, function.parameters)) else frozenset()
    return any(is_named(word, own) for word in named)
