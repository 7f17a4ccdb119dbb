"""A small HTTP/1.1 server on plain sockets, because no existing server can drip, reset or break off on request."""

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
# Seconds of one step of a wait: on Windows, shutting a socket wakes no thread.
STEP_SECONDS: Final = 0.1
# Seconds in which every thread notices the end.
STOP_SECONDS: Final = 5.0
# Windows packs the two numbers of SO_LINGER into fewer bytes.
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
        # Otherwise small answers would wait 40 ms for an acknowledgement.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read_head(self) -> bytes | None:
        """Return the head of a request, None if the client has left."""
        # Limited, as on every server.
        while b"\r\n\r\n" not in self._unread and len(self._unread) < MOST_HEAD:
            if not self._more():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        return head

    def read_body(self, length: int) -> bytes | None:
        """Return so many bytes, None if the client has left."""
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
        """Send bytes. Return False if the client has left."""
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
        """Return True if the client has closed the connection."""
        try:
            # Checked without waiting: a closed connection has an end to read.
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
        """Wait until the client closes the connection or the server stops."""
        # Data that still arrives is read and dropped, so that the end is noticed.
        while not self._stopping.is_set() and self._more():
            self._unread = b""

    def drip(self, data: bytes) -> None:
        """Send the same bytes at intervals, until the client gives up or the server stops."""
        while self.send(data) and not self._stopping.wait(DRIP_SECONDS):
            pass

    def shut(self) -> None:
        """End the connection, even if a thread waits for it."""
        self._shut = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self, *, reset: bool = False) -> None:
        """Close the connection. reset: as a killed process does."""
        # Closing without lingering sends a reset, as the system does for a killed process.
        if reset:
            with suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._sock.close()

    def flood(self, data: bytes) -> None:
        """Send the same bytes without a pause, until the client gives up or the server stops."""
        while not self._stopping.is_set() and self.send(data):
            pass

    def spoil(self, spoilt: Spoilt) -> bool:
        """Send a spoilt answer. Return False if the connection cannot be used afterwards."""
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
    """Return method, route and headers from the head of a request."""
    first, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    pairs = (line.partition(":") for line in lines)
    return method, rest.split(" ")[0], {name.strip().lower(): value.strip() for name, _, value in pairs}


class Server:
    """Listens on loopback, and gives each connection a thread that calls `serve` until it returns False."""

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
        """True while the server listens."""
        return self._listener is not None

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        self._stopping = threading.Event()
        # A selector can only wait for sockets, so the signal to stop is one too.
        self._wake, other = socket.socketpair()
        # Created here instead of in the thread, so that the count of file handles is exact at once.
        args = (self._listener, other, self._stopping, selectors.DefaultSelector())
        self._accepting = threading.Thread(target=self._accept, args=args, name="fake-backend", daemon=True)
        self._accepting.start()

    def stop(self) -> None:
        """Stop listening and end all connections; no thread is left afterwards."""
        if self._listener is None or self._wake is None or self._accepting is None:
            return
        self._stopping.set()
        self._wake.close()
        # First, because another program may get its number as soon as the listener is closed.
        self._accepting.join(STOP_SECONDS)
        self._listener.close()
        self._listener = None
        self.drop()
        for thread in self._threads():
            thread.join(STOP_SECONDS)

    def drop(self) -> None:
        """End all connections, as a server does with idle ones."""
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
        # A thread for each connection: a test has few, and each may be held for any time.
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
                # Last, because `stop` waits for all listed connections.
                self._wires.pop(wire, None)
