"""Conversations that nobody finishes: forgotten in the end, but never because of a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stealth_pygame.backend.brain.interface import Turn
from stealth_pygame.backend.store import retention as retention_module
from stealth_pygame.backend.store.retention import Retention
from stealth_pygame.backend.store.storage import Storage, UnknownConversationError
from stealth_pygame.errors import ConfigurationError
from tests.backend.parts import SHEET

SPOKEN = [Turn("user", "Ada", "Hi"), Turn("character", "Bruna", "Good day")]
Opens = Callable[[int], Storage]


@pytest.fixture
def on_day(tmp_path: Path) -> Iterator[Opens]:
    """The backend as it is opened on a day of the calendar."""
    opened: list[Storage] = []

    def opens(date: int) -> Storage:
        while opened:
            opened.pop().close()
        opened.append(
            Storage(str(tmp_path / "a.db"), retention=Retention(days=3, persistent_days=5), date=lambda: date)
        )
        return opened[0]

    yield opens
    while opened:
        opened.pop().close()


def spoken_in(storage: Storage, token: str | None = None) -> str:
    secret = storage.create(SHEET, [], token)[1]
    assert storage.keep(storage.hold(secret), SPOKEN)
    return secret


def known(storage: Storage, secret: str) -> bool:
    try:
        storage.release(storage.hold(secret))
    except UnknownConversationError:
        return False
    return True


def test_an_unfinished_conversation_goes_after_days_without_use(on_day: Opens) -> None:
    """A persistent one stays longer; what is used stays."""
    first = on_day(100)
    left, used, persistent = spoken_in(first), spoken_in(first), spoken_in(first, "token")
    for date in (101, 102, 103):
        storage = on_day(date)
        assert known(storage, used)
    on_day(104)
    storage = on_day(105)
    assert not known(storage, left)
    assert known(storage, used)
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_conversations") == [(2,)]
    for date in range(106, 113):
        on_day(date)
    assert not known(on_day(113), persistent)


@pytest.mark.parametrize("date", [100 + 365 * 50, 3, -1])
def test_a_pause_or_a_wrong_clock_costs_no_memory(on_day: Opens, date: int) -> None:
    """Only days of use count: after a year away, or with a clock in another century, the villager remembers."""
    secret = spoken_in(on_day(100), "token")
    assert known(on_day(date), secret)
    assert known(on_day(100), secret)


def test_a_day_that_ends_while_it_runs_counts(tmp_path: Path) -> None:
    """A server that is never restarted forgets as well."""
    days = [1]
    storage = Storage(str(tmp_path / "a.db"), retention=Retention(days=1), date=lambda: days[0])
    secret = spoken_in(storage)
    for _ in range(3):
        days[0] += 1
        spoken_in(storage)
    assert not known(storage, secret)
    storage.close()


def test_conversations_in_which_nothing_was_said_are_limited(on_day: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Creates in vain do not fill a disk: of those without a word or a token, the newest stay at the next start."""
    monkeypatch.setattr(retention_module, "UNUSED", 5)
    storage = on_day(100)
    spoken, kept = spoken_in(storage), storage.create(SHEET, [], "token")[1]
    empty = [storage.create({**SHEET, "name": str(n)}, [], None)[1] for n in range(9)]
    assert all(known(storage, secret) for secret in empty)
    storage = on_day(100)
    assert [known(storage, secret) for secret in empty] == [False] * 4 + [True] * 5
    assert known(storage, spoken)
    assert known(storage, kept)
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_sheets") == [(6,)]


@pytest.mark.parametrize("days", [0, -1, 0.5, float("nan")])
def test_an_age_is_a_day_at_least(days: float) -> None:
    """A conversation is not forgotten while it is used."""
    with pytest.raises(ConfigurationError, match="for a day at least"):
        Retention(days=days)
