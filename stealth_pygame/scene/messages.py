"""The one event for the one end of a message, and the line of it that stays in the transcript."""

from __future__ import annotations

import logging

from stealth_pygame.errors import StealthError
from stealth_pygame.events import Cancelled, Dropped, Event, Failed, Flagged
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.scene.session import Utterance
from stealth_pygame.text import safe
from stealth_pygame.world.memory import TranscriptLine

log = logging.getLogger("stealth_pygame")

CANCELLED = "the backend cancelled it: its model failed or refused, and its own log may say why"
DROPPED = {
    DropReason.QUEUE_FULL: "too many messages wait for this NPC already (Settings.max_waiting)",
    DropReason.RATE_LIMIT: "more messages a minute than Settings.messages_per_minute or its like allow",
    DropReason.TOO_LONG: "it has more characters than Settings.max_message_chars",
}


def explain(utterance: Utterance, known: StealthError | None) -> None:
    """Tell the developer in one line of the log why there was no answer; `known` is an error that it has already."""
    message, why = utterance.message, ""
    if message.state is MessageState.FAILED and message.error is not known:
        why = str(message.error)
    elif message.state is MessageState.CANCELLED:
        why = str(message.error or CANCELLED)
    elif message.state is MessageState.DROPPED:
        why = DROPPED.get(DropReason(message.reason), "")
    if why:
        log.warning("%s did not answer %s: %s", utterance.npc.id, utterance.player.id, why)


def event_of(utterance: Utterance) -> Event | None:
    """Return the event for a message that ended otherwise than SAID."""
    npc, player, message = utterance.npc, utterance.player, utterance.message
    if message.state is MessageState.FLAGGED:
        return Flagged(npc, player, message)
    if message.state is MessageState.CANCELLED:
        return Cancelled(npc, player, message)
    if message.state is MessageState.FAILED:
        return Failed(npc, player, message, message.error or StealthError("unknown"))
    if message.state is MessageState.DROPPED:
        return Dropped(npc, player, message, message.reason)
    return None


def line_of(utterance: Utterance) -> TranscriptLine | None:
    """Return the player's line as the transcript keeps it; what was never shown, or never sent, is not kept."""
    state = utterance.message.state
    if utterance.unprompted or state is MessageState.DROPPED:
        return None
    text = safe(utterance.message.text)
    return TranscriptLine(utterance.player.name, text, "player", utterance.player.id, state.value) if text else None
