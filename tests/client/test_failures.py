"""The meaning of a broken connection, as a table."""

from __future__ import annotations

import socket
import ssl
import time
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected

import pytest
import requests
from urllib3.exceptions import ReadTimeoutError

from stealth_pygame import errors
from stealth_pygame.client.deadlines import Cut, InFlightRequest
from stealth_pygame.client.failures import Way, cause_of, error_from
from stealth_pygame.client.transport import OtherMachineError

WAY = Way("/api/send", "https://game.example")
RESET = ConnectionResetError("reset")
READ = ReadTimeoutError(None, "/", "slow")  # type: ignore[arg-type]


def told(exc: Exception | None, *, sent: bool = False, cut: Cut | None = None, way: Way = WAY) -> errors.StealthError:
    request = InFlightRequest(time.monotonic() + 10)
    request.sent, request.cut = sent, cut
    return error_from(exc, request, way)


@pytest.mark.parametrize(
    ("exc", "sent", "cut", "kind"),
    [
        (RESET, False, None, errors.ConnectError),
        (RESET, True, None, errors.ConnectionLostError),
        (None, True, None, errors.ConnectionLostError),
        (TimeoutError(), True, None, errors.ReplyTimeoutError),
        (READ, True, None, errors.ReplyTimeoutError),
        (RESET, True, Cut.DEADLINE, errors.ReplyTimeoutError),
        (None, True, Cut.DEADLINE, errors.ReplyTimeoutError),
        (RESET, True, Cut.ABORTED, errors.ClosedError),
        (RESET, False, Cut.ABORTED, errors.ClosedError),
        (OtherMachineError("elsewhere"), False, Cut.ABORTED, errors.ClosedError),
        (BadStatusLine("odd"), True, None, errors.NotStealthError),
        (RemoteDisconnected("gone"), True, None, errors.ConnectionLostError),
        (IncompleteRead(b""), True, None, errors.ConnectionLostError),
        (OtherMachineError("elsewhere"), False, None, errors.InsecureURLError),
    ],
)
def test_each_end_has_its_error(
    exc: Exception | None, sent: bool, cut: Cut | None, kind: type[errors.StealthError]
) -> None:
    """Our own doing first, then whether anything was sent, then what broke."""
    assert type(told(exc, sent=sent, cut=cut)) is kind
    wrapped = requests.ConnectionError(exc)
    assert type(told(wrapped, sent=sent, cut=cut)) is kind


@pytest.mark.parametrize(
    ("exc", "cut", "slow"),
    [
        (RESET, Cut.DEADLINE, True),
        (None, Cut.DEADLINE, True),
        (TimeoutError(), None, True),
        (RESET, None, False),
        (ConnectionRefusedError(), None, False),
    ],
)
def test_a_connection_that_was_waited_for_was_slow(exc: Exception | None, cut: Cut | None, slow: bool) -> None:
    """A deadline as well as a time-out: the next try would take as long."""
    error = told(exc, cut=cut)
    assert isinstance(error, errors.ConnectError)
    assert error.slow is slow


@pytest.mark.parametrize(
    ("exc", "cut", "proxy", "words"),
    [
        (socket.gaierror(), None, "", "name of the machine"),
        (ssl.SSLCertVerificationError("untrusted"), None, "", "certificate"),
        (ssl.SSLCertVerificationError("untrusted"), None, "http://p:1", "certificate"),
        (ConnectionRefusedError(), None, "", "nothing listens"),
        (ConnectionRefusedError(), None, "http://p:1", "the proxy http://p:1"),
        (TimeoutError(), None, "", "no connection in time"),
        (RESET, Cut.DEADLINE, "", "no connection in time"),
        (ssl.SSLError("odd"), None, "", "does not speak TLS"),
        (requests.exceptions.SSLError("odd"), None, "", "does not speak TLS"),
        (RESET, None, "", "no connection came about"),
    ],
)
def test_each_reason_has_its_sentence(exc: Exception, cut: Cut | None, proxy: str, words: str) -> None:
    """And names the thing to look at."""
    assert words in str(told(exc, cut=cut, way=Way("/api/send", "https://game.example", proxy)))


@pytest.mark.parametrize(("url", "local"), [("http://127.0.0.1:3000", True), ("https://game.example", False)])
def test_a_lost_connection_on_this_machine_is_a_process_that_ended(url: str, local: bool) -> None:
    """Elsewhere it may be the network."""
    error = told(RESET, sent=True, way=Way("/api/send", url))
    assert isinstance(error, errors.ConnectionLostError)
    assert error.local is local


def test_a_cause_holds_nothing_of_the_request() -> None:
    """Its kinds and words, bounded, without the key, and no exception behind it."""
    inner = ValueError(f"the-secret-key {'x' * 10_000}")
    outer = requests.ConnectionError(inner, request=requests.Request("POST", headers={"A": "the-secret-key"}))
    cause = cause_of(outer, ["the-secret-key"])
    assert cause is not None
    assert "ValueError" in str(cause)
    assert len(str(cause)) < 1_000
    assert "the-secret-key" not in repr(cause) + repr(vars(cause))
    assert cause.__cause__ is cause.__context__ is None
    assert cause_of(None, []) is None
