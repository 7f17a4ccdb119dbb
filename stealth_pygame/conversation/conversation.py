"""One conversation on the backend as a state machine: open, send one message at a time, retry, finish.

It runs on the game thread; only its requests run on workers. `retry` chooses what to do after an error, with the
reasons in `protocol.md`: 404 → a new conversation; 429 → wait, then a new one; cancelled → send the users again; no
connection → two more tries. In every case each message gets exactly one end: `ConversationListener.ended`.
"""

from __future__ import annotations

import logging
import math
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from typing import Any, Final, Generic, TypeVar

from stealth_pygame.client.backend_api import Eventually, is_unavailable
from stealth_pygame.conversation.circuit_breaker import is_down
from stealth_pygame.conversation.executor import Outcome
from stealth_pygame.conversation.outgoing import ConversationListener, Outgoing, Services, SoFar, Token
from stealth_pygame.conversation.retry import Attempts, Plan, Remedy, remedy_for
from stealth_pygame.conversation.streaming import send_job
from stealth_pygame.errors import StandInError, StealthError
from stealth_pygame.message import DropReason, MessageState
from stealth_pygame.protocol.models import ConversationRef, Reply, User

log = logging.getLogger("stealth_pygame")

OutgoingT = TypeVar("OutgoingT", bound=Outgoing)


class Conversation(Generic[OutgoingT]):
    """One conversation: `post` messages, `step` in every frame, `leave` when no player is there any more."""

    def __init__(
        self,
        services: Services,
        listener: ConversationListener[OutgoingT],
        *,
        character: Callable[[], dict[str, Any]],
        users: Callable[[], list[User]],
        token: Token | None = None,
    ) -> None:
        self._services = services
        self._listener = listener
        self._character = character
        self._users = users
        self._token = token
        self._ref: ConversationRef | None = None
        self._known_users: list[User] | None = None
        self._without_token = False
        self.unanswered = False
        self._waiting: deque[OutgoingT] = deque()
        self._current: OutgoingT | None = None
        self._pause = 0.0
        self._on_wire = 0.0
        self._leaving = False
        self.state = State.NEW

    def __repr__(self) -> str:
        return f"<Conversation {self.state.value} waiting={len(self._waiting)}>"

    @property
    def busy(self) -> bool:
        """True while a message waits for its turn or for its answer."""
        return self._current is not None or bool(self._waiting)

    @property
    def open(self) -> bool:
        """True while `post` may be called."""
        return self.state not in (State.FINISHING, State.ENDED)

    @property
    def waiting(self) -> int:
        """The number of messages that wait for their turn."""
        return len(self._waiting)

    @property
    def on_wire(self) -> bool:
        """True while the conversation waits for a job or for the game."""
        return self.state in ON_WIRE

    @property
    def rests_for(self) -> float:
        """Seconds for which only the outcome of a job can change the conversation; 0 if `step` has something to do."""
        # In ASKING a callback of the game is running, which may return at any moment.
        if self.state not in ON_WIRE or self.state is State.ASKING:
            return 0.0
        after, unseen = self._services.settings.thinking_after, (one for one in self.everybody() if not one.thought)
        return min((after - one.waited for one in unseen), default=math.inf)

    # --- the calls of a scene

    def post(self, outgoing: OutgoingT) -> None:
        """Take a message. If too many wait already, it ends DROPPED at once, with the reason "queue full"."""
        self._leaving = False
        message = outgoing.message
        # Without a limit, a player who types faster than a model answers would wait for minutes.
        if len(self._waiting) >= self._services.settings.max_waiting:
            message.settle(MessageState.DROPPED, reason=DropReason.QUEUE_FULL)
            self._listener.ended(outgoing)
            return
        message.watch_cancel(lambda _: self._cancelled(outgoing))
        self._waiting.append(outgoing)

    def open_early(self) -> None:
        """Open the conversation before the first message, so that the backend can load what its character needs."""
        if self.state is State.NEW and not self.busy and self._services.breaker.up:
            self._leaving = False
            self._create()

    def leave(self) -> None:
        """Finish the conversation after all its messages have ended, because no player is there any more."""
        self._leaving = True

    def step(self, dt: float) -> bool:
        """Let `dt` seconds pass and take the next steps; return False if there is nothing more to do for now."""
        self._pass_time(dt)
        self._advance()
        return self.on_wire or self.busy or (self._leaving and self.state is not State.ENDED)

    def wait(self, dt: float) -> None:
        """Let `dt` seconds pass without a step, because another conversation with the same players comes first."""
        self._pass_time(dt)

    def drop(self, reason: DropReason, which: Callable[[OutgoingT], bool] = lambda outgoing: True) -> None:
        """End the messages for which `which` is True as DROPPED; an answer that comes later is ignored."""
        dropped = [outgoing for outgoing in self.everybody() if which(outgoing)]
        # They leave the queue before the listener is called, because it may post the next message.
        self._waiting = deque(outgoing for outgoing in self._waiting if outgoing not in dropped)
        if self._current in dropped:
            self._let_go()
        for outgoing in dropped:
            outgoing.message.settle(MessageState.DROPPED, reason=reason)
            self._listener.ended(outgoing)

    def everybody(self) -> Iterator[OutgoingT]:
        """Yield the message that is sent, then those that wait for their turn."""
        if self._current is not None:
            yield self._current
        yield from self._waiting

    # --- time

    def _pass_time(self, dt: float) -> None:
        self._pause = max(0.0, self._pause - dt)
        self._on_wire += dt
        if self._current is not None and self._current.attempts is not None:
            self._current.attempts.pass_time(dt)
        for outgoing in self.everybody():
            if outgoing.begins_to_show(dt, self._services.settings.thinking_after):
                self._listener.thinking(outgoing)

    def _advance(self) -> None:
        # Several steps in one frame, so that ten messages that fail at once do not take ten frames.
        while not self.on_wire and self._pause <= 0 and self.state is not State.ENDED:
            if self._current is None:
                if not self._waiting:
                    if self._leaving:
                        self._finish()
                    return
                self._current = self._waiting.popleft()
                self._current.message.state = MessageState.SENDING
            if self._services.breaker.error is not None:
                self._fail(self._services.breaker.error)
            elif self._services.breaker.held_for:
                self._keep_hold(self._current)
            else:
                self._next_step(self._current)

    def _keep_hold(self, outgoing: OutgoingT) -> None:
        """Wait as long as the backend asked for; if that is longer than `Settings.busy_patience`, fail the message."""
        breaker = self._services.breaker
        if breaker.held_for > self._services.settings.busy_patience - outgoing.tries().limited.seconds:
            self._fail(breaker.hold_error or StealthError("The backend asked for fewer requests."))
        else:
            outgoing.tries().limited.tries += 1
            self._pause = breaker.held_for

    # --- the routes

    def _next_step(self, outgoing: OutgoingT) -> None:
        if self._ref is None:
            self._create()
        # The backend moves a user to the conversation that named them last, so an update must precede the send.
        elif self._known_users != self._users():
            self._update(self._ref.secret)
        else:
            self._send(self._ref.secret, outgoing)

    def _start(self, state: State) -> None:
        self.state = state
        self._on_wire = 0.0

    def _create(self) -> None:
        self._start(State.CREATING)
        client, character, users = self._services.client, self._character(), self._users()
        # If the backend does not know the token, it is left out until the conversation is lost.
        token = self._token.now() if self._token and not self._without_token else None
        self._services.workers.submit(
            lambda: client.create(character, users, token),
            # A create with a known token ignores its users, so an update must follow.
            lambda outcome: self._created(outcome, None if token else users, token is not None),
        )

    def _created(self, outcome: Outcome[ConversationRef], users: list[User] | None, with_token: bool) -> None:
        self._listener.catch_up()
        self.state = State.NEW
        if outcome.value is None:
            self._repair(outcome.error, "create-token" if with_token else "create")
            return
        self._services.breaker.heard()
        self._ref = outcome.value
        self._known_users = users
        self.state = State.READY
        self._listener.started()

    def _update(self, secret: str) -> None:
        self._start(State.UPDATING)
        client, users = self._services.client, self._users()
        self._services.workers.submit(
            lambda: client.update(secret, users), lambda outcome: self._updated(outcome, users)
        )

    def _updated(self, outcome: Outcome[None], users: list[User]) -> None:
        self._listener.catch_up()
        self.state = State.READY
        if outcome.error is not None:
            self._repair(outcome.error, "update")
            return
        self._services.breaker.heard()
        self._known_users = users

    def _send(self, secret: str, outgoing: OutgoingT) -> None:
        # The game's callables may call `update` in a loop of their own, which must not send the message again.
        self.state = State.ASKING
        context = outgoing.heard = outgoing.heard or outgoing.context()
        self.state = State.READY
        if outgoing.message.done:
            return
        self._start(State.SENDING)
        if outgoing.begun:
            outgoing.begun = False
            self._listener.words(outgoing, None)
        job = send_job(self._services, secret, outgoing, context, partial(self._heard, weakref.ref(outgoing)))
        self._services.workers.submit(job, lambda outcome: self._sent(outcome, outgoing))

    def _heard(self, sender: weakref.ref[OutgoingT], so_far: SoFar) -> None:
        """Pass on the words of an unfinished reply, unless its message has ended meanwhile."""
        outgoing = sender()
        if outgoing is None or outgoing is not self._current:
            return
        if so_far.text:
            # Now there are words to show, so `thinking` need not be told any more.
            outgoing.begun = outgoing.thought = True
            self._listener.words(outgoing, so_far)
        else:
            self._listener.waking(outgoing)

    def _sent(self, outcome: Outcome[Reply], outgoing: OutgoingT) -> None:
        self._listener.catch_up()
        self.state = State.READY
        reply = outcome.value
        if reply is None:
            self._repair(outcome.error, "send")
            return
        self._services.breaker.heard()
        self.unanswered = False
        if self._current is None:
            return
        # The game judges the reply only if the message was not cancelled meanwhile.
        if outgoing.judge is not None:
            self.state = State.ASKING
            reply = outgoing.judge(reply)
            self.state = State.READY
            if self._current is None:
                return
        # A reply may be flagged and cancelled; flagged has priority, because it tells the player more.
        if reply.flagged:
            self._settle(MessageState.FLAGGED, reply=reply)
        elif not reply.cancelled:
            self._settle(MessageState.SAID, reply=reply, error=StandInError(reply.stand_in) if reply.stand_in else None)
        # Mostly the backend has moved the player to another conversation: send the users, then the message again.
        elif outgoing.tries().may_retry_cancelled(self._on_wire, self._services.settings):
            self._known_users = None
        else:
            self._settle(MessageState.CANCELLED, reply=reply)

    def _finish(self) -> None:
        # No request is sent to a backend that is down, or that asked for no requests.
        reachable = self._services.breaker.up and not self._services.breaker.held_for
        job = self._finish_job() if reachable else None
        if job is None:
            self._end()
            return
        self.state = State.FINISHING
        self._services.workers.submit(job, self._finished)

    def _finish_job(self) -> Callable[[], Eventually[None]] | None:
        """Return the job that sends finish; None if the conversation is persistent, or may still be answering."""
        # In the published backend, an answer that arrives after a finish can end the whole process.
        if self._ref is None or self._token is not None or self.unanswered:
            return None
        client, secret = self._services.client, self._ref.secret
        self._end()
        return lambda: client.finish(secret)

    def _finished(self, outcome: Outcome[None]) -> None:
        self._listener.catch_up()
        self.state = State.ENDED
        if outcome.error is not None:
            log.info("A conversation could not be finished and is forgotten: %s", outcome.error)

    # --- repair

    def _repair(self, error: StealthError | None, route: str) -> None:
        """Choose a remedy for an error and carry it out, even if the message was cancelled meanwhile."""
        error = error or StealthError("The job ended without a value.")
        self._services.breaker.heard(error)
        # Without a message the conversation still needs its repair, and new attempts are counted.
        attempts = self._current.tries() if self._current else Attempts()
        if self._services.breaker.away:
            # Another message has waited for this deployment already, so this one must not wait again.
            attempts.away.run_out()
        plan = remedy_for(error, route, attempts, self._services.settings, self.unanswered, self._services.chance)
        self.unanswered = self.unanswered or plan.unanswered
        self._carry_out(plan, error)

    def _carry_out(self, plan: Plan, error: StealthError) -> None:
        self._pause = plan.pause
        if plan.hold:
            self._services.breaker.hold(plan.hold, error)
        if plan.remedy is Remedy.WITHOUT_TOKEN:
            self._without_token = True
        elif plan.remedy is Remedy.TELL_USERS:
            self._known_users = None
        elif plan.remedy in (Remedy.RENEW, Remedy.GIVE_UP):
            self._lose(give_up=plan.remedy is Remedy.GIVE_UP)
        elif plan.remedy is Remedy.CANCEL and self._current is not None:
            self._settle(MessageState.CANCELLED, error=error)
        elif plan.remedy is Remedy.FAIL:
            if is_down(error):
                self._services.breaker.went_down(error)
            self._services.breaker.away = is_unavailable(error)
            self._fail(error)

    def _lose(self, *, give_up: bool) -> None:
        if give_up and self._token is not None:
            self._token.give_up()
            log.warning("A persistent conversation is stuck; its token's next generation is used from now on.")
        self._ref = None
        self._known_users = None
        self.unanswered = False
        self._without_token = False
        self.state = State.NEW
        self._listener.over()

    def _fail(self, error: StealthError) -> None:
        if self._current is not None:
            self._settle(MessageState.FAILED, error=error)

    def _settle(self, state: MessageState, *, reply: Reply | None = None, error: StealthError | None = None) -> None:
        # Cleared before the listener is called, because the listener may post or step.
        outgoing, self._current = self._current, None
        if outgoing is not None and not outgoing.message.done:
            outgoing.message.settle(state, reply=reply, error=error)
            self._listener.ended(outgoing)

    def _let_go(self) -> None:
        """Release the current message and end its pause, so that the next message need not wait for it."""
        self._current, self._pause = None, 0.0

    def _cancelled(self, outgoing: OutgoingT) -> None:
        if outgoing is self._current:
            self._let_go()
        else:
            self._waiting.remove(outgoing)
        self._listener.ended(outgoing)

    def _end(self) -> None:
        self.state = State.ENDED
        if self._ref is not None:
            self._ref = None
            self._listener.over()


class State(Enum):
    """The state of a conversation."""

    NEW = "new"
    """The backend does not know the conversation yet, or has lost it."""
    CREATING = "creating"
    """create is on the wire."""
    UPDATING = "updating"
    """update is on the wire."""
    READY = "ready"
    """The conversation is open, and nothing is on the wire."""
    SENDING = "sending"
    """send is on the wire."""
    ASKING = "asking"
    """A callback of the game is running: for the context, or for the moderation of a reply."""
    FINISHING = "finishing"
    """finish is on the wire."""
    ENDED = "ended"
    """The conversation is over and takes no more messages."""


ON_WIRE: Final = (State.CREATING, State.UPDATING, State.SENDING, State.ASKING, State.FINISHING)
"""The states in which the conversation can only wait, for a worker or for the game."""
