"""A hostile network, fault by fault, against the real client: each ends in exactly one typed error, in time."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from stealth_pygame import errors, protocol
from stealth_pygame.client.client import StealthClient
from stealth_pygame.testing import CHARACTER, FakeBackend, Fault

REPLY_TIMEOUT = 0.25
PATIENCE = 5.0
"""Seconds for what should not run into the time-out, however slow the machine."""
LATE = 0.5
"""Seconds that a slow machine may take on top."""

ERRORS: dict[Fault, type[errors.BackendError]] = {
    Fault.REFUSE: errors.ConnectError,
    Fault.RESET_BEFORE_READING: errors.ConnectionLostError,
    Fault.RESET_AFTER_READING: errors.ConnectionLostError,
    Fault.RESET_MID_ANSWER: errors.ConnectionLostError,
    Fault.HALF_ANSWER: errors.ConnectionLostError,
    Fault.BROKEN_CHUNKS: errors.ConnectionLostError,
    Fault.SILENCE: errors.ReplyTimeoutError,
    Fault.DRIPPING_HEADERS: errors.ReplyTimeoutError,
    Fault.DRIPPING_BODY: errors.ReplyTimeoutError,
    Fault.NO_HTTP: errors.NotStealthError,
    Fault.STATUS_400: errors.InvalidRequestError,
    Fault.STATUS_401: errors.KeyRefusedError,
    Fault.STATUS_403_KEY: errors.KeyRefusedError,
    Fault.STATUS_403_SECRET: errors.SecretRefusedError,
    Fault.STATUS_404_CONVERSATION: errors.ConversationNotFoundError,
    Fault.STATUS_404_ROUTE: errors.RouteNotFoundError,
    Fault.STATUS_413: errors.InvalidRequestError,
    Fault.STATUS_415: errors.InvalidRequestError,
    Fault.STATUS_422: errors.ModeratedError,
    Fault.STATUS_429: errors.BusyError,
    Fault.STATUS_500: errors.ServerError,
    Fault.STATUS_502: errors.ServerError,
    Fault.STATUS_503: errors.ServerError,
    Fault.REDIRECT_301: errors.RedirectError,
    Fault.REDIRECT_302: errors.RedirectError,
    Fault.REDIRECT_307: errors.RedirectError,
    Fault.HTML: errors.NotStealthError,
    Fault.WRONG_CONTENT_TYPE: errors.AnswerError,
    Fault.INVALID_UTF8: errors.AnswerError,
    Fault.NOT_JSON: errors.AnswerError,
    Fault.EMPTY_BODY: errors.AnswerError,
    Fault.WRONG_TYPES: errors.AnswerError,
    Fault.NAN: errors.AnswerError,
    Fault.DEEP_NESTING: errors.AnswerError,
    Fault.GZIP_BOMB: errors.AnswerTooLargeError,
    Fault.TOO_LARGE: errors.AnswerTooLargeError,
    Fault.CLOSED_WITHOUT_ANSWER: errors.ConnectionLostError,
    Fault.CLOSED_IN_HEAD: errors.AnswerError,
    Fault.RESET_IN_HEAD: errors.ConnectionLostError,
    Fault.CLOSED_AFTER_HEAD: errors.ConnectionLostError,
    Fault.SILENT_AFTER_HEAD: errors.ReplyTimeoutError,
    Fault.SILENT_IN_BODY: errors.ReplyTimeoutError,
    Fault.FLOOD_OF_HINTS: errors.ReplyTimeoutError,
    Fault.FLOOD_OF_HEADERS: errors.NotStealthError,
    Fault.ENDLESS_CHUNKS: errors.AnswerTooLargeError,
    Fault.LONG_STATUS_LINE: errors.NotStealthError,
    Fault.HTTP_0_9: errors.NotStealthError,
    Fault.TLS_ALERT: errors.NotStealthError,
    Fault.SSH_BANNER: errors.NotStealthError,
    Fault.LENGTH_TOO_LONG: errors.ConnectionLostError,
    Fault.LENGTH_TOO_SHORT: errors.AnswerError,
    Fault.TWO_LENGTHS: errors.ConnectionLostError,
    Fault.BAD_CHUNK_SIZE: errors.ConnectionLostError,
    Fault.HUGE_CHUNK_SIZE: errors.ConnectionLostError,
    Fault.STATUS_204: errors.AnswerError,
    Fault.STATUS_304: errors.RedirectError,
    Fault.STATUS_402: errors.AnswerError,
    Fault.STATUS_403_PAGE: errors.NotStealthError,
    Fault.STATUS_404_PAGE: errors.RouteNotFoundError,
    Fault.STATUS_404_USER: errors.UserNotFoundError,
    Fault.STATUS_405: errors.RouteNotFoundError,
    Fault.STATUS_408: errors.AnswerError,
    Fault.STATUS_409: errors.AnswerError,
    Fault.STATUS_410: errors.AnswerError,
    Fault.STATUS_429_GATEWAY: errors.BusyError,
    Fault.STATUS_500_EMPTY: errors.ServerError,
    Fault.STATUS_500_TRACE: errors.ServerError,
    Fault.STATUS_501: errors.RouteNotFoundError,
    Fault.STATUS_504: errors.ServerError,
    Fault.STATUS_511: errors.NotStealthError,
    Fault.STATUS_520: errors.ServerError,
    Fault.STATUS_999: errors.ServerError,
    Fault.REDIRECT_303: errors.RedirectError,
    Fault.REDIRECT_308: errors.RedirectError,
    Fault.UTF_16: errors.AnswerError,
    Fault.TRAILING_COMMA: errors.AnswerError,
    Fault.TWO_OBJECTS: errors.AnswerError,
    Fault.JSON_NULL: errors.AnswerError,
    Fault.JSON_TEXT: errors.AnswerError,
    Fault.HUGE_NUMBER: errors.AnswerError,
    Fault.BROTLI: errors.AnswerError,
    Fault.NOT_PACKED: errors.AnswerError,
    Fault.HALF_PACKED: errors.AnswerError,
}
HARMLESS = [
    Fault.NEGATIVE_LENGTH,
    Fault.EARLY_HINTS,
    Fault.CONTINUES,
    Fault.OLD_HTTP,
    Fault.CLOSE_AFTER_ANSWER,
    Fault.SECOND_ANSWER,
    Fault.TRAILING_GARBAGE,
    Fault.STATUS_201,
    Fault.BYTE_ORDER_MARK,
    Fault.ODD_TEXT,
    Fault.DEFLATED,
    Fault.COOKIES,
    Fault.NO_CONTENT_TYPE,
]
"""Odd ways to say a good answer."""
ON_ONE_ROUTE = {
    Fault.EMPTY_SECRET: protocol.CREATE,
    Fault.ERROR_IN_200: protocol.CREATE,
    Fault.BROKEN_CALLS: protocol.SEND,
}
"""Answers that only one route cannot read."""
UNENDING = [
    Fault.SILENCE,
    Fault.DRIPPING_HEADERS,
    Fault.DRIPPING_BODY,
    Fault.SILENT_AFTER_HEAD,
    Fault.SILENT_IN_BODY,
]
BARE = [Fault.MISSING_FIELDS, Fault.NULL_FIELDS, Fault.CANCELLED, Fault.FLAGGED]
"""Faults that are an answer to everything but create."""

NEXT_STEP = ("?", ":", "Look", "raise", "Put", "not sent again", "may have arrived", "does not know", "busy", "refused")

Call = Callable[[StealthClient, str], object]
CALLS: dict[str, Call] = {
    protocol.CREATE: lambda client, secret: client.create(CHARACTER, [("Ada", "ada")]),
    protocol.SEND: lambda client, secret: client.send(secret, "hello", "ada"),
    protocol.UPDATE: lambda client, secret: client.update(secret, [("Ada", "ada")]),
    protocol.FINISH: lambda client, secret: client.finish(secret),
}


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured") as backend:
        yield backend


@pytest.fixture
def client(backend: FakeBackend) -> Iterator[StealthClient]:
    with StealthClient(backend.url, backend.auth, reply_timeout=PATIENCE) as client:
        yield client


def new_secret(client: StealthClient) -> str:
    return client.create(CHARACTER, [("Ada", "ada")]).secret


def test_every_fault_has_its_error() -> None:
    """No fault of the workshop is left out of this table."""
    assert {*ERRORS, *BARE, *HARMLESS, *ON_ONE_ROUTE, Fault.PACKED} == set(Fault)


@pytest.mark.parametrize("route", protocol.ROUTES)
@pytest.mark.parametrize("fault", [*HARMLESS, *ON_ONE_ROUTE], ids=lambda fault: fault.value)
def test_an_odd_answer_is_read_where_it_can_be(
    backend: FakeBackend, client: StealthClient, route: str, fault: Fault
) -> None:
    """However it is said; one that lacks what its route needs is an `AnswerError` there."""
    secret = new_secret(client)
    backend.fail(route, fault)
    if ON_ONE_ROUTE.get(fault) == route:
        with pytest.raises(errors.AnswerError):
            CALLS[route](client, secret)
    else:
        CALLS[route](client, secret)
    backend.heal()
    assert client.check()


@pytest.mark.parametrize("route", protocol.ROUTES)
@pytest.mark.parametrize("fault", ERRORS, ids=lambda fault: fault.value)
def test_a_fault_ends_in_one_typed_error(backend: FakeBackend, client: StealthClient, route: str, fault: Fault) -> None:
    """Exactly that error, in time, with the route and a next step; and afterwards the client works on."""
    secret = new_secret(client)
    backend.fail(route, fault)
    asked = len(backend.requests)
    client.reply_timeout = REPLY_TIMEOUT if fault in UNENDING else PATIENCE
    started = time.monotonic()
    with pytest.raises(errors.BackendError) as caught:
        CALLS[route](client, secret)
    assert time.monotonic() - started < client.reply_timeout + LATE
    assert type(caught.value) is ERRORS[fault]
    assert caught.value.route == route
    assert any(step in str(caught.value) for step in NEXT_STEP), str(caught.value)
    assert len(backend.requests) <= asked + 1, "a request was sent a second time"
    backend.heal()
    client.reply_timeout = PATIENCE
    assert client.check()


@pytest.mark.parametrize("fault", BARE, ids=lambda fault: fault.value)
def test_a_bare_answer_is_read_where_it_can_be(backend: FakeBackend, client: StealthClient, fault: Fault) -> None:
    """Every field of a reply is optional; a conversation without a secret is none."""
    secret = new_secret(client)
    for route in protocol.ROUTES:
        backend.fail(route, fault)
    reply = client.send(secret, "hello", "ada")
    assert (reply.content, reply.calls) == ("", ())
    assert reply.cancelled is (fault is Fault.CANCELLED)
    assert reply.flagged is (fault is Fault.FLAGGED)
    client.update(secret, [("Ada", "ada")])
    client.finish(secret)
    with pytest.raises(errors.AnswerError, match=r"id|secret"):
        new_secret(client)


@pytest.mark.parametrize("fault", UNENDING)
def test_the_deadline_is_total(backend: FakeBackend, client: StealthClient, fault: Fault) -> None:
    """A server that drips gets no more time than one that says nothing."""
    backend.fail("create", fault)
    client.reply_timeout = REPLY_TIMEOUT
    started = time.monotonic()
    with pytest.raises(errors.ReplyTimeoutError):
        new_secret(client)
    assert REPLY_TIMEOUT * 0.9 < time.monotonic() - started < REPLY_TIMEOUT + LATE


@pytest.mark.parametrize("fault", [Fault.GZIP_BOMB, Fault.TOO_LARGE])
def test_a_bomb_costs_no_memory(backend: FakeBackend, client: StealthClient, fault: Fault) -> None:
    """An answer is cut at max_reply_bytes, counted after unpacking."""
    backend.fail("send", Fault.NOT_JSON)
    backend.fail("create", fault)
    with pytest.raises(errors.AnswerError):
        client.send("warm up", "hello", "ada")
    client.max_reply_bytes = 100_000
    tracemalloc.start()
    with pytest.raises(errors.AnswerTooLargeError):
        new_secret(client)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The server's own copy of what it sends is in this process too.
    assert peak < 8_000_000


def test_a_redirect_is_never_followed(backend: FakeBackend, client: StealthClient) -> None:
    """The key is not carried anywhere."""
    backend.fail("create", Fault.REDIRECT_307)
    with pytest.raises(errors.RedirectError):
        new_secret(client)
    assert [request.route for request in backend.requests] == [protocol.CREATE]


def test_a_packed_answer_is_read(backend: FakeBackend, client: StealthClient) -> None:
    """Some proxies pack whatever they are asked."""
    backend.fail("send", Fault.PACKED)
    assert client.send(new_secret(client), "hello", "ada").content == "packed"


def test_a_dropped_connection_costs_nothing(backend: FakeBackend, client: StealthClient) -> None:
    """A connection that the server has closed is noticed before anything is sent on it."""
    secret = new_secret(client)
    backend.drop_connections()
    assert client.send(secret, "hello", "ada").content
    assert backend.connections == 2


def test_an_old_connection_is_not_used_again(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may close an idle connection just as we send, so old ones are left."""
    secret = new_secret(client)
    client.send(secret, "hello", "ada")
    assert backend.connections == 1
    monkeypatch.setattr("stealth_pygame.client.transport.IDLE_SECONDS", 0.0)
    assert client.send(secret, "hello", "ada").content
    assert backend.connections == 2


def test_a_restarted_backend_is_found_again(backend: FakeBackend, client: StealthClient) -> None:
    """A restart between two calls goes unnoticed."""
    secret = new_secret(client)
    backend.restart()
    assert client.send(secret, "hello", "ada").content


@pytest.mark.parametrize("end", [StealthClient.abort, StealthClient.close], ids=["abort", "close"])
def test_abort_and_close_end_what_waits(
    backend: FakeBackend, client: StealthClient, end: Callable[[StealthClient], None]
) -> None:
    """Another thread's waiting call ends at once; after abort the client can be used again, after close it cannot."""
    secret = new_secret(client)
    client.reply_timeout = 300.0
    backend.hold()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.send, secret, "hello", "ada")
        wait_for(lambda: backend.waiting == 1)
        end(client)
        assert isinstance(waiting.exception(20), errors.ClosedError)
    backend.release()
    if end is StealthClient.abort:
        assert client.check()
    else:
        assert "stealth-watchdog" not in thread_names()
        with pytest.raises(errors.ClosedError):
            client.check()


def test_close_leaves_no_thread(backend: FakeBackend, client: StealthClient) -> None:
    """The watchdog ends with its client."""
    new_secret(client)
    assert "stealth-watchdog" in thread_names()
    client.close()
    assert "stealth-watchdog" not in thread_names()


def test_the_watchdog_leaves_when_nothing_is_on_its_way(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that is not used costs no thread, and gets one again when it is."""
    monkeypatch.setattr("stealth_pygame.client.deadlines.LINGER_SECONDS", 0.01)
    new_secret(client)
    wait_for(lambda: "stealth-watchdog" not in thread_names())
    client.reply_timeout = REPLY_TIMEOUT
    backend.fail("create", Fault.DRIPPING_BODY)
    with pytest.raises(errors.ReplyTimeoutError):
        new_secret(client)


def test_without_a_watchdog_silence_still_ends(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the interpreter's exit no thread can be started; the plain read time-out bounds a silent server."""
    secret = new_secret(client)
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "stealth-watchdog":
            raise RuntimeError("can't create new thread at interpreter shutdown")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with StealthClient(backend.url, backend.auth, reply_timeout=REPLY_TIMEOUT) as late:
        backend.fail("send", Fault.SILENCE)
        with pytest.raises(errors.ReplyTimeoutError):
            late.send(secret, "hello", "ada")


def thread_names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.001)
