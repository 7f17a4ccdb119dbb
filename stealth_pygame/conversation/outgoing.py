"""The data of a message that is sent, and the protocols of the objects that a conversation works with."""

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
"""A function that a worker calls: it makes entries of the context, which was read from the game before."""


def nothing() -> Heard:
    """Return the function for an empty context."""
    return tuple


@dataclass(eq=False)
class Outgoing:
    """A message with everything that is needed to send it, and the attempts so far.

    context: a function that reads the game, on the game's thread, when the message is sent; heard: its result;
    judge: moderates the reply, on the game's thread; prepare: reads the reply before that, on a worker;
    waited: seconds since `post`; thought: `thinking` was told, or is no longer needed;
    streams: the listener wants the words of the unfinished reply; begun: some words were told.
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
        """Return the attempts, which are made at the first error: most messages need none."""
        if self.attempts is None:
            self.attempts = Attempts()
        return self.attempts

    def begins_to_show(self, dt: float, after: float) -> bool:
        """Let `dt` seconds pass; return True once, when the message has waited for `after` seconds."""
        self.waited += dt
        if self.thought or self.waited < after:
            return False
        # Once is enough: a presenter shows its dots until the message ends.
        self.thought = True
        return True

    def forget(self) -> None:
        """Drop the functions that refer to this message, so that the garbage collector need not find the cycle."""
        self.context, self.prepare = nothing, None


class SoFar(NamedTuple):
    """All words of an unfinished reply: `text` as received, `shown` as it is drawn; empty while the model is loaded."""

    text: str
    shown: Safe


OutgoingT_contra = TypeVar("OutgoingT_contra", bound=Outgoing, contravariant=True)


class Services(NamedTuple):
    """The objects that all conversations of a game share. chance: the random numbers for pauses between retries."""

    client: Backend
    workers: Executor
    breaker: CircuitBreaker
    settings: Settings
    chance: random.Random


class Token(Protocol):
    """The persistence token of one NPC's conversation: the present one, and the next if its conversation is stuck."""

    def now(self) -> str:
        """Return the token for the wire."""

    def give_up(self) -> None:
        """Change to the next generation of the token."""


class ConversationListener(Protocol[OutgoingT_contra]):
    """The owner of a conversation. Its methods are called on the game's thread."""

    def ended(self, outgoing: OutgoingT_contra) -> None:
        """Take a message that has ended; `outgoing.message.state` tells how."""

    def thinking(self, outgoing: OutgoingT_contra) -> None:
        """Show that a message waits: it has waited for `Settings.thinking_after` seconds."""

    def words(self, outgoing: OutgoingT_contra, so_far: SoFar | None) -> None:
        """Show the words of an unfinished reply; None removes them, because the message is sent again."""

    def waking(self, outgoing: OutgoingT_contra) -> None:
        """Show that the model that will answer is still being loaded."""

    def started(self) -> None:
        """Note that the conversation was opened on the backend."""

    def over(self) -> None:
        """Note that the conversation is finished, or was lost."""

    def catch_up(self) -> None:
        """Call `wait` for the time in which `step` was not called (`rests_for`), before an outcome is used."""


def clean(reply: Reply, prepare: Callable[[Reply], None] | None = None) -> Reply:
    """Return a reply with its long texts cleaned for drawing; `prepare` is called with it.

    It runs on a worker, so that even a very long reply does not delay a frame.
    """
    calls = tuple(call.model_copy(update={"message": _clean(call.message)}) for call in reply.calls)
    cleaned = reply.model_copy(update={"content": _clean(reply.content), "calls": calls})
    if prepare is not None:
        prepare(cleaned)
    return cleaned


def clean_for(sender: Callable[[], Outgoing | None], reply: Reply) -> Reply:
    """Return the cleaned reply to a message, on a worker; `prepare` is left out if the message is gone (None)."""
    outgoing = sender()
    return clean(reply, None if outgoing is None else outgoing.prepare)


def _clean(words: str) -> str:
    # Short texts are cleaned when they are shown, which takes microseconds.
    return words if len(words) <= AT_ONCE else safe_at_leisure(words)
