"""The host of NPCs and players whose dialogue is closed. It holds no reference to their scene.

An unread event in pygame's queue, or a list of the game, may still hold an NPC or a player. With this host it keeps
only that person in memory, and not the conversations, the worker threads and the rest of the scene.
"""

from __future__ import annotations

from collections.abc import Callable

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.message import DropReason, Message, MessageState
from stealth_pygame.text import safe
from stealth_pygame.text.markup import plain
from stealth_pygame.world.memory import TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player


class ClosedHost:
    """A host that drops every message, with the reason "closed". check: `OwnThread.check`, with a method's name."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Return the message, which is DROPPED already. Raises `ConfigurationError` if `text` is no text."""
        self._check("send")
        if not isinstance(text, str):
            raise ConfigurationError(f"A message must be a text, and this is {type(text).__name__}: {text!r:.80}")
        return _dropped(text)

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Return a message that is DROPPED already: the NPC no longer speaks."""
        self._check("notify")
        return _dropped(text)

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Keep the text in the NPC's memory, because a game may save after it closed the dialogue."""
        self._check("notify")
        npc.memory.notice(text, player.id if player else None)

    def say(self, npc: NPC, text: str) -> None:
        """Keep a scripted line in the transcript, which may still be saved."""
        self._check("say")
        npc.memory.add(TranscriptLine(npc.name, safe(plain(text)), "npc", None, "scripted"))

    def say_to_all(self, player: Player, text: str, context: object) -> list[Message]:
        """Return no message: nobody is near."""
        self._check("say")
        return []

    def mood_changed(self, npc: NPC, mood: str, before: str) -> None:
        """Do nothing: no update follows that could return an event."""

    def busy(self, npc: NPC) -> bool:
        """Return False: no message waits for an answer."""
        return False

    def forget(self, npc: NPC) -> None:
        """Clear the memory that the game keeps of the NPC; conversations on the backend stay."""
        self._check("reset_memory")
        npc.memory.forget()


def _dropped(text: str) -> Message:
    message = Message(text.strip())
    message.settle(MessageState.DROPPED, reason=DropReason.CLOSED)
    return message
