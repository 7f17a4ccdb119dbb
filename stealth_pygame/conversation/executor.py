"""The interface through which the game's thread runs blocking jobs: it submits jobs and receives outcomes.

Every executor guarantees:
- each accepted job gives exactly one outcome, unless the executor is closed before the job begins;
- a job may `tell` values before its end, and they are delivered before its outcome, in their order;
- outcomes are delivered inside `poll`, on the thread that calls it, in the order in which the jobs ended;
- `submit` and `poll` never wait, and the exception of a job is delivered as `Outcome.error`, not raised;
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
    """The result of a job: a value, or an error."""

    value: T | None = None
    error: StealthError | None = None


Task: TypeAlias = "tuple[Callable[[], Any], Callable[[Outcome[Any]], None]]"
"""A job, and the function that is called with its outcome."""


class Executor(Protocol):
    """A runner of jobs: threads, tasks of a web page's event loop, or a test's executor that runs them on command."""

    def submit(self, job: Callable[[], Eventually[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Take a job, which may return an awaitable; `then` is called with its outcome inside a later `poll`."""

    def tell(self, hear: Callable[[T], None], value: T) -> None:
        """Take a value of an unfinished job, from any thread; `hear` is called with it inside a later `poll`."""

    def poll(self, most: int = 64, frames: int = 1) -> int:
        """Deliver up to `most` outcomes and values; return how many. frames: as `Outcomes.deliver`."""

    def drain(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until no job runs, and return True if none does; for closing only."""

    def close(self, timeout: float) -> bool:
        """End the threads or tasks; return True if all ended within `timeout` seconds."""


class Outcomes:
    """The outcomes that wait for a poll, in the order in which the jobs ended; any thread may add one."""

    def __init__(self) -> None:
        self._done: deque[tuple[Callable[[Outcome[Any]], None], Outcome[Any]]] = deque()

    def add(self, then: Callable[[Outcome[Any]], None], outcome: Outcome[Any]) -> None:
        """Add the outcome of a job, for its function `then`."""
        # A deque needs no lock between threads, so no frame waits for one.
        self._done.append((then, outcome))

    def add_value(self, hear: Callable[[T], None], value: T) -> None:
        """Add a value that a job tells before its outcome, for the function `hear`."""
        self.add(lambda outcome: hear(value), Outcome(value=value))

    def deliver(self, most: int, frames: int = 1) -> int:
        """Call up to `most` functions with their outcomes; return how many.

        frames: those that wait are spread over so many calls, so that one frame does not get all of them.
        """
        count = 0
        if frames > 1:
            most = min(most, -(-len(self._done) // frames))
        while count < most and self._done:
            # Taken one by one, because a function that is called here may close the executor.
            then, outcome = self._done.popleft()
            count += 1
            then(outcome)
        return count


def outcome_of(job: Callable[[], Eventually[T]]) -> Outcome[T]:
    """Run a job to its end and return its outcome; if it returns an awaitable, run that in a new event loop."""
    try:
        value = job()
        return Outcome(value=_run(value) if isinstance(value, Awaitable) else value)
    except StealthError as exc:
        return Outcome(error=exc)
    except Exception as exc:
        # An error in a job must not end the worker thread.
        log.error("A job failed: %s", type(exc).__name__, exc_info=exc)
        return unexpected(exc)


async def outcome_later(job: Callable[[], Eventually[T]]) -> Outcome[T]:
    """Run a job and return its outcome; if it returns an awaitable, await it."""
    try:
        value = job()
        return Outcome(value=await value if isinstance(value, Awaitable) else value)
    except StealthError as exc:
        return Outcome(error=exc)
    except Exception as exc:
        log.error("A job failed: %s", type(exc).__name__, exc_info=exc)
        return unexpected(exc)


def unexpected(exc: Exception) -> Outcome[Any]:
    """Return the outcome for an unexpected exception. Its text is only in the log, because it may hold secrets."""
    return Outcome(error=StealthError(f"Unexpected {type(exc).__name__} in a job; the log says more."))


def _run(value: Awaitable[T]) -> T:
    # Imported here, because asyncio needs sockets and most games do not use it.
    import asyncio  # noqa: PLC0415

    async def wait() -> T:
        return await value

    return asyncio.run(wait())
