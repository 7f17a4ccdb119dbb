"""The events that a dialogue tells, as small frozen dataclasses, so that presenters and games hear the same.

Scenes tell them in the order in which they happened, on the game thread, inside `update`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from stealth_pygame.actions.call import Call, Feedback, Value
from stealth_pygame.errors import StealthError
from stealth_pygame.message import Message


class Speaker(Hashable, Protocol):
    """An NPC, as far as an event knows them."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Listener(Protocol):
    """A player, as far as an event knows them."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Event:
    """The base of all events."""


# Each dataclass compiles six functions at import, so kinds of events with the same fields share those of a base.
@dataclass(frozen=True)
class _OfNPC(Event):
    npc: Speaker


@dataclass(frozen=True)
class _OfPlayer(_OfNPC):
    player: Listener


@dataclass(frozen=True)
class _OfMessage(_OfPlayer):
    message: Message


class Asked(_OfMessage):
    """A player's message was accepted and goes its way."""


class Thinking(_OfMessage):
    """A message has waited `Settings.thinking_after` seconds for its answer."""


class Waking(_OfMessage):
    """The model that is to answer is still being loaded; told to pictures only."""


@dataclass(frozen=True)
class Saying(_OfMessage):
    """Words of an answer came before its end; `text` is all of them until now. Told to pictures only.

    An empty text takes back what came. The end of the message follows in any case, `Said` with the whole answer.
    """

    text: str


@dataclass(frozen=True)
class Said(Event):
    """An NPC answered; `text` may be empty when they only act. `message` is None for a scripted line.

    narration: stage directions that a model wrote beside the words; stand_in: why the offline brain answered in the
    place of a model, empty where it did not; mood: the face that goes with the line, empty for who has no moods;
    markup: the same text with the marks of the game, empty where there are none.
    """

    npc: Speaker
    player: Listener | None
    message: Message | None
    text: str
    narration: str = ""
    stand_in: str = ""
    mood: str = ""
    markup: str = ""


@dataclass(frozen=True)
class MoodChanged(_OfNPC):
    """An NPC feels otherwise: a reply, or the game, set another mood. It is told before the words that go with it."""

    mood: str
    before: str


@dataclass(frozen=True)
class Called(_OfMessage):
    """A declared function was called; `feedback` is None while its outcome is not known."""

    name: str
    parameters: Mapping[str, Value]
    call: Call
    feedback: Feedback | None


@dataclass(frozen=True)
class ActionDone(_OfMessage):
    """The outcome of a call was handed in later."""

    call: Call
    feedback: Feedback


@dataclass(frozen=True)
class Refused(_OfMessage):
    """A call was not carried out: an undeclared function, or parameters that are not of the declared types."""

    name: str
    reason: str


class Flagged(_OfMessage):
    """The backend's moderation refused a message."""


class Cancelled(_OfMessage):
    """The backend gave no answer to a message."""


@dataclass(frozen=True)
class Failed(_OfMessage):
    """A message could not be delivered, or its answer not be read; `error` says why."""

    error: StealthError


@dataclass(frozen=True)
class Dropped(_OfMessage):
    """A message was not sent, by our own choice: `reason` is a `DropReason`, which is a text such as "too long"."""

    reason: str


class ConversationStarted(_OfNPC):
    """A conversation exists on the backend."""


class ConversationEnded(_OfNPC):
    """A conversation is over, or was lost."""


class PlayerEntered(_OfPlayer):
    """A player came within an NPC's interest radius."""


@dataclass(frozen=True)
class PlayerLeft(_OfPlayer):
    """A player has been outside an NPC's interest radius for longer than the grace. last: nobody is there any more."""

    last: bool = False


@dataclass(frozen=True)
class ExchangeStarted(_OfNPC):
    """Two NPCs began to talk to each other."""

    other: Speaker


@dataclass(frozen=True)
class ExchangeEnded(_OfNPC):
    """Two NPCs stopped talking. lines: (name, text) of each line; reason: "turns", "far", "player", "failed", ..."""

    other: Speaker
    lines: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True)
class BackendDown(Event):
    """The backend cannot be reached; messages fail at once until it is back."""

    error: StealthError


class BackendUp(Event):
    """The backend answers again."""


# Whoever wants to hear.
Tell = Callable[[Event], None]
