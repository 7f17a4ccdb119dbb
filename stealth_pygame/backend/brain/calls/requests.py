"""From a request to the function it asks for; a clause that only talks about something never gets here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from stealth_pygame.backend.brain.calls import bare
from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.arguments.switches import by_sides, ends_something, is_switch, truths
from stealth_pygame.backend.brain.calls.bare import TOLD_AS, is_count
from stealth_pygame.backend.brain.calls.matching import (
    best_function,
    goes_unheard,
    includes,
    is_named,
    tells,
    things_named,
)
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.search import search
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.choices import all_named, choose, segments
from stealth_pygame.backend.brain.language.clause_patterns import AUX, PAST, SUBJECTS
from stealth_pygame.backend.brain.language.clauses import STORY, Clause, ClauseKind
from stealth_pygame.backend.brain.language.questions import Query, question_kind
from stealth_pygame.backend.brain.language.thesaurus import actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, pattern_of
from stealth_pygame.backend.brain.language.words import STEMS, UNITS, sentences, stem, tokens
from stealth_pygame.backend.brain.small_talk import chat, intent
from stealth_pygame.backend.meaning.vectors import Judging

_WORDS: Final = groups_of("requests")
# Calls in one answer; more than this is a list that nobody says.
MOST_CALLS: Final = 3
_PUT_RIGHT: Final = pattern_of("requests put right", re.IGNORECASE | re.DOTALL)
_OF_SELF: Final = re.compile(r"(?:i|we|he|she|they|my \w+) (?:am|is|are|was|were|have|has|had|got)\b")
# By the form of a message, the likelihood by a judge from which a function is offered, and of two of them, called.
_LEAST: Final = {
    ClauseKind.REQUEST: 0.3,
    ClauseKind.FRAGMENT: 0.6,
    ClauseKind.STATEMENT: 0.75,
    ClauseKind.QUESTION: 0.9,
}
_SURE: Final = 0.95
# That of a clause by itself, from which the second of two orders is called.
_SECOND: Final = 0.7
# That from which a function is called of which all values are named, and that from which another one may be meant
# beside it: by a judge of single words, by one of sentences, and for a function without values.
_NAMED: Final = {False: (0.3, 0.28), True: (0.6, 0.2)}
_BARE: Final = (0.7, 0.2)
# That of a request by itself, below which it is meant for another function, unless the whole message has so much.
_UNFIT, _SURE_OF_ALL = 0.1, 0.9
# The likelihood from which a function may be one of those asked for, of two each having half; below it is asked back.
_HEARD: Final = 0.3
# That from which a judge of single words tells that another one is meant, unless the very verb of this one was said;
# that nothing is asked for it cannot tell.
_MEANT: Final = 0.75
_TOLD: Final = (ClauseKind.STATEMENT, ClauseKind.FRAGMENT)
_BESIDE: Final = (*_TOLD, ClauseKind.TELL)


@dataclass(frozen=True)
class Ask:
    """A request understood: the function, the values heard, what is missing, and a named thing that is no choice."""

    function: Function
    values: dict[str, str]
    missing: tuple[Parameter, ...]
    unknown: str = ""
    # Whether it is only offered, since nothing in the message is sure to ask for it.
    offered: bool = False
    # The values that an offered message may mean, which a yes to the offer confirms.
    meant: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Tell whether it can be called."""
        return not (self.missing or self.unknown or self.offered)


def asks_in(
    clauses: Sequence[Clause], sheet: Sheet, heard: Heard, pending: Ask | None = None, *, awaits: bool = False
) -> list[Ask]:
    """All that a message asks to be done, in order; `pending` is what an earlier message left incomplete.

    awaits: whether the character has just asked something else.
    """
    return _Message(clauses, sheet, heard, pending).asks(awaits=awaits) if clauses else []


def completed(function: Function, values: dict[str, str], unknown: str = "") -> Ask:
    """A request with these values, and what it still lacks."""
    return Ask(function, values, function.lacking(values), unknown)


class _Message:
    """The clauses of a message, each read with the others beside it."""

    def __init__(self, clauses: Sequence[Clause], sheet: Sheet, heard: Heard, pending: Ask | None) -> None:
        self._clauses = clauses
        self._sheet = sheet
        self._heard = heard
        self._said = " ".join(tokens(heard.raw))
        # what was only offered is not taken up by words about something else, but by somebody's name
        named = heard.raw.istitle() and " " in heard.raw.strip()
        likely = self._ordered(self._said) if pending and pending.offered and sheet.judge and not named else {}
        self._pending = None if pending and likely.get(pending.function.name, 1.0) < _HEARD else pending

    def asks(self, *, awaits: bool) -> list[Ask]:
        """Return the requests in order, each once."""
        results: list[Ask] = []
        before = self._pending
        # `I have to go now, bye` asks for nothing that goes, nor does `fly safe`
        for clause in (c for c in self._clauses if not (c.by_user and self._leaves)):
            whole = self._filled_in(clause)
            asked = self._asked(whole, self._heard_in(whole))
            results += asked
            self._pending = self._pending or next((ask for ask in asked[:1] if ask.missing and not ask.unknown), None)
        self._pending = before and self._pending
        results = [ask for ask in results if ask.values or ask.complete or not self._leaves]
        results = results or ([] if awaits else self._elliptic())
        judge = self._sheet.judge if self._sheet.functions else None
        return _each_once(_put_right(self._weighed(results, judge) if judge else results, self._heard, self._sheet))

    def _ordered(self, text: str) -> dict[str, float]:
        """How likely a text asks for each function, by its name."""
        functions, judge = self._sheet.functions, self._sheet.judge
        likely = judge.orders(text, [function.told for function in functions]) if judge else [0.0] * len(functions)
        return dict(zip((function.name for function in functions), likely, strict=True))

    def _form(self, asks: list[Ask]) -> ClauseKind | None:
        """The form of a message that a judge looks at for an order, or None."""
        kinds = {c.kind for c in self._clauses if len(c.every) > 1 or len(self._clauses) == 1}
        form = next((kind for kind in _LEAST if kind in kinds), None)
        form = ClauseKind.REQUEST if form and "please" in self._said.split() and len(self._every) > 1 else form
        if (last := self._clauses[-1]).asks:
            # `have you got something soft in there?` may be answered by an offer
            polar = last.kind is ClauseKind.QUESTION and not question_kind(last.words)
            form = ClauseKind.QUESTION if polar and not asks and len(self._every) < STORY else None
        idle = set(self._every) <= {"please"} or ClauseKind.REFUSAL in kinds
        return None if self._pending or idle or PAST.search(" ".join(last.every)) else form

    def _weighed(self, asks: list[Ask], judge: Judging) -> list[Ask]:
        """The requests after a judge has looked at the message: what it is sure of is added, what it doubts offered."""
        form = self._form(asks)
        if form is None:
            return asks
        # of a long story the last request alone is looked at
        asked = [" ".join(c.every) for c in self._clauses if c.kind is ClauseKind.REQUEST and len(self._every) >= STORY]
        likely = self._ordered((asked or [self._said])[-1])
        heard = sorted(self._sheet.functions, key=lambda function: -likely[function.name])
        # `let us go` may ask for nothing, and `machine six` is no order
        idea = form is ClauseKind.FRAGMENT or "let us" in self._said
        short = form is not ClauseKind.REQUEST and (len(self._every) < 3 or is_count(self._every[:1]))
        sure = form in (ClauseKind.REQUEST, ClauseKind.FRAGMENT) and not (short or PAST.search(" ".join(self._every)))
        sure = sure and (judge.reads_sentences or not idea)
        surest, ending = likely[heard[0].name], _ending(self._heard.raw)
        orders = (c for c in self._clauses if c.kind is ClauseKind.REQUEST and not c.by_user)
        ordered = any(intent(list(clause.every))[0] != "farewell" for clause in orders)
        denied = (
            (self._leaves and not ordered) or ending in ("thanks", "able") or (ending == "haggle" and surest < _SURE)
        )
        denied = denied or bool({"no", "nope", "nah", "if"} & set(self._said.split()[:2]))
        doubted = all(likely[ask.function.name] < _HEARD for ask in asks)
        if asks:
            said = stem(asks[0].function.words[0]) in map(stem, self._every)
            # beside its very verb and all that it needs no judge hears another one, nor that who gives takes
            whole = asks[0].function.words[0] in self._every and asks[0].complete and bool(asks[0].values)
            whole |= {heard[0].direction, asks[0].function.direction} == {"in", "out"}
            doubted &= not whole if judge.reads_sentences else surest >= _MEANT and not said
        likeliest = surest >= _LEAST[form] and doubted and not denied
        if likeliest and (asks or not _is_told(self._said, self._sheet, surest)):
            return [self._meant(heard[0], likely, sure=sure, alone=not asks)]
        if len(asks) == 1:
            # of two orders in one message each has about half
            others = [f for f in heard[:2] if likely[f.name] >= _HEARD and f is not asks[0].function]
            both = sure and sum(likely[f.name] for f in heard[:2]) >= _SURE
            # `change our heading` names nothing of the sail, and may as well be meant for the rudder
            doubted |= judge.reads_sentences and not asks[0].values and bool(others) and others[0] is heard[0]
            second = (sure and self._second(asks[0].function)) or [self._plainly(one) for one in others[:both]]
            asks = [replace(asks[0], offered=asks[0].offered or doubted), *second]
            requests = [clause for clause in self._clauses if clause.kind is ClauseKind.REQUEST]
            asks = asks[::-1] if requests[1:] and requests[:1] == self._unmet and asks[-1].complete else asks
        return asks

    def _second(self, met: Function) -> list[Ask]:
        """What a clause, or a part of one (`... and chuck us a net`), asks for beside what the rules understand."""
        requests = [c for c in self._clauses if c.kind is ClauseKind.REQUEST and c.words[1:]][:2]
        unmet = [c for c in requests if c in self._unmet]
        parts = [] if unmet[1:] else unmet if requests[1:] else [part for c in requests for part in _parted(c)]
        heard = ((part, self._ordered(" ".join(part.every))) for part in parts)
        second = ((f, part) for part, likely in heard for f in self._sheet.functions if likely[f.name] >= _SECOND)
        plain = (self._plainly(f, None if part in unmet else part) for f, part in second if f is not met)
        return [replace(ask, offered=False) for ask in plain][:1]

    def _meant(self, function: Function, likely: dict[str, float], *, sure: bool, alone: bool) -> Ask:
        """The request for a function that only a judge has heard: called where it is certain or all is named."""
        plain = self._plainly(function)
        named = alone and not plain.missing and goes_unheard(self._clauses, function)
        # what has no values is named by nothing that a refusal could not name as well
        named = named and (bool(plain.values) or not _WORDS["taking back"] & set(self._said.split()))
        reads = self._sheet.judge is not None and self._sheet.judge.reads_sentences
        likeliest, beside = _NAMED[reads] if plain.values else _BARE
        named = named and sum(sorted(likely.values())[-2:-1]) < beside
        # `we must change our heading` leaves open how
        least = likeliest if named else _SURE + (not plain.values and any(c.by_user for c in self._clauses))
        # `just a tiny bit off, keep it long`: what is asked for beside it may be meant for something else
        asked = [c for c in self._clauses[1:] and self._clauses if c.kind is ClauseKind.REQUEST and not c.by_user]
        unfit = reads and any(self._ordered(" ".join(c.every))[function.name] < _UNFIT for c in asked)
        return replace(plain, offered=not sure or likely[function.name] < max(least, _SURE_OF_ALL * unfit))

    def _elliptic(self) -> list[Ask]:
        """`To the right, four strides`: an order without its verb, each of whose words belongs to one function."""
        *others, last = self._clauses
        denied = self._pending or {"no", "not", "nope"} & set(tokens(self._heard.raw))
        if denied or any(c.kind not in _TOLD or len(c.every) > 4 for c in others) or last.kind not in _TOLD:
            return []
        for words in (self._every, last.every):
            heard = replace(self._heard, words=words)
            fits = () if _WORDS["telling"] & set(words) else self._sheet.functions
            asks = [completed(f, values) for f in fits if (values := bare.filled(f, heard, self._sheet))]
            if len(asks) == 1:
                return asks
        return []

    def _plainly(self, function: Function, clause: Clause | None = None) -> Ask:
        """The offer, by the function's verb, with the choices, numbers, names and quotes that the message has."""
        clause = clause or max(
            reversed(self._clauses), key=lambda one: self._ordered(" ".join(one.every))[function.name]
        )
        has_verb = clause.kind is ClauseKind.REQUEST and not is_count(clause.words[:1])
        words = (function.words[0], *clause.words[has_verb:])
        ask = self._ask(function, self._heard_in(replace(clause, kind=ClauseKind.REQUEST, words=words)))
        whole = [word for c in self._clauses for word in (c.every[1:] if c is clause else c.every)]
        either = "or" in self._every
        named_in = {p.name: all_named(p.choices, self._every if either else whole) for p in function.parameters}
        # `left or right` names neither
        choices = {name for name, listed in named_in.items() if listed and not (either and len(listed) > 1)}
        sided = {p.name for p in function.parameters if is_switch(p) or by_sides(p, clause.words)}
        kept = choices | sided | {p.name for p in function.parameters if p.kind == "number"}
        named = {name for name, value in ask.values.items() if _is_plain(value, self._heard)}
        # `shut the slide` is no `open` one
        meant = ask.values | {n: v for n, v in truths(function, self._heard_in(clause)).items() if n in ask.values}
        values = {name: value for name, value in meant.items() if name in kept | named}
        # a yes will confirm what the other requests say of it
        if clause.kind is ClauseKind.STATEMENT:
            pointed = replace(clause, kind=ClauseKind.REQUEST, words=(function.words[0], "it"))
            meant |= fill(function, self._heard_in(pointed), self._sheet)
        for other in self._clauses:
            if other.kind is ClauseKind.REQUEST:
                meant = fill(function, self._heard_in(other), self._sheet, meant)
        return replace(completed(function, values), offered=True, meant=meant)

    def _heard_in(self, clause: Clause) -> Heard:
        """Return the words that the values of a clause are taken from, its own and those beside it."""
        heard = replace(self._heard, words=clause.words or clause.every, beside=(), names=self._sheet.names)
        if clause.kind is not ClauseKind.REQUEST:
            return heard
        pointed = _WORDS["points"] & set(clause.words)
        beside = [w for c in self._clauses if c.kind in _BESIDE or (pointed and c.asks) for w in c.words]
        return replace(heard, beside=(*beside, *(self._heard.beside if pointed else ())), told=self._told_beside)

    @cached_property
    def _leaves(self) -> bool:
        """Tell whether the player says goodbye."""
        return "farewell" in (_ending(self._heard.raw), *(intent(clause.every)[0] for clause in self._clauses))

    @cached_property
    def _every(self) -> tuple[str, ...]:
        """All words of the message."""
        return tuple(word for clause in self._clauses for word in clause.every)

    @cached_property
    def _unmet(self) -> list[Clause]:
        """The requests that no function meets."""
        return [c for c in self._clauses if c.kind is ClauseKind.REQUEST and not best_function(c, self._sheet)]

    @cached_property
    def _told_beside(self) -> tuple[str, ...]:
        """The words of what is only told, and of wishes that no function meets, for all clauses of the message."""
        told = [c for c in self._clauses if c.kind in _TOLD]
        return tuple(word for c in (*told, *self._unmet) for word in (*c.every, "."))

    def _filled_in(self, clause: Clause) -> Clause:
        """`Give me two`, said of the ramen whose price was just asked, and `help me` beside `I am hurt`."""
        is_request = clause.kind is ClauseKind.REQUEST
        if is_request and clause.words[0] == "help":
            told = [word for c in self._clauses if c.kind is ClauseKind.STATEMENT for word in c.words]
            return replace(clause, words=(*clause.words, *told))
        counted = [
            w for w in clause.words if w in UNITS or w.isdigit() or w in ("some", "one", "it", "them", "that", "both")
        ]
        uncalled = not any(w not in STOP and w not in UNITS and not w.isdigit() for w in clause.words[1:])
        ordered = is_request or (clause.kind is ClauseKind.FRAGMENT and is_count(clause.words[:1]))
        for function in self._sheet.functions if uncalled and counted and ordered and not self._pending else ():
            named = all_named(function.choices, self._heard.beside) if function.outward else []
            named = named or bare.talked_of(function, self._heard.beside)
            if named:
                counting = ("two" if word == "both" else word for word in clause.words)
                words = (*(() if is_request else ("have",)), *counting, *tokens(named[0]))
                return replace(clause, kind=ClauseKind.REQUEST, words=words, by_user=clause.by_user or not is_request)
        return clause

    def _asked(self, clause: Clause, heard: Heard) -> list[Ask]:
        if clause.kind is ClauseKind.REQUEST:
            if both := _two(clause, self._sheet):
                return [ask for part in both for ask in self._asked(part, replace(heard, words=part.words))]
            function = best_function(clause, self._sheet)
            return self._spread(function, heard) if function else self._completed(clause, heard)
        if clause.kind is ClauseKind.REFUSAL and clause.words[0] in _WORDS["stopping"]:
            # `stop the music` is done by a switch, or by a function that ends something
            function = best_function(clause, self._sheet)
            return self._spread(function, heard) if function and ends_something(function) else []
        if clause.kind is ClauseKind.TELL and (told := tells(clause, self._sheet)):
            return [self._ask(told, heard)]
        suggests = clause.kind is ClauseKind.QUESTION and self._pending and not question_kind(clause.words)
        if clause.kind in _TOLD or (suggests and len(clause.every) < 5 and clause.every[0] not in AUX | SUBJECTS):
            if done := self._completed(clause, heard):
                return done
            if occasion := bare.on_occasion(clause, self._sheet):
                return [self._ask(occasion, heard)]
            wanted = bare.wanted(clause, heard, self._sheet) if clause.kind is ClauseKind.FRAGMENT else None
            return self._spread(wanted, replace(heard, words=("have", *clause.words))) if wanted else []
        return []

    def _completed(self, clause: Clause, heard: Heard) -> list[Ask]:
        pending = self._pending
        if pending is None or intent(list(clause.every))[0] in ("farewell", "thanks"):
            return []
        open_ = [p for p in pending.function.parameters if p.name not in pending.values and not p.choices]
        # a text is told word for word
        whole = [c.kind for c in self._clauses] == [ClauseKind.FRAGMENT] and any(p.words & STEMS["text"] for p in open_)
        bare = tuple(TOLD_AS.sub("", " ".join(tokens(heard.raw) if whole else heard.words)).split())
        told = replace(heard, words=bare, fragment=True)
        # beside an offer, `for three` is no `a ticket`
        fresh = fill(pending.function, told, self._sheet) if pending.offered else {}
        values = fill(pending.function, told, self._sheet, {**pending.values, **fresh})
        named = bare[:1] and (_WORDS["naming"] & {*bare[:1], *heard.words} or bare[0].capitalize() in heard.raw)
        states, spoken = clause.kind is ClauseKind.STATEMENT, set(map(stem, clause.every))
        moved = _WORDS["moods"] & {chat(clause.every, asks=False), intent(list(clause.every))[0]}
        # `Amazing Grace` is a title
        moved = frozenset() if bare[1:] and " ".join(bare).title() in heard.raw else moved
        # `you look tired`, `my head hurts` and `I am 40 years old` tell nothing that is asked for
        texts = [p for p in open_ if p.kind == "string" and not (moved and p.words & spoken)]
        aside = texts if moved or (states and (bare == heard.words or not named)) else []
        of_self = states and _OF_SELF.match(" ".join(clause.every))
        aside += [p for p in open_ if p.kind == "number" and of_self and not p.words & (spoken | STEMS["heads"])]
        values = {name: value for name, value in values.items() if name not in [p.name for p in aside]}
        if not bare or values == pending.values:
            return []
        # `the moth, on my arm`: each clause may tell something of it
        self._pending = completed(pending.function, values)
        return [self._pending]

    def _ask(self, function: Function, heard: Heard) -> Ask:
        pending = self._pending
        given = {**pending.meant, **pending.values} if pending and pending.function.name == function.name else {}
        fresh = fill(function, heard, self._sheet)
        return completed(function, fill(function, heard, self._sheet, {**given, **fresh}))

    def _spread(self, function: Function, heard: Heard) -> list[Ask]:
        """One ask, or one for each choice that is named (`a sword and a shield`)."""
        chooser = next((p for p in function.parameters if p.choices), None)
        if chooser is None:
            return [self._ask(function, heard)]
        named = all_named(chooser.choices, heard.words)
        if len(named) > 1 and "or" not in heard.words:
            parts = segments(heard.words, named, chooser.choices)
            return [self._ask(function, replace(heard, words=words)) for words in parts]
        ask = self._ask(function, heard)
        if len(named) > 1:
            ask = completed(function, {name: value for name, value in ask.values.items() if name != chooser.name})
        things = things_named(heard.words)
        known = chooser.name in ask.values or chooser.optional or any(is_named(t, function.things) for t in things)
        return [ask if known or not things else replace(ask, unknown=things[-1])]


def _parted(clause: Clause) -> list[Clause]:
    """The parts of a request before and behind an `and`, none of which is a mere thing."""
    if "and" not in clause.every[3:-3]:
        return []
    at = clause.every.index("and", 3)
    return [replace(clause, words=words, every=words) for words in (clause.every[:at], clause.every[at + 1 :])]


def _two(clause: Clause, sheet: Sheet) -> list[Clause]:
    """The two requests in one (`a plate of dumplings and a beer`), where two functions are meant."""
    if "and" not in clause.words[2:-1]:
        return []
    at = clause.words.index("and", 2)
    rest = clause.words[at + 1 :]
    # `and wait two hours` has a verb of its own
    rest = rest if actions(stem(rest[0])) else (clause.words[0], *rest)
    both = [replace(clause, words=words) for words in (clause.words[:at], rest)]
    one, other = (best_function(part, sheet) for part in both)
    takes_both = one and one.choices and all(choose(one.choices, part.words[1:]) for part in both)
    return both if one and other and one is not other and not takes_both else []


def _put_right(asks: list[Ask], heard: Heard, sheet: Sheet) -> list[Ask]:
    """`A lamp, no, a rope`: what stands behind the correction counts."""
    match = _PUT_RIGHT.match(heard.raw)
    if not match or len({ask.function.name for ask in asks}) != 1:
        return asks
    tail = heard.raw[match.end() :]
    said = replace(heard, words=tuple(tokens(tail)), raw=tail, beside=())
    values = fill(asks[0].function, said, sheet)
    return [completed(asks[0].function, {**asks[0].values, **values})]


def _each_once(asks: Sequence[Ask]) -> list[Ask]:
    """The requests without those that others include, and not more than one answer may have."""
    unique = _joined(ask for at, ask in enumerate(asks) if ask not in asks[:at])
    called = {ask.function.name for ask in unique if ask.complete}
    kept = [ask for ask in unique if ask.complete or ask.function.name not in called]
    return [
        ask
        for at, ask in enumerate(kept)
        if ask.values or not any(includes(it.function, ask.function) for it in kept[:at])
    ][:MOST_CALLS]


def _joined(asks: Iterable[Ask]) -> list[Ask]:
    """The requests, two that lack what the other has made one: `start a race on the Bakery Run, three laps`."""
    joined: list[Ask] = []
    for ask in asks:
        last = joined[-1] if joined else None
        if last and last.function is ask.function and not (last.complete or last.values.keys() & ask.values.keys()):
            joined[-1] = ask = completed(ask.function, {**last.values, **ask.values})
        else:
            joined.append(ask)
    return joined


@lru_cache(maxsize=64)
def _ending(message: str) -> str:
    """The intent of the last sentence of a message, which replies read again while they think."""
    return intent(tokens(" ".join(sentences(message)[-1:])))[0]


def _is_plain(value: str, heard: Heard) -> bool:
    """Tell whether a value is named as such: a name, what stands in quotes, behind a colon, or where something goes."""
    is_name = value[:1].isupper() and value != heard.user_name
    return is_name or bool(re.search(rf"(?:[\":]|\b(?:to|at|on|into)(?: the)?) ?{re.escape(value)}", heard.raw))


def _is_told(said: str, sheet: Sheet, surest: float) -> bool:
    """Tell whether a fact is likelier to answer the message than a function is to be asked for."""
    return any(one.judged > surest for one in search(sheet, Query({}), said))
