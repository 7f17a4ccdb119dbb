"""Who has sent how much today, in a database, so that a restart forgives nobody."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import sqlalchemy as sa

from stealth_pygame.backend.store.database import connect, told_plainly

_meta = sa.MetaData()
_spent = sa.Table(
    "spent",
    _meta,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("who", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
_ONE_MORE = sa.update(_spent).where(_spent.c.day == sa.bindparam("of_day"), _spent.c.who == sa.bindparam("of_who"))
_ONE_MORE = _ONE_MORE.where(_spent.c.count < sa.bindparam("most")).values(count=_spent.c.count + 1)
_COUNT = sa.select(_spent.c.count).where(_spent.c.day == sa.bindparam("of_day"), _spent.c.who == sa.bindparam("of_who"))


def today() -> str:
    """The day in Greenwich."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


class Quota:
    """Counts per day and name. Blocking and thread-safe; raises `DatabaseError`."""

    def __init__(self, database: str, *, day: Callable[[], str] = today) -> None:
        self._engine = connect(database)
        self._day = day
        self._turn = threading.Lock()
        with told_plainly(str(self._engine.url)):
            _meta.create_all(self._engine)
            with self._engine.begin() as db:
                db.execute(sa.delete(_spent).where(_spent.c.day < day()))

    def spend(self, *limits: tuple[str, int]) -> str:
        """Count one more for each name, unless one has its most: then nobody pays, and that name is returned."""
        day = self._day()
        try:
            with self._turn, told_plainly(str(self._engine.url)), self._engine.begin() as db:
                for who, most in limits:
                    _one_more(db, day, who, most)
        except _SpentError as exc:
            return str(exc)
        return ""

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


class _SpentError(Exception):
    """Rolls the counts of a refused request back; its text is the name that has its most."""


def _one_more(db: sa.Connection, day: str, who: str, most: int) -> None:
    of = {"of_day": day, "of_who": who}
    if db.execute(_ONE_MORE, {**of, "most": most}).rowcount:
        return
    if most < 1 or db.scalar(_COUNT, of) is not None:
        raise _SpentError(who)
    db.execute(sa.insert(_spent), {"day": day, "who": who, "count": 1})
