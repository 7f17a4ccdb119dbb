"""The use of the backend in numbers: messages, answers, characters, seconds and tokens, for each NPC and in all."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass
class Usage:
    """The numbers of messages, answers, characters and tokens since the dialogue was made.

    messages: those that were sent; answers: those that were answered; characters_sent, characters_heard: the lengths of
    messages and answers, without context and character sheet; seconds: the sum of the waits, each from sending to end;
    prompt_tokens, answer_tokens: read and written by a model. They are 0 if the backend does not tell them: only the
    embedded one does, for models that count them.
    """

    messages: int = 0
    answers: int = 0
    characters_sent: int = 0
    characters_heard: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    # The same numbers by NPC id.
    npcs: dict[str, Usage] = field(default_factory=dict)
    # The same numbers by the ids of NPC and player; the player is None if the NPC has one conversation with all.
    conversations: dict[tuple[str, str | None], Usage] = field(default_factory=dict)

    def sent(self, npc: str, player: str | None, characters: int) -> None:
        """Count a message that was sent. npc, player: their ids."""
        for usage in self._parts(npc, player):
            usage.messages += 1
            usage.characters_sent += characters

    @property
    def tokens(self) -> int:
        """The sum of prompt and answer tokens."""
        return self.prompt_tokens + self.answer_tokens

    def ended(
        self, npc: str, player: str | None, seconds: float, heard: int | None, tokens: tuple[int, int] = (0, 0)
    ) -> None:
        """Count the end of a message. heard: characters of the answer, None without one; tokens: (prompt, answer)."""
        for usage in self._parts(npc, player):
            usage.seconds += seconds
            usage.answers += heard is not None
            usage.characters_heard += heard or 0
            usage.prompt_tokens += tokens[0]
            usage.answer_tokens += tokens[1]

    def words(self) -> str:
        """Return the numbers as one line for an overlay or a log; tokens are left out if they are not known."""
        parts = [f"{self.messages} message{'' if self.messages == 1 else 's'}"]
        if self.tokens:
            parts.append(f"{self.prompt_tokens:,} + {self.answer_tokens:,} tokens")
        return ", ".join([*parts, f"{self.seconds:.1f} s"])

    def _parts(self, npc: str, player: str | None) -> tuple[Usage, Usage, Usage]:
        """Return the three sums that a message belongs to: all, its NPC, its conversation."""
        return self, _of(self.npcs, npc), _of(self.conversations, (npc, player))

    def with_player(self, npc: str, player: str | None) -> Usage:
        """Return the numbers of one conversation."""
        return self.conversations.get((npc, player)) or Usage()

    def copy(self) -> Usage:
        """Return a copy, which does not change when more messages are counted."""
        return replace(
            self,
            npcs={npc: replace(usage) for npc, usage in self.npcs.items()},
            conversations={pair: replace(usage) for pair, usage in self.conversations.items()},
        )


def _of(sums: dict[KeyT, Usage], key: KeyT) -> Usage:
    """Return the sum of a key, which begins with the first message."""
    # Not `setdefault`: it would make a sum with two dicts for each message, only to throw it away.
    usage = sums.get(key)
    if usage is None:
        usage = sums[key] = Usage()
    return usage
