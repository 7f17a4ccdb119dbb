"""The interface of a database: short transactions of plain SQL, and errors with one sentence.

SQLite is used through the standard library and a server through SQLAlchemy, which is imported only for a server:
without it a game's backend starts a quarter of a second earlier, and works in a browser.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from stealth_pygame.errors import StealthError

Row = tuple[Any, ...]
EXAMPLES = "Write sqlite:///talks.db or postgresql+psycopg://user@host/name."


class DatabaseError(StealthError):
    """The database cannot be opened or written. The message names it; only `reason` may be shown to players.

    passing: True if a later try may succeed: a locked file, a full disk, a server that restarts.
    """

    def __init__(self, message: str, reason: str = "", *, passing: bool = False) -> None:
        super().__init__(message)
        self.reason = reason or "the database cannot be used"
        self.passing = passing


class ConflictError(Exception):
    """A row with the same key exists already, or a row that it refers to does not exist."""


class Transaction(Protocol):
    """An open transaction. Parameters are written `:name` in the SQL."""

    def run(self, sql: str, **values: Any) -> int:
        """Run a statement; return the number of changed rows. Raises `ConflictError`."""
        ...

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """Return the rows of a query."""
        ...

    def insert(self, sql: str, **values: Any) -> int:
        """Insert one row into a table with an `id`; return that id. Raises `ConflictError`."""
        ...


class Database(ABC):
    """A database. Blocking and thread-safe. Raises `DatabaseError`."""

    # The URL, without its password.
    name: str
    # The number of threads that can usefully work with it at the same time.
    threads: int
    # The SQL type of an `id` that is numbered automatically and never used twice.
    key_type: str

    @abstractmethod
    def transaction(self, *, durable: bool = True) -> AbstractContextManager[Transaction]:
        """Open a transaction that commits at the end of the block. durable: it survives a power failure."""

    @abstractmethod
    def tables(self, db: Transaction) -> dict[str, set[str]]:
        """Return the columns of each table, by table name."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""

    def start(self) -> None:  # noqa: B027 - a default for those with nothing to do
        """Begin normal work, after the tables have been checked."""

    def clock(self, db: Transaction) -> float | None:
        """Return the seconds of the database's own clock, None if it has none."""
        return None

    def wait_for_turn(self, db: Transaction) -> None:  # noqa: B027 - a default for those with nothing to do
        """Wait until no other process is changing the tables."""

    def mark(self, db: Transaction, version: int) -> None:  # noqa: B027 - a default for those with nothing to do
        """Store the version of the tables."""

    def marked(self, db: Transaction) -> int:
        """Return the stored version, or 0."""
        return 0


def shown(url: str) -> str:
    """Return a URL without its password, for messages."""
    # An empty URL is probably a mistake; quotes make it visible.
    if "://" not in url:
        return repr(url)
    return re.sub(r"^([\w+.-]+://[^:/@]*):.*@", r"\1:***@", url)


@contextlib.contextmanager
def told_plainly(url: str) -> Iterator[None]:
    """Convert errors of a database driver in a block to `DatabaseError` with one sentence, or to `ConflictError`."""
    try:
        yield
    except Exception as exc:
        if not _of_driver(exc):
            raise
        raise plain_error(url, exc) from exc


def plain_error(url: str, exc: Exception) -> DatabaseError | ConflictError:
    """Return this module's error for an error of a driver."""
    cause = getattr(exc, "orig", None) or exc
    # By class name, because the module of a server's driver may be missing.
    if "IntegrityError" in (type(exc).__name__, type(cause).__name__):
        return ConflictError(str(cause))
    words = str(cause).strip()
    for sign, reason, passing in _REASONS:
        if sign in words:
            return DatabaseError(f"{shown(url)}: {reason} ({_line(words)}).", reason, passing=passing)
    # The driver's message contains hosts, users, paths and columns, so it goes only to the operator's log.
    return DatabaseError(f"{shown(url)}: the database refused ({_line(words)}).", "the database refused")


def _of_driver(exc: Exception) -> bool:
    server = sys.modules.get("sqlalchemy.exc")
    return isinstance(exc, sqlite3.Error) or (server is not None and isinstance(exc, server.SQLAlchemyError))


def _line(words: str) -> str:
    return words.splitlines()[0] if words else "no reason given"


# A part of the driver's message, the sentence for people, and True if it may be temporary.
_REASONS = (
    ("disk is full", "the disk is full: make room, or give --database another place", True),
    ("No space left", "the disk is full: make room", True),
    ("disk I/O error", "the disk cannot be read or written", True),
    ("readonly database", "the file may not be written: look at its permissions", False),
    ("unable to open", "the file cannot be opened: look at the path and its permissions", False),
    ("not a database", "the file is something else than a SQLite database", False),
    ("malformed", "the file is damaged: move it away, and a new one is made", False),
    ("lock timeout", "another program holds this conversation for too long", True),
    ("locked", "another program holds the file for too long", True),
    ("statement timeout", "the database server is too slow", True),
    ("refused", "no database server answers there", True),
    ("connection timeout", "no database server answers there", True),
    ("QueuePool limit", "the database server is too slow", True),
    ("closed the connection", "the connection to the database server was lost", True),
    ("connection is lost", "the connection to the database server was lost", True),
    ("terminating connection", "the connection to the database server was lost", True),
    ("starting up", "the database server is starting", True),
    ("password authentication", "the database server does not accept the name or the password", False),
)
