"""Live sockets and their deadlines, where a whole client would need luck to get the moment right."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

import pytest
from urllib3.util import connection as urllib3_connection

from stealth_pygame import errors
from stealth_pygame.client import deadlines, responses
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
from tests.live import accepted


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


def test_a_shorter_deadline_wakes_the_watchdog(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be napping for a later one."""
    monkeypatch.setattr(deadlines, "LINGER_SECONDS", 60.0)
    client.reply_timeout = 60.0
    client.check()
    backend.fail("finish", Fault.DRIPPING_BODY)
    client.reply_timeout = 0.1
    started = time.monotonic()
    with pytest.raises(errors.ReplyTimeoutError):
        client.finish("s")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("fault", [Fault.SILENT_AFTER_HEAD, Fault.SILENT_IN_BODY, Fault.SILENCE])
@pytest.mark.parametrize("abort", [True, False])
def test_a_wait_ends_where_a_shut_socket_wakes_nobody(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch, fault: Fault, abort: bool
) -> None:
    """On Windows the thread looks up by itself, between two steps: at an abort and at the deadline."""
    monkeypatch.setattr(deadlines, "STEP_SECONDS", 0.05)
    monkeypatch.setattr(SocketHandle, "shut", lambda handle: None)
    backend.fail("send", fault)
    client.reply_timeout = 5.0 if abort else 0.4
    timer = threading.Timer(0.3, client.abort if abort else lambda: None)
    timer.start()
    started = time.monotonic()
    with pytest.raises(errors.ClosedError if abort else errors.ReplyTimeoutError):
        client.send("s", "Hi", "ada")
    assert time.monotonic() - started < 3
    timer.join()


def test_an_answer_in_many_steps_is_whole(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that ends without a byte is no end of the answer."""
    monkeypatch.setattr(deadlines, "STEP_SECONDS", 0.001)
    backend.delay = 0.05
    assert client.send(client.create({"name": "Smith"}, [("Ada", "ada")]).secret, "Hi", "ada").content


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

client = StealthClient(sys.argv[1], sys.argv[2], reply_timeout=600)
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
    # The held send has ten minutes; a busy machine needs a part of this to start an interpreter.
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "health True\n", "")


def test_a_connection_that_was_shut_is_not_used_again(client: StealthClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end came when the answer was whole, and Windows does not tell that a socket was shut from this side."""
    read = responses.read

    def ended_late(*wanted: Any) -> bytes:
        data = read(*wanted)
        client.abort()
        return data

    client.check()
    with monkeypatch.context() as patch:
        patch.setattr(responses, "read", ended_late)
        with pytest.raises(errors.ClosedError):
            client.finish("s")
    monkeypatch.setattr("urllib3.connection.wait_for_read", lambda *wanted, **options: False)
    assert client.check()


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


class Raw:
    """Answers every request on a connection with the same bytes, and keeps the requests."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Raw:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(5)
        self._listener.close()

    def _run(self) -> None:
        for sock in accepted(self._listener, self._ended):
            with sock, suppress(OSError):
                data = b""
                while not data.endswith(b"}"):
                    data += sock.recv(65536) or b"}"
                if data != b"}":
                    self.requests.append(data)
                sock.sendall(self.answer)


HELLO = b'{"content": "hi"}'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\nConnection: close\r\n\r\n" + HELLO


@pytest.mark.parametrize(
    "interim",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n",
        b"HTTP/1.1 110 Whatever\r\nX: a\r\nY: b\r\n\r\n" * 20,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" * 50,
    ],
)
def test_interim_answers_are_read_past(interim: bytes) -> None:
    """Any 1xx, as HTTP has it; the answer is the one behind them."""
    with Raw(interim + GOOD) as server, StealthClient(f"http://127.0.0.1:{server.port}", "a-key") as client:
        assert client.send("s", "Hi", "ada").content == "hi"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 300 + GOOD, errors.ReplyTimeoutError),
        (b"HTTP/1.1 103 Early Hints\r\n" + b"X: a\r\n" * 200 + b"\r\n" + GOOD, errors.NotStealthError),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + GOOD, errors.AnswerError),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", errors.ConnectionLostError),
    ],
)
def test_a_flood_of_interim_answers_is_left(answer: bytes, error: type[errors.StealthError]) -> None:
    """So many, or so long ones, mean no good; 101 is not an interim answer."""
    with Raw(answer) as server, StealthClient(f"http://127.0.0.1:{server.port}", "a-key") as client:
        with pytest.raises(error) as caught:
            client.send("s", "Hi", "ada")
        assert type(caught.value) is error


def test_a_name_that_leads_elsewhere_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of this machine that the resolver sends to another: the connection is made, and nothing is said on it."""
    connect = urllib3_connection.create_connection

    class Elsewhere(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return "10.0.0.9", 3000

    with Raw(GOOD) as server:

        def lead_astray(*args: object, **kwargs: object) -> socket.socket:
            sock = connect(("127.0.0.1", server.port))
            return Elsewhere(fileno=sock.detach())

        monkeypatch.setattr(urllib3_connection, "create_connection", lead_astray)
        with StealthClient(f"http://my.localhost:{server.port}", "a-key") as client:
            with pytest.raises(errors.InsecureURLError, match="another machine"):
                client.send("s", "Hi", "ada")
            assert not client.check().reachable
        with StealthClient(f"http://my.localhost:{server.port}", "a-key", allow_insecure=True) as trusting:
            assert trusting.send("s", "Hi", "ada").content == "hi"
    assert len(server.requests) == 1


def test_a_request_counts_as_sent_before_its_first_byte_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in the middle of sending may have brought the message there: it is not sent again."""

    def broken(connection: object, data: object) -> None:
        raise ConnectionResetError("in the middle")

    with Raw(GOOD) as server, StealthClient(f"http://127.0.0.1:{server.port}", "a-key") as client:
        monkeypatch.setattr("urllib3.connection.HTTPConnection.send", broken)
        with pytest.raises(errors.ConnectionLostError) as caught:
            client.send("s", "Hi", "ada")
        assert caught.value.local


@pytest.mark.slow
def test_an_upload_has_the_whole_time_not_the_connect_time_out() -> None:
    """A server that reads slowly is waited for until the deadline, and no longer."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with StealthClient(url, "a-key", connect_timeout=0.05, reply_timeout=1.0) as client:
            started = time.monotonic()
            with pytest.raises(errors.ReplyTimeoutError):
                client.create({"bio": "x" * 8_000_000}, [])
            assert time.monotonic() - started > 0.9


@pytest.mark.parametrize(
    "answer",
    [
        b"a-secret-key-1 is wrong\r\n\r\n",
        b"HTTP/1.1 a-secret-key-1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\na-secret-key-1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: A-SECRET-KEY-1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: a-secret-key-1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na-secret-key-1\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: a-secret-key-1\r\n\r\n[]",
        b"HTTP/1.1 302 a-secret-key-1\r\nLocation: http://a-secret-key-1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 x\r\nContent-Length: 29\r\n\r\n" + b'{"message": "a-secret-key-1"} ',
        b"HTTP/1.1 500 x\r\nContent-Length: 29\r\n\r\n" + b'{"message": "YS1zZWNyZXQta2V5"}',
        b"HTTP/1.1 400 x\r\nContent-Length: 57\r\n\r\n"
        + b'{"message":"[{\\"path\\":[\\"a-secret-key\\"]}] a-secret-ke"}    ',
    ],
)
def test_a_key_that_comes_back_is_not_told(answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Neither by the error, nor by what stands behind it, nor by any log."""
    caplog.set_level("DEBUG")
    with Raw(answer) as server, StealthClient(f"http://127.0.0.1:{server.port}", "a-secret-key-1") as client:
        try:
            client.send("s-123456", "Hi", "ada")
        except errors.StealthError as exc:
            seen = "".join(traceback.format_exception(exc))
            seen += "".join(f"{link!r} {link.args!r} {vars(link)!r}" for link in chain(exc))
        else:
            seen = ""
    seen += caplog.text + "".join(repr(vars(record)) for record in caplog.records)
    assert "secret-k" not in seen.lower()
    assert "ys1zzwny" not in seen.lower()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_leaves_its_parent_s_answer_alone(backend: FakeBackend) -> None:
    """The child ends the client, asks with it, and ends; the parent is answered on the socket that both had."""
    program = """
import os, sys, threading, time
from stealth_pygame.client import StealthClient
client = StealthClient(sys.argv[1], sys.argv[2])
secret, heard = sys.argv[3], []
asking = threading.Thread(target=lambda: heard.append(client.send(secret, "hello", "ada").content))
asking.start()
sys.stdin.readline()
child = os.fork()
if child == 0:
    works = client.check().reachable
    client.abort()
    client.close()
    sys.exit(0 if works else 3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
asking.join(20)
print(heard)
"""
    with StealthClient(backend.url, backend.auth) as client:
        secret = client.create({"name": "B", "bio": ["b"], "lore": ["l"], "knowledge": ["k"], "messageExamples": [],
                                "functions": []}, [("Ada", "ada")]).secret  # fmt: skip
    backend.script(lambda message, context, users: "Hello.")
    backend.hold()
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, backend.url, backend.auth, secret],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while backend.waiting < 1:
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("\n")
    child.stdin.flush()
    assert child.stdout.readline().strip() == "0"
    backend.release()
    assert child.communicate(timeout=20)[0].strip() == "['Hello.']"
