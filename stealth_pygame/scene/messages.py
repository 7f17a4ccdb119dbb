"""The one event for the one end of a message, and what of it stays in the transcript."""

from __future__ import annotations

import logging

from stealth_pygame.errors import StealthError
from stealth_pygame.events import Cancelled, Dropped, Event, Failed, Flagged
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.scene.session import Spoken
from stealth_pygame.text import safe
from stealth_pygame.world.memory import TranscriptLine

log = logging.getLogger("stealth_pygame")

CANCELLED = "the backend cancelled it: its model failed or refused, and its own log may say why"
DROPPED = {
    DropReason.QUEUE_FULL: "too many messages wait for him already (Settings.max_waiting)",
    DropReason.RATE_LIMIT: "more messages a minute than Settings.messages_per_minute or its like allow",
    DropReason.TOO_LONG: "it has more characters than Settings.max_message_chars",
}


def explain(spoken: Spoken, known: StealthError | None) -> None:
    """Tell the developer, in one line of the log, why there was no answer; `known` is what the log has said before."""
    message, why = spoken.message, ""
    if message.state is MessageState.FAILED and message.error is not known:
        why = str(message.error)
    elif message.state is MessageState.CANCELLED:
        why = str(message.error or CANCELLED)
    elif message.state is MessageState.DROPPED:
        why = DROPPED.get(DropReason(message.reason), "")
    if why:
        log.warning("%s did not answer %s: %s", spoken.npc.id, spoken.player.id, why)


def event_of(spoken: Spoken) -> Event | None:
    """What to tell of a message that ended otherwise than SAID."""
    npc, player, message = spoken.npc, spoken.player, spoken.message
    if message.state is MessageState.FLAGGED:
        return Flagged(npc, player, message)
    if message.state is MessageState.CANCELLED:
        return Cancelled(npc, player, message)
    if message.state is MessageState.FAILED:
        return Failed(npc, player, message, message.error or StealthError("unknown"))
    if message.state is MessageState.DROPPED:
        return Dropped(npc, player, message, message.reason)
    return None


def line_of(spoken: Spoken) -> TranscriptLine | None:
    """The player's line as the transcript keeps it; what was never shown, or never sent, is not kept."""
    state = spoken.message.state
    if spoken.unprompted or state is MessageState.DROPPED:
        return None
    text = safe(spoken.message.text)
    return TranscriptLine(spoken.player.name, text, "player", spoken.player.id, state.value) if text else None
