"""Numbers of a request: how many, and for how much, the price told by the sheet where none is named."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.thesaurus import kinship
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, patterns_of, rules_of, sections, table
from stealth_pygame.backend.brain.language.words import STEMS, TENS, UNITS, number, stem, tokens

_WORDS: Final = groups_of("amounts")
_MONEY: Final = _WORDS["money"]
_FORMS: Final = patterns_of("amounts")
_COMPANY: Final = patterns_of("company")
_ENDS: Final = patterns_of("end")
_POINTING: Final = frozenset({"the", "this", "that", "which", "another"})
_HALVES: Final = rules_of("halves")
# The numbers of words such as `third`.
ORDINALS: Final = table(sections("en", "lists")["amounts ordinals"])
_COUNTED: Final = (UNITS.keys() | TENS.keys()) - {"a", "an", "single"}
# The seconds in each length of time.
SPANS: Final = {stem(span): int(seconds) for span, seconds in table(sections("en", "lists")["amounts spans"]).items()}
_AND_A_HALF: Final = re.compile(rf"\b(\d+|{'|'.join(UNITS)})((?: (?:{'|'.join(SPANS)})s?)?) and a half\b")
# `ten turns a minute` is no one minute.
_RATE: Final = re.compile(rf"\b((?:\d+|{'|'.join(UNITS)}) \w+s) (?:a|an|each|every) \w+\b")


class Number(NamedTuple):
    """A number in a row of words, with where it begins and ends and the words beside it; articles count as one."""

    value: float
    at: int
    end: int
    word: str
    before: str
    after: str

    @property
    def is_article(self) -> bool:
        """Tell whether it is only `a` or `an`."""
        return self.word in ("a", "an")

    @property
    def digits(self) -> str:
        """Return the value as it is sent."""
        return str(int(self.value)) if self.value == int(self.value) else repr(self.value)


# `another day`, `a whole week`
_WHOLE: Final = Number(1.0, 0, 1, "another", "", "")


def numbers_in(words: Sequence[str]) -> list[Number]:
    """The numbers in a row of words, in their order."""
    listed, results, at = [*_halved(words), ""], list[Number](), 0
    while at < len(listed) - 1:
        value, end = number(listed, at) or (0.0, 0)
        # `a few` is no one
        if end and not (listed[at] == "a" and listed[end] in _WORDS["some"]):
            before = ["", "", *listed[:at]][-2 if listed[at - 1 : at] == ["of"] else -1]
            # `five brass coins` are coins
            after = next((w for w in listed[end + 1 : end + 2] if w in _MONEY and listed[end] not in STOP), listed[end])
            results.append(Number(value, at, end, listed[at], before, after))
        at = end or at + 1
    return results


def is_count(words: Sequence[str]) -> bool:
    """Tell whether there is a number among the words."""
    return any(word in _COUNTED or word in ORDINALS or word.isdigit() for word in words)


def _halved(words: Sequence[str]) -> Sequence[str]:
    """`Half a day` is 0.5 day, `a day and a half` 1.5 days."""
    if not {"half", "quarter", "quarters"} & set(words):
        return words
    text = _AND_A_HALF.sub(lambda m: f"{(number([m[1]], 0) or (0, 0))[0] + 0.5}{m[2]}", " ".join(words))
    for pattern, plain in _HALVES:
        text = pattern.sub(plain, text)
    return text.split()


def number_for(
    parameter: Parameter, function: Function, heard: Heard, sheet: Sheet, values: dict[str, str]
) -> str | None:
    """The number that the request, or else the sheet, tells for a parameter, unless its description rules it out."""
    if parameter.words & (STEMS["count"] | STEMS["heads"]) and _FORMS["each"].search(heard.raw):
        # how many that makes in all, nobody has said
        return None
    heard = replace(heard, words=tuple(_RATE.sub(r"\1", " ".join(heard.words)).split()))
    value = _told(parameter, function, heard, sheet, values)
    bounds = _FORMS["bounds"].search(parameter.description)
    end = _end(parameter, function, heard) if bounds and bounds[2] else None
    if value is None or end not in (None, value):
        # `off at ten` sends no ten
        return end if value is None else None
    within = not bounds or float(bounds[1] or 0) <= float(value) <= float(bounds[2] or bounds[3])
    # half a loaf is no number of loaves
    divides = parameter.words & (SPANS.keys() | STEMS["measures"]) or not _FORMS["unit"].search(parameter.description)
    # a number that was said once is told by one parameter (`fifty on black`)
    others = [values.get(p.name) for p in function.parameters if p.kind == "number"]
    taken = value in others and [n.digits for n in numbers_in((*heard.words, *heard.told))].count(value) == 1
    return value if within and (divides or value.isdigit()) and not taken else None


def _end(parameter: Parameter, function: Function, heard: Heard) -> str | None:
    """The end of a described range that the words name: `all the way up`, `off` of what begins at 0, `dark`."""
    rivals = any(p.kind == "number" and p is not parameter for p in function.parameters)
    plural = parameter.name[-1:] == "s" and stem(parameter.name) not in STEMS["measures"]
    if plural or (rivals and not parameter.words & set(map(stem, heard.words))):
        return None
    text, (least, greatest, _) = " ".join(heard.words), _FORMS["bounds"].findall(parameter.description)[0]
    named = _FORMS["named end"].findall(parameter.description)
    words = [(end, re.compile(rf"\b{re.escape(word.lower())}\b")) for end, word in named]
    words += [(least, _ENDS["least"]), (greatest, _ENDS["greatest"]), ("0", _ENDS["nothing"])][: 2 + (least == "0")]
    ends = {end for end, pattern in words if pattern.search(text)}
    return ends.pop() if len(ends) == 1 else None


def _told(parameter: Parameter, function: Function, heard: Heard, sheet: Sheet, values: dict[str, str]) -> str | None:
    """The number that is told for a parameter: a price or a count."""
    # `I took three on eight, jot it down`
    pointed = {"it", "that", "this"} & set(heard.words)
    said = numbers_in(heard.words) or (numbers_in(heard.told) if pointed else [])
    numbers = [n for n in said if not _is_aside(n, parameter, function)]
    # `an offer` is no price, `a coin` is one, and gold may be a colour
    money = [n for n in numbers if n.after not in function.choices and _is_money(n, parameter)]
    plain = [n for n in numbers if n not in money]
    if parameter.words & STEMS["price"] and not _FORMS["how many"].search(parameter.description):
        taken = function.direction == "in" and not any(p.choices for p in function.parameters)
        # `for ten` is a bid, `ten swords` are none
        offered = money or [n for n in plain if taken or (n.after in ("", "on") and n.word not in ("a", "an", "one"))]
        return offered[0].digits if offered else _price(function, sheet, values)
    counted = (parameter.name, *_FORMS["unit"].findall(parameter.description))
    own = {stem(unit) for unit in counted if unit.endswith(("s", "people"))}
    if own & STEMS["heads"] and (heads := _heads((*heard.words, *heard.told))):
        return heads
    coins = [n for n in money if any(kinship(stem(n.after), unit) >= 0.7 for unit in own | parameter.words)]
    units = coins or [n for n in plain or numbers_in(heard.told) if _is_counted(n, parameter)]
    behind = (n.digits for n in plain if not n.is_article and _stands_behind(n, parameter))
    if told := next(behind, None) or _duration(parameter, heard.words) or _duration(parameter, heard.told, last=True):
        return told
    plain = [n for n in plain if not (own and _is_of_others(n, parameter, heard))]
    # `a boat for two` is for two people, not for two days
    plain = [n for n in plain if not (parameter.words & SPANS.keys() and n.before == "for" and not n.after)]
    # `the night one` counts nothing
    pool = units or [n for n in plain if n.word != "one" or not _POINTING & set(heard.words[max(0, n.at - 2) : n.at])]
    nth = _nth(heard.words)
    if is_label(parameter):
        return nth or _label(parameter, heard, pool)
    if not pool:
        one = parameter.words & STEMS["count"] and _FORMS["one"].search(" ".join(heard.words))
        return nth or ("1" if one else money[0].digits if money and function.direction == "in" else None)
    # `another 15 litres` are fifteen
    chosen = next((n for n in pool if not n.is_article and n.word != "another"), pool[0])
    # `a hall` names no hall, while `hall one` does
    vague = chosen.word in ("a", "an", "one", "another") and chosen.end == chosen.at + 1
    named = own & set(map(stem, heard.words[chosen.at : chosen.at + 4]))
    # `a side saddle` is not one of the laps that it takes
    counts = named or (parameter.words & STEMS["count"] and not own & STEMS["extents"])
    return nth if vague and not counts else chosen.digits


def _nth(words: Sequence[str]) -> str | None:
    """The number of an ordinal: `the twenty first` is the sum of both."""
    pairs = itertools.pairwise(words)
    return next((str(TENS.get(one, 0) + int(ORDINALS[word])) for one, word in pairs if word in ORDINALS), None)


def _is_aside(number: Number, parameter: Parameter, function: Function) -> bool:
    """Tell whether a number is said on the way: `not a penny`, `by two`, `in an hour`, `number two`, `the four-man`."""
    return (
        number.before == "not"
        or any(f"{number.word} {number.after}" in " ".join(tokens(choice)) for choice in function.choices)
        or any(stem(number.before) in p.words and number.digits in p.choices for p in function.parameters)
        or (number.word, number.after) == ("once", "more")
        or (number.before == "by" and function.words[0] not in _WORDS["changing"])
        or (number.before in _WORDS["when"] and stem(number.after) in SPANS)
        or (number.before == "number" and not is_label(parameter))
        # `a table for us at eleven`
        or (number.before == "at" and any(p is not parameter and p.words & STEMS["time"] for p in function.parameters))
    )


def _is_of_others(number: Number, parameter: Parameter, heard: Heard) -> bool:
    """Tell whether a number counts something else: `with my two dogs`, `to house 5`, `ten metres`, `three minutes`."""
    unit, (led, before) = stem(number.after), ["", "", *_halved(heard.words)[: number.at]][-2:]
    alone = number.after in STOP | {""}
    of_house = led in _WORDS["towards"] and (before == "the" or (alone and before not in STOP))
    foreign = STEMS["measures"] | (SPANS.keys() if number.after[-1:] == "s" else set())
    # `two single rooms` are no two nights
    foreign |= {unit} if parameter.words & SPANS.keys() and not alone else set()
    return of_house or before in _WORDS["owners"] or unit in foreign - parameter.words


def _heads(row: Sequence[str]) -> str | None:
    """Return how many come: `a place for three of us`, `me and my dad`."""
    text = " ".join(row)
    numbers = [(n, f"we are {n.word}|{n.word} of us") for n in numbers_in(row)]
    told = [n for n, of_us in numbers if stem(n.after) in STEMS["heads"] or re.search(of_us, text)]
    implied = next((count for count, pattern in _COMPANY.items() if pattern.search(text)), None)
    return next((n.digits for n in told if not n.is_article), implied or next((n.digits for n in told), None))


def _duration(parameter: Parameter, words: Sequence[str], *, last: bool = False) -> str | None:
    """The length of time that is told, in the unit of a parameter (`a week` is 7 of days). last: that told last."""
    own = next((seconds for unit, seconds in SPANS.items() if unit in parameter.words), 0)
    told, words = list[Number](), _halved(words)
    for at, word in enumerate(words if own else ()):
        span, before = SPANS.get(stem(word), 0), words[max(0, at - 3) : at]
        counts = numbers_in(before) or ([_WHOLE] if {"another", "whole", "per"} & set(before) else [])
        if span and counts and not _WORDS["when"] & set(before) and counts[-1].value * span * 2 % own == 0:
            told.append(counts[-1]._replace(value=counts[-1].value * span / own))
    # `I am here all week, so for five days` tells a number
    return next((n.digits for n in sorted(told[::-1] if last else told, key=lambda number: number.is_article)), None)


def _is_counted(number: Number, parameter: Parameter) -> bool:
    """Tell whether a number counts what a parameter counts; `an appointment at 9` is at no hour one."""
    is_time = number.is_article and parameter.name[-1:] != "s" and parameter.words & STEMS["time"]
    return not is_time and any(kinship(stem(number.after), word) > 0.8 for word in parameter.words)


def _stands_behind(number: Number, parameter: Parameter) -> bool:
    """Tell whether a number stands behind its thing (`bed one`)."""
    return stem(number.before) in parameter.words | {"number"}


def is_label(parameter: Parameter) -> bool:
    """Tell whether a number names one thing (`the number of the locker`) rather than counts several."""
    return bool(_FORMS["label"].search(parameter.description))


def _label(parameter: Parameter, heard: Heard, pool: Sequence[Number]) -> str | None:
    """The number that stands beside the thing, in the request, beside it or in a question before; never an article."""
    named = [n for n in pool if not n.is_article and (n.word != "one" or heard.fragment)]
    told = [n for n in numbers_in(heard.told) if n.word not in ("a", "an", "one")]
    meant = [n for n in numbers_in(heard.beside) if _stands_behind(n, parameter)]
    # `three on number eight`
    behind = [n for n in (*named, *told) if _stands_behind(n, parameter)]
    return next((n.digits for n in (*behind, *named, *told, *meant)), None)


def _is_money(number: Number, parameter: Parameter) -> bool:
    return number.after in _MONEY or (not number.is_article and stem(number.after) in parameter.words)


def _price(function: Function, sheet: Sheet, values: dict[str, str]) -> str | None:
    """The price that the sheet tells of what was chosen: the amount after its name (`A sword costs 10 gold`)."""
    item = next((value for value in values.values() if not value[0].isdigit()), " ".join(function.words[1:]))
    wanted = {stem(word) for word in tokens(item) if word not in STOP}
    for fact in sheet.facts if wanted else ():
        if wanted <= set(fact.terms) and {"money", "amount"} <= fact.cues:
            words = tokens(fact.text)
            place = max((at for at, word in enumerate(words) if stem(word) in wanted), default=0)
            after = [n for n in numbers_in(words) if n.at > place and n.word not in ("a", "an", "one", "both")]
            if after:
                return after[0].digits
    return None
