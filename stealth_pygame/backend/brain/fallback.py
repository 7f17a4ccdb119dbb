"""A brain that is never mute: where the first one fails or is late, the second answers in its place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from stealth_pygame.backend.brain.interface import Answer, Brain, BrainError, Prepared, Question, Streaming, SumsUp

log = logging.getLogger("stealth_pygame.backend.brain")


class FallbackBrain:
    """Answers with `first`, and with `second` where that raises `BrainError`; the log and the answer say so.

    but_for: errors that are passed on, because a second opinion would hide them.
    """

    def __init__(self, first: Brain, second: Brain, *, but_for: tuple[type[BrainError], ...] = ()) -> None:
        self._first = first
        self._second = second
        self._but_for = but_for

    def answer(self, question: Question) -> Answer:
        """Return the first answer that there is."""
        return self._safely(question, lambda: self._first.answer(question))

    def stream(self, question: Question, tell: Callable[[str], None]) -> Answer:
        """Do the same, and tell sentences as they come where the first brain can."""
        first, told = self._first, [""]

        def hear(words: str) -> None:
            told.append(words)
            tell(words)

        if isinstance(first, Streaming):
            return self._safely(question, lambda: first.stream(question, hear), told)
        return self.answer(question)

    def _safely(self, question: Question, ask: Callable[[], Answer], told: Sequence[str] = ()) -> Answer:
        try:
            return ask()
        except BrainError as exc:
            if isinstance(exc, self._but_for):
                raise
            if any(told):
                # Whole sentences, which cannot be taken back, and an answer that goes on otherwise would be none.
                log.warning("%s broke off: %s", question.character.get("name", "somebody"), exc)
                return Answer("".join(told).strip())
            log.warning("The offline brain answers for %s: %s", question.character.get("name", "somebody"), exc)
            return replace(self._second.answer(question), stand_in=str(exc))

    @property
    def sums_up(self) -> bool:
        """Tell whether one of them sums up what came before the history."""
        return any(isinstance(brain, SumsUp) and brain.sums_up for brain in (self._first, self._second))

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Prepare both."""
        for brain in (self._first, self._second):
            if isinstance(brain, Prepared):
                brain.prepare(character)

    def close(self) -> None:
        """Close both, where they can be closed."""
        for brain in (self._first, self._second):
            getattr(brain, "close", bool)()
