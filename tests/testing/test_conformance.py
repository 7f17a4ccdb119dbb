"""The conformance suite: what it says of our backend, of the fakes, and of what is no backend at all."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from stealth_pygame.backend.brain.interface import Answer, Question
from stealth_pygame.protocol.models import WireCall
from stealth_pygame.testing.conformance import __main__ as conformance
from stealth_pygame.testing.conformance.checks import POINTS
from stealth_pygame.testing.fake_backend.backend import FakeBackend
from tests.backend.parts import KEY, Script, running


def broken(url: str, auth: str, *, binding: bool = True) -> set[str]:
    """The names of the points that a backend breaks."""
    told = conformance.verdicts(url, auth, [point for point in POINTS if point.binding == binding])
    return {verdict.point.name for verdict in told if not verdict.kept}


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
    """The suite finds what the protocol page lists."""
    with FakeBackend("measured") as fake:
        found = broken(fake.url, fake.auth)
    assert {
        "send answers in full",
        "update answers a message",
        "token lets new users speak",
        "finished is gone",
    } <= found


def test_each_point_says_what_it_promises() -> None:
    """The table teaches."""
    assert all(point.promise.endswith(".") for point in POINTS)


def test_the_table_says_how_and_the_exit_code_counts(
    capsys: pytest.CaptureFixture[str], httpserver: HTTPServer
) -> None:
    """A web server that is no backend breaks points, is told how, and fails the command."""
    httpserver.expect_request("/api/create").respond_with_json({"id": 5, "secret": "x"})
    assert conformance.main(["--url", httpserver.url_for(""), "--auth", KEY]) == 1
    told = capsys.readouterr().out
    assert "BROKEN   contract  create answers id and secret" in told
    assert "it does not: id is 5, which is no str" in told
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
