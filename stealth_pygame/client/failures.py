"""The conversion of connection failures to the library's errors, which hold no part of the request."""

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

# The most exceptions of one chain that are read; a chain may be a cycle.
DEPTH: Final = 20
BROKEN_OFF: Final = (IncompleteRead, RemoteDisconnected)


class Way(NamedTuple):
    """The path of a request: its route, the base URL, and the proxy in between ("" for none)."""

    route: str
    url: str
    proxy: str = ""


def chain(exc: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and the exceptions that it wraps."""
    for _ in range(DEPTH):
        if exc is None:
            return
        yield exc
        inner = next((arg for arg in exc.args if isinstance(arg, BaseException)), None)
        # urllib3 and requests use four different ways to wrap an exception.
        exc = exc.__cause__ or exc.__context__ or getattr(exc, "reason", None) or inner
        if not isinstance(exc, BaseException):
            return


def cause_of(exc: Exception | None, hide: Iterable[str]) -> Exception | None:
    """Return an exception with only the types and texts of a chain, without the request that the original holds.

    hide: the key and the secret. The request holds both, and the text may repeat them if the server has sent them back.
    """
    if exc is None:
        return None
    links = list(chain(exc))
    return ConnectionError("; ".join(f"{type(link).__name__}: {shown(str(link), hide, 200)}" for link in links[:5]))


def error_from(exc: Exception | None, request: InFlightRequest, way: Way) -> errors.StealthError:
    """Return the error for a failed request. `exc` is None if the client cut it off, and no exception was raised."""
    links = list(chain(exc))
    route = way.route
    # The client's own cut first: after it, the exception may be of any kind.
    if request.cut is Cut.ABORTED:
        return errors.ClosedError(f"The client was closed while {route} was on its way.")
    if any(isinstance(link, OtherMachineError) for link in links):
        return errors.InsecureURLError(
            f"{way.url} leads to another machine, and over plain http:// others in the network can read the API key, "
            "so nothing was sent. Use https://, or say allow_insecure=True if you trust the network."
        )
    # As long as no byte was sent, it is safe to send the request again.
    if not request.sent:
        slow = request.cut is Cut.DEADLINE or any(isinstance(link, TimeoutError) for link in links)
        return errors.ConnectError(f"{way.url}: {_why_not(links, request, way.proxy)}", route=route, slow=slow)
    if request.cut is Cut.DEADLINE or any(isinstance(link, (TimeoutError, ReadTimeoutError)) for link in links):
        return errors.ReplyTimeoutError(
            f"No whole answer to {route} in time. The message may have arrived, so it is not sent again. "
            "If the model needs longer, raise reply_timeout.",
            route=route,
        )
    # The answer is not HTTP; most often https:// and http:// were mixed up.
    if any(isinstance(link, HTTPException) and not isinstance(link, BROKEN_OFF) for link in links):
        return errors.NotStealthError(
            f"The answer from {way.url} is not HTTP. Is the port right, and https:// or http://?",
            route=route,
        )
    return errors.ConnectionLostError(
        f"The connection ended before the answer to {route} was whole. The message may have arrived.",
        route=route,
        local=is_loopback(urlsplit(way.url).hostname or ""),
    )


def _why_not(links: list[BaseException], request: InFlightRequest, proxy: str) -> str:
    """Return the reason why no connection was possible, and advice on what to check."""

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in links)

    # Checked before the proxy, because a proxy that opens TLS causes this error too.
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
