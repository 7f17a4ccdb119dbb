"""A loop of 60 frames per second with a fixed amount of game work, and additional work for villagers.

Only the work of a frame is counted, without the wait for the next one: in real time, and in processor time of the
game's thread, which other programs cannot change.
"""

from __future__ import annotations

import gc
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter, thread_time
from typing import Protocol

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from stealth_pygame import Dialogue

SPRITES = 250


class Talk(Protocol):
    """The part of a loop that is for villagers."""

    def frame(self, dt: float, number: int) -> None:
        """Do the work of one frame."""

    def rest(self) -> None:
        """Finish everything that is running, outside any frame."""

    def close(self) -> None:
        """Release everything at the end of the benchmark."""


class Nobody:
    """A loop without villagers."""

    def frame(self, dt: float, number: int) -> None:
        """Do nothing."""

    def rest(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class Game:
    """A fixed amount of game work: a background, sprites that move and bounce, the event queue."""

    def __init__(self, screen: pygame.Surface) -> None:
        self._screen = screen
        self._ground = pygame.Surface(screen.get_size()).convert()
        self._sprite = pygame.Surface((24, 32), pygame.SRCALPHA)
        self._sprite.fill((200, 120, 60, 200))
        self._spots = [[37.0 * n % 1280, 53.0 * n % 720, 60.0 + n % 7, 40.0 + n % 5] for n in range(SPRITES)]

    def frame(self, dt: float) -> None:
        """Handle events, move the sprites, draw."""
        pygame.event.get()
        self._screen.blit(self._ground, (0, 0))
        for spot in self._spots:
            spot[0] = (spot[0] + spot[2] * dt) % 1280
            spot[1] = (spot[1] + spot[3] * dt) % 720
            self._screen.blit(self._sprite, (spot[0], spot[1]))


@dataclass
class Turn:
    """The frames of one turn of a loop: milliseconds in real time, and in processor time of the game's thread.

    own_wall, own_thread: the part of these for villagers;
    collected: True for frames with a garbage collection.
    """

    wall: list[float] = field(default_factory=list)
    thread: list[float] = field(default_factory=list)
    own_wall: list[float] = field(default_factory=list)
    own_thread: list[float] = field(default_factory=list)
    collected: list[bool] = field(default_factory=list)


def turn(game: Game, session: Talk, seconds: float) -> Turn:
    """Run a loop for so many seconds; return the work of each frame."""
    clock, frames = pygame.time.Clock(), Turn()
    until = perf_counter() + seconds
    while perf_counter() < until:
        dt = clock.tick(60) / 1000
        collections = _collections()
        began, worked = perf_counter(), thread_time()
        game.frame(dt)
        between, half_worked = perf_counter(), thread_time()
        session.frame(dt, len(frames.wall))
        ended, all_worked = perf_counter(), thread_time()
        frames.thread.append((all_worked - worked) * 1000)
        frames.own_thread.append((all_worked - half_worked) * 1000)
        frames.wall.append((ended - began) * 1000)
        frames.own_wall.append((ended - between) * 1000)
        frames.collected.append(_collections() > collections)
    session.rest()
    return frames


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


def percentile(frames: Sequence[float], share: float) -> float:
    """Return the time in which this share of the frames was done."""
    return sorted(frames)[min(len(frames) - 1, int(len(frames) * share))]


def cold(game: Game, dialogue: Dialogue, frames: int) -> tuple[float, float]:
    """Return the microseconds of an update without work: once per frame, and repeated at once."""
    clock, took = pygame.time.Clock(), []
    for _ in range(frames):
        dt = clock.tick(60) / 1000
        game.frame(dt)
        began = perf_counter()
        dialogue.update(dt)
        between = perf_counter()
        dialogue.update(dt)
        took.append(((between - began) * 1e6, (perf_counter() - between) * 1e6))
    first, again = map(statistics.median, zip(*took, strict=True))
    return first, again
