"""Threads that run blocking jobs for a loop that must not block; `executor` says what they guarantee.

They are daemons, so that a hanging request never keeps a closed game alive. One more than is at work is always
started: a job never waits for another, and the game never waits for a thread to start.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.conversation.executor import Outcome, Outcomes, Task, outcome_of
from stealth_pygame.errors import ClosedError, ConfigurationError

T = TypeVar("T")

BEGUN_AT_ONCE: Final = 4
"""Jobs that begin between two polls: more would keep the interpreter from the game for the rest of its frame."""
KEPT: Final = 2
"""Threads that stay however long they have nothing to do: one for the next job, and a spare."""
IDLE_SECONDS: Final = 10.0
"""Seconds without a job after which a thread beyond those ends."""


def need_threads() -> None:
    """Raise `ConfigurationError` in a web build, where a thread cannot be had."""
    if sys.platform == "emscripten":
        raise ConfigurationError(
            "A web build (Pyodide, pygbag, Emscripten) has neither threads nor sockets: use "
            "stealth_pygame.conversation.tasks.TaskExecutor there, and the client of stealth_pygame.client.fetch."
        )


def collect_young_garbage() -> None:
    """Collect what is young if a collection is near anyway: on a worker, and not in the middle of some frame.

    Messages and replies are what brings it near, and the game sleeps for most of the time between two frames. What is
    old is left to the interpreter, and so is everything where a game has turned the collector off.
    """
    # Without the lock of the interpreter every collection stops all threads and looks through all there is.
    has_gil: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)
    if not gc.isenabled() or not has_gil():
        return
    (young, middle, _), (most_young, most_middle, _) = gc.get_count(), gc.get_threshold()
    if most_young and young > most_young / 2:
        gc.collect(1 if middle > most_middle else 0)


class Workers:
    """Daemon threads, as many as jobs block at the same time, up to `limit`; they end when they have nothing to do."""

    def __init__(self, limit: int = 320, *, idle_seconds: float = IDLE_SECONDS) -> None:
        need_threads()
        self._limit = limit
        self._idle_seconds = idle_seconds
        # Waking a thread by this queue costs the game less than by a condition, and the thread less of the interpreter.
        self._jobs: SimpleQueue[Task | None] = SimpleQueue()
        self._held: deque[Task] = deque()
        self._begun = 0
        self._outcomes = Outcomes()
        # A thread that lives is held by `threading` itself, and goes from here when it has ended, not a moment before.
        self._threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        # Reentrant: a dialogue that was forgotten is closed by the garbage collector, wherever that happens to run.
        self._ended = threading.Condition(threading.RLock())
        self._pending = 0
        self._started = 0
        self._count = 0
        self._closed = False
        _all_workers.add(self)

    @property
    def idle(self) -> bool:
        """True when no job waits or runs; outcomes may still wait for `poll`."""
        return not self._pending

    @property
    def threads(self) -> int:
        """The number of threads that are started."""
        return self._started

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` hears its outcome inside a later `poll`. After `close` the outcome is `ClosedError`."""
        if not self._started:
            self._start_another()
        with self._ended:
            # At the exit of the interpreter no thread starts any more; the caller hears that instead of silence.
            if self._closed or not self._started:
                self._outcomes.add(then, Outcome(error=ClosedError("No worker thread can run any more.")))
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
        """Start one more thread where all have work, if there may be. At the interpreter's exit Python starts none."""
        with self._ended:
            # One more than has work: jobs that block never keep the next one waiting.
            if self._closed or self._pending < self._started or self._started >= self._limit:
                return False
            self._started += 1
            self._count += 1
            thread = threading.Thread(target=self._work, name=f"stealth-{self._count}", daemon=True)
            self._threads.add(thread)
        # Not under the lock: a start waits for the thread to run, and the game may want to submit meanwhile.
        try:
            thread.start()
        except RuntimeError:
            with self._ended:
                self._started -= 1
            return False
        return True

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Let `hear` have a value inside a later `poll`, before the outcome of the job that tells it."""
        self._outcomes.add_value(hear, value)

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Deliver up to `most` outcomes, one of `frames` that wait, to their `then`, here and now; returns how many."""
        self._begun = 0
        if self._held:
            self._begin()
        return self._outcomes.deliver(most, frames)

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
            # What has not begun has told nobody anything yet.
            self._held.clear()
            while not self._jobs.empty():
                self._forget_one()
            for _ in range(self._started):
                self._jobs.put(None)
            self._ended.notify_all()
        # Not one after the other: a thread that was only made has no start to wait for before its maker has ended.
        while (others := self._others()) and (left := deadline - time.monotonic()) > 0:
            others[0].join(left)
        return not others

    def _others(self) -> list[threading.Thread]:
        """Return who runs but this one: a forgotten dialogue is closed by whichever thread collects the garbage."""
        with self._ended:
            return [
                thread for thread in self._threads if thread.is_alive() and thread is not threading.current_thread()
            ]

    def _forget_one(self) -> None:
        """Take one job away that has not begun, unless a thread was quicker."""
        with suppress(Empty):
            self._pending -= self._jobs.get_nowait() is not None

    def _work(self) -> None:
        while (task := self._next()) is not None:
            # A spare one, for the next job: were it started when that comes, the game would wait for it.
            self._start_another()
            job, then = task
            outcome = outcome_of(job)
            with self._ended:
                self._outcomes.add(then, outcome)
                self._pending -= 1
                self._ended.notify_all()
            # A waiting thread must not hold on to what it did last.
            del task, job, then, outcome
            collect_young_garbage()

    def _next(self) -> Task | None:
        """Return the next job, or None for a thread that is to end."""
        while True:
            try:
                return self._jobs.get(timeout=self._idle_seconds)
            except Empty:
                with self._ended:
                    # Jobs are put under the lock, so none can arrive between this look and the thread's end.
                    if self._started > KEPT and self._jobs.empty() and not self._closed:
                        self._started -= 1
                        return None

    def after_fork(self) -> None:
        """Note in a forked child that the threads stayed with the parent: nothing can run any more."""
        self._ended = threading.Condition(threading.RLock())
        self._jobs = SimpleQueue()
        self._held, self._threads = deque(), weakref.WeakSet()
        self._pending = self._started = 0
        self._closed = True


_all_workers: weakref.WeakSet[Workers] = weakref.WeakSet()


def _after_fork() -> None:
    for workers in list(_all_workers):
        workers.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
