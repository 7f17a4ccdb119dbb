"""Frames of a page: as the browser shows its pictures, and no more of them than the game's clock wants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pygame
import pytest

from stealth_pygame.page.frames import MOST_WITHOUT_TURN, Clock, Frames, install


class Screen:
    """A screen that shows a picture whenever it is asked for one, `interval` seconds after the last."""

    def __init__(self, interval: float) -> None:
        self.now = 0.0
        self.shown = 0
        self._interval = interval

    async def next_frame(self) -> None:
        """Show the next picture."""
        await asyncio.tasks.sleep(0)
        self.now += self._interval
        self.shown += 1


def frames_on(screen: Screen) -> Frames:
    return Frames(screen.next_frame, lambda: screen.now)


@pytest.mark.parametrize(
    ("screen_rate", "wanted", "played"),
    [(60, 60, 60), (60, 0, 60), (144, 60, 60), (120, 60, 60), (60, 30, 30), (75, 60, 60), (30, 60, 30)],
)
def test_a_game_runs_as_fast_as_screen_and_clock_allow(screen_rate: int, wanted: int, played: int) -> None:
    """In one second: a fast screen does not make the game faster, and no picture is missed on the usual one."""
    screen = Screen(1 / screen_rate)
    frames = frames_on(screen)
    clock = Clock(frames)

    async def play() -> int:
        count = 0
        while screen.shown < screen_rate:
            clock.tick(wanted)
            await frames.sleep(0)
            count += 1
        return count

    assert abs(asyncio.run(play()) - played) <= 1


def test_all_who_wait_go_on_with_the_same_frame() -> None:
    """A thought that is taken in slices costs the game's loop none of its frames."""
    screen = Screen(1 / 60)
    frames = frames_on(screen)
    frames.seconds = 1 / 60

    async def wait() -> None:
        for _ in range(10):
            await frames.sleep(0)

    async def play() -> None:
        await asyncio.gather(wait(), wait(), wait())

    asyncio.run(play())
    assert screen.shown <= 12


def test_who_is_cancelled_leaves_the_frame_to_the_others() -> None:
    """A dialogue that is closed cancels its jobs; the game goes on."""
    frames = frames_on(Screen(1 / 60))

    async def play() -> bool:
        job, loop = asyncio.ensure_future(frames.sleep(0)), asyncio.ensure_future(frames.sleep(0, "on"))
        await asyncio.tasks.sleep(0)
        job.cancel()
        return bool(await loop == "on")

    assert asyncio.run(play())


def test_a_delay_is_still_waited_for() -> None:
    """Only `sleep(0)` means a frame."""
    screen = Screen(1 / 60)
    assert asyncio.run(frames_on(screen).sleep(0.001, "later")) == "later"
    assert screen.shown == 0


def test_a_loop_that_never_awaits_is_told() -> None:
    """A frozen page says nothing to anybody; the error says which three changes help."""
    frames = frames_on(Screen(1 / 60))
    shown: list[str] = []
    flip = frames.counted(lambda: shown.append("flip"))

    def loop() -> None:
        while True:
            flip()

    with pytest.raises(RuntimeError, match=r"await asyncio\.sleep\(0\)"):
        loop()
    assert len(shown) == MOST_WITHOUT_TURN


def test_a_loop_that_awaits_may_draw_for_ever() -> None:
    """Each turn of the browser begins the count anew; a loading screen may draw some frames at once."""
    frames = frames_on(Screen(1 / 60))
    flip = frames.counted(lambda: None)

    async def play() -> None:
        for _ in range(5):
            for _ in range(MOST_WITHOUT_TURN):
                flip()
            await frames.sleep(0)

    asyncio.run(play())


def test_a_page_s_clock_measures_and_never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Games call `pygame.time.Clock` and `asyncio.sleep` as everywhere."""
    monkeypatch.setattr(asyncio, "sleep", asyncio.sleep)
    monkeypatch.setattr(pygame.time, "Clock", pygame.time.Clock)
    monkeypatch.setattr(pygame.display, "flip", pygame.display.flip)
    screen = Screen(1 / 60)
    step: Callable[[], Awaitable[object]] = screen.next_frame
    frames = install(step)
    clock = pygame.time.Clock()
    clock.tick(1)
    assert clock.tick_busy_loop(1) < 500
    assert clock.get_time() == clock.get_rawtime()
    assert clock.get_fps() >= 0
    assert frames.seconds == 1
    asyncio.run(asyncio.sleep(0))
    assert screen.shown >= 1
