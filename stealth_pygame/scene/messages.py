"""The messages of a scene: how they are sent, how they end, and the events that tell of both, in order."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from stealth_pygame.context.escape import in_brackets
from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.conversation.outgoing import SoFar
from stealth_pygame.conversation.own_thread import OwnThread
from stealth_pygame.errors import ConfigurationError, StealthError
from stealth_pygame.events import Asked, Cancelled, Dropped, Event, Failed, Flagged, MoodChanged, Said, Saying, Tell
from stealth_pygame.message import DropReason, Message, MessageState
from stealth_pygame.scene.context import Sampler
from stealth_pygame.scene.moderation import Hooks
from stealth_pygame.scene.persistence import Installation
from stealth_pygame.scene.replies import Replies
from stealth_pygame.scene.rounds.exchange import Exchange
from stealth_pygame.scene.rounds.rounds import Rounds
from stealth_pygame.scene.session import Utterance
from stealth_pygame.scene.sessions import Sessions
from stealth_pygame.scene.timing import FrameBudget, RateLimit
from stealth_pygame.settings import Settings
from stealth_pygame.text import AT_ONCE, Safe, safe, safe_at_leisure
from stealth_pygame.text.markup import Markup, plain
from stealth_pygame.world.memory import TranscriptLine
from stealth_pygame.world.npc import NPC
from stealth_pygame.world.player import Player, checked_player
from stealth_pygame.world.proximity import Nearness, in_reach
from stealth_pygame.world.usage import Usage

log = logging.getLogger("stealth_pygame")

CANCELLED = "the backend cancelled it: its model failed or refused, and its own log may say why"
DROPPED = {
    DropReason.QUEUE_FULL: "too many messages wait for this NPC already (Settings.max_waiting)",
    DropReason.RATE_LIMIT: "more messages a minute than Settings.messages_per_minute or its like allow",
    DropReason.TOO_LONG: "it has more characters than Settings.max_message_chars",
    DropReason.BUDGET: "a budget of this run or of this conversation (Settings.max_messages and its like) is used up",
}


def explain(utterance: Utterance, known: StealthError | None) -> None:
    """Log in one line why a message has no answer. known: an error that was logged already, and is not repeated."""
    message, why = utterance.message, ""
    # While the backend is down, its error is logged once and not for each message.
    if message.state is MessageState.FAILED and message.error is not known:
        why = str(message.error)
    elif message.state is MessageState.CANCELLED:
        why = str(message.error or CANCELLED)
    elif message.state is MessageState.DROPPED:
        why = DROPPED.get(DropReason(message.reason), "")
    if why:
        log.warning("%s did not answer %s: %s", utterance.npc.id, utterance.player.id, why)


def event_of(utterance: Utterance) -> Event | None:
    """Return the event for the end of a message, None for the state SAID."""
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
    """Return the player's line for the transcript; None for a dropped message, and for one that no player typed."""
    state = utterance.message.state
    # An unprompted message is a stage direction, and not the player's words.
    if utterance.unprompted or state is MessageState.DROPPED:
        return None
    text = safe(utterance.message.text)
    return TranscriptLine(utterance.player.name, text, "player", utterance.player.id, state.value) if text else None


class Outbox:
    """The events that were not told yet, and the messages that have ended but were not concluded yet.

    players: the list of all players; clock: returns seconds, to measure the time that a frame spends here.
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
        """The error with which the backend went down; it is in the log already."""
        self.closed = False

    def tell(self, event: Event) -> None:
        """Add an event; `events` yields it."""
        self._told.append(event)

    def take_end(self, utterance: Utterance) -> None:
        """Add a message that has ended; `events` concludes it."""
        self._ended.append(utterance)

    def turn_back(self, npc: NPC) -> None:
        """Mark the ended messages of an NPC as outdated, because a saved game was loaded."""
        for utterance in self._ended:
            utterance.outdated = utterance.outdated or utterance.npc is npc

    def events(self) -> Iterator[Event]:
        """Yield the events of this frame in order; events that the caller does not take stay for the next frame.

        Between them, ended messages are concluded and calls are run. When this and the caller's work on the events have
        taken `Settings.frame_budget` seconds, the rest waits for the next frame.
        """
        budget = FrameBudget(self._settings.frame_budget, self._clock)
        spent = False
        while not self.closed:
            # Always all events: this takes almost no time, and a game expects them in the frame in which they happened.
            while self._told:
                yield self._told.popleft()
            if spent or not self._take_apart():
                return
            spent = budget.spent()

    def _take_apart(self) -> bool:
        """Run the next call of a reply, or conclude the next message; return False if there is neither."""
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
            heard, tokens = (
                (len(reply.content), (reply.prompt_tokens, reply.answer_tokens)) if reply else (None, (0, 0))
            )
            self.usage.ended(npc.id, utterance.listener_id, utterance.waited, heard, tokens)
        explain(utterance, self.logged)
        line = None if utterance.outdated else line_of(utterance)
        if line is not None:
            npc.memory.add(line)
        event = event_of(utterance)
        if event is not None:
            self.tell(event)
        # Marked as sent only now, because a failed message has not reached the NPC.
        elif reply is not None:
            # A notice that concerns all is still to be sent with the messages of the other players.
            everybody = [player.id for player in self._players]
            npc.memory.mark_sent(utterance.notices, utterance.results, utterance.listener_id, everybody)
            self.replies.say(utterance, reply)


class Scripts:
    """Scripted lines. A very long line is cleaned on a worker first; later lines of the same NPC wait for it."""

    def __init__(self, workers: Executor, tell: Tell) -> None:
        self._workers = workers
        self._tell = tell
        self._waiting: dict[NPC, deque[str]] = {}

    def say(self, npc: NPC, text: str, *, now: bool = False) -> None:
        """Tell a line. now: clean it on this thread, because the workers are closed."""
        if npc in self._waiting:
            self._waiting[npc].append(text)
        elif len(text) <= AT_ONCE or now:
            self._say(npc, text)
        else:
            self._waiting[npc] = deque([text])
            self._clean(npc, text)

    def forget(self, npc: NPC) -> None:
        """Forget the lines of an NPC that wait for a worker."""
        self._waiting.pop(npc, None)

    def _clean(self, npc: NPC, text: str) -> None:
        self._workers.submit(lambda: safe_at_leisure(text), lambda outcome: self._cleaned(npc, outcome))

    def _cleaned(self, npc: NPC, outcome: Outcome[Safe]) -> None:
        waiting = self._waiting.get(npc)
        # The line was forgotten meanwhile, because a saved game was loaded or the NPC was removed.
        if waiting is None:
            return
        waiting.popleft()
        self._say(npc, outcome.value or "")
        while waiting and len(waiting[0]) <= AT_ONCE:
            self._say(npc, waiting.popleft())
        if waiting:
            self._clean(npc, waiting[0])
        else:
            del self._waiting[npc]

    def _say(self, npc: NPC, text: str) -> None:
        # The transcript has no marks: a model that read them would write marks too.
        shown, markup = safe(plain(text)), Markup(safe(text)) if isinstance(text, Markup) else ""
        npc.memory.add(TranscriptLine(npc.name, shown, "npc", None, "scripted"))
        self._tell(Said(npc, None, None, shown, mood=npc.mood, markup=markup))


class Posting:
    """The part of `Scene` that takes messages and scripted lines; NPCs and rounds use it as their host."""

    settings: Settings
    npcs: list[NPC]
    # The same NPCs as a set: there may be thousands, and a list is slow to search.
    _here: set[NPC]
    speaker: Player | None
    hooks: Hooks
    sessions: Sessions
    installation: Installation
    closed: bool
    tell: Tell
    _thread: OwnThread
    _outbox: Outbox
    _scripts: Scripts
    _rounds: Rounds
    _sampler: Sampler
    _near: Nearness
    _workers: Executor
    _rate: RateLimit | None
    _now: float

    def send(self, npc: NPC, text: str, player: Player | None, context: object) -> Message:
        """Send a message and return it. If it cannot be sent, it is DROPPED with a reason, and an event follows."""
        self._thread.check("send")
        if not isinstance(text, str):
            raise ConfigurationError(f"A message must be a text, and this is {type(text).__name__}: {text!r:.80}")
        return self.accept(self.prepare(npc, text, player, context))

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let an NPC speak first; the text is sent in brackets, as a stage direction."""
        self._thread.check("notify")
        utterance = self.prepare(npc, in_brackets(text), player)
        utterance.unprompted = True
        return self.accept(utterance)

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Note an event that is sent to an NPC with the next message of a player, or of all (None)."""
        self._thread.check("notify")
        npc.memory.notice(text, player.id if player else None)

    def mood_changed(self, npc: NPC, mood: str, before: str) -> None:
        """Tell that the mood of an NPC has changed from `before` to `mood`."""
        self.tell(MoodChanged(npc, mood, before))

    def say(self, npc: NPC, text: str) -> None:
        """Tell a scripted line."""
        self._thread.check("say")
        self._scripts.say(npc, text, now=self.closed)

    def say_to_all(self, player: Player, text: str, context: object) -> list[Message]:
        """Send a player's words to all NPCs near, the nearest first; at most `Settings.max_hearers` of them answer."""
        self._thread.check("say")
        if not isinstance(text, str):
            raise ConfigurationError(f"say takes a text, and this is {type(text).__name__}: {text!r:.80}")
        # All distances are measured here, because this happens only when a player speaks and not in every frame.
        hearers = in_reach(self.npcs, player)
        answering = hearers[: self.settings.max_hearers]
        for npc in hearers[self.settings.max_hearers :]:
            npc.memory.notice(f"{player.name} said: {text[:400]}", player.id)
        return self._rounds.say(player, answering, text, context) if answering else []

    def converse(self, one: NPC, other: NPC, about: str = "", turns: int = 4) -> Exchange:
        """Let two NPCs talk to each other. Raises `ConfigurationError` for an NPC that is not in this scene."""
        self._thread.check("converse")
        for npc in (one, other):
            if not isinstance(npc, NPC):
                raise ConfigurationError(f"{npc!r:.80} is not in this dialogue; give two NPCs that add_npc returned.")
        return self._rounds.converse(one, other, about, turns)

    def busy(self, npc: NPC) -> bool:
        """Return True while a message to an NPC waits for its answer."""
        return any(session.busy for session in self.sessions.of(npc))

    def forget(self, npc: NPC) -> None:
        """Clear an NPC's memory and end their conversations; a persistent NPC gets new tokens."""
        self._thread.check("reset_memory")
        npc.memory.forget()
        self.sessions.begin_anew(npc)
        if npc.persistent:
            # Also for players who have not spoken in this run: the backend may know them from an earlier run.
            self.installation.forget(npc.id)
            self._workers.submit(self.installation.store, lambda outcome: None)

    def prepare(self, npc: NPC, text: str, player: Player | None, context: object = None) -> Utterance:
        """Return a message that is not sent yet. Raises `ConfigurationError` if there is no player."""
        player = player or self.speaker
        if player is None:
            raise ConfigurationError("Nobody is there to speak: call dialogue.add_player(Player(...)) first.")
        if not isinstance(player, Player):
            checked_player(player, "send")
        session = self.sessions.between(npc, player)
        message = Message(text.strip(), self._thread.check)
        utterance = Utterance(message, session.user(player), npc=npc, player=player, session=session)
        utterance.context = partial(self._sampler.sample, utterance, context)
        utterance.judge = partial(self.hooks.judge, npc, player)
        utterance.prepare = partial(self._outbox.replies.prepare, utterance)
        return utterance

    def accept(self, utterance: Utterance) -> Message:
        """Send a prepared message. If it cannot be sent, it is DROPPED with a reason, and an event follows."""
        message = utterance.message
        if self.hooks.before_send is not None and not utterance.unprompted:
            words = self.hooks.outgoing(utterance.npc, utterance.player, message.text)
            if words is None:
                self.drop(utterance, DropReason.VETOED)
                return message
            message.text = words
        # In a talk between two NPCs no player waits for the words, so they are not streamed.
        utterance.streams = not utterance.between_npcs
        reason = self._objection(utterance)
        if reason is not None:
            self.drop(utterance, reason)
            return message
        # No event for words that no player typed, or that were shown already with another message.
        if not utterance.unprompted and not utterance.echo:
            self.tell(Asked(utterance.npc, utterance.player, message))
        self._rounds.interrupt(utterance)
        self._outbox.usage.sent(utterance.npc.id, utterance.listener_id, len(message.text))
        # A message counts as presence, but not one from an NPC.
        if not utterance.between_npcs:
            self._near.touch(utterance.npc, utterance.player)
        self.sessions.wake(utterance.session)
        utterance.session.post(utterance)
        return message

    def part(self, npc: NPC, player: Player) -> None:
        """End the conversation of an NPC with a player."""
        self.sessions.left(npc, player)

    def drop(self, utterance: Utterance, reason: DropReason) -> None:
        """End a message that was never sent."""
        if not utterance.message.done:
            utterance.message.settle(MessageState.DROPPED, reason=reason)
        self.utterance_ended(utterance)

    def _objection(self, utterance: Utterance) -> DropReason | None:
        """Return the reason why a message cannot be sent, or None."""
        settings = self.settings
        if self.closed:
            return DropReason.CLOSED
        if utterance.npc not in self._here:
            return DropReason.REMOVED
        if not utterance.message.text:
            return DropReason.EMPTY
        if len(utterance.message.text) > settings.max_message_chars:
            return DropReason.TOO_LONG
        if self._spent(utterance) or (utterance.between_npcs and not self._rounds.may_send()):
            return DropReason.BUDGET
        # The limit of the session first, so that a message that it refuses does not count for the game's limit.
        for rate in (utterance.session.rate, self._rate):
            if rate is not None and not rate.take(self._now):
                return DropReason.RATE_LIMIT
        return None

    def _spent(self, utterance: Utterance) -> bool:
        """Return True if the budget of this run, or of the message's conversation, is used up."""
        settings, usage = self.settings, self._outbox.usage
        part = usage.with_player(utterance.npc.id, utterance.listener_id)
        bounds = (
            (settings.max_messages, usage.messages),
            (settings.token_budget, usage.tokens),
            (settings.conversation_max_messages, part.messages),
            (settings.conversation_token_budget, part.tokens),
        )
        return any(most is not None and used >= most for most, used in bounds)

    def utterance_ended(self, utterance: Utterance) -> None:
        """Take a message that has ended; `events` concludes it."""
        self._outbox.take_end(utterance)

    def utterance_words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Tell the words of an unfinished answer that moderation allows; None takes back the earlier words."""
        words: str | None = ""
        if so_far is None:
            utterance.judged = ""
        else:
            words = self.hooks.words(utterance, so_far) if utterance.streams else None
        # A moderation hook may call `update`, in which the message may end.
        if words is not None and not utterance.outdated and not utterance.message.done:
            self.tell(Saying(utterance.npc, utterance.player, utterance.message, words))

    def perform(self, npc: NPC, player: Player, message: Message) -> None:
        """Show and run the reply of a message as if the NPC had just given it; the debug console uses this."""
        session = self.sessions.between(npc, player)
        utterance = Utterance(message, session.user(player), npc=npc, player=player, session=session, unprompted=True)
        if message.reply is not None:
            self._outbox.replies.say(utterance, message.reply)
