"""The thread on which a dialogue runs: the one of its first update. Whoever calls from another one is told at once.

A game's loop and a game's threads meet in a queue of the game's own: nothing of a dialogue is locked, so that no frame
ever waits for a lock.
"""

from __future__ import annotations

import threading

from stealth_pygame.errors import ConfigurationError


class OwnThread:
    """A check for calls that may come from one thread only. Before the first `claim` every thread may call."""

    def __init__(self) -> None:
        self._id: int | None = None
        self._name = ""

    def claim(self, what: str) -> None:
        """Make the calling thread the one, unless another is. Raises `ConfigurationError`."""
        if self._id is None:
            self._id, self._name = threading.get_ident(), threading.current_thread().name
        self.check(what)

    def check(self, what: str) -> None:
        """Raise `ConfigurationError` where another thread calls than the one that runs the loop."""
        if self._id is not None and self._id != threading.get_ident():
            raise ConfigurationError(
                f"{what} was called from the thread {threading.current_thread().name!r}, and this dialogue runs on "
                f"{self._name!r}, where its first update was. Put what your thread knows into a queue.Queue, and call "
                f"{what} from the game's loop; only call.finish(...) may come from any thread."
            )
