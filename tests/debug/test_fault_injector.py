"""Trouble that a game's author orders: it comes when it was ordered, and never otherwise."""

from __future__ import annotations

import pytest

from stealth_pygame.debug.fault_injector import JUNK, LATE, FaultInjector, InjectedFault, Often
from stealth_pygame.errors import BusyError, ClosedError, ConnectionLostError, ServerError, StealthError
from stealth_pygame.protocol.models import ContextEntry, User
from stealth_pygame.text import safe
from tests.scripted import KeptPause, ScriptedClient, now, said

ADA = [User(name="Ada", id="ada")]


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def injector(client: ScriptedClient) -> FaultInjector:
    ticks = iter(range(1000))
    return FaultInjector(client, clock=lambda: float(next(ticks)))


def test_nothing_ordered_is_nothing_changed(client: ScriptedClient, injector: FaultInjector) -> None:
    """Every route passes through, and what was said is kept to be looked at."""
    secret = now(injector.create({"name": "Bruno"}, ADA, "token")).secret
    client.will("send", said("Hello."))
    context = [ContextEntry(key="gold", value="3")]
    assert injector.send(secret, "Hi", "ada", context) == said("Hello.")
    injector.update(secret, ADA)
    injector.finish(secret)
    assert now(injector.check()).reachable
    assert client.routes() == ["create", "send", "update", "finish", "check"]
    assert client.asked[0][3] == "token"
    (kept,) = injector.exchanges
    assert (kept.npc, kept.player_id, kept.message, kept.context) == ("Bruno", "ada", "Hi", tuple(context))
    assert (kept.seconds, kept.reply, kept.error) == (1.0, said("Hello."), None)
    assert secret not in repr(kept)
    assert injector.url is None


@pytest.mark.parametrize(
    ("fault", "error"), [(InjectedFault.BUSY, BusyError), (InjectedFault.LOST, ConnectionLostError)]
)
def test_an_error_can_be_ordered(
    client: ScriptedClient, injector: FaultInjector, fault: InjectedFault, error: type[StealthError]
) -> None:
    """It is raised as the client would, and the backend hears nothing."""
    injector.turn(fault)
    with pytest.raises(error, match="Ordered"):
        injector.send("s", "Hi", "ada")
    assert client.routes() == []
    assert isinstance(injector.exchanges[0].error, error)
    assert now(injector.send("s", "Hi", "ada")).content == "You said: Hi"


def test_an_answer_can_be_ordered(client: ScriptedClient, injector: FaultInjector) -> None:
    """Cancelled, or junk that can be drawn nonetheless."""
    injector.turn(InjectedFault.CANCELLED)
    assert now(injector.send("s", "Hi", "ada")).cancelled
    injector.turn(InjectedFault.JUNK)
    assert injector.send("s", "Hi", "ada") == JUNK
    assert client.routes() == []
    assert safe(JUNK.content).encode()


def test_words_on_their_way_pass_through(client: ScriptedClient, injector: FaultInjector) -> None:
    """Where the backend offers them; what was ordered takes the place of the words as well."""
    client.pieces.extend([["Hel", "lo."], ["Hel", "lo."]])
    heard: list[str] = []
    assert not injector.streams
    injector.stream("s", "Hi", "ada", tell=heard.append)
    client.streams = True
    assert injector.streams
    client.will("send", said("Hello."))
    assert injector.stream("s", "Hi", "ada", tell=heard.append) == said("Hello.")
    injector.turn(InjectedFault.JUNK)
    assert injector.stream("s", "Hi", "ada", tell=heard.append) == JUNK
    assert heard == ["Hel", "lo."]
    assert len(injector.exchanges) == 3


def test_orders_are_for_one_for_all_for_none(client: ScriptedClient, injector: FaultInjector) -> None:
    """Each press is the next of the three."""
    injector.turn(InjectedFault.CANCELLED)
    injector.turn(InjectedFault.CANCELLED)
    assert [now(injector.send("s", "Hi", "ada")).cancelled for _ in range(3)] == [True] * 3
    assert injector.orders[InjectedFault.CANCELLED] is Often.ALWAYS
    injector.turn(InjectedFault.CANCELLED)
    assert not now(injector.send("s", "Hi", "ada")).cancelled


def test_latency_can_be_ordered(client: ScriptedClient) -> None:
    """Two seconds more, and other trouble may come after them; a closed game does not wait."""
    pause = KeptPause()
    injector = FaultInjector(client, pause=pause)
    injector.turn(InjectedFault.LATE)
    assert now(injector.send("s", "Hi", "ada")).content
    injector.send("s", "Hi", "ada")
    assert pause.seconds == [LATE]
    injector.turn(InjectedFault.LATE)
    injector.turn(InjectedFault.BUSY)
    injector.close()
    with pytest.raises(ClosedError):
        injector.send("s", "Hi", "ada")


def test_the_backend_s_own_trouble_passes_too(client: ScriptedClient, injector: FaultInjector) -> None:
    """An error that nobody ordered is kept, and raised."""
    client.will("send", ServerError("broken", status=500))
    with pytest.raises(ServerError):
        injector.send("s", "Hi", "ada")
    assert isinstance(injector.exchanges[0].error, ServerError)
