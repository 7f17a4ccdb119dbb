"""The cost per frame of a crowd of silent villagers, compared with a loop that computes all distances."""

from __future__ import annotations

import math
import os
import statistics
import sys
from collections.abc import Callable

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.elsewhere import AUTH, character
from benchmarks.report import Row, show
from benchmarks.rounds import alternately, micros, spread
from stealth_pygame import Dialogue, Player, Settings

CROWDS = (1, 100, 1_000, 10_000)
NOBODY = "http://127.0.0.1:9"
MOST_ALONE = 20.0
MOST_TIMES = 100.0
FRAME = 1 / 60


def crowd(count: int, max_transcript: int = 200) -> Dialogue:
    """Return a player among so many villagers who are all far away."""
    dialogue = Dialogue(NOBODY, AUTH, installation="bench", settings=Settings(max_transcript=max_transcript))
    hero = pygame.Rect(0, 0, 16, 24)
    dialogue.add_player(Player("Ada", position=lambda: hero.center))
    one = character(0)
    for number in range(count):
        spot = pygame.Rect(1_000 + number % 100 * 90, 1_000 + number // 100 * 90, 16, 24)
        dialogue.add_npc(one, id=f"npc-{number}", position=lambda spot=spot: spot.center)
    return dialogue


def everybody(count: int) -> Callable[[], object]:
    """Return the simple way as a function: compute the distance to everybody in each frame."""
    hero = pygame.Rect(0, 0, 16, 24)
    spots = [pygame.Rect(1_000 + number % 100 * 90, 1_000 + number // 100 * 90, 16, 24) for number in range(count)]

    def ask() -> list[pygame.Rect]:
        x, y = hero.center
        return [spot for spot in spots if math.hypot(spot.centerx - x, spot.centery - y) <= 120]

    return ask


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: few frames, and no crowd of ten thousand."""
    pygame.init()
    pygame.display.set_mode((1280, 720))
    crowds = (1, 100, 1_000) if quick else CROWDS
    dialogues = [crowd(count) for count in crowds]
    updates: list[Callable[[], object]] = [lambda d=d: d.update(FRAME) for d in dialogues]  # type: ignore[misc]
    for update in updates:
        micros(update, 200)
    rounds = 3 if quick else 20
    works = [*updates, *map(everybody, crowds)]
    taken = alternately([lambda work=work: micros(work, 20) for work in works], rounds)  # type: ignore[misc]
    figures = list(map(statistics.median, taken))
    ours, theirs = figures[: len(crowds)], figures[len(crowds) :]
    apart = [spread(column, "µs") for column in taken]
    for dialogue in dialogues:
        dialogue.close()
    return [row(*each, ours[0]) for each in zip(crowds, ours, theirs, apart, strict=False)]


def row(count: int, ours: float, asked: float, rounds: str, alone: float) -> Row:
    """Return the row of one crowd: one villager has a goal in microseconds, more are compared with one."""
    name = f"update with {count:,} quiet villager{'s' if count > 1 else ''}"
    if count == 1:
        goal, met = f"under {MOST_ALONE:.0f} µs", ours < MOST_ALONE
        why = "It calls about thirty functions and waits for nothing: a slower machine takes longer."
    else:
        goal, met = f"at most {MOST_TIMES:.0f} times one ({alone:.1f} µs)", ours <= MOST_TIMES * alone
        why = "A slice of them is asked for their places in each frame."
    base = f"distance to everybody: {asked:.1f} µs"
    return Row(name, goal, base, f"{ours:.1f} µs", ours / asked, met, why, rounds)


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
