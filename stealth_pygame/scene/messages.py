"""The events of a scene in their order: one for the one end of each message, and what follows from its reply."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator

from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.errors import StealthError
from stealth_pygame.events import Cancelled, Dropped, Event, Failed, Flagged, Said, Tell
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.scene.replies import Replies
from stealth_pygame.scene.session import Utterance
from stealth_pygame.scene.timing import FrameBudget
from stealth_pygame.settings import Settings
from stealth_pygame.text import AT_ONCE, Safe, safe, safe_at_leisure
from stealth_pygame.world.memory import TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player
from stealth_pygame.world.usage import Usage

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


class Outbox:
    """The events that are still to be told, and the messages that have an end but are not concluded yet.

    players: those who play now; clock: seconds of the machine, by which a frame's budget is measured.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float], players: list[Player]) -> None:
        self._settings = settings
        self._clock = clock
        self._players = players
        self._told: deque[Event] = deque()
        self._ended: deque[Utterance] = deque()
        self.usage = Usage()
        self.replies = Replies(settings, self.tell)
        self.logged: StealthError | None = None
        """The error that the log has already, because the backend is down with it."""
        self.closed = False

    def tell(self, event: Event) -> None:
        """Take an event; it is told in the next update."""
        self._told.append(event)

    def take_end(self, utterance: Utterance) -> None:
        """Take a message that has its end; it is concluded in the next update."""
        self._ended.append(utterance)

    def turn_back(self, npc: NPC) -> None:
        """Let what is still to be concluded of an NPC change nothing: a saved game was loaded."""
        for utterance in self._ended:
            utterance.outdated = utterance.outdated or utterance.npc is npc

    def events(self) -> Iterator[Event]:
        """Tell the events of this frame in order, each as it is taken; those that are not taken stay for the next.

        Replies are taken apart meanwhile. When that and what is done with the events has used up
        `Settings.frame_budget`, the rest of them waits for the next frame.
        """
        budget = FrameBudget(self._settings.frame_budget, self._clock)
        spent = False
        while not self.closed:
            while self._told:
                yield self._told.popleft()
            if spent or not self._take_apart():
                return
            spent = budget.spent()

    def _take_apart(self) -> bool:
        """Do the next call of a reply, or conclude the next message; return False where there is neither."""
        if self.replies.do_next():
            return True
        if self._ended:
            self._conclude(self._ended.popleft())
            return True
        return False

    def _conclude(self, utterance: Utterance) -> None:
        utterance.forget()
        npc, reply = utterance.npc, utterance.message.reply
        if utterance.chapter is not None:
            self.usage.ended(npc.id, utterance.waited, len(reply.content) if reply else None)
        explain(utterance, self.logged)
        line = None if utterance.outdated else line_of(utterance)
        if line is not None:
            npc.memory.add(line)
        event = event_of(utterance)
        if event is not None:
            self.tell(event)
        elif reply is not None:
            # Others who play have still to bring up what concerns all.
            everybody = [player.id for player in self._players]
            npc.memory.mark_sent(utterance.notices, utterance.results, utterance.listener_id, everybody)
            self.replies.say(utterance, reply)


class Scripts:
    """Scripted lines: very long ones are cleaned by a worker first, and later ones of the same NPC wait for them."""

    def __init__(self, workers: Executor, tell: Tell) -> None:
        self._workers = workers
        self._tell = tell
        self._waiting: dict[NPC, deque[str]] = {}

    def say(self, npc: NPC, text: str, *, now: bool = False) -> None:
        """Tell a line. now: clean it here and now, because no worker will come back."""
        if npc in self._waiting:
            self._waiting[npc].append(text)
        elif len(text) <= AT_ONCE or now:
            self._say(npc, safe(text))
        else:
            self._waiting[npc] = deque([text])
            self._clean(npc, text)

    def forget(self, npc: NPC) -> None:
        """Forget the lines of an NPC that are still cleaned."""
        self._waiting.pop(npc, None)

    def _clean(self, npc: NPC, text: str) -> None:
        self._workers.submit(lambda: safe_at_leisure(text), lambda outcome: self._cleaned(npc, outcome))

    def _cleaned(self, npc: NPC, outcome: Outcome[Safe]) -> None:
        waiting = self._waiting.get(npc)
        # A saved game that was loaded meanwhile knows nothing of the line.
        if waiting is None:
            return
        waiting.popleft()
        self._say(npc, outcome.value or "")
        while waiting and len(waiting[0]) <= AT_ONCE:
            self._say(npc, safe(waiting.popleft()))
        if waiting:
            self._clean(npc, waiting[0])
        else:
            del self._waiting[npc]

    def _say(self, npc: NPC, shown: str) -> None:
        npc.memory.add(TranscriptLine(npc.name, shown, "npc", None, "scripted"))
        self._tell(Said(npc, None, None, shown))
