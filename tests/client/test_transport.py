"""Live sockets and their deadlines, where a whole client would need luck to get the moment right."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from urllib3.util import connection as urllib3_connection

from stealth_pygame import errors
from stealth_pygame.client.client import StealthClient
from stealth_pygame.client.deadlines import (
    Cut,
    InFlightRequest,
    InFlightRequests,
    SocketHandle,
    connect_beside,
    needs_no_lookup,
)
from stealth_pygame.client.failures import DEPTH, chain
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


def test_a_request_without_a_handle_can_be_ended(pair: tuple[socket.socket, socket.socket]) -> None:
    """A handle that comes later is shut at once, and the first reason stays."""
    request = InFlightRequest(time.monotonic() + 10)
    request.cut_off(Cut.ABORTED)
    request.cut_off(Cut.DEADLINE)
    handle = SocketHandle(pair[0])
    request.attach(handle)
    assert request.cut is Cut.ABORTED
    assert pair[1].recv(1) == b""
    request.finish()
    handle.close()


def test_shutting_a_handle_twice_does_no_harm(pair: tuple[socket.socket, socket.socket]) -> None:
    """The other side may have gone first."""
    handle = SocketHandle(pair[0])
    pair[1].close()
    handle.shut()
    handle.close()
    handle.shut()


def test_a_connection_that_ends_in_mid_answer_keeps_its_handle_until_its_end(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    """Only so can a deadline reach an answer that is read until the end of the connection."""
    request, handle = InFlightRequest(time.monotonic() + 10), SocketHandle(pair[0])
    request.attach(handle)
    request.release(handle)
    assert handle.orphan
    pair[0].close()
    pair[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        pair[1].recv(1)
    request.finish()
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


def test_nothing_begins_after_close() -> None:
    """Also where closing and asking happen at once."""
    requests_ = InFlightRequests()
    requests_.close()
    with pytest.raises(errors.ClosedError), requests_.track(1.0):
        pytest.fail("it began")


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


@pytest.fixture
def lost_name(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A network whose name server never answers, until the test is over."""
    gate = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *wanted, **options: [gate.wait(30)] * 0)
    yield
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "stealth-lookup":
            thread.join(5)


@pytest.mark.usefixtures("lost_name")
@pytest.mark.parametrize(("connect", "whole"), [(0.05, 9.0), (9.0, 0.1)])
def test_a_name_that_is_looked_up_for_ever(connect: float, whole: float) -> None:
    """Neither time-out waits for the system's lookup, which may hang for a minute, and nothing was sent."""
    with StealthClient("https://game.example", "test-key", connect_timeout=connect, reply_timeout=whole) as client:
        started = time.monotonic()
        with pytest.raises(errors.ConnectError, match="in time") as caught:
            client.finish("secret")
        assert time.monotonic() - started < 5
        assert caught.value.slow


@pytest.mark.usefixtures("lost_name")
def test_closing_does_not_wait_for_a_lookup() -> None:
    """Whoever waits for the name is told at once that the client was closed, and closing is quick."""
    client = StealthClient("https://game.example", "test-key")
    heard: list[Exception] = []

    def ask() -> None:
        with pytest.raises(errors.ClosedError) as caught:
            client.finish("secret")
        heard.append(caught.value)

    asking = threading.Thread(target=ask)
    asking.start()
    while not any(thread.name == "stealth-lookup" for thread in threading.enumerate()):
        asking.join(0.001)
    started = time.monotonic()
    client.close()
    asking.join(5)
    assert time.monotonic() - started < 0.9
    assert heard


@pytest.mark.parametrize(
    ("host", "known"), [("127.0.0.1", True), ("[::1]", True), ("fe80::1%eth0", True), ("a.b", False)]
)
def test_an_address_needs_no_lookup(host: str, known: bool) -> None:
    """So that this machine's own backend costs no thread more."""
    assert needs_no_lookup(host) is known


def test_a_lookup_at_the_interpreter_s_end(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no thread can be started it is done in this one."""

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert connect_beside(lambda: pair[0], SimpleQueue(), 1.0) is pair[0]


def test_a_connection_that_comes_too_late_is_closed(pair: tuple[socket.socket, socket.socket]) -> None:
    """Nobody is left to use it."""
    gate = threading.Event()
    with pytest.raises(TimeoutError):
        connect_beside(lambda: pair[0] if gate.wait(5) else pair[1], SimpleQueue(), 0.0)
    gate.set()
    assert pair[1].recv(1) == b""
