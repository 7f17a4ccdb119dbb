"""The offline brain of a server that has just started: it is loaded while the first requests arrive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stealth_pygame.backend.brain.interface import Answer, Question, Steps, finish
from stealth_pygame.backend.meaning.vectors import VectorError, Vectors

if TYPE_CHECKING:
    from stealth_pygame.backend.brain.offline import OfflineBrain
    from stealth_pygame.backend.meaning.vectors import Embedder

log = logging.getLogger("stealth_pygame.backend.brain")


class LoadingBrain:
    """An offline brain that is loaded in the background; a call before that waits. Thread-safe.

    embeddings: True for the packaged embedding model, or a model as a function. If it cannot be loaded or fails, the
    brain goes on without it and logs the reason: a villager that knows less is better than a mute one.
    """

    def __init__(self, seed: int | None, embeddings: bool | Embedder = False) -> None:
        self._seed = seed
        self._embeddings = embeddings
        self._lock = threading.Lock()
        self._brain: OfflineBrain | None = None

    @property
    def quick(self) -> bool:
        """True if an answer takes less time than switching threads: without an embedding model."""
        return self._embeddings is False

    def load(self) -> OfflineBrain:
        """Load the brain on the first call, and return it."""
        with self._lock:
            if self._brain is None:
                self._brain = self._made(self._embedder())
            return self._brain

    def load_beside(self) -> None:
        """Load the brain in a thread; returns at once."""
        threading.Thread(target=self.load, name="stealth-loading", daemon=True).start()

    def answer(self, question: Question) -> Answer:
        """Return the answer to one message."""
        return finish(self.answering(question))

    def answering(self, question: Question) -> Steps[Answer]:
        """The same as `answer`, in steps."""
        try:
            return (yield from self.load().answering(question))
        except VectorError as exc:
            self._go_without(exc)
        return (yield from self.load().answering(question))

    def preparing(self, character: Mapping[str, Any]) -> Steps[None]:
        """The same as `prepare`, in steps."""
        try:
            yield from self.load().preparing(character)
        except VectorError as exc:
            self._go_without(exc)
            yield from self.load().preparing(character)

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Prepare for a character."""
        finish(self.preparing(character))

    def _made(self, embed: Embedder | None) -> OfflineBrain:
        # The word lists take a quarter of the time from the start to the first answer.
        from stealth_pygame.backend.brain.offline import OfflineBrain  # noqa: PLC0415

        return OfflineBrain(self._seed, embed)

    def _embedder(self) -> Embedder | None:
        if self._embeddings is not True:
            return Vectors(self._embeddings) if self._embeddings else None
        # Only this brain needs it, and not before it loads.
        from stealth_pygame.backend.meaning.embeddings import packaged  # noqa: PLC0415

        try:
            return Vectors(packaged())
        except Exception as exc:  # noqa: BLE001 - libraries in C have errors of their own
            self._tell(exc)
            return None

    def _go_without(self, exc: Exception) -> None:
        """Replace the brain by one without embeddings, once."""
        with self._lock:
            if self._embeddings is not False:
                self._tell(exc)
                self._brain = self._made(None)

    def _tell(self, exc: Exception) -> None:
        self._embeddings = False
        log.warning("The offline brain goes on without embeddings: %s: %s", type(exc).__name__, exc)
