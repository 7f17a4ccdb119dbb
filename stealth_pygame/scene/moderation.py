"""The game's own moderation of words in both directions: it may change a text, or veto it by returning None."""

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
    """The two hooks: `before_send` sees a player's words, `before_say` an NPC's answer, the words of calls included."""

    def __init__(self) -> None:
        self.before_send: Hook | None = None
        self.before_say: Hook | None = None

    def outgoing(self, npc: NPC, player: Player, text: str) -> str | None:
        """Return the player's words as they may be sent, or None."""
        return _ask(self.before_send, npc, player, text)

    def judge(self, npc: NPC, player: Player, reply: Reply) -> Reply:
        """Return the reply as it may be said; a vetoed one is flagged, so that its calls do not run either."""
        if self.before_say is None or reply.flagged or reply.cancelled:
            return reply
        words = _ask(self.before_say, npc, player, reply.content)
        calls = [call.message and _ask(self.before_say, npc, player, call.message) for call in reply.calls]
        # Flagged, not shortened: what is left of a vetoed reply was never meant to stand alone.
        if words is None or None in calls:
            return reply.model_copy(update={"flagged": True})
        pairs = zip(reply.calls, calls, strict=True)
        judged = tuple(call.model_copy(update={"message": message}) for call, message in pairs)
        return reply.model_copy(update={"content": words, "calls": judged})

    def words(self, utterance: Utterance, so_far: SoFar) -> str | None:
        """Return words of an answer on its way as they may be shown; "" takes them back, None changes nothing.

        Moderation sees whole sentences only, each with those before it; a veto takes back what it has let through.
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
            # No later word is shown; the whole answer is asked about at the end, as always.
            utterance.streams = False
            return ""
        return safe(words)


def _ask(hook: Hook | None, npc: NPC, player: Player, text: str) -> str | None:
    """Ask a hook. One that raises has not approved: its words do not pass, and the log says why."""
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
