"""The effects of a reply in the game: its words are shown; its calls are checked, run, and watched until they end.

Only declared functions run, with parameters of the declared types. An exception in an action does not leave this
module. The calls run one by one, so that a frame can stop between two calls and the next frame can go on.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakSet

from stealth_pygame.actions.action import Action, Refusal, converted, prepare
from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.events import ActionDone, Called, Refused, Said, Tell
from stealth_pygame.message import Message
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.scene.session import Utterance
from stealth_pygame.settings import Settings
from stealth_pygame.text import safe
from stealth_pygame.text.markup import plain
from stealth_pygame.world.memory import TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

log = logging.getLogger("stealth_pygame")

LOGGED_REFUSALS = 8
"""The most refused calls of one reply that are logged one by one."""


@dataclass(eq=False)
class PendingCall:
    """A call without feedback. unread: it waits until its line was read; running: its function runs just now.

    open_for: seconds since it was started, or since its last progress.
    """

    npc: NPC
    player: Player
    message: Message
    call: Call
    action: Action | None
    listener_id: str | None
    unread: bool = False
    running: bool = False
    open_for: float = 0.0


@dataclass(eq=False)
class Reading:
    """A reply whose calls are being run. place: the index of the next call; refused: the number of refused calls."""

    utterance: Utterance
    reply: Reply
    place: int = 0
    refused: int = 0


class Replies:
    """The replies and their calls. has_read: returns True if an NPC's line was read, for actions with `after_line`."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        self._settings = settings
        self._tell = tell
        self._readings: deque[Reading] = deque()
        self._pending: list[PendingCall] = []
        self._gone: WeakSet[NPC] = WeakSet()
        self.has_read: Callable[[NPC], bool] = lambda npc: True

    def prepare(self, utterance: Utterance, reply: Reply) -> None:
        """Read a reply on a worker: clean its words, check and convert its first `Settings.max_calls` calls."""
        npc, calls = utterance.npc, reply.calls[: self._settings.max_calls]
        utterance.cleaned = {words: safe(words) for words in (reply.content, *(wire.message for wire in calls))}
        utterance.prepared = [
            prepare(wire.parameters, npc.actions.get(wire.name), npc.function(wire.name)) for wire in calls
        ]

    def say(self, utterance: Utterance, reply: Reply) -> None:
        """Tell the words of a reply; `do_next` then runs its calls, in order."""
        npc, player = utterance.npc, utterance.player
        mood = None if utterance.outdated else npc.mood_in(reply.calls[: self._settings.max_calls])
        # Set before the words are told, so that the face fits the line.
        if mood is not None:
            npc.mood = mood
        text = utterance.safe(reply.content)
        shown = text or next((utterance.safe(call.message) for call in reply.calls if call.message), "")
        # A reply without words is shown with the sentence of its first call that has one.
        if shown and not utterance.outdated:
            npc.memory.add(TranscriptLine(npc.name, shown, "npc", player.id))
        self._tell(Said(npc, player, utterance.message, text, safe(reply.narration), reply.stand_in, npc.mood))
        # An NPC who was forgotten may speak again, for example after a saved game was loaded.
        self._gone.discard(npc)
        if reply.calls and not utterance.outdated:
            self._readings.append(Reading(utterance, reply))

    def do_next(self) -> bool:
        """Run the next call of a reply; return False if there is none."""
        if not self._readings:
            return False
        # Taken out of the queue meanwhile: an action may call `update`, which must not run the next call already.
        reading = self._readings.popleft()
        place, reading.place = reading.place, reading.place + 1
        try:
            self._do(reading, place)
        finally:
            # The action may have removed the NPC; then the remaining calls are not run.
            if reading.place < len(reading.reply.calls) and reading.utterance.npc not in self._gone:
                self._readings.appendleft(reading)
        return True

    def _do(self, reading: Reading, place: int) -> None:
        utterance, wire = reading.utterance, reading.reply.calls[place]
        # A faulty model may repeat the same call hundreds of times.
        if place >= self._settings.max_calls:
            self._refuse(reading, wire, f"more than {self._settings.max_calls} calls in one reply")
            return
        npc, known = utterance.npc, utterance.prepared[place : place + 1]
        # The mood was set with the words already; this call needs no event.
        if npc.sets_mood(wire.name):
            return
        spec, action = npc.function(wire.name), npc.actions.get(wire.name)
        result = known[0].converted if known and (known[0].spec, known[0].action) == (spec, action) else None
        if spec is None:
            self._refuse(reading, wire, "no such function is declared")
            return
        result = result if result is not None else converted(wire.parameters, action, spec)
        if isinstance(result, Refusal):
            self._refuse(reading, wire, result.reason)
        else:
            self._call(utterance, Call(wire.name, result.values, utterance.safe(wire.message)), action)

    def _call(self, utterance: Utterance, call: Call, action: Action | None) -> None:
        npc, player, message = utterance.npc, utterance.player, utterance.message
        pending = PendingCall(npc, player, message, call, action, utterance.listener_id)
        pending.unread = action is not None and action.after_line
        # Run before the event is told, so that the event has the outcome.
        if action is not None and not pending.unread:
            self._run(pending, action)
        if call.feedback is not None:
            self._remember(pending, call.feedback)
        elif npc not in self._gone:
            self._pending.append(pending)
        self._tell(Called(npc, player, message, call.name, call.parameters, call, call.feedback))

    def _refuse(self, reading: Reading, wire: WireCall, reason: str) -> None:
        utterance, name = reading.utterance, safe(wire.name[:200])[:64]
        reading.refused += 1
        if reading.refused <= LOGGED_REFUSALS:
            log.warning("%s: the call of %r is refused: %s", utterance.npc.id, name, reason)
            # The NPC hears of the refusal, so that they do not promise the same again.
            utterance.npc.memory.add_result((name, {}, Feedback(False, reason)), utterance.listener_id)
        elif reading.refused == LOGGED_REFUSALS + 1:
            log.warning("%s: further calls of the same reply are refused.", utterance.npc.id)
        self._tell(Refused(utterance.npc, utterance.player, utterance.message, name, reason))

    def _run(self, pending: PendingCall, action: Action) -> None:
        """Run the game's function; the call stays pending if the function returns the call."""
        objects = {Call: pending.call, NPC: pending.npc, Player: pending.player}
        # The function may call `update` for longer than the time-out, which must not end the call meanwhile.
        pending.running = True
        try:
            feedback = action.run(pending.call, objects)
        finally:
            pending.running = False
        if feedback is not None:
            pending.call.finish(feedback)

    def _remember(self, pending: PendingCall, feedback: Feedback) -> None:
        memory, call = pending.npc.memory, pending.call
        feedback = replace(feedback, message=plain(feedback.message))
        memory.add_result((call.name, call.parameters, feedback), pending.listener_id)
        if feedback.message:
            memory.add(TranscriptLine(pending.npc.name, safe(feedback.message), "npc", pending.player.id, "action"))

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass: run actions whose line was read, and tell of calls that have their feedback."""
        for pending in list(self._pending):
            # An action that ran just now may have removed another NPC, or ended this call.
            if pending in self._pending and not pending.running:
                self._step(pending, dt)

    def _step(self, pending: PendingCall, dt: float) -> None:
        if pending.unread and pending.action is not None and self._was_read(pending.npc):
            pending.unread = False
            self._run(pending, pending.action)
        elif not pending.unread:
            # Progress starts the time-out anew.
            pending.open_for = 0.0 if pending.call.moved() else pending.open_for + dt
            self._time_out(pending)
        self._hear(pending)

    def _was_read(self, npc: NPC) -> bool:
        try:
            return self.has_read(npc)
        # The presenter may be the game's code; an error in it must not stop the actions.
        except Exception:
            log.exception("The presenter failed to say if the line of %s was read.", npc.id)
            return True

    def _time_out(self, pending: PendingCall) -> None:
        """End a call after its time-out: cancel it if it has an action, else just stop waiting for the game."""
        limit = (pending.action.timeout if pending.action else None) or self._settings.action_timeout
        if pending.call.feedback is None and pending.open_for >= limit:
            if pending.action is None:
                self._pending.remove(pending)
                return
            log.warning("%s: %s gave no feedback within %g s.", pending.npc.id, pending.call.name, limit)
            pending.call.cancel()

    def _hear(self, pending: PendingCall) -> None:
        feedback = pending.call.feedback
        if feedback is not None and pending in self._pending:
            self._pending.remove(pending)
            self._remember(pending, feedback)
            self._tell(ActionDone(pending.npc, pending.player, pending.message, pending.call, feedback))

    def forget(self, npc: NPC) -> None:
        """Forget the replies of an NPC: unfinished calls are cancelled, and further calls are not run."""
        self._gone.add(npc)
        self._readings = deque(reading for reading in self._readings if reading.utterance.npc is not npc)
        # The list is changed before the calls are cancelled, because their callbacks may read it.
        gone = [pending for pending in self._pending if pending.npc is npc]
        self._pending = [pending for pending in self._pending if pending.npc is not npc]
        for pending in gone:
            pending.call.cancel()
