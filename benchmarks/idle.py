"""What a crowd of quiet villagers costs per frame, beside a loop that asks everybody how far away they are."""

from __future__ import annotations

import math
import os
import statistics
import sys
from collections.abc import Callable
from time import perf_counter

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.elsewhere import AUTH, character
from benchmarks.report import Row, show
from stealth_pygame import Dialogue, Player

CROWDS = (1, 100, 1_000, 10_000)
NOBODY = "http://127.0.0.1:9"
MOST_ALONE = 20.0
MOST_TIMES = 100.0
FRAME = 1 / 60


def crowd(count: int) -> Dialogue:
    """A player among so many villagers, none of whom she is near."""
    dialogue = Dialogue(NOBODY, AUTH, installation="bench")
    hero = pygame.Rect(0, 0, 16, 24)
    dialogue.add_player(Player("Ada", position=lambda: hero.center))
    one = character(0)
    for number in range(count):
        spot = pygame.Rect(1_000 + number % 100 * 90, 1_000 + number // 100 * 90, 16, 24)
        dialogue.add_npc(one, id=f"npc-{number}", position=lambda spot=spot: spot.center)
    return dialogue


def everybody(count: int) -> Callable[[], object]:
    """The obvious way: the distance to everybody, every frame."""
    hero = pygame.Rect(0, 0, 16, 24)
    spots = [pygame.Rect(1_000 + number % 100 * 90, 1_000 + number // 100 * 90, 16, 24) for number in range(count)]

    def ask() -> list[pygame.Rect]:
        x, y = hero.center
        return [spot for spot in spots if math.hypot(spot.centerx - x, spot.centery - y) <= 120]

    return ask


def per_frame(work: Callable[[], object], times: int) -> float:
    """Microseconds of one call."""
    began = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - began) / times * 1e6


def medians(works: list[Callable[[], object]], rounds: int, times: int) -> list[float]:
    """Microseconds of each, in turns and as medians of short rounds, because a busy machine slows all of them."""
    taken = [[per_frame(work, times) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def measure(quick: bool = False) -> list[Row]:
    """The figures; `quick` takes few frames, and no crowd of ten thousand."""
    pygame.init()
    pygame.display.set_mode((1280, 720))
    crowds = (1, 100, 1_000) if quick else CROWDS
    dialogues = [crowd(count) for count in crowds]
    updates: list[Callable[[], object]] = [lambda d=d: d.update(FRAME) for d in dialogues]  # type: ignore[misc]
    for update in updates:
        per_frame(update, 200)
    rounds = 3 if quick else 150
    figures = medians([*updates, *map(everybody, crowds)], rounds, 20)
    ours, theirs = figures[: len(crowds)], figures[len(crowds) :]
    for dialogue in dialogues:
        dialogue.close()
    return [row(count, mine, asked, ours[0]) for count, mine, asked in zip(crowds, ours, theirs, strict=True)]


def row(count: int, ours: float, asked: float, alone: float) -> Row:
    """One crowd: alone against a number of microseconds, more of them against one alone."""
    name = f"update with {count:,} quiet villager{'s' if count > 1 else ''}"
    if count == 1:
        goal, met = f"under {MOST_ALONE:.0f} µs", ours < MOST_ALONE
    else:
        goal, met = f"at most {MOST_TIMES:.0f} times one ({alone:.1f} µs)", ours <= MOST_TIMES * alone
    return Row(name, goal, f"distance to everybody: {asked:.1f} µs", f"{ours:.1f} µs", ours / asked, met)


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
