"""The live sockets of a client and their deadlines, because a read time-out does not bound a whole answer.

A server that drips a byte now and then never meets a read time-out. Only shutting its socket from another thread
ends the wait at once, so the client knows its sockets and one watchdog shuts those that are past their deadline.
"""

from __future__ import annotations

import socket
import time
from http.client import HTTPResponse
from typing import Any, ClassVar, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from stealth_pygame.client.deadlines import (
    ADDRESSES,
    InFlightRequest,
    SocketHandle,
    _flying,
    connect_beside,
    is_address,
)

IDLE_SECONDS: Final = 4.0
"""Seconds without use after which a connection is not used again: many servers close at 5, just as we would send."""


class _Answer(HTTPResponse):
    """The standard library's, which would take a chunk of -1 bytes for all that there is, without end."""

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise ValueError("a negative chunk size")
        return size


class WatchedConnection(HTTPConnection):
    """A connection that tells the flight of its thread what it does."""

    _line: SocketHandle | None = None
    _begun: _Answer | None = None
    _used_at: float = 0.0

    def _new_conn(self) -> socket.socket:
        sock = self._reach(_flying.get())
        self._line = SocketHandle(sock)
        self._board()
        return sock

    def _reach(self, flight: InFlightRequest) -> socket.socket:
        if is_address(self.host):
            return super()._new_conn()
        seconds = min(flight.left, ADDRESSES * (self.timeout or flight.left))
        return connect_beside(super()._new_conn, flight.found, seconds)

    def _board(self) -> InFlightRequest:
        flight = _flying.get()
        flight.take(self._line)
        return flight

    def send(self, data: Any) -> None:
        """Send, and note that something was sent: what fails before is safe to repeat."""
        if self.sock is None:
            self.connect()
        flight = self._board()
        # The connect time-out would bound the whole upload.
        self.sock.settimeout(flight.left)
        flight.sent = True
        super().send(data)

    def getresponse(self) -> Any:
        """The answer's head; from here the connection counts as idle."""
        try:
            answer = super().getresponse()
        except BaseException:
            # A head that is read but then refused may be all that still holds the socket.
            if self._begun is not None:
                self._begun.close()
            raise
        finally:
            self._begun = None
        self._used_at = time.monotonic()
        return answer

    def response_class(self, *args: Any, **kwargs: Any) -> _Answer:  # type: ignore[override]
        """The answer that begins, for the standard library."""
        self._begun = _Answer(*args, **kwargs)
        return self._begun

    @property
    def is_connected(self) -> bool:
        """Whether it may be used again: young, and not closed by the server."""
        return time.monotonic() - self._used_at < IDLE_SECONDS and super().is_connected

    def close(self) -> None:
        """Close the socket, and the second handle with it."""
        line, self._line = self._line, None
        super().close()
        flight = _flying.get(None)
        if line is not None and flight is not None:
            flight.release(line)
        elif line is not None:
            line.close()


class WatchedTLSConnection(WatchedConnection, HTTPSConnection):
    """The same over TLS, its handshake included."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTLSConnection


class WatchedAdapter(HTTPAdapter):
    """The transport of one session: one connection, watched, never a second try."""

    pools: ClassVar[dict[str, Any]] = {"http": _Pool, "https": _TLSPool}

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools out of watched connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self.pools
