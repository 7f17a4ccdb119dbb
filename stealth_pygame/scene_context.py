"""What a villager hears along with a message: the game's layers, and what the library itself remembers.

Sampled on the game thread, at the moment of sending.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from stealth_pygame import context
from stealth_pygame.protocol import ContextEntry
from stealth_pygame.scene_talk import Spoken
from stealth_pygame.settings import Settings

log = logging.getLogger("stealth_pygame")


class Sampler:
    """Reads the layers game, player, NPC and message; `game` is the outermost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._said: set[str] = set()
        self.game: object = None

    def sample(self, spoken: Spoken, message: object) -> Sequence[ContextEntry]:
        """The entries for one message; problems and cuts go to the log, each once."""
        layers = (self.game, spoken.player.context, spoken.npc.context, message)
        made = context.flatten(*layers, limit=self._settings.max_context_chars, own=self._own(spoken))
        for problem in made.problems:
            self._say(f"{spoken.npc.id}: {problem}")
        if made.cut:
            self._say(f"{spoken.npc.id}: the context is too long; cut: {', '.join(made.cut)}")
        return made.entries

    def _own(self, spoken: Spoken) -> dict[str, str]:
        memory, settings = spoken.npc.memory, self._settings
        whose = spoken.whose
        spoken.notices = memory.notices(whose)
        spoken.deeds = memory.deeds(whose)
        lines = memory.exchanges(whose, settings.remember_exchanges)
        own = {"recent_conversation": context.recent_conversation(lines, settings.max_recent_chars)}
        if spoken.deeds:
            own["last_actions"] = context.last_actions(spoken.deeds)
        if spoken.notices:
            own["events"] = context.notices(spoken.notices)
        return own

    def _say(self, problem: str) -> None:
        if problem not in self._said and len(self._said) < 256:
            self._said.add(problem)
            log.warning("%s", problem)
