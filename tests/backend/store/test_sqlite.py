"""A SQLite file: for its owner alone, one whole file after the end, and free again when its holder was killed."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.sqlite import SqliteDatabase
from stealth_pygame.backend.store.storage import BusyConversationError, Storage
from tests.backend.parts import SHEET

HOLD = """
import os, sys
from stealth_pygame.backend.store.storage import Storage
storage = Storage(sys.argv[1])
secret = storage.create({"name": "Bruna"}, [], "token")[1]
storage.hold(secret)
print(secret, flush=True)
input()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("before", [None, 0o644])
def test_files_are_for_their_owner_alone(tmp_path: Path, before: int | None) -> None:
    """The file, its log and a new folder, also where an earlier release made the file for everybody."""
    path = tmp_path / "saves" / "talks.db"
    if before is not None:
        path.parent.mkdir()
        path.touch()
        path.chmod(before)
    storage = Storage(str(path))
    storage.create(SHEET, [], None)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("talks.db", "talks.db-wal", "talks.db-shm"), 384)
    if before is None:
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    storage.close()


def test_what_was_answered_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut takes no answer; a busy flag need not be kept so well."""
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    storage = Storage(str(tmp_path / "a.db"))
    flushed.clear()
    secret = storage.create(SHEET, [], None)[1]
    assert len(flushed) == 1
    held = storage.hold(secret)
    storage.renew(held)
    assert len(flushed) == 1
    storage.keep(held, [])
    assert len(flushed) == 2
    storage.close()


def test_without_a_log_sqlite_waits_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that cannot have a write-ahead log."""
    monkeypatch.setattr(SqliteDatabase, "_journal", lambda self: "delete")
    storage = Storage(str(tmp_path / "a.db"))
    for durable, mode in ((True, 2), (False, 1), (True, 2)):
        with storage.database.transaction(durable=durable) as db:
            assert db.rows("PRAGMA synchronous") == [(mode,)]
    storage.close()


def test_a_disk_that_cannot_be_flushed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is not given out as kept."""
    storage = Storage(str(tmp_path / "a.db"))

    def fail(file: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(DatabaseError, match="the disk cannot be written"):
            storage.create(SHEET, [], None)
    assert storage.create(SHEET, [], None)
    storage.close()


def test_a_killed_process_keeps_nobody_busy(tmp_path: Path) -> None:
    """Whoever comes next and is alone with the file has every conversation at once."""
    path = str(tmp_path / "a.db")
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        secret = process.stdout.readline().strip()
        other = Storage(path)
        with pytest.raises(BusyConversationError):
            other.hold(secret)
        other.close()
        process.kill()
        process.wait(10)
    alone = Storage(path)
    assert alone.hold(secret)
    alone.close()


def test_a_locked_file_is_told_and_may_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's lock is no reason to give up for ever."""
    monkeypatch.setattr("stealth_pygame.backend.store.sqlite.OPEN_TIMEOUT", 0.05)
    path = str(tmp_path / "a.db")
    locking = sqlite3.connect(path, isolation_level=None)
    locking.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseError, match="another program holds the file") as caught:
        Storage(path)
    assert caught.value.passing
    locking.execute("ROLLBACK")
    locking.close()
    Storage(path).close()


def test_a_failed_block_changes_nothing(tmp_path: Path) -> None:
    """Whatever the error, the transaction is rolled back and the next one works."""
    storage = Storage(str(tmp_path / "a.db"))
    with pytest.raises(ValueError, match="invalid literal"), storage.database.transaction() as db:
        int(f"{db.run('DELETE FROM stealth_schema')} rows")
    with pytest.raises(DatabaseError), storage.database.transaction() as db:
        db.run("nonsense")
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_schema") == [(1,)]
    storage.close()
