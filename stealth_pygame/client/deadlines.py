"""The deadlines of requests on the wire, and the watchdog that keeps them.

A server that drips a byte now and then never meets a read time-out. Only shutting its socket from another thread
ends the wait at once, so the client knows its sockets, and one thread shuts those that are past their deadline. Where
a socket that is shut wakes nobody, an answer is awaited in short steps.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import Enum
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, TypeAlias

from urllib3.exceptions import HTTPError

from stealth_pygame.client.url import is_address
from stealth_pygame.errors import ClosedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Seconds that the watchdog outlives the last request.
LINGER_SECONDS: Final = 1.0
# Seconds that are left at least: a socket takes a time-out of 0 for "do not wait at all".
LEAST_SECONDS: Final = 0.001
# Seconds of one step of a wait for an answer. Linux wakes a thread whose socket is shut, and needs no steps; Windows
# does not (cpython#91913), nor macOS always (cpython#154224).
STEP_SECONDS: Final = 60.0 if sys.platform == "linux" else 0.1
# Addresses of one name, each of which may take the whole connect time-out.
ADDRESSES: Final = 3

# The end of a lookup; None comes from somebody who does not want to wait any longer.
LookupEnd: TypeAlias = "SimpleQueue[socket.socket | Exception | None]"


class Cut(Enum):
    """The reason for which a socket was shut from our side."""

    # The answer was not whole in time.
    DEADLINE = "deadline"
    # The client was aborted or closed.
    ABORTED = "aborted"


class SocketHandle:
    """A second handle on a connection, since wrapping a socket in TLS takes the first one away."""

    def __init__(self, sock: socket.socket) -> None:
        # The descriptor stays valid when TLS takes the socket object apart.
        self._sock = sock.dup()
        self.orphan = False
        self.ended = False

    def shut(self) -> None:
        """End the connection under the thread that waits on it."""
        self.ended = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the handle back."""
        self._sock.close()


class InFlightRequest:
    """One request from its start to its end.

    sent: a byte of it may have left; local_only: it carries the key in clear text and may only go to this machine.
    """

    def __init__(self, deadline: float, *, local_only: bool = False) -> None:
        self.deadline = deadline
        self.local_only = local_only
        self.sent = False
        self.cut: Cut | None = None
        self.lookup: LookupEnd = SimpleQueue()
        self._handle: SocketHandle | None = None
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds until the deadline, never quite none."""
        return max(self.deadline - time.monotonic(), LEAST_SECONDS)

    def attach(self, handle: SocketHandle | None) -> None:
        """Use this connection. One that comes after the end is shut at once."""
        with self._lock:
            self._handle = handle
            # The end came while the connection was being made.
            if handle is not None and self.cut is not None:
                handle.shut()

    def cut_off(self, why: Cut) -> None:
        """Shut the connection from another thread; the first reason stays."""
        with self._lock:
            self.cut = self.cut or why
            # A lookup cannot be cancelled, but nobody has to wait for it.
            self.lookup.put(None)
            if self._handle is not None:
                self._handle.shut()

    def release(self, handle: SocketHandle) -> None:
        """Take back the handle of a connection that is closed; one that still carries the answer is kept until then."""
        with self._lock:
            if self._handle is handle:
                handle.orphan = True
            else:
                handle.close()

    def finish(self) -> None:
        """Note that the request is over."""
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is not None and handle.orphan:
                handle.close()


# The request that the connection of this thread works for.
current_request: ContextVar[InFlightRequest] = ContextVar("stealth_pygame_request")


class SteppingReader(io.RawIOBase):
    """The bytes of a connection, awaited in steps: after a step, a request that was cut off meets the end."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        # A socket counts its files, and lives until the last one is closed.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what there is, or wait for it within the socket's time-out. Raises `TimeoutError`."""
        request, limit = current_request.get(None), self._sock.gettimeout()
        deadline = None if limit is None else time.monotonic() + limit
        try:
            while request is None or request.cut is None:
                left = STEP_SECONDS if deadline is None else deadline - time.monotonic()
                self._sock.settimeout(max(min(left, STEP_SECONDS), LEAST_SECONDS))
                try:
                    return self._sock.recv_into(buffer)
                except TimeoutError:
                    if left <= STEP_SECONDS and deadline is not None:
                        raise
            return 0
        finally:
            with suppress(OSError):
                self._sock.settimeout(limit)

    def close(self) -> None:
        """Give the socket back."""
        self._file.close()
        super().close()


class InFlightRequests:
    """All requests of one client, and the daemon thread that watches their deadlines while there are any."""

    def __init__(self) -> None:
        self._requests: set[InFlightRequest] = set()
        self._changed = threading.Condition()
        self._watchdog: threading.Thread | None = None
        self._wakes_at = 0.0
        self._used = False
        self.closed = False

    @contextmanager
    def track(self, seconds: float, *, local_only: bool = False) -> Iterator[InFlightRequest]:
        """Watch one request of this thread, which ends within so many seconds. Raises `ClosedError` after `close`."""
        request = InFlightRequest(time.monotonic() + seconds, local_only=local_only)
        self._enter(request)
        token = current_request.set(request)
        try:
            yield request
        finally:
            current_request.reset(token)
            self._leave(request)

    def abort(self) -> None:
        """Shut every live socket now."""
        with self._changed:
            # Not shut under the lock: a thread that wakes up wants to leave the set.
            requests = list(self._requests)
        for request in requests:
            request.cut_off(Cut.ABORTED)

    def close(self, timeout: float = 1.0) -> None:
        """Abort, and wait for the watchdog's end, for so many seconds at most."""
        with self._changed:
            self.closed = True
            watchdog = self._watchdog
            self._changed.notify_all()
        self.abort()
        if watchdog is not None:
            watchdog.join(timeout)

    def _enter(self, request: InFlightRequest) -> None:
        with self._changed:
            if self.closed:
                raise ClosedError("The client is closed; make a new StealthClient.")
            self._requests.add(request)
            self._used = True
            if self._watchdog is None:
                self._start()
            # The watchdog may be sleeping until a later deadline.
            elif request.deadline < self._wakes_at:
                self._changed.notify_all()

    def _leave(self, request: InFlightRequest) -> None:
        request.finish()
        with self._changed:
            self._requests.discard(request)
            if self.closed:
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
            while not self.closed and (self._requests or self._used):
                self._used = False
                now = time.monotonic()
                for request in self._requests:
                    if request.deadline <= now:
                        request.cut_off(Cut.DEADLINE)
                # Those that were cut need no second look; their threads are on the way out.
                waiting = [request.deadline for request in self._requests if request.cut is None]
                self._wakes_at = min([*waiting, now + LINGER_SECONDS])
                self._changed.wait(self._wakes_at - now)
            self._watchdog = None


def connect_beside(connect: Callable[[], socket.socket], end: LookupEnd, seconds: float) -> socket.socket:
    """Return what `connect` returns, or raise what it raises, from a thread of its own.

    The system's lookup of a name knows no time-out, so nobody waits for it directly. Raises `TimeoutError` after so
    many seconds, or when None is put into `end`.
    """
    left = threading.Event()

    def search() -> None:
        try:
            result: socket.socket | Exception = connect()
        except (OSError, ValueError, HTTPError) as exc:
            result = exc
        # Nobody is left to use the connection.
        if left.is_set() and isinstance(result, socket.socket):
            result.close()
        end.put(result)

    try:
        threading.Thread(target=search, name="stealth-lookup", daemon=True).start()
    except RuntimeError:
        # The interpreter is on its way out and starts no thread.
        return connect()
    try:
        result = end.get(timeout=seconds)
    except Empty:
        result = None
    if isinstance(result, socket.socket):
        return result
    left.set()
    raise result or TimeoutError("the name was not found in time")


def needs_no_lookup(host: str) -> bool:
    """Return True for an address, and for the one name that every machine knows."""
    return host == "localhost" or is_address(host)
