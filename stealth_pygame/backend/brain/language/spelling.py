"""Slips of the hand put right before a message is read, towards the words that the sheet and games use."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from stealth_pygame.backend.brain.language.vocabulary import CHAT, COMMON, FAINT, STOP, lex, patterns_of, read
from stealth_pygame.backend.brain.language.words import SCALES, TENS, UNITS, distance, mistyped, tokens

_PATTERNS: Final = patterns_of("spelling")
_FORMS: Final = lex("s es d ed r er y ly n en")
_ENDINGS: Final = lex("s es ed ing er est ly d ian ist ness less ment ion al y")
_LISTED: Final = re.findall(r"[a-z]+(?![^\n]*:)", f"{read('actions')}\n{read('topics')}")
_COMMON: Final = STOP.union(FAINT, COMMON, UNITS, TENS, SCALES, _LISTED)
# The everyday words that are right as they are, and too many to be what a slip was meant to be.
_ENGLISH: Final = lex(read("english"))


def _is_name(match: re.Match[str]) -> bool:
    """Tell whether a word is written as a name: with a capital, in the middle of a sentence."""
    before = match.string[: match.start()].rstrip()
    return match.group(0)[0].isupper() and bool(before) and before[-1] not in ".!?\n\"'"


@lru_cache(maxsize=16)
def _by_first(words: frozenset[str]) -> dict[str, list[str]]:
    longer = sorted(word for word in words if len(word) > 2)
    return {letter: list(group) for letter, group in itertools.groupby(longer, key=lambda word: word[0])}


@lru_cache(maxsize=5_000)
def _meant(word: str, words: frozenset[str]) -> tuple[str, ...]:
    """The words of some that a word may be a slip of; those of the common ones are kept for all sheets."""
    letters = word[:2] if len(word) > 3 else word[:1]
    lists = _by_first(words)
    return tuple(other for letter in letters for other in lists.get(letter, ()) if _is_slip(word, other))


def _is_slip(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    # another form of a word is no slip: `quarter` stays beside `quarters`, and `bedd` is none of `bed`
    formed = long.startswith(short) and long[len(short) :] in _FORMS and long[-1:] != short[-1:]
    if len(long) - len(short) > 2 or formed:
        return False
    # no word of English at all: one wrong letter is enough, and some people leave the vowels out
    wrong = len(word) > 3 and word[0] == other[0] and distance(word, other, 1) == 1
    same = len(word) > 3 or other in STOP or sorted(other) == sorted(word) or word == other[:3]
    bare = len(other) > 3 and other[:1] + re.sub("[aeiou]", "", other[1:]) == word
    heard = len(word) > 4 and word[0] == other[0] and _sound(word) == _sound(other)
    return wrong or bare or heard or (same and mistyped(word, other))


def _sound(word: str) -> str:
    """A word by its sound, roughly: `fites` as `fights`, `ranes` as `rains`."""
    return re.sub(r"([aeiou])[aeiouyw]+", r"\1", re.sub(r"gh|e(?=s?$)|(.)(?=\1)", "", word))


def is_english(word: str, own: Collection[str] = frozenset(), endings: Collection[str] = _ENDINGS) -> bool:
    """Tell whether a lower-case word, or what it is a form of, is one of everyday English, of games or of `own`."""
    bases = {word[: -len(end)] for end in endings if word.endswith(end)}
    bases |= {base + "e" for base in bases if word.endswith(("ing", "ed", "er", "est", "ion"))}
    # `tried`, `happiest`
    turned = 2 if word.endswith(("ied", "ies")) else 3
    bases |= {base[:-1] + "y" for base in bases if base.endswith("i") and len(base) > turned}
    # `spinning`
    bases |= {base[:-1] for base in bases if base[-1:] == base[-2:-1]}
    forms = [word, *(base for base in bases if len(base) > 2)]
    return any(form in known for form in forms for known in (_COMMON, _ENGLISH, own))


class Speller:
    """Puts words right that neither games nor this sheet know; `vocabulary` is the sheet's own words."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._own = frozenset(word for text in vocabulary for word in tokens(text))
        # The word that a lower-case word was meant to be; itself when it is known or nothing is near.
        self.fix = lru_cache(maxsize=2_000)(self._fix)

    def mend(self, text: str, names: Iterable[str] = ()) -> str:
        """A text with its slips put right; `names` are words that are right as they are."""
        kept = set(names)
        shouted = text.isupper() or text.istitle()
        return _PATTERNS["word"].sub(lambda m: m[0] if not shouted and _is_name(m) else self._mended(m[0], kept), text)

    def _mended(self, word: str, kept: set[str]) -> str:
        lower = word.lower()
        if _PATTERNS["stretched"].search(lower) and lower not in kept:
            # `pleeease`, `come ooon`
            short = [_PATTERNS["stretched"].sub(r"\1" * count, lower) for count in (1, 2)]
            lower = word = next(filter(self.knows, short), short[0])
        if lower in CHAT and lower not in kept:
            return CHAT[lower]
        if "'" in word or lower in kept or self.knows(lower):
            return word
        # what the game calls its values nobody else may know
        meant = min((one for one in kept if len(one) > 3 and one[0] == lower[0] and _is_slip(lower, one)), default="")
        fixed = meant or self.fix(lower)
        return fixed if fixed != lower else word

    def knows(self, word: str) -> bool:
        """Tell whether a lower-case word is one of English, of games or of the sheet."""
        return f"{word}s" in self._own or is_english(word, self._own)

    def _fix(self, word: str) -> str:
        def farness(other: str) -> tuple[object, ...]:
            # by its letters first, then by how well it is known
            swapped, begun = sorted(other) != sorted(word), not other.startswith(word)
            changed = not re.search(".*".join(word), other)
            known = (other not in self._own, changed, other not in STOP)
            return (swapped, begun, distance(word, other, 1), *known, other)

        return min((*_meant(word, _COMMON), *_meant(word, self._own)), key=farness, default=word)
