"""Stage directions: a message in brackets is what happened and no wish, so the character reacts and calls nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.brain.language.vocabulary import patterns_of, words_of
from stealth_pygame.backend.brain.language.words import stem, tokens

_MEANT: Final = patterns_of("staging")
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
    meant = next((kind for kind, pattern in _MEANT.items() if pattern.search(inner)), "")
    words = {stem(word) for word in tokens(inner)}
    mood = "delighted" if words & _DELIGHTFUL else "alarmed" if words & _ALARMING else "noticed"
    return meant or mood
