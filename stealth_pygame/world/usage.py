"""The costs of a session in numbers: messages, answers, characters and seconds, per NPC and in all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass
class Usage:
    """What was sent and answered since the dialogue was made.

    messages: accepted and sent; answers: of those, the answered ones; characters_sent and characters_heard: of messages
    and answers, without context and character sheet; seconds: from sending to the end, all waits together.
    prompt_tokens, answer_tokens: read and written by a model, 0 where the backend does not tell them (only the embedded
    one does, for models that count).
    """

    messages: int = 0
    answers: int = 0
    characters_sent: int = 0
    characters_heard: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    # The same by NPC id.
    npcs: dict[str, Usage] = field(default_factory=dict)
    # The same by the ids of NPC and player; None for the player where the NPC has one conversation with all.
    conversations: dict[tuple[str, str | None], Usage] = field(default_factory=dict)

    def sent(self, npc: str, player: str | None, characters: int) -> None:
        """Count a message in a conversation."""
        for usage in self._parts(npc, player):
            usage.messages += 1
            usage.characters_sent += characters

    @property
    def tokens(self) -> int:
        """Tokens in all."""
        return self.prompt_tokens + self.answer_tokens

    def ended(
        self, npc: str, player: str | None, seconds: float, heard: int | None, tokens: tuple[int, int] = (0, 0)
    ) -> None:
        """Count the end of a message. heard: characters of the answer, None where there was none; tokens: in, out."""
        for usage in self._parts(npc, player):
            usage.seconds += seconds
            usage.answers += heard is not None
            usage.characters_heard += heard or 0
            usage.prompt_tokens += tokens[0]
            usage.answer_tokens += tokens[1]

    def words(self) -> str:
        """Return the numbers as a line for an overlay or a log; what is not known is left out."""
        parts = [f"{self.messages} message{'' if self.messages == 1 else 's'}"]
        if self.tokens:
            parts.append(f"{self.prompt_tokens:,} + {self.answer_tokens:,} tokens")
        return ", ".join([*parts, f"{self.seconds:.1f} s"])

    def _parts(self, npc: str, player: str | None) -> tuple[Usage, Usage, Usage]:
        """Return all sums that a message is part of: counted at once, they always agree."""
        return self, self.npcs.setdefault(npc, Usage()), self.conversations.setdefault((npc, player), Usage())

    def with_player(self, npc: str, player: str | None) -> Usage:
        """Return the part of one conversation."""
        return self.conversations.get((npc, player)) or Usage()

    def copy(self) -> Usage:
        """Return the numbers as they are now."""
        return replace(
            self,
            npcs={npc: replace(usage) for npc, usage in self.npcs.items()},
            conversations={pair: replace(usage) for pair, usage in self.conversations.items()},
        )
