"""The command `python -m stealth_pygame.backend`, and the socket under it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from stealth_pygame import errors
from stealth_pygame.backend import __main__ as command
from stealth_pygame.backend.http import server, serving
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, PORT_LINE
from stealth_pygame.client.client import StealthClient
from tests.backend.parts import ADA, KEY, SHEET, Script, running


@contextlib.contextmanager
def started(*options: str, auth: str = KEY) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A backend of its own process, and its URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stealth_pygame.backend", "--port", "0", *options],
        env={**os.environ, AUTH_VARIABLE: auth},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(PORT_LINE), process.communicate()
            yield process, f"http://127.0.0.1:{int(line.removeprefix(PORT_LINE))}"
        finally:
            process.kill()


@pytest.mark.slow
def test_it_listens_when_it_says_so(tmp_path: Path) -> None:
    """The port takes connections, the key it made is told and works, and SIGTERM ends it in peace."""
    with started("--database", str(tmp_path / "a.db"), auth="") as (process, url):
        assert process.stderr is not None
        lines = [process.stderr.readline(), process.stderr.readline()]
        key = re.search("key of this run: (.*)", lines[1])
        assert f"{url}/reference" in lines[0]
        assert key
        with StealthClient(url, key[1]) as client:
            assert client.check()
        if os.name == "nt":
            # No signal there asks a process to end.
            return
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""
    assert not list(tmp_path.glob("*-wal")), "the database is one whole file again"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    """The usual end of a backend in a terminal is quiet, and leaves the database in order."""
    with started("--database", str(tmp_path / "a.db")) as (process, _):
        assert process.stderr is not None
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stderr.read()
    assert not list(tmp_path.glob("*-wal"))


def test_ctrl_c_while_it_is_loading_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server listens to signals as well."""

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_serving", interrupted)
    assert command.main([]) == 0


def test_a_loop_of_another_library_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs where `asyncio.run` was replaced, as nest_asyncio does."""
    monkeypatch.setattr(asyncio, "run", lambda main: pytest.fail("asyncio.run was used"))
    with running() as backend, StealthClient(backend.url, KEY) as client:
        assert client.check()


def test_it_ends_with_its_standard_input() -> None:
    """Whoever started it, and however that ended."""
    with started("--exit-with-stdin", "--database", "sqlite://") as (process, _):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org"])
def test_an_open_door_needs_a_key(
    host: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other machines are not let in without one."""
    monkeypatch.delenv(AUTH_VARIABLE, raising=False)
    assert command.main(["--host", host, "--port", "0", "--database", "sqlite://"]) == 2
    assert "give --auth KEY" in capsys.readouterr().err


def test_a_port_that_is_taken_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do about it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert command.main(["--port", str(port), "--auth", KEY, "--database", "sqlite://"]) == 2
    assert "something else listens there already; --port 0" in capsys.readouterr().err
    assert command.main(["--port", "99999", "--auth", KEY]) == 2
    assert "0-65535" in capsys.readouterr().err


def test_a_bad_database_ends_it_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and no socket is left open."""
    assert command.main(["--port", "0", "--auth", KEY, "--database", "nonsense://"]) == 2
    assert "not a database URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("database", "new"),
    [
        (None, False),
        ("sqlite://", False),
        ("sqlite:///:memory:", False),
        ("postgresql://somewhere/talks", False),
        ("here.db", False),
        ("deep/er/talks.db", True),
        ("sqlite:///deep/talks.db?mode=rwc", True),
    ],
)
def test_a_folder_that_the_database_needs_is_known_beforehand(
    database: str | None, new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a slip in a path is seen; servers and memory need none."""
    monkeypatch.chdir(tmp_path)
    folder = command.new_folder(database)
    assert (folder is not None) is new
    if folder is not None:
        assert folder.is_relative_to(tmp_path)
        folder.mkdir(parents=True)
        assert command.new_folder(database) is None


@pytest.mark.parametrize("named", ["nowhere:f", "os:nothing", ":"])
def test_a_moderator_that_is_not_there_is_told(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The option's value is in the sentence."""
    assert command.main(["--port", "0", "--auth", KEY, "--moderate", named]) == 2
    assert f"--moderate {named}" in capsys.readouterr().err


def test_a_moderator_is_found_by_its_name() -> None:
    """`module:function`."""
    asked = command.parser().parse_args(["--moderate", "os.path:exists"])
    assert command.options_of(asked).moderate is os.path.exists


def without(monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    """Let a module be one that is not installed."""
    for name in ("stealth_pygame.backend.http.server", "stealth_pygame.backend.http.serving"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, lost, None)


def test_a_missing_extra_is_one_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings it."""
    without(monkeypatch, "uvicorn")
    assert command.main(["--database", "sqlite://"]) == 2
    assert capsys.readouterr().err == f"The embedded backend needs uvicorn: {errors.pip_command('backend')}\n"


def test_only_foreign_modules_count_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the library itself is not hidden behind an advice to install something."""
    without(monkeypatch, "stealth_pygame.backend.http.server")
    with pytest.raises(ImportError):
        command.main(["--database", "sqlite://"])


def test_the_key_is_not_in_the_options_repr() -> None:
    """A log of the options gives nothing away."""
    assert KEY not in repr(server.Options(auth=KEY))


def test_ipv6_works_where_there_is_any() -> None:
    """`--host ::1` is loopback as well."""
    try:
        serving.listen("::1", 0).close()
    except errors.ConfigurationError:
        pytest.skip("this machine has no IPv6")
    with running(host="::1") as backend, StealthClient(backend.url, KEY) as client:
        assert client.check()


@pytest.mark.slow
def test_nothing_is_lost_when_the_server_is_asked_to_stop_in_mid_send(caplog: pytest.LogCaptureFixture) -> None:
    """It stops within its grace; what the brain still thinks about dies with it, told to its client and no fault."""
    begun, go_on = threading.Event(), threading.Event()

    def say(question: object) -> object:
        begun.set()
        go_on.wait(10)
        raise AssertionError("nobody listens any more")

    backend = server.Backend(server.Options(auth=KEY), brain=Script(say))  # type: ignore[arg-type]
    backend.start()
    with StealthClient(backend.url, KEY) as client:
        made = client.create(SHEET, [ADA])
        failed: list[errors.BackendError] = []

        def ask() -> None:
            try:
                client.send(made.secret, "Hi", "ada-1")
            except errors.BackendError as exc:
                failed.append(exc)

        thread = threading.Thread(target=ask)
        thread.start()
        assert begun.wait(10)
        assert backend.stop(5)
        thread.join(5)
        assert "The backend is closing" in str(failed[0])
    assert not caplog.records
    go_on.set()


def test_the_command_serves_until_its_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quiet for a game that started it, with one line for the port; what hangs after that is ended by force."""
    ended = threading.Event()
    monkeypatch.setattr(command, "STOP_WITHIN", 0.0)
    answers = {"read": lambda *asked: b"", "_exit": lambda code: ended.set(), "environ": os.environ}
    answers |= {"getppid": os.getppid, "name": os.name}
    monkeypatch.setattr(command, "os", SimpleNamespace(**answers))
    monkeypatch.delenv(AUTH_VARIABLE, raising=False)
    assert command.main(["--port", "0", "--database", "sqlite://", "--exit-with-stdin"]) == 0
    assert ended.wait(5)
    told = capsys.readouterr()
    assert re.fullmatch(rf"{PORT_LINE}\d+\n", told.out)
    assert told.err == ""


def test_the_command_says_where_it_listens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """To a person: URL, page and, where it made one, the key."""
    monkeypatch.setattr(server.Backend, "run", lambda backend: command.announce(backend, quiet=False))
    monkeypatch.delenv(AUTH_VARIABLE, raising=False)
    made: list[server.Backend] = []
    make = server.Backend.__init__

    def noted(backend: server.Backend, *args: object, **more: object) -> None:
        make(backend, *args, **more)  # type: ignore[arg-type]
        made.append(backend)

    monkeypatch.setattr(server.Backend, "__init__", noted)
    assert command.main(["--port", "0", "--database", "sqlite://"]) == 0
    told = capsys.readouterr().err
    (backend,) = made
    assert f"Stealth backend on {backend.url}, described on {backend.url}/reference" in told
    assert backend.options.auth in told
    backend.discard()
