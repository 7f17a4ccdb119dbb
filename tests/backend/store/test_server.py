"""A PostgreSQL server: no wait without a limit, one clock for all machines, and rows of a lost machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import LEASE, BusyConversationError, Storage
from tests.backend.parts import SHEET


@pytest.fixture
def storage(postgres: str) -> Iterator[Storage]:
    opened = Storage(postgres)
    yield opened
    opened.close()


@pytest.mark.slow
def test_machines_whose_clocks_differ_let_one_send_in(postgres: str, storage: Storage) -> None:
    """Five minutes apart: the server's clock counts for both."""
    other = Storage(postgres, now=lambda: 300.0)
    secret = storage.create(SHEET, [], None)[1]
    held = storage.hold(secret)
    with pytest.raises(BusyConversationError):
        other.hold(secret)
    storage.release(held)
    assert other.hold(secret)
    other.close()


@pytest.mark.slow
def test_a_clock_of_the_server_that_was_set_back_keeps_nobody_busy(storage: Storage) -> None:
    """After the first look, a lease is no longer than a lease."""
    secret = storage.create(SHEET, [], None)[1]
    storage.hold(secret)
    with storage.database.transaction() as db:
        db.run("UPDATE stealth_conversations SET busy_until = busy_until + 3600")
    with pytest.raises(BusyConversationError):
        storage.hold(secret)
    with storage.database.transaction() as db:
        left = db.rows("SELECT busy_until - extract(epoch FROM clock_timestamp()) FROM stealth_conversations")[0][0]
    assert 0 < left <= LEASE


@pytest.mark.slow
def test_rows_of_a_lost_machine_stop_their_conversations_only(
    postgres: str, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants one of them is told after a moment; all others go on meanwhile."""
    monkeypatch.setattr("stealth_pygame.backend.store.server.LOCK_TIMEOUT", 0.5)
    lost, (one, two, three) = Storage(postgres), (storage.create(SHEET, [], None)[1] for _ in range(3))
    waiting = Storage(postgres)
    failed: list[str] = []

    def want(secret: str) -> None:
        try:
            waiting.hold(secret)
        except DatabaseError as exc:
            failed.append(exc.reason)

    with lost.database.transaction() as db:
        db.rows("SELECT id FROM stealth_conversations WHERE secret IN (:one, :two) FOR UPDATE", one=one, two=two)
        threads = [threading.Thread(target=want, args=(secret,)) for secret in (one, two)]
        for thread in threads:
            thread.start()
        assert waiting.keep(waiting.hold(three), [])
        assert not failed
        for thread in threads:
            thread.join(10)
    assert failed == ["another program holds this conversation for too long"] * 2
    assert waiting.hold(one)
    lost.close()
    waiting.close()


def test_every_wait_has_a_limit(storage: Storage) -> None:
    """For a lock, for a statement, and for a machine that is silent in the middle of a transaction."""
    with storage.database.transaction() as db:
        names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        limits = [db.rows(f"SHOW {name}")[0][0] for name in names]
    assert limits == ["2s", "10s", "15s"]


def test_a_newer_table_on_a_server_is_refused(postgres: str, storage: Storage) -> None:
    """As for a file."""
    with storage.database.transaction() as db:
        db.run("UPDATE stealth_schema SET version = 99")
    with pytest.raises(DatabaseError, match="newer release"):
        Storage(postgres)


def test_tables_of_the_first_release_are_taken_over(postgres: str) -> None:
    """On a server too, beside another program's tables."""
    seed = Storage(postgres)
    with seed.database.transaction() as db:
        for table in ("messages", "conversations", "sheets", "clock", "schema", "spent"):
            db.run(f"DROP TABLE stealth_{table} CASCADE")
        db.run(
            "CREATE TABLE conversations (id SERIAL PRIMARY KEY, secret VARCHAR(64) NOT NULL UNIQUE, token VARCHAR(64)"
            " UNIQUE, character TEXT NOT NULL, users TEXT NOT NULL, busy_owner VARCHAR(64),"
            " busy_until FLOAT DEFAULT '0' NOT NULL)"
        )
        db.run(
            "CREATE TABLE messages (id SERIAL PRIMARY KEY, conversation INTEGER NOT NULL REFERENCES conversations"
            " ON DELETE CASCADE, speaker VARCHAR(16) NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL)"
        )
        db.run("CREATE TABLE inventory (item TEXT)")
        db.run("INSERT INTO conversations (secret, character, users) VALUES ('s', '{}', '[]')")
        db.run("INSERT INTO messages (conversation, speaker, name, text) VALUES (1, 'user', 'Ada', 'Hi')")
    seed.close()
    storage = Storage(postgres)
    assert [turn.text for turn in storage.hold("s").history] == ["Hi"]
    with storage.database.transaction() as db:
        assert "conversations" not in storage.database.tables(db)
        assert "inventory" in storage.database.tables(db)
    storage.close()


def test_a_connection_that_the_server_ended_is_made_again(storage: Storage) -> None:
    """A server that restarts costs at most the request that it cut off."""
    secret = storage.create(SHEET, [], None)[1]
    with pytest.raises(DatabaseError) as caught, storage.database.transaction() as db:
        db.rows("SELECT pg_terminate_backend(pg_backend_pid())")
    assert "connection" in caught.value.reason
    assert storage.hold(secret)
