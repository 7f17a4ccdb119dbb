"""The context of a message: the game's layers, and the library's own values (last lines, calls and events).

It is read on the game thread when the message is sent, and joined on a worker, so that it does not delay a frame.
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
from stealth_pygame.scene.session import Chapter, Utterance
from stealth_pygame.settings import Settings
from stealth_pygame.world.memory import ActionResult

log = logging.getLogger("stealth_pygame")


class _Read(NamedTuple):
    """The values that were read for one message. It must not refer to the message, so that an error cannot keep it."""

    npc: str
    samples: list[Sample]
    lines: list[tuple[str, str]]
    oldest: int
    results: Sequence[ActionResult]
    notices: Sequence[str]


class Sampler:
    """The reader of the layers game, player, NPC and message; `game` is the first layer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._logged: set[str] = set()
        self.game: object = None

    def sample(self, utterance: Utterance, message: object) -> Heard:
        """Read the context of one message; return the function that makes its entries and logs each problem once."""
        samples = entries.read(self.game, utterance.player.context, utterance.npc.context, message)
        memory, listener = utterance.npc.memory, utterance.listener_id
        utterance.notices = memory.notices(listener)
        utterance.results = memory.results(listener)
        lines, oldest = memory.recent(listener, self._settings.remember_exchanges)
        read = _Read(utterance.npc.id, samples, lines, oldest, utterance.results, utterance.notices)
        return partial(self._entries, read, utterance.chapter)

    def _entries(self, read: _Read, chapter: Chapter | None) -> Sequence[ContextEntry]:
        # The backend stores each context in its history, so lines that it knows already would be repeated in its prompt
        # with every message. This is checked only now, because a lost conversation may have been replaced meanwhile.
        known = chapter is not None and chapter.knows_all(read.oldest, self._settings.backend_exchanges)
        lines = [] if known else read.lines
        own = {
            "recent_conversation": entries.recent_conversation(lines, self._settings.max_recent_chars),
            "last_actions": entries.last_actions(read.results),
            "events": entries.notices(read.notices),
        }
        joined = entries.joined(read.samples, self._settings.max_context_chars, own)
        for problem in joined.problems:
            self._log(f"{read.npc}: {problem}")
        if joined.cut:
            self._log(f"{read.npc}: the context is too long; cut: {', '.join(joined.cut)}")
        return joined.entries

    def _log(self, problem: str) -> None:
        # At most 256 different problems are logged: one with a changing number would be a new one each time.
        if problem not in self._logged and len(self._logged) < 256:
            self._logged.add(problem)
            log.warning("%s", problem)
