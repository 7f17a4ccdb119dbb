"""The parts of a conversation and its partners, so that the state machine beside it is all behaviour."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from stealth_pygame.client.backend_api import Backend
from stealth_pygame.conversation.circuit_breaker import CircuitBreaker
from stealth_pygame.conversation.executor import Executor
from stealth_pygame.conversation.retry import Attempts
from stealth_pygame.message import Message
from stealth_pygame.protocol.models import ContextEntry, Reply, User
from stealth_pygame.settings import Settings
from stealth_pygame.text import AT_ONCE, Safe, safe_at_leisure

Heard: TypeAlias = Callable[[], Sequence[ContextEntry]]
"""The context of a message, read from the game already: a worker makes entries of it."""


def nothing() -> Heard:
    """Return no context at all."""
    return tuple


@dataclass(eq=False)
class Outgoing:
    """A message with all that its sending needs, and the tries for it.

    context: reads the game, on its thread, at the moment of sending; `heard` is its result;
    judge: sees the reply on the game's thread; prepare: sees it before that, on a worker. streams: words of the reply
    are wanted while it is on its way; begun: some have been told.
    """

    message: Message
    user: User
    context: Callable[[], Heard] = nothing
    judge: Callable[[Reply], Reply] | None = None
    prepare: Callable[[Reply], None] | None = None
    attempts: Attempts | None = None
    waited: float = 0.0
    thought: bool = False
    heard: Heard | None = None
    streams: bool = False
    begun: bool = False

    def tries(self) -> Attempts:
        """Return the tries for it, begun with the first trouble: most messages meet none."""
        if self.attempts is None:
            self.attempts = Attempts()
        return self.attempts

    def begins_to_show(self, dt: float, after: float) -> bool:
        """Let `dt` seconds pass; returns True once, when the message has waited for `after` seconds."""
        self.waited += dt
        if self.thought or self.waited < after:
            return False
        # Told once: the picture keeps the dots until the end.
        self.thought = True
        return True

    def forget(self) -> None:
        """Let go of the readers of the game, which hold this message: a frame would pay for collecting them."""
        self.context, self.prepare = nothing, None


class SoFar(NamedTuple):
    """All words of a reply until now, as they came and as they may be drawn; none where its model still wakes up."""

    text: str
    shown: Safe


OutgoingT_contra = TypeVar("OutgoingT_contra", bound=Outgoing, contravariant=True)


class Services(NamedTuple):
    """The partners that all conversations of a game share."""

    client: Backend
    workers: Executor
    breaker: CircuitBreaker
    settings: Settings
    chance: random.Random


class Token(Protocol):
    """The memory of a persistent villager: its token now, and the next one when this one is stuck."""

    def now(self) -> str:
        """The token as it goes onto the wire."""

    def give_up(self) -> None:
        """Move on to the next generation."""


class ConversationListener(Protocol[OutgoingT_contra]):
    """The owner of a conversation, which hears its events."""

    def ended(self, outgoing: OutgoingT_contra) -> None:
        """A message has its end; its handle says which."""

    def thinking(self, outgoing: OutgoingT_contra) -> None:
        """A message waits for long enough to be seen waiting."""

    def words(self, outgoing: OutgoingT_contra, so_far: SoFar | None) -> None:
        """Words of a reply came before its end; None takes back what came, because the message is sent again."""

    def waking(self, outgoing: OutgoingT_contra) -> None:
        """The model that is to answer is still being loaded."""

    def started(self) -> None:
        """It exists on the backend."""

    def over(self) -> None:
        """It is over, or was lost."""

    def catch_up(self) -> None:
        """A job has its outcome: let the time pass first for which the conversation rested (`rests_for`)."""


def clean(reply: Reply, prepare: Callable[[Reply], None] | None = None) -> Reply:
    """Return, on a worker, a reply whose long words are safe to draw already; `prepare` may read it there as well.

    So no frame pays for what a model has written, however long it is.
    """
    calls = tuple(call.model_copy(update={"message": _clean(call.message)}) for call in reply.calls)
    cleaned = reply.model_copy(update={"content": _clean(reply.content), "calls": calls})
    if prepare is not None:
        prepare(cleaned)
    return cleaned


def clean_for(sender: Callable[[], Outgoing | None], reply: Reply) -> Reply:
    """Return, on a worker, the cleaned reply to a message; nobody prepares the reply to one that is gone."""
    outgoing = sender()
    return clean(reply, None if outgoing is None else outgoing.prepare)


def _clean(words: str) -> str:
    # Short texts are cleaned where they are shown, in microseconds.
    return words if len(words) <= AT_ONCE else safe_at_leisure(words)
