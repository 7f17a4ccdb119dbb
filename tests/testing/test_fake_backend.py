"""The fake backend of the workshop: a game's tests may rely on it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal

import pytest
import requests

from stealth_pygame import errors
from stealth_pygame.client.client import StealthClient
from stealth_pygame.conversation.executor import Outcome
from stealth_pygame.protocol.models import Reply, User
from stealth_pygame.testing import CHARACTER, FakeBackend, FakeReply, Fault, ManualWorker, pump
from stealth_pygame.testing.fake_backend.http import Wire
from stealth_pygame.testing.fake_backend.natures.measured import MeasuredNature
from stealth_pygame.testing.fake_backend.thinking import Mind

ADA = User(name="Ada", id="ada")
# Seconds for what is answered, on a machine that is busy.
PATIENCE = 30.0


class Setup:
    """A backend of one nature, and a client that talks to it."""

    def __init__(self, nature: Literal["contract", "measured"]) -> None:
        self.backend = FakeBackend(nature).start()
        self.client = StealthClient(self.backend.url, self.backend.auth, reply_timeout=PATIENCE)
        self.pool = ThreadPoolExecutor(4)

    def talk(self, *ids: str, token: str | None = None) -> str:
        users = [User(name=id_.title(), id=id_) for id_ in ids or ("ada",)]
        return self.client.create(CHARACTER, users, token).secret

    def ask(self, secret: str, message: str = "hello", player: str = "ada") -> Reply:
        return self.client.send(secret, message, player)

    def raw(self, route: str, **body: object) -> requests.Response:
        """The answer as it is on the wire."""
        headers = {"Authorization": self.backend.auth}
        return requests.post(self.backend.url + route, json=body, headers=headers, timeout=5)

    def asking(self, secret: str, player: str = "ada") -> Future[Reply]:
        """A send of another thread, which is thinking when this returns."""
        before = self.backend.waiting
        future = self.pool.submit(self.ask, secret, "hello", player)
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


def tcp_pair() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = socket.create_connection(listener.getsockname())
        return listener.accept()[0], there


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
    """Requests can be looked at, and show neither key nor secret."""
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
    futures = [either.asking(either.talk(name), name) for name in ("ada", "bob")]
    either.backend.release(1)
    until(lambda: any(future.done() for future in futures))
    assert either.backend.waiting == 1
    either.backend.release()
    assert all(future.result(2).content for future in futures)


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
    worker, heard = ManualWorker(), []

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


# What protocol.md measured


FUNCTION = {"name": "open", "description": "Opens.", "parameters": [{"name": "n", "description": "", "type": "number"}]}


def test_measured_sends_only_what_is_there(measured: Setup) -> None:
    """No flagged, no cancelled unless true, no message in a call, every parameter as text."""
    measured.backend.reply("hi", calls=[("open", {"n": 1e23, "b": False, "t": "x"})])
    raw = measured.raw("/api/send", secret=measured.talk(), message="m", playerId="ada", context=[])
    assert raw.json() == {
        "content": "hi",
        "calls": [{"name": "open", "parameters": {"n": "1e+23", "b": "false", "t": "x"}}],
    }


def test_contract_sends_every_field(contract: Setup) -> None:
    """As the page lists them."""
    contract.backend.reply("hi", calls=["open"])
    raw = contract.raw("/api/send", secret=contract.talk(), message="m", playerId="ada", context=[])
    assert raw.json() == {
        "flagged": False,
        "cancelled": False,
        "content": "hi",
        "calls": [{"name": "open", "message": "", "parameters": {}}],
    }


def test_measured_cancels_without_a_reason(measured: Setup) -> None:
    """A model's failure and an unknown player look the same, and leave no trace in the history."""
    secret = measured.talk()
    measured.backend.reply(cancelled=True)
    for player in ("ada", "nobody"):
        raw = measured.raw("/api/send", secret=secret, message="m", playerId=player, context=[])
        assert raw.json() == {"cancelled": True, "content": "", "calls": []}
    assert not measured.backend.conversations[0].history


def test_a_script_may_flag(either: Setup) -> None:
    """Moderation is in the contract, so both natures can do it on demand."""
    either.backend.reply(flagged=True)
    assert either.ask(either.talk()).flagged


def test_measured_finishes_after_a_minute(measured: Setup) -> None:
    """Until then finish and update go on, send is 429, and create with the token returns the dead conversation."""
    secret = measured.talk(token="t")
    measured.client.finish(secret)
    measured.backend.step(59.9)
    measured.client.finish(secret)
    measured.client.update(secret, [ADA])
    with pytest.raises(errors.BusyError):
        measured.ask(secret)
    assert measured.talk(token="t") == secret
    measured.backend.step(0.2)
    assert measured.backend.now == pytest.approx(60.1)
    for call in (measured.client.finish, measured.client.update, measured.ask):
        with pytest.raises(errors.ConversationNotFoundError):
            call(secret)
    assert measured.talk(token="t") != secret


def test_contract_finishes_at_once(contract: Setup) -> None:
    """The second finish finds nothing."""
    secret = contract.talk()
    contract.client.finish(secret)
    with pytest.raises(errors.ConversationNotFoundError):
        contract.client.finish(secret)


def test_measured_ignores_the_users_of_a_known_token(measured: Setup) -> None:
    """Only an update puts them in."""
    secret = measured.talk("ada", token="t")
    assert measured.talk("bob", token="t") == secret
    assert measured.ask(secret, player="bob").cancelled
    measured.client.update(secret, [("Bob", "bob")])
    assert not measured.ask(secret, player="bob").cancelled


def test_contract_lets_a_known_token_add_users(contract: Setup) -> None:
    """The page promises the conversation with the given users."""
    seen: list[list[str]] = []

    def script(message: str, context: dict[str, str], users: list[User]) -> str:
        seen.append([user.id for user in users])
        return "noted"

    contract.backend.script(script)
    secret = contract.talk("ada", token="t")
    assert contract.talk("bob", token="t") == secret
    contract.ask(secret)
    contract.client.update(secret, [("Cyd", "cyd")])
    contract.ask(secret)
    assert seen == [["ada", "bob"], ["cyd"]]


def test_measured_never_removes_anybody(measured: Setup) -> None:
    """An update without somebody leaves them in."""
    secret = measured.talk("ada")
    measured.client.update(secret, [])
    measured.client.update(secret, [("Bob", "bob")])
    assert not measured.ask(secret, player="ada").cancelled


@pytest.mark.parametrize("change", [{"bio": "Another."}, {"functions": [FUNCTION]}, "order"])
def test_measured_finds_no_changed_character(measured: Setup, change: dict[str, object] | str) -> None:
    """The token's conversation is found by the text of the character, in which the order of keys counts."""
    first = measured.talk(token="t")
    changed = dict(reversed(CHARACTER.items())) if isinstance(change, str) else {**CHARACTER, **change}
    others = {measured.client.create(changed, [], "t").secret for _ in range(2)}
    assert len(others) == 2
    assert first not in others
    assert measured.talk(token="t") == first


def test_measured_wipes_the_history_with_a_new_character(measured: Setup) -> None:
    """And finds the conversation under the new one from then on."""
    secret = measured.talk(token="t")
    measured.ask(secret)
    changed = {**CHARACTER, "bio": "Another."}
    measured.client.update(secret, character=changed)
    assert not measured.backend.conversations[0].history
    assert measured.client.create(changed, [], "t").secret == secret


def test_measured_applies_users_before_it_refuses_a_character(measured: Setup) -> None:
    """The 400 comes too late for them."""
    secret = measured.talk("ada")
    with pytest.raises(errors.CharacterRefusedError):
        measured.client.update(secret, [("Bob", "bob")], {"name": "x"})
    assert not measured.ask(secret, player="bob").cancelled


def test_measured_fails_on_the_same_new_user_twice(measured: Setup) -> None:
    """A known one may come twice."""
    with pytest.raises(errors.ServerError):
        measured.talk("ada", "ada")
    measured.talk("ada")
    measured.talk("ada", "ada")
    assert measured.raw("/api/create", character=CHARACTER, users="none").status_code == 400
    measured.client.create(CHARACTER, [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"bio": []}, "bio"),
        ({"lore": None}, "lore"),
        ({"messageExamples": None}, "messageExamples"),
        ({"functions": "none"}, "functions"),
        ({"functions": ["f"]}, "functions.0"),
        ({"functions": [{"name": "f", "parameters": []}]}, "functions.0.description"),
        ({"functions": [{**FUNCTION, "parameters": None}]}, "functions.0.parameters"),
        ({"functions": [{**FUNCTION, "parameters": [{"type": "int"}]}]}, "functions.0.parameters.0.type"),
    ],
)
def test_measured_refuses_a_character_by_its_issues(measured: Setup, change: dict[str, object], field: str) -> None:
    """The message is JSON text, which the client takes apart."""
    with pytest.raises(errors.CharacterRefusedError) as caught:
        measured.client.create({**CHARACTER, **change}, [])
    assert [issue[0] for issue in caught.value.issues] == [field]


def test_measured_takes_a_good_function(measured: Setup) -> None:
    """Extra fields are ignored."""
    measured.client.create({**CHARACTER, "functions": [FUNCTION], "extra": 1}, [])
    assert measured.raw("/api/create", character="text", users=[]).status_code == 400


def test_contract_leaves_the_character_to_its_framework(contract: Setup) -> None:
    """Any object will do; anything else is a 400."""
    contract.client.create({"any": "thing"}, [])
    assert contract.raw("/api/create", character="text", users=[]).status_code == 400


def test_contract_updates_the_character(contract: Setup) -> None:
    """And says so in a message."""
    raw = contract.raw("/api/update", secret=contract.talk(), users=[], character={"name": "New"})
    assert raw.json() == {"message": "Conversation updated"}
    assert contract.backend.conversations[0].character == {"name": "New"}


@pytest.mark.parametrize(
    ("route", "body", "statuses"),
    [
        ("create", {"character": CHARACTER}, (400, 400)),
        ("create", {"character": CHARACTER, "users": [{"name": "Ada"}]}, (400, 400)),
        ("send", {}, (403, 400)),
        ("send", {"secret": "gone", "message": "m", "playerId": "p", "context": []}, (404, 404)),
        ("send", {"secret": 1}, (400, 400)),
        ("update", {}, (400, 400)),
        ("update", {"secret": "gone", "users": []}, (404, 404)),
        ("finish", {}, (400, 400)),
        ("finish", {"secret": "gone"}, (404, 404)),
        ("nope", {}, (404, 404)),
    ],
)
def test_what_each_refuses(
    contract: Setup, measured: Setup, route: str, body: dict[str, object], statuses: tuple[int, int]
) -> None:
    """Status by status, on both."""
    found = contract.raw(f"/api/{route}", **body), measured.raw(f"/api/{route}", **body)
    assert tuple(answer.status_code for answer in found) == statuses
    assert all(answer.json()["message"] for answer in found)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"context": None}, 400),
        ({"context": [{"key": "gold"}]}, 400),
        ({"context": [{"key": "gold", "value": {"a": 1}}]}, 400),
        ({"context": [{"key": "gold", "value": 3}]}, 200),
        ({"message": 3}, 400),
        ({"playerId": None}, 400),
    ],
)
def test_a_send_must_be_whole(either: Setup, change: dict[str, object], status: int) -> None:
    """Numbers in the context happen to be read, objects are not."""
    body = {"secret": either.talk(), "message": "m", "playerId": "ada", "context": [], **change}
    assert either.raw("/api/send", **body).status_code == status


def test_an_update_of_users_must_be_users(either: Setup) -> None:
    """And measured wants one of the two at least."""
    secret = either.talk()
    assert either.raw("/api/update", secret=secret, users=[3]).status_code == 400
    assert either.raw("/api/update", secret=secret).status_code == 400


def test_size_and_kind_are_looked_at(measured: Setup) -> None:
    """Over 1 MiB is 413, another type 415, no JSON object 400; the key comes first."""
    headers = {"Authorization": measured.backend.auth, "Content-Type": "application/json"}
    url = measured.backend.url + "/api/send"
    assert requests.post(url, b"x" * 1_048_577, headers=headers, timeout=5).status_code == 413
    assert requests.post(url, b"x" * 1_048_577, headers={}, timeout=5).status_code == 403
    assert requests.post(url, b"{}", headers={**headers, "Content-Type": "text/plain"}, timeout=5).status_code == 415
    for body in (b"no", b"[]", b""):
        assert requests.post(url, body, headers=headers, timeout=5).status_code == 400
    assert requests.get(url, headers=headers, timeout=5).status_code == 404


def test_measured_memory_keeps_the_oldest(measured: Setup) -> None:
    """After five exchanges the model no longer hears what was said last; the context it always sees."""
    secret = measured.talk()
    for turn in range(6):
        measured.client.send(secret, f"turn {turn}", "ada", {"gold": str(turn)})
    assert "user: turn 0" in measured.backend.seen[0].messages
    assert "user: turn 4" in measured.backend.seen[4].messages
    assert "user: turn 5" not in measured.backend.seen[5].messages
    assert "user: turn 0" in measured.backend.seen[5].messages
    assert measured.backend.seen[5].context == {"gold": "5"}


def test_contract_memory_keeps_everything(contract: Setup) -> None:
    """The page sets no limit."""
    secret = contract.talk()
    for turn in range(8):
        contract.ask(secret, f"turn {turn}")
    assert "user: turn 7" in contract.backend.seen[7].messages


def test_giving_up_does_not_cancel(measured: Setup) -> None:
    """After the client's time-out the send thinks on, is 429 to others, and then stands in the history."""
    secret = measured.talk()
    measured.backend.hold()
    measured.client.reply_timeout = 0.2
    with pytest.raises(errors.ReplyTimeoutError):
        measured.ask(secret, "first")
    measured.client.reply_timeout = PATIENCE
    # On a busy machine it is read after its sender has gone.
    until(lambda: measured.backend.waiting == 1)
    with pytest.raises(errors.BusyError):
        measured.ask(secret)
    assert measured.backend.overlapping_sends == 0, "the client had given up on the first"
    measured.backend.release()
    until(lambda: measured.backend.waiting == 0)
    until(lambda: bool(measured.backend.conversations[0].history))
    assert "user: first" in measured.backend.conversations[0].history


def test_a_script_that_fails_is_a_500(either: Setup, caplog: pytest.LogCaptureFixture) -> None:
    """Its traceback is in the log, and the conversation is free again."""

    def script(message: str, context: dict[str, str], users: list[User]) -> str:
        raise ZeroDivisionError("in the script")

    either.backend.script(script)
    secret = either.talk()
    with pytest.raises(errors.ServerError, match="script failed"):
        either.ask(secret)
    assert "ZeroDivisionError" in caplog.text
    either.backend.reply("well")
    assert either.ask(secret).content == "well"


def test_a_send_can_take_real_time(measured: Setup) -> None:
    """For demonstrations; stopping does not wait for it."""
    secret = measured.talk()
    measured.backend.delay = 0.05
    started = time.monotonic()
    measured.ask(secret)
    assert time.monotonic() - started >= 0.05
    measured.backend.delay = 30.0
    assert measured.backend.delay == 30.0
    future = measured.asking(secret)
    measured.backend.stop()
    assert isinstance(future.exception(2), errors.ConnectionLostError)


def test_a_stopped_backend_refuses_and_comes_back(either: Setup) -> None:
    """On the same port, with its data."""
    secret, url = either.talk(), either.backend.url
    either.backend.stop()
    either.backend.stop()
    with pytest.raises(errors.ConnectError):
        either.ask(secret)
    either.backend.start()
    either.backend.start()
    assert either.backend.url == url
    assert either.ask(secret).content


def test_an_unknown_route_cannot_be_failed(either: Setup) -> None:
    """A slip in a test is told at once."""
    with pytest.raises(AssertionError, match="no route 'sendd'"):
        either.backend.fail("sendd", Fault.HTML)


def test_ordered_faults_can_be_taken_back(either: Setup) -> None:
    """heal() clears them, and listens again."""
    either.backend.fail("/api/create", Fault.HTML, times=9)
    either.backend.fail("/api/create", Fault.REFUSE)
    either.backend.heal()
    assert either.talk()


def test_a_client_may_ask_for_the_connection_to_be_closed(either: Setup) -> None:
    """Then it is, and a client that leaves in the middle of a request is not trouble."""
    with requests.post(either.backend.url + "/api/send", b"{}", headers={"Connection": "close"}, timeout=5) as answer:
        assert answer.status_code == 403
    address = ("127.0.0.1", int(either.backend.url.rpartition(":")[2]))
    for part in (b"POST /api/send HT", b"POST /api/send HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}"):
        with socket.create_connection(address) as sock:
            sock.sendall(part)
    assert either.talk()


def test_the_hand_cranked_worker_closes() -> None:
    """Jobs that have not been run are forgotten; later ones hear that it is closed."""
    worker = ManualWorker()
    heard: list[Outcome[int]] = []
    worker.submit(lambda: 1, heard.append)
    assert len(worker) == 1
    assert worker.close(0.1)
    worker.submit(lambda: 2, heard.append)
    worker.poll()
    assert [type(outcome.error) for outcome in heard] == [errors.ClosedError]


def test_the_hand_cranked_worker_drains() -> None:
    """Draining runs what waits, also what is submitted on the way; poll takes no more than it is told."""
    worker = ManualWorker()
    heard: list[Outcome[int]] = []

    def again() -> int:
        worker.submit(lambda: 2, heard.append)
        return 1

    worker.submit(again, heard.append)
    assert worker.drain(0.0)
    assert worker.poll(1) == 1
    assert worker.poll() == 1
    assert [outcome.value for outcome in heard] == [1, 2]


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.value)
def test_every_fault_can_be_ordered(either: Setup, fault: Fault) -> None:
    """Whatever was ordered, the backend is itself again afterwards, and leaves no thread."""
    either.client.reply_timeout = 0.1
    either.backend.fail("update", fault)
    either.client.check()
    either.backend.heal()
    either.client.reply_timeout = PATIENCE
    assert either.ask(either.talk()).content
    either.backend.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fake-backend")]


def test_measured_updates_a_character_alone(measured: Setup) -> None:
    """Users may be left out where there is a character."""
    changed = {**CHARACTER, "bio": "Another."}
    assert measured.raw("/api/update", secret=measured.talk(), character=changed).json() == {}
    assert measured.backend.conversations[0].character == changed


def test_a_dead_mind_answers_no_send() -> None:
    """One that arrives while the backend dies is neither held for ever nor left busy."""
    here, there = tcp_pair()
    with here, there:
        mind, wire = Mind(MeasuredNature(), 0.0), Wire(here, threading.Event())
        mind.answer("/api/create", {"character": CHARACTER, "users": [{"name": "Ada", "id": "ada"}]}, wire)
        (talk,) = mind.nature.conversations.values()
        mind.hold()
        mind.die(stuck=True)
        body = {"secret": talk.secret, "message": "m", "playerId": "ada", "context": []}
        assert mind.answer("/api/send", body, wire) is None
        assert not talk.busy


def test_a_wire_knows_when_its_client_has_gone() -> None:
    """Silent, waiting, gone, and closed by ourselves."""
    here, there = tcp_pair()
    wire = Wire(here, threading.Event())
    assert not wire.gone()
    there.sendall(b"a word")
    assert not wire.gone()
    there.close()
    wire.wait_gone()
    assert wire.gone()
    until(lambda: not wire.send(b"anybody?"))
    wire.close()
    assert wire.gone()
