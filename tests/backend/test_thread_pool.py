"""The threads that think: as many as are needed, never more than allowed, and none that holds up the end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from stealth_pygame.backend.thread_pool import ThreadPool


def test_results_and_errors_come_back() -> None:
    """What the work gives, or raises, is what the caller gets."""

    async def ask() -> None:
        thinkers = ThreadPool(2)
        assert await thinkers.run(lambda: 5) == 5
        with pytest.raises(ZeroDivisionError):
            await thinkers.run(lambda: 1 / 0)
        thinkers.close()

    asyncio.run(ask())


def test_there_are_never_more_threads_than_allowed() -> None:
    """The rest waits its turn, and everything is done."""

    async def ask() -> None:
        thinkers = ThreadPool(3)
        both = threading.Barrier(3)
        names = await asyncio.gather(
            *(thinkers.run(lambda: (both.wait(5), threading.get_ident())[1]) for _ in range(9))
        )
        assert len(set(names)) == 3
        thinkers.close()

    asyncio.run(ask())


def test_one_after_the_other_needs_one_thread() -> None:
    """No thread is started that nobody needs."""

    async def ask() -> None:
        thinkers = ThreadPool(8)
        assert len({await thinkers.run(threading.get_ident) for _ in range(5)}) == 1
        thinkers.close()

    asyncio.run(ask())


def test_an_answer_that_nobody_waits_for_is_dropped() -> None:
    """A cancelled wait, and a loop that is closed, disturb no thread."""
    go_on, done = threading.Event(), threading.Event()

    def slow() -> int:
        go_on.wait(5)
        done.set()
        return 5

    async def ask() -> ThreadPool:
        thinkers = ThreadPool(1)
        task = asyncio.ensure_future(thinkers.run(slow))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        assert await thinkers.run(lambda: 6) == 6
        go_on.clear()
        asyncio.ensure_future(thinkers.run(slow))  # noqa: RUF006 - nobody is to wait for it
        await asyncio.sleep(0)
        return thinkers

    thinkers = asyncio.run(ask())
    done.clear()
    go_on.set()
    assert done.wait(5)
    thinkers.close()
    for thread in thinkers._threads:
        thread.join(5)
        assert not thread.is_alive()
