"""The offline brain of a server that has just begun to listen: it is loaded while the first requests come in."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.brain.interface import Answer, Question, Steps

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.offline import OfflineBrain


class LoadingBrain:
    """An offline brain that is there when it is needed; whoever needs it earlier waits. Thread-safe."""

    quick = True

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._lock = threading.Lock()
        self._brain: OfflineBrain | None = None

    def load(self) -> OfflineBrain:
        """Load it, once."""
        with self._lock:
            if self._brain is None:
                # Its word lists take a quarter of the time from the start to the first answer.
                from stealth_pygame.backend.brain.offline import OfflineBrain  # noqa: PLC0415

                self._brain = OfflineBrain(self._seed)
            return self._brain

    def load_beside(self) -> None:
        """Load it in a thread, and wait for nothing."""
        threading.Thread(target=self.load, name="stealth-loading", daemon=True).start()

    def answer(self, question: Question) -> Answer:
        """Answer one message."""
        return self.load().answer(question)

    def answering(self, question: Question) -> Steps[Answer]:
        """Answer one message in steps."""
        return self.load().answering(question)

    def preparing(self, character: Mapping[str, Any]) -> Steps[None]:
        """Get ready for a character in steps."""
        return self.load().preparing(character)

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Get ready for a character."""
        self.load().prepare(character)
