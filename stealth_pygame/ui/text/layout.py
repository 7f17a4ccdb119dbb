"""Text in lines: measured and drawn line by line, because the engines disagree on newlines."""

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

# A font taller than this many text sizes holds pictures of one size only (colour emoji): they are scaled down.
TALLEST = 3.0
# Letters of a word at most that is measured as a whole.
LONGEST = 200
# Pixels that no line is wide.
WIDER = 1 << 20
# Halvings in the search for lines of even length.
BALANCE_STEPS = 6
# Pixels by which a line may be wider than the sum of its words: engines round the width of each.
SLACKS = (2, 8, 16)


class TextLine(NamedTuple):
    """A line: its `text` as it is read, `view` as it is drawn from left to right, its width in pixels.

    start: characters of the text before it; in a text whose letters are replaced by words, of that text.
    """

    text: str
    view: str
    width: int
    right_to_left: bool = False
    start: int = 0


# An atom of a text, the same as it is drawn, and its width in pixels.
Word = tuple[str, str, int]


class Words:
    """The words of a paragraph, measured as far as they were needed: a page is wrapped several times."""

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
    """Measures and draws text of one size with a chain of fonts."""

    fonts: FontChain
    size: int
    _widths: dict[str, int] = field(default_factory=dict)
    _words: dict[str, tuple[str, int]] = field(default_factory=dict)
    _generation: int = -1
    _paragraph: tuple[str, int, Words] | None = None

    def forget(self) -> None:
        """Measure every word anew from now on."""
        self._widths.clear()
        self._words.clear()
        self._paragraph = None

    @property
    def line_height(self) -> int:
        """Pixels from one line to the next, the same whatever fonts a line needs."""
        return max(1, round(self.fonts.base(self.size).get_linesize() * 0.98))

    def width(self, text: str) -> int:
        """Width in pixels, kerning included: not the sum of the characters'."""
        if self._generation != self.fonts.generation or len(self._widths) > 4096:
            self._widths.clear()
            self._generation = self.fonts.generation
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = sum(self._run_width(file, run) for file, run in self.fonts.runs(text))
        return known

    def word(self, atom: str) -> tuple[str, int]:
        """A word as it is drawn, letters joined or replaced, and its width; a long one is wider than all."""
        if self._generation != self.fonts.generation or len(self._words) > 4096:
            self._words.clear()
            self.width("")
        known = self._words.get(atom)
        if known is None:
            drawn = bidi.shaped(self.fonts.readable(segmentation.drawn(atom)), self.fonts.has)
            known = self._words[atom] = (drawn, self.width(drawn) if len(drawn) <= LONGEST else WIDER)
        return known

    def words(self, paragraph: str) -> Words:
        """The words of a paragraph; those of the last one are remembered."""
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
        """Width in pixels of each beginning of the text: one more than it has characters."""
        edges, start, done = [0], 0, 0
        for file, run in self.fonts.runs(text):
            edges += [done + self._run_width(file, run[:end]) for end in range(1, len(run) + 1)]
            start, done = start + len(run), edges[-1]
        return edges

    def draw(self, surface: pygame.Surface, text: str, at: tuple[int, int], colour: Colour) -> int:
        """Draw a line of text with its top left at `at`; the x where it ends."""
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
    """A word that is too long, cut into pieces that fit; a piece is one letter at least."""
    piece = ""
    for letter in letters(word):
        if piece and pen.width(piece + letter) > width:
            yield piece
            piece = letter
        else:
            piece += letter
    yield piece


def _pieces(paragraph: str, width: int, pen: Pen) -> Iterator[tuple[int, str, int]]:
    """The pieces that a line keeps together: start in the paragraph, text as drawn, width."""
    start = 0
    for atom, drawn, wide in pen.words(paragraph):
        if wide <= width or drawn.isspace():
            yield start, drawn, wide
        else:
            yield from _long(atom, start, width, pen)
        start += len(atom)


def _long(atom: str, start: int, width: int, pen: Pen) -> Iterator[tuple[int, str, int]]:
    """The pieces of what is wider than a line: glued words part at their spaces, others between letters."""
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
    """The lines of a paragraph, as they are read, each with where it begins."""
    line, used, start = "", 0, 0
    for place, piece, wide in _pieces(paragraph, width, pen):
        # The sum is off by the kerning between pieces; near the edge the line itself is measured.
        if line and used + wide > width - 4 and not piece.isspace() and pen.width(line + piece) > width:
            yield start, line.rstrip(" ")
            line, used = "", 0
        if line or not piece.isspace():
            start = start if line else place
            line, used = line + piece, used + wide
    yield start, line.rstrip(" ")


def wrap(text: str, width: int, pen: Pen, turned: bool | None = None) -> Iterator[TextLine]:
    """Lines of safe text no wider than `width` pixels (one letter at least), made as they are asked for.

    turned: whether the first paragraph is read from the right, where its beginning is not there to tell.
    """
    begin = 0
    for paragraph in text.split("\n"):
        base = bidi.right_to_left(paragraph) if turned is None else turned
        for start, line in _wrap(paragraph, max(1, width), pen):
            view = bidi.in_view_order(line, "R" if base else "L")
            yield TextLine(line, view, pen.width(view), base, begin + start)
        begin, turned = begin + len(paragraph) + 1, None


def balanced(text: str, width: int, most: int, pen: Pen, turned: bool | None = None) -> list[TextLine]:
    """At most `most` lines, of even length where the whole text fits: no last line with a single word."""
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
    """Count the lines that words and spaces of those sizes fill."""
    count, used = 1, 0
    for wide, space in sizes:
        if used and not space and used + wide > width:
            count, used = count + 1, 0
        if used or not space:
            used += wide
    return count


def shortened(text: str, width: int, pen: Pen) -> str:
    """The text, or as much of its beginning as fits into `width` pixels with an ellipsis."""
    if pen.width(text) <= width:
        return text
    low, high = 0, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if pen.width(text[:middle].rstrip() + "…") <= width else (low, middle - 1)
    return text[:low].rstrip() + "…" if low else ""


def label(text: str, width: int, pen: Pen) -> str:
    """A line of its own as it is drawn: readable, no wider than `width` pixels, right-to-left scripts turned."""
    return bidi.label(shortened(pen.fonts.readable(segmentation.drawn(text)), width, pen), pen.fonts.has)
