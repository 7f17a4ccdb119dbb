"""The remedy for each kind of trouble, as tables."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from stealth_pygame import errors
from stealth_pygame.conversation.retry import Attempts, Plan, Remedy, remedy_for
from stealth_pygame.settings import Settings

SETTINGS = Settings()
BUSY = errors.BusyError("busy", status=429)
GONE = errors.ConversationNotFoundError("gone", status=404)
STRANGER = errors.UserNotFoundError("who?", status=404)


class Middle(random.Random):
    """Chance without surprises: the middle of every range."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def limit(seconds: float | None = None) -> errors.BusyError:
    return errors.BusyError("slow down", status=429, rate_limit=True, retry_after=seconds)


def away(seconds: float | None = None) -> errors.ServerError:
    return errors.ServerError("deploying", status=503, retry_after=seconds)


def plan(
    error: errors.StealthError,
    route: str = "send",
    attempts: Attempts | None = None,
    *,
    unanswered: bool = False,
    settings: Settings = SETTINGS,
) -> Plan:
    return remedy_for(error, route, attempts or Attempts(), settings, unanswered, Middle())


@pytest.mark.parametrize(
    ("error", "route", "remedy"),
    [
        (errors.ConnectError("no"), "create", Remedy.RETRY),
        (errors.ConnectError("no", slow=True), "create", Remedy.FAIL),
        (BUSY, "send", Remedy.RETRY),
        (limit(), "send", Remedy.RETRY),
        (limit(5), "create", Remedy.RETRY),
        (limit(60), "send", Remedy.FAIL),
        (away(), "send", Remedy.RETRY),
        (away(2), "create", Remedy.RETRY),
        (away(5.9), "send", Remedy.RETRY),
        (away(6.1), "send", Remedy.FAIL),
        (away(60), "send", Remedy.FAIL),
        (away(60), "update", Remedy.RENEW),
        (errors.ServerError("broken", status=500), "send", Remedy.FAIL),
        (errors.ServerError("broken", status=502), "send", Remedy.FAIL),
        (errors.ServerError("broken", status=500), "update", Remedy.RENEW),
        (STRANGER, "send", Remedy.TELL_USERS),
        (STRANGER, "update", Remedy.RENEW),
        (STRANGER, "create", Remedy.FAIL),
        (GONE, "send", Remedy.RENEW),
        (GONE, "update", Remedy.RENEW),
        (GONE, "create", Remedy.FAIL),
        (GONE, "create-token", Remedy.WITHOUT_TOKEN),
        (errors.KeyRefusedError("key", status=403), "create", Remedy.FAIL),
        (errors.KeyRefusedError("key", status=403), "create-token", Remedy.FAIL),
        (errors.KeyRefusedError("key", status=403), "send", Remedy.RENEW),
        (errors.SecretRefusedError("secret", status=403), "update", Remedy.RENEW),
        (errors.InvalidRequestError("users", status=400), "update", Remedy.RENEW),
        (errors.InvalidRequestError("message", status=400), "send", Remedy.FAIL),
        (errors.ModeratedError("rude", status=422), "send", Remedy.CANCEL),
        (errors.ModeratedError("rude", status=422), "update", Remedy.CANCEL),
        (errors.ReplyTimeoutError("slow"), "send", Remedy.FAIL),
        (errors.RouteNotFoundError("path", status=404), "send", Remedy.FAIL),
        (errors.StealthError("odd"), "send", Remedy.FAIL),
    ],
)
def test_each_trouble_has_its_remedy(error: errors.StealthError, route: str, remedy: Remedy) -> None:
    """On the first try."""
    assert plan(error, route).remedy is remedy


@pytest.mark.parametrize(
    ("error", "route", "unanswered"),
    [
        (errors.ReplyTimeoutError("slow"), "send", True),
        (errors.ConnectionLostError("lost"), "send", True),
        (errors.ConnectionLostError("lost", local=True), "send", False),
        (errors.ReplyTimeoutError("slow"), "update", False),
        (errors.ConnectionLostError("lost"), "create", False),
        (errors.ServerError("broken", status=500), "send", False),
    ],
)
def test_the_backend_may_still_be_at_work(error: errors.StealthError, route: str, unanswered: bool) -> None:
    """After a time-out or a lost connection on a send; on this machine a lost connection is a process that ended."""
    assert plan(error, route).unanswered is unanswered


def test_a_limit_pauses_for_as_long_as_it_says_and_for_everybody() -> None:
    """Without a time it is a pause of its own, which doubles up to a bound."""
    assert plan(limit(5.0)) == Plan(Remedy.RETRY, pause=5.0, hold=5.0)
    attempts = Attempts()
    pauses = [plan(limit(), attempts=attempts).pause for _ in range(5)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 4.0]
    assert plan(limit()).hold == 0.0
    assert plan(limit(60.0)) == Plan(Remedy.FAIL, hold=60.0)


def test_a_limit_never_gives_a_memory_up() -> None:
    """However often and however long: the message fails in the end, and nothing is renewed."""
    attempts, seen = Attempts(), []
    for _ in range(60):
        seen.append(plan(limit(), attempts=attempts, unanswered=True).remedy)
        attempts.pass_time(1.0)
    assert set(seen) == {Remedy.RETRY, Remedy.FAIL}
    assert seen[-1] is Remedy.FAIL


def test_time_under_a_limit_is_no_time_of_being_busy() -> None:
    """A conversation that is busy after a limit has its whole patience still."""
    attempts = Attempts()
    plan(limit(), attempts=attempts)
    attempts.pass_time(100.0)
    assert plan(BUSY, attempts=attempts).remedy is Remedy.RETRY
    assert (attempts.busy.seconds, attempts.limited.seconds, attempts.away.seconds) == (0.0, 100.0, 0.0)


@pytest.mark.parametrize(("unanswered", "patience"), [(False, 12.0), (True, 42.0)])
def test_stuck_is_longer_than_any_answer_takes(unanswered: bool, patience: float) -> None:
    """Twelve seconds, and a reply's time-out more where one may still be on its way; the second time it fails."""
    attempts = Attempts()
    assert plan(BUSY, attempts=attempts, unanswered=unanswered).remedy is Remedy.RETRY
    attempts.busy.seconds = patience - 0.01
    assert plan(BUSY, attempts=attempts, unanswered=unanswered) == Plan(Remedy.RETRY, pause=0.05)
    attempts.busy.seconds = patience
    assert plan(BUSY, attempts=attempts, unanswered=unanswered).remedy is Remedy.GIVE_UP
    assert (attempts.busy.tries, attempts.busy.seconds) == (0, 0.0)
    assert plan(BUSY, attempts=attempts).remedy is Remedy.RETRY
    attempts.busy.seconds = patience
    assert plan(BUSY, attempts=attempts, unanswered=unanswered).remedy is Remedy.FAIL


def test_pauses_of_the_busy_double_with_jitter() -> None:
    """From half a second to four, a quarter more or less, so that not all come back at once."""
    attempts = Attempts()
    assert [plan(BUSY, attempts=attempts).pause for _ in range(5)] == [0.5, 1.0, 2.0, 4.0, 4.0]
    chance = random.Random(3)
    pauses = [remedy_for(BUSY, "send", Attempts(), SETTINGS, False, chance).pause for _ in range(200)]
    assert 0.375 <= min(pauses) < 0.4
    assert 0.6 < max(pauses) <= 0.625


def test_a_deployment_is_waited_for() -> None:
    """Pauses double from that of a refused connection, within half the patience with the busy."""
    attempts, pauses = Attempts(), []
    while (step := plan(away(), attempts=attempts)).remedy is Remedy.RETRY:
        pauses.append(step.pause)
        attempts.pass_time(step.pause)
    assert pauses == [0.4, 0.8, 1.6, 3.2]
    assert step.remedy is Remedy.FAIL
    assert plan(away(0.0)).pause == SETTINGS.connect_retry_delay
    assert plan(away(2.5)).pause == 2.5
    tired = Attempts()
    tired.away.run_out()
    assert plan(away(), attempts=tired).remedy is Remedy.FAIL


def test_connections_are_tried_again_so_many_times() -> None:
    """Two more tries by default, or as many as the settings say."""
    for retries in (0, 2, 5):
        attempts, settings = Attempts(), replace(SETTINGS, connect_retries=retries, connect_retry_delay=0.7)
        plans = [plan(errors.ConnectError("no"), attempts=attempts, settings=settings) for _ in range(retries + 1)]
        assert plans == [Plan(Remedy.RETRY, pause=0.7)] * retries + [Plan(Remedy.FAIL)]


def test_once_is_enough_for_what_cannot_help_twice() -> None:
    """A new conversation, and the users told again."""
    attempts = Attempts()
    assert [plan(GONE, attempts=attempts).remedy for _ in range(2)] == [Remedy.RENEW, Remedy.FAIL]
    assert [plan(STRANGER, attempts=attempts).remedy for _ in range(2)] == [Remedy.TELL_USERS, Remedy.FAIL]


@pytest.mark.parametrize(("seconds", "again"), [(0.0, True), (5.0, True), (5.1, False)])
def test_a_cancelled_answer_is_asked_for_once_more_unless_it_was_slow(seconds: float, again: bool) -> None:
    """An overloaded provider answers late, and would again."""
    attempts = Attempts()
    assert attempts.may_retry_cancelled(seconds, SETTINGS) is again
    assert not attempts.may_retry_cancelled(seconds, SETTINGS)


def test_time_counts_from_the_first_try() -> None:
    """A message that waited for its turn has its whole patience."""
    attempts = Attempts()
    attempts.pass_time(50.0)
    plan(BUSY, attempts=attempts)
    attempts.pass_time(2.0)
    attempts.pass_time(1.0)
    assert attempts.busy.seconds == 3.0
