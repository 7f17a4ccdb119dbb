"""Bubbles beside what other libraries have for text in a box: the same 300 characters, the same frames, in one run.

`pygame_gui` works on pygame-ce alone; where it is not installed there is nothing to compare with:
`python -m venv ce && ce/bin/pip install pygame-ce pygame_gui . && ce/bin/python -m benchmarks.peers`.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.report import Row, show
from benchmarks.rounds import beside
from stealth_pygame.ui import Bubbles, Theme

TEXT = (
    "Good evening, traveller! The forge is still warm. What can I make for you tonight? Shoes for the horse, nails for "
    "the door, a kettle for the winter, or a sword for the road? Take your time, and mind the sparks. They say the "
    "mill has been haunted since the flood, and nobody goes there at night now."
)[:300]
DT = 1 / 60
WIDTH = 324


@dataclass
class Contender:
    """One way to show the text: a new box, a frame of a box that types, a frame of one that is done."""

    new: Callable[[], object]
    typing: Callable[[], object]
    rest: Callable[[], object]


class Ours:
    """A bubble with a name, a shadow and a tail."""

    def __init__(self, screen: pygame.Surface) -> None:
        self.screen = screen
        self.fresh, self.typed, self.resting = (self.bubbles(speed) for speed in (42.0, 1.0, 0.0))
        for bubbles in (self.typed, self.resting):
            self.say(bubbles)
            for _ in range(30):
                self.frame(bubbles)

    def bubbles(self, speed: float) -> Bubbles:
        theme = Theme(system_fonts=False, typing_speed=speed, bubble_lines=12, linger=1000, reduced_motion=speed == 0)
        bubbles = Bubbles(theme)
        self.say(bubbles)
        self.frame(bubbles)
        bubbles.clear()
        return bubbles

    def say(self, bubbles: Bubbles) -> None:
        bubbles.say(0, TEXT, anchor=lambda: (640.0, 500.0), hold=True)

    def frame(self, bubbles: Bubbles) -> None:
        bubbles.update(DT)
        bubbles.draw(self.screen)

    def new(self) -> None:
        """The words of another speaker, with what is remembered of words that were measured before."""
        self.fresh.clear()
        self.fresh.assets.pen.forget()
        self.say(self.fresh)
        self.frame(self.fresh)

    def contender(self) -> Contender:
        return Contender(self.new, lambda: self.frame(self.typed), lambda: self.frame(self.resting))


class Gui:
    """`pygame_gui`'s text box with its typing effect."""

    def __init__(self, screen: pygame.Surface) -> None:
        self.gui: Any = importlib.import_module("pygame_gui")
        self.screen = screen
        self.typed, self.resting = self.manager(), self.manager()
        self.box(self.typed).set_active_effect(self.gui.TEXT_EFFECT_TYPING_APPEAR, params={"time_per_letter": 1 / 42})
        self.box(self.resting)
        self.fresh = self.manager()
        self.last: Any = self.box(self.fresh)
        for manager in (self.typed, self.resting):
            for _ in range(30):
                self.frame(manager)

    def manager(self) -> Any:
        return self.gui.UIManager(self.screen.get_size())

    def box(self, manager: Any) -> Any:
        box = importlib.import_module("pygame_gui.elements").UITextBox
        return box(TEXT, pygame.Rect(480, 300, WIDTH, -1), manager=manager)

    def frame(self, manager: Any) -> None:
        manager.update(DT)
        manager.draw_ui(self.screen)

    def new(self) -> None:
        self.last.kill()
        self.last = self.box(self.fresh)
        self.frame(self.fresh)

    def contender(self) -> Contender:
        return Contender(self.new, lambda: self.frame(self.typed), lambda: self.frame(self.resting))


def compared(quick: bool = False) -> list[Row]:
    """Every figure beside pygame_gui's; no rows where that is not installed."""
    if importlib.util.find_spec("pygame_gui") is None:
        return []
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    ours, theirs = Ours(screen).contender(), Gui(screen).contender()
    rounds, rows = 3 if quick else 25, []
    for figure, mine, other, times in (
        ("a new box of 300 characters", ours.new, theirs.new, 5),
        ("a frame of the typewriter", ours.typing, theirs.typing, 20),
        ("a frame at rest", ours.rest, theirs.rest, 100),
    ):
        us, them, apart = beside(mine, other, rounds, times)
        base = f"pygame_gui's text box: {them:.0f} µs"
        rows.append(Row(figure, "ahead of it", base, f"{us:.0f} µs", us / them, us <= them, rounds=apart))
    return rows


if __name__ == "__main__":
    sys.exit(1 if show(compared("--quick" in sys.argv)) else 0)
