"""Key and conversation secrets stay where they belong: on the wire, and nowhere that a person or a file can see."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from stealth_pygame import errors, protocol
from stealth_pygame.client.client import StealthClient
from stealth_pygame.client.failures import chain
from stealth_pygame.testing import CHARACTER, FakeBackend, Fault

KEY = "key-that-nobody-may-see"

# Seconds for what is answered, on a machine that is busy.
PATIENCE = 30.0


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured", auth=KEY) as backend:
        yield backend


@pytest.fixture
def client(backend: FakeBackend) -> Iterator[StealthClient]:
    with StealthClient(backend.url, KEY, connect_timeout=0.2, reply_timeout=0.2) as client:
        yield client


def told_by(exc: BaseException) -> str:
    """Everything that an exception tells: its text, its traceback, and each exception and argument behind it."""
    seen = io.StringIO()
    traceback.print_exception(type(exc), exc, exc.__traceback__, file=seen)
    for link in chain(exc):
        seen.write(f"{link!s} {link!r} {link.args!r} {vars(link)!r}")
        for held in vars(link).values():
            if isinstance(held, (requests.PreparedRequest, requests.Response)):
                seen.write(f"{vars(held)!r}")
    return seen.getvalue()


@pytest.mark.parametrize("route", [protocol.CREATE, protocol.SEND])
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.value)
def test_no_fault_tells_a_secret(
    backend: FakeBackend, client: StealthClient, caplog: pytest.LogCaptureFixture, route: str, fault: Fault
) -> None:
    """Neither exception nor log record names key or secret, down to urllib3's debug log and the chain's attributes."""
    caplog.set_level(logging.DEBUG)
    # Only what is to fail may be cut short.
    with StealthClient(backend.url, KEY) as patient:
        secret = patient.create(CHARACTER, [("Ada", "ada")]).secret
    backend.fail(route, fault)
    told = ""
    try:
        if route == protocol.SEND:
            client.send(secret, "hello", "ada")
        else:
            client.create(CHARACTER, [("Ada", "ada")])
    except errors.StealthError as exc:
        told = told_by(exc)
    told += caplog.text + "".join(repr(vars(record)) for record in caplog.records)
    assert told, "nothing was looked at"
    assert KEY not in told
    assert secret not in told


def test_a_server_that_repeats_the_key_is_not_repeated(client: StealthClient) -> None:
    """What a server says is shown without the words that must not be seen."""
    for status in (400, 403, 404, 422, 429, 500):
        body = f'{{"message": "the key {KEY} and the secret s-123456 are wrong"}}'.encode()
        error = protocol.error_from(status, body, route="/api/send", hide=(KEY, "s-123456"))
        assert KEY not in str(error) + repr(error)
        assert "s-123456" not in str(error) + repr(error)


def test_issues_hide_it_too() -> None:
    """Also where the message is JSON inside JSON."""
    body = b'{"message": "[{\\"path\\": [\\"key-1\\"], \\"message\\": \\"not key-1\\"}]"}'
    error = protocol.error_from(400, body, route="/api/create", hide=("key-1",))
    assert isinstance(error, errors.CharacterRefusedError)
    assert error.issues == (("***", "not ***"),)


def test_a_broken_conversation_does_not_tell_its_secret(client: StealthClient) -> None:
    """An answer to create that cannot be read keeps the secret to itself, also in the chain behind the error."""
    answer = b'{"secret": "%s"}' % b"-".join([b"s", b"123456"])
    with pytest.raises(errors.AnswerError) as caught:
        protocol.decode(protocol.ConversationRef, answer, route="/api/create")
    assert "s-123456" not in told_by(caught.value)


def test_reprs_are_silent(backend: FakeBackend, client: StealthClient) -> None:
    """Printing a client, a conversation, a request or the client's insides shows neither."""
    client.reply_timeout = PATIENCE
    ref = client.create(CHARACTER, [("Ada", "ada")])
    requests_ = [
        protocol.SendRequest(secret=ref.secret, message="hi", playerId="ada"),
        protocol.UpdateRequest(secret=ref.secret),
        protocol.FinishRequest(secret=ref.secret),
    ]
    shown = f"{client!r} {client!s} {vars(client)!r} {ref!r} {ref!s} {requests_!r} {backend.requests!r}"
    shown += repr(backend.conversations)
    assert KEY not in shown
    assert ref.secret not in shown


def test_netrc_cannot_replace_the_key(
    backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A `.netrc` with a login for the host changes nothing."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login eve password eves\nmachine 127.0.0.1 login eve password eves\n", "ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client.reply_timeout = PATIENCE
    assert client.check()


def test_a_proxy_gets_nothing(backend: FakeBackend, client: StealthClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY and its relatives change nothing."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client.reply_timeout = PATIENCE
    assert client.check()


def test_a_cookie_is_not_kept(backend: FakeBackend, client: StealthClient) -> None:
    """Nothing that a server hands out comes back to it but secrets of conversations."""
    client.check()
    assert set(backend.requests[0].headers) == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "content-type",
        "content-length",
    }
