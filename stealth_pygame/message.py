"""A message of a player on its way, as a handle: a game may look at it or cancel it, and never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Literal

from stealth_pygame.errors import StealthError
from stealth_pygame.protocol.models import Reply


class MessageState(Enum):
    """The state of a message. The last five are ends, and every message has exactly one."""

    QUEUED = "queued"
    """Waiting for its turn."""
    SENDING = "sending"
    """On the wire, or being repaired."""
    SAID = "said"
    """Answered."""
    FLAGGED = "flagged"
    """Refused by the backend's moderation."""
    CANCELLED = "cancelled"
    """The backend gave no answer."""
    FAILED = "failed"
    """It could not be delivered, or its answer could not be read."""
    DROPPED = "dropped"
    """Never answered by our own choice: cancelled by the game, too many, too long, or closed."""

    @property
    def ended(self) -> bool:
        """True when nothing more will happen to the message."""
        return self not in (MessageState.QUEUED, MessageState.SENDING)


class DropReason(str, Enum):
    """The reason for which a message was never sent. Each is a text as well, so `reason == "too long"` holds."""

    CANCELLED = "cancelled"
    """The game called `Message.cancel()`, or loaded a saved game."""
    QUEUE_FULL = "queue full"
    """`Settings.max_waiting` messages wait already."""
    RATE_LIMIT = "rate limit"
    """More messages a minute than the settings allow."""
    TOO_LONG = "too long"
    """More characters than `Settings.max_message_chars`."""
    EMPTY = "empty"
    """No text."""
    REMOVED = "removed"
    """The player or the NPC was removed."""
    CLOSED = "closed"
    """The dialogue was closed."""
    VETOED = "vetoed"
    """`before_send` refused it."""
    BUDGET = "budget"
    """`Settings.max_messages` messages were sent, or `Settings.token_budget` tokens used, in this run of the game; or
    those of this conversation (`conversation_max_messages`, `conversation_token_budget`)."""

    __str__ = str.__str__


class Message:
    """The words of one player to one NPC. Read `state`, `reply`, `error` and `reason`; call `cancel()`.

    error: why it failed or was cancelled; a `StandInError` where it was SAID by the offline brain in a model's place.
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
        """True when the message has its end."""
        return self.state.ended

    def cancel(self) -> None:
        """End the message as DROPPED, at once; an answer that comes later is ignored. Never waits.

        Raises `ConfigurationError` on another thread than the game's.
        """
        if self._check_thread is not None:
            self._check_thread("cancel")
        if not self.done:
            # Settled first: the listener finds a message that has its end.
            on_cancel = self._on_cancel
            self.settle(MessageState.DROPPED, reason=DropReason.CANCELLED)
            if on_cancel is not None:
                on_cancel(self)

    def watch_cancel(self, on_cancel: Callable[[Message], None]) -> None:
        """Let the conversation hear of `cancel()`."""
        self._on_cancel = on_cancel

    def settle(
        self,
        state: MessageState,
        *,
        reply: Reply | None = None,
        error: StealthError | None = None,
        reason: DropReason | None = None,
    ) -> None:
        """Give the message its one end; a second end is a mistake of ours and raises `RuntimeError`."""
        if self.done:
            raise RuntimeError(f"{self!r} has its end already and cannot become {state.value}")
        self.state = state
        self.reply = reply
        self.error = error
        self.reason = reason or ""
        # The listener holds the message: both would wait for the garbage collector, and a frame would pay for it.
        self._on_cancel = None
