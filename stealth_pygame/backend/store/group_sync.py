"""One wait for the disk that many commits share.

SQLite would wait after each commit, under its lock, for milliseconds in which nobody else gets on. Here a commit only
writes; then its thread waits for a flush of the write-ahead log that began after that, whoever started it.
"""

from __future__ import annotations

import os
import threading


class GroupSync:
    """Flushes a file that other code writes. Thread-safe."""

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
        """Note a write, and return its number for `wait`."""
        with self._turn:
            self._written += 1
            return self._written

    def wait(self, number: int) -> None:
        """Return when the write with this number is on the disk. Raises `OSError`."""
        with self._turn:
            while self._flushed < number:
                # A flush that is on its way may have begun before this write: the next one counts.
                if self._flushing:
                    self._turn.wait()
                else:
                    self._flush()

    def _flush(self) -> None:
        """Flush all that is written by now, without the lock: the next writes need not wait."""
        target, self._flushing = self._written, True
        self._turn.release()
        try:
            os.fsync(self._file)
        finally:
            self._turn.acquire()
            self._flushing = False
            self._turn.notify_all()
        # After an error nothing counts as flushed, and whoever waits tries again.
        self._flushed = max(self._flushed, target)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            # A closed descriptor may already be another file of the game.
            while self._flushing:
                self._turn.wait()
            os.close(self._file)
