"""The thread border: jobs go in, outcomes come out, and nothing else crosses it.

What it guarantees:
- every job that was accepted gives exactly one outcome, unless it is closed before the job began;
- outcomes are delivered inside `poll`, on the thread that calls it, in the order in which the jobs ended;
- `submit` and `poll` never wait, and a job's error is a value, not a raise;
- no more than a few jobs begin between two polls, however many are submitted in one frame;
- threads are daemons, started before they are needed, so that a hanging request never keeps a closed game alive.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from stealth_pygame.errors import ClosedError, ConfigurationError, StealthError

log = logging.getLogger("stealth_pygame")
T = TypeVar("T")

BEGUN_AT_ONCE = 4
"""Jobs that begin between two polls: more would keep the interpreter from the game for the rest of its frame."""


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of a job: a value, or the error that took its place."""

    value: T | None = None
    error: StealthError | None = None


Task: TypeAlias = "tuple[Callable[[], Any], Callable[[Outcome[Any]], None]]"
"""A job, and who hears its outcome."""


class Executor(Protocol):
    """Whoever runs jobs: the threads here, or a hand-cranked stand-in of a test."""

    def submit(self, job: Callable[[], T], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` hears its outcome inside a later `poll`."""

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

    def __init__(self, limit: int = 16) -> None:
        need_threads()
        self._limit = limit
        # Waking a thread by this queue costs the game less than by a condition, and the thread less of the interpreter.
        self._jobs: SimpleQueue[Task | None] = SimpleQueue()
        self._held: deque[Task] = deque()
        self._begun = 0
        self._done: deque[tuple[Callable[[Outcome[Any]], None], Outcome[Any]]] = deque()
        self._threads: list[threading.Thread] = []
        # Reentrant: a dialogue that was forgotten is closed by the garbage collector, wherever that happens to run.
        self._ended = threading.Condition(threading.RLock())
        self._pending = 0
        self._started = 0
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether no job waits or runs; outcomes may still wait for `poll`."""
        return not self._pending

    def submit(self, job: Callable[[], T], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` hears its outcome inside a later `poll`. After `close` the outcome is `ClosedError`."""
        if not self._started:
            self._start_another()
        with self._ended:
            if self._closed or not self._started:
                self._done.append((then, Outcome(error=ClosedError("No worker thread can run any more."))))
                return
            self._pending += 1
            self._held.append((job, then))
            self._begin()

    def _begin(self, most: int = BEGUN_AT_ONCE) -> None:
        """Hand jobs to the threads, as many as may still begin before the next poll."""
        with self._ended:
            while self._held and self._begun < most:
                self._begun += 1
                self._jobs.put(self._held.popleft())

    def _start_another(self) -> bool:
        """One thread more where all have work, if there may be. At the interpreter's exit Python may start none."""
        with self._ended:
            if self._closed or self._pending < self._started or self._started >= self._limit:
                return False
            self._started += 1
            number = self._started
        # Not under the lock: a start waits for the thread to run, and the game may want to submit meanwhile.
        thread = threading.Thread(target=self._work, name=f"stealth-{number}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            with self._ended:
                self._started -= 1
            return False
        self._threads.append(thread)
        return True

    def poll(self, most: int = 64) -> int:
        """Deliver up to `most` outcomes to their `then`, here and now; returns how many."""
        count = self._begun = 0
        if self._held:
            self._begin()
        while count < most and self._done:
            then, outcome = self._done.popleft()
            count += 1
            then(outcome)
        return count

    def drain(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds until no job waits or runs. For closing only."""
        deadline = time.monotonic() + timeout
        with self._ended:
            self._begin(self._begun + len(self._held))
            return self._ended.wait_for(lambda: not self._pending, deadline - time.monotonic())

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not begun and end the threads; True when all ended within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._ended:
            self._closed = True
            self._pending -= len(self._held)
            self._held.clear()
            while not self._jobs.empty():
                self._forget_one()
            for _ in range(self._started):
                self._jobs.put(None)
            self._ended.notify_all()
        # The list may grow meanwhile, by what one of them was just starting.
        for thread in self._others():
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._others())

    def _others(self) -> Iterator[threading.Thread]:
        """All but this one: a forgotten dialogue is closed by whichever thread collects the garbage."""
        return (thread for thread in self._threads if thread is not threading.current_thread())

    def _forget_one(self) -> None:
        """Take one job away that has not begun, unless a thread was quicker."""
        with suppress(Empty):
            self._pending -= self._jobs.get_nowait() is not None

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            # A spare one, for the next job: were it started when that comes, the game would wait for it.
            self._start_another()
            job, then = task
            outcome = outcome_of(job)
            with self._ended:
                self._done.append((then, outcome))
                self._pending -= 1
                self._ended.notify_all()
            # A waiting thread must not hold on to what it did last.
            del task, job, then, outcome
