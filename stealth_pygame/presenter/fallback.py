"""The line that an NPC says if there is no answer. It fits the game, and never shows an error message."""

from __future__ import annotations

from stealth_pygame import events
from stealth_pygame.message import DropReason
from stealth_pygame.ui.palette import BubbleKind
from stealth_pygame.ui.words import Words

SILENT = frozenset({DropReason.CANCELLED, DropReason.REMOVED, DropReason.CLOSED, DropReason.EMPTY})
"""Reasons of dropped messages for which the NPC says nothing, because the game or the player caused them."""


def fallback(
    event: events.Flagged | events.Cancelled | events.Failed | events.Dropped, words: Words, *, online: bool
) -> tuple[str, BubbleKind] | None:
    """Return the line and the kind of its bubble, or None if nothing should be shown."""
    if isinstance(event, events.Flagged):
        return words.flagged, BubbleKind.FLAGGED
    if isinstance(event, events.Cancelled):
        return words.cancelled, BubbleKind.CANCELLED
    if isinstance(event, events.Failed):
        return (words.failed if online else words.down), BubbleKind.FAILED
    if event.reason == DropReason.VETOED:
        return words.flagged, BubbleKind.FLAGGED
    return None if event.reason in SILENT else (words.drop_line(event.reason), BubbleKind.FAILED)
