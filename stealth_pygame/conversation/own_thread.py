"""The thread on which a dialogue runs: the one of its first update. A call from another one is refused at once.

A game's loop and a game's threads meet in a queue of the game's own: nothing of a dialogue is locked, so that no frame
ever waits for a lock. A forked child is another game: threads and connections stay with its parent.
"""

from __future__ import annotations

import os
from _thread import get_ident

from stealth_pygame.errors import ConfigurationError


class OwnThread:
    """A check for calls that may come from one thread only. Before the first `claim` every thread may call."""

    def __init__(self) -> None:
        self._id: int | None = None
        self._name = ""
        self._process = os.getpid()

    def claim(self, what: str) -> None:
        """Make the calling thread the one, unless another is. Raises `ConfigurationError`."""
        if self._id is None:
            self._id, self._name = get_ident(), _name()
        self.check(what)

    def check(self, what: str) -> None:
        """Raise `ConfigurationError` for a call from another thread, or process, than the one that runs the loop."""
        if os.getpid() != self._process:
            raise ConfigurationError(
                f"{what} was called in a forked process, and the threads and connections of this dialogue belong to "
                "the process that made it. Make a dialogue of its own here."
            )
        if self._id is not None and self._id != get_ident():
            raise ConfigurationError(
                f"{what} was called from the thread {_name()!r}, and this dialogue runs on {self._name!r}, where its "
                f"first update was. Put what your thread knows into a queue.Queue, and call {what} from the game's "
                "loop; only call.finish(...) may come from any thread."
            )


def _name() -> str:
    # Not at the top: a web page knows no threads, and needs no name for the one that it has.
    import threading  # noqa: PLC0415

    return threading.current_thread().name
