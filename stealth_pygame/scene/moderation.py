"""The game's moderation of players' and NPCs' words: a hook may change a text, or veto it by returning None."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeAlias

from stealth_pygame.conversation.outgoing import SoFar
from stealth_pygame.protocol.models import Reply
from stealth_pygame.scene.session import Utterance
from stealth_pygame.text import safe
from stealth_pygame.text.patterns import lazy
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

# The end of a sentence, the last one of the text included.
SENTENCE_END: Final = lazy(r"[.!?…。！？][\"'”’»)]{0,3}(?=\s|\Z)|\n")

log = logging.getLogger("stealth_pygame")

Hook: TypeAlias = Callable[[NPC, Player, str], "str | None"]
"""(npc, player, text) → the text to use, or None to veto it."""


class Hooks:
    """The two hooks: `before_send` gets a player's words, `before_say` an NPC's answer and its calls' sentences."""

    def __init__(self) -> None:
        self.before_send: Hook | None = None
        self.before_say: Hook | None = None

    def outgoing(self, npc: NPC, player: Player, text: str) -> str | None:
        """Return the player's words to send, or None for a veto."""
        return _ask(self.before_send, npc, player, text)

    def judge(self, npc: NPC, player: Player, reply: Reply) -> Reply:
        """Return the reply with the words to show; a vetoed reply is flagged, so that its calls do not run."""
        if self.before_say is None or reply.flagged or reply.cancelled:
            return reply
        words = _ask(self.before_say, npc, player, reply.content)
        calls = [call.message and _ask(self.before_say, npc, player, call.message) for call in reply.calls]
        # The whole reply is flagged, because the rest of it may make no sense without the vetoed part.
        if words is None or None in calls:
            return reply.model_copy(update={"flagged": True})
        pairs = zip(reply.calls, calls, strict=True)
        judged = tuple(call.model_copy(update={"message": message}) for call, message in pairs)
        return reply.model_copy(update={"content": words, "calls": judged})

    def words(self, utterance: Utterance, so_far: SoFar) -> str | None:
        """Return the words of an unfinished answer to show; "" takes back the shown words, None changes nothing.

        The hook gets only whole sentences, each time with all sentences before. A veto takes back the shown words.
        """
        if self.before_say is None:
            return so_far.shown
        end = max((match.end() for match in SENTENCE_END.finditer(so_far.text)), default=0)
        sentences = so_far.text[:end].rstrip()
        if len(sentences) <= len(utterance.judged):
            return None
        utterance.judged = sentences
        words = _ask(self.before_say, utterance.npc, utterance.player, sentences)
        if words is None:
            # No more words are shown before the end; then the hook gets the whole answer, as always.
            utterance.streams = False
            return ""
        return safe(words)


def _ask(hook: Hook | None, npc: NPC, player: Player, text: str) -> str | None:
    """Return the text that a hook allows, or None. An exception in the hook is logged and counts as a veto."""
    if hook is None:
        return text
    try:
        words = hook(npc, player, text)
        if words is not None and not isinstance(words, str):
            raise TypeError(f"the hook returned {words!r:.80}; it must return a text or None")
        return words
    except Exception as exc:
        log.error("A moderation hook failed for %s: its text is held back.", npc.id, exc_info=exc)
        return None
