"""The state of the backend for all conversations of a game."""

from __future__ import annotations

import pytest

from stealth_pygame import errors
from stealth_pygame.client.backend_api import Health
from stealth_pygame.conversation.circuit_breaker import CircuitBreaker, is_down, wait_of
from stealth_pygame.settings import Settings
from stealth_pygame.testing import ManualWorker
from tests.scripted import ScriptedClient

DOWN = errors.ConnectError("refused")


class Stand:
    """A circuit breaker whose probes end by hand."""

    def __init__(self) -> None:
        self.client = ScriptedClient()
        self.client.reachable = False
        self.workers = ManualWorker()
        self.told: list[errors.StealthError | None] = []
        self.breaker = CircuitBreaker(self.client, self.workers, Settings(), self.told.append)

    def probes(self) -> int:
        return self.client.routes().count("check")

    def pass_time(self, seconds: float) -> None:
        """Let time pass in quarters of a second, every probe ending at once."""
        for _ in range(round(seconds * 4)):
            self.breaker.step(0.25)
            self.workers.run_all()
            self.workers.poll()


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_a_backend_that_is_up_is_not_probed(stand: Stand) -> None:
    """Nothing is asked of a backend that answers."""
    stand.pass_time(60)
    assert stand.probes() == 0
    assert stand.breaker.up


def test_probes_come_at_doubling_intervals(stand: Stand) -> None:
    """After 2, 4, 8, then every 10 seconds: at 2, 6, 14, 24 and 34."""
    stand.breaker.went_down(DOWN)
    at = []
    for tick in range(1, 35 * 4):
        before = stand.probes()
        stand.pass_time(0.25)
        if stand.probes() > before:
            at.append(tick / 4)
    assert at == [2.0, 6.0, 14.0, 24.0, 34.0]


def test_no_probe_goes_out_while_one_hangs(stand: Stand) -> None:
    """A machine that swallows everything is not asked again before the first has come back."""
    stand.breaker.went_down(DOWN)
    for _ in range(200):
        stand.breaker.step(0.25)
    assert len(stand.workers) == 1
    stand.workers.run_all()
    stand.workers.poll()
    stand.breaker.step(3.75)
    assert len(stand.workers) == 0
    stand.breaker.step(0.25)
    assert len(stand.workers) == 1


def test_going_down_is_told_once_and_so_is_coming_back(stand: Stand) -> None:
    """However many messages fail meanwhile; the first error stays."""
    stand.breaker.went_down(DOWN)
    stand.breaker.went_down(errors.ConnectError("again"))
    assert stand.breaker.error is DOWN
    stand.client.reachable = True
    stand.pass_time(2)
    stand.breaker.heard()
    assert stand.told == [DOWN, None]


def test_the_next_outage_begins_with_the_first_interval(stand: Stand) -> None:
    """The interval that has grown is forgotten."""
    stand.breaker.went_down(DOWN)
    stand.pass_time(14)
    stand.breaker.heard()
    stand.breaker.went_down(DOWN)
    before = stand.probes()
    stand.pass_time(2)
    assert stand.probes() == before + 1


@pytest.mark.parametrize(
    ("error", "back"),
    [
        (None, True),
        (errors.BusyError("busy", status=429), True),
        (errors.ServerError("broken", status=500), True),
        (errors.ServerError("deploying", status=503), False),
        (errors.ReplyTimeoutError("slow"), False),
        (errors.ConnectionLostError("lost"), False),
        (errors.ClosedError("closed"), False),
    ],
)
def test_only_a_backend_at_work_ends_an_outage(stand: Stand, error: errors.StealthError | None, back: bool) -> None:
    """An answer with a status does, unless it is that of what stands in its place."""
    stand.breaker.went_down(DOWN)
    stand.breaker.heard(error)
    assert stand.breaker.up is back


def test_a_probe_answered_by_a_stand_in_is_none(stand: Stand) -> None:
    """A gateway that says 503 answers, and the backend behind it is still away."""
    stand.client.will("check", Health(False, False, False, 1.0, "away"))
    stand.breaker.went_down(DOWN)
    stand.pass_time(2)
    assert not stand.breaker.up


def test_a_probe_that_fails_is_no_answer(stand: Stand) -> None:
    """Whatever it fails with."""
    stand.breaker.went_down(DOWN)
    stand.breaker.step(2.0)
    stand.workers.close(0.0)
    stand.workers.poll()
    assert not stand.breaker.up


def test_a_hold_passes_with_time(stand: Stand) -> None:
    """The longest one counts, and it ends exactly."""
    error = errors.BusyError("slow down", status=429, rate_limit=True, retry_after=3.0)
    stand.breaker.hold(3.0, error)
    stand.breaker.hold(1.0, DOWN)
    assert (stand.breaker.held_for, stand.breaker.hold_error) == (3.0, error)
    stand.breaker.step(2.5)
    assert stand.breaker.held_for == 0.5
    stand.breaker.step(2.5)
    assert stand.breaker.held_for == 0.0


def test_away_ends_with_any_other_answer(stand: Stand) -> None:
    """Until then nobody waits for the deployment a second time."""
    stand.breaker.away = True
    stand.breaker.heard(errors.ServerError("deploying", status=503))
    assert stand.breaker.away
    stand.breaker.heard()
    assert not stand.breaker.away


def test_a_wait_that_is_asked_for_delays_the_probe(stand: Stand) -> None:
    """A backend that goes down with a time to wait is left alone for so long."""
    stand.breaker.went_down(errors.ServerError("deploying", status=503, retry_after=5.0))
    stand.pass_time(4.75)
    assert stand.probes() == 0
    stand.pass_time(0.25)
    assert stand.probes() == 1


def test_facts_about_errors() -> None:
    """Only a connection that did not come about is an outage; only some errors name a time."""
    assert is_down(DOWN)
    assert not is_down(errors.ServerError("x", status=503))
    assert not is_down(None)
    assert wait_of(errors.ServerError("x", status=503, retry_after=4.0)) == 4.0
    assert wait_of(errors.BusyError("x", status=429)) == 0.0
    assert wait_of(DOWN) == wait_of(None) == 0.0
