"""Several processes on one database, and processes that are killed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, PORT_LINE
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import BusyConversationError, Storage
from stealth_pygame.client.client import StealthClient
from tests.backend import hooks
from tests.backend.parts import ADA, KEY, SHEET, until


@contextlib.contextmanager
def processes(count: int, database: str, gate: Path) -> Iterator[list[tuple[subprocess.Popen[str], StealthClient]]]:
    """Backends on one database, started at the same moment."""
    command = [sys.executable, "-m", "stealth_pygame.backend", "--port=0", "--exit-with-stdin"]
    command += [f"--database={database}", "--moderate=tests.backend.hooks:wait"]
    environment = {**os.environ, AUTH_VARIABLE: KEY, hooks.GATE: str(gate)}
    with contextlib.ExitStack() as stack:
        begun = []
        for _ in range(count):
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            begun.append(stack.enter_context(process))
            stack.callback(process.kill)
        yield [(process, stack.enter_context(_client(process))) for process in begun]


def _client(process: subprocess.Popen[str]) -> StealthClient:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(PORT_LINE)
    return StealthClient(f"http://127.0.0.1:{line.removeprefix(PORT_LINE).strip()}", KEY)


@pytest.mark.slow
def test_two_processes_keep_one_send_per_conversation(database: str, tmp_path: Path) -> None:
    """What one of them is busy with, the other does not touch; afterwards both know what was said."""
    with processes(2, database, tmp_path) as [(_, one), (_, two)], ThreadPoolExecutor(1) as pool:
        made = one.create(SHEET, [ADA], "two")
        assert two.create(SHEET, [ADA], "two") == made
        slow = pool.submit(one.send, made.secret, "slow: what does a sword cost?", "ada-1")
        try:
            until((tmp_path / "begun").exists)
            with pytest.raises(errors.BusyError):
                two.send(made.secret, "Hi", "ada-1")
        finally:
            (tmp_path / "open").touch()
        assert slow.result(10).content
        assert two.send(made.secret, "Hi", "ada-1").content
    storage = Storage(database)
    said = [turn.text for turn in storage.hold(made.secret).history if turn.speaker == "user"]
    storage.close()
    assert said == ["slow: what does a sword cost?", "Hi"]


@pytest.mark.slow
def test_a_kill_in_mid_send_loses_nothing_that_was_answered(database: str, tmp_path: Path) -> None:
    """Conversation and memory are there; the busy flag goes with the lease, or at once where nobody else is there."""
    with processes(1, database, tmp_path) as [(process, client)], ThreadPoolExecutor(1) as pool:
        made = client.create(SHEET, [ADA], "killed")
        answer = client.send(made.secret, "What does a sword cost?", "ada-1").content
        slow = pool.submit(client.send, made.secret, "slow", "ada-1")
        until((tmp_path / "begun").exists)
        process.kill()
        assert isinstance(slow.exception(10), errors.ConnectionLostError)
    storage = Storage(database)
    assert storage.create(SHEET, [], "killed")[1] == made.secret
    if "postgresql" in database:
        # Other machines may be at work: only the end of the lease tells that this one is dead.
        with pytest.raises(BusyConversationError):
            storage.hold(made.secret)
        later(storage, 7)
    assert [turn.text for turn in storage.hold(made.secret).history] == ["What does a sword cost?", answer]
    storage.close()


def later(storage: Storage, seconds: float) -> None:
    """Let time pass for the leases of a server."""
    with storage.database.transaction() as db:
        db.run("UPDATE stealth_conversations SET busy_until = busy_until - :seconds", seconds=seconds)


def test_many_take_one_token_at_once(database: str) -> None:
    """However many ask at the same moment, it is one conversation."""
    storages = [Storage(database) for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(storages[number % 4].create, SHEET, [], "crowd") for number in range(32)]
        assert len({future.result() for future in asked}) == 1
    for storage in storages:
        storage.close()


def test_many_want_one_conversation_at_once(database: str) -> None:
    """Exactly one holds it."""
    storages = [Storage(database) for _ in range(4)]
    _, secret = storages[0].create(SHEET, [], None)

    def take(number: int) -> bool:
        try:
            storages[number % 4].hold(secret)
        except BusyConversationError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(take, range(32))) == 1
    for storage in storages:
        storage.close()


def test_a_database_server_that_is_not_there_is_told() -> None:
    """The host and what to look at, without the password."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver (extra postgres) is not installed")
    with pytest.raises(DatabaseError, match="no database server answers") as caught:
        Storage("postgresql+psycopg://me:hush@127.0.0.1:1/x")
    assert "hush" not in str(caught.value)
