"""Deadlines of requests on the wire."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import Enum
from queue import Empty, SimpleQueue
from typing import Final, TypeAlias

from urllib3.exceptions import HTTPError

from stealth_pygame.errors import ClosedError

LINGER_SECONDS: Final = 1.0
"""Seconds that the watchdog outlives the last request."""


LEAST_SECONDS: Final = 0.001


class Cut(Enum):
    """Why a socket was shut from our side."""

    DEADLINE = "deadline"
    """The answer was not whole in time."""
    ABORTED = "aborted"
    """The client was aborted or closed."""


class SocketHandle:
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


class InFlightRequest:
    """One request from its start to its end; `sent` says whether a byte of it may have left."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.sent = False
        self.cut: Cut | None = None
        self.found: Found = SimpleQueue()
        self._line: SocketHandle | None = None
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds until the deadline, never quite none."""
        return max(self.deadline - time.monotonic(), LEAST_SECONDS)

    def take(self, line: SocketHandle | None) -> None:
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

    def release(self, line: SocketHandle) -> None:
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


_flying: ContextVar[InFlightRequest] = ContextVar("stealth_pygame_flight")


class InFlightRequests:
    """All requests of one client, and the daemon thread that watches their deadlines while there are any."""

    def __init__(self) -> None:
        self._flights: set[InFlightRequest] = set()
        self._changed = threading.Condition()
        self._watchdog: threading.Thread | None = None
        self._wakes_at = 0.0
        self._flown = False
        self._closed = False

    @contextmanager
    def flight(self, seconds: float) -> Iterator[InFlightRequest]:
        """One request of this thread, which ends within so many seconds. Raises `ClosedError` after `close`."""
        flight = InFlightRequest(time.monotonic() + seconds)
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

    def _enter(self, flight: InFlightRequest) -> None:
        with self._changed:
            if self._closed:
                raise ClosedError("The client is closed; make a new StealthClient.")
            self._flights.add(flight)
            self._flown = True
            if self._watchdog is None:
                self._start()
            elif flight.deadline < self._wakes_at:
                self._changed.notify_all()

    def _leave(self, flight: InFlightRequest) -> None:
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


ADDRESSES: Final = 3
"""Addresses of one name, each of which may take the whole connect time-out."""


Found: TypeAlias = "SimpleQueue[socket.socket | Exception | None]"
"""What a lookup ends with; None from whoever does not want to wait any longer."""


def is_address(host: str) -> bool:
    """Whether there is nothing to look up."""
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return host == "localhost"
    return True


def connect_beside(connect: Callable[[], socket.socket], found: Found, seconds: float) -> socket.socket:
    """What `connect` gives or raises; `TimeoutError` after so many seconds, or when None is put into `found`."""
    left = threading.Event()

    def search() -> None:
        try:
            made: socket.socket | Exception = connect()
        except (OSError, ValueError, HTTPError) as exc:
            made = exc
        if left.is_set() and isinstance(made, socket.socket):
            made.close()
        found.put(made)

    try:
        threading.Thread(target=search, name="stealth-lookup", daemon=True).start()
    except RuntimeError:
        # The interpreter is on its way out and starts no thread.
        return connect()
    try:
        made = found.get(timeout=seconds)
    except Empty:
        made = None
    if isinstance(made, socket.socket):
        return made
    left.set()
    raise made or TimeoutError("the name was not found in time")
