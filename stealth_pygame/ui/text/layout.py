"""Text in lines: measured and drawn line by line, because pygame versions treat newlines differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pygame

from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text import bidi, segmentation
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.segmentation import letters

# A font taller than this many text sizes has pictures of one size only (colour emoji), which are scaled down.
TALLEST = 3.0
# The most letters of a word that is measured as a whole.
LONGEST = 200
# A width in pixels that is greater than any line.
WIDER = 1 << 20
# Steps of the binary search for lines of equal length.
BALANCE_STEPS = 6
# Pixels by which a line may be wider than the sum of its words, because engines round each width.
SLACKS = (2, 8, 16)


class TextLine(NamedTuple):
    """A line: its `text` in reading order, its `view` in drawing order from left to right, its width in pixels.

    start: the index of its first character in the text; if letters were replaced by words, in the text before that.
    """

    text: str
    view: str
    width: int
    right_to_left: bool = False
    start: int = 0


# An atom of a text, its drawn form, and its width in pixels.
Word = tuple[str, str, int]


class Words:
    """The words of a paragraph. Each is measured when it is first needed, since a page is wrapped several times."""

    def __init__(self, paragraph: str, pen: Pen) -> None:
        self._rest = ((atom, *pen.word(atom)) for atom in segmentation.atoms(paragraph))
        self._measured: list[Word] = []

    def __iter__(self) -> Iterator[Word]:
        index = 0
        while True:
            while index < len(self._measured):
                yield self._measured[index]
                index += 1
            following = next(self._rest, None)
            if following is None:
                return
            self._measured.append(following)


@dataclass
class Pen:
    """Measures and draws text of one size in pixels with a chain of fonts."""

    fonts: FontChain
    size: int
    _widths: dict[str, int] = field(default_factory=dict)
    _words: dict[str, tuple[str, int]] = field(default_factory=dict)
    _generation: int = -1
    _paragraph: tuple[str, int, Words] | None = None

    def forget(self) -> None:
        """Drop all stored widths."""
        self._widths.clear()
        self._words.clear()
        self._paragraph = None

    @property
    def line_height(self) -> int:
        """The pixels from one line to the next, the same for all fonts."""
        return max(1, round(self.fonts.base(self.size).get_linesize() * 0.98))

    def width(self, text: str) -> int:
        """Return the width in pixels with kerning, which is not the sum of the widths of the characters."""
        if self._generation != self.fonts.generation or len(self._widths) > 4096:
            self._widths.clear()
            self._generation = self.fonts.generation
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = sum(self._run_width(file, run) for file, run in self.fonts.runs(text))
        return known

    def word(self, atom: str) -> tuple[str, int]:
        """Return a word in its drawn form and its width in pixels; a very long one counts as wider than any line."""
        if self._generation != self.fonts.generation or len(self._words) > 4096:
            self._words.clear()
            self.width("")
        known = self._words.get(atom)
        if known is None:
            drawn = bidi.shaped(self.fonts.readable(segmentation.drawn(atom)), self.fonts.has)
            known = self._words[atom] = (drawn, self.width(drawn) if len(drawn) <= LONGEST else WIDER)
        return known

    def words(self, paragraph: str) -> Words:
        """Return the words of a paragraph; those of the last paragraph are kept."""
        known, generation = self._paragraph, self.fonts.generation
        if known is None or known[0] != paragraph or known[1] != generation:
            self._paragraph = known = (paragraph, generation, Words(paragraph, self))
        return known[2]

    def _run_width(self, file: str, run: str) -> int:
        font = self.fonts.font(file, self.size)
        width = font.size(run)[0]
        return round(width * self._shrink(font))

    def _shrink(self, font: pygame.font.Font) -> float:
        height = font.get_height()
        return 1.0 if height <= TALLEST * self.size else 1.2 * self.size / height

    def prefixes(self, text: str) -> list[int]:
        """Return the width in pixels of the first 0, 1, 2 ... characters: one number more than there are characters."""
        edges, start, done = [0], 0, 0
        for file, run in self.fonts.runs(text):
            edges += [done + self._run_width(file, run[:end]) for end in range(1, len(run) + 1)]
            start, done = start + len(run), edges[-1]
        return edges

    def draw(self, surface: pygame.Surface, text: str, at: tuple[int, int], colour: Colour) -> int:
        """Draw a line of text with its upper left corner at `at`; return the x at which it ends."""
        x, y = at
        baseline = self.fonts.base(self.size).get_ascent()
        for file, run in self.fonts.runs(text):
            picture = self._picture(file, run, colour)
            font = self.fonts.font(file, self.size)
            rise = baseline - round(font.get_ascent() * self._shrink(font))
            if picture is not None:
                surface.blit(picture, (x, y + rise))
            x += self._run_width(file, run)
        return x

    def _picture(self, file: str, run: str, colour: Colour) -> pygame.Surface | None:
        font = self.fonts.font(file, self.size)
        if not font.size(run)[0]:
            return None
        picture = font.render(run, True, colour)
        shrink = self._shrink(font)
        if shrink == 1.0:
            return picture
        width, height = picture.get_size()
        return pygame.transform.smoothscale(picture, (max(1, round(width * shrink)), max(1, round(height * shrink))))


def _fit(word: str, width: int, pen: Pen) -> Iterator[str]:
    """Yield the parts of a word that is too long, each as wide as fits, but at least one letter."""
    piece = ""
    for letter in letters(word):
        if piece and pen.width(piece + letter) > width:
            yield piece
            piece = letter
        else:
            piece += letter
    yield piece


def _pieces(paragraph: str, width: int, pen: Pen) -> Iterator[tuple[int, str, int]]:
    """Yield the pieces that a line must not break: index in the paragraph, drawn text, width in pixels."""
    start = 0
    for atom, drawn, wide in pen.words(paragraph):
        if wide <= width or drawn.isspace():
            yield start, drawn, wide
        else:
            yield from _long(atom, start, width, pen)
        start += len(atom)


def _long(atom: str, start: int, width: int, pen: Pen) -> Iterator[tuple[int, str, int]]:
    """Yield the parts of an atom wider than the line: glued words break at their spaces, others between letters."""
    for part in segmentation.parts(atom):
        drawn, wide = pen.word(part)
        if wide <= width or drawn.isspace():
            yield start, drawn, wide
        else:
            done = 0
            for piece in _fit(drawn, width, pen):
                yield start + min(done, len(part) - 1), piece, pen.width(piece)
                done += len(piece)
        start += len(part)


def _wrap(paragraph: str, width: int, pen: Pen) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph in reading order, each with the index at which it begins."""
    line, used, start = "", 0, 0
    for place, piece, wide in _pieces(paragraph, width, pen):
        # The sum ignores kerning between pieces; when it is close to the limit, the whole line is measured.
        if line and used + wide > width - 4 and not piece.isspace() and pen.width(line + piece) > width:
            yield start, line.rstrip(" ")
            line, used = "", 0
        if line or not piece.isspace():
            start = start if line else place
            line, used = line + piece, used + wide
    yield start, line.rstrip(" ")


def wrap(text: str, width: int, pen: Pen, turned: bool | None = None) -> Iterator[TextLine]:
    """Yield the lines of safe text, at most `width` pixels wide (but at least one letter), each when it is asked for.

    turned: the direction of the first paragraph (True: right to left), None: taken from its first letter.
    """
    begin = 0
    for paragraph in text.split("\n"):
        base = bidi.right_to_left(paragraph) if turned is None else turned
        for start, line in _wrap(paragraph, max(1, width), pen):
            view = bidi.in_view_order(line, "R" if base else "L")
            yield TextLine(line, view, pen.width(view), base, begin + start)
        begin, turned = begin + len(paragraph) + 1, None


def balanced(text: str, width: int, most: int, pen: Pen, turned: bool | None = None) -> list[TextLine]:
    """Return at most `most` lines. If the whole text fits, they have similar lengths: no single word at the end."""
    lines = list(islice(wrap(text, width, pen, turned), most + 1))
    if not 1 < len(lines) <= most or "\n" in text:
        return lines
    sizes = [(wide, atom.isspace()) for atom, _, wide in pen.words(text)]
    low, high = max(width // 2, *(wide for wide, _ in sizes)), width
    for _ in range(BALANCE_STEPS):
        middle = (low + high) // 2
        low, high = (low, middle) if _count(sizes, middle) <= len(lines) else (middle, high)
    for slack in SLACKS:
        even = list(islice(wrap(text, min(width, high + slack), pen, turned), len(lines) + 1))
        if len(even) == len(lines):
            return even
    return lines


def _count(sizes: list[tuple[int, bool]], width: int) -> int:
    """Return the number of lines for words and spaces of these sizes."""
    count, used = 1, 0
    for wide, space in sizes:
        if used and not space and used + wide > width:
            count, used = count + 1, 0
        if used or not space:
            used += wide
    return count


def shortened(text: str, width: int, pen: Pen) -> str:
    """Return the text, or as much of its beginning as fits into `width` pixels with an ellipsis."""
    if pen.width(text) <= width:
        return text
    low, high = 0, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if pen.width(text[:middle].rstrip() + "…") <= width else (low, middle - 1)
    return text[:low].rstrip() + "…" if low else ""


def label(text: str, width: int, pen: Pen) -> str:
    """Return a single line as it is drawn: readable, at most `width` pixels wide, right-to-left scripts reordered."""
    return bidi.label(shortened(pen.fonts.readable(segmentation.drawn(text)), width, pen), pen.fonts.has)
