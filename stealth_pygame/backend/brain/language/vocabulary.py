"""The word tables of a language, read from text files once, because a translator edits files and not code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final


def lex(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Return lines of `word = meaning; word = meaning` as a dictionary."""
    pairs = (entry.partition("=") for line in text.strip().splitlines() for entry in line.split(";") if "=" in entry)
    return {word.strip(): meaning.strip() for word, _, meaning in pairs}


@lru_cache(maxsize=16)
def read(name: str, language: str = "en") -> str:
    """Return a data file of a language without its comments and empty lines."""
    # the folder is named as a resource of the package, so that zipped and frozen games find it, too
    path = files("stealth_pygame.backend.brain") / "data" / language / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def stems() -> dict[str, str]:
    """Return the stems of the words in the lists, as they were worked out before."""
    lines = (line.partition(":") for line in read("stems").splitlines())
    return {word: stem for stem, _, words in lines for word in words.split()}


@lru_cache(maxsize=16)
def sections(language: str = "en", name: str = "words") -> dict[str, str]:
    """Return the parts of a file of words by the names in brackets above them."""
    _, *parts = re.split(r"^\[([\w ]+)\]$", read(name, language), flags=re.MULTILINE)
    return {section: lines.strip("\n") for section, lines in zip(parts[::2], parts[1::2], strict=True)}


def pattern_of(name: str, flags: int = 0) -> re.Pattern[str]:
    """Return one of the patterns of English, whose lines are put together."""
    return re.compile(sections("en", "patterns")[name].replace("\n", ""), flags)


def patterns_of(kind: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns whose names begin with a word, by the rest of the name."""
    names = (name for name in sections("en", "patterns") if name.startswith(f"{kind} "))
    return {name.removeprefix(f"{kind} "): pattern_of(name) for name in names}


def rules_of(section: str, end: str = "") -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return lines of `pattern => plain words`; `end` closes each pattern that does not close itself."""
    pairs = (map(str.strip, line.split("=>")) for line in sections()[section].splitlines())
    return tuple((re.compile(pattern + end * (pattern[-1] not in ")$")), words) for pattern, words in pairs)


def words_of(section: str, name: str = "words") -> frozenset[str]:
    """Return a part of a file of words as a set."""
    return lex(sections("en", name)[section])


def groups_of(section: str) -> dict[str, frozenset[str]]:
    """Return lines of `name = words` of the lists as sets."""
    return {name: lex(words) for name, words in table(sections("en", "lists")[section]).items()}


def pairs_of(section: str, language: str = "en") -> dict[str, str]:
    """Return a part of a language's words as a dictionary."""
    return table(sections(language)[section])


CHAT: Final = pairs_of("chat")
IDIOMS: Final = {**pairs_of("phrasal"), **pairs_of("idioms")}
COMMON: Final = words_of("common")
STOP: Final = words_of("stop")
FAINT: Final = words_of("faint")

# Words that carry a meaning behind some others: `the well` is one, `well` alone is not.
_CARRIED: Final = {word: behind for words, behind in groups_of("carried").items() for word in words.split()}


def content(words: Sequence[str]) -> list[str]:
    """The words that carry a meaning."""
    pairs = zip(("", *words), words, strict=False)
    return [word for before, word in pairs if word not in STOP or before in _CARRIED.get(word, ())]
