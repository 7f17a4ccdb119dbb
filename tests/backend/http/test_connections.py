"""Half requests and idle connections hold up nobody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from stealth_pygame.backend.http import connections
from stealth_pygame.backend.http.server import Backend
from stealth_pygame.client.client import StealthClient
from tests.backend.parts import ADA, KEY, SHEET, running

# Seconds within which a busy machine does what an idle one does at once.
PATIENCE = 30.0
HALF_HEAD = b"POST /api/send HTTP/1.1\r\nHost: x\r\nX: "
HALF_BODY = (
    f"POST /api/send HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {KEY}\r\n"
    "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
).encode()


@pytest.fixture(scope="module")
def backend() -> Iterator[Backend]:
    with running() as made:
        yield made


def connected(backend: Backend, data: bytes, source: str = "127.0.0.1") -> socket.socket:
    """A connection that has sent so much."""
    sock = socket.create_connection(("127.0.0.1", backend.port), timeout=PATIENCE, source_address=(source, 0))
    # On a busy machine the server's patience may end before the first byte leaves.
    with suppress(ConnectionError):
        sock.sendall(data)
    return sock


def is_ended(sock: socket.socket) -> bool:
    """Wait until the server ends a connection; what it said before does not count."""
    try:
        while sock.recv(4096):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def read_until(sock: socket.socket, words: bytes) -> None:
    """Read until the server has said so much."""
    data = b""
    while words not in data:
        part = sock.recv(4096)
        assert part, f"the connection was ended after {data!r}"
        data += part


@pytest.mark.parametrize("half", [b"", HALF_HEAD, HALF_BODY])
def test_half_a_request_ends_in_time(half: bytes, backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the head, within it, within the body: the patience is short, and a dripping byte does not renew it."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    with connected(backend, half) as sock:
        assert is_ended(sock)


def test_a_second_request_has_its_own_patience(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept connection is idle for as long as uvicorn lets it; a half head on it is not."""
    with connected(backend, b"GET /reference/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as sock:
        assert sock.recv(20).startswith(b"HTTP/1.1 200")
        # Only now: a busy machine may need longer than this for the first request.
        monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
        sock.sendall(b"GET /ref")
        assert is_ended(sock)


@pytest.mark.parametrize("half", [HALF_HEAD, HALF_BODY])
def test_a_crowd_of_half_requests_locks_nobody_out(
    half: bytes, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that has waited longest goes; a healthy client is answered, and a send that is thought about stays."""
    monkeypatch.setattr(connections, "MOST", 10)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 120.0)
    with ExitStack() as crowd, StealthClient(backend.url, KEY) as client:
        made = client.create(SHEET, [ADA])
        held = [crowd.enter_context(connected(backend, half)) for _ in range(40)]
        # Before the message: it must not wait for its body beside a crowd that is still to be accepted.
        assert all(is_ended(sock) for sock in held[:30])
        assert client.send(made.secret, "Hi", "ada-1").content == "I hear Hi"


def test_a_kept_connection_outlives_a_crowd(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half requests go before one that is idle: its client may just be sending."""
    monkeypatch.setattr(connections, "MOST", 10)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 120.0)
    asked = b"GET /api/none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with ExitStack() as crowd, connected(backend, asked) as kept:
        assert kept.recv(20).startswith(b"HTTP/1.1 404")
        held = [crowd.enter_context(connected(backend, HALF_HEAD)) for _ in range(30)]
        assert all(is_ended(sock) for sock in held[:15])
        kept.sendall(asked)
        read_until(kept, b"HTTP/1.1 404")


def test_a_request_that_has_just_begun_outlives_a_crowd(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection was idle for longer than anybody waits: that does not count."""
    monkeypatch.setattr(connections, "MOST", 10)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 120.0)
    head = HALF_BODY.replace(b"\r\n\r\n{", b"\r\nExpect: 100-continue\r\n\r\n")
    with ExitStack() as crowd, connected(backend, b"GET /api/none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as kept:
        assert kept.recv(20).startswith(b"HTTP/1.1 404")
        held = [crowd.enter_context(connected(backend, HALF_HEAD)) for _ in range(12)]
        assert all(is_ended(sock) for sock in held[:3])
        kept.sendall(head)
        read_until(kept, b"HTTP/1.1 100")
        held += [crowd.enter_context(connected(backend, HALF_HEAD)) for _ in range(3)]
        assert all(is_ended(sock) for sock in held[3:6])
        kept.sendall(b"{" + b" " * 999)
        read_until(kept, b"HTTP/1.1 400")


def test_one_address_has_so_many_connections(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own oldest goes, nobody else's. This machine's own address may speak for many."""
    monkeypatch.setattr(connections, "MOST_PER_ADDRESS", 3)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 120.0)
    with ExitStack() as crowd:
        try:
            mine = [crowd.enter_context(connected(backend, HALF_HEAD, "127.0.0.2")) for _ in range(5)]
        except OSError:
            pytest.skip("this system gives loopback one address")
        others = [crowd.enter_context(connected(backend, HALF_HEAD)) for _ in range(5)]
        assert all(is_ended(sock) for sock in mine[:2])
        for sock in (*mine[2:], *others):
            sock.settimeout(0.05)
            assert not is_ended(sock)


def test_the_limit_leaves_file_handles_for_the_rest() -> None:
    """The database and the upstream need some."""
    resource = pytest.importorskip("resource")
    handles, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        assert connections.most_connections() == 128
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles, hard))
