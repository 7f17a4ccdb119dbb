"""Daemon threads for blocking work of an event loop; a slow model must not keep a closed game alive.

They are reused: when an event loop starts a thread for each job, it handles only half as many answers.
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
    """Up to `most` threads, started when they are needed. `run` belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._wanted = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Run the function on one of the threads; return its result or raise its error."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._wanted += 1
        try:
            # Before the job is queued, so that a new thread finds it at once.
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
        """Let each thread end after its current job; returns at once."""
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
    # the loop may be closed, or the future cancelled, when a slow model answers
    with contextlib.suppress(RuntimeError):
        future.get_loop().call_soon_threadsafe(lambda: None if future.done() else settle(value))
