"""The players of a proxy: who has which token, in a database, so that a token outlives a restart and can be taken back.

A token is random and only its hash is kept: it tells nothing about the upstream's key, and the database no token.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stealth_pygame.backend.store.quota import today
from stealth_pygame.backend.store.schema import open_database

# Days without a message after which a token is forgotten.
UNUSED_DAYS: Final = 365

_ADD = "INSERT INTO stealth_players (id, token, household, last_day, revoked) VALUES (:id, :token, :house, :day, 0)"
_FIND = "SELECT id, household, last_day, revoked FROM stealth_players WHERE token = :token"
_SEEN = "UPDATE stealth_players SET last_day = :day WHERE token = :token"
_REVOKE = "UPDATE stealth_players SET revoked = 1 WHERE id = :id OR token = :token"
_FORGET = "DELETE FROM stealth_players WHERE last_day < :day"


@dataclass(frozen=True)
class Player:
    """Somebody with a token. The id may be shown; `household` is "" where the address was not known."""

    id: str
    household: str
    revoked: bool = False


class Players:
    """The tokens of all proxies on one database. Blocking and thread-safe; raises `DatabaseError`."""

    def __init__(self, database: str, *, day: Callable[[], str] = today) -> None:
        self._database = open_database(database)
        self._day = day
        with self._database.transaction() as db:
            # At the start only: a proxy is restarted now and then, and a year is not a deadline.
            db.run(_FORGET, day=_days_before(day(), UNUSED_DAYS))

    def add(self, household: str) -> str:
        """Return the token of a new player."""
        # 192 random bits: nobody finds one by trying.
        token = secrets.token_urlsafe(24)
        with self._database.transaction() as db:
            db.run(_ADD, id=secrets.token_hex(6), token=_hashed(token), house=household, day=self._day())
        return token

    def find(self, token: str) -> Player | None:
        """Return whose token it is, and note that the player was here today."""
        with self._database.transaction() as db:
            rows = db.rows(_FIND, token=_hashed(token))
            if not rows:
                return None
            number, household, last_day, revoked = rows[0]
            # One write a day and player; each message would be one more turn at the database.
            if last_day != self._day():
                db.run(_SEEN, day=self._day(), token=_hashed(token))
            return Player(number, household, bool(revoked))

    def revoke(self, player: str) -> bool:
        """Take a token back, by the player's id or by the token itself; False where nobody has it."""
        with self._database.transaction() as db:
            # Not deleted: the id stays in the log, and must not be given to somebody else.
            return bool(db.run(_REVOKE, id=player, token=_hashed(player)))

    def close(self) -> None:
        """Give back every connection."""
        self._database.close()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _days_before(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=days)).isoformat()
