"""The clock for leases: the database's own, so that wrong clocks of processes do no harm.

A server has a clock. For a file, the clock is a number in it: each process that uses the file adds the seconds that
it measured since it last read the number, so clocks that differ or are set back change nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from stealth_pygame.backend.store.database import Database, Transaction


class LeaseClock:
    """Seconds that never go back, the same for all processes on one database."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._looked = now()
        self._seconds: float | None = None

    def read(self, db: Transaction) -> float:
        """Return the time in seconds, inside a transaction that holds the write lock of a file."""
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
        # Never back: another process may have stored a later time.
        if seconds > stored:
            db.run("UPDATE stealth_clock SET seconds = :seconds", seconds=seconds)
        return seconds
