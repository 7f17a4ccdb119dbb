"""All benchmarks with one table: `python -m benchmarks [--quick] [--docs | --plot | NAME ...]`.

`--docs` writes the table between the markers in `docs/performance.md`, `--plot` draws the picture of that page.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks import growth
from benchmarks.growth import PICTURE
from benchmarks.report import Row, show, table
from benchmarks.running import apart

NAMES: Final = (
    "frames",
    "idle",
    "roundtrip",
    "start",
    "bubbles",
    "village",
    "talks",
    "growth",
    "backend",
    "model",
    "words",
    "brain",
    "soak",
)
PAGE: Final = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN: Final = "<!-- benchmarks -->"
END: Final = "<!-- /benchmarks -->"


def busy() -> float:
    """Return the average number of runnable programs in the last minute, 0 if the system does not count them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def machine(load: Sequence[float], seconds: float) -> str:
    """Return a sentence about the machine and its load, which the figures depend on."""
    told = " and ".join(f"{one:.1f}" for one in load)
    took = f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    return f"Measured in {took} on {os.cpu_count()} cores, where {told} programs wanted to run before and after."


def written(page: str, rows: Iterable[Row], about: str = "") -> str:
    """Return the page with the table between its markers. Raises `SystemExit` if there are none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"The page has no {BEGIN} and {END} around the place for the table.")
    head = f"{about}\n\n" if about else ""
    return f"{before}{BEGIN}\n\n{head}{table(rows)}\n\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks and print the table; return the number of goals that were missed."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="only check that they work; the figures mean little")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--plot", action="store_true", help="draw the growth with the number into docs/pictures")
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.names} - {*NAMES}):
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if options.docs and options.names:
        parser.error("--docs writes the whole table; leave the names out")
    if options.plot:
        return show(growth.plot(PICTURE, options.quick))
    load, began = [busy()], perf_counter()
    rows = [row for name in options.names or NAMES for row in apart(name, options.quick)]
    print(table(rows))
    if options.docs:
        load.append(busy())
        PAGE.write_text(written(PAGE.read_text("utf-8"), rows, machine(load, perf_counter() - began)), "utf-8")
    return sum(not row.met for row in rows)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
