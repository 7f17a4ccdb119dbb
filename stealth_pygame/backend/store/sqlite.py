"""A SQLite file, or a database in memory, through the standard library.

One connection under one lock: SQLite allows one writer, and waiting for this lock is faster than its busy handler.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stealth_pygame.backend.store.database import ConflictError, Database, DatabaseError, Row, Transaction, plain_error
from stealth_pygame.backend.store.group_sync import GroupSync

# Seconds that SQLite waits for another process's write.
BUSY_TIMEOUT = 10.0
# The same at the start, where a locked file is reported soon, and the start is repeated.
OPEN_TIMEOUT = 2.0
# The application id in the file's header ("Stlh").
APPLICATION = 0x53746C68
PREFIX = "stealth_"

log = logging.getLogger("stealth_pygame.backend")


class SqliteDatabase(Database):
    """A file that only its owner may read, or `:memory:`. Raises `DatabaseError` if it cannot be opened.

    Answers survive a power failure, as with `synchronous=FULL`; a busy flag need not, which saves a wait for the
    disk. Threads that wait for the disk share one flush.
    """

    key_type = "INTEGER PRIMARY KEY AUTOINCREMENT"

    def __init__(self, path: str) -> None:
        self._path = path
        self._in_memory = path in ("", ":memory:")
        # While threads wait for a disk, others can work; more threads would only wait for the interpreter's lock.
        self.threads = 2 if self._in_memory else 4
        self.name = "sqlite://" if self._in_memory else f"sqlite:///{path}"
        self._lock = threading.Lock()
        self._log: GroupSync | None = None
        # Before SQLite creates it, so that the file is private from the first byte on.
        if not self._in_memory:
            _make_private(Path(path), self.name)
        with contextlib.ExitStack() as stack:
            try:
                self._connection = sqlite3.connect(
                    path or ":memory:", timeout=OPEN_TIMEOUT, isolation_level=None, check_same_thread=False
                )
                stack.callback(self._connection.close)
                self._prepare()
            except sqlite3.Error as exc:
                raise plain_error(self.name, exc) from exc
            stack.pop_all()

    def _prepare(self) -> None:
        run = self._connection.execute
        # The first statement that reads the file; another program's file must not be changed before it is recognised.
        run("SELECT count(*) FROM sqlite_master").fetchone()
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA synchronous=FULL")
        self._durable = True

    def start(self) -> None:
        """Begin normal work, after the file was recognised: with a write-ahead log and longer waits."""
        with self._lock:
            try:
                self._free_what_the_dead_held()
                self._connection.execute("PRAGMA journal_mode=WAL")
                if self._journal() == "wal":
                    self._flush_together()
                self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT * 1000)}")
            except sqlite3.Error as exc:
                raise plain_error(self.name, exc) from exc

    def _flush_together(self) -> None:
        """Let `GroupSync` wait for the disk if there is a write-ahead log; without one SQLite waits itself."""
        with contextlib.suppress(OSError):
            # Reading opens the log; if another connection is closed meanwhile, this one keeps the log.
            self._connection.execute("SELECT count(*) FROM stealth_schema").fetchone()
            self._log = GroupSync(f"{self._path}-wal")
            self._connection.execute("PRAGMA synchronous=NORMAL")

    def _free_what_the_dead_held(self) -> None:
        """Clear all busy flags at once if no other process uses the file, instead of waiting for their leases.

        SQLite can leave the mode with a write-ahead log only if no other connection exists.
        """
        run = self._connection.execute
        if self._journal() != "wal":
            return
        run("PRAGMA busy_timeout=0")
        with contextlib.suppress(sqlite3.OperationalError):
            run("PRAGMA journal_mode=DELETE")
            run("BEGIN EXCLUSIVE")
            # Another process may have opened the file meanwhile, and switched back to the log.
            if self._journal() == "delete":
                run("UPDATE stealth_conversations SET busy_owner = NULL WHERE busy_owner IS NOT NULL")
            run("COMMIT")
        run(f"PRAGMA busy_timeout={int(OPEN_TIMEOUT * 1000)}")

    def _journal(self) -> str:
        return str(self._connection.execute("PRAGMA journal_mode").fetchone()[0])

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[Transaction]:
        """Open a transaction with the write lock: a transaction that reads first cannot wait for the lock later."""
        written = 0
        with self._lock:
            connection = self._connection
            try:
                if self._log is None and durable is not self._durable:
                    connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                    self._durable = durable
                connection.execute("BEGIN IMMEDIATE")
                yield _SqliteTransaction(connection)
                connection.execute("COMMIT")
                if durable and self._log is not None:
                    written = self._log.written()
            except sqlite3.Error as exc:
                raise plain_error(self.name, exc) from exc
            finally:
                # For any end of the block; after a full disk or a close the rollback has been done already.
                with contextlib.suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
        if written and self._log is not None:
            self._wait_for_disk(self._log, written)

    def _wait_for_disk(self, log: GroupSync, written: int) -> None:
        try:
            log.wait(written)
        except OSError as exc:
            reason = "the disk cannot be written"
            raise DatabaseError(f"{self.name}: {reason} ({exc.strerror}).", reason, passing=True) from exc

    def tables(self, db: Transaction) -> dict[str, set[str]]:
        """Return the columns of each table, by table name."""
        names = [row[0] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {row[0] for row in db.rows("SELECT name FROM pragma_table_info(:name)", name=name)}
            for name in names
            if not name.startswith("sqlite_")
        }

    def mark(self, db: Transaction, version: int) -> None:
        """Store the version in the file's header, unless the file holds tables of a game too."""
        foreign = sorted(name for name in self.tables(db) if not name.startswith(PREFIX))
        if foreign:
            log.warning(
                "%s holds tables of another program as well (%s). That works, but each waits for the other's writes: "
                "give the backend a file of its own, such as talks.db.",
                self.name,
                ", ".join(foreign),
            )
        else:
            db.run(f"PRAGMA application_id={APPLICATION}")
            db.run(f"PRAGMA user_version={version}")

    def marked(self, db: Transaction) -> int:
        """Return the version in the file's header if the file is ours."""
        ours = db.rows("PRAGMA application_id")[0][0] == APPLICATION
        # In another program's file the number has another meaning.
        return int(db.rows("PRAGMA user_version")[0][0]) if ours else 0

    def close(self) -> None:
        """Merge the log into the file and close it; then a copy of the file alone is complete."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._log is not None:
                self._log.close()
                self._log = None
            if not self._in_memory:
                # If another process is writing now, it merges the log at its own end.
                self._connection.execute("PRAGMA busy_timeout=200")
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()


class _SqliteTransaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def run(self, sql: str, **values: Any) -> int:
        try:
            return self._execute(sql, values).rowcount
        except sqlite3.IntegrityError as exc:
            raise ConflictError(str(exc)) from exc

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self._execute(sql, values).fetchall()

    def insert(self, sql: str, **values: Any) -> int:
        try:
            return int(self._execute(sql, values).lastrowid or 0)
        except sqlite3.IntegrityError as exc:
            raise ConflictError(str(exc)) from exc


def _make_private(path: Path, name: str) -> None:
    """Create the file and its folder for their owner only; SQLite gives its log files the same permissions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        raise DatabaseError(
            f"{name}: the folder {path.parent} cannot be made: {exc.strerror}.", "the folder cannot be made"
        ) from exc
    # If something cannot be created or changed here, SQLite reports it with the reason.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            if file.exists() and file.stat().st_mode & 0o077:
                file.chmod(0o600)
