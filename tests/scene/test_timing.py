"""The game's time, and the limits that go by time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.scene.timing import LEAST_STEPS, FrameBudget, FrameClock, RateLimit, frames_for


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        (itertools.repeat(16), True),
        (itertools.repeat(16.7), True),
        (itertools.cycle((0, 1, 0, 2, 1, 1, 0)), True),
        (itertools.repeat(1 / 60), False),
        (itertools.repeat(0), False),
        (itertools.cycle((0.016, 2.5)), False),
        (itertools.cycle((0, 0.001)), False),
    ],
)
def test_milliseconds_are_told_once(frames: Iterable[float], told: bool, caplog: pytest.LogCaptureFixture) -> None:
    """With a frame limit and without one; a game that hangs now and then is left in peace."""
    clock = FrameClock(0.25)
    for dt in itertools.islice(frames, 500):
        assert clock.step(dt) <= 0.25
    assert len(caplog.records) == told
    assert not told or "milliseconds" in caplog.text


@pytest.mark.parametrize("dt", [-1, float("inf"), float("nan"), "0.1", None])
def test_a_time_that_cannot_be_is_refused(dt: float) -> None:
    """With what to write instead."""
    with pytest.raises(ConfigurationError, match=r"clock\.tick\(60\) / 1000"):
        FrameClock(0.25).step(dt)


def test_a_budget_lets_a_few_steps_through() -> None:
    """Whatever they cost; then the clock counts."""
    times = iter([0.0, 5.0, 5.0])
    budget = FrameBudget(1.0, lambda: next(times))
    assert [budget.spent() for _ in range(LEAST_STEPS)] == [False] * (LEAST_STEPS - 1) + [True]


@pytest.mark.parametrize(
    ("seconds", "frames"), [(0.0, 1), (1 / 144, 10), (1 / 60, 4), (1 / 30, 2), (1 / 15, 1), (0.25, 1)]
)
def test_answers_are_spread_over_a_moment_not_over_a_count(seconds: float, frames: int) -> None:
    """The faster the frames, the more of them share what came together; a long one, or a mere poll, takes it all."""
    assert frames_for(seconds) == frames


def test_a_rate_is_filled_up_by_time() -> None:
    """Sixty a minute: all at once, then one a second, and never more than a minute's worth."""
    limit = RateLimit(60)
    assert all(limit.take(0.0) for _ in range(60))
    assert [limit.take(0.0), limit.take(0.5), limit.take(1.0)] == [False, False, True]
    assert sum(limit.take(1_000.0) for _ in range(100)) == 60
