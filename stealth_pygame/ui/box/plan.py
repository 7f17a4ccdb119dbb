"""The layout of a dialogue box, computed from the window, the text size and the parts to show."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from stealth_pygame.ui.text.layout import Pen
from stealth_pygame.ui.theme import Theme

ROWS = 3
"""Lines of text on one page of the box."""
WIDE = 0.62
"""The least width of the box in a large window, as a part of the window's width."""
WIDEST = 900
"""The greatest width of the box in pixels at `text_size` 17; longer lines are hard to read."""
TALL = 0.3
"""The greatest height of the text, as a part of the window's height."""


class BoxPlan(NamedTuple):
    """The rectangles of the box on the surface. Those of portrait and field are empty if these are not shown.

    head: the row with the name; column: the width of the portrait and its gap in pixels; rows: text lines of one page.
    """

    panel: pygame.Rect
    portrait: pygame.Rect
    head: pygame.Rect
    text: pygame.Rect
    field: pygame.Rect
    column: int
    rows: int

    @property
    def room(self) -> tuple[int, int]:
        """The width of a line without a portrait in pixels, and the lines of a page; the same for all lines."""
        return self.text.width + (self.column if self.portrait.width else 0), self.rows


def plan(theme: Theme, pen: Pen, small: Pen, size: tuple[int, int], *, portrait: bool, field: bool) -> BoxPlan:
    """Return the layout on a surface of this size in pixels. portrait, field: leave room for them."""
    pad, margin = theme.px(11), theme.margin
    rows = max(1, min(ROWS, round(size[1] * TALL) // pen.line_height))
    head_tall = small.line_height + theme.px(2)
    text_tall = rows * pen.line_height
    field_tall = pen.line_height + theme.px(8)
    side = head_tall + text_tall
    wide = min(size[0] - 2 * margin, max(theme.px(theme.box_width), min(round(size[0] * WIDE), theme.px(WIDEST))))
    tall = min(size[1] - 2 * margin, 2 * pad + side + (field_tall + theme.px(6) if field else 0))
    panel = pygame.Rect((size[0] - wide) // 2, size[1] - margin - tall, wide, tall)
    inner = panel.inflate(-2 * pad, -2 * pad)
    column = side + pad
    left = inner.left + (column if portrait else 0)
    return BoxPlan(
        panel=panel,
        portrait=pygame.Rect(inner.topleft, (side, side)) if portrait else pygame.Rect(inner.topleft, (0, 0)),
        head=pygame.Rect(left, inner.top, inner.right - left, head_tall),
        text=pygame.Rect(left, inner.top + head_tall, inner.right - left, text_tall),
        field=pygame.Rect(inner.left, inner.bottom - field_tall, inner.width, field_tall if field else 0),
        column=column,
        rows=rows,
    )
