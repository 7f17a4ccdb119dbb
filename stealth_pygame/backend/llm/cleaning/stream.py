"""Cleaning of a text that is still arriving: it returns only sentences that later text cannot change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from stealth_pygame.backend.llm.cleaning.reasoning import CLOSE, without_reasoning
from stealth_pygame.backend.llm.cleaning.rules import ABBREVIATION, Speech, clean
from stealth_pygame.backend.llm.cleaning.speakers import Cast
from stealth_pygame.backend.llm.cleaning.wrapping import ASSENT

_END: Final = re.compile(r"[.!?…]{1,9}[\"”’»)*_]{0,9}(?=\s)|[。！？]{1,9}[」』]?")
# "Sure!" may be the beginning of an assistant's remark about the answer.
_MAY_BE_PREFACE: Final = re.compile(rf"{ASSENT}[!.]", re.I)
_MAY_BE_CALL: Final = ("{", "[", "`", "<", "analysis", "assistant")


class SentenceStream:
    """Takes a model's text in pieces and returns the words that are certain.

    Text that may still become reasoning, a call, a direction or another speaker's line is kept back until `finish`.
    without: a function that removes text that is not speech, such as calls.
    """

    def __init__(self, cast: Cast, without: Callable[[str], str] = str) -> None:
        self._cast = cast
        self._without = without
        self._raw = ""
        self._given = ""

    @property
    def raw(self) -> str:
        """The text as it arrived."""
        return self._raw

    @property
    def given(self) -> str:
        """The cleaned text that has been returned so far."""
        return self._given

    @property
    def sentences(self) -> int:
        """The number of sentences that have been returned so far."""
        return len(_END.findall(f"{self._given} "))

    @property
    def stalled(self) -> int:
        """The number of sentences that arrived and added no words, as in a loop or another speaker's part."""
        return len(_END.findall(f"{without_reasoning(self._raw)} ")) - self.sentences

    def feed(self, piece: str) -> str:
        """Add a piece; return the words that have become certain, which may be ""."""
        self._raw += piece
        return self._more(clean(self._without(without_reasoning(self._settled())), self._cast).text)

    def finish(self, whole: Speech) -> str:
        """Return the words that follow those already returned. whole: the speech, cleaned as a whole."""
        return self._more(whole.text)

    def _more(self, text: str) -> str:
        # A later rule changed words that were returned, so the rest comes with the complete answer.
        if not text.startswith(self._given):
            return ""
        more, self._given = text[len(self._given) :], text
        return more

    def _settled(self) -> str:
        """Return the raw text up to the last end of a sentence where no quote or bracket is open."""
        raw = self._raw
        if raw.lstrip().startswith(_MAY_BE_CALL) and not CLOSE.search(raw) and "<|message|>" not in raw:
            return ""
        for match in reversed(list(_END.finditer(raw))):
            before = raw[: match.end()]
            spoken = without_reasoning(before)
            if _balanced(spoken) and not ABBREVIATION.search(before) and not _MAY_BE_PREFACE.fullmatch(spoken.strip()):
                return before
        return ""


def _balanced(text: str) -> bool:
    """Return True if no quote, bracket, tag or marker is open."""
    pairs = all(text.count(one) == text.count(other) for one, other in ("()", "[]", "{}", "“”", "«»"))
    return pairs and not any(text.count(mark) % 2 for mark in '"`*') and "<" not in text
