"""What no longer fits into the window is summed up, once, in the background."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from stealth_pygame.backend.brain.fallback import FallbackBrain
from stealth_pygame.backend.brain.interface import BrainError, Question, Turn
from stealth_pygame.backend.brain.offline import OfflineBrain
from stealth_pygame.backend.exchange import Exchange
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.backend.llm.summary import Summaries
from stealth_pygame.backend.store.storage import Storage
from stealth_pygame.protocol.models import SendRequest, User
from stealth_pygame.testing import FakeProvider, ProviderAnswer, text_answer
from tests.backend.local.test_backend import eventually
from tests.backend.parts import SHEET


def turns(count: int, size: int = 10) -> tuple[Turn, ...]:
    return tuple(
        Turn("user" if number % 2 == 0 else "character", "A", f"{number} {'x' * size}") for number in range(count)
    )


def test_only_what_is_new_is_summed_up() -> None:
    """Together with the summary of before."""
    asked: list[str] = []
    done = threading.Semaphore(0)

    def ask(messages: list[dict[str, Any]]) -> str:
        asked.append(messages[0]["content"])
        done.release()
        return f"summary {len(asked)}"

    summaries = Summaries(ask)
    for count in (4, 4, 6):
        summaries.leave_out("key", turns(count))
        summaries.make()
        if count == 4 and len(asked) == 0:
            assert done.acquire(timeout=5)
            assert eventually(lambda: summaries.of("key") == "summary 1")
    assert done.acquire(timeout=5)
    assert eventually(lambda: summaries.of("key") == "summary 2")
    assert "Before: summary 1\nA: 4 xxx" in asked[1]
    assert "A: 3 " not in asked[1]


def test_without_a_model_to_spare_the_oldest_go() -> None:
    """An error costs the summary, and nothing else."""
    failed = threading.Event()

    def ask(messages: list[dict[str, Any]]) -> str:
        failed.set()
        raise BrainError("busy")

    summaries = Summaries(ask)
    summaries.leave_out("key", turns(4))
    summaries.make()
    assert failed.wait(5)
    assert summaries.of("key") == ""


def test_a_model_hears_of_what_was_said_before_its_window() -> None:
    """From the turn after the one at which the history outgrew it."""

    def answer(body: Any) -> ProviderAnswer:
        summing = body["messages"][0]["content"].startswith("Sum up")
        return text_answer("Ada bought a sword." if summing else "Aye.")

    with FakeProvider() as provider:
        provider.answer = answer
        brain = ModelBrain("m", provider.url, timeout=10, options=ModelOptions(window=1_500))
        question = Question(SHEET, "And now?", "Ada", ("Ada",), {}, turns(30, 120))
        brain.answer(question)
        assert eventually(lambda: len(provider.asked) == 2)
        assert eventually(lambda: bool(brain.answer(question)) and "Ada bought a sword." in str(provider.asked[-1]))
        assert sum("Sum up" in str(body["messages"]) for body in provider.asked) == 1
        brain.close()


def test_another_talk_of_the_same_two_knows_nothing_of_it() -> None:
    """A memory that was reset begins anew."""
    with FakeProvider() as provider:
        provider.answer = text_answer("Ada bought a sword.")
        brain = ModelBrain("m", provider.url, timeout=10, options=ModelOptions(window=1_500))
        question = Question(SHEET, "And now?", "Ada", ("Ada",), {}, turns(30, 120), "1")
        brain.answer(question)
        assert eventually(lambda: len(provider.asked) == 2)
        provider.answer = text_answer("Aye.")
        assert eventually(lambda: bool(brain.answer(question)) and "Ada bought" in str(provider.asked[-1]))
        brain.answer(replace(question, conversation="2", history=turns(2)))
        assert "Ada bought" not in str(provider.asked[-1])
        brain.close()


def _has_summary(storage: Storage, number: int) -> bool:
    return bool(storage.summary(number).text)


def test_a_summary_outlives_a_restart(tmp_path: Path) -> None:
    """The next run knows what was said before its window, and asks only for what came since."""
    kept = str(tmp_path / "talks.db")

    def answer(body: Any) -> ProviderAnswer:
        summing = body["messages"][0]["content"].startswith("Sum up")
        return text_answer("Ada bought a sword." if summing else "Aye.")

    with FakeProvider() as provider:
        provider.answer = answer
        for run in range(2):
            brain = FallbackBrain(
                ModelBrain("m", provider.url, timeout=10, options=ModelOptions(window=1_500)), OfflineBrain()
            )
            storage = Storage(kept)
            exchange = Exchange(storage, brain)
            _, secret = exchange.create(SHEET, [User(name="Ada", id="ada")], "a token")
            if run == 0:
                storage.keep(storage.hold(secret), turns(30, 120))
            exchange.send(SendRequest(secret=secret, message="And now?", playerId="ada"))
            number = storage.hold(secret).id
            assert eventually(partial(_has_summary, storage, number))
            brain.close()
            storage.close()
        asked = [(str(body["messages"][0]["content"]).startswith("Sum up"), str(body)) for body in provider.asked]
        assert ["Ada bought a sword." in body for sums_up, body in asked if not sums_up] == [False, True]
        first, *later = [body for sums_up, body in asked if sums_up]
        assert "A: 0 xxx" in first
        assert not [body for body in later if "Before: Ada bought a sword." not in body or "A: 0 xxx" in body]
