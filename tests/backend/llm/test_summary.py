"""What no longer fits into the window is summed up, once, in the background."""

from __future__ import annotations

import threading
from typing import Any

from stealth_pygame.backend.brain.interface import BrainError, Question, Turn
from stealth_pygame.backend.llm.model import ModelBrain
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.backend.llm.summary import Summaries
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
