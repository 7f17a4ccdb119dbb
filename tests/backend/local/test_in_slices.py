"""Thoughts in a web page: a few milliseconds of a frame, the same answers, and no conversation that stays held."""

from __future__ import annotations

import asyncio
import contextlib
import threading

import pytest

from stealth_pygame.backend.brain.interface import Steps
from stealth_pygame.backend.brain.offline import OfflineBrain
from stealth_pygame.backend.local.in_process import InProcessBackend
from stealth_pygame.backend.local.in_slices import SlicedBackend, in_slices
from stealth_pygame.errors import ClosedError, ConversationNotFoundError
from tests.embedding import IN_OTHER_WORDS, SLEEPER, topics

SHEET = {
    "name": "Bruno",
    "bio": ["A gruff but kind smith."],
    "lore": [f"In the year {year} the river rose over bridge number {year}." for year in range(30)],
    "knowledge": ["A sword costs ten gold.", "Otto is the miller."],
    "messageExamples": [],
    "functions": [],
}
QUESTIONS = ("How much is a sword?", "Who is Otto?", "And what do you do?")


class Frames:
    """A clock that a step moves on, and the frames between the slices."""

    def __init__(self, step: float) -> None:
        self.now, self.longest, self.count = 0.0, 0.0, 0
        self._step, self._begun = step, 0.0

    def steps(self, number: int) -> Steps[str]:
        """Take so many steps."""
        for _ in range(number):
            self.now += self._step
            yield
        return "done"

    async def rest(self, delay: float) -> None:
        """Show a frame."""
        self.longest = max(self.longest, self.now - self._begun)
        self.count += 1
        await asyncio.sleep(0)
        self._begun = self.now


@pytest.mark.parametrize(("step", "frames"), [(0.001, 25), (0.0001, 2), (0.004, 100), (0.05, 100), (0.003, 50)])
def test_a_slice_ends_with_the_step_in_which_its_time_is_up(step: float, frames: int) -> None:
    """Small steps share a frame, large ones have a frame each."""
    shown = Frames(step)
    value = asyncio.run(in_slices(shown.steps(100), 0.004, shown.rest, lambda: shown.now))
    assert value == "done"
    assert shown.longest < 0.004 + step
    assert abs(shown.count - frames) <= 1


def test_the_answers_are_those_of_the_backend_in_one_piece() -> None:
    """Only the time is cut."""
    with InProcessBackend(seed=3) as whole:
        secret = whole.create(SHEET, [("Ada", "ada")]).secret
        expected = [whole.send(secret, question, "ada").content for question in QUESTIONS]

    async def ask() -> list[str]:
        sliced = SlicedBackend(seed=3)
        with contextlib.closing(sliced):
            secret = (await sliced.create(SHEET, [("Ada", "ada")])).secret
            return [(await sliced.send(secret, question, "ada")).content for question in QUESTIONS]

    assert asyncio.run(ask()) == expected


def test_compiling_a_sheet_rests_after_each_sentence() -> None:
    """A long sheet is many small steps, so that it costs no frame more than a short one."""
    assert sum(1 for _ in OfflineBrain().preparing(SHEET)) >= len(SHEET["lore"])


def test_errors_are_those_of_a_client() -> None:
    """They reach whoever awaits."""

    async def ask() -> None:
        with contextlib.closing(SlicedBackend()) as sliced, pytest.raises(ConversationNotFoundError):
            await sliced.send("nobody", "Hello", "ada")
        with pytest.raises(ClosedError):
            await sliced.create(SHEET, [("Ada", "ada")])

    asyncio.run(ask())


def test_a_thought_that_is_cancelled_lets_its_conversation_go() -> None:
    """The next message is answered; a database that was closed meanwhile is no fault."""

    async def cancelled(sliced: SlicedBackend, secret: str) -> None:
        task = asyncio.ensure_future(sliced.send(secret, "How much is a sword?", "ada"))
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def play() -> str:
        with contextlib.closing(SlicedBackend(slice_seconds=0.0)) as sliced:
            secret = (await sliced.create(SHEET, [("Ada", "ada")])).secret
            await cancelled(sliced, secret)
            answer = (await sliced.send(secret, "How much is a sword?", "ada")).content
            task = asyncio.ensure_future(sliced.send(secret, "Who is Otto?", "ada"))
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ClosedError):
            await task
        return answer

    assert asyncio.run(play()) == "A sword costs ten gold."


def test_a_page_may_have_a_model_of_vectors_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked between the frames; a page has no thread that could renew the hold of a slow answer."""

    def no_thread(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def ask() -> str:
        with contextlib.closing(SlicedBackend(embeddings=topics)) as sliced:
            secret = (await sliced.create(SLEEPER, [("Ada", "ada")])).secret
            return (await sliced.send(secret, IN_OTHER_WORDS, "ada")).content

    monkeypatch.setattr("stealth_pygame.backend.exchange._ALONE", True)
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert "attic" in asyncio.run(ask())
