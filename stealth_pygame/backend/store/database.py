"""How a database is reached and how its troubles are told, so that storage speaks of conversations only."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from stealth_pygame.errors import StealthError

BUSY_TIMEOUT = 10.0
"""Seconds that SQLite waits for another process's write."""


class DatabaseError(StealthError):
    """The database cannot be opened or written; the message says which and why, `reason` only why."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


def connect(url: str) -> sa.Engine:
    """An engine for a SQLAlchemy URL, or for the path of a SQLite file. Raises `DatabaseError`."""
    full = url if "://" in url else f"sqlite:///{url}"
    try:
        parsed = sa.make_url(full)
        return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _server(parsed)
    except (ArgumentError, NoSuchModuleError) as exc:
        raise DatabaseError(
            f"{shown(full)} is not a database URL ({exc}). Write sqlite:///talks.db or postgresql+psycopg://user@host/name."
        ) from exc
    except ImportError as exc:
        raise DatabaseError(
            f"{shown(full)} needs a driver that is not installed ({exc.name}). "
            'For PostgreSQL: pip install "stealth-pygame[postgres]".'
        ) from exc


def _server(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url, pool_pre_ping=True)


def _sqlite(url: sa.URL) -> sa.Engine:
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        _make_folder(url)
    args: dict[str, Any] = {"check_same_thread": False, "timeout": BUSY_TIMEOUT}
    pool = {"poolclass": StaticPool} if in_memory else {}
    engine = sa.create_engine(url, connect_args=args, **pool)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _make_folder(url: sa.URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise DatabaseError(f"{shown(url)}: the folder {folder} cannot be made: {exc.strerror}.") from exc


def _prepare(connection: Any, _record: object) -> None:
    # the driver must not open transactions by itself: `_begin` does, and takes the write lock at once, because a
    # transaction that reads first cannot wait for the lock afterwards
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextlib.contextmanager
def told_plainly(url: str) -> Iterator[None]:
    """What a database driver raises inside becomes a `DatabaseError` of one sentence."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as exc:
        reason = _reason(str(exc.orig))
        raise DatabaseError(f"{shown(url)}: {reason}", reason) from exc


def _reason(said: str) -> str:
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    for sign, reason in _REASONS.items():
        if sign in said:
            return f"{reason} ({first})."
    return f"the database refused ({first})."


_REASONS = {
    "disk is full": "the disk is full: make room, or give --database another place",
    "disk I/O error": "the disk cannot be read or written",
    "readonly database": "the file may not be written: look at its permissions",
    "unable to open": "the file cannot be opened: look at the path and its permissions",
    "not a database": "the file is something else than a SQLite database",
    "malformed": "the file is damaged: move it away, and a new one is made",
    "locked": "another program holds the file for too long",
    "refused": "no database server answers there",
}


def shown(url: str | sa.URL) -> str:
    """A URL that may be printed: without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return repr(url)
