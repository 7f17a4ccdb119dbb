"""Numbers of a request: how many, and for how much, the price told by the sheet where none is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.knowledge.functions import Function, Heard, Parameter
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.vocabulary import STOP, pattern_of, words_of
from stealth_pygame.backend.brain.language.words import number, stem, stem_set, tokens

_MONEY: Final = words_of("amounts money", "lists")
_PRICE: Final = stem_set("price cost fee gold coins money payment pay offer bid toll fare credits sum")
_COUNT: Final = stem_set("quantity count number many amount units pieces copies")


def numbers_in(words: Sequence[str]) -> list[tuple[float, int, int]]:
    """Numbers with the places of their first word and of the word after them; articles count as one."""
    results = []
    at = 0
    listed = list(words)
    while at < len(listed):
        hit = number(listed, at)
        if hit:
            results.append((hit[0], at, hit[1]))
            at = hit[1]
        else:
            at += 1
    return results


def number_for(
    parameter: Parameter,
    function: Function,
    heard: Heard,
    sheet: Sheet,
    values: dict[str, str],
    numbers: list[tuple[float, int, int]],
) -> str | None:
    """The number that the request, or else the sheet, tells for a parameter: a price or a count."""
    counted_so = bool(_HOW_MANY.search(parameter.description)) or stem("quantity") in parameter.words
    wants_money = bool(parameter.words & _PRICE) and not counted_so
    money = [n for n in numbers if _is_money(heard.words, n, parameter)]
    plain = [n for n in numbers if n not in money]
    if wants_money:
        taken = function.direction == "in" and not any(p.choices for p in function.parameters)
        offered = money or [n for n in plain if taken or _is_bid(heard, n)]
        return _digits(offered[0][0]) if offered else _price(function, sheet, values)
    unit = [n for n in plain if n[2] < len(heard.words) and stem(heard.words[n[2]]) in parameter.words]
    behind = [n for n in plain if heard.words[n[1]] not in _ARTICLES and _stands_behind(parameter, heard, n)]
    if behind and not unit:
        return _digits(behind[0][0])
    lasting = _duration(parameter, (*heard.words, *heard.told))
    if lasting is not None and not unit:
        return lasting
    others = [p for p in function.parameters if p.kind == "number" and p is not parameter]
    pool = unit or [
        n
        for n in plain
        if not any(n[2] < len(heard.words) and stem(heard.words[n[2]]) in p.words - _COUNT for p in others)
    ]
    nth = [_ORDINALS[word] for word in heard.words[1:] if word in _ORDINALS]
    if nth and (not pool or is_label(parameter)):
        return str(nth[0])
    if not pool and is_label(parameter):
        return _label(parameter, heard, [])
    if not pool and parameter.words & _COUNT and _ONE.search(" ".join(heard.words)):
        return "1"
    if not pool:
        return _digits(money[0][0]) if money and not others else _told_beside(parameter, heard)
    counted = [n for n in pool if heard.words[n[1]] not in ("a", "an")] or pool
    if is_label(parameter):
        return _label(parameter, heard, pool)
    # `a hall` names no hall, while `hall one` does
    vague = heard.words[counted[0][1]] in ("a", "an", "one", "another") and counted[0][2] == counted[0][1] + 1
    after = heard.words[counted[0][2]] if counted[0][2] < len(heard.words) else ""
    counts = parameter.words & _COUNT or (parameter.name.endswith("s") and stem(after) == stem(parameter.name))
    if vague and not counts and not _stands_behind(parameter, heard, counted[0]):
        return str(nth[0]) if nth else None
    return _digits(counted[0][0])


_HOW_MANY: Final = re.compile(r"\bhow many (?!\w*(?:coins|gold|credits|silver))", re.IGNORECASE)
_ARTICLES: Final = frozenset({"a", "an"})


def _told_beside(parameter: Parameter, heard: Heard) -> str | None:
    """`I have got three loads, take them`: the number of what a request calls `them`."""
    told = numbers_in(heard.told) if {"them", "those", "these"} & set(heard.words) else []
    counted = [n for n in told if n[2] < len(heard.told) and stem(heard.told[n[2]]) in parameter.words]
    return _digits(counted[0][0]) if counted else None


# One thing of the player's, not several.
_ONE: Final = re.compile(r"\b(?:my|this|that) (?:\w+ )?\w*(?:[^s\W]|ss)$")
_ORDINALS: Final = {
    word: at
    for at, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}
_SECONDS: Final = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
    "year": 31536000,
}
_SPANS: Final = {stem(name): seconds for name, seconds in _SECONDS.items()}


def _duration(parameter: Parameter, words: Sequence[str]) -> str | None:
    """The length of time that is told, in the unit of a parameter (`a whole week` is 7 of days)."""
    own = next((seconds for unit, seconds in _SPANS.items() if unit in parameter.words), 0)
    if not own:
        return None
    for at, word in enumerate(words):
        span = _SPANS.get(stem(word), 0)
        before = list(words[max(0, at - 3) : at])
        counts = [hit[0] for hit in numbers_in(before)] or ([1.0] if {"another", "whole", "per"} & set(before) else [])
        if span and counts and counts[-1] * span % own == 0:
            return _digits(counts[-1] * span / own)
    return None


def _stands_behind(parameter: Parameter, heard: Heard, hit: tuple[float, int, int]) -> bool:
    """Tell whether a number stands behind its thing (`bed one`)."""
    return hit[1] > 0 and stem(heard.words[hit[1] - 1]) in parameter.words | {stem("number")}


_LABEL: Final = pattern_of("amounts label", re.IGNORECASE)


def is_label(parameter: Parameter) -> bool:
    """Tell whether a number names one thing (`the number of the locker`) rather than counts several."""
    return bool(_LABEL.search(parameter.description))


def _label(parameter: Parameter, heard: Heard, pool: Sequence[tuple[float, int, int]]) -> str | None:
    """The number that stands beside the thing, in the request or in what is told beside it; never an article."""
    told = [n for n in numbers_in(heard.told) if heard.told[n[1]] not in ("a", "an", "one")]
    named = [n for n in pool if heard.words[n[1]] not in ("a", "an")]
    named = [n for n in named if heard.words[n[1]] != "one" or _stands_behind(parameter, heard, n)]
    named = [n for n in named if heard.words[n[1] - 1] not in ("new", "another", "the", "that", "this")] or []
    chosen = named or told
    return _digits(chosen[0][0]) if chosen else None


def _is_money(words: Sequence[str], hit: tuple[float, int, int], parameter: Parameter) -> bool:
    after = words[hit[2]] if hit[2] < len(words) else ""
    coins = parameter.words & _PRICE and stem(after) in parameter.words
    return after in _MONEY or bool(coins) or bool(re.fullmatch(r"\d+(?:g|gp|gold)", words[hit[1]]))


def _is_bid(heard: Heard, hit: tuple[float, int, int]) -> bool:
    """Tell whether a bare number is a price: the last word of `for ten`, or all of a short answer."""
    if heard.words[hit[1]] in ("a", "an", "one"):
        return False
    last = hit[2] == len(heard.words)
    return last and (heard.fragment or (hit[1] > 0 and heard.words[hit[1] - 1] in ("for", "at", "pay", "is", "to")))


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _price(function: Function, sheet: Sheet, values: dict[str, str]) -> str | None:
    """The price that the sheet's knowledge tells of what was chosen."""
    for item in [value for name, value in values.items() if not value.replace(".", "").isdigit()] or list(
        function.words[1:]
    ):
        wanted = {stem(word) for word in tokens(item) if word not in STOP}
        for fact in sheet.facts:
            if wanted and wanted <= set(fact.terms) and {"money", "amount"} <= fact.cues:
                results = _priced(fact.text, wanted)
                if results is not None:
                    return results
    return None


def _priced(text: str, wanted: set[str]) -> str | None:
    """The amount nearest after the item's name in a sentence such as `A sword costs 10 gold, a shield 8`."""
    words = tokens(text)
    places = [at for at, word in enumerate(words) if stem(word) in wanted]
    hits = [n for n in numbers_in(words) if words[n[1]] not in ("a", "an", "one", "both")]
    after = [n for n in hits if n[1] > places[-1]] if places else []
    chosen = after[0] if after else hits[-1] if hits else None
    return _digits(chosen[0]) if chosen else None
