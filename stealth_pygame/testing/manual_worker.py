"""A worker that is cranked by hand, so that a test decides which job ends when, and can be repeated exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.conversation.executor import Outcome, Outcomes, Task, outcome_of
from stealth_pygame.errors import ClosedError

T = TypeVar("T")


class ManualWorker:
    """A stand-in for `worker.Workers`: jobs wait until they are run by hand, on this thread; `poll` delivers."""

    def __init__(self, limit: int = 16, name: str = "hand") -> None:
        self.limit = limit
        self.name = name
        self._jobs: list[Task] = []
        self._outcomes = Outcomes()
        self._closed = False

    def __len__(self) -> int:
        """Jobs that wait to be run."""
        return len(self._jobs)

    @property
    def idle(self) -> bool:
        """True while no job waits; outcomes may still wait for `poll`."""
        return not self._jobs

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job; after `close` its outcome is `ClosedError`."""
        if self._closed:
            self._outcomes.add(then, Outcome(error=ClosedError("No worker thread can run any more.")))
        else:
            self._jobs.append((job, then))

    def run_next(self) -> bool:
        """Run the job that has waited longest; False where none waits."""
        return self.run(0) if self._jobs else False

    def run(self, place: int) -> bool:
        """Run the job at a place of the queue, so that a later one can end first."""
        # By hand and on this thread, so that a failing test has a whole traceback.
        job, then = self._jobs.pop(place)
        self._outcomes.add(then, outcome_of(job))
        return True

    def run_all(self) -> int:
        """Run what waits now; returns how many."""
        count = len(self._jobs)
        for _ in range(count):
            self.run_next()
        return count

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Let `hear` have a value inside a later `poll`, before the outcome of the job that tells it."""
        self._outcomes.add_value(hear, value)

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Deliver up to `most` outcomes, one of `frames` that wait; returns how many."""
        return self._outcomes.deliver(most, frames)

    def drain(self, timeout: float) -> bool:
        """Run whatever waits; takes no time."""
        while self.run_all():
            pass
        return True

    def close(self, timeout: float) -> bool:
        """Forget the jobs that have not been run."""
        self._closed = True
        self._jobs.clear()
        return True
