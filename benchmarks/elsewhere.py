"""A fake backend in its own process, so that its work, memory and threads are not counted as the game's."""

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
    """The other process: its URL, and orders that it answers when they are done."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url: str = self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def order(self, *words: object) -> Any:
        """Send one of `ORDERS` with its arguments, wait until it is done, and return its result."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return self._read()


@contextlib.contextmanager
def elsewhere(delay: float = 0.0, nature: Literal["contract", "measured"] = "contract") -> Iterator[Elsewhere]:
    """Start a fake backend whose sends take `delay` seconds; it ends with the block, or with this process."""
    command = [sys.executable, "-m", "benchmarks.elsewhere", str(delay), nature]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Elsewhere(process)
        process.communicate()


def character(number: int) -> BasicCharacter:
    """Return one of any number of different characters."""
    return BasicCharacter(f"Villager {number}", "A villager.", "Born here.", ["The mill is by the river."])


def _count(backend: FakeBackend) -> dict[str, int]:
    """Return what happened since the last count. The records are dropped, or they would fill the memory over hours."""
    counted = {
        "requests": len(backend.requests),
        "overlapping": backend.overlapping_sends,
        "finished_during_send": backend.finished_during_send,
    }
    backend.requests.clear()
    backend.seen.clear()
    return counted


def _revive(backend: FakeBackend, keep_data: bool) -> None:
    """Start again after `kill`."""
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
    """Run the backend until standard input is closed."""
    with FakeBackend(nature, AUTH, delay=delay) as backend:
        print(json.dumps(backend.url), flush=True)
        for line in sys.stdin:
            order, *arguments = json.loads(line)
            print(json.dumps(ORDERS[order](backend, *arguments)), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), "measured" if sys.argv[2] == "measured" else "contract")
