"""The costs of a session in numbers: messages, answers, characters and seconds, per NPC and in all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass
class Usage:
    """What was sent and answered since the dialogue was made.

    messages: accepted and sent; answers: of those, the answered ones; characters_sent and characters_heard: of messages
    and answers, without context and character sheet; seconds: from sending to the end, all waits together.
    """

    messages: int = 0
    answers: int = 0
    characters_sent: int = 0
    characters_heard: int = 0
    seconds: float = 0.0
    # The same by NPC id.
    npcs: dict[str, Usage] = field(default_factory=dict)

    def sent(self, npc: str, characters: int) -> None:
        """Count a message to an NPC."""
        # In all and per NPC at once, so that the sums always agree.
        for usage in (self, self._of(npc)):
            usage.messages += 1
            usage.characters_sent += characters

    def ended(self, npc: str, seconds: float, heard: int | None) -> None:
        """Count the end of a message. heard: characters of the answer, None where there was none."""
        for usage in (self, self._of(npc)):
            usage.seconds += seconds
            usage.answers += heard is not None
            usage.characters_heard += heard or 0

    def _of(self, npc: str) -> Usage:
        return self.npcs.setdefault(npc, Usage())

    def copy(self) -> Usage:
        """Return the numbers as they are now."""
        return replace(self, npcs={npc: replace(usage) for npc, usage in self.npcs.items()})
