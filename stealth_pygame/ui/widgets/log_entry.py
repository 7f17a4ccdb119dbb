"""One entry of the transcript, however long: laid out in parts, as they come into view, and guessed at until then."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.layout import Pen, TextLine, wrap

# Characters that are laid out at a time: a millisecond or two.
PART = 800
# Width of a letter in text sizes, to guess with.
_LETTER = 0.48
_ENDS = ("\n", ". ", "! ", "? ", "。", " ")


@dataclass
class Part:
    """Some of a text, and its rows once it was laid out."""

    text: str
    rows: list[TextLine] | None = None


@dataclass
class Entry:
    """A speaker and their words, in parts that are made when they are asked for."""

    name: str
    text: str
    kind: BubbleKind = BubbleKind.SAID
    _parts: list[Part] | None = field(default=None, repr=False)
    _count: int | None = field(default=None, repr=False)

    @property
    def parts(self) -> list[Part]:
        """The text in parts, from its beginning."""
        # Most entries are never scrolled to, so that cutting all of them would be lost work.
        if self._parts is None:
            self._parts = [Part(text) for text in _cut(self.text or "…")]
        return self._parts

    def forget(self) -> None:
        """Be laid out anew: another width, another pen."""
        self._parts = self._count = None

    def count(self, width: int, pen: Pen) -> int:
        """The number of its rows, as far as is known."""
        if self._count is None:
            self._count = sum(rows_of(part, width, pen) for part in self.parts)
        return self._count

    def rows(self, part: Part, width: int, pen: Pen) -> list[TextLine]:
        """The rows of one of its parts."""
        if part.rows is None:
            # The guess is wrong from now on, and is counted again when somebody asks.
            part.rows, self._count = list(wrap(part.text, width, pen)), None
        return part.rows


def rows_of(part: Part, width: int, pen: Pen) -> int:
    """The number of rows of a part; a guess until it is laid out."""
    if part.rows is not None:
        return len(part.rows)
    # Looked for first: counting what is not there takes a hundred times as long.
    breaks = part.text.count("\n") if "\n" in part.text else 0
    return 1 + breaks + math.floor(len(part.text) * pen.size * _LETTER / width)


def _cut(text: str) -> Iterator[str]:
    """The text in parts that end with a line, a sentence or a word, wherever one ends in their second half."""
    start = 0
    while len(text) - start > PART:
        found = (text.rfind(mark, start + PART // 2, start + PART) + len(mark) for mark in _ENDS)
        end = next((end for end, mark in zip(found, _ENDS, strict=True) if end >= len(mark) + start), start + PART)
        yield text[start:end].removesuffix("\n").rstrip(" ")
        start = end
    yield text[start:]
