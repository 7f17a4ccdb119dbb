"""Several processes on one database, and processes that are killed."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
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
from tests.backend.parts import ADA, KEY, SHEET


def _postgres_tools() -> Path | None:
    places = [shutil.which("initdb"), *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)]
    return next((Path(place).parent for place in places if place), None)


def _started_postgres(tools: Path, folder: Path) -> subprocess.Popen[bytes]:
    # PostgreSQL refuses to run as root
    user = {"user": "postgres"} if os.getuid() == 0 else {}
    data = folder / "data"
    make = [tools / "initdb", "-D", data, "-U", "stealth", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)  # type: ignore[call-overload]
    run = [tools / "postgres", "-D", data, "-k", folder, "-F", "-c", "listen_addresses="]
    return subprocess.Popen(run, stderr=subprocess.DEVNULL, cwd=folder, **user)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test's own."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver (extra postgres) is not installed")
    tools = _postgres_tools()
    if tools is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="stealth-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = _started_postgres(tools, folder)
    try:
        _until(lambda: (folder / ".s.PGSQL.5432").exists(), within=20)
        yield f"postgresql+psycopg://stealth@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "talks.db")
    url: str = request.getfixturevalue("postgres")
    return url


def _until(true: object, within: float = 10.0) -> None:
    assert callable(true)
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        threading.Event().wait(0.01)


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


def test_two_processes_keep_one_send_per_conversation(database: str, tmp_path: Path) -> None:
    """What one of them is busy with, the other does not touch; afterwards both know what was said."""
    with processes(2, database, tmp_path) as [(_, one), (_, two)], ThreadPoolExecutor(1) as pool:
        made = one.create(SHEET, [ADA], "two")
        assert two.create(SHEET, [ADA], "two") == made
        slow = pool.submit(one.send, made.secret, "slow: what does a sword cost?", "ada-1")
        try:
            _until((tmp_path / "begun").exists)
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


def test_a_kill_in_mid_send_loses_nothing_that_was_answered(database: str, tmp_path: Path) -> None:
    """Conversation and memory are there; the busy flag is held for the rest of its lease, and no longer."""
    with processes(1, database, tmp_path) as [(process, client)], ThreadPoolExecutor(1) as pool:
        made = client.create(SHEET, [ADA], "killed")
        answer = client.send(made.secret, "What does a sword cost?", "ada-1").content
        slow = pool.submit(client.send, made.secret, "slow", "ada-1")
        _until((tmp_path / "begun").exists)
        process.kill()
        assert isinstance(slow.exception(10), errors.ConnectionLostError)
    now, later = Storage(database), Storage(database, now=lambda: time.time() + 7)
    assert now.create(SHEET, [], "killed")[1] == made.secret
    with pytest.raises(BusyConversationError):
        now.hold(made.secret)
    assert [turn.text for turn in later.hold(made.secret).history] == ["What does a sword cost?", answer]
    now.close()
    later.close()


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
