"""What outlives a request: conversations, who is in them, what was said, and who holds the busy flag.

Every change is one short transaction that writes first, so several processes may share one database, and a process
that dies in mid-send loses nothing that was answered: its busy flag is a lease, and leases run out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, ProgrammingError

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.store.database import connect, told_plainly
from stealth_pygame.protocol.models import User

MEMORY = 40
"""Turns remembered per conversation; the oldest go first."""
LEASE = 6.0
"""Seconds that a busy flag lives without being renewed."""

_meta = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    sa.Column("token", sa.String(64), unique=True, comment="SHA-256 of the persistence token"),
    sa.Column("character", sa.Text, nullable=False),
    sa.Column("users", sa.Text, nullable=False),
    sa.Column("busy_owner", sa.String(64)),
    sa.Column("busy_until", sa.Float, nullable=False, server_default="0"),
)
_messages = sa.Table(
    "messages",
    _meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.ForeignKey(_conversations.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("speaker", sa.String(16), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

# Built once: building a statement costs SQLAlchemy as much as running it does SQLite.
_by_secret = _conversations.c.secret == sa.bindparam("of_secret")
_by_token = _conversations.c.token == sa.bindparam("of_token")
_by_hold = sa.and_(
    _conversations.c.id == sa.bindparam("of_id"), _conversations.c.busy_owner == sa.bindparam("of_owner")
)
_is_free = sa.or_(_conversations.c.busy_owner.is_(None), _conversations.c.busy_until < sa.bindparam("before"))
_here = _messages.c.conversation == sa.bindparam("of_id")

_TAKE = sa.update(_conversations).where(_by_secret, _is_free)
_TAKE = _TAKE.values(busy_owner=sa.bindparam("owner"), busy_until=sa.bindparam("until"))
_FIND = sa.select(_conversations).where(_by_secret)
_RENEW = sa.update(_conversations).where(_by_hold).values(busy_until=sa.bindparam("until"))
_GIVE_BACK = sa.update(_conversations).where(_by_hold).values(busy_owner=None)
_SAY = sa.insert(_messages)
_NEWEST = sa.select(_messages.c.speaker, _messages.c.name, _messages.c.text).where(_here)
_NEWEST = _NEWEST.order_by(_messages.c.id.desc()).limit(sa.bindparam("most"))
_OLDEST_KEPT = sa.select(_messages.c.id).where(_here).order_by(_messages.c.id.desc())
_OLDEST_KEPT = _OLDEST_KEPT.offset(sa.bindparam("most")).limit(1)
_FORGET = sa.delete(_messages).where(_here, _messages.c.id < sa.bindparam("first_kept"))
_FINISH = sa.delete(_conversations).where(_by_secret)
_OPEN = sa.insert(_conversations)
_OF_TOKEN = sa.select(_conversations.c.id, _conversations.c.secret).where(_by_token)
_REOPEN = sa.update(_conversations).where(_by_token)
_REOPEN = _REOPEN.values(character=sa.bindparam("sheet"), users=sa.bindparam("people"))


class UnknownConversationError(LookupError):
    """No conversation has this secret: 404."""


class BusyConversationError(RuntimeError):
    """Somebody else's send is in this conversation: 429."""


@dataclass(frozen=True)
class Held:
    """A conversation whose busy flag is ours until `release` or `keep`, or until the lease runs out."""

    id: int
    owner: str
    character: Mapping[str, Any]
    users: tuple[User, ...]
    history: tuple[Turn, ...]


class Storage:
    """Conversations in a database. Blocking and thread-safe; raises `DatabaseError` in plain words."""

    def __init__(
        self, url: str, *, memory: int = MEMORY, lease: float = LEASE, now: Callable[[], float] = time.time
    ) -> None:
        self._engine = connect(url)
        self._url = str(self._engine.url)
        self._memory = memory
        self.lease = lease
        self._now = now
        self._alone = self._engine.dialect.name == "sqlite"
        self._turn = threading.Lock()
        self._make_tables()

    def _make_tables(self) -> None:
        with told_plainly(self._url):
            try:
                _meta.create_all(self._engine)
            except (ProgrammingError, IntegrityError):
                # another process was making them at the same moment
                _meta.create_all(self._engine)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """One transaction. SQLite has one writer: threads queue here, instead of sleeping in its busy handler."""
        turn = self._turn if self._alone else contextlib.nullcontext()
        with turn, told_plainly(self._url), self._engine.begin() as db:
            yield db

    def create(self, character: Mapping[str, Any], users: Sequence[User], token: str | None) -> tuple[str, str]:
        """Id and secret of a new conversation, or of the token's, which gets these users and this character."""
        values = {"character": _to_text(character), "users": _to_text([user.model_dump() for user in users])}
        marked = None if token is None else hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
        try:
            return self._known(marked, values) or self._new(marked, values)
        except IntegrityError:
            # another process was a moment faster with the same token
            found = self._known(marked, values)
            assert found, "a token is taken, but by no conversation"
            return found

    def _known(self, token: str | None, values: Mapping[str, str]) -> tuple[str, str] | None:
        if token is None:
            return None
        told = {"of_token": token, "sheet": values["character"], "people": values["users"]}
        with self._writing() as db:
            db.execute(_REOPEN, told)
            row = db.execute(_OF_TOKEN, {"of_token": token}).first()
            return (str(row.id), row.secret) if row else None

    def _new(self, token: str | None, values: Mapping[str, str]) -> tuple[str, str]:
        secret = str(uuid.uuid4())
        with self._writing() as db:
            made = db.execute(_OPEN, {**values, "secret": secret, "token": token})
            (number,) = made.inserted_primary_key or (None,)
            return str(number), secret

    def update(self, secret: str, users: Sequence[User] | None, character: Mapping[str, Any] | None) -> None:
        """Replace users, character or both. Raises `UnknownConversationError`."""
        values = {}
        # clients write `users` always, as the contract has it: an empty list beside a character says nothing
        if users or (users is not None and character is None):
            values["users"] = _to_text([user.model_dump() for user in users])
        if character is not None:
            values["character"] = _to_text(character)
        with self._writing() as db:
            if not db.execute(sa.update(_conversations).where(_by_secret).values(values), _of(secret)).rowcount:
                raise UnknownConversationError

    def finish(self, secret: str) -> None:
        """Forget a conversation at once, also one that is busy. Raises `UnknownConversationError`."""
        with self._writing() as db:
            if not db.execute(_FINISH, _of(secret)).rowcount:
                raise UnknownConversationError

    def hold(self, secret: str) -> Held:
        """Take the busy flag. Raises `UnknownConversationError` or `BusyConversationError`."""
        owner, now = str(uuid.uuid4()), self._now()
        taking = {"owner": owner, "until": now + self.lease, "before": now}
        with self._writing() as db:
            held = db.execute(_TAKE, {**_of(secret), **taking}).rowcount
            row = db.execute(_FIND, _of(secret)).first()
            if row is None:
                raise UnknownConversationError
            if not held:
                raise BusyConversationError
            history = db.execute(_NEWEST, {"of_id": row.id, "most": self._memory}).all()
        users = tuple(User(**user) for user in json.loads(row.users))
        return Held(row.id, owner, json.loads(row.character), users, tuple(Turn(*line) for line in reversed(history)))

    def renew(self, held: Held) -> bool:
        """Hold on for another lease; False when the conversation was lost to somebody else or finished."""
        with self._writing() as db:
            return bool(db.execute(_RENEW, {**_ours(held), "until": self._now() + self.lease}).rowcount)

    def release(self, held: Held) -> None:
        """Give the busy flag back and remember nothing of this send."""
        with self._writing() as db:
            db.execute(_GIVE_BACK, _ours(held))

    def keep(self, held: Held, lines: Sequence[Turn]) -> bool:
        """Remember what was said and give the flag back; False when the conversation is no longer ours."""
        with self._writing() as db:
            if not db.execute(_GIVE_BACK, _ours(held)).rowcount:
                return False
            db.execute(_SAY, [{"conversation": held.id, **_storable(line)} for line in lines])
            # nobody else has written since: only a full memory has something to forget
            if len(held.history) + len(lines) > self._memory:
                first_kept = db.scalar(_OLDEST_KEPT, {"of_id": held.id, "most": self._memory - 1})
                db.execute(_FORGET, {"of_id": held.id, "first_kept": first_kept})
            return True

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _ours(held: Held) -> dict[str, Any]:
    return {"of_id": held.id, "of_owner": held.owner}


def _of(secret: str) -> dict[str, str]:
    return {"of_secret": _clean(secret)}


def _storable(line: Turn) -> dict[str, str]:
    return {"speaker": line.speaker, "name": _clean(line.name), "text": _clean(line.text)}


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL in a text, and no database takes a lone surrogate."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _to_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
