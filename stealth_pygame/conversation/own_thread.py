"""The check that a dialogue is used from one thread only: the thread of its first update.

A dialogue has no locks, so that no frame waits for one; other threads of a game must use a queue of their own. In a
forked child process every call is refused, because threads and connections stay with the parent.
"""

from __future__ import annotations

import os
from _thread import get_ident

from stealth_pygame.errors import ConfigurationError


class OwnThread:
    """A check for methods that one thread only may call. Before the first `claim` every thread may call them."""

    def __init__(self) -> None:
        self._id: int | None = None
        self._name = ""
        self._process = os.getpid()

    def claim(self, what: str) -> None:
        """Make the calling thread the only one. Raises `ConfigurationError` if another thread has claimed it before."""
        if self._id is None:
            self._id, self._name = get_ident(), _name()
        self.check(what)

    def check(self, what: str) -> None:
        """Raise `ConfigurationError` for a call from another thread or process. what: the name of the method."""
        if os.getpid() != self._process:
            raise ConfigurationError(
                f"{what} was called in a forked process, and the threads and connections of this dialogue belong to "
                "the process that made it. Make a new dialogue here."
            )
        if self._id is not None and self._id != get_ident():
            raise ConfigurationError(
                f"{what} was called from the thread {_name()!r}, and this dialogue runs on {self._name!r}, where its "
                f"first update was. Put what your thread knows into a queue.Queue, and call {what} from the game's "
                "loop; only call.finish(...) may come from any thread."
            )


def _name() -> str:
    # Imported here, because a web page has no threads and does not need the module.
    import threading  # noqa: PLC0415

    return threading.current_thread().name
