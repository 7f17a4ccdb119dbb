"""Connecting to a machine by its name, in a thread beside, because nothing ends a lookup that hangs."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, TypeAlias

from urllib3.exceptions import HTTPError

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
