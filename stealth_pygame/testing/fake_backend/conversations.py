"""The memory of a fake backend, and the replies that a game's test can lay ready."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from stealth_pygame.protocol.models import User

# A call: a name, a name with parameters, or the wire's own `{"name": ..., "parameters": ..., "message": ...}`.
CallLike: TypeAlias = "str | tuple[str, Mapping[str, Any]] | Mapping[str, Any]"

# Messages that the measured model sees: the oldest.
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
# Called with message, context and users for each send that no ready reply waits for.
Script: TypeAlias = "Callable[[str, dict[str, str], list[User]], ReplyLike]"


def echo(message: str, context: dict[str, str], users: list[User]) -> ReplyLike:
    """The script of a backend that was told nothing."""
    return f"You said: {message}"


@dataclass(frozen=True)
class Seen:
    """The model's view of one send: the messages that memory kept, and the context."""

    messages: tuple[str, ...]
    context: dict[str, str]


@dataclass
class FakeConversation:
    """One conversation as the backend keeps it."""

    id: str
    character: dict[str, Any]
    users: dict[str, str] = field(default_factory=dict)
    token: str | None = None
    secret: str = field(default_factory=lambda: str(uuid.uuid4()), repr=False)
    history: list[str] = field(default_factory=list)
    busy: bool = False
    finished_at: float | None = None

    def listed_users(self) -> list[User]:
        """Return its users as the wire has them."""
        return [User(name=name, id=id_) for id_, name in self.users.items()]

    def remember(self, context: Mapping[str, str], message: str, reply: str) -> None:
        """Three messages to an exchange, as the basic framework keeps them."""
        self.history += [said_context(context), f"user: {message}", f"assistant: {reply}"]

    def seen(self, context: dict[str, str], message: str, *, keeps_oldest: bool) -> Seen:
        """Return the model's view of one more message."""
        messages = [*self.history, said_context(context), f"user: {message}"]
        return Seen(tuple(messages[:MEMORY_SIZE] if keeps_oldest else messages), context)


def said_context(context: Mapping[str, str]) -> str:
    """The context as it is pasted into the prompt."""
    return "\n".join(f"{key}: {value}" for key, value in context.items())


def hash_of(character: Mapping[str, Any]) -> str:
    """A character's hash over its JSON text, in which the order of keys counts."""
    return json.dumps(character, ensure_ascii=False)


def wire_calls(calls: Iterable[CallLike], *, with_message: bool) -> list[dict[str, Any]]:
    """Calls as the wire has them: every parameter is a string."""
    return [_wire_call(call, with_message) for call in calls]


def _wire_call(call: CallLike, with_message: bool) -> dict[str, Any]:
    given: Mapping[str, Any]
    if isinstance(call, Mapping):
        given = call
    else:
        given = {"name": call} if isinstance(call, str) else {"name": call[0], "parameters": call[1]}
    parameters = {key: as_wire_text(value) for key, value in given.get("parameters", {}).items()}
    wire = {"name": given["name"], "parameters": parameters}
    if with_message or "message" in given:
        wire["message"] = given.get("message", "")
    return wire


def as_wire_text(value: object) -> str:
    """A parameter as the backend writes it: always text, `true` and `3.5` included."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
