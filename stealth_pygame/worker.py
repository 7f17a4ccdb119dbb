"""The thread border: jobs go in, outcomes come out, and nothing else crosses it.

What it guarantees:
- every job that was accepted gives exactly one outcome, unless it is closed before the job began;
- outcomes are delivered inside `poll`, on the thread that calls it, in the order in which the jobs ended;
- `submit` and `poll` never wait, and a job's error is a value, not a raise;
- threads are daemons, started when needed, so that a hanging request never keeps a closed game alive.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from stealth_pygame.errors import ClosedError, ConfigurationError, StealthError

log = logging.getLogger("stealth_pygame")
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of a job: a value, or the error that took its place."""

    value: T | None = None
    error: StealthError | None = None


class Submits(Protocol):
    """Whoever takes jobs: the threads here, or a hand-cranked stand-in of a test."""

    def submit(self, job: Callable[[], T], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` hears its outcome inside a later `poll`."""


class Crew(Submits, Protocol):
    """The threads as a scene uses them."""

    def poll(self, most: int = 64) -> int:
        """Deliver outcomes, here and now."""

    def drain(self, timeout: float) -> bool:
        """Wait until nothing runs; for closing only."""

    def close(self, timeout: float) -> bool:
        """End the threads."""


def need_threads() -> None:
    """Raises `ConfigurationError` in a web build, where neither a thread nor a socket can be had."""
    if sys.platform == "emscripten":
        raise ConfigurationError(
            "stealth_pygame cannot run in a web build (pygbag, Emscripten): a browser gives Python neither threads nor "
            "sockets. Ship this game as a download; the README says how (PyInstaller)."
        )


def outcome_of(job: Callable[[], T]) -> Outcome[T]:
    """Run a job. What is no `StealthError` is a fault of the program: logged whole, told without its insides."""
    try:
        return Outcome(value=job())
    except StealthError as exc:
        return Outcome(error=exc)
    except Exception as exc:
        log.error("A job on a worker thread failed: %s", type(exc).__name__, exc_info=exc)
        return Outcome(error=StealthError(f"Unexpected {type(exc).__name__} on a worker thread; the log says more."))


class Workers:
    """A few daemon threads that run blocking jobs for a loop that must not block."""

    def __init__(self, limit: int = 16, name: str = "stealth") -> None:
        need_threads()
        self._limit = limit
        self._name = name
        self._jobs: deque[tuple[Callable[[], Any], Callable[[Outcome[Any]], None]]] = deque()
        self._done: deque[tuple[Callable[[Outcome[Any]], None], Outcome[Any]]] = deque()
        self._threads: list[threading.Thread] = []
        lock = threading.RLock()
        self._wake = threading.Condition(lock)
        # Not `_wake`: an end would wake every free thread, and all of them would want the interpreter in mid-frame.
        self._ended = threading.Condition(lock)
        self._free = 0
        self._running = 0
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether no job waits or runs; outcomes may still wait for `poll`."""
        with self._wake:
            return not self._jobs and not self._running

    def submit(self, job: Callable[[], T], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` hears its outcome inside a later `poll`. After `close` the outcome is `ClosedError`."""
        with self._wake:
            if self._closed or not self._ensure_thread():
                self._done.append((then, Outcome(error=ClosedError("No worker thread can run any more."))))
                return
            self._jobs.append((job, then))
            self._wake.notify()

    def _ensure_thread(self) -> bool:
        """One thread more where all have work. At the interpreter's exit Python may refuse to start any."""
        if self._free > len(self._jobs) or len(self._threads) >= self._limit:
            return True
        thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads) + 1}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return bool(self._threads)
        self._threads.append(thread)
        return True

    def poll(self, most: int = 64) -> int:
        """Deliver up to `most` outcomes to their `then`, here and now; returns how many."""
        count = 0
        while count < most and self._done:
            then, outcome = self._done.popleft()
            count += 1
            then(outcome)
        return count

    def drain(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds until no job waits or runs. For closing only."""
        deadline = time.monotonic() + timeout
        with self._wake:
            return self._ended.wait_for(lambda: not self._jobs and not self._running, deadline - time.monotonic())

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not begun and end the threads; True when all ended within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._wake:
            self._closed = True
            self._jobs.clear()
            self._wake.notify_all()
            self._ended.notify_all()
        # a forgotten dialogue is closed by whichever thread collects the garbage
        others = [thread for thread in self._threads if thread is not threading.current_thread()]
        for thread in others:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in others)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._free += 1
                self._wake.wait_for(lambda: self._jobs or self._closed)
                self._free -= 1
                if not self._jobs:
                    return
                job, then = self._jobs.popleft()
                self._running += 1
            outcome = outcome_of(job)
            with self._wake:
                self._done.append((then, outcome))
                self._running -= 1
                self._ended.notify_all()
            del job, then, outcome
