"""What the backend's tests share: a sheet, a brain that does as it is told, a backend that runs for one test."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from stealth_pygame.backend.brain.interface import Answer, Question
from stealth_pygame.backend.http.server import Backend, Options
from stealth_pygame.client.client import StealthClient

KEY = "the-key"
SHEET: dict[str, Any] = {
    "name": "Bruna",
    "bio": ["The smith of the village."],
    "lore": ["Her father built the forge."],
    "knowledge": ["A sword costs 12 gold."],
    "messageExamples": [],
    "functions": [
        {
            "name": "sell",
            "description": "Sell something from the forge.",
            "parameters": [{"name": "item", "description": "what is sold", "type": "string"}],
        }
    ],
}
ADA = ("Ada", "ada-1")
BOB = ("Bob", "bob-1")


class Script:
    """A brain that answers with what `say` gives and remembers what it was asked."""

    def __init__(self, say: Callable[[Question], Answer] | None = None) -> None:
        self.asked: list[Question] = []
        self._say = say or (lambda question: Answer(content=f"I hear {question.message}"))

    def answer(self, question: Question) -> Answer:
        """Answer as told."""
        self.asked.append(question)
        return self._say(question)


@contextlib.contextmanager
def running(brain: Any = None, **options: Any) -> Iterator[Backend]:
    """A backend in a thread, on a free port."""
    backend = Backend(Options(**{"auth": KEY, **options}), brain=brain or Script())
    backend.start()
    try:
        yield backend
    finally:
        assert backend.stop(5)


@contextlib.contextmanager
def talking(brain: Any = None, **options: Any) -> Iterator[StealthClient]:
    """A client of such a backend."""
    with running(brain, **options) as backend, StealthClient(backend.url, KEY) as client:
        yield client


def until(true: Callable[[], object], within: float = 10.0) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        threading.Event().wait(0.01)
