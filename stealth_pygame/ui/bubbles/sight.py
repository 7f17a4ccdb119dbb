"""Where speakers are: asked once in a frame, in the world and on the screen, so that nothing else has to ask."""

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
"""Gives the world pixels up to which a speaker's bubbles are shown whole, and as "…"."""


class View(NamedTuple):
    """The surface that is drawn on, and the box at its lower edge, if there is one."""

    surface: pygame.Surface
    camera: Camera | None = None
    cover: pygame.Rect | None = None

    @property
    def area(self) -> pygame.Rect:
        """All of the surface."""
        return self.surface.get_rect()

    def at(self, world: Point) -> Point:
        """A point of the world on the surface."""
        return world if self.camera is None else self.camera(world)


def check_can_be_drawn_on(surface: pygame.Surface) -> None:
    """Raise `ConfigurationError` for a display in OPENGL mode."""
    # The flag alone says nothing: SDL draws plain windows by OpenGL as well, which lend their own pixels (PREALLOC).
    if not surface.get_flags() & pygame.OPENGL or surface.get_flags() & pygame.PREALLOC:
        return
    try:
        # Nothing is shown by an empty list; a scaled display takes it, one in OPENGL mode refuses to be updated.
        pygame.display.update([])
    except pygame.error:
        raise ConfigurationError(
            "The display is in OPENGL mode, where pygame cannot draw. Draw on a surface of your own, "
            "pygame.Surface(size, pygame.SRCALPHA), clear it in each frame, and show it as a texture over the scene."
        ) from None


class Seen(NamedTuple):
    """A speaker as the camera sees one: the head in the world and on the screen, the body's size, and the distance.

    size: (0, 0) where only a point is known; far: 0 near, 1 too far to be read, 2 too far to be seen.
    """

    world: Point
    head: Point
    size: tuple[float, float]
    far: int


def head_of(spot: Spot) -> Point:
    """Return the point over the head: of a body, the middle of its top."""
    return (spot[0], spot[1]) if len(spot) == 2 else (spot[0] + spot[2] / 2, spot[1])


class Sight:
    """Knows where everybody was when it looked last, and whether anybody has moved since the time before."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fresh = self._looked = False
        self.moved = False
        """True if somebody came, went or moved between the last two looks."""
        self.seen: dict[Hashable, Seen] = {}
        """All who are somewhere."""

    def look(self, view: View, stacks: Stacks, listener: Point | None, distances: Distances | None = None) -> None:
        """Ask once in a frame where everybody is. distances: those of a speaker, the theme's by default."""
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
        """Return one speaker as the camera sees them; None for somebody who is nowhere."""
        world = head_of(spot)
        # A camera rounds, which raises for a speaker who is nowhere.
        if not (math.isfinite(world[0]) and math.isfinite(world[1])):
            return None
        far = 0
        if listener is not None:
            distance = math.hypot(world[0] - listener[0], world[1] - listener[1])
            far = (distance > near_far[0]) + (distance > near_far[1])
        head, size = on_screen(view, spot)
        return Seen(world, head, size, far) if math.isfinite(head[0]) and math.isfinite(head[1]) else None

    def forget_heads(self) -> None:
        """Somebody may have moved since the last look."""
        self._fresh = False

    def head(self, speaker: Hashable) -> Point | None:
        """Return where a speaker's head was at the last look, in the world; None if they may have moved since."""
        seen = self.seen.get(speaker) if self._fresh else None
        return None if seen is None else seen.world

    def can_be_read(self, speaker: Hashable) -> bool:
        """Return True for a speaker who is near."""
        seen = self.seen.get(speaker)
        return seen is not None and seen.far == 0

    def may_show(self, speaker: Hashable) -> bool:
        """Return True unless the last look found the speaker too far away, or nowhere."""
        return self.can_be_read(speaker) or not self._looked


def on_screen(view: View, spot: Spot) -> tuple[Point, tuple[float, float]]:
    """Return a head on the screen, and the size of the body as the camera shows it."""
    if len(spot) == 2:
        return view.at((spot[0], spot[1])), (0.0, 0.0)
    left, top, wide, tall = spot
    if view.camera is None:
        return (left + wide / 2, top), (wide, tall)
    x, y = view.camera((left, top))
    right, low = view.camera((left + wide, top + tall))
    return ((x + right) / 2, min(y, low)), (abs(right - x), abs(low - y))
