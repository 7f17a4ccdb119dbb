"""A character's call of a game function, and its outcome, as data that events can carry."""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from stealth_pygame.validation import is_number, known_only

# The types of a declared parameter: `number` is an int or a float, the others are what they say.
Value: TypeAlias = str | int | float | bool


@known_only
@dataclass(frozen=True)
class Feedback:
    """The outcome of a call: success or failure, and a sentence for the bubble and for the NPC's memory.

    Raises `TypeError` where the sentence was given in the place of success.
    """

    success: bool
    message: str = ""

    def __post_init__(self) -> None:
        # Any text counts as true: `Feedback("no")` would be a success.
        if isinstance(self.success, str):
            raise TypeError(
                f"Feedback({self.success!r}) does not say whether it worked; Feedback(True, {self.success!r})?"
            )
        if not isinstance(self.message, str):
            raise TypeError(f"the message of a Feedback is {self.message!r}; it must be a text")

    def __bool__(self) -> bool:
        return self.success


# The values that an action may return: feedback, a sentence (success), success or failure, nothing (success).
FeedbackLike: TypeAlias = Feedback | str | bool | None


def as_feedback(value: FeedbackLike) -> Feedback:
    """Return what an action gave back as feedback. Raises `TypeError` for anything else."""
    if isinstance(value, Feedback):
        return value
    # Most functions of a game return nothing when they have done their work.
    if value is None or isinstance(value, bool):
        return Feedback(value is not False)
    if isinstance(value, str):
        return Feedback(True, value)
    raise TypeError(f"feedback is a {type(value).__name__}; it must be Feedback, str, bool or None")


class CallState(Enum):
    """The state of a call."""

    PENDING = "pending"
    """Its outcome is not known yet."""
    DONE = "done"
    """Its feedback is there."""


class Call:
    """A declared function with typed parameters. `finish` may be called from any thread; the first one counts.

    An action that takes its call (`call: Call`) and returns it promises feedback for later. While it is at work it may
    set `progress`, which also shows that it is alive, and it stops when `cancelled` is true.
    """

    def __init__(self, name: str, parameters: Mapping[str, Value], message: str = "") -> None:
        self.name = name
        self.parameters = dict(parameters)
        self.message = message
        self._feedback: Feedback | None = None
        self._cancelled = False
        self._progress = 0.0
        self._moved = False
        self._lock = allocate_lock()

    def __repr__(self) -> str:
        given = ", ".join(f"{key}={value!r}" for key, value in self.parameters.items())
        return f"<Call {self.name}({given}) {self.state.value}>"

    @property
    def state(self) -> CallState:
        """Pending until feedback is handed in."""
        return CallState.PENDING if self._feedback is None else CallState.DONE

    @property
    def feedback(self) -> Feedback | None:
        """The outcome, or None while it is pending."""
        return self._feedback

    @property
    def progress(self) -> float:
        """The part that is done, from 0 to 1. Setting it begins the time-out of the action anew.

        Raises `ValueError` for what is not a number.
        """
        return 1.0 if self._feedback is not None and self._feedback.success else self._progress

    @progress.setter
    def progress(self, part: float) -> None:
        if not is_number(part):
            raise ValueError(f"the progress of {self.name} is {part!r}; it must be a number from 0 to 1")
        # A division that is a little over the end must not raise in the middle of a walk.
        self._progress = min(1.0, max(0.0, float(part)))
        self._moved = True

    def moved(self) -> bool:
        """Return True once after `progress` was set."""
        # Asked once per frame by whoever counts the time-out.
        moved, self._moved = self._moved, False
        return moved

    @property
    def cancelled(self) -> bool:
        """True once nobody waits for it any more: a long action asks this, and stops."""
        return self._cancelled

    def cancel(self, reason: str = "") -> bool:
        """End a pending call as failed, with a sentence; return False when it had its outcome already.

        The library does this itself when the NPC is removed, a saved game is loaded, or time is up.
        """
        if not self.finish(Feedback(False, reason)):
            return False
        self._cancelled = True
        return True

    def finish(self, feedback: FeedbackLike = None) -> bool:
        """Hand in the outcome of the call; return False when that has been done before."""
        outcome = as_feedback(feedback)
        with self._lock:
            if self._feedback is not None:
                return False
            self._feedback = outcome
            return True
