"""Counts of the messages of each day, in a database, so that they survive a restart."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from stealth_pygame.backend.store.database import Transaction
from stealth_pygame.backend.store.schema import open_database

_ONE_MORE = "UPDATE stealth_spent SET count = count + 1 WHERE day = :day AND who = :who AND count < :most"
_FIRST = "INSERT INTO stealth_spent (day, who, count) VALUES (:day, :who, 0) ON CONFLICT DO NOTHING"
_ONE_LESS = "UPDATE stealth_spent SET count = count - 1 WHERE day = :day AND who = :who AND count > 0"


def today() -> str:
    """Return the date in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


class Quota:
    """Counts by day and name, correct for all processes on one database.

    Blocking and thread-safe; raises `DatabaseError`.
    """

    def __init__(self, database: str, *, day: Callable[[], str] = today) -> None:
        self._database = open_database(database)
        self._day = day
        with self._database.transaction() as db:
            db.run("DELETE FROM stealth_spent WHERE day < :day", day=day())

    def spend(self, *limits: tuple[str, int]) -> str:
        """Add one to each name. If one has reached its limit, no count changes, and that name is returned, else ""."""
        day = self._day()
        try:
            with self._database.transaction() as db:
                for who, most in limits:
                    _one_more(db, day, who, most)
        except _SpentError as exc:
            return str(exc)
        return ""

    def give_back(self, *names: str) -> None:
        """Subtract one from each name, because a message without an answer costs nothing."""
        day = self._day()
        with self._database.transaction() as db:
            for who in names:
                db.run(_ONE_LESS, day=day, who=who)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()


class _SpentError(Exception):
    """Rolls back the counts of a refused request; its text is the name that has reached its limit."""


def _one_more(db: Transaction, day: str, who: str, most: int) -> None:
    # The same statement twice, because another process may have added the row in between.
    if not db.run(_ONE_MORE, day=day, who=who, most=most):
        db.run(_FIRST, day=day, who=who)
        if not db.run(_ONE_MORE, day=day, who=who, most=most):
            raise _SpentError(who)
