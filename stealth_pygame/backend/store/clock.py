"""The time by which leases run: the database's own, so that no process's wall clock decides who may speak.

A server has a clock. For a file, the clock is a number in it that goes on by the seconds that pass in the processes
that use it: each adds what it measured since its last look, so clocks that differ, or are set back, change nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from stealth_pygame.backend.store.database import Database, Transaction


class LeaseClock:
    """Seconds that only go forward, the same for all processes on one database."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._looked = now()
        self._seconds: float | None = None

    def read(self, db: Transaction) -> float:
        """Return the time, inside a transaction that holds the write lock of a file."""
        server = self._database.clock(db)
        if server is not None:
            return server
        stored = float(db.rows("SELECT seconds FROM stealth_clock")[0][0])
        with self._lock:
            now = self._now()
            # A clock that was set back has measured nothing.
            passed = max(0.0, now - self._looked)
            seconds = max(stored, (stored if self._seconds is None else self._seconds) + passed)
            self._looked, self._seconds = now, seconds
        # Only forward: another process may have been here with a later time.
        if seconds > stored:
            db.run("UPDATE stealth_clock SET seconds = :seconds", seconds=seconds)
        return seconds
