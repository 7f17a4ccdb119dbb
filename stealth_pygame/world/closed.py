"""The host of people whose dialogue is closed: it knows nothing of the scene that they were in.

Whatever still holds such an NPC or player, an unread event in pygame's queue or a list of the game, then holds the
person alone, and not conversations, worker pools and all that was in the scene.
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
    """Takes messages and drops them as "closed". check: raises for a call from a foreign thread (`OwnThread.check`)."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Return the message with its end. Raises `ConfigurationError` for what is not text."""
        self._check("send")
        if not isinstance(text, str):
            raise ConfigurationError(f"A message must be a text, and this is {type(text).__name__}: {text!r:.80}")
        return _dropped(text)

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Return a message with its end: nobody speaks any more."""
        self._check("notify")
        return _dropped(text)

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Let the NPC remember what they were told: a game may save after it closed."""
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
        """Tell nobody: there is no update left to tell it."""

    def busy(self, npc: NPC) -> bool:
        """Return False: nothing is on its way."""
        return False

    def forget(self, npc: NPC) -> None:
        """Let the NPC forget what the game keeps of them."""
        self._check("reset_memory")
        npc.memory.forget()


def _dropped(text: str) -> Message:
    message = Message(text.strip())
    message.settle(MessageState.DROPPED, reason=DropReason.CLOSED)
    return message
