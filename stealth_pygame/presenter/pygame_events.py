"""Events of the dialogue in pygame's own queue, for games that live on events alone.

Only `Dialogue.update` posts, never a worker. Each event carries `stealth=True`: after `pygame.quit()` and `init()`
pygame hands the same numbers out again, and that tells ours from those.
"""

from __future__ import annotations

import logging
from typing import Final

import pygame

from stealth_pygame import events
from stealth_pygame.errors import StealthError

log = logging.getLogger("stealth_pygame")

GAMES_OWN: Final = 64
"""Numbers from `USEREVENT` on that are left to games, whose tutorials count their own events from `USEREVENT + 1`."""


def _new_type() -> int:
    """Take the next event number of pygame's that no game is likely to have written down."""
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
"""The name of each type, for logs: `pygame.event.event_name` knows them as `UserEvent` only."""


def is_ours(event: pygame.event.Event) -> bool:
    """Return True for a pygame event that was posted here."""
    return bool(getattr(event, "stealth", False)) and event.type in TYPES.values()


def as_pygame(event: events.Event) -> pygame.event.Event | None:
    """The pygame event for a dialogue event, its fields as attributes; None for what is told to pictures only."""
    number = TYPES.get(type(event))
    if number is None:
        return None
    # First, so that the name is what one sees of a printed event.
    return pygame.event.Event(number, {"kind": NAMES[number], "stealth": True, **vars(event)})


class Mailbox:
    """Posts events, and says once what keeps it from doing so."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def post(self, event: events.Event) -> bool:
        """Put an event into pygame's queue; False where there is no place or no pygame for it."""
        made = as_pygame(event)
        if made is None:
            return False
        try:
            posted = pygame.event.post(made)
        except pygame.error as exc:
            return self._not_posted(f"pygame took no event ({exc}); is pygame.init() called, and the queue read?")
        # pygame-ce answers None on some versions where it took the event
        if posted is False:
            return self._not_posted(
                f"pygame blocks {NAMES[made.type]}: call pygame.event.set_allowed(...) for our types as well."
            )
        return True

    def _not_posted(self, why: str) -> bool:
        if why not in self._said:
            self._said.add(why)
            log.warning("%s", why)
        return False
