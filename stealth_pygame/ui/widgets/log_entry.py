"""One entry of the transcript. A long one is laid out in parts when they become visible; until then it is estimated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.text.layout import Pen, TextLine, wrap

# Characters that are laid out at a time; that takes a millisecond or two.
PART = 800
# Average width of a letter, as a part of the text size, for estimates.
_LETTER = 0.48
_ENDS = ("\n", ". ", "! ", "? ", "。", " ")


@dataclass
class Part:
    """A part of a text, and its rows after layout."""

    text: str
    rows: list[TextLine] | None = None


@dataclass
class Entry:
    """A speaker and the text, in parts that are created when they are needed."""

    name: str
    text: str
    kind: BubbleKind = BubbleKind.SAID
    _parts: list[Part] | None = field(default=None, repr=False)
    _count: int | None = field(default=None, repr=False)

    @property
    def parts(self) -> list[Part]:
        """Return the text in parts, from its beginning."""
        # Most entries are never scrolled to, so cutting all of them would be wasted work.
        if self._parts is None:
            self._parts = [Part(text) for text in _cut(self.text or "…")]
        return self._parts

    def forget(self) -> None:
        """Drop all layouts, because the width or the pen has changed."""
        self._parts = self._count = None

    def count(self, width: int, pen: Pen) -> int:
        """Return the number of rows, estimated for parts without a layout."""
        if self._count is None:
            self._count = sum(rows_of(part, width, pen) for part in self.parts)
        return self._count

    def rows(self, part: Part, width: int, pen: Pen) -> list[TextLine]:
        """Return the rows of one part, and lay it out if necessary."""
        if part.rows is None:
            # The stored number was an estimate, so it must be counted again.
            part.rows, self._count = list(wrap(part.text, width, pen)), None
        return part.rows


def rows_of(part: Part, width: int, pen: Pen) -> int:
    """Return the number of rows of a part, an estimate before its layout."""
    if part.rows is not None:
        return len(part.rows)
    # A search is a hundred times as fast as counting if there is none.
    breaks = part.text.count("\n") if "\n" in part.text else 0
    return 1 + breaks + math.floor(len(part.text) * pen.size * _LETTER / width)


def _cut(text: str) -> Iterator[str]:
    """Yield the text in parts. Each ends after a line, a sentence or a word if one ends in its second half."""
    start = 0
    while len(text) - start > PART:
        ends = (text.rfind(mark, start + PART // 2, start + PART) + len(mark) for mark in _ENDS)
        end = next((end for end, mark in zip(ends, _ENDS, strict=True) if end >= len(mark) + start), start + PART)
        yield text[start:end].removesuffix("\n").rstrip(" ")
        start = end
    yield text[start:]
