"""Text to words and stems, because every other module of the brain compares words and never letters."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]

from stealth_pygame.backend.brain.language.vocabulary import (
    CHAT,
    IDIOMS,
    groups_of,
    pairs_of,
    patterns_of,
    rules_of,
    stems,
)

# Characters of a message that are read; a player who pastes a book gets an answer to its beginning.
LONGEST: Final = 1_500
_STEMMER: Final = snowballstemmer.stemmer("english")
_STEMMER_LOCK: Final = threading.Lock()
# The words of our own lists, of which thousands are stemmed at each start.
_STEMS: Final = stems()
_FORMS: Final = patterns_of("words")
_IDIOM: Final = re.compile(rf"\b(?:{'|'.join(sorted(IDIOMS, key=len, reverse=True))})\b")
_QUOTES: Final = str.maketrans("’‘`´“”–—_", "''''\"\"-, ")


_ENDINGS: Final = rules_of("contractions")
_IRREGULAR: Final = {form: base for base, forms in pairs_of("irregular").items() for form in forms.split()}

UNITS, TENS, SCALES = (
    {word: int(value) for word, value in pairs_of(section).items()} for section in ("units", "tens", "scales")
)
# Words before which `a` counts nothing (`a couple of`).
_COUNTED: Final = frozenset(SCALES) | {"couple", "pair", "dozen", "single"}


def plain(text: str) -> str:
    """Lower case with simple quotes, contractions and chat spelling written out."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_QUOTES).lower()
    for pattern, full in _ENDINGS:
        text = pattern.sub(full, text)
    return text


def capital(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def tokens(text: str) -> list[str]:
    """The words of a text, in order, lower case."""
    return list(_tokens(text))


# An answer reads the last lines of a conversation again, some of them several times.
@lru_cache(maxsize=2_048)
def _tokens(text: str) -> tuple[str, ...]:
    results: list[str] = []
    for word in _FORMS["word"].findall(_IDIOM.sub(lambda match: IDIOMS[match.group(0)], plain(text))):
        for part in CHAT.get(word, word).replace("-", " ").split():
            # scripts without spaces come apart into pairs of letters
            pairs = [part[at : at + 2] for at in range(max(1, len(part) - 1))]
            results.extend(pairs if _FORMS["unspaced"].fullmatch(part) else [part])
    return tuple(results)


def sentences(text: str) -> list[str]:
    """A text cut into sentences; abbreviations such as `Mr.` do not end one."""
    results: list[str] = []
    for piece in _FORMS["sentence"].split(text):
        piece = piece.strip().lstrip("-*•· ").strip()
        if results and _FORMS["abbreviation"].search(results[-1]):
            results[-1] += " " + piece
        elif piece:
            results.append(piece)
    return results


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    base = base_of(word)
    return _STEMS.get(base) or by_rule(base)


def base_of(word: str) -> str:
    """Return the plain form of an irregular word, any other word as it is."""
    return _IRREGULAR.get(word, word)


def by_rule(word: str) -> str:
    """Return the stem of a regular word as the stemmer works it out, which takes long for thousands of them."""
    with _STEMMER_LOCK:
        return str(_STEMMER.stemWord(word))


# The stems of words that tell what a parameter, a function or a question is about.
STEMS: Final = {name: frozenset(map(stem, words)) for name, words in groups_of("stems").items()}


@lru_cache(maxsize=20_000)
def trigrams(word: str) -> frozenset[str]:
    """The runs of three letters of a word with its borders."""
    return frozenset(f" {word} "[at : at + 3] for at in range(len(word)))


def likeness(one: str, other: str) -> float:
    """Measure how alike two words look, 0 to 1, by their runs of three letters (Dice)."""
    a, b = trigrams(one), trigrams(other)
    return 2 * len(a & b) / (len(a) + len(b))


def distance(one: str, other: str, limit: int) -> int:
    """Slips of the hand between two words (insert, drop, change, swap), or `limit` + 1 when there are more."""
    if one == other:
        return 0
    if not limit or abs(len(one) - len(other)) > limit:
        return limit + 1
    same = next(at for at in range(len(one) + 1) if one[at : at + 1] != other[at : at + 1])
    one, other = one[same:], other[same:]
    rests = [(one[1:], other), (one, other[1:]), (one[1:], other[1:])]
    if one[:2] == other[1::-1]:
        rests.append((one[2:], other[2:]))
    return 1 + min(distance(*rest, limit - 1) for rest in rests)


def mistyped(word: str, meant: str) -> bool:
    """Tell whether a word is plausibly `meant` with a slip: same first letter, and short words keep their letters."""
    limit = 0 if len(word) < 3 else 1 if len(word) < 8 else 2
    begun = word[:1] == meant[:1] or word[:2] == meant[1::-1]
    if word == meant or not begun or distance(word, meant, limit) > limit:
        return False
    if len(word) < 6 and len(word) == len(meant):
        return sorted(word) == sorted(meant)
    return len(word) > 3 or len(meant) == 4


def number(words: list[str], start: int) -> tuple[float, int] | None:
    """The number that begins at a word, and the index after it: digits, `twenty five`, `a dozen`, `two hundred`."""
    digits = re.match(r"\d+(?:\.\d+)?", words[start])
    if digits:
        return float(digits.group()), start + 1
    value, at = 0.0, start
    for at, word in enumerate([*words[start:], ""], start):
        if word == "and" and value >= 100 and {*words[at + 1 : at + 2]} & (UNITS.keys() | TENS.keys()) - {"a", "an"}:
            continue
        step = UNITS.get(word, TENS.get(word, SCALES.get(word)))
        multiplies = word in SCALES or word == "dozen"
        if step is None or (0 < value < 20 and not multiplies):
            break
        value = (value or 1) * step if multiplies else value + step
        if word in ("a", "an") and at + 1 < len(words) and words[at + 1] in _COUNTED:
            value = 0.0
    return (value, at) if at > start and (value or words[start] == "zero") else None
