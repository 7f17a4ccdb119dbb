"""A line that is being typed, as it stands on the screen: where each letter is, whichever way it is read.

It is laid out once for each change, by words that are measured once, so that a key costs little in a long line too.
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

# Letters that are measured together at most: each of them is measured with all before it.
LONGEST_WORD = 24
# Words of which it is remembered where their letters end.
MOST_WORDS = 4_000


class Setter:
    """Lays out the lines of one box, and remembers words and the last line."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self._words: dict[tuple[str, ...], list[int]] = {}
        self._last: TypedLine | None = None
        self._generation = -1

    def line(self, text: str) -> TypedLine:
        """The line laid out; the same object while neither text nor fonts change."""
        # Asked first: fonts that come to life are another generation.
        generation = self.pen.fonts.generation if self.pen.fonts.ready else -1
        if generation != self._generation:
            self._words.clear()
        if self._last is None or (self._last.text, self._generation) != (text, generation):
            self._last, self._generation = TypedLine(text, self), generation
        return self._last

    def ends(self, letters: tuple[str, ...]) -> list[int]:
        """Where each letter of a word ends, in pixels from the word's left."""
        if letters not in self._words:
            # A cache of every word ever typed would grow for as long as the game runs.
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
        """The picture of a letter as text: without joiners and tones, in words where no font has it."""
        return letter if letter.isascii() else self.pen.fonts.readable(visible(letter))


class TypedLine:
    """Where everything is in a line; x is in pixels from its left end, a place is a number of characters before it."""

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
            # Kerning ends at a space, so that a word measured alone is as wide as in its line.
            if letter == " " or end - start == LONGEST_WORD or end == len(letters):
                yield tuple(letters[start:end])
                start = end

    @property
    def width(self) -> int:
        """Of the whole line, in pixels."""
        return self._edges[-1]

    def caret(self, place: int, ahead: bool = False) -> int:
        """The x of a caret: where the letter before it ends, or, `ahead`, where the one behind it begins."""
        # An empty line still has a caret.
        if not self._pieces:
            return 0
        with_next = place == 0 or (ahead and place < len(self.text))
        return self._within(self._piece_of[place if with_next else place - 1], place)

    def _within(self, number: int, place: int) -> int:
        """The x of a place that is in a piece, or at one of its ends."""
        piece, left, right = self._pieces[number], self._edges[number], self._edges[number + 1]
        part = (place - piece.start) / (piece.end - piece.start)
        return round(right - part * (right - left) if piece.right_to_left else left + part * (right - left))

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """From where to where on the screen the characters `start` to `end` are: in several parts, maybe."""
        found: list[tuple[int, int]] = []
        if start >= end:
            return found
        for piece, (left, right) in zip(self._pieces, pairwise(self._edges), strict=True):
            if piece.start < end and piece.end > start:
                # Neighbours are one span: a seam between two rectangles would be seen.
                if found and found[-1][1] == left:
                    left = found.pop()[0]
                found.append((left, right))
        return found

    def hit(self, x: int) -> tuple[int, bool]:
        """Where a click at `x` puts the caret, and whether it stands with the letter behind it."""
        if not self._pieces:
            return 0, False
        # A click beside the line means its end.
        number = max(0, min(bisect_right(self._edges, x) - 1, len(self._pieces) - 1))
        piece = self._pieces[number]
        inside = [piece.start + place for place in places(self.text[piece.start : piece.end])]
        found = min(inside, key=lambda place: abs(self._within(number, place) - x))
        return found, found < piece.end

    def draw(self, surface: pygame.Surface, at: tuple[int, int], colour: Colour) -> None:
        """Draw those of its words that the surface's clip lets through, with its top left at `at`."""
        clip, (x, y) = surface.get_clip(), at
        first = bisect_right(self._lefts, clip.left - x) - 1
        last = bisect_right(self._lefts, clip.right - x)
        for left, word in self._words[max(0, first) : last]:
            self._pen.draw(surface, word, (x + left, y), colour)
