"""Worker threads that run blocking jobs for the game's loop, with the guarantees that are listed in `executor`.

They are daemons, so that a request that hangs does not keep a closed game alive. There is always one thread more than
jobs at work, so that no job waits for another, and the game does not wait for a thread to start.
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
"""The most jobs that begin between two polls: more would take the interpreter's lock for the rest of the frame."""
KEPT: Final = 2
"""Threads that are never ended for lack of jobs: one for the next job, and a spare one."""
IDLE_SECONDS: Final = 10.0
"""Seconds without a job after which any other thread ends."""


def need_threads() -> None:
    """Raise `ConfigurationError` in a web build, which has no threads."""
    if sys.platform == "emscripten":
        raise ConfigurationError(
            "A web build (Pyodide, pygbag, Emscripten) has neither threads nor sockets: use "
            "stealth_pygame.conversation.tasks.TaskExecutor there, and the client of stealth_pygame.client.fetch."
        )


def collect_young_garbage() -> None:
    """Run the garbage collector for young objects, on a worker, if Python would soon run it in a frame of the game.

    Messages and replies make many young objects. Old objects are left to Python. Nothing is done if the game has turned
    the collector off.
    """
    # In a Python without the interpreter's lock, every collection would stop all threads and look at all objects.
    has_gil: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)
    if not gc.isenabled() or not has_gil():
        return
    (young, middle, _), (most_young, most_middle, _) = gc.get_count(), gc.get_threshold()
    if most_young and young > most_young / 2:
        gc.collect(1 if middle > most_middle else 0)


class Workers:
    """Daemon threads: one more than jobs at work, up to `limit`. Most end after `idle_seconds` without a job."""

    def __init__(self, limit: int = 320, *, idle_seconds: float = IDLE_SECONDS) -> None:
        need_threads()
        self._limit = limit
        self._idle_seconds = idle_seconds
        # A SimpleQueue wakes a thread in less time than a condition does.
        self._jobs: SimpleQueue[Task | None] = SimpleQueue()
        self._held: deque[Task] = deque()
        self._begun = 0
        self._outcomes = Outcomes()
        # Weak references: `threading` holds each thread until it has ended.
        self._threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        # Reentrant, because the garbage collector may close a forgotten dialogue on any thread, inside any call.
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
        """Take a job; `then` is called with its outcome inside a later `poll`, after `close` with a `ClosedError`."""
        if not self._started:
            self._start_another()
        with self._ended:
            # When the interpreter exits, no thread can start any more; then the outcome is an error.
            if self._closed or not self._started:
                self._outcomes.add(then, Outcome(error=ClosedError("No worker thread can run any more.")))
                return
            self._pending += 1
            self._held.append((job, then))
            self._begin()

    def _begin(self, most: int = BEGUN_AT_ONCE) -> None:
        """Give jobs to the threads, until `most` have begun since the last poll."""
        with self._ended:
            while self._held and self._begun < most:
                self._begun += 1
                self._jobs.put(self._held.popleft())

    def _start_another(self) -> bool:
        """Start one more thread if all have work and the limit allows it; return True if one was started."""
        with self._ended:
            # Always one more than there are jobs, so that the next job need not wait.
            if self._closed or self._pending < self._started or self._started >= self._limit:
                return False
            self._started += 1
            self._count += 1
            thread = threading.Thread(target=self._work, name=f"stealth-{self._count}", daemon=True)
            self._threads.add(thread)
        # Started without the lock, because the start waits for the thread and the game may call `submit` meanwhile.
        try:
            thread.start()
        except RuntimeError:
            with self._ended:
                self._started -= 1
            return False
        return True

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Call `hear` with a value inside a later `poll`, before the outcome of the job that tells it."""
        self._outcomes.add_value(hear, value)

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Call `then` for up to `most` outcomes, spread over so many `frames`; return how many."""
        self._begun = 0
        if self._held:
            self._begin()
        return self._outcomes.deliver(most, frames)

    def drain(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until no job waits or runs; return True if none does. For closing only."""
        deadline = time.monotonic() + timeout
        with self._ended:
            self._begin(self._begun + len(self._held))
            return self._ended.wait_for(lambda: not self._pending, deadline - time.monotonic())

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not begun and end the threads; return True if all end within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._ended:
            self._closed = True
            self._pending -= len(self._held)
            # Jobs that have not begun are forgotten without an outcome.
            self._held.clear()
            while not self._jobs.empty():
                self._forget_one()
            for _ in range(self._started):
                self._jobs.put(None)
            self._ended.notify_all()
        # The list is read anew each time: a thread that was made but not started yet can be joined only later.
        while (others := self._others()) and (left := deadline - time.monotonic()) > 0:
            others[0].join(left)
        return not others

    def _others(self) -> list[threading.Thread]:
        """Return the running threads without this one: the garbage collector may call `close` on a worker."""
        with self._ended:
            return [
                thread for thread in self._threads if thread.is_alive() and thread is not threading.current_thread()
            ]

    def _forget_one(self) -> None:
        """Remove one job that has not begun, if a thread has not taken it already."""
        with suppress(Empty):
            self._pending -= self._jobs.get_nowait() is not None

    def _work(self) -> None:
        while (task := self._next()) is not None:
            # Start the spare thread here, so that the game need not start it when the next job comes.
            self._start_another()
            job, then = task
            outcome = outcome_of(job)
            with self._ended:
                self._outcomes.add(then, outcome)
                self._pending -= 1
                self._ended.notify_all()
            # While the thread waits, it must not keep the last job and its outcome alive.
            del task, job, then, outcome
            collect_young_garbage()

    def _next(self) -> Task | None:
        """Return the next job, or None if the thread should end."""
        while True:
            try:
                return self._jobs.get(timeout=self._idle_seconds)
            except Empty:
                with self._ended:
                    # Jobs are put under the lock, so none can arrive between this check and the end of the thread.
                    if self._started > KEPT and self._jobs.empty() and not self._closed:
                        self._started -= 1
                        return None

    def after_fork(self) -> None:
        """Mark the executor as closed in a forked child process, because the threads stay with the parent."""
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
