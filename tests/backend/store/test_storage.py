"""Storage without a server: the busy flag as a lease, the memory, two processes, and a database in trouble."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stealth_pygame.backend.brain.interface import Summary, Turn
from stealth_pygame.backend.store.database import DatabaseError
from stealth_pygame.backend.store.storage import BusyConversationError, Held, Storage, UnknownConversationError
from stealth_pygame.protocol.models import User
from tests.backend.parts import SHEET
from tests.backend.processes import place_that_cannot_be_made

ADA = User(name="Ada", id="ada-1")


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(clock: Clock) -> Iterator[Storage]:
    made = Storage("sqlite://", memory=4, now=clock)
    yield made
    made.close()


def open_one(storage: Storage, token: str | None = None) -> str:
    return storage.create(SHEET, [ADA], token)[1]


def exchange(storage: Storage, held: Held, text: str) -> bool:
    return storage.keep(held, [Turn("user", "Ada", text), Turn("character", "Bruna", f"re {text}")])


def test_a_held_conversation_is_busy_until_it_is_given_back(storage: Storage) -> None:
    """One send at a time."""
    secret = open_one(storage)
    held = storage.hold(secret)
    with pytest.raises(BusyConversationError):
        storage.hold(secret)
    storage.release(held)
    assert exchange(storage, storage.hold(secret), "one")
    assert storage.hold(secret).history[0].text == "one"


def test_the_busy_flag_of_a_dead_process_runs_out(storage: Storage, clock: Clock) -> None:
    """Nothing sticks: the lease ends by itself, and the late one finds out that he lost it."""
    secret = open_one(storage)
    late = storage.hold(secret)
    clock.time += storage.lease + 0.1
    ours = storage.hold(secret)
    assert not storage.renew(late)
    assert not exchange(storage, late, "late")
    storage.release(late)
    with pytest.raises(BusyConversationError):
        storage.hold(secret)
    assert exchange(storage, ours, "ours")


def test_a_renewed_lease_lives_on(storage: Storage, clock: Clock) -> None:
    """A slow model keeps its conversation."""
    secret = open_one(storage)
    held = storage.hold(secret)
    for _ in range(3):
        clock.time += storage.lease - 0.1
        assert storage.renew(held)
    with pytest.raises(BusyConversationError):
        storage.hold(secret)


def test_memory_keeps_the_newest(storage: Storage) -> None:
    """The oldest lines go first, from the database too."""
    secret = open_one(storage)
    for number in range(5):
        exchange(storage, storage.hold(secret), str(number))
    assert [turn.text for turn in storage.hold(secret).history] == ["3", "re 3", "4", "re 4"]
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_messages")[0][0] == 4


def test_a_summary_stands_apart_from_the_turns(storage: Storage) -> None:
    """It counts as none of them, the newest takes the place of the others, and a finished conversation has none."""
    secret = open_one(storage)
    held = storage.hold(secret)
    assert storage.summary(held.id) == Summary()
    storage.keep_summary(held.id, Summary("Ada came.", "hi"))
    assert exchange(storage, held, "0")
    for number in range(1, 4):
        exchange(storage, storage.hold(secret), str(number))
        storage.keep_summary(held.id, Summary(f"until {number}\x00", f"re {number}"))
    assert storage.summary(held.id) == Summary("until 3\ufffd", "re 3")
    assert [turn.text for turn in storage.hold(secret).history] == ["2", "re 2", "3", "re 3"]
    storage.finish(secret)
    storage.keep_summary(held.id, Summary("too late", ""))
    assert storage.summary(held.id) == Summary()
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_messages")[0][0] == 0


def test_a_finished_conversation_leaves_nothing(storage: Storage) -> None:
    """Also in mid-send; the late answer has nowhere to go."""
    secret = open_one(storage, "token")
    exchange(storage, storage.hold(secret), "one")
    held = storage.hold(secret)
    storage.finish(secret)
    assert not exchange(storage, held, "two")
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_messages")[0][0] == 0
    for ask in (storage.hold, storage.finish):
        with pytest.raises(UnknownConversationError):
            ask(secret)


def test_a_token_that_two_take_at_once_is_one_conversation(tmp_path: Path) -> None:
    """The one who comes a moment later gets the conversation of the other."""
    storages = [Storage(str(tmp_path / "a.db")) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        pairs = pool.map(lambda number: storages[number % 2].create(SHEET, [ADA], "token"), range(16))
        assert len(set(pairs)) == 1
    for storage in storages:
        storage.close()


def test_an_empty_token_is_none(storage: Storage) -> None:
    """Two players without a token never meet in one conversation."""
    assert open_one(storage, "") != open_one(storage, "")


def test_a_sheet_is_stored_once(storage: Storage) -> None:
    """However many conversations have it; a changed one is another sheet."""
    secrets = [open_one(storage) for _ in range(3)]
    storage.update(secrets[0], None, {**SHEET, "name": "Brunhild"})
    with storage.database.transaction() as db:
        assert db.rows("SELECT count(*) FROM stealth_sheets") == [(2,)]
    names = [storage.hold(secret).character["name"] for secret in secrets]
    assert names == ["Brunhild", "Bruna", "Bruna"]


def test_threads_share_one_storage(tmp_path: Path) -> None:
    """Every exchange of many threads is kept."""
    storage = Storage(str(tmp_path / "a.db"))
    secrets = [open_one(storage) for _ in range(8)]

    def talk(secret: str) -> None:
        for number in range(5):
            assert exchange(storage, storage.hold(secret), str(number))

    threads = [threading.Thread(target=talk, args=(secret,)) for secret in secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(storage.hold(secret).history) == 10 for secret in secrets)
    storage.close()


def test_a_path_is_a_sqlite_file_and_its_folder_is_made(tmp_path: Path) -> None:
    """`--database saves/talks.db` is all it takes, and what was said is there the next time."""
    path = tmp_path / "saves" / "talks.db"
    first = Storage(str(path))
    secret = open_one(first)
    exchange(first, first.hold(secret), "one")
    first.close()
    second = Storage(f"sqlite:///{path}")
    assert second.hold(secret).history[0].text == "one"
    second.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense://x", "is not a database URL"),
        ("postgresql+pg8000://h/x", "needs a driver"),
        ("sqlite:////", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_had_says_why(url: str, told: str) -> None:
    """One sentence, no stack of a driver."""
    with pytest.raises(DatabaseError, match=told):
        Storage(url)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """One sentence, with the folder and the system's reason."""
    nowhere = place_that_cannot_be_made(tmp_path)
    with pytest.raises(DatabaseError, match=re.escape(f"the folder {nowhere} cannot be made: ")):
        Storage(f"sqlite:///{nowhere / 'a.db'}")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's save file is not overwritten."""
    path = tmp_path / "save.json"
    path.write_text("{" * 2000)
    with pytest.raises(DatabaseError, match="something else than a SQLite database"):
        Storage(str(path))
    assert path.read_text() == "{" * 2000


def test_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    """The reason and the cure; what was answered before is still there."""
    storage = Storage(str(tmp_path / "a.db"))
    secret = open_one(storage)
    exchange(storage, storage.hold(secret), "one")
    # the file may not grow by one page: just what SQLite meets on a full disk
    with storage.database.transaction() as db:
        pages = db.rows("PRAGMA page_count")[0][0]
        db.rows(f"PRAGMA max_page_count={pages}")
    held = storage.hold(secret)
    with pytest.raises(DatabaseError, match="the disk is full: make room"):
        exchange(storage, held, "x" * 100_000)
    storage.release(held)
    assert [turn.text for turn in storage.hold(secret).history] == ["one", "re one"]
    storage.close()
