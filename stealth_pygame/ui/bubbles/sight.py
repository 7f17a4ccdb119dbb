"""The positions of speakers, in the world and on the screen. Each anchor is called only once in a frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import pygame

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.ui.bubbles.bubble import Bubble, Spot
from stealth_pygame.ui.theme import Theme

Point = tuple[float, float]
Camera = Callable[[Point], Point]
Stacks = Mapping[Hashable, list[Bubble]]
Distances = Callable[[Hashable], tuple[float, float]]
"""Returns two distances in world pixels for a speaker: up to the first bubbles are whole, up to the second "…"."""


MOST_FAR = 1e6
"""Coordinates in pixels are limited to this, because a rectangle cannot hold larger numbers."""


class View(NamedTuple):
    """The surface to draw on, the camera, and the box at its lower edge, if there is one."""

    surface: pygame.Surface
    camera: Camera | None = None
    cover: pygame.Rect | None = None

    @property
    def area(self) -> pygame.Rect:
        """The rectangle of the whole surface."""
        return self.surface.get_rect()

    def at(self, world: Point) -> Point:
        """Return the position on the surface of a point in the world."""
        return world if self.camera is None else self.camera(world)


def check_can_be_drawn_on(surface: pygame.Surface) -> None:
    """Raise `ConfigurationError` for a display in OPENGL mode."""
    # The OPENGL flag is not enough: SDL also draws plain windows by OpenGL, and those can be drawn on (PREALLOC).
    if not surface.get_flags() & pygame.OPENGL or surface.get_flags() & pygame.PREALLOC:
        return
    try:
        # An empty update changes nothing; a scaled display accepts it, a display in OPENGL mode raises an error.
        pygame.display.update([])
    except pygame.error:
        raise ConfigurationError(
            "The display is in OPENGL mode, where pygame cannot draw. Draw on a surface of your own, "
            "pygame.Surface(size, pygame.SRCALPHA), clear it in each frame, and show it as a texture over the scene."
        ) from None


class Seen(NamedTuple):
    """A speaker in a view: the head in the world and on the screen, the body's size in pixels, and the distance.

    size: (0, 0) if only a point is known; far: 0 near, 1 too far to be read ("…"), 2 too far to be seen.
    """

    world: Point
    head: Point
    size: tuple[float, float]
    far: int


def head_of(spot: Spot) -> Point:
    """Return the point over the head; for a body it is the middle of its upper edge."""
    return (spot[0], spot[1]) if len(spot) == 2 else (spot[0] + spot[2] / 2, spot[1])


class Sight:
    """The positions of all speakers at the last look, and if anybody has moved since the look before."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fresh = self._looked = False
        self.moved = False
        """True if a speaker came, went or moved between the last two looks."""
        self.seen: dict[Hashable, Seen] = {}
        """All speakers that have a position."""

    def look(self, view: View, stacks: Stacks, listener: Point | None, distances: Distances | None = None) -> None:
        """Ask for all positions, once in a frame. distances: those of each speaker, None: the theme's."""
        before, now, moved = self.seen, dict[Hashable, Seen](), False
        for key, stack in stacks.items():
            near_far = (self._theme.near, self._theme.far) if distances is None else distances(key)
            seen = self._see(view, stack[-1].anchor(), listener, near_far)
            if seen is not None:
                now[key] = seen
                moved = moved or before.get(key) != seen
        self.moved = moved or len(now) != len(before)
        self.seen, self._fresh, self._looked = now, True, True

    def _see(self, view: View, spot: Spot, listener: Point | None, near_far: tuple[float, float]) -> Seen | None:
        """Return one speaker as the camera sees them, None if they have no position."""
        world = head_of(spot)
        # A camera that rounds would raise an error for a position of NaN or infinity.
        if not (math.isfinite(world[0]) and math.isfinite(world[1])):
            return None
        far = 0
        if listener is not None:
            distance = math.hypot(world[0] - listener[0], world[1] - listener[1])
            far = (distance > near_far[0]) + (distance > near_far[1])
        head, size = on_screen(view, spot)
        return Seen(world, head, size, far) if math.isfinite(head[0]) and math.isfinite(head[1]) else None

    def forget_heads(self) -> None:
        """Mark all head positions as possibly out of date."""
        self._fresh = False

    def head(self, speaker: Hashable) -> Point | None:
        """Return a speaker's head in the world at the last look, None if they may have moved since then."""
        seen = self.seen.get(speaker) if self._fresh else None
        return None if seen is None else seen.world

    def can_be_read(self, speaker: Hashable) -> bool:
        """Return True if the speaker is near enough for readable bubbles."""
        seen = self.seen.get(speaker)
        return seen is not None and seen.far == 0

    def may_show(self, speaker: Hashable) -> bool:
        """Return True unless the speaker was too far away at the last look, or had no position."""
        return self.can_be_read(speaker) or not self._looked


def on_screen(view: View, spot: Spot) -> tuple[Point, tuple[float, float]]:
    """Return the head on the screen, and the size of the body there."""
    if len(spot) == 2:
        return view.at((spot[0], spot[1])), (0.0, 0.0)
    left, top, wide, tall = spot
    if view.camera is None:
        return (left + wide / 2, top), (wide, tall)
    x, y = view.camera((left, top))
    right, low = view.camera((left + wide, top + tall))
    return ((x + right) / 2, min(y, low)), (abs(right - x), abs(low - y))


def figure(view: View, spot: Spot, body_height: int) -> pygame.Rect:
    """Return somebody's body on the screen; where only the point over the head is known, one of the usual size."""
    head, size = on_screen(view, spot)
    x, y = (round(max(-MOST_FAR, min(value, MOST_FAR))) if math.isfinite(value) else -MOST_FAR for value in head)
    tall = round(min(size[1], MOST_FAR)) or body_height
    wide = round(min(size[0], MOST_FAR)) or tall // 2
    return pygame.Rect(int(x) - wide // 2, int(y), wide, tall)
