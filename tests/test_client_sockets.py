"""Live sockets and their deadlines, where a whole client would need luck to get the moment right."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from urllib3.util import connection as urllib3_connection

from stealth_pygame import errors
from stealth_pygame.client import StealthClient
from stealth_pygame.client_faults import DEPTH, chain
from stealth_pygame.client_sockets import Cut, Flight, Flights, Line
from stealth_pygame.testing import FakeBackend, Fault


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend() as backend:
        yield backend


@pytest.fixture
def client(backend: FakeBackend) -> Iterator[StealthClient]:
    with StealthClient(backend.url, backend.auth, reply_timeout=5.0) as client:
        yield client


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        there.settimeout(2)
        yield here, there


def test_a_flight_without_a_line_can_be_ended(pair: tuple[socket.socket, socket.socket]) -> None:
    """A line that comes later is shut at once, and the first reason stays."""
    flight = Flight(time.monotonic() + 10)
    flight.end(Cut.ABORTED)
    flight.end(Cut.DEADLINE)
    line = Line(pair[0])
    flight.take(line)
    assert flight.cut is Cut.ABORTED
    assert pair[1].recv(1) == b""
    flight.land()
    line.close()


def test_shutting_a_line_twice_does_no_harm(pair: tuple[socket.socket, socket.socket]) -> None:
    """The other side may have gone first."""
    line = Line(pair[0])
    pair[1].close()
    line.shut()
    line.close()
    line.shut()


def test_a_connection_that_ends_in_mid_answer_keeps_its_line_until_landing(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    """Only so can a deadline reach an answer that is read until the end of the connection."""
    flight, line = Flight(time.monotonic() + 10), Line(pair[0])
    flight.take(line)
    flight.release(line)
    assert line.orphan
    pair[0].close()
    pair[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        pair[1].recv(1)
    flight.land()
    assert pair[1].recv(1) == b""


def test_an_abort_while_connecting_sends_nothing(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket that is made meanwhile is shut before a byte has left."""
    connect = urllib3_connection.create_connection

    def slow(*args: object, **kwargs: object) -> socket.socket:
        client.abort()
        return connect(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(urllib3_connection, "create_connection", slow)
    with pytest.raises(errors.ClosedError):
        client.finish("s")
    assert not backend.requests


def test_a_shorter_deadline_wakes_the_watchdog(backend: FakeBackend, client: StealthClient) -> None:
    """It may be napping for a later one."""
    client.check()
    backend.fail("finish", Fault.DRIPPING_BODY)
    client.reply_timeout = 0.1
    started = time.monotonic()
    with pytest.raises(errors.ReplyTimeoutError):
        client.finish("s")
    assert time.monotonic() - started < 0.4


def test_nothing_takes_off_after_close() -> None:
    """Also where closing and asking happen at once."""
    flights = Flights()
    flights.close()
    with pytest.raises(errors.ClosedError), flights.flight(1.0):
        pytest.fail("it took off")


def test_a_chain_of_errors_has_an_end() -> None:
    """One that leads back to itself is walked no further than need be."""
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert len(list(chain(one))) == DEPTH
    assert list(chain(None)) == []
    assert list(chain(ValueError("alone"))) != []


LEAVES = """
import atexit, sys, threading
from stealth_pygame import errors
from stealth_pygame.client import StealthClient

client = StealthClient(sys.argv[1], sys.argv[2])
assert client.check()
threading.Thread(target=client.send, args=(sys.argv[3], "hello", "ada"), daemon=True).start()

def last_words():
    print("health", bool(client.check()))

atexit.register(last_words)
"""


def test_a_program_may_end_without_closing(backend: FakeBackend, client: StealthClient) -> None:
    """A send that waits holds nobody up, and an exit hook can still ask, though it may start no thread."""
    secret = client.create({"name": "Smith"}, [("Ada", "ada")]).secret
    backend.hold()
    command = [sys.executable, "-c", LEAVES, backend.url, backend.auth, secret]
    started = time.monotonic()
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "health True\n", "")
    assert time.monotonic() - started < 5.0, "the held send has a reply_timeout of 30 s"
