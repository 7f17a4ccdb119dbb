"""Drawing of marked words: colours, bold letters, icons. No mark changes the width of a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import pygame

from stealth_pygame.text.markup import ICONS, Marked, Span
from stealth_pygame.ui import shapes
from stealth_pygame.ui.palette import MARKS, Colour
from stealth_pygame.ui.text.layout import Pen, TextLine
from stealth_pygame.ui.text.pages import Script
from stealth_pygame.ui.theme import Theme

SMALL: Final = 10
"""Below this letter height in pixels, bold letters would run together."""
DARK: Final = 128
"""Below this lightness of the background, 0 to 255, the bright colours are used."""


class Marks(NamedTuple):
    """The marks of one page. text: the text from the first letter of the page on; spans: counted from that letter."""

    text: str
    spans: tuple[Span, ...]

    def of(self, line: TextLine) -> list[Span]:
        """Return the marks of a line, counted from its first letter; none if letters were reordered or replaced."""
        # In reordered text a letter is drawn at another position than the one that was marked.
        first, last = line.start, line.start + len(line.text)
        if line.right_to_left or line.view != line.text or not same(self.text[first:last], line.text):
            return []
        cut = (span._replace(start=max(span.start, first), end=min(span.end, last)) for span in self.spans)
        return [span._replace(start=span.start - first, end=span.end - first) for span in cut if span.start < span.end]


def same(text: str, drawn: str) -> bool:
    """Return True if letters were neither reordered nor replaced for drawing; all kinds of spaces count as equal."""
    return text.replace("\u00a0", " ") == drawn.replace("\u00a0", " ")


def spans_of(name: str, drawn: str) -> tuple[Span, ...]:
    """Return the marks of a name; none if the name was shortened or reordered."""
    return name.spans if isinstance(name, Marked) and same(name, drawn) else ()


def marks_from(text: str, start: int) -> Marks | None:
    """Return the marks of a text from index `start` on, None if the text has no marks."""
    spans = text.spans if isinstance(text, Marked) else ()
    shifted = (span._replace(start=max(0, span.start - start), end=span.end - start) for span in spans)
    visible = tuple(span for span in shifted if span.end > span.start)
    return Marks(text[start:], visible) if visible else None


def marks_of(script: Script) -> Marks | None:
    """Return the marks of the current page, None if the text has no marks."""
    return marks_from(script.passage.cleaned, script.start)


class Marker:
    """Draws marked lines in the colours of one theme, on one background colour."""

    def __init__(self, theme: Theme, paper: Colour, ink: Colour) -> None:
        self._theme, self._ink = theme, ink
        red, green, blue = paper[:3]
        self._bright = 0.3 * red + 0.59 * green + 0.11 * blue < DARK

    def draw(self, surface: pygame.Surface, pen: Pen, line: str, at: tuple[int, int], spans: list[Span]) -> None:
        """Draw a line; each part of it is drawn where it would be without marks."""
        if not spans:
            pen.draw(surface, line, at, self._ink)
            return
        edges, done = pen.prefixes(line), 0
        for span in [*spans, Span(len(line), len(line))]:
            if span.start > done:
                self._words(surface, pen, line[done : span.start], (at[0] + edges[done], at[1]), Span(0, 0))
            if span.icon:
                self._icon(surface, pen, span, at[0] + edges[span.start], edges[span.end] - edges[span.start], at[1])
            elif span.end > span.start:
                self._words(surface, pen, line[span.start : span.end], (at[0] + edges[span.start], at[1]), span)
            done = span.end

    def _words(self, surface: pygame.Surface, pen: Pen, words: str, at: tuple[int, int], look: Span) -> None:
        colour = self._colour(look.colour)
        pen.draw(surface, words, at, colour)
        if look.strong and pen.size >= SMALL:
            # Drawn twice, one pixel apart: the bold letters of a font would be wider than the space that was measured.
            pen.draw(surface, words, (at[0] + max(1, round(pen.size / 20)), at[1]), colour)

    def _colour(self, name: str) -> Colour:
        if not name or self._theme.high_contrast:
            return self._ink
        return MARKS[name][self._bright]

    def _icon(self, surface: pygame.Surface, pen: Pen, span: Span, left: int, room: int, top: int) -> None:
        size = min(room, round(pen.size * 1.15))
        own_icon = self._theme.icons.get(span.icon)
        picture = (
            _fitted(own_icon, size) if own_icon is not None else icon(span.icon, size, self._colour(span.colour or ""))
        )
        if picture is not None:
            middle = (left + room // 2, top + pen.line_height // 2)
            surface.blit(picture, picture.get_rect(center=middle))


def _fitted(picture: Any, size: int) -> pygame.Surface:
    width, height = picture.get_size()
    part = size / max(width, height, 1)
    wanted = (max(1, round(width * part)), max(1, round(height * part)))
    surface: pygame.Surface = picture if part == 1 else pygame.transform.scale(picture, wanted)
    return surface


def icon(name: str, size: int, colour: Colour) -> pygame.Surface | None:
    """Return one of the library's icons in a colour, `size` pixels wide and high; None for an unknown name."""
    if name not in ICONS or size < 4:
        return None
    canvas = shapes.Canvas((size, size), colour)
    _DRAWN[name](canvas, float(size), colour)
    return canvas.done()


def _heart(canvas: shapes.Canvas, s: float, colour: Colour) -> None:
    for side in (0.3, 0.7):
        canvas.circle((s * side, s * 0.34), s * 0.23, colour)
    canvas.polygon([(s * 0.1, s * 0.44), (s * 0.9, s * 0.44), (s * 0.5, s * 0.94)], colour)
    canvas.rect(s * 0.3, s * 0.28, s * 0.4, s * 0.2, 0, colour)


def _star(canvas: shapes.Canvas, s: float, colour: Colour) -> None:
    points = [pygame.Vector2(0, -0.5 if corner % 2 == 0 else -0.21).rotate(36 * corner) for corner in range(10)]
    canvas.polygon([(s * (0.5 + point.x), s * (0.53 + point.y)) for point in points], colour)


def _coin(canvas: shapes.Canvas, s: float, colour: Colour) -> None:
    light: Colour = (255, 224, 130)
    canvas.circle((s * 0.5, s * 0.5), s * 0.44, (176, 124, 16))
    canvas.circle((s * 0.5, s * 0.5), s * 0.34, light)
    canvas.rect(s * 0.44, s * 0.3, s * 0.12, s * 0.4, 0, (176, 124, 16))


def _key(canvas: shapes.Canvas, s: float, colour: Colour) -> None:
    canvas.line((s * 0.3, s * 0.7), (s * 0.86, s * 0.14), s * 0.12, colour)
    canvas.line((s * 0.66, s * 0.34), (s * 0.8, s * 0.48), s * 0.12, colour)
    for radius, shade in ((0.24, colour), (0.1, (255, 255, 255))):
        canvas.circle((s * 0.28, s * 0.72), s * radius, shade)


def _skull(canvas: shapes.Canvas, s: float, colour: Colour) -> None:
    canvas.circle((s * 0.5, s * 0.42), s * 0.36, colour)
    canvas.rect(s * 0.32, s * 0.6, s * 0.36, s * 0.32, s * 0.06, colour)
    for side in (0.36, 0.64):
        canvas.circle((s * side, s * 0.44), s * 0.1, (255, 255, 255))


_DRAWN: Final[Mapping[str, Callable[[shapes.Canvas, float, Colour], None]]] = {
    "heart": _heart,
    "star": _star,
    "coin": _coin,
    "key": _key,
    "skull": _skull,
}
