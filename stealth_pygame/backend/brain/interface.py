"""The interface of a brain, so that the offline one, a model or a script are one thing to the embedded backend."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, TypeVar, cast, runtime_checkable

from stealth_pygame.errors import StealthError
from stealth_pygame.protocol.models import WireCall

T = TypeVar("T")
# Work that may rest after each step, and what it leads to.
Steps: TypeAlias = "Generator[None, None, T]"


class BrainError(StealthError):
    """The brain could not answer: the provider failed or refused (422 on the wire)."""


@dataclass(frozen=True)
class Turn:
    """One line of a conversation: who spoke, under which name, and what was said."""

    speaker: Literal["user", "character"]
    name: str
    text: str


@dataclass(frozen=True)
class Summary:
    """The earlier part of a conversation in a few words; `until` is the text of the last turn that it covers."""

    text: str = ""
    until: str = ""


@dataclass(frozen=True)
class Question:
    """The message of a user to a character, and what the backend knows of the moment; `history` is oldest first.

    conversation: tells the talks of one character with the same users apart;
    keep_summary: keeps a newer summary of what came before the history, for the next question; from any thread.
    """

    character: Mapping[str, Any]
    message: str
    user_name: str = ""
    users: tuple[str, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Turn, ...] = ()
    conversation: str = ""
    summary: Summary = Summary()
    keep_summary: Callable[[Summary], None] | None = None


@dataclass(frozen=True)
class Answer:
    """The words of the character and the functions that it asks for, in order; `flagged` refuses the message."""

    content: str = ""
    calls: tuple[WireCall, ...] = ()
    flagged: bool = False
    # Stage directions that a model wrote beside the words.
    narration: str = ""
    # The reason why another brain than the chosen one answered.
    stand_in: str = ""
    # Tokens that a model has read and written, 0 where nobody counted them.
    prompt_tokens: int = 0
    answer_tokens: int = 0


def finish(steps: Steps[T]) -> T:
    """Take all steps at once, and return what they lead to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("T", end.value)


class Brain(Protocol):
    """Anything that can answer for a character."""

    def answer(self, question: Question) -> Answer:
        """Answer one message. May raise `BrainError`."""


@runtime_checkable
class Prepared(Protocol):
    """A brain that is quicker when it hears of a character before the first message."""

    def prepare(self, character: Mapping[str, Any]) -> None:
        """Get ready for a character. Never raises."""


@runtime_checkable
class Stepwise(Protocol):
    """A brain that can stop after every few milliseconds, for a web page, whose only thread draws as well."""

    def answering(self, question: Question) -> Steps[Answer]:
        """Answer one message in steps. May raise `BrainError`."""

    def preparing(self, character: Mapping[str, Any]) -> Steps[None]:
        """Get ready for a character in steps. Never raises."""


@runtime_checkable
class Streaming(Protocol):
    """A brain that can tell its sentences before the answer is whole."""

    def stream(self, question: Question, tell: Callable[[str], None]) -> Answer:
        """Answer one message; `tell` hears words that the whole answer will begin with. May raise `BrainError`.

        An empty text, before any words, says that the brain is still waking up.
        """


@runtime_checkable
class SumsUp(Protocol):
    """A brain that tells whether it sums up what came before the history."""

    @property
    def sums_up(self) -> bool: ...


@runtime_checkable
class Quick(Protocol):
    """A brain that tells whether a thread of its own would cost more than a thought: milliseconds, and no waiting."""

    @property
    def quick(self) -> bool: ...
