"""The conformance suite: what it says of our backend, of the fakes, and of what is not a backend at all."""

from __future__ import annotations

import contextlib
from typing import Any, Literal

import pytest
from pytest_httpserver import HTTPServer

from stealth_pygame.backend.brain.interface import Answer, Question
from stealth_pygame.protocol.models import WireCall
from stealth_pygame.testing.conformance import __main__ as conformance
from stealth_pygame.testing.conformance.checks import POINTS
from stealth_pygame.testing.conformance.probe import Probe
from stealth_pygame.testing.fake_backend.backend import FakeBackend
from tests.backend.parts import KEY, Script, running


def broken(url: str, auth: str, *, binding: bool = True) -> set[str]:
    """The names of the points that a backend breaks."""
    points = [point for point in POINTS if point.binding == binding]
    with contextlib.closing(Probe(url, auth)) as probe:
        return {verdict.point.name for verdict in conformance.verdicts(probe, points) if not verdict.kept}


@pytest.mark.parametrize("binding", [True, False])
def test_the_embedded_backend_keeps_every_point(binding: bool) -> None:
    """All of the contract, and all of the advice."""
    with running(Script(sells)) as backend:
        assert broken(backend.url, KEY, binding=binding) == set()


def sells(question: Question) -> Answer:
    calls = (WireCall(name="sell_flour", parameters={"sacks": "2"}),) if "sell" in question.message else ()
    return Answer(content="At your service.", calls=calls)


def test_the_fake_that_follows_the_contract_keeps_it() -> None:
    """A game that is tested against the fake is tested against the contract."""
    with FakeBackend("contract") as fake:
        assert broken(fake.url, fake.auth) == set()


def test_the_measured_backend_breaks_what_was_measured() -> None:
    """The suite finds what the protocol page lists; what the published backend may do is advice."""
    with FakeBackend("measured") as fake:
        found = broken(fake.url, fake.auth)
        wanting = broken(fake.url, fake.auth, binding=False)
    assert found == {"send answers in full", "update answers a message"}
    assert {"token lets new users speak", "finished is gone at once"} <= wanting


def test_the_other_framework_can_be_asked_as_well() -> None:
    """The suite's character is one of Eliza's, and its own ways are told."""
    with FakeBackend("eliza") as fake:
        assert broken(fake.url, fake.auth) == {"send answers in full", "update answers a message"}
        wanting = broken(fake.url, fake.auth, binding=False)
    assert "token is not the secret" in wanting
    assert not {"finished is gone at once", "removed users are out"} & wanting


def test_an_unknown_token_may_be_refused(httpserver: HTTPServer) -> None:
    """The contract allows a 404 for it."""
    httpserver.expect_request("/api/create").respond_with_json({"message": "Conversation not found"}, 404)
    with contextlib.closing(Probe(httpserver.url_for(""), KEY)) as probe:
        for point in POINTS:
            if point.name.startswith("token"):
                point.check(probe)


@pytest.mark.parametrize(
    ("nature", "told"), [("contract", "unknown"), ("measured", "basic"), ("eliza", "Eliza: an update replaces")]
)
def test_the_framework_is_named(
    nature: Literal["contract", "measured", "eliza"], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where an unknown user's message gives it away."""
    with FakeBackend(nature) as fake:
        conformance.main(["--url", fake.url, "--auth", fake.auth])
    assert f"framework: {told}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (403, {"message": "Invalid API key"}, "The key is refused (403)"),
        (401, {}, "The key is refused (401)"),
        (404, {"message": "Not found"}, "no /api/create"),
        (500, {"message": "broken"}, "answered with 500"),
        (200, [], "not answered with JSON"),
    ],
)
def test_what_stands_in_the_way_is_told_once(
    status: int, body: Any, told: str, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not as fourteen broken points."""
    httpserver.expect_request("/api/create").respond_with_json(body, status)
    assert conformance.main(["--url", httpserver.url_for(""), "--auth", KEY]) == 1
    shown = capsys.readouterr().out
    assert told in shown
    assert "BROKEN" not in shown


def test_the_key_is_not_sent_to_a_stranger_in_the_clear(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless somebody says so."""
    assert conformance.main(["--url", "http://npc.example.com", "--auth", KEY]) == 1
    assert "--allow-insecure" in capsys.readouterr().out
    assert Probe("http://npc.example.com", KEY, allow_insecure=True).url == "http://npc.example.com"


def test_each_point_says_what_it_promises() -> None:
    """The table teaches."""
    assert all(point.promise.endswith(".") for point in POINTS)


def test_the_table_says_how_and_the_exit_code_counts(
    capsys: pytest.CaptureFixture[str], httpserver: HTTPServer
) -> None:
    """A web server that is not a backend breaks points, is told how, and fails the command."""
    httpserver.expect_request("/api/create").respond_with_json({"id": 5, "secret": "x"})
    assert conformance.main(["--url", httpserver.url_for(""), "--auth", KEY]) == 1
    told = capsys.readouterr().out
    assert "BROKEN   contract  create answers id and secret" in told
    assert "it does not: id is 5, which is not a str" in told
    assert "wanting  advice" in told


def test_nothing_at_all_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """No backend, no stack trace."""
    assert conformance.main(["--url", "http://127.0.0.1:1", "--auth", KEY]) == 1
    assert "POST /api/create was not answered" in capsys.readouterr().out


def test_a_backend_that_keeps_it_all_is_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0."""
    with running() as backend:
        assert conformance.main(["--url", backend.url, "--auth", KEY]) == 0
    assert f"{len(POINTS)} of {len(POINTS)} points kept, 0 of the contract broken" in capsys.readouterr().out
