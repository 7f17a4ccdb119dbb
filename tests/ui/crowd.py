"""A crowd that walks about and talks, and what must be true of its bubbles in every frame."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace
from functools import partial

import pygame

from stealth_pygame.ui.bubbles.bubbles import Bubbles
from stealth_pygame.ui.placement.glide import SPEED
from stealth_pygame.ui.theme import Theme
from tests.ui.helpers import THEME, chain

LINES = (
    "Hm.",
    "He says that to everybody.",
    "Not to me he does not!",
    "Good evening, traveller! The forge is still warm. What can I make for you tonight?",
    "The mill has been haunted since the flood, and nobody goes there at night now. Not even the miller.",
)
WALK = 90.0
"""Pixels a second."""


@dataclass
class Crowd:
    """So many people in a window; seen through a camera that magnifies by `zoom`."""

    count: int
    size: tuple[int, int]
    zoom: float = 1.0
    seed: int = 1
    theme: Theme = field(default_factory=lambda: replace(THEME, least_text_size=10, linger=100))

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.bubbles = Bubbles(self.theme, chain(self.theme))
        self.screen = pygame.Surface(self.size)
        self.at = [self.somewhere() for _ in range(self.count)]
        self.goals = [self.somewhere() for _ in range(self.count)]
        self.crowded = self.frames = 0
        self._was: dict[object, tuple[float, float]] = {}

    def somewhere(self) -> tuple[float, float]:
        width, height = self.size
        return self.random.uniform(0, width) / self.zoom, self.random.uniform(0.1 * height, height) / self.zoom

    def camera(self, spot: tuple[float, float]) -> tuple[float, float]:
        return spot[0] * self.zoom, spot[1] * self.zoom

    def frame(self) -> None:
        for who in range(self.count):
            self._walk(who)
            if not self.bubbles.of(who) and self.random.random() < 0.1:
                text = self.random.choice(LINES)
                self.bubbles.say(who, text, anchor=partial(self.at.__getitem__, who), name=f"Vil {who}", hold=True)
            elif self.random.random() < 0.005:
                self.bubbles.advance(who)
        self.bubbles.update(1 / 60)
        self.bubbles.draw(self.screen, self.camera)
        self.frames += 1

    def _walk(self, who: int) -> None:
        (x, y), goal = self.at[who], self.goals[who]
        far = math.dist((x, y), goal)
        step = min(far, WALK / 60 / self.zoom)
        if far > 1:
            self.at[who] = (x + (goal[0] - x) / far * step, y + (goal[1] - y) / far * step)
        elif self.random.random() < 0.03:
            self.goals[who] = self.somewhere()

    def check(self) -> None:
        """Whole on the screen, on the speaker, off his face, and nowhere at a jump."""
        stage, area = self.bubbles.renderer, self.screen.get_rect()
        for rect in stage.rects:
            assert area.contains(rect), rect
        for who, place in stage.places.items():
            assert isinstance(who, int)
            assert math.dist(place.head, self.camera(self.at[who])) < 2
            if stage.rests:
                self._check_place(who)
        self._check_jumps()
        touching = [index for index, rect in enumerate(stage.rects) if rect.collidelist(stage.rects[index + 1 :]) != -1]
        self.crowded += stage.rests and bool(touching)

    def _check_place(self, who: int) -> None:
        stage = self.bubbles.renderer
        place, tail = stage.places[who], stage.tails[who]
        figure = place.figure.body.inflate(12, 12).clamp(self.screen.get_rect())
        assert figure.collidepoint(tail.tip) or not self.screen.get_rect().contains(figure), (who, tail, figure)
        assert place.rect.inflate(2, 2).collidepoint(tail.root)
        if place.form < 1:
            assert not place.rect.colliderect(place.figure.face), who

    def _check_jumps(self) -> None:
        """Seen from the speaker's head no bubble goes faster than gliding allows."""
        seen = dict(self.bubbles.renderer.ways)
        for who, spot in seen.items():
            if who in self._was:
                assert math.dist(spot, self._was[who]) <= SPEED / 60 + 0.1, who
        self._was = dict(seen)
