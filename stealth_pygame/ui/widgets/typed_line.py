"""The layout of an input line: the position of each letter on the screen, in both reading directions.

It is computed once for each change, from words that are measured once, so that a key is fast in a long line too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import pygame

from stealth_pygame.text import visible
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text import bidi
from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.text.segmentation import places

# Letters that are measured together at most, because each is measured with all letters before it.
LONGEST_WORD = 24
# Words whose letter positions are kept at most.
MOST_WORDS = 4_000


class Setter:
    """Creates the layouts of one box, and keeps the last layout and the words."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self._words: dict[tuple[str, ...], list[int]] = {}
        self._last: TypedLine | None = None
        self._generation = -1

    def line(self, text: str) -> TypedLine:
        """Return the layout of the text; the same object while neither text nor fonts change."""
        # Called first, because initialising the fonts changes their generation.
        generation = self.pen.fonts.generation if self.pen.fonts.ready else -1
        if generation != self._generation:
            self._words.clear()
        if self._last is None or (self._last.text, self._generation) != (text, generation):
            self._last, self._generation = TypedLine(text, self), generation
        return self._last

    def ends(self, letters: tuple[str, ...]) -> list[int]:
        """Return the x at which each letter of a word ends, in pixels from the word's left edge."""
        if letters not in self._words:
            # Limited, because a cache of all typed words would grow as long as the game runs.
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            self._words[letters] = list(self._measured(letters))
        return self._words[letters]

    def _measured(self, letters: tuple[str, ...]) -> Iterator[int]:
        widths, end = self.pen.prefixes("".join(letters)), 0
        for letter in letters:
            end += len(letter)
            yield widths[end]

    def drawable(self, letter: str) -> str:
        """Return a letter as it is drawn: without joiners and tone marks, as words if no font has it."""
        return letter if letter.isascii() else self.pen.fonts.readable(visible(letter))


class TypedLine:
    """Positions in a line. x is in pixels from the left end; a place is a number of characters before it."""

    def __init__(self, text: str, setter: Setter) -> None:
        self._pen, self.text = setter.pen, text
        self.right_to_left = bidi.right_to_left(text)
        self._pieces = bidi.pieces(text, "R" if self.right_to_left else "L", setter.pen.fonts.has)
        self._edges = [0]
        self._words: list[tuple[int, str]] = []
        for word in self._cut([setter.drawable(piece.drawn) for piece in self._pieces]):
            left = self._edges[-1]
            self._words.append((left, "".join(word)))
            self._edges += [left + end for end in setter.ends(word)]
        self._lefts = [left for left, _ in self._words]
        self._piece_of = [0] * len(text)
        for number, piece in enumerate(self._pieces):
            self._piece_of[piece.start : piece.end] = [number] * (piece.end - piece.start)

    def _cut(self, letters: list[str]) -> Iterator[tuple[str, ...]]:
        start = 0
        for end, letter in enumerate(letters, 1):
            # Kerning does not cross a space, so a word alone is as wide as in its line.
            if letter == " " or end - start == LONGEST_WORD or end == len(letters):
                yield tuple(letters[start:end])
                start = end

    @property
    def width(self) -> int:
        """The width of the whole line in pixels."""
        return self._edges[-1]

    def caret(self, place: int, ahead: bool = False) -> int:
        """Return the x of a caret: the end of the letter before it, or with `ahead` the start of the next letter."""
        # An empty line still has a caret.
        if not self._pieces:
            return 0
        with_next = place == 0 or (ahead and place < len(self.text))
        return self._within(self._piece_of[place if with_next else place - 1], place)

    def _within(self, number: int, place: int) -> int:
        """Return the x of a place within a word or at one of its ends."""
        piece, left, right = self._pieces[number], self._edges[number], self._edges[number + 1]
        part = (place - piece.start) / (piece.end - piece.start)
        return round(right - part * (right - left) if piece.right_to_left else left + part * (right - left))

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the ranges of x that the characters `start` to `end` cover; they may be several."""
        spans: list[tuple[int, int]] = []
        if start >= end:
            return spans
        for piece, (left, right) in zip(self._pieces, pairwise(self._edges), strict=True):
            if piece.start < end and piece.end > start:
                # Neighbours are joined, because a seam between two rectangles would be visible.
                if spans and spans[-1][1] == left:
                    left = spans.pop()[0]
                spans.append((left, right))
        return spans

    def hit(self, x: int) -> tuple[int, bool]:
        """Return the place for the caret after a click at `x`, and True if it belongs to the letter after it."""
        if not self._pieces:
            return 0, False
        # A click beside the line goes to that end of the line.
        number = max(0, min(bisect_right(self._edges, x) - 1, len(self._pieces) - 1))
        piece = self._pieces[number]
        inside = [piece.start + place for place in places(self.text[piece.start : piece.end])]
        nearest = min(inside, key=lambda place: abs(self._within(number, place) - x))
        return nearest, nearest < piece.end

    def draw(self, surface: pygame.Surface, at: tuple[int, int], colour: Colour) -> None:
        """Draw the words that are within the surface's clip, with the line's upper left corner at `at`."""
        clip, (x, y) = surface.get_clip(), at
        first = bisect_right(self._lefts, clip.left - x) - 1
        last = bisect_right(self._lefts, clip.right - x)
        for left, word in self._words[max(0, first) : last]:
            self._pen.draw(surface, word, (x + left, y), colour)
