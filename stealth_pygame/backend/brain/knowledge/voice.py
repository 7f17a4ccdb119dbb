"""The choice of wording: another one each time, yet always the same for the same seed and conversation."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.interface import Question, Turn
from stealth_pygame.backend.brain.knowledge.sheet import Sheet
from stealth_pygame.backend.brain.language.clauses import AUX
from stealth_pygame.backend.brain.language.questions import Query, cues, cues_of
from stealth_pygame.backend.brain.language.vocabulary import groups_of, patterns_of, read
from stealth_pygame.backend.brain.language.words import capital, stem, tokens
from stealth_pygame.backend.brain.translation import LANGUAGES

_WORDS: Final = groups_of("voice")
_FORMS: Final = patterns_of("voice")


@lru_cache(maxsize=8)
def lines_in(language: str) -> dict[str, tuple[str, ...]]:
    """Return the wordings of each kind of line in a language, which suit any world."""
    kinds: dict[str, tuple[str, ...]] = {}
    for line in filter(None, read("lines", language).splitlines()):
        kind, _, wording = line.partition(":")
        # one space parts kind and wording: what follows may begin with a space of its own
        kinds[kind] = (*kinds.get(kind, ()), wording.removeprefix(" "))
    return kinds


class Voice:
    """The wordings of one answer: `seed` and the question decide them, and what was just said is not said again."""

    def __init__(self, sheet: Sheet, question: Question, seed: int | None, history: Sequence[Turn]) -> None:
        self._sheet = sheet
        self._name = question.user_name.strip()
        known = lines_in(sheet.language) if sheet.language in ("en", *LANGUAGES) else {}
        self._lines = {**known, **{kind: lines for kind, lines in sheet.lines.items() if lines}}
        # sentences may be put together from English words
        self.is_english = sheet.language == "en"
        self._random = random.Random(f"{seed}|{sheet.name}|{question.message[:500]}|{len(history)}")
        # The character's own lines, oldest first, and the last of them.
        self.said = [turn.text for turn in history if turn.speaker == "character"]
        self.last = self.said[-1] if self.said else ""

    def was_said(self, text: str, within: int = 1) -> bool:
        """Tell whether a text was part of one of the last lines."""
        return any(text in line for line in self.said[-within:])

    def pick(self, options: Sequence[str]) -> str:
        """One of several texts, rather one that was not said lately."""
        fresh = [text for text in options if not self.was_said(text, 4)]
        return self._random.choice(fresh or list(options))

    def line(self, kind: str, **parts: str) -> str:
        """A line of a kind, filled in."""
        named = f", {self._name}" if self._name and self._random.random() < 0.6 else ""
        friend = self._lines.get("friend", ("",))[0]
        whole = {"you": named, "name": self._name or friend, "me": self._sheet.name, "hint": "", **parts}
        whole |= {key.capitalize(): capital(value) for key, value in whole.items()}
        # a language without lines of its own is silent rather than English
        options = self._lines.get(kind) or self._lines.get("ignorance") or ("…",)
        return self.pick([_FORMS["place"].sub(lambda m: whole.get(m[1], ""), text).strip() for text in options])

    def hint(self) -> str:
        """A sentence that names things to ask about, or nothing where the sheet has none."""
        left = self._sheet.hints
        # once is help, twice is a machine
        if not left or any(hint in line for line in self.said for hint in left):
            return ""
        chosen = self._random.sample(left[:6], min(2, len(left)))
        lines = [text for text in self._lines.get("hint", ()) if "{hints}" in text]
        return " " + self._random.choice(lines).strip().replace("{hints}", self.listed(chosen)) if lines else ""

    def listed(self, items: Sequence[str], word: str = "or") -> str:
        """The items as a list in the language of the sheet."""
        return listed(items, self._lines.get(word, (word,))[0])

    def retell(self, fact: str) -> str:
        """A fact that was said just now, with a lead-in that owns up to it."""
        return self.line("again", fact=fact)

    def varied(self, text: str) -> str:
        """The text, with a lead-in where it was the last line."""
        return self.retell(text) if text and self.was_said(text) else text

    def personal(self, text: str) -> str:
        """An example's words with its placeholders filled in."""
        return re.sub(r"\{\{user\d*\}\}", self._name or "friend", text)


def listed(items: Sequence[str], word: str = "or") -> str:
    """`a, b or c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""


def _naming(parts: Sequence[str], asked: Query) -> list[str]:
    """The parts of a text that have a telling word of a question."""
    return [part for part in parts if asked.strong & set(map(stem, tokens(part)))]


def shortened(text: str, asked: Query) -> str:
    """Return the one part of a list of prices, or of what the character is and does, that was asked for."""
    wanted = set(cues_of(asked.wh))
    clauses = _FORMS["clauses"].split(text.rstrip(".")) if ". " not in text else [text]
    told = _naming(clauses, asked) or [part for part in clauses if set(cues_of(asked.wh)[:1]) & cues(part)]
    # the other part may hold the number that is asked for
    if len(clauses) > 1 and len(told) == 1 and wanted & cues(text) <= cues(told[0]):
        return f"{capital(told[0])}."
    parts = _FORMS["prices"].split(text.rstrip(".")) if wanted & {"money", "amount"} else []
    fits = _naming(parts, asked)
    return f"{capital(fits[0])}." if len(parts) > 1 and len(fits) == 1 and _FORMS["price"].search(fits[0]) else text


def polarity(text: str, asked: Query) -> str:
    """Return `yes` or `no` where a fact says just what a question asks, or its contrary; else an empty text."""
    words, question = tokens(text), asked.text.split()
    unsure = _WORDS["negative"] & set(question) or _WORDS["unsure"] & {*question, *words}
    if not asked.terms or question[0] not in AUX or unsure:
        return ""
    stems = [stem(word) for word in words]
    said = {stem(word) for word in question if word not in AUX | _WORDS["small"]}
    if not said | asked.terms.keys() <= set(stems):
        return ""
    places = [stems.index(stem(word)) for word in question if stem(word) in asked.terms]
    close = all(0 <= after - before <= 4 for before, after in itertools.pairwise(places))
    if not (close and (len(places) > 1 or question[1] == "there")):
        return ""
    return "no" if _WORDS["negative"] & set(words) else "yes"
