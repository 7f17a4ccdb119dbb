"""The deadlines of requests, and the watchdog thread that enforces them.

A read time-out does not help against a server that sends single bytes slowly: each byte starts it anew. Therefore one
thread shuts down the sockets of requests that are past their deadline, which ends the wait at once. On systems where
this does not wake the waiting thread, answers are awaited in short steps.
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

# Seconds that the watchdog thread stays after the last request.
LINGER_SECONDS: Final = 1.0
# The least seconds of a time-out: for a socket, 0 means "do not wait at all".
LEAST_SECONDS: Final = 0.001
# Seconds of one step of a wait for an answer. Linux wakes a thread whose socket is shut down, and needs no short
# steps; Windows does not (cpython#91913), and macOS not always (cpython#154224).
STEP_SECONDS: Final = 60.0 if sys.platform == "linux" else 0.1
# The addresses of one host name that may each take the whole connect time-out.
ADDRESSES: Final = 3

# The result of a lookup, or None to end the wait for it.
LookupEnd: TypeAlias = "SimpleQueue[socket.socket | Exception | None]"


class Cut(Enum):
    """The reason for which the client itself shut down a socket."""

    # The answer was not complete at the deadline.
    DEADLINE = "deadline"
    # The client was aborted or closed.
    ABORTED = "aborted"


class SocketHandle:
    """A duplicate of a connection's socket, because TLS replaces the original socket object.

    orphan: the connection is closed already; ended: `shut` was called.
    """

    def __init__(self, sock: socket.socket) -> None:
        # The duplicated descriptor stays valid when TLS detaches the original one.
        self._sock = sock.dup()
        self.orphan = False
        self.ended = False

    def shut(self) -> None:
        """Shut down the connection, also while another thread waits on it."""
        self.ended = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the duplicate; the connection's own socket stays open."""
        self._sock.close()


class InFlightRequest:
    """One request from its start to its end.

    deadline: seconds of `time.monotonic`; local_only: the key is not encrypted, so only this machine may get it;
    sent: a part of the request may have left this machine; cut: the reason if the client ended the request.
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
        """Seconds until the deadline, at least `LEAST_SECONDS`."""
        return max(self.deadline - time.monotonic(), LEAST_SECONDS)

    def attach(self, handle: SocketHandle | None) -> None:
        """Use this connection for the request; it is shut down at once if the request was cut off already."""
        with self._lock:
            self._handle = handle
            # The request may be cut off while its connection is being opened.
            if handle is not None and self.cut is not None:
                handle.shut()

    def cut_off(self, why: Cut) -> None:
        """End the request from another thread; only the first reason counts."""
        with self._lock:
            self.cut = self.cut or why
            # A lookup of a name cannot be cancelled, but the wait for it can be ended.
            self.lookup.put(None)
            if self._handle is not None:
                self._handle.shut()

    def release(self, handle: SocketHandle) -> None:
        """Close the handle of a closed connection; if this request still reads from it, `finish` closes it later."""
        with self._lock:
            if self._handle is handle:
                handle.orphan = True
            else:
                handle.close()

    def finish(self) -> None:
        """End the request and close its handle if the connection is closed already."""
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is not None and handle.orphan:
                handle.close()


# The request that this thread is working on.
current_request: ContextVar[InFlightRequest] = ContextVar("stealth_pygame_request")


class SteppingReader(io.RawIOBase):
    """A reader of a connection that waits in steps, and reads the end of the file once its request is cut off."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        # The socket stays open until the last file made from it is closed.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read the bytes that are there, or wait for some. Raises `TimeoutError` after the socket's time-out."""
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
        """Close the file that keeps the socket open."""
        self._file.close()
        super().close()


class InFlightRequests:
    """All requests of one client, and the daemon thread that checks their deadlines while there are any."""

    def __init__(self) -> None:
        self._requests: set[InFlightRequest] = set()
        self._changed = threading.Condition()
        self._watchdog: threading.Thread | None = None
        self._wakes_at = 0.0
        self._used = False
        self.closed = False

    @contextmanager
    def track(self, seconds: float, *, local_only: bool = False) -> Iterator[InFlightRequest]:
        """Watch one request of this thread; cut it off after so many seconds. Raises `ClosedError` after `close`."""
        request = InFlightRequest(time.monotonic() + seconds, local_only=local_only)
        self._enter(request)
        token = current_request.set(request)
        try:
            yield request
        finally:
            current_request.reset(token)
            self._leave(request)

    def abort(self) -> None:
        """Cut off all requests now."""
        with self._changed:
            # Cut off without the lock, because each thread that wakes up needs it to leave the set.
            requests = list(self._requests)
        for request in requests:
            request.cut_off(Cut.ABORTED)

    def close(self, timeout: float = 1.0) -> None:
        """Abort, and wait up to `timeout` seconds for the end of the watchdog thread."""
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
            # The interpreter is exiting and starts no thread; only the read time-out is left.
            self._watchdog = None

    def _watch(self) -> None:
        with self._changed:
            while not self.closed and (self._requests or self._used):
                self._used = False
                now = time.monotonic()
                for request in self._requests:
                    if request.deadline <= now:
                        request.cut_off(Cut.DEADLINE)
                # Requests that were cut off need no further check; their threads end them.
                waiting = [request.deadline for request in self._requests if request.cut is None]
                self._wakes_at = min([*waiting, now + LINGER_SECONDS])
                self._changed.wait(self._wakes_at - now)
            self._watchdog = None


def connect_beside(connect: Callable[[], socket.socket], end: LookupEnd, seconds: float) -> socket.socket:
    """Run `connect` on a new thread; return its socket or raise its exception.

    The system's lookup of a name has no time-out, so a thread of its own must wait for it. Raises `TimeoutError` after
    so many seconds, or when None is put into `end`.
    """
    left = threading.Event()

    def search() -> None:
        try:
            result: socket.socket | Exception = connect()
        except (OSError, ValueError, HTTPError) as exc:
            result = exc
        # The caller did not wait any longer, so nobody uses the connection.
        if left.is_set() and isinstance(result, socket.socket):
            result.close()
        end.put(result)

    try:
        threading.Thread(target=search, name="stealth-lookup", daemon=True).start()
    except RuntimeError:
        # The interpreter is exiting and starts no thread.
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
    """Return True for an IP address and for "localhost"."""
    return host == "localhost" or is_address(host)
