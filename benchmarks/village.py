"""The demo village at 1280 x 720 on its busiest evening: the work of a frame. `python -m benchmarks.village`.

Night, lanterns, feast, walking villagers, four speakers and the open chat box, on the dummy driver; the baseline is
the same frame without words. Processor time of the game's thread is measured, which waiting and other programs do
not change.
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

import stealth_pygame as stealth
from benchmarks.report import Row, show
from benchmarks.rounds import spread
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs

SIZE = (1280, 720)
GOAL = 8.0
DT = 1 / 60
LINES = (
    "The lanterns burn, the drums are here, and nobody has ever seen the plaza like this.",
    "A hundred buns, and every one of them is gone before the second song!",
    "Look up, look up: there goes another one, right over the roof of the forge.",
)


def festive_game(dialogue: stealth.Dialogue) -> Game:
    """Return the village on its busiest night."""
    game = Game(pygame.display.get_surface(), dialogue, files.ASSETS / "village.tmx", Prefs(), muted=True)
    game.menu = None
    story = game.village.story
    story.take_fish_oil()
    story.light_lanterns()
    story.pip_may_fish()
    story.bribe(10)
    story.begin_feast()
    game.update(DT)
    return game


def frames(game: Game, count: int, *, words: bool) -> list[float]:
    """Return the milliseconds of `count` frames. words: False: nobody speaks."""
    taken = []
    talkers = list(game.village.villagers)[:4]
    for index in range(count):
        if words and index % 45 == 0:
            turn = index // 45
            game.village.say(talkers[turn % len(talkers)], LINES[turn % len(LINES)])
        game.menu = None
        begun = time.thread_time()
        game.frame(DT)
        taken.append((time.thread_time() - begun) * 1000)
    return sorted(taken)


def measure(quick: bool = False) -> list[Row]:
    """Return one row: the 99th percentile of a frame with everything, compared with a silent one."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    rounds, count = (2, 60) if quick else (4, 300)
    with stealth.Dialogue.local(seed=1) as dialogue:
        game = festive_game(dialogue)
        frames(game, 60, words=False)
        elder = game.village.villagers["elder"].npc
        both: tuple[list[list[float]], list[list[float]]] = ([], [])
        for _ in range(rounds):
            for words, taken in zip((False, True), both, strict=True):
                dialogue.focus = elder if words else None
                taken.append(frames(game, count, words=words))
    silent, festive = (sorted(itertools.chain(*taken)) for taken in both)
    at = int(len(festive) * 0.99)
    return [
        Row(
            "village, a frame's work at 1280 x 720, 99th percentile",
            f"under {GOAL:.0f} ms",
            f"{silent[at]:.2f} ms without words",
            f"{festive[at]:.2f} ms (median {statistics.median(festive):.2f})",
            festive[at] / silent[at],
            festive[at] < GOAL,
            "The game and the night are most of it: see the same frame without words.",
            spread([taken[int(count * 0.99)] for taken in both[1]], "ms"),
        )
    ]


if __name__ == "__main__":
    sys.exit(show(measure("--quick" in sys.argv)))
