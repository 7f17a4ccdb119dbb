"""What a conversation is made of and whom it works with, so that the state machine beside it is all behaviour."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from stealth_pygame.conversation_repair import Trouble
from stealth_pygame.line import Line
from stealth_pygame.message import Message
from stealth_pygame.protocol import ContextEntry, ConversationRef, Reply, User
from stealth_pygame.settings import Settings
from stealth_pygame.text import AT_ONCE, safe_at_leisure
from stealth_pygame.worker import Submits


class State(Enum):
    """Where a conversation is."""

    NEW = "new"
    """The backend knows nothing of it yet, or has lost it."""
    CREATING = "creating"
    """create is on the wire."""
    UPDATING = "updating"
    """update is on the wire."""
    READY = "ready"
    """It stands, and nothing is on the wire."""
    SENDING = "sending"
    """send is on the wire."""
    FINISHING = "finishing"
    """finish is on the wire."""
    ENDED = "ended"
    """It is over; nothing goes to it any more."""


ON_WIRE: Final = (State.CREATING, State.UPDATING, State.SENDING, State.FINISHING)
"""Where a job of it is with a worker."""


class Api(Protocol):
    """The four routes, blocking, as `StealthClient` has them."""

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation."""

    def send(self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()) -> Reply:
        """Say something."""

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """Tell who is there."""

    def finish(self, secret: str) -> None:
        """End it."""


class Token(Protocol):
    """A persistent villager's memory: its token now, and the next one when this one is stuck."""

    def now(self) -> str:
        """The token as it goes onto the wire."""

    def give_up(self) -> None:
        """Move on to the next generation."""


Heard: TypeAlias = Callable[[], Sequence[ContextEntry]]
"""What a villager hears along with a message, read from the game already: a worker makes entries of it."""


def nothing() -> Heard:
    """No context at all."""
    return tuple


@dataclass(eq=False)
class Outgoing:
    """A message with all that its sending needs, and what has been tried for it.

    context: reads the game, on its thread, at the moment of sending; `heard` is what it read.
    """

    message: Message
    user: User
    context: Callable[[], Heard] = nothing
    judge: Callable[[Reply], Reply] | None = None
    trouble: Trouble = field(default_factory=Trouble)
    waited: float = 0.0
    thought: bool = False
    heard: Heard | None = None

    def begins_to_show(self, dt: float, after: float) -> bool:
        """Let `dt` seconds pass; True once, when it has waited for `after` seconds, long enough to be seen waiting."""
        self.waited += dt
        if self.thought or self.waited < after:
            return False
        self.thought = True
        return True

    def forget(self) -> None:
        """It has its end: let go of what reads the game for it, and holds it, so that nobody has to collect the two."""
        self.context = nothing


class Hears(Protocol):
    """Whoever owns a conversation and is told what becomes of it."""

    def ended(self, outgoing: Outgoing) -> None:
        """A message has its end; its handle says which."""

    def thinking(self, outgoing: Outgoing) -> None:
        """A message waits for long enough to be seen waiting."""

    def started(self) -> None:
        """It exists on the backend."""

    def over(self) -> None:
        """It is over, or was lost."""


class Means(NamedTuple):
    """What all conversations of a game share."""

    client: Api
    workers: Submits
    line: Line
    settings: Settings
    chance: random.Random


def clean(reply: Reply) -> Reply:
    """On a worker: a reply with long words made safe already, so that no frame pays for a megabyte of them."""
    calls = tuple(call.model_copy(update={"message": _clean(call.message)}) for call in reply.calls)
    return reply.model_copy(update={"content": _clean(reply.content), "calls": calls})


def _clean(words: str) -> str:
    return words if len(words) <= AT_ONCE else safe_at_leisure(words)
