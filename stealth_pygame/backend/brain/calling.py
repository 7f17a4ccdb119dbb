"""Requests turned into calls with a line to go with them, or into a question for what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stealth_pygame.backend.brain.amounts import is_label
from stealth_pygame.backend.brain.declared import Function, Parameter
from stealth_pygame.backend.brain.heard import Heard
from stealth_pygame.backend.brain.interface import Answer, Question
from stealth_pygame.backend.brain.requests import Ask, asks_in
from stealth_pygame.backend.brain.search import best_example
from stealth_pygame.backend.brain.sheet import Sheet
from stealth_pygame.backend.brain.speech import Clause, Kind
from stealth_pygame.backend.brain.stopwords import STOP
from stealth_pygame.backend.brain.switches import sides
from stealth_pygame.backend.brain.voice import Voice, listed
from stealth_pygame.backend.brain.words import stem
from stealth_pygame.protocol import WireCall


class Calling:
    """What a character does when it is asked to; the game decides whether it comes to pass."""

    def __init__(self, sheet: Sheet, question: Question, voice: Voice, before: Sequence[str] = ()) -> None:
        self._before = tuple(before)
        self._sheet = sheet
        self._question = question
        self._voice = voice

    def _heard(self, raw: str, before: tuple[str, ...] = ()) -> Heard:
        return Heard((), raw, self._question.user_name, self._question.users, beside=before)

    def left_open(self, spoken: Sequence[Clause], raw: str, pending: object) -> Ask | None:
        """The request of an earlier message that still lacks something after it."""
        before = pending if isinstance(pending, Ask) else None
        asked = asks_in(spoken, self._sheet, self._heard(raw), before)
        return next((ask for ask in asked if not ask.complete), None)

    def answer(self, spoken: Sequence[Clause], pending: object) -> Answer | None:
        """Calls with a line, or a question for what is missing; None when nothing is asked to be done."""
        before = pending if isinstance(pending, Ask) else None
        if any(clause.kind is Kind.REFUSAL for clause in spoken) and not any(c.kind is Kind.REQUEST for c in spoken):
            return None
        asked = asks_in(spoken, self._sheet, self._heard(self._question.message, self._before), before)
        if not asked:
            return None
        ready = [ask for ask in asked if ask.complete]
        rest = [ask for ask in asked if not ask.complete]
        words = [word for clause in spoken for word in clause.every]
        said = [self._line(ready, words)] if ready else []
        said += [self._wanting(rest[0])] if rest else []
        return Answer(" ".join(said), tuple(WireCall(name=ask.function.name, parameters=ask.values) for ask in ready))

    def _line(self, ready: Sequence[Ask], words: Sequence[str]) -> str:
        found = best_example(self._sheet, words)
        if found and found[1] >= 0.55 and not self._voice.was_said(found[0].answer, 2) and "?" not in found[0].answer:
            return _filled(found[0].answer, self._question.user_name)
        things = [self._thing(ask) for ask in ready if ask.function.outward]
        if things and all(things):
            return self._voice.line("sold", thing=listed(things, "and"))
        return self._voice.line("done")

    @staticmethod
    def _thing(ask: Ask) -> str:
        """What is handed over, with its number where more than one is."""
        thing = next(
            (value for p in ask.function.parameters if p.kind == "string" and (value := ask.values.get(p.name))), ""
        )
        count = next(
            (
                ask.values[p.name]
                for p in ask.function.parameters
                if p.kind == "number" and p.name in ask.values and p.words & _COUNTS
            ),
            "1",
        )
        return thing if count == "1" or not thing else f"{count} times {thing}"

    def _wanting(self, ask: Ask) -> str:
        """The question for the first thing that is missing."""
        if ask.unknown:
            offered = listed([word for p in ask.missing for word in p.choices][:6])
            return self._voice.line("unknown", thing=ask.unknown, choices=offered)
        missing = ask.missing[0]
        if missing.choices:
            return self._voice.line(
                "which", choices=listed([_with_article(w) if ask.function.outward else w for w in missing.choices[:6]])
            )
        if missing.kind == "number" and "how many" in missing.description.lower():
            return self._voice.line("how_many")
        if missing.kind == "number" and is_label(missing):
            return self._value(missing)
        if missing.kind == "number":
            return (
                self._voice.line("what_price" if missing.words & _MONEY else "how_many")
                if missing.words & (_MONEY | _COUNTS)
                else self._value(missing)
            )
        if missing.kind == "boolean":
            return self._voice.line("whether", what=_what(missing))
        return self._value(missing)

    def _value(self, missing: Parameter) -> str:
        return self._voice.line("what_value", what=_what(missing))

    def offers(self) -> str:
        """A sentence on what the character can be asked to do, or nothing where it can do nothing."""
        known = [_deed(function) for function in self._sheet.functions][:4]
        return f" I can {listed(known)}." if known else ""

    def wares(self) -> str:
        """A sentence on what can be had from the character, or nothing."""
        things = [word for function in self._sheet.functions if function.outward for word in function.choices]
        return f"You can have {listed([_with_article(word) for word in dict.fromkeys(things)])}." if things else ""


_COUNTS = frozenset(map(stem, ("quantity", "count", "number", "many", "nights", "days", "units")))
_MONEY = frozenset(map(stem, ("price", "gold", "coins", "cost", "fee", "money", "offer")))
_UNCOUNTED = frozenset(
    {
        "bread",
        "water",
        "wine",
        "meat",
        "armour",
        "armor",
        "milk",
        "fish",
        "ale",
        "mead",
        "beer",
        "stew",
        "food",
        "cheese",
        "rope",
        "soup",
        "fuel",
        "oxygen",
    }
)


def _with_article(word: str) -> str:
    head = word.split()[-1].lower()
    if head in _UNCOUNTED or (head.endswith("s") and not head.endswith("ss")) or word[:1].isupper():
        return word
    return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word}"


def _what(parameter: Parameter) -> str:
    both = sides(parameter)
    if both:
        return " or ".join(_AS_TOLD.sub("", side) for side in both)
    described = parameter.description.strip().rstrip(".")
    if described and len(described) < 60:
        return described[0].lower() + described[1:]
    return "the " + parameter.name.replace("_", " ")


_AS_TOLD = re.compile(r"^(?:the \w+ |it |they |he |she |one )?(?:is|are|was|shall be|should be) ")


def _deed(function: Function) -> str:
    """What a function does, as words after `I can`."""
    words = ["you" if word in ("player", "user", "hero", "customer") else word for word in function.words]
    if words[-1] == "you" and len(words) > 1:
        return " ".join(words)
    if len(words) == 1 and function.outward and function.choices:
        return f"{words[0]} {listed([_with_article(word) for word in function.choices[:4]])}"
    if len(words) == 1:
        aimed = not function.parameters and words[0] not in STOP
        return f"{words[0]} you" if aimed else words[0]
    if words[-1] in ("item", "items", "goods", "thing") and function.choices:
        return f"{words[0]} {listed([_with_article(word) for word in function.choices[:4]])}"
    if words[-1] in ("to", "with", "at", "for"):
        return " ".join(words[:-1])
    return f"{words[0]} {'' if words[1] in STOP or words[-1].endswith('s') else 'the '}{' '.join(words[1:])}"


def _filled(text: str, user_name: str) -> str:
    return text.replace("{{user1}}", user_name or "friend").replace("{{user}}", user_name or "friend")
