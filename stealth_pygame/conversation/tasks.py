"""An executor without threads, for web pages: jobs run as tasks of the event loop in which the game runs too.

A blocking job would stop the game, so the jobs of a web page return awaitables.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.conversation.executor import Outcome, Outcomes, Task, outcome_later
from stealth_pygame.errors import ClosedError, ConfigurationError

T = TypeVar("T")

BEGUN_AT_ONCE: Final = 1
"""The most jobs that begin between two polls: the start of each takes time on the game's only thread."""


class TaskExecutor:
    """Jobs as tasks of the running event loop; a game awaits something (`asyncio.sleep(0)`) once per frame."""

    def __init__(self) -> None:
        self._held: deque[Task] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._outcomes = Outcomes()
        self._begun = 0
        self._closed = False

    @property
    def idle(self) -> bool:
        """True when no job waits or runs; outcomes may still wait for `poll`."""
        return not self._held and not self._running

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; `then` is called with its outcome inside a later `poll`, after `close` with a `ClosedError`.

        Raises `ConfigurationError` if no event loop runs.
        """
        _loop()
        # The error is an outcome and not raised, because the caller is in the middle of an update.
        if self._closed:
            self._outcomes.add(then, Outcome(error=ClosedError("The dialogue is closed; no job runs any more.")))
            return
        self._held.append((job, then))
        self._begin()

    def _begin(self) -> None:
        while self._held and self._begun < BEGUN_AT_ONCE:
            self._begun += 1
            task = _loop().create_task(self._work(*self._held.popleft()))
            self._running.add(task)
            # Without a reference, asyncio's task may be garbage collected before it ends.
            task.add_done_callback(self._running.discard)

    async def _work(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        try:
            self._outcomes.add(then, await outcome_later(job))
        except asyncio.CancelledError:
            # A cancelled job gives an outcome too, so that its message can end.
            self._outcomes.add(then, Outcome(error=ClosedError("The dialogue was closed in the middle of a job.")))
            raise

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
        """Return True if no job runs. It does not wait, because the jobs run on the thread that would wait."""
        return self.idle

    async def wait(self, timeout: float) -> bool:
        """Await the end of all jobs, for at most `timeout` seconds; return True if none runs any more."""
        while self._held:
            self._begun = 0
            self._begin()
        if self._running:
            await asyncio.wait(self._running, timeout=timeout)
        return self.idle

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not begun, and cancel the others; return True if there were no others."""
        self._closed = True
        self._held.clear()
        for task in self._running:
            # The task ends in the event loop, after this call; the only thread cannot wait for it here.
            task.cancel()
        return not self._running


def _loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise ConfigurationError(
            "No event loop runs here: in a web page the game's loop is a coroutine, `async def main()`, that awaits "
            "asyncio.sleep(0) once per frame."
        ) from None
