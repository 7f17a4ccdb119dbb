"""Three backends on one database, killed at random moments: no answer is lost, and no two sends meet."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.local.handshake import AUTH_VARIABLE, PORT_LINE
from stealth_pygame.backend.store.storage import Storage
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import User
from tests.backend import hooks
from tests.backend.parts import ADA, KEY, SHEET, until

CONVERSATIONS = 4
MOST_ANSWERS = 15
"""Answers of one conversation, which all find room in its memory."""


class Backend:
    """One process that is started again whenever it was killed."""

    def __init__(self, database: str, folder: Path, clock_off: float) -> None:
        self._command = [sys.executable, "-m", "stealth_pygame.backend", "--port=0", "--exit-with-stdin"]
        self._command += [f"--database={database}", "--moderate=tests.backend.hooks:watch"]
        self._environment = {**os.environ, AUTH_VARIABLE: KEY, hooks.GATE: str(folder), hooks.CLOCK_OFF: str(clock_off)}
        self.client: StealthClient | None = None
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith(PORT_LINE), line
        self.client = StealthClient(f"http://127.0.0.1:{line.removeprefix(PORT_LINE).strip()}", KEY)

    def kill(self) -> None:
        client, self.client = self.client, None
        self._process.kill()
        with self._process:
            self._process.wait(10)
        if client is not None:
            client.close()


class Talks:
    """Conversations that are spoken in by all processes, and what was answered in each."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self.answered: dict[str, list[str]] = {}
        self._open = [self._new() for _ in range(CONVERSATIONS)]
        self.ended = threading.Event()

    def _new(self) -> tuple[int, str]:
        secret = self._storage.create(SHEET, [User(name=ADA[0], id=ADA[1])], None)[1]
        self.answered[secret] = []
        return len(self.answered), secret

    def speak(self, backend: Backend, seed: int) -> None:
        """Send messages over a process until the end, whatever becomes of it."""
        choice = random.Random(seed)
        count = 0
        while not self.ended.is_set():
            place = choice.randrange(CONVERSATIONS)
            number, secret = self._open[place]
            client, count = backend.client, count + 1
            message = f"{number}: message {count} of {seed}"
            try:
                answer = client.send(secret, message, "ada-1") if client else None
            except errors.StealthError:
                answer = None
            if answer is None or answer.cancelled:
                threading.Event().wait(0.01)
                continue
            with self._lock:
                self.answered[secret].append(message)
                if self._open[place][1] == secret and len(self.answered[secret]) >= MOST_ANSWERS:
                    self._open[place] = self._new()


@contextlib.contextmanager
def speaking(talks: Talks, backends: list[Backend]) -> Iterator[None]:
    threads = [threading.Thread(target=talks.speak, args=(backend, seed)) for seed, backend in enumerate(backends)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        talks.ended.set()
        for thread in threads:
            thread.join(30)


def run(database: str, folder: Path, rounds: int, clocks: tuple[float, float, float]) -> int:
    """Kill in so many rounds; returns the number of answers."""
    storage = Storage(database)
    backends = [Backend(database, folder, off) for off in clocks]
    talks = Talks(storage)
    choice = random.Random(7)
    try:
        with speaking(talks, backends):
            for _ in range(rounds):
                before = sum(map(len, talks.answered.values()))
                until(lambda before=before: sum(map(len, talks.answered.values())) > before + 3, within=60)  # type: ignore[misc]
                threading.Event().wait(choice.uniform(0, 0.2))
                victim = choice.choice(backends)
                victim.kill()
                victim.start()
    finally:
        for backend in backends:
            backend.kill()
    storage.close()
    alone = Storage(database, memory=10_000)
    for secret, messages in talks.answered.items():
        with alone.database.transaction() as db:
            kept = [
                text
                for (text,) in db.rows(
                    "SELECT m.text FROM stealth_messages m JOIN stealth_conversations c ON c.id = m.conversation"
                    " WHERE c.secret = :secret AND m.speaker = 'user'",
                    secret=secret,
                )
            ]
        assert set(messages) <= set(kept), "an answer was lost"
        assert len(kept) == len(set(kept)), "an answer was kept twice"
    alone.close()
    assert not (folder / "two-at-once").exists(), "two sends were in one conversation"
    return sum(map(len, talks.answered.values()))


@pytest.mark.slow
def test_processes_that_are_killed_lose_nothing(database: str, tmp_path: Path) -> None:
    """A few rounds, with clocks that are five minutes apart."""
    assert run(database, tmp_path, 3, (0.0, 300.0, -300.0)) > 9


@pytest.mark.slow
def test_fifty_kills_lose_nothing(database: str, tmp_path: Path) -> None:
    """Fifty rounds."""
    answers = run(database, tmp_path, 50, (0.0, 300.0, -300.0))
    print(f"\n{answers} answers")
