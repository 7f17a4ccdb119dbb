"""Bubbles compared with text boxes of other libraries: the same 300 characters and frames, in one run.

`pygame_gui` and wrapped rendering need pygame-ce; with pygame there is nothing to compare. (`ptext` is a file that
games copy; the package with that name in the registry is another program.)
`python -m venv ce && ce/bin/pip install pygame-ce pygame_gui . && ce/bin/python -m benchmarks.peers`.
"""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.report import Row, show
from benchmarks.rounds import beside
from benchmarks.weight import settled
from stealth_pygame.ui import Bubbles, Theme

TEXT = (
    "Good evening, traveller! The forge is still warm. What can I make for you tonight? Shoes for the horse, nails for "
    "the door, a kettle for the winter, or a sword for the road? Take your time, and mind the sparks. They say the "
    "mill has been haunted since the flood, and nobody goes there at night now."
)[:300]
DT = 1 / 60
WIDTH = 324
MANY = 60


def text_of(number: int) -> str:
    """Return the text with a number, so that no two are equal."""
    return f"{number} {TEXT}"[:300]


@dataclass
class Contender:
    """One way to show the text: a new box, a frame during typing, a frame after typing.

    many: creates so many boxes, complete and drawn, and returns the object that keeps them.
    """

    new: Callable[[], object]
    typing: Callable[[], object]
    rest: Callable[[], object]
    many: Callable[[int], object]


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
        """Create a bubble of another speaker; widths of known words are cached."""
        self.fresh.clear()
        self.fresh.assets.pen.forget()
        self.say(self.fresh)
        self.frame(self.fresh)

    def many(self, count: int) -> Bubbles:
        """Show the speakers one after the other; each bubble stays."""
        bubbles = self.bubbles(0.0)
        for number in range(count):
            bubbles.say(number, text_of(number), anchor=lambda x=2_000.0 * number: (x, 0.0), hold=True)  # type: ignore[misc]
        for number in range(count):
            for _ in range(4):
                bubbles.update(DT)
                bubbles.draw(self.screen, lambda spot, x=640 - 2_000.0 * number: (spot[0] + x, spot[1] + 500))  # type: ignore[misc]
        assert all(bubble.picture is not None for bubble in bubbles)
        return bubbles

    def contender(self) -> Contender:
        return Contender(self.new, lambda: self.frame(self.typed), lambda: self.frame(self.resting), self.many)


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
        return self.box_with(TEXT, manager)

    def box_with(self, text: str, manager: Any) -> Any:
        box = importlib.import_module("pygame_gui.elements").UITextBox
        return box(text, pygame.Rect(480, 300, WIDTH, -1), manager=manager)

    def frame(self, manager: Any) -> None:
        manager.update(DT)
        manager.draw_ui(self.screen)

    def new(self) -> None:
        self.last.kill()
        self.last = self.box(self.fresh)
        self.frame(self.fresh)

    def many(self, count: int) -> Any:
        manager = self.manager()
        boxes = [self.box_with(text_of(number), manager) for number in range(count)]
        self.frame(manager)
        return manager, boxes

    def contender(self) -> Contender:
        return Contender(self.new, lambda: self.frame(self.typed), lambda: self.frame(self.resting), self.many)


class Wrapped:
    """pygame-ce's `Font.render` with a `wraplength`, on a filled rectangle: the way without a library."""

    def __init__(self, screen: pygame.Surface) -> None:
        self.screen = screen
        self.font = pygame.font.Font(None, 24)
        self.box = pygame.Rect(480, 300, WIDTH, 200)
        self.letters = itertools.cycle(range(1, len(TEXT) + 1))
        self.whole = self.render(TEXT)

    def render(self, text: str) -> pygame.Surface:
        render: Any = self.font.render
        drawn: pygame.Surface = render(text, True, (0, 0, 0), None, WIDTH - 24)
        return drawn

    def show(self, words: pygame.Surface) -> None:
        pygame.draw.rect(self.screen, (255, 253, 248), self.box, border_radius=13)
        pygame.draw.rect(self.screen, (74, 63, 107), self.box, 2, border_radius=13)
        self.screen.blit(words, self.box.move(12, 12))

    def contender(self) -> Contender:
        return Contender(
            lambda: self.show(self.render(TEXT)),
            lambda: self.show(self.render(TEXT[: next(self.letters)])),
            lambda: self.show(self.whole),
            lambda count: [self.render(text_of(number)) for number in range(count)],
        )


BARE: Final = (
    "A bubble has a tail, a shadow, a name and pages that are measured and balanced; the plain call has none of it."
)


def compared(quick: bool = False) -> list[Row]:
    """Return all rows compared with pygame_gui and pygame-ce; none for a library that is not installed."""
    pygame.init()
    screen = pygame.display.set_mode((1280, 720))
    peers: dict[str, Callable[[pygame.Surface], Gui | Wrapped]] = {}
    if importlib.util.find_spec("pygame_gui") is not None:
        peers["pygame_gui's text box"] = Gui
    # Only pygame-ce can wrap.
    if getattr(pygame, "IS_CE", False):
        peers["pygame-ce's wrapped render"] = Wrapped
    return [row for name, peer in peers.items() for row in _beside(screen, name, peer(screen).contender(), quick)]


def _beside(screen: pygame.Surface, name: str, theirs: Contender, quick: bool) -> list[Row]:
    ours, rounds, rows = Ours(screen).contender(), 3 if quick else 25, []
    for figure, mine, other, times in (
        ("a new box of 300 characters", ours.new, theirs.new, 5),
        ("a frame of the typewriter", ours.typing, theirs.typing, 20),
        ("a frame at rest", ours.rest, theirs.rest, 100),
    ):
        us, them, apart = beside(mine, other, rounds, times)
        base = f"{name}: {them:.0f} µs"
        figure = f"{figure}, beside {name}"
        rows.append(Row(figure, "ahead of it", base, f"{us:.0f} µs", us / them, us <= them, BARE, apart))
    return [*rows, _weight(name, ours, theirs, 3 if quick else MANY)]


def _weight(name: str, ours: Contender, theirs: Contender, count: int) -> Row:
    """Return the memory of many boxes in kilobytes for each; everything that they share is created before."""
    kept, sizes = [], []
    for contender in (ours, theirs):
        kept.append(contender.many(1))
        before = settled()
        kept.append(contender.many(count))
        sizes.append(max(settled() - before, 0.001) * 1000 / count)
    us, them = sizes
    figure = f"memory of a box of 300 characters, of {count}, beside {name}"
    return Row(figure, "ahead of it", f"{name}: {them:.0f} KB", f"{us:.0f} KB", us / them, us <= them, BARE)


if __name__ == "__main__":
    sys.exit(1 if show(compared("--quick" in sys.argv)) else 0)
