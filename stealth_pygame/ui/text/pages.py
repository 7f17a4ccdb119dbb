"""A long text page by page: each is laid out when it is turned to, and ends where a reader would take a breath.

Only a window of the text is looked at for a page, so that the thousandth of a megabyte costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from stealth_pygame.text import Safe, parts, safe
from stealth_pygame.text.patterns import lazy
from stealth_pygame.ui.text.bidi import right_to_left
from stealth_pygame.ui.text.layout import Pen, TextLine, balanced, wrap
from stealth_pygame.ui.text.typewriter import characters_of

# Part of a page that must be full for it to end after a sentence.
FULL = 0.55
# The same for a clause.
FULLER = 0.8
# Characters of a word that should not stand on a page of its own.
LONGEST = 30
# Characters of a text that are cleaned at a time.
CLEANED = 4_096
_QUOTES = "[\"'”’»)\\]」』）]*"
_SENTENCE = lazy(
    f"\n|(?:[!?…]|(?<!\\b[A-Z])(?<!\\b[DMS][rt])(?<!\\bMrs)[.]){_QUOTES}(?= +[^ a-z]|\n)|[。！？]{_QUOTES}"
)
_CLAUSE = lazy(f"[,;:–—]{_QUOTES}(?= )|[、，；：]{_QUOTES}")
_BETWEEN = " \n"


class Page(NamedTuple):
    """Lines that are shown together; `last` when nothing follows; `length` characters of the text, spaces included."""

    lines: tuple[TextLine, ...]
    last: bool
    length: int = 0

    @property
    def width(self) -> int:
        """Of the widest line, in pixels."""
        return max((line.width for line in self.lines), default=0)

    @property
    def text(self) -> str:
        """The text that is read on the page."""
        return "\n".join(line.text for line in self.lines)


class Passage:
    """A text of any length to be read page by page: cleaned as far as it is read, if it is not clean already."""

    def __init__(self, text: str) -> None:
        clean = isinstance(text, Safe)
        self._clean = text if clean else ""
        self._rest = iter(()) if clean else parts(text, CLEANED)

    def read(self, end: int) -> str:
        """The clean text up to `end` at least."""
        while len(self._clean) < end:
            part = next(self._rest, None)
            if part is None:
                break
            self._clean += safe(part)
        return self._clean

    @property
    def cleaned(self) -> str:
        """The text as far as it has been read and cleaned."""
        return self._clean

    @property
    def text(self) -> str:
        """All of it, clean."""
        rest = "".join(map(safe, self._rest))
        self._clean = self._clean + rest if rest else self._clean
        return self._clean

    def page(self, start: int, width: int, most: int, pen: Pen, kept: int | None = None) -> Page:
        """The page that begins at a character: at most `most` lines of `width` pixels.

        kept: letters that stay where they are while the text grows: lines are not made even, and none of those
        letters goes to the next page.
        """
        # No letter is narrower than a pixel or two, and a line needs a few.
        window = most * (width // 2 + 32)
        text = self.read(start + window + 1)
        turned = None
        if start > 0 and text[start - 1] != "\n":
            turned = right_to_left(text[max(text.rfind("\n", 0, start), start - CLEANED) + 1 : start + CLEANED])
        text, goes_on = text[start : start + window], len(text) > start + window
        if kept is not None:
            return _steady(text, width, most, pen, turned, goes_on, characters_of(text, kept))
        return _page(text, width, most, pen, turned, goes_on)


class Script:
    """A passage that is being read: where its present page begins, and how low its pages are."""

    def __init__(self, text: str) -> None:
        self.passage = Passage(text)
        self.start = 0
        self._squeezed: tuple[tuple[int, int], tuple[int, int]] | None = None

    def squeeze(self, room: tuple[int, int], lines: int) -> None:
        """Make the pages in that room shorter: of so many lines."""
        self._squeezed = (room, (room[0], lines))

    def _fitting(self, room: tuple[int, int]) -> tuple[int, int]:
        return self._squeezed[1] if self._squeezed is not None and self._squeezed[0] == room else room

    def page(self, room: tuple[int, int], pen: Pen, otherwise: str) -> Page:
        """Lay out the present page: at most so many lines of a width in pixels; `otherwise` where the text is empty."""
        width, most = self._fitting(room)
        passage = self.passage if self.passage.read(1) else Passage(otherwise)
        return passage.page(self.start, width, most, pen)


class GrowingScript(Script):
    """A script whose text still grows; `kept` letters of its present page have been shown, and stay where they are."""

    kept = 0

    def become(self, text: str) -> None:
        """Go on with a text that begins as the one until now; with another one, begin again."""
        before, self.passage = self.passage.read(self.start)[: self.start], Passage(text)
        if self.passage.read(self.start)[: self.start] != before:
            self.start = self.kept = 0

    def page(self, room: tuple[int, int], pen: Pen, otherwise: str) -> Page:
        """Lay out the present page, as far as there is text."""
        width, most = self._fitting(room)
        return self.passage.page(self.start, width, most, pen, self.kept)


def pages(text: str, width: int, most: int, pen: Pen) -> Iterator[Page]:
    """The pages of a text, laid out as they are asked for."""
    passage, start, last = Passage(text), 0, False
    while not last:
        page = passage.page(start, width, most, pen)
        yield page
        start, last = start + page.length, page.last


def _page(text: str, width: int, most: int, pen: Pen, turned: bool | None, goes_on: bool) -> Page:
    lines = list(islice(wrap(text, width, pen, turned), most + 1))
    if len(lines) <= most and not goes_on:
        return Page(tuple(balanced(text, width, most, pen, turned)), True, len(text))
    end = _end(text, lines, most, goes_on)
    kept = text[:end].rstrip(_BETWEEN)
    lines = list(islice(wrap(kept, width, pen, turned), most))
    if len(lines) > 1 and " " not in lines[-1].text and " " in lines[-2].text:
        lines = balanced(kept, width, most, pen, turned)[:most]
    length = len(text) - len(text[end:].lstrip(_BETWEEN))
    return Page(tuple(lines), not goes_on and length == len(text), length)


def _steady(text: str, width: int, most: int, pen: Pen, turned: bool | None, goes_on: bool, kept: int) -> Page:
    """Lay out a page of a text that grows: its first `kept` characters stay on it, each in its line."""
    lines = list(islice(wrap(text, width, pen, turned), most + 1))
    if len(lines) <= most and not goes_on:
        return Page(tuple(lines), True, len(text))
    end = _end(text, lines, most, goes_on, kept)
    length = len(text) - len(text[end:].lstrip(_BETWEEN))
    kept_lines = islice(wrap(text[:end].rstrip(_BETWEEN), width, pen, turned), most)
    return Page(tuple(kept_lines), not goes_on and length == len(text), length)


def _end(text: str, lines: list[TextLine], most: int, goes_on: bool, kept: int = 0) -> int:
    """The end of the page: after a sentence if it is well filled then, else a clause, else where it is full.

    It is not among the first `kept` characters, as far as those fit.
    """
    # One character at least: where there is no room for a single letter's stand-in, it is cut.
    full = max(1, lines[most].start) if len(lines) > most else len(text)
    for pattern, least in ((_SENTENCE, FULL), (_CLAUSE, FULLER)):
        matches = [match.end() for match in pattern.finditer(text, 0, full + 2)]
        ends = [end for end in matches if max(full * least, kept) <= end <= full]
        for end in reversed(ends):
            if goes_on or not _lone(text[end:]):
                return end
    if not goes_on and most > 1 and _lone(text[full:]) and lines[most - 1].start >= kept:
        return max(1, lines[most - 1].start)
    return full


def _lone(rest: str) -> bool:
    """Return True when only a word is left."""
    return len(rest) <= LONGEST and len(rest.split(None, 2)) < 2
