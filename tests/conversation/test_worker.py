"""The thread border."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from stealth_pygame.conversation.executor import Outcome
from stealth_pygame.conversation.worker import BEGUN_AT_ONCE, KEPT, Workers, collect_young_garbage
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


def test_outcomes_that_came_together_are_spread(workers: Workers) -> None:
    """Each poll takes its share of what waits, one at least, and the order stays."""
    heard: list[object] = []
    for number in range(10):
        workers.tell(heard.append, number)
    counts = [workers.poll(64, 4) for _ in range(8)]
    assert counts == [3, 2, 2, 1, 1, 1, 0, 0]
    assert heard == list(range(10))


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


def test_a_worker_may_close_its_own_executor() -> None:
    """Garbage is collected by whichever thread comes along, so no thread waits for itself."""
    workers = Workers(1)
    heard: list[Outcome[bool]] = []
    workers.submit(lambda: workers.close(1.0), heard.append)
    assert workers.drain(5.0)
    workers.poll()
    assert heard[0].value is True
    assert workers.close(5.0)


def test_closing_meets_a_thread_that_is_only_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread makes the next one: that may not run yet when somebody closes, and is waited for all the same."""
    workers = Workers()
    made, go = threading.Event(), threading.Event()
    start = threading.Thread.start

    def start_late(thread: threading.Thread) -> None:
        if threading.current_thread().name == "stealth-1":
            made.set()
            assert go.wait(10)
        start(thread)

    before = set(threading.enumerate())
    monkeypatch.setattr(threading.Thread, "start", start_late)
    workers.submit(lambda: None, lambda outcome: None)
    assert made.wait(10)
    assert not workers.close(0.0)
    go.set()
    assert workers.close(10)
    assert set(threading.enumerate()) <= before


def test_a_thread_on_its_last_steps_has_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its work is over, the thread is not: whoever heard that all have ended finds none."""
    workers = Workers()
    go = threading.Event()
    run = threading.Thread.run

    def run_long(thread: threading.Thread) -> None:
        run(thread)
        assert go.wait(10)

    before = set(threading.enumerate())
    monkeypatch.setattr(threading.Thread, "run", run_long)
    workers.submit(lambda: None, lambda outcome: None)
    assert not workers.close(0.1)
    go.set()
    assert workers.close(10)
    assert set(threading.enumerate()) <= before


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait for other threads, for ten seconds at most."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.001)


def test_threads_grow_while_all_are_blocked_and_end_when_idle() -> None:
    """A hundred jobs that wait are all at work at once; afterwards two threads are left."""
    others = set(threading.enumerate())
    workers = Workers(idle_seconds=0.2)
    gate, meet = threading.Event(), threading.Barrier(101, timeout=10)
    heard: list[Outcome[object]] = []

    def job() -> None:
        meet.wait()
        gate.wait(10)

    for _ in range(100):
        workers.submit(job, heard.append)
    for _ in range(100 // BEGUN_AT_ONCE):
        workers.poll()
    meet.wait()
    assert 100 <= workers.threads <= 101
    gate.set()
    assert workers.drain(10)
    workers.poll(100)
    assert len(heard) == 100
    wait_for(lambda: workers.threads == KEPT)
    wait_for(lambda: len(set(threading.enumerate()) - others) == KEPT)
    workers.submit(lambda: "still there", heard.append)
    assert workers.drain(5)
    workers.poll()
    assert heard[-1].value == "still there"
    assert workers.close(5)


def test_jobs_and_idle_threads_meet() -> None:
    """Threads that end in the very moment in which jobs arrive leave none of them behind."""
    workers = Workers(limit=8, idle_seconds=0.0005)
    heard: list[Outcome[object]] = []
    for round_ in range(200):
        for _ in range(4):
            workers.submit(lambda: None, heard.append)
        assert workers.drain(10)
        workers.poll()
        assert len(heard) == 4 * (round_ + 1)
    assert workers.close(5)


def test_the_last_thread_stays_until_closing() -> None:
    """However long nothing is asked; the next job finds it."""
    workers = Workers(idle_seconds=0.001)
    heard: list[Outcome[object]] = []
    workers.submit(lambda: None, heard.append)
    collect(workers, heard, 1)
    threading.Event().wait(0.02)
    assert 1 <= workers.threads <= KEPT
    assert workers.close(5)
    assert workers.idle


def test_closing_counts_what_it_forgets() -> None:
    """Nothing is pending after a close but the job that hangs, and then nothing at all."""
    workers = Workers(limit=1)
    began, release = threading.Event(), threading.Event()

    def hang() -> None:
        began.set()
        release.wait(10)

    workers.submit(hang, lambda outcome: None)
    assert began.wait(5)
    for _ in range(BEGUN_AT_ONCE + 3):
        workers.submit(lambda: None, lambda outcome: None)
    workers.close(0.0)
    assert not workers.idle
    release.set()
    assert workers.close(5)
    assert workers.idle
    assert workers.drain(0.0)


def test_a_thread_runs_what_is_awaited(workers: Workers) -> None:
    """A client that is awaited serves with threads too."""
    heard: list[Outcome[object]] = []

    async def later() -> str:
        return threading.current_thread().name

    workers.submit(later, heard.append)
    collect(workers, heard, 1)
    assert str(heard[0].value).startswith("stealth-")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_touches_no_thread_of_its_parent() -> None:
    """There is none in it: jobs end at once, closing returns, and the parent's job is answered."""
    program = """
import os, sys, threading
from stealth_pygame.conversation.worker import Workers
workers, gate, heard = Workers(), threading.Event(), []
workers.submit(gate.wait, heard.append)
child = os.fork()
if child == 0:
    lost = []
    workers.submit(lambda: 1, lost.append)
    workers.poll()
    workers.drain(0.0)
    sys.exit(0 if workers.close(5) and type(lost[0].error).__name__ == "ClosedError" and workers.idle else 3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
gate.set()
workers.drain(5)
workers.poll()
print(heard[0].value)
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.split() == ["0", "True"]


@pytest.mark.parametrize(
    ("enabled", "count", "threshold", "collected"),
    [
        (True, (351, 3, 0), (700, 10, 10), [0]),
        (True, (351, 11, 0), (700, 10, 10), [1]),
        (True, (351, 11, 99), (700, 10, 10), [1]),
        (True, (350, 11, 99), (700, 10, 10), []),
        (True, (351, 3, 0), (0, 10, 10), []),
        (False, (9_999, 3, 0), (700, 10, 10), []),
    ],
)
def test_young_garbage_is_collected_by_workers(
    monkeypatch: pytest.MonkeyPatch,
    enabled: bool,
    count: tuple[int, int, int],
    threshold: tuple[int, int, int],
    collected: list[int],
) -> None:
    """Half way to the next collection; never what is old, and never in a game that wants none."""
    generations: list[int] = []
    monkeypatch.setattr(gc, "isenabled", lambda: enabled)
    monkeypatch.setattr(gc, "get_count", lambda: count)
    monkeypatch.setattr(gc, "get_threshold", lambda: threshold)
    monkeypatch.setattr(gc, "collect", generations.append)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    collect_young_garbage()
    assert generations == collected
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    collect_young_garbage()
    assert generations == collected


def test_garbage_of_a_job_is_collected_where_it_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread looks after its job, when the outcome is on its way already."""
    names: set[str] = set()
    monkeypatch.setattr(gc, "get_count", lambda: (351, 0, 0))
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", lambda generation: names.add(threading.current_thread().name))
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    workers = Workers(limit=2)
    workers.submit(lambda: None, lambda outcome: None)
    assert workers.drain(5.0)
    assert workers.close(5.0)
    assert names
    assert all(name.startswith("stealth-") for name in names)
