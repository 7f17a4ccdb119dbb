"""The command `python -m stealth_pygame.testing.conformance --url URL --auth KEY`: test a backend against the contract.

It works with any backend, and leaves a few conversations of invented users on it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.protocol.models import CREATE
from stealth_pygame.testing.conformance.checks import POINTS, Point
from stealth_pygame.testing.conformance.probe import CHARACTER, BrokenPointError, Probe, user

AUTH_VARIABLE = "STEALTH_AUTH"


@dataclass(frozen=True)
class Verdict:
    """The result for one point. `how`: the way in which the backend breaks it, or ""."""

    point: Point
    how: str = ""

    @property
    def kept(self) -> bool:
        """True if the backend keeps the point."""
        return not self.how


def verdicts(probe: Probe, points: Iterable[Point] = POINTS) -> Iterator[Verdict]:
    """Test a backend, one point after the other."""
    for point in points:
        yield Verdict(point, _how_broken(point, probe))


def obstacle(probe: Probe) -> str:
    """Return the reason why no test is possible, or ""."""
    try:
        answer = probe.post(CREATE, {"character": CHARACTER, "users": []})
    except BrokenPointError as exc:
        return f"{exc}. Is the backend started, and the URL right?"
    # Without this check every point would fail for the same reason.
    if answer.status in (401, 403):
        return f"The key is refused ({answer.status}). Give the backend's key: --auth KEY, or {AUTH_VARIABLE}."
    if answer.status in (404, 405):
        return f"There is no {CREATE} ({answer.status}): the base URL has a wrong path, or it is not a Stealth backend."
    if answer.status != 200:
        return f"The suite's own character was answered with {answer.status}: {answer.text[:200]}"
    return "" if isinstance(answer.body, dict) else f"{CREATE} was not answered with JSON: is it a Stealth backend?"


def framework(probe: Probe) -> str:
    """Return the name of the framework behind the routes, as far as its answer to an unknown user shows it."""
    try:
        answer = probe.send(probe.opened(), user("Nobody"), "Good day")
    except BrokenPointError:
        return "unknown"
    if answer.status == 404 and "user" in answer.text.lower():
        return "Eliza: an update replaces the users, and a persistence token is the conversation's secret"
    return "basic" if answer.status == 200 and "flagged" not in (answer.body or {}) else "unknown"


def _how_broken(point: Point, probe: Probe) -> str:
    try:
        point.check(probe)
    except BrokenPointError as exc:
        return str(exc) or "broken"
    return ""


def line(verdict: Verdict) -> str:
    """Return a result as a line of the table."""
    word = "kept" if verdict.kept else "BROKEN" if verdict.point.binding else "wanting"
    of = "contract" if verdict.point.binding else "advice"
    how = "" if verdict.kept else f"\n{'':19}it promises: {verdict.point.promise}\n{'':19}it does not: {verdict.how}"
    return f"{word:8} {of:9} {verdict.point.name}{how}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Return 1 if a point of the contract is broken, else 0; advice does not count."""
    parser = argparse.ArgumentParser(prog="python -m stealth_pygame.testing.conformance", description=__doc__)
    parser.add_argument("--url", required=True, help="the base URL, such as http://127.0.0.1:3000")
    parser.add_argument("--auth", default=os.environ.get(AUTH_VARIABLE, ""), help=f"the key (or {AUTH_VARIABLE})")
    parser.add_argument("--allow-insecure", action="store_true", help="send the key over http:// to another machine")
    options = parser.parse_args(argv)
    try:
        probe = Probe(options.url, options.auth, allow_insecure=options.allow_insecure)
    except ConfigurationError as exc:
        # The option has another name than the argument in the message.
        print(str(exc).replace("allow_insecure=True", "--allow-insecure"))
        return 1
    with contextlib.closing(probe):
        return _table(probe)


def _table(probe: Probe) -> int:
    reason = obstacle(probe)
    if reason:
        print(reason)
        return 1
    print(f"framework: {framework(probe)}")
    # Printed one by one, because a point may wait for a model.
    shown = []
    for verdict in verdicts(probe):
        print(line(verdict), flush=True)
        shown.append(verdict)
    broken = [verdict for verdict in shown if verdict.point.binding and not verdict.kept]
    print(f"{sum(verdict.kept for verdict in shown)} of {len(shown)} points kept, {len(broken)} of the contract broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
