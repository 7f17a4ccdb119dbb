"""The offline brain of a server that has just started: it is loaded while the first requests arrive."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.brain.interface import Answer, Question, Steps

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.offline import OfflineBrain


class LoadingBrain:
    """An offline brain that is loaded in the background; a call before that waits. Thread-safe."""

    quick = True

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._lock = threading.Lock()
        self._brain: OfflineBrain | None = None

    def load(self) -> OfflineBrain:
        """Load the brain on the first call, and return it."""
        with self._lock:
            if self._brain is None:
                # The word lists take a quarter of the time from the start to the first answer.
                from stealth_pygame.backend.brain.offline import OfflineBrain  # noqa: PLC0415

                self._brain = OfflineBrain(self._seed)
            return self._brain

    def load_beside(self) -> None:
        """Load the brain in a thread; returns at once."""
        threading.Thread(target=self.load, name="stealth-loading", daemon=True).start()

    def answer(self, question: Question) -> Answer:
        """Return the answer to one message."""
        return self.load().answer(question)

    def answering(self, question: Question) -> Steps[Answer]:
        """The same as `answer`, in steps."""
        return self.load().answering(question)

    def preparing(self, character: Mapping[str, Any]) -> Steps[None]:
        """The same as `prepare`, in steps."""
        return self.load().preparing(character)

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Prepare for a character."""
        self.load().prepare(character)
