"""Comparisons in rounds: each side runs once in every round, so that other load on the machine affects both.

The result is the median over the rounds and their range: a wide range means that the machine was busy.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter


def alternately(works: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """Return the figures of each function, one per round; every second round runs in reverse order."""
    figures: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        order = list(zip(works, figures, strict=True))
        for work, column in reversed(order) if number % 2 else order:
            column.append(work())
    return figures


def micros(work: Callable[[], object], times: int) -> float:
    """Return the microseconds of one call, averaged over so many calls."""
    began = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - began) / times * 1e6


def beside(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int, times: int
) -> tuple[float, float, str]:
    """Return both medians in microseconds over the rounds, and the range of ours as text."""
    mine, other = alternately([lambda: micros(ours, times), lambda: micros(theirs, times)], rounds)
    return statistics.median(mine), statistics.median(other), spread(mine, "µs")


def spread(figures: Sequence[float], unit: str, digits: int | None = None) -> str:
    """Return the range over the rounds as text: "1.2–1.9 ms in 12"."""
    low, high = min(figures), max(figures)
    if digits is None:
        digits = 0 if high >= 100 else 1 if high >= 10 else 2
    return f"{low:.{digits}f}–{high:.{digits}f} {unit} in {len(figures)}".replace("  ", " ")
