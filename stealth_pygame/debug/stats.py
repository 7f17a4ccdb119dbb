"""Figures of each conversation for the debug overlay."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from stealth_pygame import events
from stealth_pygame.conversation.conversation import State
from stealth_pygame.debug.fault_injector import Exchange
from stealth_pygame.debug.panel import DebugRow, Tone
from stealth_pygame.errors import BackendError
from stealth_pygame.scene.scene import Scene
from stealth_pygame.scene.session import Session
from stealth_pygame.text import one_line

# Calls that are shown for each NPC at most.
MOST_CALLS = 3
# Characters of one line at most; the panel may shorten it further.
MOST_TEXT = 160
# Characters of one value of the context.
MOST_VALUE = 24


class DebugStats:
    """The figures of all conversations as rows; the conversation that was used last comes first."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._calls: dict[events.Speaker, deque[str]] = {}
        self._since: dict[Session, tuple[State, float]] = {}
        self.note = ""

    def tell(self, event: events.Event) -> None:
        """Keep the calls of an NPC and their results."""
        if isinstance(event, events.Called):
            told = said(event.name, event.parameters)
            became = "waiting" if event.feedback is None else _became(event.feedback.success, event.feedback.message)
            self._keep(event.npc, f"{told}: {became}")
        elif isinstance(event, events.ActionDone):
            told = said(event.call.name, event.call.parameters)
            self._keep(event.npc, f"{told}: {_became(event.feedback.success, event.feedback.message)}")
        elif isinstance(event, events.Refused):
            self._keep(event.npc, f"{event.name}: refused, {event.reason}")

    def _keep(self, npc: events.Speaker, text: str) -> None:
        self.note = one_line(text)[:MOST_TEXT]
        self._calls.setdefault(npc, deque(maxlen=MOST_CALLS)).appendleft(self.note)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass; who is gone is forgotten."""
        since = {}
        for session in self._scene.sessions:
            state, seconds = self._since.get(session, (session.conversation.state, 0.0))
            same = state is session.conversation.state
            since[session] = (session.conversation.state, seconds + dt if same else 0.0)
        self._since = since
        self._calls = {npc: calls for npc, calls in self._calls.items() if npc in self._scene.npcs}

    def rows(self, exchanges: Sequence[Exchange]) -> tuple[DebugRow, ...]:
        """A row for each conversation."""
        places = [(_last(session, exchanges), session) for session in self._scene.sessions]
        places.sort(key=lambda pair: (pair[1].busy, pair[0]), reverse=True)
        return tuple(self._row(session, exchanges[place] if place >= 0 else None) for place, session in places)

    def _row(self, session: Session, last: Exchange | None) -> DebugRow:
        conversation = session.conversation
        state, seconds = self._since.get(session, (conversation.state, 0.0))
        words = f"{state.value} {seconds:.1f} s" if conversation.on_wire else state.value
        who = ", ".join(player.name for player in session.players) or "everybody"
        took = f"{last.seconds:.2f} s" if last else "–"
        cells = (f"{session.npc.name} < {who}", words, str(conversation.waiting), took)
        return DebugRow(cells, _tone(session, last), self._details(session, last))

    def _details(self, session: Session, last: Exchange | None) -> tuple[tuple[str, str], ...]:
        details = []
        if last is not None:
            details.append(("answer", _answer(last)[:MOST_TEXT]))
            if last.context:
                shown = " · ".join(f"{entry.key}: {_cut(entry.value)}" for entry in last.context)
                details.append(("context", shown[:MOST_TEXT]))
        if self._calls.get(session.npc):
            details.append(("calls", " · ".join(self._calls[session.npc])[:MOST_TEXT]))
        if (usage := self._scene.usage.npcs.get(session.npc.id)) is not None:
            details.append(("usage", usage.words()))
        return tuple(details)


def said(name: str, parameters: Mapping[str, object]) -> str:
    """Return a call as it is written in Python."""
    return f"{name}({', '.join(f'{key}={value!r}' for key, value in parameters.items())})"


def _became(success: bool, message: str) -> str:
    return f"{'done' if success else 'failed'}{', ' + message if message else ''}"


def _cut(value: str) -> str:
    return value if len(value) <= MOST_VALUE else value[: MOST_VALUE - 1].rstrip() + "…"


def _last(session: Session, exchanges: Sequence[Exchange]) -> int:
    """Return the index of the last exchange of a session, or -1 if there is none."""
    ids = {session.user(player).id for player in session.players}
    mine = (i for i, one in enumerate(exchanges) if one.npc == session.npc.name and one.player_id in ids)
    return max(mine, default=-1)


def _tone(session: Session, last: Exchange | None) -> Tone:
    if session.busy or session.conversation.on_wire:
        return Tone.BUSY
    if last is not None and (last.reply is None or last.reply.cancelled or last.reply.flagged):
        return Tone.BAD
    return Tone.CALM if session.conversation.state in (State.NEW, State.ENDED) else Tone.GOOD


def _answer(last: Exchange) -> str:
    if last.reply is None:
        error = last.error
        status = f" {error.status}" if isinstance(error, BackendError) and error.status else ""
        return one_line(f"{type(error).__name__}{status}: {error}")
    if last.reply.flagged or last.reply.cancelled:
        return "flagged" if last.reply.flagged else "cancelled"
    count = len(last.reply.calls)
    calls = f" + {count} call{'s' if count > 1 else ''}" if count else ""
    return one_line(last.reply.content[: 2 * MOST_TEXT]) + calls
