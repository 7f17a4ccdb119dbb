"""The handle of a message of a player: a game may read its state or cancel it, and never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Literal

from stealth_pygame.errors import StealthError
from stealth_pygame.protocol.models import Reply


class MessageState(Enum):
    """The state of a message. The last five are final; every message gets exactly one of them."""

    QUEUED = "queued"
    """The message waits for its turn."""
    SENDING = "sending"
    """The message is being sent, or sent again."""
    SAID = "said"
    """The NPC has answered."""
    FLAGGED = "flagged"
    """Moderation refused the message or the answer."""
    CANCELLED = "cancelled"
    """The backend gave no answer."""
    FAILED = "failed"
    """The message could not be delivered, or its answer could not be read."""
    DROPPED = "dropped"
    """The game or the library dropped the message; `Message.reason` tells why."""

    @property
    def ended(self) -> bool:
        """True when nothing more will happen to the message."""
        return self not in (MessageState.QUEUED, MessageState.SENDING)


class DropReason(str, Enum):
    """The reason why a message was dropped. Each member is also a text: `reason == "too long"` works."""

    CANCELLED = "cancelled"
    """The game called `Message.cancel()`, or loaded a saved game."""
    QUEUE_FULL = "queue full"
    """`Settings.max_waiting` messages wait already."""
    RATE_LIMIT = "rate limit"
    """More messages a minute than the settings allow."""
    TOO_LONG = "too long"
    """More characters than `Settings.max_message_chars`."""
    EMPTY = "empty"
    """The message has no text."""
    REMOVED = "removed"
    """The player or the NPC was removed."""
    CLOSED = "closed"
    """The dialogue was closed."""
    VETOED = "vetoed"
    """`before_send` refused it."""
    BUDGET = "budget"
    """The messages or tokens of this run of the game (`Settings.max_messages`, `Settings.token_budget`) are used up, or
    those of the conversation (`conversation_max_messages`, `conversation_token_budget`)."""

    __str__ = str.__str__


class Message:
    """A message of one player to one NPC. A game may read `state`, `reply`, `error` and `reason`, and call `cancel()`.

    reply: the answer, or None; error: the reason of FAILED or CANCELLED, or a `StandInError` if the offline brain
    answered and not the model; reason: a `DropReason` for DROPPED, else "".
    """

    def __init__(self, text: str, check_thread: Callable[[str], None] | None = None) -> None:
        self.text = text
        self._check_thread = check_thread
        self.state = MessageState.QUEUED
        self.reply: Reply | None = None
        self.error: StealthError | None = None
        self.reason: DropReason | Literal[""] = ""
        self._on_cancel: Callable[[Message], None] | None = None

    def __repr__(self) -> str:
        return f"<Message {self.text[:40]!r} {self.state.value}>"

    @property
    def done(self) -> bool:
        """True when the message has its final state."""
        return self.state.ended

    def cancel(self) -> None:
        """End the message as DROPPED, at once; an answer that comes later is ignored.

        Raises `ConfigurationError` on another thread than the game's.
        """
        if self._check_thread is not None:
            self._check_thread("cancel")
        if not self.done:
            # The state is set first, so that the listener finds an ended message.
            on_cancel = self._on_cancel
            self.settle(MessageState.DROPPED, reason=DropReason.CANCELLED)
            if on_cancel is not None:
                on_cancel(self)

    def watch_cancel(self, on_cancel: Callable[[Message], None]) -> None:
        """Set the function that `cancel` calls; the conversation uses this."""
        self._on_cancel = on_cancel

    def settle(
        self,
        state: MessageState,
        *,
        reply: Reply | None = None,
        error: StealthError | None = None,
        reason: DropReason | None = None,
    ) -> None:
        """Set the final state. Raises `RuntimeError` if the message has one already: that is a fault of the library."""
        if self.done:
            raise RuntimeError(f"{self!r} has its end already and cannot become {state.value}")
        self.state = state
        self.reply = reply
        self.error = error
        self.reason = reason or ""
        # The listener refers to the message; without this, only the garbage collector would free the two.
        self._on_cancel = None
