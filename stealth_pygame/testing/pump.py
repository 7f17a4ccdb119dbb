"""A game loop for tests that run real threads: it turns until something holds, and says so clearly if it never does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Protocol

NAP_SECONDS: Final = 0.001


class Updates(Protocol):
    """A dialogue or a scene."""

    def update(self, dt: float) -> object: ...


def pump(dialogue: Updates, until: Callable[[], bool], timeout: float = 5.0, dt: float = 1 / 60) -> None:
    """Call `dialogue.update(dt)` until `until()` holds; AssertionError after `timeout` seconds of real time."""
    deadline = time.monotonic() + timeout
    while not until():
        assert time.monotonic() < deadline, f"it still did not hold after {timeout:g} s of real time: {until!r}"
        dialogue.update(dt)
        # Other threads need the interpreter, too.
        time.sleep(NAP_SECONDS)
