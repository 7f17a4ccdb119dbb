"""One flush of the disk for all who wait: nobody is let go before their own write is on it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from stealth_pygame.backend.store.group_sync import GroupSync
from tests.backend.parts import until


class Disk:
    """A disk that flushes when it is let."""

    def __init__(self) -> None:
        self.flushes = 0
        self.may = threading.Semaphore(0)

    def fsync(self, file: int) -> None:
        self.flushes += 1
        assert self.may.acquire(timeout=10)


def test_writes_during_a_flush_share_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight threads, two flushes: the flush that was on its way when they wrote does not count for them."""
    (tmp_path / "log").touch()
    disk = Disk()
    monkeypatch.setattr(os, "fsync", disk.fsync)
    sync = GroupSync(str(tmp_path / "log"))
    done: list[int] = []

    def write() -> None:
        number = sync.written()
        sync.wait(number)
        done.append(number)

    first = threading.Thread(target=write)
    first.start()
    until(lambda: disk.flushes == 1)
    others = [threading.Thread(target=write) for _ in range(7)]
    for thread in others:
        thread.start()
    # All seven have written once an eighth number would be given out.
    until(lambda: sync.writes == 8)
    disk.may.release()
    first.join(10)
    assert done == [1]
    disk.may.release()
    for thread in others:
        thread.join(10)
    assert sorted(done) == list(range(1, 9))
    assert disk.flushes == 2
    sync.close()


def test_a_flush_that_fails_is_tried_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is told to the one whose flush it was, and nobody waits for ever."""
    (tmp_path / "log").touch()
    sync = GroupSync(str(tmp_path / "log"))

    def fail(file: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            sync.wait(sync.written())
    sync.wait(sync.written())
    sync.close()
