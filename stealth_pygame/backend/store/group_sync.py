"""One wait for the disk that many commits share.

SQLite would wait after each commit, under its lock, and block everybody for milliseconds. Here a commit only writes;
then its thread waits for a flush of the write-ahead log that began later, no matter which thread started it.
"""

from __future__ import annotations

import os
import threading


class GroupSync:
    """Flushes a file that other code writes to. Thread-safe."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR)
        self._turn = threading.Condition()
        self._written = 0
        self._flushed = 0
        self._flushing = False

    @property
    def writes(self) -> int:
        """The number of the last write."""
        return self._written

    def written(self) -> int:
        """Count a write, and return its number for `wait`."""
        with self._turn:
            self._written += 1
            return self._written

    def wait(self, number: int) -> None:
        """Return when the write with this number is on the disk. Raises `OSError`."""
        with self._turn:
            while self._flushed < number:
                # A flush that is running may have begun before this write, so the next one counts.
                if self._flushing:
                    self._turn.wait()
                else:
                    self._flush()

    def _flush(self) -> None:
        """Flush everything written so far, without the lock, so that new writes need not wait."""
        target, self._flushing = self._written, True
        self._turn.release()
        try:
            os.fsync(self._file)
        finally:
            self._turn.acquire()
            self._flushing = False
            self._turn.notify_all()
        # After an error nothing counts as flushed, and the waiting threads try again.
        self._flushed = max(self._flushed, target)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            # The number of a closed file may already belong to another file of the game.
            while self._flushing:
                self._turn.wait()
            os.close(self._file)
