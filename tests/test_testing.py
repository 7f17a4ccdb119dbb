"""The fake backend of the workshop: a game's tests may rely on it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal

import pytest

from stealth_pygame import errors
from stealth_pygame.client import StealthClient
from stealth_pygame.protocol import Reply, User
from stealth_pygame.testing import CHARACTER, FakeBackend, FakeReply, Fault, HandWorker, pump
from stealth_pygame.worker import Outcome

ADA = User(name="Ada", id="ada")


class Setup:
    """A backend of one nature, and a client that talks to it."""

    def __init__(self, nature: Literal["contract", "measured"]) -> None:
        self.backend = FakeBackend(nature).start()
        self.client = StealthClient(self.backend.url, self.backend.auth, reply_timeout=2.0)
        self.pool = ThreadPoolExecutor(4)

    def talk(self, *ids: str, token: str | None = None) -> str:
        users = [User(name=id_.title(), id=id_) for id_ in ids or ("ada",)]
        return self.client.create(CHARACTER, users, token).secret

    def ask(self, secret: str, message: str = "hello", player: str = "ada") -> Reply:
        return self.client.send(secret, message, player)

    def asking(self, secret: str) -> Future[Reply]:
        """A send of another thread, which is thinking when this returns."""
        before = self.backend.waiting
        future = self.pool.submit(self.ask, secret)
        until(lambda: self.backend.waiting == before + 1)
        return future

    def close(self) -> None:
        self.backend.stop()
        self.pool.shutdown()
        self.client.close()


class Nobody:
    """A game without anything to do."""

    def update(self, dt: float) -> None:
        return


def until(holds: Callable[[], bool]) -> None:
    pump(Nobody(), holds)


@pytest.fixture
def measured() -> Iterator[Setup]:
    setup = Setup("measured")
    yield setup
    setup.close()


@pytest.fixture
def contract() -> Iterator[Setup]:
    setup = Setup("contract")
    yield setup
    setup.close()


@pytest.fixture(params=["contract", "measured"])
def either(request: pytest.FixtureRequest) -> Iterator[Setup]:
    setup = Setup(request.param)
    yield setup
    setup.close()


def test_it_echoes_when_told_nothing(either: Setup) -> None:
    """Without a script the reply repeats the message."""
    assert either.ask(either.talk()).content == "You said: hello"


def test_ready_replies_come_in_order_then_the_script(either: Setup) -> None:
    """Replies laid ready go first; calls come with parameters as text."""
    either.backend.script(lambda message, context, users: FakeReply(f"{message} {[user.name for user in users]}"))
    either.backend.reply("first", calls=["wave", ("open", {"width": 3.5, "wide": True}), {"name": "shut"}])
    secret = either.talk()
    first = either.ask(secret)
    assert first.content == "first"
    assert [call.name for call in first.calls] == ["wave", "open", "shut"]
    assert first.calls[1].parameters == {"width": "3.5", "wide": "true"}
    assert either.ask(secret).content == "hello ['Ada']"


def test_requests_are_recorded_without_the_key(either: Setup) -> None:
    """What came in can be asked, and shows neither key nor secret."""
    secret = either.talk()
    either.client.finish(secret)
    assert [request.route for request in either.backend.requests] == ["/api/create", "/api/finish"]
    assert either.backend.auth not in repr(either.backend.requests)
    assert secret not in repr(either.backend.requests)


def test_a_wrong_key_is_refused_before_anything_else(either: Setup) -> None:
    """403 names the key, whatever the body is."""
    with StealthClient(either.backend.url, "another") as stranger, pytest.raises(errors.KeyRefusedError):
        stranger.create({}, [])


def test_a_held_send_waits_and_a_second_one_finds_it_busy(either: Setup) -> None:
    """While a send thinks the next one is 429, and counted as an overlap."""
    secret = either.talk()
    either.backend.hold()
    first = either.asking(secret)
    with pytest.raises(errors.BusyError):
        either.ask(secret)
    assert either.backend.overlapping_sends == 1
    either.backend.release()
    assert first.result(2).content == "You said: hello"
    assert either.ask(secret).content == "You said: hello"


def test_held_sends_can_be_released_one_by_one(either: Setup) -> None:
    """release(1) lets one send answer, and the others think on."""
    either.backend.hold()
    futures = [either.asking(either.talk(name)) if name == "ada" else None for name in ("ada",)]
    either.backend.release(1)
    assert futures[0] is not None
    assert futures[0].result(2).content
    assert either.backend.waiting == 0


def test_finishing_during_a_send_is_counted(either: Setup) -> None:
    """The count is what a client's tests ask for."""
    secret = either.talk()
    either.backend.hold()
    first = either.asking(secret)
    either.client.finish(secret)
    either.backend.release()
    first.result(2)
    assert either.backend.finished_during_send == 1


def test_measured_keeps_a_user_in_one_conversation(measured: Setup) -> None:
    """Joining the second conversation silences the first."""
    first = measured.talk()
    second = measured.talk()
    assert measured.ask(first).cancelled
    assert not measured.ask(second).cancelled
    measured.client.update(first, [ADA])
    assert not measured.ask(first).cancelled


def test_contract_lets_a_user_be_in_two(contract: Setup) -> None:
    """The page says nothing of users being moved."""
    first, second = contract.talk(), contract.talk()
    assert not contract.ask(first).cancelled
    assert not contract.ask(second).cancelled


def test_no_thread_is_left(either: Setup) -> None:
    """After stop every thread of the server has ended, held sends included."""
    either.backend.hold()
    future = either.asking(either.talk())
    either.backend.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fake-backend")]
    with pytest.raises(errors.ConnectionLostError):
        future.result(2)


def test_a_killed_backend_leaves_the_flag_set(measured: Setup) -> None:
    """Killed in mid-send, the conversation is busy for ever, also after a restart."""
    secret = measured.talk()
    measured.backend.hold()
    future = measured.asking(secret)
    measured.backend.kill_mid_send()
    assert isinstance(future.exception(2), errors.ConnectionLostError)
    measured.backend.release()
    measured.backend.restart()
    with pytest.raises(errors.BusyError):
        measured.ask(secret)


def test_a_restart_may_lose_the_data(either: Setup) -> None:
    """Without its data the backend knows no conversation, at the same address."""
    secret = either.talk()
    either.backend.restart(keep_data=True)
    assert either.ask(secret).content
    either.backend.restart(keep_data=False)
    with pytest.raises(errors.ConversationNotFoundError):
        either.ask(secret)


def test_a_fault_takes_one_request_unless_told_otherwise(either: Setup) -> None:
    """fail(times=2) spoils two requests and no third."""
    secret = either.talk()
    either.backend.fail("send", Fault.STATUS_500, times=2)
    for _ in range(2):
        with pytest.raises(errors.ServerError):
            either.ask(secret)
    assert either.ask(secret).content


def test_the_hand_cranked_worker_ends_jobs_as_told() -> None:
    """Jobs wait, run in any order, and are delivered by poll."""
    worker, heard = HandWorker(), []

    def hear(outcome: Outcome[int]) -> None:
        heard.append(outcome.value)

    worker.submit(lambda: 1, hear)
    worker.submit(lambda: 2, hear)
    assert worker.run(1)
    assert not heard
    assert worker.poll() == 1
    assert heard == [2]
    assert worker.run_next()
    assert worker.idle
    worker.poll()
    assert heard == [2, 1]
    assert not worker.run_next()


def test_pump_says_what_never_held() -> None:
    """A condition that never comes true is an AssertionError with the time it was given."""
    with pytest.raises(AssertionError, match=r"after 0\.01 s"):
        pump(Nobody(), lambda: False, timeout=0.01)
