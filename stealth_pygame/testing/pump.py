"""A game loop for tests with real threads: it runs until a condition holds, and fails clearly if that never happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Protocol

NAP_SECONDS: Final = 0.001


class Updates(Protocol):
    """A dialogue or a scene."""

    def update(self, dt: float) -> object: ...


def pump(dialogue: Updates, until: Callable[[], bool], timeout: float = 5.0, dt: float = 1 / 60) -> None:
    """Call `dialogue.update(dt)` until `until()` is true. AssertionError after `timeout` seconds of real time."""
    deadline = time.monotonic() + timeout
    while not until():
        assert time.monotonic() < deadline, f"it still did not hold after {timeout:g} s of real time: {until!r}"
        dialogue.update(dt)
        # Other threads need the interpreter too.
        time.sleep(NAP_SECONDS)
