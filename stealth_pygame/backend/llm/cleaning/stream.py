"""The incremental form of the cleaning: sentences that no later piece of the same answer can change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from stealth_pygame.backend.llm.cleaning.reasoning import CLOSE, without_reasoning
from stealth_pygame.backend.llm.cleaning.rules import ABBREVIATION, Speech, clean
from stealth_pygame.backend.llm.cleaning.speakers import Cast
from stealth_pygame.backend.llm.cleaning.wrapping import ASSENT

_END: Final = re.compile(r"[.!?…]{1,9}[\"”’»)*_]{0,9}(?=\s)|[。！？]{1,9}[」』]?")
# "Sure!" may begin what an assistant says of the answer.
_MAY_BE_PREFACE: Final = re.compile(rf"{ASSENT}[!.]", re.I)
_MAY_BE_CALL: Final = ("{", "[", "`", "<", "analysis", "assistant")


class SentenceStream:
    """Takes a model's text in pieces, and gives the words that are certain by now.

    What may still become reasoning, a call, a direction or another speaker's line is held back until `finish`.
    without: takes out of a text what is not speech at all, such as calls.
    """

    def __init__(self, cast: Cast, without: Callable[[str], str] = str) -> None:
        self._cast = cast
        self._without = without
        self._raw = ""
        self._given = ""

    @property
    def raw(self) -> str:
        """The text as it came."""
        return self._raw

    @property
    def given(self) -> str:
        """The cleaned text that was handed out so far."""
        return self._given

    @property
    def sentences(self) -> int:
        """The number of sentences that were handed out so far."""
        return len(_END.findall(f"{self._given} "))

    @property
    def stalled(self) -> int:
        """The number of sentences that came and added no word: a loop, or somebody else's part."""
        return len(_END.findall(f"{without_reasoning(self._raw)} ")) - self.sentences

    def feed(self, piece: str) -> str:
        """Take a piece; return the words that are certain by now, which may be none."""
        self._raw += piece
        return self._more(clean(self._without(without_reasoning(self._settled())), self._cast).text)

    def finish(self, whole: Speech) -> str:
        """Return the words that follow what was given, by the speech that was cleaned as a whole."""
        return self._more(whole.text)

    def _more(self, text: str) -> str:
        # A later rule changed what was told: the rest waits for the whole answer.
        if not text.startswith(self._given):
            return ""
        more, self._given = text[len(self._given) :], text
        return more

    def _settled(self) -> str:
        """Return the raw text up to the last end of a sentence at which nothing is open."""
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
    """Return True where no quote, bracket, tag or mark is open."""
    pairs = all(text.count(one) == text.count(other) for one, other in ("()", "[]", "{}", "“”", "«»"))
    return pairs and not any(text.count(mark) % 2 for mark in '"`*') and "<" not in text
