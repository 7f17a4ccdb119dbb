"""Fault × moment: whatever happens on whichever route, each message gets its right end, once, and the next is heard."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Iterator

import pytest

from stealth_pygame.characters.sheets import ElizaCharacter
from stealth_pygame.events import BackendDown, BackendUp, Said
from stealth_pygame.testing import FakeBackend, Fault
from tests.gate import for_the_gate
from tests.live import Live

F = Fault

# The answer is fine for every route, whatever stands around it.
FINE = {
    *(F.EARLY_HINTS, F.CONTINUES, F.OLD_HTTP, F.CLOSE_AFTER_ANSWER, F.SECOND_ANSWER, F.TRAILING_GARBAGE),
    *(F.NEGATIVE_LENGTH, F.STATUS_201, F.BYTE_ORDER_MARK, F.ODD_TEXT, F.DEFLATED, F.PACKED, F.COOKIES),
    F.NO_CONTENT_TYPE,
}
# It can be read as an answer, though not as a conversation.
HARMLESS = FINE | {F.MISSING_FIELDS, F.NULL_FIELDS, F.EMPTY_SECRET, F.ERROR_IN_200}
# A lost conversation: a new one, and the message again. A 401 or 403 may mean the secret.
LOST = {F.STATUS_401, F.STATUS_403_KEY, F.STATUS_403_SECRET, F.STATUS_404_CONVERSATION, F.STATUS_404_USER}
# Somebody asks to wait a moment.
WAIT = {F.STATUS_429, F.STATUS_429_GATEWAY, F.STATUS_503}
# An update that cannot be done: a new conversation needs none.
REFUSED = {
    *(F.STATUS_400, F.STATUS_413, F.STATUS_415, F.STATUS_500, F.STATUS_502, F.STATUS_503),
    *(F.STATUS_500_EMPTY, F.STATUS_500_TRACE, F.STATUS_504, F.STATUS_520, F.STATUS_999),
}

ONCE = {
    "create": {**dict.fromkeys(FINE | WAIT | {F.BROKEN_CALLS}, "Said"), F.STATUS_422: "Cancelled"},
    "update": {
        **dict.fromkeys(HARMLESS | LOST | WAIT | REFUSED | {F.CANCELLED, F.FLAGGED, F.BROKEN_CALLS}, "Said"),
        F.STATUS_422: "Cancelled",
    },
    "send": {
        **dict.fromkeys(HARMLESS | LOST | WAIT | {F.CANCELLED}, "Said"),
        F.STATUS_422: "Cancelled",
        F.FLAGGED: "Flagged",
    },
    "finish": dict.fromkeys(F, "Said"),
}
"""The end of a message when the fault happens once; FAILED where nothing is said here."""

ALWAYS = {
    "update": {
        **dict.fromkeys(HARMLESS | {F.CANCELLED, F.FLAGGED, F.BROKEN_CALLS}, "Said"),
        F.STATUS_422: "Cancelled",
    },
    "send": {
        **dict.fromkeys(HARMLESS, "Said"),
        F.STATUS_422: "Cancelled",
        F.FLAGGED: "Flagged",
        F.CANCELLED: "Cancelled",
    },
}
"""The same when it happens again and again: repairs are bounded."""

SILENT = {
    *(F.SILENCE, F.DRIPPING_HEADERS, F.DRIPPING_BODY),
    *(F.SILENT_AFTER_HEAD, F.SILENT_IN_BODY, F.FLOOD_OF_HINTS),
}
"""Only these run into the deadline; a busy machine may be slow with all others."""

FAULTS = [fault for fault in Fault if fault is not Fault.REFUSE]


POET = ElizaCharacter(
    "Bruno", "A poet.", "Born by the sea.", "Rhymes.", topics=["rhyme"], adjectives=["gruff"], style=["short"]
)


@pytest.fixture(params=["contract", *for_the_gate(["measured"])])
def backend(request: pytest.FixtureRequest) -> Iterator[FakeBackend]:
    with FakeBackend(request.param) as made:
        yield made


def patience(fault: Fault) -> float:
    """Seconds for a whole answer."""
    return 0.4 if fault in SILENT else 5.0


def by_name(fault: Fault) -> str:
    return fault.value


@pytest.mark.parametrize("route", ["send", *for_the_gate(["create", "update", "finish"])])
@pytest.mark.parametrize("fault", FAULTS, ids=by_name)
def test_a_fault_that_happens_once(backend: FakeBackend, route: str, fault: Fault) -> None:
    """The message ends as the table says, exactly once; the next one is answered by a healthy backend."""
    with Live(backend, reply_timeout=patience(fault)) as live:
        live.player()
        npc = live.npc(persistent=route == "update")
        if route == "finish":
            live.client.reply_timeout = 5.0
            first = live.say(npc, "Hi")
            live.client.reply_timeout = patience(fault)
            backend.fail(route, fault)
            live.scene.sessions.begin_anew(npc)
        else:
            backend.fail(route, fault)
            first = live.say(npc, "Hi")
        assert live.ends(first) == [ONCE[route].get(fault, "Failed")]
        # A healthy backend may be slow on a busy machine.
        live.client.reply_timeout = 5.0
        again = live.say(npc, "Are you there?")
        assert live.ends(again) == ["Said"]
        assert (backend.overlapping_sends, backend.finished_during_send) == (0, 0)


@pytest.mark.parametrize("route", ["send", *for_the_gate(["update"])])
@pytest.mark.parametrize("fault", FAULTS, ids=by_name)
def test_a_fault_that_stays(backend: FakeBackend, route: str, fault: Fault) -> None:
    """Repairs are bounded, and when the fault is gone the villager answers."""
    with Live(backend, reply_timeout=patience(fault)) as live:
        live.player()
        npc = live.npc(persistent=route == "update")
        backend.fail(route, fault, times=100)
        first = live.say(npc, "Hi")
        assert live.ends(first) == [ALWAYS[route].get(fault, "Failed")]
        backend.heal()
        again = live.say(npc, "Are you there?")
        assert live.ends(again) == ["Said"]


def test_there_are_faults_for_everything() -> None:
    """Over eighty, each with a sentence that says what happens."""
    assert len(FAULTS) > 80
    source = inspect.getsource(Fault)
    assert source.count('"""') == 2 * (len(Fault) + 1)


ELIZA = [
    *(F.RESET_AFTER_READING, F.HALF_ANSWER, F.STATUS_404_USER, F.STATUS_404_CONVERSATION, F.STATUS_422, F.STATUS_429),
    *(F.STATUS_500, F.STATUS_502, F.CANCELLED, F.MISSING_FIELDS, F.SECOND_ANSWER),
]


@pytest.mark.parametrize("route", ["create", "send", "update"])
@pytest.mark.parametrize("fault", ELIZA, ids=by_name)
def test_the_other_framework_is_no_different(route: str, fault: Fault) -> None:
    """The same faults end in the same way before the Eliza framework, whose users and tokens work otherwise."""
    with FakeBackend("eliza") as backend, Live(backend) as live:
        live.player()
        npc = live.npc(character=POET, persistent=route == "update")
        backend.fail(route, fault)
        sent = [request.route for request in backend.requests]
        first = live.say(npc, "Hi")
        routes = [request.route for request in backend.requests[len(sent) :]]
        # A framework whose create takes the users may be spared the update, and with it the fault.
        reached = f"/api/{route}" in routes
        assert live.ends(first) == [ONCE[route].get(fault, "Failed") if reached else "Said"]
        backend.heal()
        assert live.ends(live.say(npc, "Are you there?")) == ["Said"]


def test_a_shared_villager_of_the_other_framework_hears_everybody() -> None:
    """An update replaces the users there, so each one names all; nobody is thrown out."""
    with FakeBackend("eliza") as backend, Live(backend) as live:
        ada, bob = live.player(), live.player("Bob")
        npc = live.npc(character=POET, shared=True)
        for person in (ada, bob, ada, bob):
            assert live.ends(live.say(npc, "Hi", person)) == ["Said"]
        assert backend.overlapping_sends == 0


def test_a_restart_of_the_other_framework_loses_its_rooms() -> None:
    """They live in memory only; the talk goes on in a new one, under the same token."""
    with FakeBackend("eliza") as backend, Live(backend) as live:
        live.player()
        npc = live.npc(character=POET, persistent=True)
        assert live.ends(live.say(npc, "Hi")) == ["Said"]
        backend.restart()
        assert live.ends(live.say(npc, "Still there?")) == ["Said"]
        assert len(backend.conversations) == 1


@pytest.mark.parametrize("moment", ["before", "during", "after"])
@pytest.mark.parametrize("keep_data", [True, False], ids=["data kept", "data lost"])
def test_a_restarted_backend(backend: FakeBackend, moment: str, keep_data: bool) -> None:
    """Restarted before, during or after a send, with its data or without: one end each, and the talk goes on."""
    with Live(backend, reply_timeout=2.0) as live:
        live.player()
        npc = live.npc()
        live.say(npc, "Hi")
        if moment == "during":
            backend.hold()
            message = npc.send("Think about it")
            live.go(lambda: backend.waiting == 1)
            backend.kill_mid_send()
            backend.release()
            backend.restart(keep_data=keep_data)
            live.go(lambda: bool(live.ends(message)))
            assert live.ends(message) == ["Failed"]
        else:
            backend.restart(keep_data=keep_data)
        assert live.ends(live.say(npc, "Still there?")) == ["Said"]


def test_a_backend_that_goes_and_comes_back(backend: FakeBackend) -> None:
    """One slow failure, then quick ones; told as down and up; then the villager answers again."""
    with Live(backend) as live:
        live.player()
        npc = live.npc()
        live.say(npc, "Hi")
        backend.fail("send", Fault.REFUSE)
        assert live.ends(live.say(npc, "Hello?")) == ["Failed"]
        assert not live.scene.online
        before = len(live.told)
        message = npc.send("Anybody?")
        live.update(0)
        assert live.ends(message) == ["Failed"]
        assert len(live.told) > before
        backend.heal()
        live.go(lambda: live.scene.online)
        assert live.ends(live.say(npc, "There you are")) == ["Said"]
        kinds = [type(event) for event in live.told if isinstance(event, (BackendDown, BackendUp))]
        assert kinds == [BackendDown, BackendUp]


@pytest.mark.parametrize("players", [1, 2])
def test_one_villager_then_another_then_both(players: int) -> None:
    """A, B, A again, both at once: four answers, where a plain client falls silent at the second villager."""
    with FakeBackend("measured") as backend, Live(backend) as live:
        people = [live.player(name) for name in ("Ada", "Bob")[:players]]
        smith, cook = live.npc("Bruno"), live.npc("Cora")
        for person in people:
            assert live.ends(live.say(smith, "Hi", person)) == ["Said"]
            assert live.ends(live.say(cook, "Hi", person)) == ["Said"]
            assert live.ends(live.say(smith, "Me again", person)) == ["Said"]
        both = [npc.send("Both of you!", person) for npc in (smith, cook) for person in people]
        live.go(lambda: all(live.ends(message) for message in both))
        assert [live.ends(message) for message in both] == [["Said"]] * 2 * players
        assert backend.overlapping_sends == 0


def test_two_players_share_a_villager_on_the_measured_backend() -> None:
    """Users are told after the fact, and nobody is mute."""
    with FakeBackend("measured") as backend, Live(backend) as live:
        ada, bob = live.player(), live.player("Bob")
        npc = live.npc(shared=True)
        for person in (ada, bob, ada):
            assert live.ends(live.say(npc, "Hi", person)) == ["Said"]


def test_a_persistent_villager_remembers_over_a_restart_of_the_game() -> None:
    """The same token finds the same conversation; its ignored users are told by update."""
    with FakeBackend("measured") as backend:
        for _ in range(2):
            with Live(backend) as live:
                live.player()
                assert live.ends(live.say(live.npc(persistent=True), "Hi")) == ["Said"]
        assert len(backend.conversations) == 1
        assert [request.route for request in backend.requests].count("/api/finish") == 0


def test_five_answer_while_another_thinks() -> None:
    """One villager thinks for as long as they like; five others, spoken to at once, answer meanwhile."""
    with FakeBackend() as backend, Live(backend) as live:
        live.player()
        backend.script(lambda message, context, users: f"{message}!")
        backend.hold()
        slow = live.npc("Slow").send("Think")
        live.go(lambda: backend.waiting == 1)
        others = [live.npc(f"V{n}").send("Hi") for n in range(5)]
        live.go(lambda: backend.waiting == 6)
        backend.release()
        live.go(lambda: all(message.done for message in (slow, *others)))
        assert {event.text for event in live.told if isinstance(event, Said)} == {"Think!", "Hi!"}


def test_an_idle_connection_that_died_costs_nothing(backend: FakeBackend) -> None:
    """The backend has closed its idle connections: nobody notices."""
    with Live(backend) as live:
        live.player()
        npc = live.npc()
        live.say(npc, "Hi")
        backend.drop_connections()
        assert live.ends(live.say(npc, "Hi again")) == ["Said"]


@pytest.mark.usefixtures("no_collector")
def test_a_message_that_failed_leaves_no_work_to_the_garbage_collector(backend: FakeBackend) -> None:
    """Its error remembers where it was raised, but nothing there holds the message."""
    with Live(backend) as live:
        live.player()
        npc = live.npc()
        live.say(npc, "Hi")
        backend.fail("send", F.STATUS_500)
        message = live.say(npc, "And now?")
        assert live.ends(message) == ["Failed"]
        left = weakref.ref(message)
        live.told.clear()
        del message
        assert left() is None
