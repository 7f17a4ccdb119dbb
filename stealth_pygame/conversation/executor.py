"""The border between the game and its jobs: jobs go in, outcomes come out, and nothing else crosses it.

Every executor guarantees:
- each job that was accepted gives exactly one outcome, unless the executor is closed before the job began;
- a job may `tell` values before its end, and they are delivered before its outcome, in their order;
- outcomes are delivered inside `poll`, on the thread that calls it, in the order in which the jobs ended;
- `submit` and `poll` never wait, and a job's error is a value, not a raise;
- only a few jobs begin between two polls, however many are submitted in one frame.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from stealth_pygame.client.backend_api import Eventually
from stealth_pygame.errors import StealthError

log = logging.getLogger("stealth_pygame")
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """The end of a job: a value, or the error that took its place."""

    value: T | None = None
    error: StealthError | None = None


Task: TypeAlias = "tuple[Callable[[], Any], Callable[[Outcome[Any]], None]]"
"""A job, and the function that hears its outcome."""


class Executor(Protocol):
    """The runner of jobs: threads, tasks of a page's event loop, or a stand-in of a test that is cranked by hand."""

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job, which may return an awaitable; `then` hears its outcome inside a later `poll`."""

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Take a value of a job that goes on, from any thread; `hear` has it inside a later `poll`."""

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Deliver outcomes, here and now; as many as let those that wait be spread over so many frames."""

    def drain(self, timeout: float) -> bool:
        """Wait until nothing runs; for closing only."""

    def close(self, timeout: float) -> bool:
        """End the threads or tasks that run the jobs."""


class Outcomes:
    """The outcomes that wait for a poll, in the order in which the jobs ended; any thread may add one."""

    def __init__(self) -> None:
        self._done: deque[tuple[Callable[[Outcome[Any]], None], Outcome[Any]]] = deque()

    def add(self, then: Callable[[Outcome[Any]], None], outcome: Outcome[Any]) -> None:
        """Take the outcome of one job."""
        # A deque is safe between threads without a lock, so no frame waits for one.
        self._done.append((then, outcome))

    def add_value(self, hear: Callable[[T], None], value: T) -> None:
        """Take a value that a job tells before its outcome."""
        self.add(lambda outcome: hear(value), Outcome(value=value))

    def deliver(self, most: int, frames: int = 1) -> int:
        """Call up to `most` functions with their outcomes, a share of those that wait; returns how many."""
        count = 0
        if frames > 1:
            most = min(most, -(-len(self._done) // frames))
        while count < most and self._done:
            # One by one: a function that is called here may close the executor.
            then, outcome = self._done.popleft()
            count += 1
            then(outcome)
        return count


def outcome_of(job: Callable[[], Eventually[T]]) -> Outcome[T]:
    """Run a job to its end, here and now; an awaitable that it returns is run in an event loop of its own."""
    try:
        value = job()
        return Outcome(value=_run(value) if isinstance(value, Awaitable) else value)
    except StealthError as exc:
        return Outcome(error=exc)
    except Exception as exc:
        # A thread must outlive any fault of a job.
        log.error("A job failed: %s", type(exc).__name__, exc_info=exc)
        return unexpected(exc)


async def outcome_later(job: Callable[[], Eventually[T]]) -> Outcome[T]:
    """Run a job, and await what it returns where that is an awaitable."""
    try:
        value = job()
        return Outcome(value=await value if isinstance(value, Awaitable) else value)
    except StealthError as exc:
        return Outcome(error=exc)
    except Exception as exc:
        log.error("A job failed: %s", type(exc).__name__, exc_info=exc)
        return unexpected(exc)


def unexpected(exc: Exception) -> Outcome[Any]:
    """Return the outcome of a fault of the program: the log has it whole, the error tells nothing of its insides."""
    return Outcome(error=StealthError(f"Unexpected {type(exc).__name__} in a job; the log says more."))


def _run(value: Awaitable[T]) -> T:
    # Not at the top: it needs sockets, and most games have no use for it.
    import asyncio  # noqa: PLC0415

    async def wait() -> T:
        return await value

    return asyncio.run(wait())
