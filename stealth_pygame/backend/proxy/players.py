"""The players of a proxy and their tokens, in a database, so that tokens survive a restart and can be revoked.

A token is random, and only its hash is stored: neither the token nor the database shows a secret.
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

# Days without a message after which a token is deleted.
UNUSED_DAYS: Final = 365

_ADD = "INSERT INTO stealth_players (id, token, household, last_day, revoked) VALUES (:id, :token, :house, :day, 0)"
_FIND = "SELECT id, household, last_day, revoked FROM stealth_players WHERE token = :token"
_SEEN = "UPDATE stealth_players SET last_day = :day WHERE token = :token"
_REVOKE = "UPDATE stealth_players SET revoked = 1 WHERE id = :id OR token = :token"
_FORGET = "DELETE FROM stealth_players WHERE last_day < :day"


@dataclass(frozen=True)
class Player:
    """A player with a token. The id may be shown; `household` is "" if the address is not known."""

    id: str
    household: str
    revoked: bool = False


class Players:
    """The tokens of all proxies on one database. Blocking and thread-safe. Raises `DatabaseError`."""

    def __init__(self, database: str, *, day: Callable[[], str] = today) -> None:
        self._database = open_database(database)
        self._day = day
        with self._database.transaction() as db:
            # Only at the start: proxies are restarted from time to time, and the year need not be exact.
            db.run(_FORGET, day=_days_before(day(), UNUSED_DAYS))

    def add(self, household: str) -> str:
        """Create a player and return the token."""
        # 192 random bits cannot be guessed.
        token = secrets.token_urlsafe(24)
        with self._database.transaction() as db:
            db.run(_ADD, id=secrets.token_hex(6), token=_hashed(token), house=household, day=self._day())
        return token

    def find(self, token: str) -> Player | None:
        """Return the player of a token, None for a wrong one; note that the player was here today."""
        with self._database.transaction() as db:
            rows = db.rows(_FIND, token=_hashed(token))
            if not rows:
                return None
            number, household, last_day, revoked = rows[0]
            # At most one write per player and day, because each write has to wait for the database.
            if last_day != self._day():
                db.run(_SEEN, day=self._day(), token=_hashed(token))
            return Player(number, household, bool(revoked))

    def revoke(self, player: str) -> bool:
        """Revoke a token, given the player's id or the token itself. Return False if there is none."""
        with self._database.transaction() as db:
            # Not deleted, because the id is in the log and must not be used again.
            return bool(db.run(_REVOKE, id=player, token=_hashed(player)))

    def close(self) -> None:
        """Close all connections."""
        self._database.close()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _days_before(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=days)).isoformat()
