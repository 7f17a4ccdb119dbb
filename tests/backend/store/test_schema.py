"""The first start with a database: a new one, one of the first release, one of a newer release, one of a game."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.quota import Quota
from stealth_pygame.backend.store.schema import VERSION
from stealth_pygame.backend.store.storage import Storage
from stealth_pygame.protocol.models import User
from tests.backend.parts import SHEET

DATA = Path(__file__).parent / "data"
"""Written by the code of the first release: `first_release` with a talk under the token "the-token", one without a
token, and one that a process held when it was killed; `first_release_quota` with three spends of two names."""
ADA = User(name="Ada", id="ada-1")
FIRST_SHEET = {**SHEET, "functions": []}


def first_release(folder: Path, name: str = "first_release") -> str:
    shutil.copy(DATA / f"{name}.sqlite3", folder / "talks.db")
    return str(folder / "talks.db")


def query(path: str, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_database_of_the_first_release_keeps_every_memory(tmp_path: Path) -> None:
    """Token, secret, users, sheet and turns are there; the flag of a killed process is not."""
    path = first_release(tmp_path)
    secrets = {str(secret) for (secret,) in query(path, "SELECT secret FROM conversations")}
    storage = Storage(path)
    _, secret = storage.create(FIRST_SHEET, [ADA], "the-token")
    assert secret in secrets
    held = storage.hold(secret)
    assert [turn.text for turn in held.history] == [f"{word} {n}" for n in range(3) for word in ("Question", "Answer")]
    others = [storage.hold(other) for other in secrets - {secret}]
    assert {held.character["name"] for held in others} == {"Bruna", "Ünal"}
    assert {user.id for held in others for user in held.users} == {"ada-1", "bob-1"}
    assert storage.keep(held, [Turn("user", "Ada", "More"), Turn("character", "Bruna", "Yes")])
    storage.close()
    again = Storage(path)
    assert len(again.hold(secret).history) == 8
    again.close()
    tables = {str(name) for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert all(name.startswith(("stealth_", "sqlite_")) for name in tables)
    assert query(path, "PRAGMA user_version") == [(VERSION,)]


def test_what_was_spent_is_still_spent(tmp_path: Path) -> None:
    """The counts of the first release's proxy go on."""
    quota = Quota(first_release(tmp_path, "first_release_quota"), day=lambda: "2026-11-23")
    assert quota.spend(("player", 4)) == ""
    assert quota.spend(("player", 4)) == "player"
    quota.close()


def test_one_file_serves_talks_and_counts(tmp_path: Path) -> None:
    """Backend and proxy may share a database."""
    path = str(tmp_path / "all.db")
    storage, quota = Storage(path), Quota(path)
    assert storage.create(SHEET, [ADA], None)
    assert quota.spend(("player", 1)) == ""
    storage.close()
    quota.close()


@pytest.mark.parametrize("newer", ["UPDATE stealth_schema SET version = 99", "PRAGMA user_version = 99"])
def test_a_newer_database_is_refused(tmp_path: Path, newer: str) -> None:
    """In a sentence that says what to do; nothing in it is changed."""
    path = str(tmp_path / "a.db")
    Storage(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(newer)
    connection.close()
    with pytest.raises(DatabaseError, match=r"newer release.*Update stealth-pygame") as caught:
        Storage(path)
    assert not caught.value.passing


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ("ALTER TABLE stealth_conversations DROP COLUMN used_day", "stealth_conversations lacks used_day"),
        ("DROP TABLE stealth_messages", "stealth_messages lacks conversation, id, name, speaker, text"),
        ("DROP TABLE stealth_clock", "stealth_clock lacks date, day, seconds"),
    ],
)
def test_tables_that_were_changed_are_refused(tmp_path: Path, change: str, lacking: str) -> None:
    """At the start, in a sentence, and not with each request."""
    path = str(tmp_path / "a.db")
    Storage(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    with pytest.raises(DatabaseError, match=lacking) as caught:
        Storage(path)
    assert caught.value.reason == "the database is damaged"


@pytest.mark.parametrize("lost", ["DELETE FROM stealth_schema", "UPDATE stealth_schema SET version = 0"])
def test_a_lost_version_costs_no_memory(tmp_path: Path, lost: str) -> None:
    """The file's head tells it as well."""
    path = str(tmp_path / "a.db")
    storage = Storage(path)
    reference = storage.create(SHEET, [ADA], "token")
    storage.close()
    with sqlite3.connect(path) as connection:
        connection.execute(lost)
    connection.close()
    storage = Storage(path)
    assert storage.create(SHEET, [ADA], "token") == reference
    storage.close()


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE TABLE inventory (item TEXT)",
        "CREATE TABLE messages (id INTEGER PRIMARY KEY, sender TEXT, body TEXT)",
        "CREATE TABLE conversations (id INTEGER PRIMARY KEY, secret TEXT NOT NULL, character TEXT, users TEXT)",
    ],
)
def test_tables_of_a_game_are_left_alone_and_told(
    tmp_path: Path, foreign: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever their names: it works beside them, and the log advises a file for the backend alone."""
    path = str(tmp_path / "game.db")
    with sqlite3.connect(path) as connection:
        connection.execute(foreign)
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    storage = Storage(path)
    _, secret = storage.create(SHEET, [ADA], None)
    assert storage.keep(storage.hold(secret), [])
    storage.close()
    assert "a file of its own" in caplog.text
    assert query(path, "PRAGMA user_version") == [(7,)]
    caplog.clear()
    Storage(path).close()
    assert not caplog.text


def test_talks_of_the_first_release_beside_a_games_tables(tmp_path: Path) -> None:
    """The first release let a game share its file: these memories are kept too, and the game's tables."""
    path = first_release(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE inventory (item TEXT)")
        connection.execute("INSERT INTO inventory VALUES ('a sword')")
    connection.close()
    storage = Storage(path)
    assert len(storage.hold(storage.create(FIRST_SHEET, [ADA], "the-token")[1]).history) == 6
    storage.close()
    assert query(path, "SELECT item FROM inventory") == [("a sword",)]


def test_a_start_that_is_cut_off_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: the next start finds the database of the first release again."""
    path = first_release(tmp_path)
    drop: Callable[..., None] = lambda *args: (_ for _ in ()).throw(KeyboardInterrupt)  # noqa: E731
    with monkeypatch.context() as patch:
        patch.setattr("stealth_pygame.backend.store.schema.keep_sheet", drop)
        with pytest.raises(KeyboardInterrupt):
            Storage(path)
    assert query(path, "SELECT count(*) FROM messages") == [(8,)]
    storage = Storage(path)
    assert len(storage.hold(storage.create(FIRST_SHEET, [ADA], "the-token")[1]).history) == 6
    storage.close()


def test_processes_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    """Also where they find a database of the first release."""
    path = first_release(tmp_path)
    code = f"from stealth_pygame.backend.store.storage import Storage; Storage({path!r}).close()"
    processes = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait(30) for process in processes] == [0] * 3
    assert query(path, "SELECT version FROM stealth_schema") == [(VERSION,)]
    assert query(path, "SELECT count(*) FROM stealth_messages") == [(8,)]
