"""Raw bytes as answers: whatever a server says, the client reads it or ends in one of our own errors."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stealth_pygame import errors
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import Reply
from stealth_pygame.testing import FakeBackend, Fault

TIMEOUT = 0.5
# Seconds for an answer that ends by itself, on a machine that is busy.
PATIENCE = 30.0


class RawServer:
    """Answers each connection's first request with the same bytes, once or for ever, and closes."""

    def __init__(self) -> None:
        self.answer = b""
        self.forever = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._stopping = False
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join(5)
        self._listener.close()

    def _run(self) -> None:
        while not self._stopping:
            sock, _ = self._listener.accept()
            with sock, suppress(OSError):
                self._session(sock)

    def _session(self, sock: socket.socket) -> None:
        sock.settimeout(5)
        data = b""
        while not data.endswith(b"}"):
            more = sock.recv(65536)
            if not more:
                return
            data += more
        sock.sendall(self.answer)
        while self.forever and not self._stopping:
            sock.sendall(self.forever)


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server


def ask(server: RawServer, answer: bytes, forever: bytes = b"") -> Reply | errors.BackendError:
    """The end of a send that is answered so."""
    server.answer, server.forever = answer, forever
    seconds = TIMEOUT if forever else PATIENCE
    with StealthClient(server.url, "a-key", reply_timeout=seconds, max_reply_bytes=100_000) as client:
        try:
            return client.send("secret", "hello", "ada")
        except errors.BackendError as exc:
            return exc


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", errors.ConnectionLostError),
        (b"HTTP/1.1", errors.NotStealthError),
        (b"HTTP/1.1 abc\r\n\r\n", errors.NotStealthError),
        (b"HTTP/9.9 200 OK\r\n\r\n", errors.NotStealthError),
        (b"\r\n\r\n", errors.NotStealthError),
        (b"HTTP/1.1 200 " + b"a" * 70_000, errors.NotStealthError),
        (OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n", errors.NotStealthError),
        (OK + b"X: a\r\n" * 200 + b"\r\n", errors.NotStealthError),
        (OK, errors.AnswerError),
        (OK + b"Content-Length: 100\r\n\r\n{", errors.ConnectionLostError),
        (OK + b"Content-Length: 99999999999999999999\r\n\r\n{", errors.ConnectionLostError),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}", errors.ConnectionLostError),
        (CHUNKED + b"2\r\n{}\r\n", errors.ConnectionLostError),
        (CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n", errors.ConnectionLostError),
        (CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n", errors.ConnectionLostError),
        (CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n", errors.ConnectionLostError),
        (CHUNKED + b"ffffffffffffffff\r\n{}", errors.ConnectionLostError),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", errors.AnswerError),
        (b"HTTP/1.1 204 No Content\r\n\r\n", errors.AnswerError),
        (b"HTTP/1.1 999 Odd\r\n\r\n", errors.ServerError),
        (OK.replace(b"json", b"json\xff\xfe") + b"\r\n{}", errors.AnswerError),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else value.__name__,
)
def test_broken_http_ends_in_a_typed_error(server: RawServer, answer: bytes, kind: type[errors.BackendError]) -> None:
    """Each of the ways in which HTTP can be broken is one error of ours."""
    assert type(ask(server, answer)) is kind


def test_a_head_that_is_refused_gives_its_socket_back(server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and not when the garbage is collected: a negative length, and another one beside it."""
    leaked: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: leaked.append(str(unraisable.exc_value)))
    ask(server, OK + b"Content-Length: -2\r\nContent-Length: 2\r\n\r\n{}")
    gc.collect()
    assert leaked == []


@pytest.mark.parametrize(
    "answer",
    [
        OK + b'\r\n{"content": "hi"}',
        OK + b'Content-Length: oops\r\n\r\n{"content": "hi"}',
        OK + b'Connection: close\r\nContent-Length: 17\r\n\r\n{"content": "hi"}trailing',
        CHUNKED + b'11\r\n{"content": "hi"}\r\n0\r\n\r\n',
        CHUNKED + b'11;name=value\r\n{"content": "hi"}\r\n0\r\nX-Trailer: 1\r\n\r\n',
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5 + OK + b'\r\n{"content": "hi"}',
        b'HTTP/1.0 200 OK\r\n\r\n{"content": "hi"}',
        OK + b'Set-Cookie: a=b\r\nContent-Length: 17\r\n\r\n{"content": "hi"}',
    ],
    ids=lambda value: repr(value[-40:]),
)
def test_odd_http_is_read(server: RawServer, answer: bytes) -> None:
    """What HTTP allows is read, however unusual."""
    reply = ask(server, answer)
    assert isinstance(reply, Reply), reply
    assert reply.content == "hi"


@pytest.mark.parametrize(
    ("answer", "forever"),
    [
        (CHUNKED + b"-1\r\n", b"a" * 65536),
        (CHUNKED + b"ffffffffffff\r\n", b"a" * 65536),
        (CHUNKED, b"1000\r\n" + b"a" * 4096 + b"\r\n"),
        (CHUNKED + b"1;", b"a" * 65536),
        (OK + b"\r\n", b"a" * 65536),
        (OK + b"Content-Length: 999999999999\r\n\r\n", b"a" * 65536),
        (OK + b"X: ", b"a" * 65536),
        (OK, b"X: a\r\n" * 1000),
        (b"", b"a" * 65536),
    ],
    ids=lambda value: repr(value[:60]),
)
def test_a_flood_costs_no_memory(server: RawServer, answer: bytes, forever: bytes) -> None:
    """An answer without end is left, whatever it pretends to be."""
    tracemalloc.start()
    end = ask(server, answer, forever)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(end, errors.BackendError)
    assert peak < 3_000_000


def test_a_flood_of_continues_ends_in_time(server: RawServer) -> None:
    """They are answers that never come to the point."""
    assert type(ask(server, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)) is errors.ReplyTimeoutError


HEADERS = st.sampled_from(
    [
        b"Content-Type: application/json",
        b"Content-Type: text/html",
        b"Content-Length: 2",
        b"Content-Length: -2",
        b"Content-Length: 2, 2",
        b"Content-Encoding: gzip",
        b"Content-Encoding: gzip, gzip",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Connection: close",
        b"Connection: upgrade",
        b"Location: http://[::1",
        b"Location: //",
        b"Set-Cookie: \xff=\x00; expires=never",
        b": empty",
        b"no colon",
        b" folded",
    ]
) | st.binary(max_size=20)
BODIES = [b"{}", b"", b"2\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}", b'{"content": "', b"<html>"]
ANSWERS = st.builds(
    lambda line, headers, body: b"\r\n".join([line, *headers]) + b"\r\n\r\n" + body,
    st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Found", b"HTTP/1.1 404 x", b"HTTP/1.1 304 x"])
    | st.binary(max_size=20),
    st.lists(HEADERS, max_size=4),
    st.sampled_from(BODIES) | st.binary(max_size=30),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ANSWERS)
@example(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n-2\r\n{}")
def test_any_bytes_end_in_a_reply_or_a_typed_error(server: RawServer, answer: bytes) -> None:
    """No foreign exception comes out of a call, whatever the line says."""
    assert isinstance(ask(server, answer), (Reply, errors.BackendError))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="file handles are counted in /proc")
def test_no_file_handle_is_left() -> None:
    """Connections that end well, badly, in other threads or by closing give everything back."""
    with FakeBackend() as backend:
        used = set(os.listdir("/proc/self/fd"))
        with StealthClient(backend.url, backend.auth, reply_timeout=0.05) as client:
            for fault in (Fault.HALF_ANSWER, Fault.RESET_MID_ANSWER, Fault.SILENCE, Fault.GZIP_BOMB, Fault.HTML):
                backend.fail("update", fault)
                client.check()
                client.check()
            backend.drop_connections()
            for _ in range(5):
                thread = threading.Thread(target=client.check)
                thread.start()
                thread.join()
        gc.collect()
        backend.drop_connections()
        backend.restart()
        assert len(os.listdir("/proc/self/fd")) <= len(used)
