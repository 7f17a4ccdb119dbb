"""What a reply does in the game: words to be shown, and calls that are checked, run and followed to their end.

Only declared functions run, with parameters of the declared types. What an action raises stays here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakSet

from stealth_pygame.actions.action import Action, Refusal, convert_declared
from stealth_pygame.actions.call import Call, Feedback
from stealth_pygame.events import ActionDone, Called, Refused, Said, Tell
from stealth_pygame.message import Message
from stealth_pygame.protocol.models import Reply, WireCall
from stealth_pygame.scene.session import Spoken
from stealth_pygame.settings import Settings
from stealth_pygame.text import safe
from stealth_pygame.world.memory import TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player

log = logging.getLogger("stealth_pygame")


@dataclass(eq=False)
class Open:
    """A call whose feedback is not there yet."""

    npc: NPC
    player: Player
    message: Message
    call: Call
    action: Action | None
    whose: str | None
    unread: bool = False
    open_for: float = 0.0


class Replies:
    """Takes replies apart. `has_read` says whether an NPC's line has been read, for actions that wait for that."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        self._settings = settings
        self._tell = tell
        self._open: list[Open] = []
        self._gone: WeakSet[NPC] = WeakSet()
        self.has_read: Callable[[NPC], bool] = lambda npc: True

    def said(self, spoken: Spoken, reply: Reply) -> None:
        """Tell the words, then each call in order."""
        npc, player = spoken.npc, spoken.player
        text = safe(reply.content)
        shown = text or next((safe(call.message) for call in reply.calls if call.message), "")
        if shown:
            npc.memory.add(TranscriptLine(npc.name, shown, "npc", player.id))
        self._tell(Said(npc, player, spoken.message, text))
        self._gone.discard(npc)
        for wire in reply.calls:
            # An action may have taken him out of the world.
            if npc not in self._gone:
                self._called(spoken, wire)

    def _called(self, spoken: Spoken, wire: WireCall) -> None:
        spec = spoken.npc.function(wire.name)
        action = spoken.npc.actions.get(wire.name)
        if spec is None:
            self._refuse(spoken, wire, "no such function is declared")
            return
        made = action.convert(wire.parameters) if action else convert_declared(spec, wire.parameters)
        if isinstance(made, Refusal):
            self._refuse(spoken, wire, made.reason)
            return
        call = Call(wire.name, made.values, safe(wire.message))
        opened = Open(spoken.npc, spoken.player, spoken.message, call, action, spoken.whose)
        opened.unread = action is not None and action.after_line
        if action is not None and not opened.unread:
            self._run(opened, action)
        if call.feedback is not None:
            self._remember(opened, call.feedback)
        elif opened.npc not in self._gone:
            self._open.append(opened)
        self._tell(Called(spoken.npc, spoken.player, spoken.message, call.name, call.parameters, call, call.feedback))

    def _refuse(self, spoken: Spoken, wire: WireCall, reason: str) -> None:
        name = safe(wire.name)[:64]
        log.warning("%s: the call of %r is refused: %s", spoken.npc.id, name, reason)
        spoken.npc.memory.did((name, {}, Feedback(False, reason)), spoken.whose)
        self._tell(Refused(spoken.npc, spoken.player, spoken.message, name, reason))

    def _run(self, opened: Open, action: Action) -> None:
        """Run the game's function; without feedback of its own the call stays open."""
        given = {Call: opened.call, NPC: opened.npc, Player: opened.player}
        feedback = action.run(opened.call, given)
        if feedback is not None:
            opened.call.finish(feedback)

    def _remember(self, opened: Open, feedback: Feedback) -> None:
        memory = opened.npc.memory
        memory.did((opened.call.name, opened.call.parameters, feedback), opened.whose)
        if feedback.message:
            memory.add(TranscriptLine(opened.npc.name, safe(feedback.message), "npc", opened.player.id, "action"))

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass: run what waited for its line, and hear what was handed in."""
        for opened in list(self._open):
            # an action that ran just now may have removed the NPC of another
            if opened in self._open:
                self._step(opened, dt)

    def _step(self, opened: Open, dt: float) -> None:
        if opened.unread and self.has_read(opened.npc) and opened.action is not None:
            opened.unread = False
            self._run(opened, opened.action)
        if not opened.unread:
            opened.open_for += dt
            self._time_out(opened)
        self._hear(opened)

    def _time_out(self, opened: Open) -> None:
        """An action that promised feedback gets an end; a game without an action never promised any."""
        limit = (opened.action.timeout if opened.action else None) or self._settings.action_timeout
        if opened.call.feedback is None and opened.open_for >= limit:
            if opened.action is None:
                self._open.remove(opened)
                return
            log.warning("%s: %s handed in no feedback within %g s.", opened.npc.id, opened.call.name, limit)
            opened.call.finish(Feedback(False))

    def _hear(self, opened: Open) -> None:
        feedback = opened.call.feedback
        if feedback is not None and opened in self._open:
            self._open.remove(opened)
            self._remember(opened, feedback)
            self._tell(ActionDone(opened.npc, opened.player, opened.message, opened.call, feedback))

    def forget(self, npc: NPC) -> None:
        """He is gone; nobody waits for what he asked for, and what he has not asked for yet is not done."""
        self._gone.add(npc)
        self._open = [opened for opened in self._open if opened.npc is not npc]
