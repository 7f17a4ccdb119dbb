"""The events of the dialogue in pygame's own queue, for games that use only events.

They are posted by `Dialogue.update`, never on a worker. Each has the attribute `stealth=True`, because pygame may give
the same numbers to other code after `pygame.quit()` and `init()`.
"""

from __future__ import annotations

import logging
from typing import Final

import pygame

from stealth_pygame import events
from stealth_pygame.errors import StealthError

log = logging.getLogger("stealth_pygame")

GAMES_OWN: Final = 64
"""The first numbers from `USEREVENT` on, which are left to games: many use `USEREVENT + 1`, `+ 2` and so on."""


def _new_type() -> int:
    """Return the next free event number of pygame beyond `GAMES_OWN`. Raises `StealthError` if there is none."""
    try:
        number = pygame.event.custom_type()
        while number < pygame.USEREVENT + GAMES_OWN:
            number = pygame.event.custom_type()
    except pygame.error as exc:
        raise StealthError(
            f"pygame has no number left for the events of a dialogue ({exc}). Does something call "
            "pygame.event.custom_type() in a loop? Import stealth_pygame before it."
        ) from exc
    return number


NPC_THINKING: Final[int] = _new_type()
NPC_SAID: Final[int] = _new_type()
NPC_MOOD: Final[int] = _new_type()
NPC_CALLED: Final[int] = _new_type()
NPC_ACTION_DONE: Final[int] = _new_type()
NPC_REFUSED: Final[int] = _new_type()
NPC_FLAGGED: Final[int] = _new_type()
NPC_CANCELLED: Final[int] = _new_type()
NPC_FAILED: Final[int] = _new_type()
NPC_DROPPED: Final[int] = _new_type()
CONVERSATION_STARTED: Final[int] = _new_type()
CONVERSATION_ENDED: Final[int] = _new_type()
PLAYER_ENTERED: Final[int] = _new_type()
PLAYER_LEFT: Final[int] = _new_type()
BACKEND_DOWN: Final[int] = _new_type()
BACKEND_UP: Final[int] = _new_type()

TYPES: Final[dict[type[events.Event], int]] = {
    events.Thinking: NPC_THINKING,
    events.Said: NPC_SAID,
    events.MoodChanged: NPC_MOOD,
    events.Called: NPC_CALLED,
    events.ActionDone: NPC_ACTION_DONE,
    events.Refused: NPC_REFUSED,
    events.Flagged: NPC_FLAGGED,
    events.Cancelled: NPC_CANCELLED,
    events.Failed: NPC_FAILED,
    events.Dropped: NPC_DROPPED,
    events.ConversationStarted: CONVERSATION_STARTED,
    events.ConversationEnded: CONVERSATION_ENDED,
    events.PlayerEntered: PLAYER_ENTERED,
    events.PlayerLeft: PLAYER_LEFT,
    events.BackendDown: BACKEND_DOWN,
    events.BackendUp: BACKEND_UP,
}


NAMES: Final[dict[int, str]] = {
    number: name for name, number in list(globals().items()) if isinstance(number, int) and number in TYPES.values()
}
"""The name of each type, for logs, because `pygame.event.event_name` returns `UserEvent` for all of them."""


def is_ours(event: pygame.event.Event) -> bool:
    """Return True for a pygame event that a dialogue has posted."""
    return bool(getattr(event, "stealth", False)) and event.type in TYPES.values()


def as_pygame(event: events.Event) -> pygame.event.Event | None:
    """Return the pygame event for a dialogue event, with the same fields; None for an event without a number."""
    number = TYPES.get(type(event))
    if number is None:
        return None
    # `kind` comes first, so that a printed event begins with its name.
    return pygame.event.Event(number, {"kind": NAMES[number], "stealth": True, **vars(event)})


class Mailbox:
    """Posts events into pygame's queue; each reason why that fails is logged once."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def post(self, event: events.Event) -> bool:
        """Put an event into pygame's queue; return False if the queue is full, or pygame is not initialised."""
        posting = as_pygame(event)
        if posting is None:
            return False
        try:
            posted = pygame.event.post(posting)
        except pygame.error as exc:
            return self._not_posted(f"pygame took no event ({exc}); is pygame.init() called, and the queue read?")
        # Some versions of pygame-ce return None after the event was posted.
        if posted is False:
            return self._not_posted(
                f"pygame blocks {NAMES[posting.type]}: call pygame.event.set_allowed(...) for our types as well."
            )
        return True

    def _not_posted(self, why: str) -> bool:
        if why not in self._said:
            self._said.add(why)
            log.warning("%s", why)
        return False
