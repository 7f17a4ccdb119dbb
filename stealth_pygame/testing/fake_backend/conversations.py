"""The conversations of a fake backend, and the replies that a test can prepare."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from stealth_pygame.protocol.models import User

# A call: a name, a name with parameters, or the wire format `{"name": ..., "parameters": ..., "message": ...}`.
CallLike: TypeAlias = "str | tuple[str, Mapping[str, Any]] | Mapping[str, Any]"

# Messages that the measured backend's model sees: only the oldest.
MEMORY_SIZE: Final = 15

# A small character that every backend accepts.
CHARACTER: Final[dict[str, Any]] = {
    "name": "Berta",
    "bio": "She shoes horses.",
    "lore": "The forge is older than the village.",
    "knowledge": "Iron is soft when it glows.",
    "messageExamples": [],
    "functions": [],
}


@dataclass(frozen=True)
class FakeReply:
    """The reply of a character to one message."""

    content: str = ""
    calls: tuple[CallLike, ...] = ()
    flagged: bool = False
    cancelled: bool = False


ReplyLike: TypeAlias = "FakeReply | str"
# Called with message, context and users for each send without a prepared reply.
Script: TypeAlias = "Callable[[str, dict[str, str], list[User]], ReplyLike]"


def echo(message: str, context: dict[str, str], users: list[User]) -> ReplyLike:
    """Return the default reply, which repeats the message."""
    return f"You said: {message}"


@dataclass(frozen=True)
class Seen:
    """The messages and the context that the model would see for one send."""

    messages: tuple[str, ...]
    context: dict[str, str]


@dataclass
class FakeConversation:
    """One conversation as the backend stores it."""

    id: str
    character: dict[str, Any]
    users: dict[str, str] = field(default_factory=dict)
    token: str | None = None
    secret: str = field(default_factory=lambda: str(uuid.uuid4()), repr=False)
    history: list[str] = field(default_factory=list)
    busy: bool = False
    finished_at: float | None = None

    def listed_users(self) -> list[User]:
        """Return its users in wire format."""
        return [User(name=name, id=id_) for id_, name in self.users.items()]

    def remember(self, context: Mapping[str, str], message: str, reply: str) -> None:
        """Store three messages for an exchange, as the basic framework does."""
        self.history += [said_context(context), f"user: {message}", f"assistant: {reply}"]

    def seen(self, context: dict[str, str], message: str, *, keeps_oldest: bool) -> Seen:
        """Return what the model sees for one more message. keeps_oldest: only the oldest messages are visible."""
        messages = [*self.history, said_context(context), f"user: {message}"]
        return Seen(tuple(messages[:MEMORY_SIZE] if keeps_oldest else messages), context)


def said_context(context: Mapping[str, str]) -> str:
    """Return the context as it stands in the prompt."""
    return "\n".join(f"{key}: {value}" for key, value in context.items())


def hash_of(character: Mapping[str, Any]) -> str:
    """Return the hash of a character's JSON text, in which the order of keys matters."""
    return json.dumps(character, ensure_ascii=False)


def wire_calls(calls: Iterable[CallLike], *, with_message: bool) -> list[dict[str, Any]]:
    """Return calls in wire format: every parameter is a string."""
    return [_wire_call(call, with_message) for call in calls]


def _wire_call(call: CallLike, with_message: bool) -> dict[str, Any]:
    fields: Mapping[str, Any]
    if isinstance(call, Mapping):
        fields = call
    else:
        fields = {"name": call} if isinstance(call, str) else {"name": call[0], "parameters": call[1]}
    parameters = {key: as_wire_text(value) for key, value in fields.get("parameters", {}).items()}
    wire = {"name": fields["name"], "parameters": parameters}
    if with_message or "message" in fields:
        wire["message"] = fields.get("message", "")
    return wire


def as_wire_text(value: object) -> str:
    """Return a parameter as the backend writes it: always text, also for `true` and `3.5`."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
