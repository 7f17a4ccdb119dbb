"""The meaning of a broken connection, told once in our own errors, with nothing of the request in them."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from ssl import SSLCertVerificationError, SSLError
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from stealth_pygame import errors
from stealth_pygame.client.deadlines import Cut, InFlightRequest
from stealth_pygame.client.transport import OtherMachineError
from stealth_pygame.client.url import is_loopback
from stealth_pygame.protocol.secrecy import shown

# Exceptions of one chain that are looked at; a chain may lead back to itself.
DEPTH: Final = 20
BROKEN_OFF: Final = (IncompleteRead, RemoteDisconnected)


class Way(NamedTuple):
    """The way of a request: its route, the base URL, and the proxy in between ("" for none)."""

    route: str
    url: str
    proxy: str = ""


def chain(exc: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and those that it wraps."""
    for _ in range(DEPTH):
        if exc is None:
            return
        yield exc
        inner = next((arg for arg in exc.args if isinstance(arg, BaseException)), None)
        # urllib3 and requests wrap the same failure in four different ways.
        exc = exc.__cause__ or exc.__context__ or getattr(exc, "reason", None) or inner
        if not isinstance(exc, BaseException):
            return


def cause_of(exc: Exception | None, hide: Iterable[str]) -> Exception | None:
    """Return what may be told of an exception: its kinds and words, without the request that it holds.

    Headers carry the key, bodies the secret, and a server that sends nonsense may repeat both.
    """
    if exc is None:
        return None
    links = list(chain(exc))
    return ConnectionError("; ".join(f"{type(link).__name__}: {shown(str(link), hide, 200)}" for link in links[:5]))


def error_from(exc: Exception | None, request: InFlightRequest, way: Way) -> errors.StealthError:
    """Return the error of a broken connection; `exc` is None where our own end looked like the end of the answer."""
    links = list(chain(exc))
    route = way.route
    # Our own doing first: a socket that we shut fails in many ways.
    if request.cut is Cut.ABORTED:
        return errors.ClosedError(f"The client was closed while {route} was on its way.")
    if any(isinstance(link, OtherMachineError) for link in links):
        return errors.InsecureURLError(
            f"{way.url} leads to another machine, and over plain http:// anybody on the way can read the API key, "
            "so nothing was sent. Use https://, or say allow_insecure=True if you trust the network."
        )
    # Everything up to the first byte is safe to repeat.
    if not request.sent:
        slow = request.cut is Cut.DEADLINE or any(isinstance(link, TimeoutError) for link in links)
        return errors.ConnectError(f"{way.url}: {_why_not(links, request, way.proxy)}", route=route, slow=slow)
    if request.cut is Cut.DEADLINE or any(isinstance(link, (TimeoutError, ReadTimeoutError)) for link in links):
        return errors.ReplyTimeoutError(
            f"No whole answer to {route} in time. The message may have arrived, so it is not sent again. "
            "If the model needs longer, raise reply_timeout.",
            route=route,
        )
    # Bytes came, but no HTTP: most often TLS and plain HTTP mixed up.
    if any(isinstance(link, HTTPException) and not isinstance(link, BROKEN_OFF) for link in links):
        return errors.NotStealthError(
            f"What answers at {way.url} does not speak HTTP as it should. Is the port right, and https:// or http://?",
            route=route,
        )
    return errors.ConnectionLostError(
        f"The connection ended before the answer to {route} was whole. The message may have arrived.",
        route=route,
        local=is_loopback(urlsplit(way.url).hostname or ""),
    )


def _why_not(links: list[BaseException], request: InFlightRequest, proxy: str) -> str:
    """Return the reason for which no connection came about, and the thing to look at."""

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in links)

    # Before the proxy: behind one, this is what a company's own certificate looks like.
    if has(SSLCertVerificationError):
        return (
            "its certificate is not to be trusted, so nothing was sent. Is it the right machine, and this clock right? "
            "Where a company opens TLS, name its certificates in SSL_CERT_FILE."
        )
    if proxy:
        return (
            f"the proxy {proxy} did not lead there. Is it right in HTTPS_PROXY or the system's settings? "
            "NO_PROXY names hosts that need none."
        )
    if has(NameResolutionError, socket.gaierror):
        return "the name of the machine is not known. Is it spelt right, and is there a network?"
    if has(ConnectionRefusedError):
        return "nothing listens there. Is the backend started, and the port right?"
    if request.cut is Cut.DEADLINE or has(TimeoutError):
        return "no connection in time. Is the machine on, and no firewall in between?"
    if has(SSLError, requests.exceptions.SSLError):
        return "it does not speak TLS as expected. Is it http:// rather than https://?"
    return "no connection came about. Is the backend started, and the network up?"
