"""What a villager hears along with a message: the game's layers, and what the library itself remembers.

Read on the game thread, at the moment of sending; put into words on a worker, so that no frame pays for it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from stealth_pygame.context import entries
from stealth_pygame.context.snapshot import Sample
from stealth_pygame.conversation.outgoing import Heard
from stealth_pygame.protocol.models import ContextEntry
from stealth_pygame.scene.session import Spoken
from stealth_pygame.settings import Settings
from stealth_pygame.world.memory import ActionResult

log = logging.getLogger("stealth_pygame")


class _Read(NamedTuple):
    """The game at the moment of a sending; it must not hold the message, which an error would hold on to otherwise."""

    npc: str
    samples: list[Sample]
    lines: list[tuple[str, str]]
    deeds: list[ActionResult]
    notices: list[str]


class Sampler:
    """Reads the layers game, player, NPC and message; `game` is the outermost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._said: set[str] = set()
        self.game: object = None

    def sample(self, spoken: Spoken, message: object) -> Heard:
        """Read all that goes out with one message; problems and cuts go to the log, each once."""
        samples = entries.read(self.game, spoken.player.context, spoken.npc.context, message)
        memory, whose = spoken.npc.memory, spoken.whose
        spoken.notices = memory.notices(whose)
        spoken.deeds = memory.deeds(whose)
        lines = memory.exchanges(whose, self._settings.remember_exchanges)
        return partial(self._entries, _Read(spoken.npc.id, samples, lines, spoken.deeds, spoken.notices))

    def _entries(self, read: _Read) -> Sequence[ContextEntry]:
        own = {
            "recent_conversation": entries.recent_conversation(read.lines, self._settings.max_recent_chars),
            "last_actions": entries.last_actions(read.deeds),
            "events": entries.notices(read.notices),
        }
        made = entries.joined(read.samples, self._settings.max_context_chars, own)
        for problem in made.problems:
            self._say(f"{read.npc}: {problem}")
        if made.cut:
            self._say(f"{read.npc}: the context is too long; cut: {', '.join(made.cut)}")
        return made.entries

    def _say(self, problem: str) -> None:
        if problem not in self._said and len(self._said) < 256:
            self._said.add(problem)
            log.warning("%s", problem)
