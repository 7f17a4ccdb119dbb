"""The aim of a question: its telling words, its kind (`who`, `how much`, `what if`), and of whom it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.thesaurus import phrasal
from stealth_pygame.backend.brain.language.vocabulary import FAINT, content, patterns_of, sections, table
from stealth_pygame.backend.brain.language.words import TENS, UNITS, stem

_CUE_OF: Final = {kind: tuple(cues.split()) for kind, cues in table(sections("en", "lists")["questions cues"]).items()}
_KINDS: Final = re.compile(rf"\b(?:{'|'.join(sorted((*_CUE_OF, 'what', 'which'), key=len, reverse=True))})\b")
_TURNS: Final = patterns_of("turn")
_CUES: Final = patterns_of("cue")
_COUNTING: Final = (UNITS.keys() | TENS.keys()) - {"single", "pair", "dozen", "couple"}


@dataclass(frozen=True)
class Query:
    """The stems of a question with their weights, and the kind of question (`who`, `how much`, ...)."""

    terms: Mapping[str, float]
    wh: str = ""
    to_self: bool = False
    text: str = ""
    # Stems of what is asked about as somebody's: `car` of `the mayor's car`.
    owned: frozenset[str] = frozenset()
    # Stems of names that the sheet does not know.
    strange: frozenset[str] = frozenset()
    # The message that the question is a part of.
    said: tuple[str, ...] = ()
    # The line just told, and whether the question asks for it once more; whether anything was said before.
    after: str = ""
    again: bool = False
    goes_on: bool = False

    @property
    def echoes(self) -> bool:
        """Tell whether a line was told just before, and is not asked for again."""
        return bool(self.after) and not self.again

    @cached_property
    def strong(self) -> frozenset[str]:
        """Return the stems that tell what is asked about, without those that many sentences have."""
        return frozenset(term for term, weight in self.terms.items() if weight >= 1)


def cues(sentence: str) -> frozenset[str]:
    """Return which questions a sentence could answer: place, time, amount, money, reason, means, person."""
    return frozenset(cue for cue, pattern in _CUES.items() if pattern.search(sentence))


def cues_of(kind: str) -> tuple[str, ...]:
    """The cues that a fact must have to answer a kind of question."""
    return _CUE_OF.get(kind, ())


def question_kind(words: Iterable[str]) -> str:
    """The kind of a question by its turn of phrase, else by its question word, which need not come first."""
    return _kind(" ".join(words))


# A question is looked at several times while it is answered.
@lru_cache(maxsize=256)
def _kind(text: str) -> str:
    turned = next((kind for kind, pattern in _TURNS.items() if pattern.search(text)), "")
    asked = _KINDS.search(text)
    return turned or (asked.group() if asked else "")


def query(words: Iterable[str], proper: Iterable[str] = (), names: Iterable[str] = ()) -> Query:
    """A query from the words of a clause. `proper`: words that the user wrote as names."""
    listed = list(words)
    wh = question_kind(listed)
    # what somebody is called tells who that is
    own = set(names) | ({"called"} if wh == "who" else set())
    named = set(proper)
    telling = [word for word in content(listed) if word not in own and (word not in _COUNTING or word in named)]
    # a number tells one of several rooms, and no more than that
    terms = {stem(word): 0.5 if word in FAINT or word.isdigit() else 1.0 for word in telling}
    for phrase, verb in phrasal(listed):
        terms.pop(stem(verb), None)
        terms[phrase] = 1.0
    if not any(weight == 1.0 for weight in terms.values()):
        terms |= {stem(word): 0.6 for word in listed if word in FAINT and word not in own}
    to_self = bool({"you", "yourself", *names} & set(listed)) or (wh == "former" and "your" in listed)
    return Query(terms, wh, to_self, " ".join(listed))
