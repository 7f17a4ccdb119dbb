"""A small HTTP/1.1 server on plain sockets, because no ready-made one can be told to drip, reset or break off."""

from __future__ import annotations

import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from stealth_pygame.testing.fake_backend.spoiling import End, Spoilt

RECV: Final = 65_536
MOST_HEAD: Final = 65_536
DRIP_SECONDS: Final = 0.02
# Seconds of one step of a wait: a socket that is shut wakes no thread on Windows.
STEP_SECONDS: Final = 0.1
# Seconds within which every thread has noticed the end.
STOP_SECONDS: Final = 5.0
# Windows packs the two numbers of SO_LINGER shorter.
RESET_ON_CLOSE: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


@dataclass(frozen=True)
class Request:
    """One request as it came in; header names are in lower case."""

    method: str
    route: str
    headers: dict[str, str]
    body: bytes


class Wire:
    """One client's connection."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self._sock = sock
        self._stopping = stopping
        self._unread = b""
        self._shut = False
        sock.settimeout(STEP_SECONDS)
        # Small answers would wait for an acknowledgement, 40 ms each.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read_head(self) -> bytes | None:
        """A request's head, or None where the client has left."""
        # Bounded, as every server's head is: an endless one is not a request.
        while b"\r\n\r\n" not in self._unread and len(self._unread) < MOST_HEAD:
            if not self._more():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        return head

    def read_body(self, length: int) -> bytes | None:
        """Read so many bytes; None where the client has left."""
        while len(self._unread) < length:
            if not self._more():
                return None
        body, self._unread = self._unread[:length], self._unread[length:]
        return body

    def _more(self) -> bool:
        while not self._shut:
            try:
                data = self._sock.recv(RECV)
            except TimeoutError:
                continue
            except OSError:
                return False
            self._unread += data
            return bool(data)
        return False

    def send(self, data: bytes) -> bool:
        """Send; False where the client has left."""
        rest = memoryview(data)
        while rest and not self._shut:
            try:
                rest = rest[self._sock.send(rest) :]
            except TimeoutError:
                continue
            except OSError:
                return False
        return not rest

    def gone(self) -> bool:
        """Return True where the client has given up."""
        try:
            # A look without waiting: a client that has gone leaves an end to read.
            self._sock.setblocking(False)
            return self._sock.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            with suppress(OSError):
                self._sock.settimeout(STEP_SECONDS)

    def wait_gone(self) -> None:
        """Wait until the client gives up, or the server stops."""
        # What still comes is read and dropped, so that the client's end is noticed.
        while not self._stopping.is_set() and self._more():
            self._unread = b""

    def drip(self, data: bytes) -> None:
        """The same bytes now and then, until the client gives up or the server stops."""
        while self.send(data) and not self._stopping.wait(DRIP_SECONDS):
            pass

    def shut(self) -> None:
        """End the connection under whoever waits on it."""
        self._shut = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self, *, reset: bool = False) -> None:
        """Close, or reset as a killed process does."""
        # Without lingering, closing sends a reset, as the system does for a killed process.
        if reset:
            with suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._sock.close()

    def flood(self, data: bytes) -> None:
        """Send the same bytes without a pause, until the client gives up or the server stops."""
        while not self._stopping.is_set() and self.send(data):
            pass

    def spoil(self, spoilt: Spoilt) -> bool:
        """Send what is left of an answer; False where the connection is of no use afterwards."""
        sent = not spoilt.data or self.send(spoilt.data)
        if spoilt.end is End.STAY:
            return sent
        if spoilt.end is End.WAIT:
            self.wait_gone()
        elif spoilt.end is End.DRIP:
            self.drip(spoilt.more)
        elif spoilt.end is End.FLOOD:
            self.flood(spoilt.more)
        self.close(reset=spoilt.end is End.RESET)
        return False


def parsed(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Method, route and headers of a request's head."""
    first, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    pairs = (line.partition(":") for line in lines)
    return method, rest.split(" ")[0], {name.strip().lower(): value.strip() for name, _, value in pairs}


class Server:
    """Listens on loopback and gives each connection a thread that asks `serve` about it until that says False."""

    def __init__(self, serve: Callable[[Wire], bool], port: int = 0) -> None:
        self.port = port
        self.accepted = 0
        self._serve = serve
        self._lock = threading.Lock()
        self._wires: dict[Wire, threading.Thread] = {}
        self._stopping = threading.Event()
        self._accepting: threading.Thread | None = None
        self._listener: socket.socket | None = None
        self._wake: socket.socket | None = None

    @property
    def running(self) -> bool:
        """True while somebody listens."""
        return self._listener is not None

    def start(self) -> None:
        """Listen, on the port of last time."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        self._stopping = threading.Event()
        # A selector can wait for a socket only, so stopping is one as well.
        self._wake, other = socket.socketpair()
        # Made here and not in the thread: who counts file handles counts all of them, however slowly it starts.
        args = (self._listener, other, self._stopping, selectors.DefaultSelector())
        self._accepting = threading.Thread(target=self._accept, args=args, name="fake-backend", daemon=True)
        self._accepting.start()

    def stop(self) -> None:
        """Stop listening and end every connection; when this returns no thread is left."""
        if self._listener is None or self._wake is None or self._accepting is None:
            return
        self._stopping.set()
        self._wake.close()
        # Before the listener is closed: another program may get its number at once.
        self._accepting.join(STOP_SECONDS)
        self._listener.close()
        self._listener = None
        self.drop()
        for thread in self._threads():
            thread.join(STOP_SECONDS)

    def drop(self) -> None:
        """End every connection, as a server does with idle ones."""
        with self._lock:
            wires = list(self._wires)
        for wire in wires:
            wire.shut()

    def _threads(self) -> list[threading.Thread]:
        with self._lock:
            return [thread for thread in self._wires.values() if thread is not threading.current_thread()]

    def _accept(
        self,
        listener: socket.socket,
        wake: socket.socket,
        stopping: threading.Event,
        selector: selectors.BaseSelector,
    ) -> None:
        with selector, wake:
            selector.register(listener, selectors.EVENT_READ)
            selector.register(wake, selectors.EVENT_READ)
            while not stopping.is_set():
                for key, _ in selector.select():
                    if key.fileobj is listener and not stopping.is_set():
                        self._welcome(Wire(listener.accept()[0], stopping))

    def _welcome(self, wire: Wire) -> None:
        # A thread for each connection: a test has few, and each may be held for as long as it likes.
        thread = threading.Thread(target=self._talk, args=(wire,), name="fake-backend-line", daemon=True)
        with self._lock:
            self.accepted += 1
            self._wires[wire] = thread
        thread.start()

    def _talk(self, wire: Wire) -> None:
        try:
            while self._serve(wire):
                pass
        finally:
            wire.close()
            with self._lock:
                # Last: `stop` waits for all that are listed.
                self._wires.pop(wire, None)
