"""The seconds from a question to the first and the last visible letter of the answer, and frames with many streams.

Everything is included: a game with its window, the embedded backend over HTTP, and a model of 30 words per second.
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

import stealth_pygame as stealth
from benchmarks.report import Row, show
from benchmarks.rounds import alternately, spread
from stealth_pygame.testing import FakeProvider, text_answer
from stealth_pygame.ui.palette import BubbleKind

WORDS_PER_SECOND: Final = 30.0
MOST_FIRST_S: Final = 1.0
STREAMS: Final = 16
ROUNDS: Final = 4
MOST_RATIO: Final = 1.5
FRAME: Final = 1 / 60
# Never equal, because repetitions of a model are removed; one page of a bubble.
ANSWER: Final = (
    "Mind the sparks, traveller number {0}, and come closer. A sword costs {0} gold coins today, and it will hold its "
    "edge for {0} years."
)


class Game:
    """A window with some villagers whose answers come from a model."""

    def __init__(self, url: str, villagers: int, *, stream: bool) -> None:
        self.screen = pygame.display.set_mode((1280, 720))
        self.picture = stealth.BubblePresenter(stealth.Theme(near=2_000, far=3_000))
        self.dialogue = stealth.Dialogue.local(
            model="m", model_url=url, settings=stealth.Settings(stream=stream), presenter=self.picture
        )
        self.dialogue.add_player(stealth.Player("Ada", position=(640, 360)))
        self.villagers = [
            self.dialogue.add_npc(
                stealth.BasicCharacter(f"Hilda {number}", bio="A smith."),
                position=(100 + 280 * (number % 4), 150 + 170 * (number // 4)),
                id=f"hilda-{number}",
                interest_radius=2_000,
            )
            for number in range(villagers)
        ]
        self.frames: list[float] = []

    def frame(self) -> None:
        """Run a frame, and record the library's processor time on the game's thread."""
        began = time.thread_time()
        self.dialogue.update(FRAME)
        self.dialogue.draw(self.screen)
        self.frames.append(time.thread_time() - began)
        time.sleep(max(0.0, FRAME - self.frames[-1]))

    def ask(self) -> tuple[float, float]:
        """Ask the first villager; return the seconds to the first and to the last letter of the answer."""
        self.picture.bubbles.clear()
        self.frames.clear()
        began, first = time.perf_counter(), 0.0
        message = self.villagers[0].send("What do you sell?")
        while True:
            self.frame()
            bubbles = self.picture.bubbles.of(self.villagers[0])
            lines = [line for line in bubbles if line.kind is BubbleKind.SAID and line.shown]
            first = first or (time.perf_counter() - began if lines else 0.0)
            if message.done and lines and not lines[-1].typing:
                return first, time.perf_counter() - began

    def ask_all(self) -> None:
        """Ask everybody, and run frames until all have answered and the answers were shown for a moment."""
        self.picture.bubbles.clear()
        self.frames.clear()
        messages = [npc.send("What do you sell?") for npc in self.villagers]
        while not all(message.done for message in messages):
            self.frame()
        for _ in range(120):
            self.frame()


@contextmanager
def game(villagers: int, *, stream: bool) -> Iterator[Game]:
    """Open a game whose model is loaded and has answered once."""
    with FakeProvider() as provider:
        provider.words_per_second = WORDS_PER_SECOND
        numbers = itertools.count(2)
        provider.answer = lambda body: text_answer(ANSWER.format(next(numbers)))
        game = Game(provider.url, villagers, stream=stream)
        try:
            game.ask_all()
            yield game
        finally:
            game.dialogue.close()


def measure(quick: bool = False) -> list[Row]:
    """Return all rows."""
    rounds = 1 if quick else 3
    seconds: dict[bool, tuple[float, float]] = {}
    for stream in (False, True):
        with game(1, stream=stream) as one:
            tries = [one.ask() for _ in range(rounds)]
        seconds[stream] = statistics.median(first for first, _ in tries), statistics.median(last for _, last in tries)
    words = f"{len(ANSWER.split())} words at {WORDS_PER_SECOND:g} a second"
    rows = [
        Row(
            f"seconds to the {name} visible letter, {words}",
            f"within {MOST_FIRST_S:g} s" if name == "first" else "sooner than whole",
            f"{whole:.2f} s whole",
            f"{streamed:.2f} s streamed",
            streamed / whole,
            streamed <= (MOST_FIRST_S if name == "first" else whole),
        )
        for name, whole, streamed in zip(("first", "last"), *seconds.values(), strict=True)
    ]
    return [*rows, _many(quick)]


def _many(quick: bool) -> Row:
    """Return the row for many streams at once, compared with as many complete answers, alternately."""
    villagers, rounds = (4, 1) if quick else (STREAMS, ROUNDS)
    frames: list[list[float]] = [[], []]

    def slow(crowd: Game, kept: list[float]) -> float:
        crowd.ask_all()
        kept += crowd.frames
        return statistics.quantiles(crowd.frames, n=100)[98] * 1000

    with game(villagers, stream=False) as whole, game(villagers, stream=True) as streamed:
        crowds = zip((whole, streamed), frames, strict=True)
        figures = alternately([partial(slow, *crowd) for crowd in crowds], rounds)
    # The 99th percentile of one round is a single frame, so all rounds are joined.
    plain, ours = (statistics.quantiles(kept, n=100)[98] * 1000 for kept in frames)
    return Row(
        f"99th percentile of a frame's processor time, {villagers} answers at once",
        f"at most {MOST_RATIO:g} times whole",
        f"{plain:.2f} ms whole",
        f"{ours:.2f} ms streamed",
        ours / plain,
        ours <= MOST_RATIO * plain,
        rounds=spread(figures[1], "ms"),
    )


if __name__ == "__main__":
    pygame.init()
    sys.exit(min(show(measure("--quick" in sys.argv)), 1))
