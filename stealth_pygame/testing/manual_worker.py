"""A worker without threads: the test decides which job ends when, so that every run is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.conversation.executor import Outcome, Outcomes, Task, outcome_of
from stealth_pygame.errors import ClosedError

T = TypeVar("T")


class ManualWorker:
    """A replacement for `worker.Workers`: jobs wait until the test runs them, on this thread; `poll` delivers."""

    def __init__(self, limit: int = 16, name: str = "hand") -> None:
        self.limit = limit
        self.name = name
        self._jobs: list[Task] = []
        self._outcomes = Outcomes()
        self._closed = False

    def __len__(self) -> int:
        """Return the number of jobs that wait."""
        return len(self._jobs)

    @property
    def idle(self) -> bool:
        """True if no job waits; results may still wait for `poll`."""
        return not self._jobs

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Add a job; after `close` its outcome is `ClosedError`."""
        if self._closed:
            self._outcomes.add(then, Outcome(error=ClosedError("No worker thread can run any more.")))
        else:
            self._jobs.append((job, then))

    def run_next(self) -> bool:
        """Run the job that has waited longest. Return False if no job waits."""
        return self.run(0) if self._jobs else False

    def run(self, place: int) -> bool:
        """Run the job at a place of the queue, so that a later job can end first."""
        # On this thread, so that a failing test has a complete traceback.
        job, then = self._jobs.pop(place)
        self._outcomes.add(then, outcome_of(job))
        return True

    def run_all(self) -> int:
        """Run all jobs that wait now; return their number."""
        count = len(self._jobs)
        for _ in range(count):
            self.run_next()
        return count

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Call `hear` with a value in a later `poll`, before the outcome of the running job."""
        self._outcomes.add_value(hear, value)

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Deliver up to `most` outcomes, spread over `frames` calls; return their number."""
        return self._outcomes.deliver(most, frames)

    def drain(self, timeout: float) -> bool:
        """Run all jobs, also those that are added meanwhile; takes no time."""
        while self.run_all():
            pass
        return True

    def close(self, timeout: float) -> bool:
        """Drop the jobs that have not been run."""
        self._closed = True
        self._jobs.clear()
        return True
