"""The phrases of a request: what stands behind a preposition, where its noun ends, and how the player wrote it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from stealth_pygame.backend.brain.language.spelling import is_english
from stealth_pygame.backend.brain.language.thesaurus import KNOWN, actions
from stealth_pygame.backend.brain.language.vocabulary import STOP, groups_of, words_of
from stealth_pygame.backend.brain.language.words import TENS, mistyped, stem, tokens

_WORDS: Final = groups_of("parameters")
RELATIVES: Final = words_of("relatives")
# Words that are no part of a thing's name, behind its first word and before it.
_DROPPED: Final = _WORDS["dropped"] | _WORDS["vague"]
_DROPPED_FIRST: Final = _DROPPED | _WORDS["particles"] | TENS.keys() | {"with", "at", "about", "into"}
# Words, at most, behind which a mark is looked for: each takes a pattern of its own, and what is longer is no thing.
_LONGEST: Final = 12
_NEARBY: Final = ("near", "by", "behind", "under", "above", "below", "beside")
# What tells how or how much, and not where.
_HOW: Final = re.compile(r"in \w+ing$|about \d")
# A name's first word at the head of a sentence, or the sentence's own.
_HEAD: Final = re.compile(r"(?:^|(?<=[.!?] ))([A-Z][a-z-]+)(?= [A-Z])")
_BETWEEN: Final = r"(?:'s)?(?:[ -]|\.(?=\w))(?:(?:the|an?|my|your|some|of) )*"


def apart(words: Iterable[str]) -> str:
    """Return a pattern for words that may have articles between them, or the dot of `poem7.txt`."""
    return rf"\b{_BETWEEN.join(map(re.escape, words))}"


def after(words: Sequence[str], prepositions: Iterable[str]) -> str:
    """The phrase behind the first of some prepositions, or an empty text."""
    # `put that down in writing` tells how, and `about 20 pounds` how much
    pairs = enumerate(itertools.pairwise(words))
    at = next((n for n, pair in pairs if pair[0] in prepositions and not _HOW.match(" ".join(pair))), None)
    if at is None:
        return ""
    rest = words[at + 1 :]
    # `to watch the pump house` leads to the house
    leads = words[at] == "to" and _WORDS["determiners"] & set(rest[1:2]) and actions(stem(rest[0]))
    return " ".join(phrase(rest[1:] if leads else rest))


def placed(words: Sequence[str]) -> str:
    """The place that is told, with its preposition where that tells more than that it is there (`by the north fir`)."""
    nearby = after(words, _NEARBY)
    return after(words, ("on", "at", "in")) or (nearby and f"{next(w for w in words if w in _NEARBY)} {nearby}")


def phrase(words: Sequence[str]) -> list[str]:
    """A noun phrase from its start: articles dropped, ended by a preposition or a conjunction."""
    results: list[str] = []
    for at, word in enumerate(words):
        another = results and word in _WORDS["another"] and words[at - 1] not in ("of", "namely")
        ends = word in _WORDS["breaks"] and (results or _WORDS["vague"] & set(words[:at]))
        if another or ends or word in ("as", "."):
            break
        if word not in (_DROPPED if results else _DROPPED_FIRST) and not word.isdigit():
            results.append(word)
    return results


def proper(text: str, raw: str) -> str | None:
    """The text as the user wrote it: with capitals, and with what was taken for a slip of the hand."""
    typed = re.findall(r"[\w'-]+", raw)
    written = [
        next((one for one in typed if one.lower() == word), None)
        or next((one for one in typed if mistyped(one.lower(), word)), word)
        for word in text.split()
    ]
    # `form 12-B`
    match = re.search(rf"(?:\b\d+-)?{apart(written)}(?:-\d+\b)?", raw, re.IGNORECASE)
    return (match.group(0) if match else " ".join(written)) or None


def opened(raw: str) -> str:
    """A message in which a name at the head of a sentence (`Morag Bell starts today`) stands as it does elsewhere."""
    return _HEAD.sub(lambda match: match[0] if is_english(match[1].lower()) else f", {match[1]}", raw)


def one_thing(text: str, raw: str) -> str:
    """The words of a text up to a mark that parts them (`the zoo, the kids wait`)."""
    words = text.split()
    for end in range(1, min(len(words), _LONGEST)):
        if re.search(rf"{apart(words[:end])}[,.;:!?]+ (?:\S+ )?{re.escape(words[end])}\b", raw, re.IGNORECASE):
            return " ".join(words[:end])
    return text


def strangers(raw: str, known: Collection[str], alone: Sequence[str] = ()) -> list[str]:
    """The one name in small letters that no English word is: `in the name of karl weiss`, `my son oliver`.

    known: stems of the sheet's own words; alone: words that may begin with it (behind `mute`: `gorgo`).
    """
    words = alone or tokens(re.sub(r"['’]s\b", "", raw))
    # `my son oliver` is no form of an olive
    kin = [RELATIVES & {before} for before in ["", *words]]
    strange = [
        not (is_english(word, known, () if of_kin else ("s", "ed", "ing", "er", "ly")) or stem(word) in known)
        and not (stem(word) in KNOWN or word[0].isdigit())
        for word, of_kin in zip(words, kin, strict=False)
    ]
    runs = [list(run) for is_strange, run in itertools.groupby(range(len(words)), strange.__getitem__) if is_strange]
    before = _WORDS["leads to name"] | RELATIVES
    named = [run for run in runs if (run[0] == 0 if alone else {*words[max(0, run[0] - 1) : run[0]]} & before)]
    if len(named) != 1:
        return []
    first, last = named[0][0], named[0][-1] + 1
    # `joan reed`: at the end a name may go on with a word
    surname = [word for word in words[last:] if word not in STOP and not word.endswith("ly")]
    goes_on = last + 1 == len(words) and bool(surname) and words[first - 1] not in RELATIVES
    return [proper(" ".join(words[first : last + goes_on]), raw) or ""]
