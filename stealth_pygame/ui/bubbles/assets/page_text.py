"""The text of one page as a surface: rendered once, then shown up to any letter during typing."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

import pygame

from stealth_pygame.ui.bubbles.assets.marks import Marker, Marks
from stealth_pygame.ui.palette import Colour
from stealth_pygame.ui.text.layout import Pen, TextLine
from stealth_pygame.ui.text.pages import Page


class PageText:
    """The lines of a page. size: of the text in pixels; marked: its marks, and the `Marker` that draws them."""

    def __init__(
        self,
        page: Page,
        pen: Pen,
        ink: Colour,
        size: tuple[int, int] | None = None,
        marked: tuple[Marks, Marker] | None = None,
    ) -> None:
        self.page = page
        self.size = size or (max(page.width, 1), max(1, len(page.lines)) * pen.line_height)
        self._pen, self._ink, self._marked = pen, ink, marked
        self._ends = list(accumulate(len(line.text) + 1 for line in page.lines))
        self.length = self._ends[-1] - 1 if self._ends else 0
        """The number of characters of the page; each line end counts as one."""
        self._edges: dict[int, tuple[list[int], bool]] = {}
        self._opaque: pygame.Surface | None = None
        self.surface = self._render()

    def _render(self) -> pygame.Surface:
        width, height = self.size
        surface = pygame.Surface((width, height + self._pen.size // 3), pygame.SRCALPHA)
        surface.fill((*self._ink[:3], 0))
        for row, line in enumerate(self.page.lines):
            at = (self._left(line), row * self._pen.line_height)
            spans = self._marked[0].of(line) if self._marked else []
            if spans and self._marked:
                self._marked[1].draw(surface, self._pen, line.view, at, spans)
            else:
                self._pen.draw(surface, line.view, at, self._ink)
        return surface

    def _left(self, line: TextLine) -> int:
        return self.size[0] - line.width if line.right_to_left else 0

    def reveal(self, surface: pygame.Surface, x: int, y: int, shown: int, paper: Colour | None = None) -> None:
        """Blit the first `shown` characters: the complete lines, and the part of the line that is being typed.

        paper: the background if it has a single colour, else None.
        """
        text = self.surface if paper is None else self._opaque or self._on(paper)
        if shown >= self.length:
            surface.blit(text, (x, y))
            return
        tall, wide, part = self._pen.line_height, self.size[0], shown
        row = bisect_right(self._ends, shown)
        top = row * tall
        if row:
            surface.blit(text, (x, y), (0, 0, wide, top))
            part -= self._ends[row - 1]
        edges, backwards = self._edges.get(row) or self._measured(row)
        edge = edges[min(part, len(edges) - 1)]
        left = wide - edge if backwards else 0
        surface.blit(text, (x + left, y + top), (left, top, edge, tall))

    def _on(self, paper: Colour) -> pygame.Surface:
        """Return the text on an opaque background, because copying takes a tenth of the time of blending."""
        if self._opaque is None:
            self._opaque = pygame.Surface(self.surface.get_size())
            self._opaque.fill(paper)
            self._opaque.blit(self.surface, (0, 0))
        return self._opaque

    def typed(self) -> None:
        """Release the data that only typing needs."""
        self._opaque = None

    def _measured(self, row: int) -> tuple[list[int], bool]:
        """Return the x in pixels after each character of a line, and True if they are measured from the right."""
        line = self.page.lines[row]
        edges = self._pen.prefixes(line.view)
        if line.right_to_left:
            edges = [edges[-1] - edge for edge in reversed(edges)]
        self._edges[row] = edges, line.right_to_left
        return self._edges[row]
