"""The client over TLS: the same deadlines, and nothing sent before the other side is known."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import trustme

from stealth_pygame import errors
from stealth_pygame.client.client import StealthClient

KEY = "a-key-over-tls"
HELLO = b'{"content": "hello", "calls": []}'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(HELLO), HELLO)
CLOSING = GOOD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
TIMEOUT = 0.3
# Seconds that a busy machine may add to a time-out; without one, a drip would go on for ever.
SLACK = 5.0

Serve = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


class Listener:
    """Accepts connections and hands each to a function, on a thread of its own."""

    def __init__(self, serve: Serve, context: ssl.SSLContext | None) -> None:
        self.accepted = 0
        self._stopping = False
        self._serve = serve
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> Listener:
        self._begin(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
        self._socket.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def _begin(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                raw, _ = self._socket.accept()
                if self._stopping:
                    raw.close()
                    return
                self.accepted += 1
                self._begin(lambda raw=raw: self._talk(raw))  # type: ignore[misc]

    def _talk(self, raw: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            stack.enter_context(raw)
            raw.settimeout(5)
            sock = stack.enter_context(self._context.wrap_socket(raw, server_side=True)) if self._context else raw
            self._serve(sock)


def answer(data: bytes) -> Serve:
    """Answer each request with the same bytes."""

    def serve(sock: socket.socket) -> None:
        while b"}" in sock.recv(65536) or b"}" in sock.recv(65536):
            sock.sendall(data)

    return serve


def complain(sock: socket.socket) -> None:
    """What a plain HTTP server says to a TLS greeting."""
    sock.recv(65536)
    sock.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def drip(first: bytes) -> Serve:
    """A beginning, and then a byte now and then for ever."""

    def serve(sock: socket.socket) -> None:
        sock.sendall(first)
        pause = threading.Event()
        while not pause.wait(0.02):
            sock.sendall(b"a")

    return serve


@pytest.fixture
def listen(authority: trustme.CA) -> Iterator[Callable[..., Listener]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ExitStack() as stack:
        yield lambda serve, tls=True: stack.enter_context(Listener(serve, context if tls else None))


@pytest.fixture
def connect(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., StealthClient]]:
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with ExitStack() as stack:

        def made(
            listener: Listener, scheme: str = "https", trusted: bool = True, seconds: float = 30.0
        ) -> StealthClient:
            url = f"{scheme}://127.0.0.1:{listener.port}"
            if trusted:
                monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
            return stack.enter_context(
                StealthClient(url, KEY, connect_timeout=2.0 if seconds == TIMEOUT else seconds, reply_timeout=seconds)
            )

        yield made


Listen = Callable[..., Listener]
Connect = Callable[..., StealthClient]


def test_it_speaks_tls_and_keeps_the_connection(listen: Listen, connect: Connect) -> None:
    """Several calls, one handshake."""
    listener = listen(answer(GOOD))
    client = connect(listener)
    for _ in range(3):
        assert client.send("s", "hello", "ada").content == "hello"
    assert listener.accepted == 1


def test_a_server_may_close_after_each_answer(listen: Listen, connect: Connect) -> None:
    """Then each call has a connection of its own, and each second handle is given back."""
    listener = listen(answer(CLOSING))
    client = connect(listener)
    for _ in range(3):
        assert client.send("s", "hello", "ada").content == "hello"
    assert listener.accepted == 3


def test_an_unknown_certificate_ends_before_anything_is_sent(listen: Listen, connect: Connect) -> None:
    """A stranger gets no key, and the author reads why."""
    with pytest.raises(errors.ConnectError, match="certificate"):
        connect(listen(answer(GOOD)), trusted=False).finish("s")


def test_https_to_a_plain_port_is_explained(listen: Listen, connect: Connect) -> None:
    """The usual slip with a backend on this machine."""
    with pytest.raises(errors.ConnectError, match="http:// rather than https://"):
        connect(listen(complain, tls=False)).finish("s")


def test_http_to_a_tls_port_is_explained(listen: Listen, connect: Connect) -> None:
    """The other way round the answer is not HTTP, or nothing at all."""
    with pytest.raises((errors.NotStealthError, errors.ConnectionLostError)):
        connect(listen(answer(GOOD)), scheme="http").finish("s")


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"],
    ids=["from the start", "headers", "body"],
)
def test_dripping_over_tls_ends_in_time(listen: Listen, connect: Connect, first: bytes) -> None:
    """Shutting the socket works beneath TLS too, also where the end of the answer is the end of the connection."""
    client = connect(listen(drip(first)), seconds=TIMEOUT)
    started = time.monotonic()
    with pytest.raises(errors.ReplyTimeoutError):
        client.finish("s")
    assert time.monotonic() - started < TIMEOUT + SLACK


def test_a_dripping_handshake_ends_in_time(listen: Listen, connect: Connect) -> None:
    """No byte of the request has left by then, so it may be tried again."""
    client = connect(listen(drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"), tls=False), seconds=TIMEOUT)
    started = time.monotonic()
    with pytest.raises(errors.ConnectError, match="in time") as caught:
        client.finish("s")
    assert time.monotonic() - started < TIMEOUT + SLACK
    assert caught.value.retry
