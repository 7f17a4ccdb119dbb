"""A character's call of a game function, and its outcome, as data that events can carry."""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from stealth_pygame.validation import is_number, known_only

# The values of a parameter: a `string` is a str, a `number` is an int or a float, a `boolean` is a bool.
Value: TypeAlias = str | int | float | bool


@known_only
@dataclass(frozen=True)
class Feedback:
    """The outcome of a call: success or failure, and a sentence for the bubble and for the NPC's memory.

    Raises `TypeError` if `success` is a text, or `message` is not one.
    """

    success: bool
    message: str = ""

    def __post_init__(self) -> None:
        # Every text that is not empty counts as true, so `Feedback("no")` would be a success.
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
    """Return the value that an action returned, as feedback. Raises `TypeError` for a value of another type."""
    if isinstance(value, Feedback):
        return value
    # Most functions of a game return None when they have succeeded.
    if value is None or isinstance(value, bool):
        return Feedback(value is not False)
    if isinstance(value, str):
        return Feedback(True, value)
    raise TypeError(f"feedback is a {type(value).__name__}; it must be Feedback, str, bool or None")


class CallState(Enum):
    """The state of a call."""

    PENDING = "pending"
    """The outcome of the call is not known yet."""
    DONE = "done"
    """The call has its feedback."""


class Call:
    """One call of a declared function, with typed parameters.

    An action that takes its call (`call: Call`) and returns it gives its feedback later, with `call.finish(...)`, from
    any thread; only the first `finish` counts. Until then it may set `progress`, which also starts its time-out anew.
    It should stop when `cancelled` is true.
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
        parameters = ", ".join(f"{key}={value!r}" for key, value in self.parameters.items())
        return f"<Call {self.name}({parameters}) {self.state.value}>"

    @property
    def state(self) -> CallState:
        """PENDING until the call has its feedback, then DONE."""
        return CallState.PENDING if self._feedback is None else CallState.DONE

    @property
    def feedback(self) -> Feedback | None:
        """The outcome, or None while the call is pending."""
        return self._feedback

    @property
    def progress(self) -> float:
        """The part of the work that is done, from 0 to 1. Setting it starts the time-out of the action anew.

        Raises `ValueError` if it is set to something that is not a number.
        """
        return 1.0 if self._feedback is not None and self._feedback.success else self._progress

    @progress.setter
    def progress(self, part: float) -> None:
        if not is_number(part):
            raise ValueError(f"the progress of {self.name} is {part!r}; it must be a number from 0 to 1")
        # A rounding error slightly above 1 must not raise while the action is at work.
        self._progress = min(1.0, max(0.0, float(part)))
        self._moved = True

    def moved(self) -> bool:
        """Return True if `progress` was set since the last call of this method."""
        # The scene calls this once per frame, to start the time-out anew.
        moved, self._moved = self._moved, False
        return moved

    @property
    def cancelled(self) -> bool:
        """True after the call was cancelled: a long action checks this regularly, and stops."""
        return self._cancelled

    def cancel(self, reason: str = "") -> bool:
        """End a pending call as failed, with a sentence for the NPC; return False if the call had an outcome already.

        The library cancels a call when its NPC is removed, when a saved game is loaded, or when its timeout is over.
        """
        if not self.finish(Feedback(False, reason)):
            return False
        self._cancelled = True
        return True

    def finish(self, feedback: FeedbackLike = None) -> bool:
        """Set the outcome of the call; return False if it had one already. Raises `TypeError` as `as_feedback` does."""
        outcome = as_feedback(feedback)
        with self._lock:
            if self._feedback is not None:
                return False
            self._feedback = outcome
            return True
