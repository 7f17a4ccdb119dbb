"""The HTTP transport of one client: connections that can be cut off at a deadline, and a stricter reader of answers."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from stealth_pygame.client.deadlines import (
    ADDRESSES,
    InFlightRequest,
    SocketHandle,
    SteppingReader,
    connect_beside,
    current_request,
    needs_no_lookup,
)
from stealth_pygame.client.url import is_loopback

if TYPE_CHECKING:
    import ssl

# Seconds without use after which a connection is not used again. Many servers close it after 5 seconds, which could
# happen just when a request is sent.
IDLE_SECONDS: Final = 4.0
# The most interim answers (1xx) before the answer itself.
MOST_INTERIM: Final = 200
# The most bytes of one header line.
HEADER_BYTES: Final = 65_536
# The most header lines of one interim answer.
HEADER_LINES: Final = 100


class OtherMachineError(OSError):
    """A connection without encryption led to another machine, so nothing was sent."""


class _Answer(HTTPResponse):
    """The standard library's answer, with three changes.

    A negative chunk size is an error, and does not read without a limit. Interim answers (102, 103) are skipped, not
    taken for the answer. Broken header lines are dropped, so that urllib3 does not log them with a secret inside.
    Bytes are awaited in steps (`SteppingReader`).
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(SteppingReader(sock))

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise ValueError("a negative chunk size")
        return size

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            # 101 is not an interim answer: after it the server uses another protocol.
            if not 100 <= status < 200 or status == 101:
                return version, status, reason
            self._skip_headers()
        raise TimeoutError("too many interim answers")

    def _skip_headers(self) -> None:
        for _ in range(HEADER_LINES):
            if self.fp.readline(HEADER_BYTES) in (b"\r\n", b"\n", b""):
                return
        raise HTTPException("too many header lines")

    def begin(self) -> None:
        """Read status and headers."""
        super().begin()
        self.headers.defects = []
        self.headers.set_payload("")


class WatchedConnection(HTTPConnection):
    """A connection that tells the request of its thread when it opens, sends and closes."""

    _handle: SocketHandle | None = None
    _begun: _Answer | None = None
    _used_at: float = 0.0
    _tunnelling: bool = False

    def _new_conn(self) -> socket.socket:
        request = current_request.get()
        sock = self._reach(request)
        try:
            # A host name may lead to any machine, so the address of the open connection is checked.
            if request.local_only and not is_loopback(str(sock.getpeername()[0])):
                raise OtherMachineError(f"{self.host} leads to another machine")
        except OSError:
            sock.close()
            raise
        self._handle = SocketHandle(sock)
        request.attach(self._handle)
        return sock

    def _reach(self, request: InFlightRequest) -> socket.socket:
        if needs_no_lookup(self.host):
            return super()._new_conn()
        seconds = min(request.left, ADDRESSES * (self.timeout or request.left))
        return connect_beside(super()._new_conn, request.lookup, seconds)

    def _tunnel(self) -> None:
        """Open a tunnel through a proxy; the bytes for this do not count as sent."""
        self._tunnelling = True
        try:
            super()._tunnel()
        finally:
            self._tunnelling = False

    def send(self, data: Any) -> None:
        """Send bytes, and mark the request as sent: only before that is it safe to send it again."""
        if self.sock is None:
            self.connect()
        request = current_request.get()
        request.attach(self._handle)
        # Until now the socket has the connect time-out, which may be too short for sending the body.
        self.sock.settimeout(request.left)
        if not self._tunnelling:
            request.sent = True
        super().send(data)

    def getresponse(self) -> Any:
        """Return the answer with its head; the time without use (`IDLE_SECONDS`) starts here."""
        try:
            answer = super().getresponse()
        except BaseException:
            # After an error in the head, the answer may hold the last reference to the socket.
            if self._begun is not None:
                self._begun.close()
            raise
        finally:
            self._begun = None
        self._used_at = time.monotonic()
        return answer

    def response_class(self, *args: Any, **kwargs: Any) -> _Answer:  # type: ignore[override]
        """Return a new answer; the standard library calls this as a class."""
        self._begun = _Answer(*args, **kwargs)
        return self._begun

    @property
    def is_connected(self) -> bool:
        """True while the connection may be used again: recently used, and closed neither by the server nor here."""
        # The watchdog may have shut down the socket after a complete answer; on Windows the socket does not show it.
        if self._handle is not None and self._handle.ended:
            return False
        return time.monotonic() - self._used_at < IDLE_SECONDS and super().is_connected

    def close(self) -> None:
        """Close the socket and its duplicate."""
        handle, self._handle = self._handle, None
        super().close()
        request = current_request.get(None)
        if handle is not None and request is not None:
            request.release(handle)
        elif handle is not None:
            handle.close()


class WatchedTLSConnection(WatchedConnection, HTTPSConnection):
    """A watched connection over TLS; the handshake is watched too."""


def _pools(plain: type, tls: type, plain_connection: type, tls_connection: type) -> dict[str, Any]:
    return {
        "http": type("WatchedPool", (plain,), {"ConnectionCls": plain_connection}),
        "https": type("WatchedTLSPool", (tls,), {"ConnectionCls": tls_connection}),
    }


POOLS: Final = _pools(HTTPConnectionPool, HTTPSConnectionPool, WatchedConnection, WatchedTLSConnection)


@cache
def _socks_pools() -> dict[str, Any]:
    # Imported here, because urllib3 warns at the import if PySocks is not installed.
    from urllib3.contrib import socks  # noqa: PLC0415

    plain = type("WatchedSOCKS", (WatchedConnection, socks.SOCKSConnection), {})
    tls = type("WatchedTLSSOCKS", (WatchedTLSConnection, socks.SOCKSHTTPSConnection), {})
    return _pools(socks.SOCKSHTTPConnectionPool, socks.SOCKSHTTPSConnectionPool, plain, tls)


class WatchedAdapter(HTTPAdapter):
    """The transport of one session: one watched connection, and no retries.

    tls: a function that returns the context with the trusted certificates; it is called when a connection needs it.
    """

    def __init__(self, tls: Callable[[], ssl.SSLContext] | None = None) -> None:
        self._tls = tls
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def _trust(self) -> dict[str, Any]:
        return {} if self._tls is None else {"ssl_context": self._tls()}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools of watched connections."""
        super().init_poolmanager(*args, **{**kwargs, **self._trust()})
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pools of watched connections for a proxy."""
        manager = super().proxy_manager_for(proxy, **{**kwargs, **self._trust()})
        manager.pool_classes_by_scheme = _socks_pools() if proxy.lower().startswith("socks") else POOLS
        return manager

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        """Return the host as the only key: with certificates in the key, `requests` would load its own too."""
        host, _ = super().build_connection_pool_key_attributes(*args, **kwargs)
        return host, {}

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: the context has the certificates."""
