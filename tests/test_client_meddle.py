"""Trouble that a game's author orders: it comes when it was ordered, and never otherwise."""

from __future__ import annotations

import threading

import pytest

from stealth_pygame.client_meddle import JUNK, LATE, Meddler, Often, Trouble
from stealth_pygame.errors import BusyError, ClosedError, ConnectionLostError, ServerError, StealthError
from stealth_pygame.protocol import ContextEntry, User
from stealth_pygame.text import safe
from tests.scripted import ScriptedClient, said

ADA = [User(name="Ada", id="ada")]


class Waits(threading.Event):
    """Keeps how long it was waited for, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout)
        return self.is_set()


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def meddler(client: ScriptedClient) -> Meddler:
    ticks = iter(range(1000))
    return Meddler(client, clock=lambda: float(next(ticks)))


def test_nothing_ordered_is_nothing_changed(client: ScriptedClient, meddler: Meddler) -> None:
    """Every route passes through, and what was said is kept to be looked at."""
    secret = meddler.create({"name": "Bruno"}, ADA, "token").secret
    client.will("send", said("Hello."))
    context = [ContextEntry(key="gold", value="3")]
    assert meddler.send(secret, "Hi", "ada", context) == said("Hello.")
    meddler.update(secret, ADA)
    meddler.finish(secret)
    assert meddler.check().reachable
    assert client.routes() == ["create", "send", "update", "finish", "check"]
    assert client.asked[0][3] == "token"
    (kept,) = meddler.exchanges
    assert (kept.npc, kept.player_id, kept.message, kept.context) == ("Bruno", "ada", "Hi", tuple(context))
    assert (kept.seconds, kept.reply, kept.error) == (1.0, said("Hello."), None)
    assert secret not in repr(kept)
    assert meddler.url is None


@pytest.mark.parametrize(("trouble", "error"), [(Trouble.BUSY, BusyError), (Trouble.LOST, ConnectionLostError)])
def test_an_error_can_be_ordered(
    client: ScriptedClient, meddler: Meddler, trouble: Trouble, error: type[StealthError]
) -> None:
    """It is raised as the client would, and the backend hears nothing."""
    meddler.turn(trouble)
    with pytest.raises(error, match="Ordered"):
        meddler.send("s", "Hi", "ada")
    assert client.routes() == []
    assert isinstance(meddler.exchanges[0].error, error)
    assert meddler.send("s", "Hi", "ada").content == "You said: Hi"


def test_an_answer_can_be_ordered(client: ScriptedClient, meddler: Meddler) -> None:
    """Cancelled, or junk that can be drawn nonetheless."""
    meddler.turn(Trouble.CANCELLED)
    assert meddler.send("s", "Hi", "ada").cancelled
    meddler.turn(Trouble.JUNK)
    assert meddler.send("s", "Hi", "ada") == JUNK
    assert client.routes() == []
    assert safe(JUNK.content).encode()


def test_orders_are_for_one_for_all_for_none(client: ScriptedClient, meddler: Meddler) -> None:
    """Each press is the next of the three."""
    meddler.turn(Trouble.CANCELLED)
    meddler.turn(Trouble.CANCELLED)
    assert [meddler.send("s", "Hi", "ada").cancelled for _ in range(3)] == [True] * 3
    assert meddler.orders[Trouble.CANCELLED] is Often.ALWAYS
    meddler.turn(Trouble.CANCELLED)
    assert not meddler.send("s", "Hi", "ada").cancelled


def test_latency_can_be_ordered(client: ScriptedClient, meddler: Meddler, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds more, and other trouble may come after them; a closed game does not wait."""
    waits = Waits()
    monkeypatch.setattr(meddler, "_closed", waits)
    meddler.turn(Trouble.LATE)
    assert meddler.send("s", "Hi", "ada").content
    meddler.send("s", "Hi", "ada")
    assert waits.seconds == [LATE]
    meddler.turn(Trouble.LATE)
    meddler.turn(Trouble.BUSY)
    meddler.close()
    with pytest.raises(ClosedError):
        meddler.send("s", "Hi", "ada")


def test_the_backend_s_own_trouble_passes_too(client: ScriptedClient, meddler: Meddler) -> None:
    """An error that nobody ordered is kept, and raised."""
    client.will("send", ServerError("broken", status=500))
    with pytest.raises(ServerError):
        meddler.send("s", "Hi", "ada")
    assert isinstance(meddler.exchanges[0].error, ServerError)
