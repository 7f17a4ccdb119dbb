"""Threads for work that an event loop must not wait for: daemons, so that no slow model keeps a closed game alive.

They are kept, because the start of a thread makes the loop wait for it, which cost half of all answers under load.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class ThreadPool:
    """Up to `most` threads, started when needed. `run` belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._wanted = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in one of the threads; return its result or raise its error."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._wanted += 1
        try:
            # Before the job is there: a thread that is started first finds it at once.
            self._ensure_thread()
            self._jobs.put(lambda: _do(work, future))
            return await future
        finally:
            self._wanted -= 1

    def _ensure_thread(self) -> None:
        if self._wanted > len(self._threads) < self._most:
            thread = threading.Thread(target=self._think, name="stealth-thinking", daemon=True)
            thread.start()
            self._threads.append(thread)

    def _think(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def close(self) -> None:
        """Let each thread end after its present work, without a wait."""
        for _ in self._threads:
            self._jobs.put(None)


def _do(work: Callable[[], T], future: asyncio.Future[T]) -> None:
    try:
        result = work()
    except Exception as exc:  # noqa: BLE001 - handed over the border, and raised there
        _tell(future, future.set_exception, exc)
    else:
        _tell(future, future.set_result, result)


def _tell(future: asyncio.Future[T], settle: Callable[[Any], None], value: object) -> None:
    # the loop may be closed, and the future cancelled, by the time a slow model answers
    with contextlib.suppress(RuntimeError):
        future.get_loop().call_soon_threadsafe(lambda: None if future.done() else settle(value))
