"""Leases by the clock of the database: whatever the clocks of the processes show."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stealth_pygame.backend.store.storage import LEASE, BusyConversationError, Held, Storage, UnknownConversationError
from tests.backend.parts import SHEET

MINUTES = 300.0


class Clock:
    """A process's clock: the true time, and how far this one is off."""

    def __init__(self, truth: list[float], off: float = 0.0) -> None:
        self._truth = truth
        self.off = off

    def __call__(self) -> float:
        return self._truth[0] + self.off


@pytest.fixture
def truth() -> list[float]:
    return [1_800_000_000.0]


# What a test has opened; from Python 3.13 on a database that nobody closes is a warning.
OPEN: list[Storage] = []


@pytest.fixture(autouse=True)
def no_storage_stays_open() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def holder(path: Path, clock: Callable[[], float]) -> Callable[[str], Held | None]:
    """Try to hold a conversation, as a process with that clock would."""
    storage = Storage(str(path / "a.db"), now=clock)
    OPEN.append(storage)

    def hold(secret: str) -> Held | None:
        try:
            return storage.hold(secret)
        except BusyConversationError:
            return None

    return hold


def new_conversation(path: Path) -> str:
    storage = Storage(str(path / "a.db"))
    secret = storage.create(SHEET, [], None)[1]
    storage.close()
    return secret


@pytest.mark.parametrize("off", [MINUTES, -MINUTES, 1e9, -1e9])
def test_clocks_that_differ_let_one_send_in(tmp_path: Path, truth: list[float], off: float) -> None:
    """A clock that is ahead by minutes sees no lease end before its time, and one that is behind none too late."""
    secret = new_conversation(tmp_path)
    one, two = holder(tmp_path, Clock(truth)), holder(tmp_path, Clock(truth, off))
    assert one(secret)
    assert not two(secret)
    truth[0] += LEASE - 0.1
    assert not two(secret)
    truth[0] += 0.2
    assert two(secret)
    assert not one(secret)


def test_a_clock_set_back_keeps_nobody_busy(tmp_path: Path, truth: list[float]) -> None:
    """An hour back (dual boot, network time): the lease of a dead process still ends in its time."""
    secret = new_conversation(tmp_path)
    clock = Clock(truth)
    hold = holder(tmp_path, clock)
    assert hold(secret)
    truth[0] += 1
    assert not hold(secret)
    clock.off = -3600
    assert not hold(secret)
    truth[0] += LEASE + 0.1
    assert hold(secret)


def test_a_file_remembers_its_time(tmp_path: Path, truth: list[float]) -> None:
    """A process that starts later, with any clock, goes on where the others are."""
    secret = new_conversation(tmp_path)
    first = holder(tmp_path, Clock(truth))
    truth[0] += 1000
    assert first(secret)
    second = holder(tmp_path, Clock(truth, -1e6))
    assert not second(secret)
    truth[0] += LEASE + 0.1
    assert second(secret)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.floats(0, 4)), min_size=1, max_size=30),
)
def test_two_never_hold_at_once(
    tmp_path_factory: pytest.TempPathFactory, offsets: list[float], steps: list[tuple[int, float]]
) -> None:
    """Three processes whose clocks differ: a lease is neither cut short nor longer than it should be."""
    path = tmp_path_factory.mktemp("clock")
    truth = [1000.0]
    secret = new_conversation(path)
    storages = [Storage(str(path / "a.db"), now=Clock(truth, off)) for off in offsets]
    taken = -math.inf
    for number, passes in steps:
        truth[0] += passes
        try:
            storages[number].hold(secret)
        except BusyConversationError:
            assert truth[0] - taken <= LEASE + 0.001
        else:
            assert truth[0] - taken >= LEASE - 0.001
            taken = truth[0]
    for storage in storages:
        storage.close()


def test_a_suspended_process_finds_out_that_it_lost(tmp_path: Path, truth: list[float]) -> None:
    """A send that slept through its lease keeps nothing: another one has the conversation."""
    secret = new_conversation(tmp_path)
    sleeper, other = (Storage(str(tmp_path / "a.db"), now=Clock(truth)) for _ in range(2))
    held = sleeper.hold(secret)
    truth[0] += LEASE + 1
    theirs = other.hold(secret)
    assert not sleeper.renew(held)
    assert not sleeper.keep(held, [])
    sleeper.release(held)
    assert other.renew(theirs)
    assert other.keep(theirs, [])
    with pytest.raises(UnknownConversationError):
        other.hold("another")
    sleeper.close()
    other.close()


def test_a_server_whose_clock_was_set_back_keeps_nobody_busy(truth: list[float]) -> None:
    """A lease that lies further ahead than a lease is long runs from the first look on, and no longer."""
    storage = Storage("sqlite://", now=Clock(truth))
    secret = storage.create(SHEET, [], None)[1]
    storage.hold(secret)
    with storage.database.transaction() as db:
        db.run("UPDATE stealth_conversations SET busy_until = busy_until + 3600")
    with pytest.raises(BusyConversationError):
        storage.hold(secret)
    truth[0] += LEASE + 0.1
    assert storage.hold(secret)
    storage.close()
