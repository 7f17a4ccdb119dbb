"""An executor without threads: jobs run as tasks of the event loop in which the game itself runs, as in a web page.

A blocking job would stop the game for as long as it takes, so the jobs of a page return awaitables.
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
"""Jobs that begin between two polls: each begins with work of its own in the game's only thread."""


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
        """Take a job; `then` hears its outcome inside a later `poll`. After `close` the outcome is `ClosedError`.

        Raises `ConfigurationError` where no event loop runs.
        """
        _loop()
        # The outcome is told, not raised: whoever submits is in the middle of an update.
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
            # A task that nobody holds may be collected in the middle of its work.
            task.add_done_callback(self._running.discard)

    async def _work(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        try:
            self._outcomes.add(then, await outcome_later(job))
        except asyncio.CancelledError:
            # Whoever waits for the outcome hears of the end as well.
            self._outcomes.add(then, Outcome(error=ClosedError("The dialogue was closed in the middle of a job.")))
            raise

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
        """Return True when nothing runs. It cannot wait, because the jobs run on the thread that would wait."""
        return self.idle

    async def wait(self, timeout: float) -> bool:
        """Await the end of all jobs, for so many seconds at most; True when nothing runs any more."""
        while self._held:
            self._begun = 0
            self._begin()
        if self._running:
            await asyncio.wait(self._running, timeout=timeout)
        return self.idle

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not begun, and cancel the others."""
        self._closed = True
        self._held.clear()
        for task in self._running:
            # They end in the loop, after this call: nothing can be waited for on the only thread.
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
