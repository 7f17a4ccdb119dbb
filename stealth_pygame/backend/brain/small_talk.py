"""The talk for the sake of company: greetings, thanks, names, praise, and remarks of no consequence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import lex, read, words_of
from stealth_pygame.backend.brain.language.words import stem
from stealth_pygame.backend.meaning.vectors import Judging

_MOODS: Final = {mood: words_of(f"mood {mood}", "lists") for mood in ("good", "bad")}
_CONTRARY: Final = {"good": "bad", "bad": "good"}
# Of these only short messages are made; in longer ones something else is the point.
_SHORT: Final = lex("greeting thanks farewell insult praise sorry laugh")
# Remarks beside which another one is answered.
_FAINT: Final = lex("nod gasp interest name_of one_could family")
# Those that count wherever they stand in a message: `I lost my grandmother, she loved wine`.
GRAVE: Final = lex("grief joy feel_for news_bad")
# The likelihood from which a learned kind of remark is taken.
_LEARNED: Final = 0.4
_OF_YOU: Final = lex("you your yours yourself u ur")
_NEGATIVE: Final = lex("not never no nothing nobody without hardly least")


@lru_cache(maxsize=3)
def _patterns(file: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of a file, each with its neighbouring lines as the alternatives of one pattern."""
    lines = (line.split(": ", 1) for line in read(file).splitlines())
    kinds = itertools.groupby(lines, key=lambda line: line[0])
    return tuple((kind, re.compile("|".join(pattern for _, pattern in listed))) for kind, listed in kinds)


def intent(words: Sequence[str]) -> tuple[str, str]:
    """The intent of a message and what it names, or two empty texts."""
    return _intent(" ".join(words))


# One message is looked at several times, those before it again with each.
@lru_cache(maxsize=256)
def _intent(text: str) -> tuple[str, str]:
    for name, pattern in _patterns("small_talk"):
        if not (name in _SHORT and text.count(" ") > 8) and (match := pattern.search(text)):
            return name, "".join(filter(None, match.groups()[:1]))
    return "", ""


def chat(words: Sequence[str], *, asks: bool) -> str:
    """The kind of a question that no sheet answers, or of a remark, by its form and mood alone; else an empty text."""
    return _chat(" ".join(words), asks)


@lru_cache(maxsize=256)
def _chat(said: str, asks: bool) -> str:
    text, felt = said.removeprefix("or "), "" if asks else mood(said.split())
    for name, pattern in _patterns("chat" if asks else "remarks"):
        kind, _, wanted = name.partition(" ")
        if wanted in ("", felt) and pattern.search(text):
            return kind
    return ""


def learned(judge: Judging | None, text: str, *, asks: bool) -> str:
    """The kind of a question or a remark as a judge has learned it from players, or an empty text."""
    kind, likely = judge.remark(text) if judge else ("", 0.0)
    if likely < _LEARNED:
        return ""
    names = (name.partition(" ")[0] for name, _ in _patterns("chat" if asks else "remarks"))
    # `why would he do it` asks for nobody's own reasons
    meant = not kind.endswith("_self") or _OF_YOU & set(text.split())
    return kind if meant and kind in names else ""


def remark(parts: Sequence[Sequence[str]]) -> str:
    """The kind of a remark of several parts: the gravest, else the first that is more than a nod, else any."""
    kinds = filter(None, (chat(part, asks=False) for part in parts))
    return min(kinds, key=lambda kind: (kind not in GRAVE, kind in _FAINT), default="")


def mood(words: Sequence[str]) -> str:
    """Return `good` or `bad`, as the last telling word of a remark is, or an empty text."""
    for at, word in reversed(list(enumerate(words))):
        for kind, telling in _MOODS.items():
            if word in telling or stem(word) in telling:
                return _CONTRARY[kind] if _NEGATIVE & set(words[max(0, at - 3) : at]) else kind
    return ""
