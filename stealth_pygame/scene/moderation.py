"""Words in, words out: the game's own moderation, which may change a text or veto it by returning None."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from stealth_pygame.protocol.models import Reply
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

log = logging.getLogger("stealth_pygame")

Hook: TypeAlias = Callable[[NPC, Player, str], "str | None"]
"""(npc, player, text) → the text to use, or None to veto it."""


class Hooks:
    """`before_send` sees what a player says, `before_say` what a villager answers, his calls' own words included."""

    def __init__(self) -> None:
        self.before_send: Hook | None = None
        self.before_say: Hook | None = None

    def outgoing(self, npc: NPC, player: Player, text: str) -> str | None:
        """The player's words as they may be sent, or None."""
        return _ask(self.before_send, npc, player, text)

    def judge(self, npc: NPC, player: Player, reply: Reply) -> Reply:
        """The reply as it may be said; a vetoed one is flagged, so that its calls do not run either."""
        if self.before_say is None or reply.flagged or reply.cancelled:
            return reply
        words = _ask(self.before_say, npc, player, reply.content)
        calls = [call.message and _ask(self.before_say, npc, player, call.message) for call in reply.calls]
        if words is None or None in calls:
            return reply.model_copy(update={"flagged": True})
        spoken = zip(reply.calls, calls, strict=True)
        judged = tuple(call.model_copy(update={"message": message}) for call, message in spoken)
        return reply.model_copy(update={"content": words, "calls": judged})


def _ask(hook: Hook | None, npc: NPC, player: Player, text: str) -> str | None:
    """Ask a hook. One that raises has not approved: its words do not pass, and the log says why."""
    if hook is None:
        return text
    try:
        said = hook(npc, player, text)
        if said is not None and not isinstance(said, str):
            raise TypeError(f"the hook returned {said!r}; it must return a text or None")
        return said
    except Exception as exc:
        log.error("A moderation hook failed for %s: its text is held back.", npc.id, exc_info=exc)
        return None
