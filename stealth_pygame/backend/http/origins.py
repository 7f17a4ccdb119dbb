"""The protection against web pages: a page in a player's browser can reach this machine, but must not use the backend.

With each request that could change something, a browser sends the page's origin, and the host name of the URL. Other
programs send no origin. So an unknown origin is refused, and on a loopback address an unknown host name too, because
it may belong to a page that changed its DNS entry after loading. Allowed pages are listed, and get CORS headers.
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

# Seconds for which a browser may remember the answer to a preflight.
PREFLIGHT_SECONDS: Final = 600


@dataclass(frozen=True)
class Doors:
    """The web pages and host names that are allowed.

    origins: such as "https://html-classic.itch.zone"; by default none. hosts: names in addition to this machine's own,
    without port; any_name: if `hosts` is empty, all names are allowed. Raises `ConfigurationError`.
    """

    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    any_name: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "origins", tuple(_origin(text) for text in self.origins))
        object.__setattr__(self, "hosts", tuple(_host(text) for text in self.hosts))

    def takes_host(self, header: str) -> bool:
        """Return True if requests may use this `Host` header. Addresses are always allowed: only names change."""
        name = _host(header)
        # HTTP/1.0 has no host header, and no browser uses it.
        if not name or name in self.hosts or is_loopback(name) or _is_address(name):
            return True
        # If names are listed, all others are refused.
        return self.any_name and not self.hosts


def _origin(text: str) -> str:
    """Return an origin in the form that browsers send."""
    parts = urlsplit(text.strip())
    # No "*": the operator must list each page that may use the network of its visitors.
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or "*" in text:
        raise ConfigurationError(
            f"--allow-origin {text!r}: give one page's origin, scheme and host alone, such as https://example.itch.zone"
        )
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host(header: str) -> str:
    """Return the name in a `Host` header, without port, brackets and final dot."""
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
    """Return the application with this protection."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = _headers(scope["headers"])
        if not doors.takes_host(headers.get("host", "")):
            return await refuse(send, 421, "This name is not one of this server's: give --allow-host NAME")
        origin = headers.get("origin", "").lower()
        if not origin:
            # Some older browsers send no origin, but say in another header where a request comes from.
            if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
                return await refuse(send, 403, "Web pages may not call this server")
            return await app(scope, receive, send)
        if origin not in doors.origins:
            return await refuse(send, 403, "This web page may not call this server: give --allow-origin ORIGIN")
        # A preflight carries no key, so it is answered before the check of the key.
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
    # Chromium asks this before a public page may reach the local machine.
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
            # Refusals have the header too, because otherwise the page could not read the reason.
            event = {**event, "headers": [*event.get("headers", ()), *_cors(origin)]}
        await send(event)

    return sent
