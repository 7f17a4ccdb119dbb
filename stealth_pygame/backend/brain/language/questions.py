"""The aim of a question: its telling words, its kind (`who`, `how much`, `what if`), and of whom it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import FAINT, STOP, content, pattern_of, sections, table
from stealth_pygame.backend.brain.language.words import TENS, UNITS, stem

_CUE_OF: Final = {kind: tuple(cues.split()) for kind, cues in table(sections("en", "lists")["questions cues"]).items()}
_ALSO: Final = {"how much": ("price",), "how old": ("age", "ago"), "who": (), "how far": ("far",)}


@dataclass(frozen=True)
class Query:
    """The stems of a question with their weights, and the kind of question (`who`, `how much`, ...)."""

    terms: Mapping[str, float]
    wh: str = ""
    to_self: bool = False
    text: str = ""
    # Stems of what is asked about as somebody's: `car` of `the mayor's car`.
    owned: frozenset[str] = frozenset()


def cues_of(kind: str) -> tuple[str, ...]:
    """The cues that a fact must have to answer a kind of question."""
    return _CUE_OF.get(kind, ())


def question_kind(words: Iterable[str]) -> str:
    """The kind of a question by its question word, which need not come first."""
    listed = list(words)
    turned = _turn_of_phrase(" ".join(listed))
    if turned:
        return turned
    for at, word in enumerate(listed):
        if word == "how" and at + 1 < len(listed) and f"how {listed[at + 1]}" in _CUE_OF:
            return f"how {listed[at + 1]}"
        if word == "what" and listed[at + 1 : at + 2] in (["time"], ["hour"], ["day"]):
            return "when"
        if word == "what" and listed[at + 1 : at + 2] in (["price"], ["cost"]):
            return "how much"
        if word == "what" and {"cost", "price", "charge"} & set(listed[at:]):
            return "how much"
        if word in ("what", "which"):
            return "happened" if {"happened", "become"} & set(listed[at:]) else word
        if word in _CUE_OF:
            return word
    if {"cost", "costs", "price", "prices"} & set(listed):
        return "how much"
    return ""


_TURNS: Final = tuple(
    (name.removeprefix("turn "), pattern_of(name)) for name in sections("en", "patterns") if name.startswith("turn ")
)


def _turn_of_phrase(text: str) -> str:
    """The kind of a question that more than its question word decides."""
    return next((kind for kind, pattern in _TURNS if pattern.search(text)), "")


def query(words: Iterable[str], proper: Iterable[str] = (), names: Iterable[str] = ()) -> Query:
    """A query from the words of a clause. `proper`: words that the user wrote as names."""
    listed = list(words)
    wh = question_kind(listed)
    own = set(names)
    named = set(proper)
    terms: dict[str, float] = {}
    for word in content(listed):
        if word not in own and (word not in _COUNTING or word in named):
            # a number tells one of several rooms, and no more than that
            terms[stem(word)] = 0.5 if word in FAINT or word.isdigit() else 1.0
    if not any(weight == 1.0 for weight in terms.values()):
        terms |= {stem(word): 0.6 for word in listed if word in FAINT and word not in own}
    if wh == "how old":
        terms.pop("old", None)
    for word in named:
        if stem(word) in terms:
            terms[stem(word)] = 1.4
    for extra in _ALSO.get(wh, ()):
        terms.setdefault(stem(extra), 0.45)
    strong = any(weight >= 1 for weight in terms.values())
    to_self = bool({"you", "yourself"} & set(listed)) or bool(own & set(listed)) or ("your" in listed and not strong)
    to_self = to_self or (wh == "former" and "your" in listed)
    if wh == "where" and listed[-1:] in _BOUND and ({"we", "ship"} & set(listed) or {"are", "you"} <= set(listed)):
        terms[stem("destination")] = 1.0
    if wh == "where" and listed[-1:] in (["from"], ["originally"], ["born"]):
        wh = "from where"
    if wh == "how much" and _is_quantity(listed):
        wh = "how many"
        terms.pop(stem("price"), None)
    return Query(terms, wh, to_self, " ".join(listed))


_BOUND: Final = (["going"], ["headed"], ["heading"], ["bound"], ["sailing"], ["flying"], ["travelling"])
_COUNTING: Final = (frozenset(UNITS) | frozenset(TENS)) - {"single", "pair", "dozen", "couple"}


def _is_quantity(words: list[str]) -> bool:
    """`how much oil do you need` asks for an amount, `how much is the oil` for its price."""
    at = words.index("how") if "how" in words else len(words)
    thing = words[at + 2] if at + 2 < len(words) else ""
    return words[at + 1 : at + 2] == ["much"] and bool(thing) and thing not in STOP and "cost" not in words
