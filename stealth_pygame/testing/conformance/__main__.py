"""`python -m stealth_pygame.testing.conformance --url URL --auth KEY`: does a backend keep the contract?

Any backend can be asked; it is left with a few finished and unfinished conversations of made-up users.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stealth_pygame.testing.conformance.checks import POINTS, Point
from stealth_pygame.testing.conformance.probe import BrokenPointError, Probe

AUTH_VARIABLE = "STEALTH_AUTH"


@dataclass(frozen=True)
class Verdict:
    """What became of a point; `how` it is broken, or empty."""

    point: Point
    how: str = ""

    @property
    def kept(self) -> bool:
        """Whether the backend keeps the point."""
        return not self.how


def verdicts(url: str, auth: str, points: Iterable[Point] = POINTS) -> Iterator[Verdict]:
    """Ask a backend about each point, one after the other."""
    probe = Probe(url, auth)
    try:
        for point in points:
            yield Verdict(point, _how_broken(point, probe))
    finally:
        probe.close()


def _how_broken(point: Point, probe: Probe) -> str:
    try:
        point.check(probe)
    except BrokenPointError as exc:
        return str(exc) or "broken"
    return ""


def line(verdict: Verdict) -> str:
    """A verdict as a line of the table."""
    word = "kept" if verdict.kept else "BROKEN" if verdict.point.binding else "wanting"
    of = "contract" if verdict.point.binding else "advice"
    how = "" if verdict.kept else f"\n{'':19}it promises: {verdict.point.promise}\n{'':19}it does not: {verdict.how}"
    return f"{word:8} {of:9} {verdict.point.name}{how}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. The exit code is 1 when a point of the contract is broken; advice is not counted."""
    parser = argparse.ArgumentParser(prog="python -m stealth_pygame.testing.conformance", description=__doc__)
    parser.add_argument("--url", required=True, help="the base URL, such as http://127.0.0.1:3000")
    parser.add_argument("--auth", default=os.environ.get(AUTH_VARIABLE, ""), help=f"the key (or {AUTH_VARIABLE})")
    asked = parser.parse_args(argv)
    told = []
    for verdict in verdicts(asked.url, asked.auth):
        print(line(verdict), flush=True)
        told.append(verdict)
    broken = [verdict for verdict in told if verdict.point.binding and not verdict.kept]
    print(f"{sum(verdict.kept for verdict in told)} of {len(told)} points kept, {len(broken)} of the contract broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
