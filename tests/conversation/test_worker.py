"""The thread border."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from stealth_pygame.conversation.executor import Outcome
from stealth_pygame.conversation.worker import BEGUN_AT_ONCE, Workers
from stealth_pygame.errors import ClosedError, ConnectError


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(limit=3)
    yield made
    assert made.close(5.0)


def collect(workers: Workers, heard: list[Outcome[object]], count: int) -> None:
    assert workers.drain(5.0)
    workers.poll()
    assert len(heard) == count


def test_a_job_runs_elsewhere_and_is_told_here(workers: Workers) -> None:
    """A job runs on a worker thread, its outcome is delivered on the polling one."""
    heard: list[tuple[str, str]] = []
    here = threading.current_thread().name
    workers.submit(
        lambda: threading.current_thread().name,
        lambda outcome: heard.append((outcome.value or "", threading.current_thread().name)),
    )
    assert heard == []
    workers.drain(5.0)
    workers.poll()
    assert heard == [("stealth-1", here)]


def test_an_error_is_a_value(workers: Workers) -> None:
    """What a job raises arrives as the outcome's error."""
    heard: list[Outcome[object]] = []

    def job() -> object:
        raise ConnectError("nobody there")

    workers.submit(job, heard.append)
    collect(workers, heard, 1)
    assert isinstance(heard[0].error, ConnectError)


def test_a_fault_of_the_program_is_logged_and_told_without_insides(
    workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug in a job ends no thread, and its details stay in the log."""
    heard: list[Outcome[object]] = []

    def job() -> object:
        raise KeyError("inside")

    workers.submit(job, heard.append)
    collect(workers, heard, 1)
    assert "inside" not in str(heard[0].error)
    assert "KeyError" in caplog.text


def test_jobs_run_side_by_side(workers: Workers) -> None:
    """Three jobs that wait for each other all end: none stands in another's way."""
    meet = threading.Barrier(3, timeout=5)
    heard: list[Outcome[object]] = []
    for _ in range(3):
        workers.submit(meet.wait, heard.append)
    collect(workers, heard, 3)
    assert all(outcome.error is None for outcome in heard)


def test_threads_are_few_and_reused(workers: Workers) -> None:
    """One at work and a spare for jobs that come one by one; no more than the limit, however many come at once."""
    heard: list[Outcome[object]] = []
    for count in range(1, 21):
        workers.submit(threading.get_ident, heard.append)
        collect(workers, heard, count)
    assert len({outcome.value for outcome in heard}) <= 2
    for _ in range(30):
        workers.submit(threading.get_ident, heard.append)
    workers.drain(5.0)
    assert workers.threads <= 3


def test_a_few_jobs_begin_between_two_polls(workers: Workers) -> None:
    """A burst in one frame keeps the interpreter from no frame: the rest begins with the next polls, in order."""
    began: list[int] = []
    several = threading.Semaphore(0)

    def job(number: int) -> None:
        began.append(number)
        several.release()

    for number in range(BEGUN_AT_ONCE + 3):
        workers.submit(partial(job, number), lambda outcome: None)
    for _ in range(BEGUN_AT_ONCE):
        assert several.acquire(timeout=5.0)
    assert not several.acquire(timeout=0.05)
    assert not workers.idle
    workers.poll()
    for _ in range(3):
        assert several.acquire(timeout=5.0)
    assert sorted(began) == list(range(BEGUN_AT_ONCE + 3))


def test_poll_is_bounded(workers: Workers) -> None:
    """One poll delivers no more than it was asked for; the rest waits."""
    heard: list[Outcome[object]] = []
    for _ in range(5):
        workers.submit(lambda: None, heard.append)
    workers.drain(5.0)
    assert workers.poll(2) == 2
    assert len(heard) == 2
    assert workers.poll() == 3


def test_poll_without_outcomes_does_nothing(workers: Workers) -> None:
    """An empty queue costs nothing and tells nothing."""
    assert workers.poll() == 0
    assert workers.idle


def test_closing_gives_up_on_a_hanging_job() -> None:
    """A job that hangs does not hold the game: close returns, and the daemon dies with the process."""
    workers = Workers(limit=1)
    release = threading.Event()
    workers.submit(release.wait, lambda outcome: None)
    assert not workers.drain(0.01)
    assert not workers.close(0.01)
    release.set()
    assert workers.close(5.0)


def test_closing_forgets_what_has_not_begun() -> None:
    """Jobs behind a hanging one never run after close."""
    workers = Workers(limit=1)
    began, release, ran = threading.Event(), threading.Event(), threading.Event()

    def hang() -> None:
        began.set()
        release.wait()

    workers.submit(hang, lambda outcome: None)
    assert began.wait(5.0)
    workers.submit(ran.set, lambda outcome: None)
    workers.close(0.0)
    release.set()
    assert workers.close(5.0)
    assert not ran.is_set()


def test_a_job_after_closing_is_told_so() -> None:
    """Whoever submits too late hears `ClosedError`, not silence."""
    workers = Workers()
    workers.close(1.0)
    heard: list[Outcome[object]] = []
    workers.submit(lambda: None, heard.append)
    workers.poll()
    assert isinstance(heard[0].error, ClosedError)


def test_a_python_that_starts_no_threads_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the interpreter's exit no thread may start: the outcome says so."""

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    workers = Workers()
    heard: list[Outcome[object]] = []
    workers.submit(lambda: None, heard.append)
    workers.poll()
    assert isinstance(heard[0].error, ClosedError)


def test_a_worker_may_close_its_own_crew() -> None:
    """Garbage is collected by whichever thread comes along, so nobody waits for himself."""
    workers = Workers(1)
    heard: list[Outcome[bool]] = []
    workers.submit(lambda: workers.close(1.0), heard.append)
    assert workers.drain(5.0)
    workers.poll()
    assert heard[0].value is True
    assert workers.close(5.0)
