"""The shapes of tails: from the edge of a body to the speaker."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from pygame import Surface

from stealth_pygame.ui.palette import Shape, Style
from stealth_pygame.ui.placement.tail import Side, Spot
from stealth_pygame.ui.shapes import Canvas, Point

WAIST = 0.42
"""Width of a short tail just before its middle, as a part of its width at the root; long tails are less curved."""
STEPS = (0.0, 0.15, 0.3, 0.45, 0.65, 0.85, 1.0)
"""Points along a tail, 0 at the root and 1 at the tip, at which its outline has a corner."""


class Drawn(NamedTuple):
    """The picture of a tail, and the position of its upper left corner from the root."""

    surface: Surface
    at: Spot


def draw(style: Style, side: Side, way: Spot, *, half: int, usual: int, line: float, root: int) -> Drawn:
    """Return a tail that leaves the body at `side` and ends `way` pixels from its root.

    half: half of its width at the root; usual: the length of a tail without obstacles; line: the border's thickness;
    root: the pixels by which it reaches into the body, to cover the border.
    """
    if style.shape is Shape.CLOUD:
        parts = [(puff, line * 0.8) for puff in _puffs(side, way, half, usual, root)]
        low, high = _bounds([point for puff, _ in parts for point in puff.corners])
        canvas = Canvas((high[0] - low[0], high[1] - low[1]), style.border)
        for puff, thick in parts:
            centre = (puff.x - low[0], puff.y - low[1])
            canvas.circle(centre, puff.radius, style.border)
            canvas.circle(centre, max(0.5, puff.radius - thick), style.fill)
        return Drawn(canvas.done(), low)
    outer = _horn(side, way, line, half, 0.0, usual)
    inner = _horn(side, way, root, half - line * 1.25, line * 2.2, usual)
    low, high = _bounds([*outer, *inner])
    canvas = Canvas((high[0] - low[0], high[1] - low[1]), style.border)
    for points, colour in ((outer, style.border), (inner, style.fill)):
        canvas.polygon([(x - low[0], y - low[1]) for x, y in points], colour)
    return Drawn(canvas.done(), low)


def _bounds(points: list[Point]) -> tuple[Spot, Spot]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (math.floor(min(xs)), math.floor(min(ys))), (math.ceil(max(xs)), math.ceil(max(ys)))


def _horn(side: Side, way: Spot, deep: float, half: float, short: float, usual: int) -> list[Point]:
    """Return the two hollow sides of a tail, from `deep` pixels inside the body to `short` pixels before the tip."""
    length = math.hypot(*way) or 1.0
    out = side.value
    start = (-out[0] * deep, -out[1] * deep)
    end = (way[0] - way[0] / length * short, way[1] - way[1] / length * short)
    ahead = (end[0] - start[0]) * out[0] + (end[1] - start[1]) * out[1]
    bend = (start[0] + out[0] * ahead / 2, start[1] + out[1] * ahead / 2)
    waist = WAIST + 0.25 * min(1.0, max(0.0, length - usual) / (4 * usual + 1))
    middle = [_on_curve(start, bend, end, step) for step in STEPS]
    left, right = [], []
    for index, (x, y) in enumerate(middle):
        behind, before = middle[max(0, index - 1)], middle[min(len(middle) - 1, index + 1)]
        along = out if index == 0 else (before[0] - behind[0], before[1] - behind[1])
        size = math.hypot(*along) or 1.0
        wide = half * _taper(STEPS[index], waist)
        across = (-along[1] / size * wide, along[0] / size * wide)
        left.append((x + across[0], y + across[1]))
        right.append((x - across[0], y - across[1]))
    return [*left, *reversed(right)]


def _on_curve(start: Point, bend: Point, end: Point, step: float) -> Point:
    back = 1 - step
    x, y = (back * back * a + 2 * step * back * b + step * step * c for a, b, c in zip(start, bend, end, strict=True))
    return x, y


def _taper(step: float, waist: float) -> float:
    """Return the width at a step of the way: 1 at the root, `waist` before the middle, 0 at the tip."""
    return 1 - (1 - waist) * step / 0.45 if step <= 0.45 else waist * (1 - step) / 0.55


class _Puff(NamedTuple):
    x: float
    y: float
    radius: float

    @property
    def corners(self) -> list[Point]:
        return [(self.x - self.radius, self.y - self.radius), (self.x + self.radius, self.y + self.radius)]


def _puffs(side: Side, way: Spot, half: int, usual: int, root: int) -> Iterator[_Puff]:
    """Yield round clouds of decreasing size, alternately on both sides of the way."""
    length, tall = math.hypot(*way) or 1.0, usual + root
    ahead = (way[0] / length, way[1] / length)
    first, last = tall * 0.46 - root, max(length, usual * 0.5) - tall * 0.2
    count = max(2, 1 + round((last - first) / (usual * 0.8 + 1)))
    swing = side.value[1] or 1
    for index in range(count):
        part = index / (count - 1)
        far = first + (last - first) * part
        aside = (-0.18, 0.35)[index % 2] * half * swing
        yield _Puff(ahead[0] * far + ahead[1] * aside, ahead[1] * far - ahead[0] * aside, tall * (0.36 - 0.16 * part))
