"""A long text in pages: each is laid out when it is turned to, and ends after a sentence or a clause if possible.

For a page only a part of the text is read, so that each page of a very long text takes the same time.
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

# A page may end after a sentence if at least this part of it is full.
FULL = 0.55
# A page may end after a clause if at least this part of it is full.
FULLER = 0.8
# The most characters of a word that may not be alone on a page.
LONGEST = 30
# The number of characters that are cleaned at a time.
CLEANED = 4_096
_QUOTES = "[\"'”’»)\\]」』）]*"
_SENTENCE = lazy(
    f"\n|(?:[!?…]|(?<!\\b[A-Z])(?<!\\b[DMS][rt])(?<!\\bMrs)[.]){_QUOTES}(?= +[^ a-z]|\n)|[。！？]{_QUOTES}"
)
_CLAUSE = lazy(f"[,;:–—]{_QUOTES}(?= )|[、，；：]{_QUOTES}")
_BETWEEN = " \n"


class Page(NamedTuple):
    """Lines that are shown together. `last`: nothing follows; `length`: characters of the text, spaces included."""

    lines: tuple[TextLine, ...]
    last: bool
    length: int = 0

    @property
    def width(self) -> int:
        """The width of the widest line in pixels."""
        return max((line.width for line in self.lines), default=0)

    @property
    def text(self) -> str:
        """The text of the page."""
        return "\n".join(line.text for line in self.lines)


class Passage:
    """A text of any length that is read page by page, and cleaned as far as it is read unless it is clean already."""

    def __init__(self, text: str) -> None:
        clean = isinstance(text, Safe)
        self._clean = text if clean else ""
        self._rest = iter(()) if clean else parts(text, CLEANED)

    def read(self, end: int) -> str:
        """Return the clean text, at least up to index `end`."""
        while len(self._clean) < end:
            part = next(self._rest, None)
            if part is None:
                break
            self._clean += safe(part)
        return self._clean

    @property
    def cleaned(self) -> str:
        """The clean part of the text so far."""
        return self._clean

    @property
    def text(self) -> str:
        """The whole text, clean."""
        rest = "".join(map(safe, self._rest))
        self._clean = self._clean + rest if rest else self._clean
        return self._clean

    def page(self, start: int, width: int, most: int, pen: Pen, kept: int | None = None) -> Page:
        """Return the page that begins at index `start`: at most `most` lines of `width` pixels.

        kept: letters that keep their places while the text grows: lines are not balanced, and none of those
        letters goes to the next page.
        """
        # No letter is narrower than a pixel or two, so a page needs only this much of the text.
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
    """A passage during reading: the index at which the current page begins, and the heights of its pages."""

    def __init__(self, text: str) -> None:
        self.passage = Passage(text)
        self.start = 0
        self._squeezed: tuple[tuple[int, int], tuple[int, int]] | None = None

    def squeeze(self, room: tuple[int, int], lines: int) -> None:
        """Limit the pages in this room to so many lines."""
        self._squeezed = (room, (room[0], lines))

    def _fitting(self, room: tuple[int, int]) -> tuple[int, int]:
        return self._squeezed[1] if self._squeezed is not None and self._squeezed[0] == room else room

    def page(self, room: tuple[int, int], pen: Pen, otherwise: str) -> Page:
        """Return the current page. room: line width in pixels and lines; otherwise: the text to show if it is empty."""
        width, most = self._fitting(room)
        passage = self.passage if self.passage.read(1) else Passage(otherwise)
        return passage.page(self.start, width, most, pen)


class GrowingScript(Script):
    """A script whose text is still growing. The first `kept` letters of the page are visible and keep their places."""

    kept = 0

    def become(self, text: str) -> None:
        """Continue with a longer text; if it does not begin with the old one, start again."""
        before, self.passage = self.passage.read(self.start)[: self.start], Passage(text)
        if self.passage.read(self.start)[: self.start] != before:
            self.start = self.kept = 0

    def page(self, room: tuple[int, int], pen: Pen, otherwise: str) -> Page:
        """Return the current page, as far as there is text."""
        width, most = self._fitting(room)
        return self.passage.page(self.start, width, most, pen, self.kept)


def pages(text: str, width: int, most: int, pen: Pen) -> Iterator[Page]:
    """Yield the pages of a text, each when it is asked for."""
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
    """Return a page of a growing text: its first `kept` characters stay on it, each in its line."""
    lines = list(islice(wrap(text, width, pen, turned), most + 1))
    if len(lines) <= most and not goes_on:
        return Page(tuple(lines), True, len(text))
    end = _end(text, lines, most, goes_on, kept)
    length = len(text) - len(text[end:].lstrip(_BETWEEN))
    kept_lines = islice(wrap(text[:end].rstrip(_BETWEEN), width, pen, turned), most)
    return Page(tuple(kept_lines), not goes_on and length == len(text), length)


def _end(text: str, lines: list[TextLine], most: int, goes_on: bool, kept: int = 0) -> int:
    """Return the index where the page ends: after a sentence if it is full enough, else a clause, else the last line.

    It is not before `kept`, as far as those characters fit.
    """
    # At least one character; if a letter's replacement has no room at all, it is cut.
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
    """Return True if only one short word is left."""
    return len(rest) <= LONGEST and len(rest.split(None, 2)) < 2
