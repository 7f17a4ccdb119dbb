"""The live sockets of a client and their deadlines, because a read time-out does not bound a whole answer.

A server that drips a byte now and then never meets a read time-out. Only shutting its socket from another thread
ends the wait at once, so the client knows its sockets and one watchdog shuts those that are past their deadline.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import Enum
from http.client import HTTPResponse
from queue import SimpleQueue
from typing import Any, ClassVar, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from stealth_pygame.client_lookup import ADDRESSES, Found, connect_beside, is_address
from stealth_pygame.errors import ClosedError

IDLE_SECONDS: Final = 4.0
"""Seconds without use after which a connection is not used again: many servers close at 5, just as we would send."""
LINGER_SECONDS: Final = 1.0
"""Seconds that the watchdog outlives the last request."""
LEAST_SECONDS: Final = 0.001


class Cut(Enum):
    """Why a socket was shut from our side."""

    DEADLINE = "deadline"
    """The answer was not whole in time."""
    ABORTED = "aborted"
    """The client was aborted or closed."""


class Line:
    """A second handle on a connection, since wrapping a socket in TLS takes the first one away."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock.dup()
        self.orphan = False

    def shut(self) -> None:
        """End the connection under whoever waits on it."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the handle back."""
        self._sock.close()


class Flight:
    """One request from its start to its end; `sent` says whether a byte of it may have left."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.sent = False
        self.cut: Cut | None = None
        self.found: Found = SimpleQueue()
        self._line: Line | None = None
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds until the deadline, never quite none."""
        return max(self.deadline - time.monotonic(), LEAST_SECONDS)

    def take(self, line: Line | None) -> None:
        """Travel on this line. One that comes after the end is shut at once."""
        with self._lock:
            self._line = line
            if line is not None and self.cut is not None:
                line.shut()

    def end(self, why: Cut) -> None:
        """Shut the line from another thread; the first reason stays."""
        with self._lock:
            self.cut = self.cut or why
            self.found.put(None)
            if self._line is not None:
                self._line.shut()

    def release(self, line: Line) -> None:
        """The connection gives up its line. One that carries the answer still is closed on landing."""
        with self._lock:
            if self._line is line:
                line.orphan = True
            else:
                line.close()

    def land(self) -> None:
        """The request is over."""
        with self._lock:
            line, self._line = self._line, None
            if line is not None and line.orphan:
                line.close()


_flying: ContextVar[Flight] = ContextVar("stealth_pygame_flight")


class Flights:
    """All requests of one client, and the daemon thread that watches their deadlines while there are any."""

    def __init__(self) -> None:
        self._flights: set[Flight] = set()
        self._changed = threading.Condition()
        self._watchdog: threading.Thread | None = None
        self._wakes_at = 0.0
        self._flown = False
        self._closed = False

    @contextmanager
    def flight(self, seconds: float) -> Iterator[Flight]:
        """One request of this thread, which ends within so many seconds. Raises `ClosedError` after `close`."""
        flight = Flight(time.monotonic() + seconds)
        self._enter(flight)
        token = _flying.set(flight)
        try:
            yield flight
        finally:
            _flying.reset(token)
            self._leave(flight)

    def abort(self) -> None:
        """Shut every live socket now."""
        with self._changed:
            flights = list(self._flights)
        for flight in flights:
            flight.end(Cut.ABORTED)

    def close(self, timeout: float = 1.0) -> None:
        """Abort, and see the watchdog out, for so many seconds at most."""
        with self._changed:
            self._closed = True
            watchdog = self._watchdog
            self._changed.notify_all()
        self.abort()
        if watchdog is not None:
            watchdog.join(timeout)

    def _enter(self, flight: Flight) -> None:
        with self._changed:
            if self._closed:
                raise ClosedError("The client is closed; make a new StealthClient.")
            self._flights.add(flight)
            self._flown = True
            if self._watchdog is None:
                self._start()
            elif flight.deadline < self._wakes_at:
                self._changed.notify_all()

    def _leave(self, flight: Flight) -> None:
        flight.land()
        with self._changed:
            self._flights.discard(flight)
            if self._closed:
                self._changed.notify_all()

    def _start(self) -> None:
        self._watchdog = threading.Thread(target=self._watch, name="stealth-watchdog", daemon=True)
        try:
            self._watchdog.start()
        except RuntimeError:
            # The interpreter is on its way out and starts no thread; the plain read time-out has to do.
            self._watchdog = None

    def _watch(self) -> None:
        with self._changed:
            while not self._closed and (self._flights or self._flown):
                self._flown = False
                now = time.monotonic()
                for flight in self._flights:
                    if flight.deadline <= now:
                        flight.end(Cut.DEADLINE)
                waiting = [flight.deadline for flight in self._flights if flight.cut is None]
                self._wakes_at = min([*waiting, now + LINGER_SECONDS])
                self._changed.wait(self._wakes_at - now)
            self._watchdog = None


class _Answer(HTTPResponse):
    """The standard library's, which would take a chunk of -1 bytes for all that there is, without end."""

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise ValueError("a negative chunk size")
        return size


class WatchedConnection(HTTPConnection):
    """A connection that tells the flight of its thread what it does."""

    _line: Line | None = None
    _begun: _Answer | None = None
    _used_at: float = 0.0

    def _new_conn(self) -> socket.socket:
        sock = self._reach(_flying.get())
        self._line = Line(sock)
        self._board()
        return sock

    def _reach(self, flight: Flight) -> socket.socket:
        if is_address(self.host):
            return super()._new_conn()
        seconds = min(flight.left, ADDRESSES * (self.timeout or flight.left))
        return connect_beside(super()._new_conn, flight.found, seconds)

    def _board(self) -> Flight:
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
