"""One row per goal, so that all benchmarks and the documentation have the same table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEADS = ("figure", "goal", "baseline", "value", "rounds", "ratio", "met")


@dataclass(frozen=True)
class Row:
    """A measured value beside its goal and the baseline of the same run. `ratio` is None if there is no baseline.

    why: a reason that the run itself knows if the goal is missed; rounds: the range of the value over the rounds.
    apart.
    """

    figure: str
    goal: str
    baseline: str
    value: str
    ratio: float | None
    met: bool
    why: str = ""
    rounds: str = ""


def cells(row: Row) -> tuple[str, ...]:
    """Return the row as text cells."""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return row.figure, row.goal, row.baseline, row.value, row.rounds, ratio, "yes" if row.met else "NO"


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table with aligned columns, and below it a sentence for each missed goal."""
    rows = list(rows)
    lines = [HEADS, *map(cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    missed = [f"\nMissed: {row.figure}. {row.why}".rstrip() for row in rows if not row.met]
    return "\n".join([drawn[0], rule, *drawn[1:], *missed])


def show(rows: Iterable[Row]) -> int:
    """Print the table; return the number of missed goals."""
    rows = list(rows)
    print(table(rows))
    return sum(not row.met for row in rows)
