"""The stored data: conversations, their users, their turns, and their busy flags.

Every change is one short transaction that writes first, so several processes may share one database. A process that
dies during a send loses no answer that was sent: its busy flag is a lease, which ends after some seconds.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stealth_pygame.backend.brain.interface import Summary, Turn
from stealth_pygame.backend.store.clock import LeaseClock
from stealth_pygame.backend.store.database import ConflictError, Database, Transaction
from stealth_pygame.backend.store.retention import Retention, today
from stealth_pygame.backend.store.schema import keep_sheet, open_database
from stealth_pygame.protocol.models import User

# Turns that are kept for each conversation; the oldest are deleted.
MEMORY = 40
# Seconds for which a busy flag is valid without renewal; the same for all processes on one database.
LEASE = 6.0
# The total length of the sheets that are kept in memory.
CACHED_CHARACTERS = 4_000_000

_HERE = "WHERE id = :id AND busy_owner = :owner"
_TAKE = (
    "UPDATE stealth_conversations SET busy_owner = :owner, busy_until = :until, used_day = :day"
    " WHERE secret = :secret AND (busy_owner IS NULL OR busy_until < :now)"
)
# If the server's clock was set back, the lease starts again, whoever holds it.
_SHORTEN = "UPDATE stealth_conversations SET busy_until = :until WHERE secret = :secret AND busy_until > :until"
_FIND = "SELECT id, sheet, users FROM stealth_conversations WHERE secret = :secret"
_GIVE_BACK = f"UPDATE stealth_conversations SET busy_owner = NULL {_HERE}"
# A summary is a row among the turns, with its own speaker; `name` is the last turn that it covers.
_TURNS = "FROM stealth_messages WHERE conversation = :id AND speaker <> 'summary'"
_NEWEST = f"SELECT speaker, name, text {_TURNS} ORDER BY id DESC LIMIT :most"
_SUMMARY = "FROM stealth_messages WHERE conversation = :id AND speaker = 'summary'"
_KEEP_SUMMARY = (
    "INSERT INTO stealth_messages (conversation, speaker, name, text)"
    " SELECT id, 'summary', CAST(:until AS TEXT), CAST(:text AS TEXT) FROM stealth_conversations WHERE id = :id"
)
_FORGET = f"DELETE {_TURNS} AND id < (SELECT id {_TURNS} ORDER BY id DESC LIMIT 1 OFFSET :most)"
_SAY = "INSERT INTO stealth_messages (conversation, speaker, name, text) VALUES (:conversation, :speaker, :name, :text)"
_OPEN = (
    "INSERT INTO stealth_conversations (secret, token, sheet, users, used_day)"
    " VALUES (:secret, :token, :sheet, :users, :day)"
)
_REOPEN = "UPDATE stealth_conversations SET sheet = :sheet, users = :users, used_day = :day WHERE token = :token"


class UnknownConversationError(LookupError):
    """No conversation has this secret (404)."""


class BusyConversationError(RuntimeError):
    """Another send is running in this conversation (429)."""


@dataclass(frozen=True)
class Held:
    """A conversation that is held until `release` or `keep`, or until the lease ends."""

    id: int
    owner: str
    character: Mapping[str, Any]
    users: tuple[User, ...]
    history: tuple[Turn, ...]


class Storage:
    """Conversations in a database. Blocking and thread-safe. Raises `DatabaseError` with a plain message.

    now: returns seconds, for leases in a file; date: returns a number for the day, for the retention.
    """

    def __init__(
        self,
        url: str,
        *,
        memory: int = MEMORY,
        lease: float = LEASE,
        now: Callable[[], float] = time.monotonic,
        retention: Retention | None = None,
        date: Callable[[], int] = today,
    ) -> None:
        self.database: Database = open_database(url)
        self.lease = lease
        self._memory = memory
        self._clock = LeaseClock(self.database, now)
        self._sheets = _SheetCache()
        self._retention = retention or Retention()
        self._date = date
        self._swept = date()
        self._day = self._sweep()

    def _sweep(self) -> int:
        with self.database.transaction() as db:
            self._clock.read(db)
            return self._retention.sweep(db, self._swept)

    def create(self, character: Mapping[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Return id and secret of a new conversation, or of the token's, which gets these users and this character.

        An empty token is no token: two players without one must not share a conversation.
        """
        if self._swept != (date := self._date()):
            self._swept = date
            self._day = self._sweep()
        # Only the token's hash is stored, so that the database does not show tokens that other backends accept.
        mark = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest() if token else None
        try:
            return self._open(character, users, mark)
        except ConflictError:
            # Another process was faster with the same token, or has deleted this sheet.
            return self._open(character, users, mark)

    def _open(self, character: Mapping[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        people = _to_text([user.model_dump() for user in users])
        with self.database.transaction() as db:
            sheet = keep_sheet(db, _to_text(character))
            values = {"sheet": sheet, "users": people, "day": self._day}
            # Writing first: of two creates with one token, the second waits here for the first.
            if token is not None and db.run(_REOPEN, token=token, **values):
                rows = db.rows("SELECT id, secret FROM stealth_conversations WHERE token = :token", token=token)
                return str(rows[0][0]), str(rows[0][1])
            secret = str(uuid.uuid4())
            return str(db.insert(_OPEN, secret=secret, token=token, **values)), secret

    def update(self, secret: str, users: Sequence[User] | None, character: Mapping[str, Any] | None) -> None:
        """Replace users, character or both. Raises `UnknownConversationError`."""
        # Clients always send `users`, as the contract requires: an empty list beside a character means no change.
        replaces_users = bool(users) or (users is not None and character is None)
        with self.database.transaction() as db:
            known = 0
            if replaces_users:
                people = _to_text([user.model_dump() for user in users or ()])
                known = db.run(_set("users"), value=people, secret=_clean(secret))
            if character is not None and (known or not replaces_users):
                known = db.run(_set("sheet"), value=keep_sheet(db, _to_text(character)), secret=_clean(secret))
            if not known:
                raise UnknownConversationError

    def finish(self, secret: str) -> None:
        """Delete a conversation at once, even a busy one. Raises `UnknownConversationError`."""
        with self.database.transaction() as db:
            if not db.run("DELETE FROM stealth_conversations WHERE secret = :secret", secret=_clean(secret)):
                raise UnknownConversationError

    def hold(self, secret: str) -> Held:
        """Set the busy flag. Raises `UnknownConversationError` or `BusyConversationError`."""
        owner, secret = uuid.uuid4().hex, _clean(secret)
        with self.database.transaction(durable=False) as db:
            now = self._clock.read(db)
            until = now + self.lease
            held = db.run(_TAKE, owner=owner, until=until, day=self._day, secret=secret, now=now)
            if not held:
                db.run(_SHORTEN, until=until, secret=secret)
            rows = db.rows(_FIND, secret=secret)
            if held:
                number, sheet, people = rows[0]
                history = db.rows(_NEWEST, id=number, most=self._memory)
                character = self._sheets.read(db, sheet)
        if not rows:
            raise UnknownConversationError
        if not held:
            raise BusyConversationError
        users = tuple(User(**user) for user in json.loads(people))
        return Held(number, owner, character, users, tuple(Turn(*line) for line in reversed(history)))

    def renew(self, held: Held) -> bool:
        """Renew the lease. Return False if another send holds the conversation now, or if it was finished."""
        with self.database.transaction(durable=False) as db:
            until = self._clock.read(db) + self.lease
            return bool(
                db.run(f"UPDATE stealth_conversations SET busy_until = :until {_HERE}", until=until, **_ours(held))
            )

    def release(self, held: Held) -> None:
        """Clear the busy flag without storing turns."""
        with self.database.transaction(durable=False) as db:
            db.run(_GIVE_BACK, **_ours(held))

    def keep(self, held: Held, turns: Sequence[Turn]) -> bool:
        """Store the turns and clear the busy flag. Return False if the conversation is no longer held."""
        with self.database.transaction() as db:
            # Flag and turns in one transaction: an answer is stored completely, by its holder, or not at all.
            if not db.run(_GIVE_BACK, **_ours(held)):
                return False
            for turn in turns:
                db.run(_SAY, conversation=held.id, speaker=turn.speaker, name=_clean(turn.name), text=_clean(turn.text))
            # Nobody else has written meanwhile, so turns are deleted only if the limit is reached.
            if len(held.history) + len(turns) > self._memory:
                db.run(_FORGET, id=held.id, most=self._memory - 1)
            return True

    def summary(self, conversation: int) -> Summary:
        """Return the stored summary of a conversation's earlier turns."""
        with self.database.transaction(durable=False) as db:
            rows = db.rows(f"SELECT text, name {_SUMMARY} ORDER BY id DESC LIMIT 1", id=conversation)
        return Summary(*rows[0]) if rows else Summary()

    def keep_summary(self, conversation: int, summary: Summary) -> None:
        """Replace the summary by a newer one; nothing happens if the conversation was finished."""
        words = {"text": _clean(summary.text), "until": _clean(summary.until)}
        with self.database.transaction(durable=False) as db:
            db.run(f"DELETE {_SUMMARY}", id=conversation)
            db.run(_KEEP_SUMMARY, id=conversation, **words)

    def close(self) -> None:
        """Close all connections; a file and its log are merged."""
        self.database.close()


class _SheetCache:
    """Sheets that were read recently, by hash; the ones not used for the longest time are dropped first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sheets: OrderedDict[str, tuple[Mapping[str, Any], int]] = OrderedDict()
        self._length = 0

    def read(self, db: Transaction, digest: str) -> Mapping[str, Any]:
        """Return the character of a sheet. It is a shared object, so nobody may change it."""
        with self._lock:
            if digest in self._sheets:
                self._sheets.move_to_end(digest)
                return self._sheets[digest][0]
        text: str = db.rows("SELECT sheet FROM stealth_sheets WHERE hash = :hash", hash=digest)[0][0]
        character: Mapping[str, Any] = json.loads(text)
        # Read without this lock, because the database has its own.
        with self._lock:
            if digest not in self._sheets:
                self._sheets[digest] = (character, len(text))
                self._length += len(text)
            while self._length > CACHED_CHARACTERS and len(self._sheets) > 1:
                self._length -= self._sheets.popitem(last=False)[1][1]
        return character


def _set(column: str) -> str:
    return f"UPDATE stealth_conversations SET {column} = :value WHERE secret = :secret"


def _ours(held: Held) -> dict[str, Any]:
    return {"id": held.id, "owner": held.owner}


def _clean(text: str) -> str:
    """Return a text that every database accepts: PostgreSQL refuses NUL, and all refuse lone surrogates."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _to_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
