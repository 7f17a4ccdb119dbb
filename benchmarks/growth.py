"""The growth of costs: a frame, memory and a save, with the number of NPCs and with the length of transcripts.

`python -m benchmarks growth` prints exponents: 0 means "independent of the number", 1 "twice the number costs twice as
much", 2 "a hundred times the number costs ten thousand times as much". `--plot` draws them into `docs/pictures`.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from benchmarks.idle import crowd
from benchmarks.plot import draw
from benchmarks.report import Row, show
from benchmarks.weight import settled
from stealth_pygame import NPC, BubblePresenter, Dialogue

PICTURE: Final = Path(__file__).parent.parent / "docs" / "pictures" / "growth.png"
COUNTS: Final = (10, 100, 1_000, 10_000)
LINE: Final = "A sword costs twelve coins, and the mill is by the river, past the oak."
FRAME: Final = 1 / 60
MOST_EXPONENT: Final = 1.2
"""Exponents up to this count as "in proportion", because large data no longer fits into the processor's cache."""


@dataclass
class Curve:
    """One figure for several numbers: a name with its unit, and the points."""

    name: str
    unit: str
    points: list[tuple[int, float]] = field(default_factory=list)

    @property
    def exponent(self) -> float:
        """The slope of the straight line through the points on logarithmic axes."""
        xs, ys = ([math.log(max(value, 1e-9)) for value in column] for column in zip(*self.points, strict=True))
        return statistics.linear_regression(xs, ys).slope

    @property
    def words(self) -> str:
        """The exponent in words."""
        exponent = self.exponent
        if exponent < 0.15:
            return "the same however many there are"
        if exponent < 0.9:
            return "less than in proportion"
        return "in proportion" if exponent <= MOST_EXPONENT else "more than in proportion"


def millis(work: Callable[[], object], times: int) -> float:
    """Return the milliseconds of processor time of one call, from the fastest of three rounds."""
    rounds = []
    for _ in range(3):
        began = process_time()
        for _ in range(times):
            work()
        rounds.append((process_time() - began) / times * 1000)
    return min(rounds)


def over_npcs(counts: Sequence[int]) -> list[Curve]:
    """Return the curves of a frame, memory, a save and a load for numbers of NPCs with one line each."""
    frame, memory = Curve("a frame", "ms"), Curve("memory", "MB")
    save, load = Curve("a save", "ms"), Curve("a load", "ms")
    for count in counts:
        before = settled()
        dialogue = crowd(count)
        _talk(dialogue, dialogue.npcs, 1)
        memory.points.append((count, max(settled() - before, 0.01)))
        times = _times(count)
        for _ in range(60):
            dialogue.update(FRAME)
        frame.points.append((count, millis(lambda d=dialogue: d.update(FRAME), 60)))  # type: ignore[misc]
        _saving(dialogue, count, times, save, load)
        dialogue.close()
    return [frame, memory, save, load]


def over_lines(counts: Sequence[int]) -> list[Curve]:
    """Return the curves of a frame, a save and a load for lengths of one NPC's transcript."""
    frame, save, load = Curve("a frame", "ms"), Curve("a save", "ms"), Curve("a load", "ms")
    for count in counts:
        dialogue = crowd(1, max_transcript=count)
        _talk(dialogue, dialogue.npcs, count)
        frame.points.append((count, millis(lambda d=dialogue: d.update(FRAME), 200)))  # type: ignore[misc]
        _saving(dialogue, count, _times(count), save, load)
        dialogue.close()
    return [frame, save, load]


def _times(count: int) -> int:
    return max(1, min(100, 4_000 // count))


def _talk(dialogue: Dialogue, npcs: Sequence[NPC], lines: int) -> None:
    for npc in npcs:
        for number in range(lines):
            npc.say(f"{number}. {LINE}")
            if number % 500 == 499:
                dialogue.update(FRAME)
                pygame.event.get()
    # Bubbles of distant speakers disappear by themselves after a time; here they are removed at once.
    dialogue.update(FRAME)
    pygame.event.get()
    if isinstance(dialogue.presenter, BubblePresenter):
        dialogue.presenter.bubbles.clear()


def _saving(dialogue: Dialogue, count: int, times: int, save: Curve, load: Curve) -> None:
    save.points.append((count, millis(lambda: json.dumps(dialogue.save()), times)))
    saved = dialogue.save()
    load.points.append((count, millis(lambda: dialogue.load(saved), max(1, times // 4))))


def curves(quick: bool = False) -> dict[str, list[Curve]]:
    """Return all curves by the number that they depend on."""
    pygame.init()
    pygame.display.set_mode((320, 200))
    # Fonts and similar things are loaded once, and do not grow.
    over_npcs((3,))
    counts = COUNTS[:2] if quick else COUNTS
    return {"NPCs": over_npcs(counts), "lines of a transcript": over_lines(counts)}


def rows(found: dict[str, list[Curve]]) -> list[Row]:
    """Return one row for each curve, with the exponent as a number and in words."""
    rows = []
    for over, group in found.items():
        for curve in group:
            (few, first), (many, last) = curve.points[0], curve.points[-1]
            rows.append(
                Row(
                    f"growth of {curve.name} over {over}",
                    "at most in proportion",
                    f"with {few:,}: {first:.3g} {curve.unit}",
                    f"with {many:,}: {last:.3g} {curve.unit}, exponent {curve.exponent:.2f}, {curve.words}",
                    None,
                    curve.exponent <= MOST_EXPONENT,
                    "Measured on a machine that had other things to do; a second run tells.",
                )
            )
    return rows


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: numbers up to a hundred."""
    return rows(curves(quick))


def plot(path: Path = PICTURE, quick: bool = False) -> list[Row]:
    """Measure and draw the picture; return the rows of its curves."""
    measured = curves(quick)
    panels = {
        over: [(f"{curve.name}, {curve.unit}  (exponent {curve.exponent:.2f})", curve.points) for curve in group]
        for over, group in measured.items()
    }
    pygame.image.save(draw(panels), path)
    return rows(measured)


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
