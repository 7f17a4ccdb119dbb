"""The events that a dialogue tells to presenters and games, as small frozen dataclasses.

They are told in the order in which they happened, on the game thread, inside `update`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from stealth_pygame.actions.call import Call, Feedback, Value
from stealth_pygame.errors import StealthError
from stealth_pygame.message import Message


class Speaker(Hashable, Protocol):
    """An NPC in an event."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Listener(Protocol):
    """A player in an event."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Event:
    """The base of all events."""


# Each dataclass compiles six functions at import, so events with the same fields share a base class.
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
    """A player's message was accepted."""


class Thinking(_OfMessage):
    """A message has waited `Settings.thinking_after` seconds for its answer."""


class Waking(_OfMessage):
    """The model that will answer is still being loaded. Only presenters get this event."""


@dataclass(frozen=True)
class Saying(_OfMessage):
    """Words of an unfinished answer; `text` has all words so far. Only presenters get this event.

    An empty text takes back the words that were told before. In any case the end of the message follows, such as
    `Said` with the whole answer.
    """

    text: str


@dataclass(frozen=True)
class Said(Event):
    """An NPC said something. `text` is empty if they only act; `message` is None for a scripted line.

    narration: stage directions that a model wrote beside the words; stand_in: the reason why the offline brain answered
    and not the model, "" if the model did; mood: the NPC's mood with this line, "" without moods; markup: the same text
    with the game's marks, "" if it has none.
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
    """The mood of an NPC has changed, by a reply or by the game. It is told before the words of that reply."""

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
    """A call that was pending has its outcome now."""

    call: Call
    feedback: Feedback


@dataclass(frozen=True)
class Refused(_OfMessage):
    """A call was not run, because of an undeclared function or wrong parameters; `reason` tells which."""

    name: str
    reason: str


class Flagged(_OfMessage):
    """The backend's moderation refused a message."""


class Cancelled(_OfMessage):
    """The backend gave no answer to a message."""


@dataclass(frozen=True)
class Failed(_OfMessage):
    """A message could not be delivered, or its answer could not be read; `error` tells why."""

    error: StealthError


@dataclass(frozen=True)
class Dropped(_OfMessage):
    """The game or the library has dropped a message; `reason` is a `DropReason`, which is a text such as "too long"."""

    reason: str


class ConversationStarted(_OfNPC):
    """A conversation was opened on the backend."""


class ConversationEnded(_OfNPC):
    """A conversation is over, or was lost."""


class PlayerEntered(_OfPlayer):
    """A player came within an NPC's interest radius."""


@dataclass(frozen=True)
class PlayerLeft(_OfPlayer):
    """A player was outside an NPC's interest radius for `Settings.grace` seconds. last: no other player is near."""

    last: bool = False


@dataclass(frozen=True)
class ExchangeStarted(_OfNPC):
    """Two NPCs began to talk to each other."""

    other: Speaker


@dataclass(frozen=True)
class ExchangeEnded(_OfNPC):
    """Two NPCs stopped talking. lines: (name, text) of each line; reason: an `ExchangeEnd`, a text such as "turns"."""

    other: Speaker
    lines: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True)
class BackendDown(Event):
    """The backend cannot be reached; messages fail at once until it is back."""

    error: StealthError


class BackendUp(Event):
    """The backend answers again."""


# A function that takes events.
Tell = Callable[[Event], None]
