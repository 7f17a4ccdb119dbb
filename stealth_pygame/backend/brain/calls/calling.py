"""Requests turned into calls with a line to go with them, or into a question for what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from stealth_pygame.backend.brain.calls.arguments.amounts import is_label
from stealth_pygame.backend.brain.calls.arguments.parameters import fill
from stealth_pygame.backend.brain.calls.arguments.switches import sides
from stealth_pygame.backend.brain.calls.message import Ask, Message
from stealth_pygame.backend.brain.calls.offers import COURTESIES, offer
from stealth_pygame.backend.brain.calls.phrasing import ability, deed, many
from stealth_pygame.backend.brain.calls.requests import asks_in
from stealth_pygame.backend.brain.interface import Answer, Question
from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.knowledge.voice import Voice
from stealth_pygame.backend.brain.language.adjectives import an
from stealth_pygame.backend.brain.language.clauses import Clause, ClauseKind, clauses
from stealth_pygame.backend.brain.language.vocabulary import STOP, lex, patterns_of
from stealth_pygame.backend.brain.language.words import STEMS, sentences, tokens
from stealth_pygame.protocol.models import WireCall

_FORMS: Final = patterns_of("calling")
_INVITING: Final = lex("i we else want like wish need")


class Calling:
    """The actions of a character that is asked for them; the game decides whether they come to pass."""

    def __init__(self, sheet: Sheet, question: Question, voice: Voice, before: Sequence[str] = ()) -> None:
        self._before = tuple(before)
        self._sheet = sheet
        self._question = question
        self._voice = voice
        # names that the game tells of, of a pet or a ship
        values = (str(value)[:400] for value in question.context.values())
        self._known = tuple(name for value in values for name in _FORMS["name"].findall(value))

    def _heard(self, raw: str, before: tuple[str, ...] = ()) -> Heard:
        return Heard((), raw, self._question.user_name, self._question.users, beside=before, known=self._known)

    def left_open(self, spoken: Sequence[Clause], raw: str, pending: object) -> Ask | None:
        """The request of an earlier message that still lacks something after it."""
        before = pending if isinstance(pending, Ask) else None
        asked = asks_in(Message(spoken, self._sheet, self._heard(raw), before))
        return next((ask for ask in asked if not ask.complete), None)

    def taken_up(self, function: Function, raw: str, spoken: Sequence[Clause] = (), before: str = "") -> Ask:
        """Return what an offer asks for once it is accepted, with what the yes and the message that it answered say.

        raw: the words of the yes; spoken, before: the message that was offered something for.
        """
        told = ("me", *(word for word in tokens(raw) if word not in COURTESIES))
        given = fill(function, replace(self._heard(raw), words=told), self._sheet)
        meant = asks_in(Message(spoken, self._sheet, self._heard(before)))
        asked = next(({**ask.meant, **ask.values} for ask in meant if ask.offered and ask.function is function), {})
        return Ask(function, {**asked, **given})

    def answer(self, spoken: Sequence[Clause], pending: object, known: Callable[[], str] = str) -> Answer | None:
        """Calls with a line, or a question for what is missing; None when nothing is asked to be done.

        known: returns what answers the message without a deed, which is said rather than an offer.
        """
        before = pending if isinstance(pending, Ask) else None
        if any(clause.kind is ClauseKind.REFUSAL for clause in spoken):
            # what was left open is not taken up beside a refusal
            before = None
            spoken = [clause for clause in spoken if clause.kind in (ClauseKind.REFUSAL, ClauseKind.REQUEST)]
        heard, last = self._heard(self._question.message, self._before), sentences(self._voice.last)[-1:]
        awaits = any("?" in line and not _INVITING & set(tokens(line)) for line in last)
        asked = asks_in(Message(spoken, self._sheet, heard, before, awaits=awaits))
        if asked and all(ask.offered for ask in asked) and (told := known()):
            return Answer(told)
        return self.told(asked) if asked else None

    def told(self, asked: Sequence[Ask]) -> Answer:
        """The answer to requests: the calls, and the question for what one still lacks."""
        ready = [ask for ask in asked if ask.complete]
        rest = [ask for ask in asked if not ask.complete]
        wording = [self._line(ready)] if ready else []
        wording += [self._wanting(rest[0])] if rest else []
        calls = tuple(WireCall(name=ask.function.name, parameters=ask.values) for ask in ready)
        return Answer(" ".join(wording), calls)

    def _line(self, ready: Sequence[Ask]) -> str:
        """The sheet's own words for just this wish, else words that name the thing and promise no success."""
        if own := self._own_words(ready[0]):
            return own
        things = [self._ware(ask) for ask in ready]
        if all(things):
            return self._voice.line("sold", thing=self._voice.listed(things, "and"))
        done = [deed(ask.function, ask.values, self._question.user_name) for ask in ready]
        return self._voice.line("deed", deed=self._voice.listed(list(dict.fromkeys(done)), "and"))

    def _own_words(self, ask: Ask) -> str:
        """The answer of an example whose user asked for the same function, and for nothing that differs."""
        for example in self._sheet.examples:
            if not example.answer or "?" in example.answer or self._voice.was_said(example.answer, 2):
                continue
            spoken = clauses(example.asked, self._sheet.verbs, self._sheet.names)
            meant = asks_in(Message(spoken, self._sheet, self._heard(example.asked)))
            alike = (other.values.items() for other in meant if other.function is ask.function)
            if any(all(ask.values.get(name, v).lower() == v.lower() for name, v in values) for values in alike):
                return self._voice.personal(example.answer)
        return ""

    def _ware(self, ask: Ask) -> str:
        """Return what is handed over, with its number: a rope is, the outlaw of a bounty is not."""
        told = [(p, ask.values[p.name]) for p in ask.function.parameters if p.name in ask.values]
        chosen, thing = next(((p, value) for p, value in told if p.kind == "string"), (None, ""))
        if not (chosen and ask.function.outward) or thing[:1].isupper() or chosen.words & STEMS["target"]:
            return ""
        count = next((value for p, value in told if p.kind == "number" and p.words & STEMS["count"]), "1")
        return thing if count == "1" else f"{count} {many(thing) if self._voice.is_english else thing}"

    def _wanting(self, ask: Ask) -> str:
        """The question for the first thing that is missing, or whether it is meant at all."""
        if ask.offered:
            return offer(ask.function)
        if ask.unknown:
            offered = self._voice.listed([word for p in ask.missing for word in p.choices][:6])
            return self._voice.line("unknown", thing=ask.unknown, choices=offered)
        missing = ask.missing[0]
        if missing.choices:
            with_articles = ask.function.outward and self._voice.is_english
            named = [an(word) if with_articles else word for word in missing.choices[:6]]
            return self._voice.line("which", choices=self._voice.listed(named))
        if missing.kind == "number" and not is_label(missing):
            counted = _FORMS["counted"].search(missing.description)
            if counted or missing.words & STEMS["count"]:
                return self._voice.line("how_many", units=f" {counted[1]}" if counted and counted[1] else "")
        return self._voice.line("whether" if missing.kind == "boolean" else "what_value", what=_what(missing))

    def offers(self) -> str:
        """A sentence on what the character can be asked to do, or nothing where it can do nothing."""
        known = [ability(function) for function in self._sheet.functions][:4]
        return f" I can {self._voice.listed(known)}." if known and self._voice.is_english else ""

    def wares(self) -> str:
        """A sentence on what can be had from the character, or nothing."""
        things = [word for function in self._sheet.functions if function.outward for word in function.choices]
        named = self._voice.listed([an(word) for word in dict.fromkeys(things)])
        return f"You can have {named}." if things and self._voice.is_english else ""


def _what(parameter: Parameter) -> str:
    if both := sides(parameter):
        return " or ".join(_FORMS["as told"].sub("", side) for side in both)
    # examples are no part of the question
    described = re.split(r",? \(?(?:e\.?g\.?|such as|for example|like)\b", parameter.description)[0].strip().rstrip(".")
    if described and len(described) < 60 and not described[0].isdigit():
        article = "" if STOP.intersection(tokens(described)[:1]) else "the "
        return article + described[0].lower() + described[1:]
    return "the " + parameter.name.replace("_", " ")
