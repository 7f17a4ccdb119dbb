"""Stage directions: a whole message in brackets is what happened, not what somebody said, and the character reacts.

Nothing in it is a wish, so it never calls a function, and its words are not said back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.brain.language.vocabulary import words_of
from stealth_pygame.backend.brain.language.words import stem, tokens

_MEANT: Final = (
    ("greet_again", re.compile(r"\b(?:come|came|comes|coming|is|are|was) back\b|\breturn(?:s|ed)?\b|\bagain\b", re.I)),
    ("greet_first", re.compile(r"\b(?:greet\w*|welcome\w*|says? hello|comes? up to|walks? up to|first time)\b", re.I)),
    ("farewell", re.compile(r"\bgoodbye\b|\bfarewell\b|\b(?:takes?|took) (?:\w+ )?leave\b", re.I)),
    ("sorry_for", re.compile(r"\b(?:comfort\w*|console\w*)\b", re.I)),
)
_ALARMING: Final = frozenset(map(stem, words_of("alarming")))
_DELIGHTFUL: Final = frozenset(map(stem, words_of("delightful")))


def direction(message: str) -> str:
    """The words of a message that stands in brackets as a whole, or an empty text."""
    text = message.strip()
    inner = text[1:-1].strip()
    return inner if len(text) > 2 and text[0] + text[-1] == "()" and not {"(", ")"} & set(inner) else ""


def spoken(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that somebody said aloud."""
    return tuple(turn for turn in history if turn.speaker != "user" or not direction(turn.text))


def reaction(inner: str) -> str:
    """The kind of line (`lines`) that suits what happened."""
    for kind, pattern in _MEANT:
        if pattern.search(inner):
            greets = kind != "greet_again" or re.search(r"\bgreet|\bwelcome|\bback\b|\breturn", inner, re.I)
            if greets:
                return kind
    words = {stem(word) for word in tokens(inner)}
    if words & _DELIGHTFUL:
        return "delighted"
    return "alarmed" if words & _ALARMING else "noticed"
