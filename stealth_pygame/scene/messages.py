"""The events of a scene in their order: one for the one end of each message, and what follows from its reply."""

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
    """Tell the developer in one line of the log why there was no answer; `known` is an error that it has already."""
    message, why = utterance.message, ""
    # A backend that is down was told once, not per message.
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
    # A stage direction is nobody's words.
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
            # All of them: they cost next to nothing, and a game expects them in the frame in which they happened.
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
        # Told only now: a message that failed has told the NPC nothing.
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
            self._say(npc, text)
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
            self._say(npc, waiting.popleft())
        if waiting:
            self._clean(npc, waiting[0])
        else:
            del self._waiting[npc]

    def _say(self, npc: NPC, text: str) -> None:
        # A model that read marks would write some of its own.
        shown, markup = safe(plain(text)), Markup(safe(text)) if isinstance(text, Markup) else ""
        npc.memory.add(TranscriptLine(npc.name, shown, "npc", None, "scripted"))
        self._tell(Said(npc, None, None, shown, mood=npc.mood, markup=markup))


class Posting:
    """The part of `Scene` that takes messages and scripted lines: the host of its NPCs and its rounds."""

    settings: Settings
    npcs: list[NPC]
    # The same to look up: there may be thousands.
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
        """Take a message; whatever keeps it from being sent is its end, with a reason, and an event."""
        self._thread.check("send")
        if not isinstance(text, str):
            raise ConfigurationError(f"A message must be a text, and this is {type(text).__name__}: {text!r:.80}")
        return self.accept(self.prepare(npc, text, player, context))

    def respond(self, npc: NPC, text: str, player: Player | None) -> Message:
        """Let an NPC speak first; the occasion goes out in brackets, as a stage direction."""
        self._thread.check("notify")
        utterance = self.prepare(npc, in_brackets(text), player)
        utterance.unprompted = True
        return self.accept(utterance)

    def notify(self, npc: NPC, text: str, player: Player | None) -> None:
        """Let an NPC hear of something with the next message of one player, or of all (None)."""
        self._thread.check("notify")
        npc.memory.notice(text, player.id if player else None)

    def mood_changed(self, npc: NPC, mood: str, before: str) -> None:
        """Tell that an NPC feels otherwise."""
        self.tell(MoodChanged(npc, mood, before))

    def say(self, npc: NPC, text: str) -> None:
        """Tell a scripted line."""
        self._thread.check("say")
        self._scripts.say(npc, text, now=self.closed)

    def say_to_all(self, player: Player, text: str, context: object) -> list[Message]:
        """Take a player's words to everybody near, the nearest first; `Settings.max_hearers` of them answer."""
        self._thread.check("say")
        if not isinstance(text, str):
            raise ConfigurationError(f"say takes a text, and this is {type(text).__name__}: {text!r:.80}")
        # Asked of everybody at once: this happens when somebody speaks, not in every frame.
        hearers = in_reach(self.npcs, player)
        answering = hearers[: self.settings.max_hearers]
        for npc in hearers[self.settings.max_hearers :]:
            npc.memory.notice(f"{player.name} said: {text[:400]}", player.id)
        return self._rounds.say(player, answering, text, context) if answering else []

    def converse(self, one: NPC, other: NPC, about: str = "", turns: int = 4) -> Exchange:
        """Let two NPCs talk to each other."""
        self._thread.check("converse")
        for npc in (one, other):
            if not isinstance(npc, NPC):
                raise ConfigurationError(f"{npc!r:.80} is not in this dialogue; give two NPCs that add_npc returned.")
        return self._rounds.converse(one, other, about, turns)

    def busy(self, npc: NPC) -> bool:
        """Return True while a message to an NPC is on its way."""
        return any(session.busy for session in self.sessions.of(npc))

    def forget(self, npc: NPC) -> None:
        """Forget all that an NPC remembers, and end their conversations; persistent ones move on to fresh tokens."""
        self._thread.check("reset_memory")
        npc.memory.forget()
        self.sessions.begin_anew(npc)
        if npc.persistent:
            # For those as well who have not spoken in this run: the backend may remember them from an earlier one.
            self.installation.forget(npc.id)
            self._workers.submit(self.installation.store, lambda outcome: None)

    def prepare(self, npc: NPC, text: str, player: Player | None, context: object = None) -> Utterance:
        """Make a message that is not sent yet. Raises `ConfigurationError` where nobody could be speaking."""
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
        """Send a message; whatever keeps it from that is its end, with a reason, and an event."""
        message = utterance.message
        if self.hooks.before_send is not None and not utterance.unprompted:
            words = self.hooks.outgoing(utterance.npc, utterance.player, message.text)
            if words is None:
                self.drop(utterance, DropReason.VETOED)
                return message
            message.text = words
        # Two NPCs who talk wait for each other; nobody else waits for them.
        utterance.streams = not utterance.between_npcs
        reason = self._objection(utterance)
        if reason is not None:
            self.drop(utterance, reason)
            return message
        # Nobody typed it, or it was shown a moment ago.
        if not utterance.unprompted and not utterance.echo:
            self.tell(Asked(utterance.npc, utterance.player, message))
        self._rounds.interrupt(utterance)
        self._outbox.usage.sent(utterance.npc.id, utterance.listener_id, len(message.text))
        # An NPC is not a player whose coming and going is told.
        if not utterance.between_npcs:
            self._near.touch(utterance.npc, utterance.player)
        self.sessions.wake(utterance.session)
        utterance.session.post(utterance)
        return message

    def part(self, npc: NPC, player: Player) -> None:
        """Let the conversation of an NPC end: nobody is there any more."""
        self.sessions.left(npc, player)

    def drop(self, utterance: Utterance, reason: DropReason) -> None:
        """End a message that was never sent."""
        if not utterance.message.done:
            utterance.message.settle(MessageState.DROPPED, reason=reason)
        self.utterance_ended(utterance)

    def _objection(self, utterance: Utterance) -> DropReason | None:
        """Return the reason why a message cannot go; None when it can."""
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
        # The narrower limit first: what it refuses costs the game's own limit nothing.
        for rate in (utterance.session.rate, self._rate):
            if rate is not None and not rate.take(self._now):
                return DropReason.RATE_LIMIT
        return None

    def _spent(self, utterance: Utterance) -> bool:
        """Return True when the budget of this run, or of the conversation in it, is used up."""
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
        """Take a message that has its end; it is told in the next update."""
        self._outbox.take_end(utterance)

    def utterance_words(self, utterance: Utterance, so_far: SoFar | None) -> None:
        """Tell words of an answer that is on its way, as far as moderation lets them be seen."""
        words: str | None = ""
        if so_far is None:
            utterance.judged = ""
        else:
            words = self.hooks.words(utterance, so_far) if utterance.streams else None
        # A hook may run a loop of its own, in which the message has its end.
        if words is not None and not utterance.outdated and not utterance.message.done:
            self.tell(Saying(utterance.npc, utterance.player, utterance.message, words))

    def perform(self, npc: NPC, player: Player, message: Message) -> None:
        """Do what a message's reply says as if the NPC had just given it; for calls that are made by hand."""
        session = self.sessions.between(npc, player)
        utterance = Utterance(message, session.user(player), npc=npc, player=player, session=session, unprompted=True)
        if message.reply is not None:
            self._outbox.replies.say(utterance, message.reply)
