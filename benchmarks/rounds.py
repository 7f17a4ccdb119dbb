"""Comparisons by rounds: each side has its turn in every round, so that a busy moment of the machine falls on both.

What is told is the median over the rounds, and how far the rounds lie apart: where they do, the machine was busy.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter


def alternately(works: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """The figures of each work, one for each round; every other round goes backwards, for who comes second is warm."""
    figures: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        order = list(zip(works, figures, strict=True))
        for work, column in reversed(order) if number % 2 else order:
            column.append(work())
    return figures


def micros(work: Callable[[], object], times: int) -> float:
    """Microseconds of one call, on the average of some."""
    began = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - began) / times * 1e6


def beside(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int, times: int
) -> tuple[float, float, str]:
    """The medians of both in microseconds over the rounds, of so many calls each, and how far ours lie apart."""
    mine, other = alternately([lambda: micros(ours, times), lambda: micros(theirs, times)], rounds)
    return statistics.median(mine), statistics.median(other), spread(mine, "µs")


def spread(figures: Sequence[float], unit: str, digits: int | None = None) -> str:
    """How far the rounds lie apart: "1.2–1.9 ms in 12"."""
    low, high = min(figures), max(figures)
    if digits is None:
        digits = 0 if high >= 100 else 1 if high >= 10 else 2
    return f"{low:.{digits}f}–{high:.{digits}f} {unit} in {len(figures)}".replace("  ", " ")
