"""Connections of the server, bounded in number and in patience, so that nobody can hold all of them with half requests.

A request's head and its body must arrive within seconds. Where there are too many connections, in all or from one
address, the one that has waited longest for the rest of a request goes: a healthy client sends its request at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import perf_counter
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

try:
    import resource
except ImportError:
    # Windows has no such limit.
    resource = None  # type: ignore[assignment]

# Connections in all.
MOST: Final = 1_024
# The part of the process's file handles that connections may take; the rest is the database's and the upstream's.
SPARE: Final = 0.5
# Connections of one address that is not this machine's: behind that, a web server may speak for everybody.
MOST_PER_ADDRESS: Final = 64
# Seconds for the head of a request.
HEAD_SECONDS: Final = 10.0
# Seconds for its body: a mebibyte over a slow mobile line.
BODY_SECONDS: Final = 20.0


def most_connections() -> int:
    """Return how many connections there may be now; the limit of file handles can be changed from outside."""
    if resource is None:
        return MOST
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if handles == resource.RLIM_INFINITY else max(8, min(MOST, int(SPARE * handles)))


class BoundedConnection(H11Protocol):
    """One connection of uvicorn's, with a patience for what the client still owes."""

    _since = 0.0
    _patience: asyncio.TimerHandle | None = None
    _owed = ""

    @property
    def address(self) -> str:
        """Return the address of the other end."""
        return str(self.client[0]) if self.client else ""

    @property
    def is_open(self) -> bool:
        """Return False once it is being closed, which takes the loop a moment."""
        return not self.transport.is_closing()

    @property
    def waits(self) -> bool:
        """Return True while no whole request is being answered."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    @property
    def owes(self) -> bool:
        """Return True while the client has yet to send a head, or the rest of a request."""
        return bool(self._owed)

    @property
    def since(self) -> float:
        """Return when it last got on: came, began a request, sent a whole one, or was answered."""
        return self._since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and let another connection go where there are too many."""
        super().connection_made(transport)
        self._owe("head")
        # Those that are being closed still stand in the list, and would be let go twice.
        others = [each for each in self.connections if isinstance(each, BoundedConnection) and each.is_open]
        others.remove(self)
        if len(others) >= most_connections():
            _let_go(others)
        mine = [each for each in others if each.address == self.address]
        # Loopback may be a web server with all players behind it.
        if len(mine) >= MOST_PER_ADDRESS and self.address not in ("127.0.0.1", "::1", ""):
            _let_go(mine)

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and wait for nothing any more."""
        self._owe("")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see what is still missing."""
        # On Windows what was on its way when the connection was abandoned arrives all the same.
        if not self.is_open:
            return
        super().data_received(data)
        state = self.conn.their_state
        owed = {h11.IDLE: "head", h11.SEND_BODY: "body"}.get(state, "")
        # A whole request has come: from here the server is the one that is waited for.
        if not owed:
            self._since = perf_counter()
        self._owe(owed)

    def on_response_complete(self) -> None:
        """Wait for the next request, with the patience for idle connections."""
        super().on_response_complete()
        self._since = perf_counter()

    def _owe(self, what: str) -> None:
        """Give the client its time for the head or the body; more bytes of the same do not make it longer."""
        # A drip of bytes must not buy more time.
        if what == self._owed:
            return
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        # An idle connection that begins a request has not waited for the rest of it before.
        if not self._owed:
            # The loop's own clock has steps of 15.6 ms on Windows, in which a whole crowd may come.
            self._since = perf_counter()
        self._owed = what
        if what:
            seconds = HEAD_SECONDS if what == "head" else BODY_SECONDS
            self._patience = self.loop.call_later(seconds, self.abandon)

    def abandon(self) -> None:
        """Close at once; what was not read whole is not answered."""
        self._patience = None
        if not self.transport.is_closing():
            # Not `close`, which would wait for a client that does not read.
            self.transport.abort()


def _let_go(connections: Iterable[Any]) -> None:
    """Close the connection that has waited longest, if any waits."""
    waiting = [each for each in connections if each.waits]
    if waiting:
        # An idle one only when no half request is there: its client may just be sending the next one.
        min(waiting, key=lambda each: (not each.owes, each.since)).abandon()
