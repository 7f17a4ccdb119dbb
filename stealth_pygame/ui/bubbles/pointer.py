"""Signs at the edge of the screen that point to a speaker outside it."""

from __future__ import annotations

import math

import pygame

from stealth_pygame.ui.bubbles.assets.parts import BubbleAssets
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.shapes import Canvas


def outside(head: tuple[float, float], area: pygame.Rect, slack: int) -> bool:
    """Return True if a head is more than `slack` pixels outside the area, too far to show a bubble."""
    x, y = head
    # A bubble is above the head, so a head just below the screen still has a visible bubble; one above has not.
    return not (area.left - slack <= x <= area.right + slack and area.top - slack <= y <= area.bottom + slack)


class Pointers:
    """Round signs with an arrow and three dots. Signs at the same edge are placed side by side."""

    def __init__(self, assets: BubbleAssets) -> None:
        self._assets = assets
        self._drawn: dict[tuple[BubbleKind, int], pygame.Surface] = {}

    @property
    def size(self) -> int:
        """The width and height of a sign in pixels."""
        return self._assets.theme.px(40)

    def rect(self, head: tuple[float, float], area: pygame.Rect, taken: list[pygame.Rect]) -> pygame.Rect:
        """Return the place of the sign that points to a head, beside the signs in `taken`."""
        size = min(self.size, area.width, area.height)
        margin = self._assets.theme.margin
        free = area.inflate(-2 * margin, -2 * margin)
        rect = pygame.Rect(0, 0, size, size)
        rect.center = (round(max(-1e6, min(head[0], 1e6))), round(max(-1e6, min(head[1], 1e6))))
        start = rect.clamp(free if free.width > size and free.height > size else area)
        upright = start.left <= free.left or start.right >= free.right
        if start.collidelist(taken) == -1:
            return start
        for step in range(1, 40):
            shift = (step + 1) // 2 * (size // 4) * (1 if step % 2 else -1)
            moved = start.move(0, shift) if upright else start.move(shift, 0)
            if free.contains(moved) and moved.collidelist(taken) == -1:
                return moved
        return start

    def sign(self, rect: pygame.Rect, head: tuple[float, float], kind: BubbleKind) -> pygame.Surface:
        """Return the picture of the sign at `rect`."""
        angle = math.degrees(math.atan2(head[1] - rect.centery, head[0] - rect.centerx))
        key = (kind, round(angle / 7.5) % 48)
        if key not in self._drawn:
            self._drawn[key] = self._make(kind, math.radians(key[1] * 7.5))
        return self._drawn[key]

    def _make(self, kind: BubbleKind, angle: float) -> pygame.Surface:
        style, size = self._assets.theme.style(kind), float(self.size)
        line, middle, radius = self._assets.theme.border_width, size / 2, size * 0.32
        canvas = Canvas((self.size, self.size), style.border)
        ahead, aside = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

        def horn(tip: float, half: float) -> list[tuple[float, float]]:
            root = radius * 0.8
            return [
                (middle + ahead[0] * tip, middle + ahead[1] * tip),
                (middle + ahead[0] * root + aside[0] * half, middle + ahead[1] * root + aside[1] * half),
                (middle + ahead[0] * root - aside[0] * half, middle + ahead[1] * root - aside[1] * half),
            ]

        canvas.polygon(horn(size * 0.5, radius * 0.62), style.border)
        canvas.circle((middle, middle), radius, style.border)
        canvas.polygon(horn(size * 0.5 - line * 1.9, radius * 0.62 - line), style.fill)
        canvas.circle((middle, middle), radius - line, style.fill)
        for step in (-1, 0, 1):
            canvas.circle((middle + step * radius * 0.45, middle), radius * 0.14, style.accent)
        return canvas.done()
