"""The backend beside a game: up without a wait, up again when it died, and gone with the game."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.local import backend as local
from stealth_pygame.backend.local import process
from stealth_pygame.backend.local.backend import LocalBackend, start_local
from stealth_pygame.backend.local.handshake import TRY_LATER
from stealth_pygame.backend.local.process import ProcessRun, ThreadRun
from tests.backend.parts import ADA, SHEET
from tests.backend.processes import KILL, command_line, gone, place_that_cannot_be_made, stand_in

# Seconds for what is done at once, on a machine that is busy.
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for a start than a player would wait."""
    monkeypatch.setattr(local, "START_WITHIN", PATIENCE)


def eventually(true: Callable[[], bool], within: float = PATIENCE) -> bool:
    deadline = time.monotonic() + within
    while not true() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    return true()


def process_of(backend: LocalBackend) -> int:
    run = backend.run
    assert isinstance(run, ProcessRun)
    assert run.pid
    return run.pid


@pytest.mark.slow
def test_a_conversation_over_a_backend_of_ones_own() -> None:
    """One line starts it, the constructor does not wait, and closing leaves no process and no thread.

    The key is not on the command line, which everybody on a machine can read.
    """
    before = set(threading.enumerate())
    started = time.perf_counter()
    backend = start_local(seed=1)
    assert time.perf_counter() - started < 0.1
    made = backend.client.create(SHEET, [ADA])
    assert backend.client.send(made.secret, "What does a sword cost?", "ada-1").content
    assert backend.client.stream(made.secret, "And a bow?", "ada-1", tell=print).content
    backend.client.update(made.secret, [ADA])
    assert backend.client.check()
    backend.client.finish(made.secret)
    backend.client.close()
    pid = process_of(backend)
    assert backend.run.key not in command_line(pid)
    assert backend.close()
    assert gone(pid)
    assert set(threading.enumerate()) <= before


@pytest.mark.slow
def test_a_backend_that_died_is_started_again(tmp_path: Path) -> None:
    """The next message finds a new process, and with a file what was said before."""
    with start_local(database=str(tmp_path / "talks.db")) as backend:
        made = backend.client.create(SHEET, [ADA], "token")
        os.kill(process_of(backend), KILL)
        assert eventually(lambda: backend.run.ended)
        assert backend.client.create(SHEET, [ADA], "token").secret == made.secret


@pytest.mark.slow
def test_closing_leaves_the_database_in_one_file(tmp_path: Path) -> None:
    """The process ends in order, so that a copy of the file alone has everything."""
    backend = start_local(database=str(tmp_path / "talks.db"))
    reference = backend.client.create(SHEET, [ADA])
    backend.client.send(reference.secret, "What does a sword cost?", "ada-1")
    run = backend.run
    assert backend.close(2.0)
    assert isinstance(run, ProcessRun)
    assert run.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["talks.db"]


def test_a_reason_that_may_pass_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However often it failed, the next start after a pause is made; before that, the reason is told at once."""
    stand_in(monkeypatch, tmp_path, f"print('the disk is full')\nraise SystemExit({TRY_LATER})\n")
    monkeypatch.setattr(local, "PAUSE", 0.0)
    with start_local() as backend:
        for _ in range(local.MOST_STARTS + 2):
            with pytest.raises(errors.ConnectError, match="the disk is full"):
                backend.client.check()
            assert eventually(lambda: backend.run.ended)
        last = backend.run
        monkeypatch.setattr(local, "PAUSE", 60.0)
        with pytest.raises(errors.ConnectError, match="the disk is full"):
            backend.client.check()
        assert backend.run is last


def test_what_the_process_logs_reaches_the_log_of_the_game(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A failure inside it arrives with its traceback."""
    code = "import logging; from stealth_pygame.backend.local.log_relay import relay_log; relay_log()\n"
    code += "try: 1 / 0\nexcept ArithmeticError: logging.getLogger('stealth_pygame.backend').exception('It broke')"
    stand_in(monkeypatch, tmp_path, code)
    with start_local() as backend:
        with pytest.raises(errors.ConnectError, match="It broke"):
            backend.client.check()
        assert eventually(lambda: backend.run.ended)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("stealth_pygame.backend", "ERROR")
    assert "ZeroDivisionError" in logging.Formatter().format(record)


def test_a_database_that_cannot_be_opened_is_told_and_not_tried_again(tmp_path: Path) -> None:
    """The process's last words are the error; the same start would fail in the same way."""
    nowhere = place_that_cannot_be_made(tmp_path)
    with start_local(database=str(nowhere / "a.db")) as backend:
        for _ in range(2):
            with pytest.raises(errors.ConnectError, match=re.escape(f"{nowhere} cannot be made")):
                backend.client.create(SHEET, [ADA])
        assert backend.starts == 1


def test_a_python_that_does_not_exist_is_told() -> None:
    """No stack trace of a thread, but an error of the call that needed it."""
    told = pytest.raises(errors.ConnectError, match="/nowhere/python cannot be started")
    with LocalBackend(python="/nowhere/python") as backend, told:
        backend.client.check()


def test_starts_in_vain_come_to_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A backend that always dies is not started for ever."""
    stand_in(monkeypatch, tmp_path, "print('no luck')\nraise SystemExit(3)\n")
    with start_local() as backend:
        for _ in range(local.MOST_STARTS + 2):
            with pytest.raises(errors.ConnectError, match="no luck"):
                backend.client.check()
            assert eventually(lambda: backend.run.ended)
        assert backend.starts == local.MOST_STARTS


def test_closing_while_it_starts_waits_for_nothing() -> None:
    """Somebody who waits for the start hears at once that it is over."""
    backend = start_local()
    heard: list[BaseException] = []

    def ask() -> None:
        try:
            backend.client.check()
        except errors.StealthError as exc:
            heard.append(exc)

    thread = threading.Thread(target=ask)
    thread.start()
    started = time.perf_counter()
    assert backend.close()
    thread.join(5)
    assert time.perf_counter() - started < 2.0
    assert isinstance(heard[0], errors.ClosedError)
    with pytest.raises(errors.ClosedError):
        backend.client.check()


def test_abort_ends_the_waiting_only() -> None:
    """Somebody who waits for the start is let go; the backend comes up all the same."""
    with start_local() as backend:
        heard: list[errors.StealthError] = []

        def ask() -> None:
            try:
                backend.client.check()
            except errors.ConnectError as exc:
                heard.append(exc)

        thread = threading.Thread(target=ask)
        thread.start()
        backend.client.abort()
        thread.join(5)
        assert heard
        assert eventually(lambda: backend.run.port > 0)
        backend.client.check()
        backend.client.abort()
        assert backend.client.check()


def test_a_backend_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Closing is bounded, whatever the process does."""
    stand_in(monkeypatch, tmp_path, "import time\nprint('STEALTH_PORT=1', flush=True)\ntime.sleep(100)\n")
    # A busy machine takes its time to collect what was ended.
    monkeypatch.setattr(process, "KILL_GRACE", PATIENCE)
    backend = start_local()
    with pytest.raises(errors.BackendError):
        backend.client.create(SHEET, [ADA])
    pid = process_of(backend)
    assert backend.close(1.0)
    assert gone(pid)


@pytest.mark.slow
def test_the_backend_goes_with_a_game_that_is_killed() -> None:
    """Nothing is left behind by kill -9."""
    script = (
        "from stealth_pygame.backend.local import backend, start_local\n"
        f"backend.START_WITHIN = {PATIENCE}\n"
        "backend = start_local(); backend.client.check()\n"
        "print(backend.run.pid, flush=True); input()\n"
    )
    game = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with game:
        assert game.stdout is not None
        pid = int(game.stdout.readline())
        assert not gone(pid)
        game.kill()
    assert eventually(lambda: gone(pid))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_it_ends_with_the_game_though_a_forked_child_lives() -> None:
    """The child's copy of the pipe does not keep the backend."""
    script = f"""
import os, time
from stealth_pygame.backend.local import backend, start_local
backend.START_WITHIN = {PATIENCE}
backend = start_local()
backend.client.check()
child = os.fork()
if not child:
    time.sleep(30)
    os._exit(0)
print(backend.run.pid, child, flush=True)
input()
"""
    game = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with game:
        assert game.stdout is not None
        pid, child = map(int, game.stdout.readline().split())
        try:
            game.kill()
            assert eventually(lambda: gone(pid))
            assert not gone(child)
        finally:
            os.kill(child, KILL)


def test_a_frozen_game_has_it_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no interpreter to start, a thread serves the same routes."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    before = set(threading.enumerate())
    backend = start_local()
    made = backend.client.create(SHEET, [ADA])
    assert backend.client.send(made.secret, "What does a sword cost?", "ada-1").content
    assert backend.close()
    assert eventually(lambda: set(threading.enumerate()) <= before)


def test_a_frozen_game_hears_why_it_does_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The thread's error is the call's error."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    told = pytest.raises(errors.ConnectError, match="cannot be made")
    with start_local(database=str(place_that_cannot_be_made(tmp_path) / "a.db")) as backend, told:
        backend.client.check()


def test_a_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with what to type."""
    monkeypatch.setattr(local, "find_spec", lambda name: None)
    with pytest.raises(errors.MissingExtraError, match=re.escape(errors.pip_command("backend"))):
        start_local()
    with pytest.raises(errors.MissingExtraError, match=re.escape(errors.pip_command("backend", "llm"))):
        start_local(model="ollama:llama3.2")


def test_closing_before_the_process_is_there_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the system is to start one."""
    spawn, may = ProcessRun._spawn, threading.Event()

    def late(run: ProcessRun) -> subprocess.Popen[str]:
        assert may.wait(5)
        return spawn(run)

    monkeypatch.setattr(ProcessRun, "_spawn", late)
    backend = start_local()
    assert not backend.close(0.2)
    may.set()
    assert eventually(lambda: backend.run.ended)
    assert gone(process_of(backend))


def test_a_frozen_game_may_close_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server has come up in its thread."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    ready, may = ThreadRun._be, threading.Event()

    def late(run: ThreadRun) -> None:
        assert may.wait(5)
        ready(run)

    monkeypatch.setattr(ThreadRun, "_be", late)
    backend = start_local()
    assert not backend.close(0.1)
    may.set()
    assert eventually(lambda: backend.run.ended)
