"""Which of several listed words a row of words names: the choices of a parameter, whatever it is for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.language.adjectives import describes
from stealth_pygame.backend.brain.language.thesaurus import KNOWN, actions, kinship
from stealth_pygame.backend.brain.language.vocabulary import COMMON, STOP, lex
from stealth_pygame.backend.brain.language.words import UNITS, mistyped, stem, tokens

# Words of praise, which name no choice by their kin.
_VAGUE: Final = lex("best better good nice great worst bad")


def choose(choices: Sequence[str], words: Sequence[str]) -> str | None:
    """The choice that the words name: by its words, its kin, or with a slip of the hand."""
    words = without_articles(choices, words)
    # `dan dan` may be written in one
    words = [*words, *(one + other for one, other in itertools.pairwise(words) if one + other in choices)]
    # `not guilty` names more than `guilty`
    whole = [len(told) * (told in " ".join(words)) for told in (" ".join(tokens(choice)) for choice in choices)]
    scored = [(_named(choice, words, choices), whole[at], -at, choice) for at, choice in enumerate(choices)]
    best = max(scored, default=(0.0, 0, 0, ""))
    # a colour is neither red nor blue
    alike = best[0] < 1 and sum(one[:2] == best[:2] for one in scored) > 1
    return best[-1] if best[0] >= 0.5 and not alike else None


def all_named(choices: Sequence[str], words: Sequence[str]) -> list[str]:
    """Every choice that is plainly named, in the order of the words."""
    words = without_articles(choices, words)
    longest_last = sorted(choices, key=len)
    results = {position: one for one in longest_last if (position := _position(one, words)) is not None}
    return [choice for _, choice in sorted(results.items())]


def segments(words: Sequence[str], named: Sequence[str], choices: Sequence[str]) -> list[tuple[str, ...]]:
    """The words that belong to each choice: from behind the one before up to its own, and the tail after the last."""
    ends = [at + 1 for at, word in enumerate(words) if choose(named, [word]) and word not in STOP]
    parts = (words[start:end] for start, end in itertools.pairwise([0, *ends]))
    return [(*part, *words[ends[-1] :]) for part in parts if choose(choices, part)]


def without_articles(choices: Sequence[str], words: Sequence[str]) -> Sequence[str]:
    """The words, where `a` may be a choice (`lift A`), without articles; the number of a thing is in digits."""
    if any(map(str.isdigit, choices)):
        # `deck two please` names the deck 2, and `two berths` none
        beside = zip(["of", *words], words, [*words[1:], "of"], strict=False)
        of_thing = ((word, one not in STOP and {other} & (STOP | {"please"})) for one, word, other in beside)
        words = [
            str(int(UNITS[word])) if named and word in UNITS.keys() - {"a", "an"} else word for word, named in of_thing
        ]
    if "a" not in map(str.lower, choices):
        return words
    followed = itertools.zip_longest(words, words[1:], fillvalue="to")
    return [word for word, after in followed if word != "a" or after in STOP or after in UNITS or after[0].isdigit()]


def _position(choice: str, words: Sequence[str]) -> int | None:
    *others, last = tokens(choice)
    ends = (at for at, word in enumerate(words) if stem(word) == stem(last) or (len(word) > 3 and mistyped(word, last)))
    wanted = set(map(stem, others))
    return next((at for at in ends if wanted <= set(map(stem, words[max(0, at - len(others)) : at]))), None)


def _named(choice: str, words: Sequence[str], choices: Sequence[str]) -> float:
    parts = [word for word in tokens(choice) if word not in STOP] or tokens(choice)
    near = [max((_same(word, part) for word in words if word not in STOP or word == part), default=0) for part in parts]
    if len(parts) < 2:
        return max(near, default=0.0)
    for before, word in itertools.pairwise(words):
        told = before in STOP or before[0].isdigit() or before in UNITS or describes(before) or actions(stem(before))
        if stem(word) == stem(parts[-1]) and not told and not any(_same(before, part) for part in parts):
            # a chocolate bar is no protein bar
            return 0.0
    # a word that no other choice has tells more than one that they share
    shared = [sum(stem(part) in map(stem, tokens(other)) for other in choices) for part in parts]
    telling = max((n for n, count in zip(near, shared, strict=True) if count == 1), default=0.0)
    mean = sum(n / count for n, count in zip(near, shared, strict=True)) / sum(1 / count for count in shared)
    return max(mean, 0.9 * telling if telling >= 0.8 else 0.0)


def _same(word: str, part: str) -> float:
    one, other = stem(word), stem(part)
    if one == other or word in (f"{part}en", f"{part}n"):
        # what is wooden is of wood
        return 1.0
    if word not in COMMON and one not in KNOWN and (mistyped(word, part) or mistyped(one, other)):
        return 0.85
    near = 0.0 if word in _VAGUE else kinship(one, other)
    return near if near >= 0.66 else 0.0
