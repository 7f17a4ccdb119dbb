"""The guard against web pages: a page in a player's browser can reach this machine, and must not talk to it.

A browser names the page's origin with each request that could change something, and the name that was typed as host.
Programs name no origin. So a foreign origin is refused, and, on this machine's own address, a foreign name: behind it
stands a page whose name was pointed here after it had loaded. Pages that may come in are listed, and get CORS headers.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from stealth_pygame.backend.http.auth import App, Receive, Scope, Send, refuse
from stealth_pygame.client.url import is_loopback
from stealth_pygame.errors import ConfigurationError

# Seconds for which a browser need not ask again.
PREFLIGHT_SECONDS: Final = 600


@dataclass(frozen=True)
class Doors:
    """The web pages and host names that are let in.

    origins: such as "https://html-classic.itch.zone"; none by default. hosts: names beside this machine's own, without
    port; any_name: every name is taken where `hosts` lists none. Raises `ConfigurationError`.
    """

    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    any_name: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "origins", tuple(_origin(text) for text in self.origins))
        object.__setattr__(self, "hosts", tuple(_host(text) for text in self.hosts))

    def takes_host(self, header: str) -> bool:
        """Return whether a request may be for this name. An address is always taken: only names can be pointed."""
        name = _host(header)
        # HTTP/1.0 has no host, and no browser speaks it.
        if not name or name in self.hosts or is_loopback(name) or _is_address(name):
            return True
        # A listed name closes the door to all others.
        return self.any_name and not self.hosts


def _origin(text: str) -> str:
    """Return an origin as browsers write it."""
    parts = urlsplit(text.strip())
    # No star: which pages may use a visitor's own network is for the operator to list.
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or "*" in text:
        raise ConfigurationError(
            f"--allow-origin {text!r}: give one page's origin, scheme and host alone, such as https://example.itch.zone"
        )
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host(header: str) -> str:
    """Return the name in a `Host` header, without port, brackets and the dot of a whole name."""
    text = header.strip().lower()
    name = text.partition("]")[0].lstrip("[") if text.startswith("[") else text.partition(":")[0]
    return name.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def guarded(app: App, doors: Doors) -> App:
    """Return the application behind the guard."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = _headers(scope["headers"])
        if not doors.takes_host(headers.get("host", "")):
            return await refuse(send, 421, "This name is not one of this server's: give --allow-host NAME")
        origin = headers.get("origin", "").lower()
        if not origin:
            # Older browsers leave the origin away now and then, but say where a request comes from.
            if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
                return await refuse(send, 403, "Web pages may not call this server")
            return await app(scope, receive, send)
        if origin not in doors.origins:
            return await refuse(send, 403, "This web page may not call this server: give --allow-origin ORIGIN")
        # The preflight carries no key, so it is answered before the gate.
        if scope["method"] == "OPTIONS":
            return await _preflight(send, origin, headers)
        return await app(scope, receive, _with_origin(send, origin))

    return guard


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


async def _preflight(send: Send, origin: str, headers: dict[str, str]) -> None:
    allowed = [
        *_cors(origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"authorization, content-type, accept"),
        (b"access-control-max-age", str(PREFLIGHT_SECONDS).encode()),
    ]
    # Chromium asks so before a public page may reach this machine.
    if headers.get("access-control-request-private-network") == "true":
        allowed.append((b"access-control-allow-private-network", b"true"))
    await send({"type": "http.response.start", "status": 204, "headers": allowed})
    await send({"type": "http.response.body", "body": b""})


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    exposed = (b"access-control-expose-headers", b"retry-after, stealth-extensions")
    return [(b"access-control-allow-origin", origin.encode("latin-1", "replace")), (b"vary", b"origin"), exposed]


def _with_origin(send: Send, origin: str) -> Send:
    async def sent(event: MutableMapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            # Refusals too: a page that cannot read why it was refused can only guess.
            event = {**event, "headers": [*event.get("headers", ()), *_cors(origin)]}
        await send(event)

    return sent
