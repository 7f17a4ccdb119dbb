"""One run of an embedded backend: a process, or a thread if no process can be started."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stealth_pygame import errors
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, BAD_OPTIONS, PORT_LINE, TRY_LATER
from stealth_pygame.backend.local.log_relay import LOGGER, log_line

if TYPE_CHECKING:
    from stealth_pygame.backend.http.server import Backend

# Last lines of a backend's output that are kept.
WORDS = 8
# Seconds for the last answers of a thread after the game has ended.
GRACE = 0.2
# Seconds of a stop's time that are reserved for ending the process by force.
KILL_GRACE = 0.25

log = logging.getLogger(LOGGER)


class Run(ABC):
    """One run of a backend, with its own key: starting, running or ended."""

    def __init__(self) -> None:
        # New for each run, so that an old key is useless.
        self.key = secrets.token_urlsafe(24)
        self.port = 0
        # True if the next run would fail in the same way.
        self.hopeless = False
        # True if it failed for a reason that may be temporary, such as a locked database.
        self.passing = False
        self._words: deque[str] = deque(maxlen=WORDS)
        self._known = threading.Event()
        self._thread = threading.Thread(target=self._live, name="stealth-backend", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """True when the run has ended."""
        return not self._thread.is_alive()

    def wait(self, timeout: float) -> None:
        """Wait until the port is known or the run has failed, for at most `timeout` seconds."""
        self._known.wait(timeout)

    def give_up(self) -> None:
        """End all waits."""
        self._known.set()

    def last_words(self) -> str:
        """Return the last lines of its output, or the reason why there are none."""
        return " | ".join(self._words) or ("it ended without a word" if self.ended else "it has not started in time")

    def _live(self) -> None:
        try:
            self._be()
        except Exception as exc:
            self._words.append(f"{type(exc).__name__}: {exc}")
            log.exception("The embedded backend's thread failed")
        finally:
            self._known.set()

    @abstractmethod
    def _be(self) -> None:
        """Run the backend on this thread; sets `port` and `_known`."""

    @abstractmethod
    def stop(self, timeout: float) -> bool:
        """End the run within `timeout` seconds. Return True if nothing is left."""


class ProcessRun(Run):
    """A process that ends when its standard input is closed, so also when the game is killed."""

    def __init__(self, python: str, wishes: Mapping[str, Any]) -> None:
        self._command = _command(python, wishes)
        self._environment = _environment(same=python == sys.executable)
        self._process: subprocess.Popen[str] | None = None
        self._stopping = threading.Event()
        super().__init__()

    @property
    def pid(self) -> int:
        """The process id, 0 before the start."""
        return 0 if self._process is None else self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code of the process, None while it runs."""
        return None if self._process is None else self._process.poll()

    def _be(self) -> None:
        try:
            self._process = process = self._spawn()
        except OSError as exc:
            self._words.append(f"{self._command[0]} cannot be started: {exc}")
            self.hopeless = True
            return
        # `stop` may have been called while the system was still starting the process.
        if self._stopping.is_set():
            process.kill()
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._hear(line.strip())
        # A process that has closed its output is of no use, so its end is awaited.
        code = process.wait()
        self.hopeless, self.passing = code == BAD_OPTIONS, code == TRY_LATER
        self._hang_up(process)

    def _spawn(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            env={**self._environment, AUTH_VARIABLE: self.key},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # One pipe for both outputs: a second one would need a second thread to read it.
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # Ctrl+C in the game's terminal is only for the game, which must still finish its conversations.
            start_new_session=True,
        )

    def _hear(self, line: str) -> None:
        if line.startswith(PORT_LINE) and not self.port:
            self.port = int(line.removeprefix(PORT_LINE))
            self._known.set()
        elif line:
            self._words.append(log_line(line))

    def stop(self, timeout: float) -> bool:
        """Close the process's input, which ends it cleanly, and end it by force if that takes too long."""
        deadline = time.monotonic() + timeout
        self._stopping.set()
        self.give_up()
        if self._process is not None:
            self._hang_up(self._process)
        # A process that does not serve yet has nothing to store; its transaction is rolled back.
        if self.port:
            self._thread.join(max(timeout - KILL_GRACE, 0.0))
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        self._thread.join(max(deadline - time.monotonic(), KILL_GRACE))
        return self.ended

    @staticmethod
    def _hang_up(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()


class ThreadRun(Run):
    """A server in a daemon thread of the game."""

    def __init__(self, wishes: Mapping[str, Any]) -> None:
        self._wishes = dict(wishes)
        self._backend: Backend | None = None
        self._stopping = threading.Event()
        super().__init__()

    def _be(self) -> None:
        try:
            # Imported late: only a frozen game needs the server's libraries in its own process.
            from stealth_pygame.backend.http import server  # noqa: PLC0415

            self._backend = server.Backend(
                server.Options(auth=self.key, grace=GRACE, **self._wishes), on_ready=self._ready
            )
        except (errors.StealthError, ImportError) as exc:
            self._words.append(str(exc))
            self.passing = getattr(exc, "passing", False)
            self.hopeless = not self.passing
            return
        if self._stopping.is_set():
            self._backend.stop()
        self._backend.run()

    def _ready(self) -> None:
        assert self._backend is not None
        self.port = self._backend.port
        self._known.set()

    def stop(self, timeout: float) -> bool:
        """Ask the server to end, and wait for its thread."""
        self._stopping.set()
        self.give_up()
        if self._backend is not None:
            self._backend.stop()
        self._thread.join(timeout)
        return self.ended


def _command(python: str, wishes: Mapping[str, Any]) -> list[str]:
    command = [python, "-m", "stealth_pygame.backend", "--port", "0", "--exit-with-stdin"]
    for name, value in wishes.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            command.append(option)
        # With "=", because a value that begins with a dash would look like an option.
        elif value is not False and value not in (None, ""):
            command.append(f"{option}={value}")
    return command


def _environment(*, same: bool) -> dict[str, str]:
    """Return variables with which the process imports this library, and no file of the game with a library's name."""
    home = str(Path(errors.__file__).resolve().parent.parent)
    path = [entry or os.getcwd() for entry in sys.path] if same else []
    known = [home, *path] if home not in path else path
    return {**os.environ, "PYTHONPATH": os.pathsep.join(known), "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8"}
