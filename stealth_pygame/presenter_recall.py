"""The picture after a game was loaded: what was said after the save has not been said."""

from __future__ import annotations

from collections.abc import Iterable

from stealth_pygame.npc import NPC
from stealth_pygame.presenter import BubblePresenter
from stealth_pygame.ui.palette import Kind

_KINDS = {"flagged": Kind.FLAGGED, "cancelled": Kind.CANCELLED, "failed": Kind.FAILED}


def recall(presenter: BubblePresenter, npcs: Iterable[NPC]) -> None:
    """Take all bubbles away, and fill the transcript with what the villagers remember, one after the other."""
    presenter.bubbles.clear()
    presenter.log.clear()
    for npc in npcs:
        for line in npc.memory.transcript:
            kind = Kind.PLAYER if line.by == "player" else _KINDS.get(line.kind, Kind.SAID)
            presenter.log.add(line.name, line.text, kind)
