"""What broke on the line, said once in our own errors, with nothing of the request in them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from ssl import SSLCertVerificationError, SSLError
from typing import Final

import requests
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from stealth_pygame import errors
from stealth_pygame.client.deadlines import Cut, InFlightRequest

DEPTH: Final = 20
BROKEN_OFF: Final = (IncompleteRead, RemoteDisconnected)


def without_request(exc: Exception) -> Exception:
    """The exception without the request that it holds, whose headers carry the key and whose body the secret."""
    for link in chain(exc):
        if isinstance(link, requests.RequestException):
            link.request = None
            link.response = None
    return exc


def chain(exc: BaseException | None) -> Iterator[BaseException]:
    """An exception, and what it wraps."""
    for _ in range(DEPTH):
        if exc is None:
            return
        yield exc
        inner = next((arg for arg in exc.args if isinstance(arg, BaseException)), None)
        exc = exc.__cause__ or exc.__context__ or getattr(exc, "reason", None) or inner
        if not isinstance(exc, BaseException):
            return


def error_from(exc: Exception | None, flight: InFlightRequest, route: str, url: str) -> errors.StealthError:
    """The error that a broken line stands for; `exc` is None where our own end looked like the end of the answer."""
    links = list(chain(exc))
    if flight.cut is Cut.ABORTED:
        return errors.ClosedError(f"The client was closed while {route} was on its way.")
    if not flight.sent:
        slow = flight.cut is Cut.DEADLINE or any(isinstance(link, TimeoutError) for link in links)
        return errors.ConnectError(f"{url}: {_why_not(links, flight)}", route=route, slow=slow)
    if flight.cut is Cut.DEADLINE or any(isinstance(link, (TimeoutError, ReadTimeoutError)) for link in links):
        return errors.ReplyTimeoutError(
            f"No whole answer to {route} in time. The message may have arrived, so it is not sent again. "
            "If the model needs longer, raise reply_timeout.",
            route=route,
        )
    if any(isinstance(link, HTTPException) and not isinstance(link, BROKEN_OFF) for link in links):
        return errors.NotStealthError(
            f"What answers at {url} does not speak HTTP as it should. Is the port right, and https:// or http://?",
            route=route,
        )
    return errors.ConnectionLostError(
        f"The connection ended before the answer to {route} was whole. The message may have arrived.", route=route
    )


def _why_not(links: list[BaseException], flight: InFlightRequest) -> str:
    """Why no connection came about, and what to look at."""

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in links)

    if has(NameResolutionError, socket.gaierror):
        return "the name of the machine is not known. Is it spelt right, and is there a network?"
    if has(SSLCertVerificationError):
        return (
            "its certificate is not to be trusted, so nothing was sent. Is it the right machine, and this clock right?"
        )
    if has(ConnectionRefusedError):
        return "nothing listens there. Is the backend started, and the port right?"
    if flight.cut is Cut.DEADLINE or has(TimeoutError):
        return "no connection in time. Is the machine on, and no firewall in between?"
    if has(SSLError, requests.exceptions.SSLError):
        return "it does not speak TLS as expected. Is it http:// rather than https://?"
    return "no connection came about. Is the backend started, and the network up?"
