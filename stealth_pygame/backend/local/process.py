"""One life of an embedded backend: a process, or a thread where there can be no process."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stealth_pygame import errors
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, BAD_OPTIONS, PORT_LINE

WORDS = 8
"""Last lines kept of what the backend printed."""


class Run(ABC):
    """A backend that is coming up, up, or gone. It has a key of its own."""

    def __init__(self) -> None:
        self.key = secrets.token_urlsafe(24)
        self.port = 0
        self.hopeless = False
        """True when the next run would fail in the same way."""
        self._words: deque[str] = deque(maxlen=WORDS)
        self._known = threading.Event()
        self._thread = threading.Thread(target=self._live, name="stealth-backend", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """True when it is gone."""
        return not self._thread.is_alive()

    def wait(self, timeout: float) -> None:
        """Wait until the port is known, or never will be, for `timeout` seconds."""
        self._known.wait(timeout)

    def give_up(self) -> None:
        """Let nobody wait any longer."""
        self._known.set()

    def last_words(self) -> str:
        """Return the last lines that it printed, or the reason why there are none."""
        return " | ".join(self._words) or ("it ended without a word" if self.ended else "it has not started in time")

    def _live(self) -> None:
        try:
            self._be()
        finally:
            self._known.set()

    @abstractmethod
    def _be(self) -> None:
        """The life, in a thread of its own; sets `port` and `_known`."""

    @abstractmethod
    def stop(self, timeout: float) -> bool:
        """End it; True when nothing is left."""


class ProcessRun(Run):
    """A process that ends with its standard input, so also when the game is killed."""

    def __init__(self, python: str, wishes: Mapping[str, Any]) -> None:
        self._command = _command(python, wishes)
        self._environment = _environment(same=python == sys.executable)
        self._process: subprocess.Popen[str] | None = None
        self._stopping = threading.Event()
        super().__init__()

    def _be(self) -> None:
        try:
            self._process = process = self._spawn()
        except OSError as exc:
            self._words.append(f"{self._command[0]} cannot be started: {exc}")
            self.hopeless = True
            return
        if self._stopping.is_set():
            self._hang_up(process)
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._hear(line.strip())
        # a process that has closed its output but lives on is not one that we can use
        self.hopeless = process.wait() == BAD_OPTIONS
        self._hang_up(process)

    def _spawn(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            env={**self._environment, AUTH_VARIABLE: self.key},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # Ctrl+C in the game's terminal is the game's; it still wants to finish its conversations
            start_new_session=True,
        )

    def _hear(self, line: str) -> None:
        if line.startswith(PORT_LINE) and not self.port:
            self.port = int(line.removeprefix(PORT_LINE))
            self._known.set()
        elif line:
            self._words.append(line)

    def stop(self, timeout: float) -> bool:
        """Close its input, and end it by force when that is not enough."""
        self._stopping.set()
        self.give_up()
        if self._process is not None:
            self._hang_up(self._process)
        self._thread.join(max(timeout - 0.5, 0.1))
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        self._thread.join(min(timeout, 0.5))
        return self.ended

    @staticmethod
    def _hang_up(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()


class ThreadRun(Run):
    """A server in a daemon thread."""

    def __init__(self, wishes: Mapping[str, Any]) -> None:
        self._wishes = dict(wishes)
        self._backend: Any = None
        self._stopping = threading.Event()
        super().__init__()

    def _be(self) -> None:
        try:
            # Only a frozen game needs the server's libraries in its own process.
            from stealth_pygame.backend.http import server  # noqa: PLC0415

            self._backend = server.Backend(server.Options(auth=self.key, **self._wishes), on_ready=self._ready)
        except (errors.StealthError, ImportError) as exc:
            self._words.append(str(exc))
            self.hopeless = True
            return
        if self._stopping.is_set():
            self._backend.stop()
        self._backend.run()

    def _ready(self) -> None:
        self.port = self._backend.port
        self._known.set()

    def stop(self, timeout: float) -> bool:
        """Ask the server to end and wait for its thread."""
        self._stopping.set()
        self.give_up()
        if self._backend is not None:
            self._backend.stop()
        self._thread.join(timeout)
        return self.ended


def _command(python: str, wishes: Mapping[str, Any]) -> list[str]:
    command = [python, "-m", "stealth_pygame.backend", "--port", "0", "--exit-with-stdin"]
    for name, value in wishes.items():
        if value not in (None, ""):
            command.append(f"--{name}={value}")
    return command


def _environment(*, same: bool) -> dict[str, str]:
    """Return variables by which the process finds this very library, and no file of the game with a library's name."""
    home = str(Path(errors.__file__).resolve().parent.parent)
    path = [entry or os.getcwd() for entry in sys.path] if same else []
    known = [home, *path] if home not in path else path
    return {**os.environ, "PYTHONPATH": os.pathsep.join(known), "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8"}
