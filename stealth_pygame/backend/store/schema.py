"""The tables and their version: created if missing, converted if they are of an older release.

Their names are unique to this library, so that programs may share a server's database.
"""

from __future__ import annotations

import hashlib

from stealth_pygame.backend.store.database import EXAMPLES, Database, DatabaseError, Transaction
from stealth_pygame.backend.store.sqlite import SqliteDatabase
from stealth_pygame.errors import pip_command

# Increased with every change of the tables. The first release, version 1, stored no number.
VERSION = 2
_FIRST_RELEASE = {
    "conversations": {"id", "secret", "token", "character", "users", "busy_owner", "busy_until"},
    "messages": {"id", "conversation", "speaker", "name", "text"},
}
_FIRST_QUOTA = {"spent": {"day", "who", "count"}}
_NEEDED = {
    "stealth_clock": {"seconds", "day", "date"},
    "stealth_sheets": {"hash", "sheet"},
    "stealth_conversations": {"id", "secret", "token", "sheet", "users", "busy_owner", "busy_until", "used_day"},
    "stealth_messages": {"id", "conversation", "speaker", "name", "text"},
    "stealth_spent": {"day", "who", "count"},
}

_TABLES = (
    "CREATE TABLE stealth_schema (version INTEGER NOT NULL)",
    # `seconds` is the clock for leases if the database has none; `day` counts the days of use.
    "CREATE TABLE stealth_clock (seconds DOUBLE PRECISION NOT NULL, day INTEGER NOT NULL, date INTEGER NOT NULL)",
    "CREATE TABLE stealth_sheets (hash VARCHAR(64) PRIMARY KEY, sheet TEXT NOT NULL)",
    """CREATE TABLE stealth_conversations (
        id {key}, secret VARCHAR(64) NOT NULL UNIQUE, token VARCHAR(64) UNIQUE,
        sheet VARCHAR(64) NOT NULL REFERENCES stealth_sheets (hash), users TEXT NOT NULL,
        busy_owner VARCHAR(64), busy_until DOUBLE PRECISION NOT NULL DEFAULT 0, used_day INTEGER NOT NULL)""",
    """CREATE TABLE stealth_messages (
        id {key}, conversation BIGINT NOT NULL REFERENCES stealth_conversations (id) ON DELETE CASCADE,
        speaker VARCHAR(16) NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL)""",
    "CREATE INDEX stealth_messages_conversation ON stealth_messages (conversation)",
    """CREATE TABLE stealth_spent (
        day VARCHAR(10) NOT NULL, who VARCHAR(64) NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, who))""",
    # The players of a proxy; SQLite has no boolean type.
    """CREATE TABLE IF NOT EXISTS stealth_players (
        id VARCHAR(16) PRIMARY KEY, token VARCHAR(64) NOT NULL UNIQUE, household VARCHAR(40) NOT NULL,
        last_day VARCHAR(10) NOT NULL, revoked INTEGER NOT NULL)""",
    "INSERT INTO stealth_clock (seconds, day, date) VALUES (0, 1, 0)",
    "INSERT INTO stealth_schema (version) VALUES (0)",
)


def open_database(url: str) -> Database:
    """Open a database by its URL, or by the path of a SQLite file, and bring its tables up to date.

    Raises `DatabaseError`, with `passing` True if a later try may succeed, and False for a newer database.
    """
    database = _connect(url)
    try:
        _prepare(database)
        database.start()
    except BaseException:
        database.close()
        raise
    return database


def _connect(url: str) -> Database:
    scheme, separator, rest = url.partition("://")
    if not separator:
        return SqliteDatabase(url)
    if scheme.partition("+")[0] == "sqlite":
        return SqliteDatabase(rest.removeprefix("/").partition("?")[0])
    if scheme.partition("+")[0] not in ("postgres", "postgresql"):
        raise DatabaseError(f"{url.partition('@')[0]} is not a database URL of a kind that works here. {EXAMPLES}")
    try:
        # Imported late: only a server needs SQLAlchemy, which takes a quarter of a second and 13 MB.
        from stealth_pygame.backend.store.server import ServerDatabase  # noqa: PLC0415
    except ModuleNotFoundError as exc:
        if (exc.name or "").startswith("stealth_pygame"):
            raise
        raise DatabaseError(f"A PostgreSQL server needs {exc.name}: {pip_command('postgres')}") from exc
    return ServerDatabase(url)


def _prepare(database: Database) -> None:
    with database.transaction() as db:
        # Two processes that start together must not both create the tables.
        database.wait_for_turn(db)
        tables = database.tables(db)
        version = _version(database, db, tables)
        # Older code would lose data that it does not know.
        if version > VERSION:
            raise DatabaseError(
                f"{database.name} was written by a newer release (its tables are version {version}, this release knows "
                f"{VERSION}). Update stealth-pygame, or give the backend another file.",
                "the database is of a newer release",
            )
        if version < VERSION:
            _make(database, db)
        if version == 1:
            _take_over(db, tables)
        if version < VERSION:
            db.run("UPDATE stealth_schema SET version = :version", version=VERSION)
            database.mark(db, VERSION)
        else:
            _check(database, tables)


def _version(database: Database, db: Transaction, tables: dict[str, set[str]]) -> int:
    """Return the version of the tables, 0 if there are none; tables of other programs do not count."""
    if "stealth_schema" in tables:
        versions = [int(number) for (number,) in db.rows("SELECT version FROM stealth_schema")]
        return max([database.marked(db), *versions])
    # All columns are compared, because a game may have a table with such a common name.
    if _has(tables, _FIRST_RELEASE) or _has(tables, _FIRST_QUOTA):
        return 1
    return 0


def _check(database: Database, tables: dict[str, set[str]]) -> None:
    """Raise `DatabaseError` for tables without the expected columns; otherwise each request would fail."""
    for table, columns in _NEEDED.items():
        lacking = sorted(columns - tables.get(table, set()))
        if lacking:
            raise DatabaseError(
                f"{database.name} is damaged: its table {table} lacks {', '.join(lacking)}. "
                "Move it away, and a new one is made.",
                "the database is damaged",
            )


def _has(tables: dict[str, set[str]], wanted: dict[str, set[str]]) -> bool:
    return all(tables.get(name) == columns for name, columns in wanted.items())


def _make(database: Database, db: Transaction) -> None:
    for statement in _TABLES:
        db.run(statement.replace("{key}", database.key_type))


def _take_over(db: Transaction, tables: dict[str, set[str]]) -> None:
    """Copy the data of the first release into the present tables: all memories, with their secrets and tokens."""
    if _has(tables, _FIRST_RELEASE):
        for number, secret, token, sheet, users in db.rows(
            "SELECT id, secret, token, character, users FROM conversations ORDER BY id"
        ):
            db.run(
                "INSERT INTO stealth_conversations (secret, token, sheet, users, used_day)"
                " VALUES (:secret, :token, :sheet, :users, 1)",
                secret=secret,
                token=token,
                sheet=keep_sheet(db, sheet),
                users=users,
            )
            db.run(
                "INSERT INTO stealth_messages (conversation, speaker, name, text)"
                " SELECT new.id, old.speaker, old.name, old.text FROM messages old, stealth_conversations new"
                " WHERE old.conversation = :number AND new.secret = :secret ORDER BY old.id",
                number=number,
                secret=secret,
            )
        db.run("DROP TABLE messages")
        db.run("DROP TABLE conversations")
    if _has(tables, _FIRST_QUOTA):
        db.run("INSERT INTO stealth_spent (day, who, count) SELECT day, who, count FROM spent")
        db.run("DROP TABLE spent")


def keep_sheet(db: Transaction, sheet: str) -> str:
    """Store a sheet's text once for all its conversations; return its hash."""
    digest = hashlib.sha256(sheet.encode()).hexdigest()
    db.run(
        "INSERT INTO stealth_sheets (hash, sheet) VALUES (:hash, :sheet) ON CONFLICT DO NOTHING",
        hash=digest,
        sheet=sheet,
    )
    return digest
