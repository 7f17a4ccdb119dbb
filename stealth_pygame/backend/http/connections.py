"""Connections of the server with limits for number and time, so that incomplete requests cannot block it.

The head and the body of a request must arrive within seconds. If there are too many connections, in total or from
one address, the one that has waited longest for the rest of a request is closed. Normal clients send without pauses.
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
    # Windows has no limit of open files.
    resource = None  # type: ignore[assignment]

# The most connections in total.
MOST: Final = 1_024
# The part of the process's file handles for connections; the others are for the database and the upstream.
SPARE: Final = 0.5
# The most connections of one address; local addresses are exempt, because a web server may forward all players.
MOST_PER_ADDRESS: Final = 64
# Seconds in which the head of a request must arrive.
HEAD_SECONDS: Final = 10.0
# Seconds in which its body must arrive: enough for a megabyte over a slow mobile connection.
BODY_SECONDS: Final = 20.0


def most_connections() -> int:
    """Return the most connections at present; the limit of file handles can be changed from outside."""
    if resource is None:
        return MOST
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if handles == resource.RLIM_INFINITY else max(8, min(MOST, int(SPARE * handles)))


class BoundedConnection(H11Protocol):
    """A connection of uvicorn with a time limit for incomplete requests."""

    _since = 0.0
    _patience: asyncio.TimerHandle | None = None
    _owed = ""

    @property
    def address(self) -> str:
        """The address of the client."""
        return str(self.client[0]) if self.client else ""

    @property
    def is_open(self) -> bool:
        """False once the connection is being closed; the event loop needs a moment for that."""
        return not self.transport.is_closing()

    @property
    def waits(self) -> bool:
        """True while no complete request is being answered."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    @property
    def owes(self) -> bool:
        """True while a head or the rest of a request is missing."""
        return bool(self._owed)

    @property
    def since(self) -> float:
        """The time of the last progress: connected, began a request, completed one, or was answered."""
        return self._since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection; if there are too many, close another one."""
        super().connection_made(transport)
        self._owe("head")
        # Connections that are being closed are still in the list, and must not be chosen again.
        others = [each for each in self.connections if isinstance(each, BoundedConnection) and each.is_open]
        others.remove(self)
        if len(others) >= most_connections():
            _let_go(others)
        mine = [each for each in others if each.address == self.address]
        # A local address may be a web server that forwards all players.
        if len(mine) >= MOST_PER_ADDRESS and self.address not in ("127.0.0.1", "::1", ""):
            _let_go(mine)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection and its timer."""
        self._owe("")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read more data, and see what is still missing."""
        # On Windows, data may still arrive after the connection was abandoned.
        if not self.is_open:
            return
        super().data_received(data)
        state = self.conn.their_state
        owed = {h11.IDLE: "head", h11.SEND_BODY: "body"}.get(state, "")
        # The request is complete, so from now on the client waits for the server.
        if not owed:
            self._since = perf_counter()
        self._owe(owed)

    def on_response_complete(self) -> None:
        """Wait for the next request, with the time limit of an idle connection."""
        super().on_response_complete()
        self._since = perf_counter()

    def _owe(self, what: str) -> None:
        """Start the time limit for the head or the body; more bytes of the same part do not extend it."""
        # Otherwise a client that sends single bytes could stay for ever.
        if what == self._owed:
            return
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        # An idle connection that begins a request has not yet waited for the rest of it.
        if not self._owed:
            # The event loop's clock has steps of 15.6 ms on Windows; many connections may arrive within one step.
            self._since = perf_counter()
        self._owed = what
        if what:
            seconds = HEAD_SECONDS if what == "head" else BODY_SECONDS
            self._patience = self.loop.call_later(seconds, self.abandon)

    def abandon(self) -> None:
        """Close at once; an incomplete request is not answered."""
        self._patience = None
        if not self.transport.is_closing():
            # Not `close`, which would wait for a client that does not read.
            self.transport.abort()


def _let_go(connections: Iterable[Any]) -> None:
    """Close the connection that has waited longest, if there is one."""
    waiting = [each for each in connections if each.waits]
    if waiting:
        # Idle connections are closed only if no request is incomplete, because its client may just be sending one.
        min(waiting, key=lambda each: (not each.owes, each.since)).abandon()
