"""The parts that all bubbles of one theme share: pens, bodies, tails and icons, each rendered once."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import pygame

from stealth_pygame.text.markup import Span
from stealth_pygame.ui import shapes
from stealth_pygame.ui.bubbles.assets import nine_patch, tail_shapes
from stealth_pygame.ui.bubbles.assets.marks import Marker, spans_of
from stealth_pygame.ui.bubbles.assets.nine_patch import Patch
from stealth_pygame.ui.bubbles.assets.tail_shapes import Drawn
from stealth_pygame.ui.palette import BubbleKind, Colour, Icon, Shape
from stealth_pygame.ui.placement.tail import Side, Spot, Tail
from stealth_pygame.ui.text.fonts import FontChain
from stealth_pygame.ui.text.layout import Pen, label
from stealth_pygame.ui.theme import Theme

MOST_TAILS = 256
"""Tails that are kept at most; each takes a few kilobytes."""
MOST_PLATES = 512
"""Name plates that are kept at most: for more speakers than usually talk at once."""


class BubbleAssets:
    """The parts for one theme and one chain of fonts."""

    def __init__(self, theme: Theme, fonts: FontChain) -> None:
        self.theme = theme
        self.fonts = fonts
        self.pen = Pen(fonts, theme.text_size)
        self.small = Pen(fonts, theme.small_size)
        self._patches: dict[BubbleKind, Patch] = {}
        self._tails: dict[tuple[BubbleKind, Side, Spot], Drawn] = {}
        self._icons: dict[BubbleKind, pygame.Surface] = {}
        self._plates: dict[object, pygame.Surface] = {}
        self.thinkers: dict[object, Any] = {}
        """Pictures of thinking speakers, by name."""
        self._dots: dict[tuple[Colour, float], pygame.Surface] = {}
        self._marks: dict[Colour, pygame.Surface] = {}

    @cached_property
    def tail_length(self) -> int:
        """The distance from a body to the tip of its tail, in pixels."""
        return self.theme.px(self.theme.tail)

    @cached_property
    def tail_half(self) -> int:
        """Half of the width of a tail at the body, in pixels."""
        return max(4, round(self.tail_length * 0.72))

    def patch(self, kind: BubbleKind) -> Patch:
        """Return the body of a kind as a nine-patch image."""
        if kind not in self._patches:
            shadow = not self.theme.high_contrast
            self._patches[kind] = nine_patch.make(self.theme.style(kind), self.theme, shadow=shadow)
        return self._patches[kind]

    def icon(self, kind: BubbleKind) -> pygame.Surface | None:
        """Return the icon of a kind, None if it has none."""
        style = self.theme.style(kind)
        if style.icon is Icon.NONE:
            return None
        if kind not in self._icons:
            size = round(self.theme.text_size * 1.25)
            self._icons[kind] = shapes.icon(style.icon, size, style.accent, style.fill)
        return self._icons[kind]

    def tail(self, kind: BubbleKind, tail: Tail) -> Drawn:
        """Return the picture of a tail. Similar tails share one picture, because tails change while speakers walk."""
        key = (kind, tail.side, tail.way)
        if key not in self._tails:
            if len(self._tails) >= MOST_TAILS:
                self._tails.clear()
            self._tails[key] = tail_shapes.draw(
                self.theme.style(kind),
                tail.side,
                tail.way,
                half=self.tail_half,
                usual=self.tail_length,
                line=self.theme.border_width,
                root=self.root(kind),
            )
        return self._tails[key]

    def root(self, kind: BubbleKind) -> int:
        """Return the pixels by which a tail reaches into the body, so that it covers the border and any teeth."""
        teeth = math.ceil(nine_patch.TEETH) if self.theme.style(kind).shape is Shape.JAGGED else 0
        return math.ceil(self.theme.border_width) + 1 + teeth

    def dot(self, colour: Colour, radius: float) -> pygame.Surface:
        """Return a dot. Do not draw on it: it is shared."""
        if (colour, radius) not in self._dots:
            size = 2 * math.ceil(radius)
            canvas = shapes.Canvas((size, size), colour)
            canvas.circle((size / 2, size / 2), radius, colour)
            self._dots[colour, radius] = canvas.done()
        return self._dots[colour, radius]

    def more(self, colour: Colour) -> pygame.Surface:
        """Return the sign that another page follows. Do not draw on it: it is shared."""
        if colour not in self._marks:
            size = max(6, self.theme.px(11))
            canvas = shapes.Canvas((size, size), colour)
            canvas.polygon([(0.5, size * 0.2), (size - 0.5, size * 0.2), (size / 2, size * 0.85)], colour)
            self._marks[colour] = canvas.done()
        return self._marks[colour]

    def name_plate(self, name: str, kind: BubbleKind, most: int) -> pygame.Surface:
        """Return a name plate at most `most` pixels wide. Do not draw on it: it is shared."""
        pen, pad = self.small, self.theme.px(8)
        text = label(name, most - 2 * pad, pen)
        size = (min(most, pen.width(text) + 2 * pad), round(pen.line_height * 1.12))
        spans = spans_of(name, text)
        key = (text, kind, size, self.fonts.generation, spans)
        if key not in self._plates:
            if len(self._plates) >= MOST_PLATES:
                # Only the oldest is dropped: otherwise a crowd over the limit would render every plate again.
                del self._plates[next(iter(self._plates))]
            self._plates[key] = self._draw_plate(text, kind, size, spans)
        return self._plates[key]

    def _draw_plate(
        self, text: str, kind: BubbleKind, size: tuple[int, int], spans: tuple[Span, ...]
    ) -> pygame.Surface:
        style, pen, pad, tall = self.theme.style(kind), self.small, self.theme.px(8), size[1]
        fill = style.accent if style.accent != style.fill else style.border
        rim: Colour = (0, 0, 0) if self.theme.high_contrast else fill
        plate = shapes.plate(size, tall / 2, fill, rim, 0.0)
        paper: Colour = (0, 0, 0) if fill == (255, 255, 255) else (255, 255, 255)
        Marker(self.theme, fill, paper).draw(plate, pen, text, (pad, (tall - pen.line_height) // 2), list(spans))
        return plate


MadeFor = tuple[BubbleAssets, int, tuple[int, int]]
"""The assets, the generation of their fonts, and the room (pixels, lines) for which a text was laid out."""
