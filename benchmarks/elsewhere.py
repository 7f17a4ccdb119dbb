"""A fake backend in a process of its own, so that its work, its memory and its threads are not the game's."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from stealth_pygame.characters.sheets import BasicCharacter
from stealth_pygame.testing import FakeBackend, Fault

AUTH: Final = "test-key"


class Elsewhere:
    """The other process as this one sees it: a URL, and orders that are answered when they are done."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url: str = self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def order(self, *words: object) -> Any:
        """Give one of `ORDERS` with its arguments, and wait until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return self._read()


@contextlib.contextmanager
def elsewhere(delay: float = 0.0, nature: Literal["contract", "measured"] = "contract") -> Iterator[Elsewhere]:
    """A fake backend whose sends take `delay` seconds; it ends with the block, or with this process."""
    command = [sys.executable, "-m", "benchmarks.elsewhere", str(delay), nature]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Elsewhere(process)
        process.communicate()


def character(number: int) -> BasicCharacter:
    """One of as many villagers as a benchmark likes."""
    return BasicCharacter(f"Villager {number}", "A villager.", "Born here.", ["The mill is by the river."])


def _count(backend: FakeBackend) -> dict[str, int]:
    """What happened since the last count; records are dropped, or hours of them would fill the memory."""
    counted = {
        "requests": len(backend.requests),
        "overlapping": backend.overlapping_sends,
        "finished_during_send": backend.finished_during_send,
    }
    backend.requests.clear()
    backend.seen.clear()
    return counted


def _revive(backend: FakeBackend, keep_data: bool) -> None:
    """Come back after `kill`."""
    backend.restart(keep_data=keep_data)


ORDERS: Final[dict[str, Callable[..., Any]]] = {
    "fail": lambda backend, route, fault: backend.fail(route, Fault(fault)),
    "kill": FakeBackend.kill_mid_send,
    "revive": _revive,
    "drop": FakeBackend.drop_connections,
    "heal": FakeBackend.heal,
    "step": FakeBackend.step,
    "count": _count,
}


def main(delay: float, nature: Literal["contract", "measured"]) -> None:
    """Serve until standard input ends."""
    with FakeBackend(nature, AUTH, delay=delay) as backend:
        print(json.dumps(backend.url), flush=True)
        for line in sys.stdin:
            order, *arguments = json.loads(line)
            print(json.dumps(ORDERS[order](backend, *arguments)), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), "measured" if sys.argv[2] == "measured" else "contract")
