"""The life of one conversation, stepped by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.conversation.circuit_breaker import CircuitBreaker
from stealth_pygame.conversation.conversation import Conversation, State
from stealth_pygame.conversation.outgoing import Heard, Outgoing, Services
from stealth_pygame.message import DropReason, Message, MessageState
from stealth_pygame.protocol.models import ConversationRef, Reply, User
from stealth_pygame.settings import Settings
from stealth_pygame.testing import ManualWorker
from tests.scripted import KeepingEar, ScriptedClient, said

ADA = User(name="Ada", id="x:ada@smith")
BOB = User(name="Bob", id="x:bob@smith")
LOST = errors.ConversationNotFoundError("gone", route="/api/send", status=404)
BUSY = errors.BusyError("busy", route="/api/send", status=429)
REFUSED = errors.ConnectError("refused")
SLOW = errors.ReplyTimeoutError("slow")


class CountingToken:
    """A token whose generations can be counted."""

    def __init__(self) -> None:
        self.generation = 1

    def now(self) -> str:
        return f"smith~{self.generation}"

    def give_up(self) -> None:
        self.generation += 1


class Stand:
    """A conversation with everything around it."""

    def __init__(self, *, token: CountingToken | None = None, settings: Settings | None = None) -> None:
        self.client = ScriptedClient()
        self.workers = ManualWorker()
        self.settings = settings or Settings()
        self.told: list[errors.StealthError | None] = []
        self.breaker = CircuitBreaker(self.client, self.workers, self.settings, self.told.append)
        self.listener = KeepingEar()
        self.users = [ADA]
        self.token = token
        self.conversation = self.new()

    def new(self) -> Conversation[Outgoing]:
        services = Services(self.client, self.workers, self.breaker, self.settings, random.Random(1))
        return Conversation(
            services,
            self.listener,
            character=lambda: {"name": "Bruno"},
            users=lambda: list(self.users),
            token=self.token,
        )

    def post(self, text: str, user: User = ADA, **more: Any) -> Message:
        message = Message(text)
        self.conversation.post(Outgoing(message, user, **more))
        return message

    def go(self, seconds: float = 0.0, dt: float = 0.25) -> None:
        """Let time pass, every job ending at once."""
        self.round(0.0)
        while seconds > 0:
            self.round(min(dt, seconds))
            seconds -= dt

    def round(self, dt: float) -> None:
        self.conversation.step(dt)
        self.breaker.step(dt)
        while self.workers.run_all():
            self.workers.poll()
            self.conversation.step(0.0)

    def say(self, text: str) -> Message:
        message = self.post(text)
        self.go()
        return message


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_nothing_is_created_before_the_first_message(stand: Stand) -> None:
    """A village of a thousand silent villagers costs no request."""
    stand.go(5)
    assert stand.client.asked == []
    assert stand.conversation.state is State.NEW


def test_the_first_message_opens_it(stand: Stand) -> None:
    """create, then send, and the second message only sends."""
    assert stand.say("Hi").state is MessageState.SAID
    assert stand.say("And?").reply == said("You said: And?")
    assert stand.client.routes() == ["create", "send", "send"]
    assert stand.listener.life == ["started"]


def test_one_send_at_a_time_in_order(stand: Stand) -> None:
    """While one message is on its way the others wait, and go in their order."""
    for text in "abc":
        stand.post(text)
    stand.conversation.step(0)
    stand.workers.run_all()
    stand.workers.poll()
    stand.conversation.step(0)
    assert stand.client.sent() == []
    assert len(stand.workers) == 1
    stand.go()
    assert stand.client.sent() == ["a", "b", "c"]


def test_too_many_waiting_are_dropped_with_a_reason() -> None:
    """Eight wait behind the one on its way; the next hears why it cannot."""
    stand = Stand()
    stand.post("first")
    stand.conversation.step(0)
    waiting = [stand.post(str(n)) for n in range(8)]
    late = stand.post("late")
    assert late.state is MessageState.DROPPED
    assert late.reason == "queue full"
    stand.go()
    assert all(message.state is MessageState.SAID for message in waiting)


def test_users_are_told_after_a_create_with_a_token() -> None:
    """The backend ignores the users of a create with a known token: update says them before the first send."""
    stand = Stand(token=CountingToken())
    stand.say("Hi")
    assert stand.client.routes() == ["create", "update", "send"]
    assert stand.client.asked[0][3] == "smith~1"
    assert stand.client.asked[1][2] == [ADA]


def test_a_newcomer_is_told_before_the_next_send(stand: Stand) -> None:
    """Who is there changes: one update, then the message."""
    stand.say("Hi")
    stand.users.append(BOB)
    stand.say("Bob is here")
    assert stand.client.routes() == ["create", "send", "update", "send"]


def test_a_token_that_the_backend_does_not_know(stand: Stand) -> None:
    """The contract allows 404 for it: create without the token, and leave the conversation alone afterwards."""
    stand = Stand(token=CountingToken())
    stand.client.will("create", LOST)
    assert stand.say("Hi").state is MessageState.SAID
    assert [asked[3] for asked in stand.client.asked if asked[0] == "create"] == ["smith~1", None]
    stand.conversation.leave()
    stand.go()
    assert "finish" not in stand.client.routes()


@pytest.mark.parametrize(
    "error",
    [LOST, errors.SecretRefusedError("secret", status=403), errors.KeyRefusedError("key or secret", status=403)],
)
def test_a_lost_conversation_is_replaced_once(stand: Stand, error: errors.StealthError) -> None:
    """404 and 403 on a send: a new conversation and the message again; a second time it fails."""
    stand.client.will("send", error)
    assert stand.say("Hi").state is MessageState.SAID
    assert stand.client.routes() == ["create", "send", "create", "send"]
    assert stand.listener.life == ["started", "over", "started"]
    stand.client.will("send", error, error)
    assert stand.say("Again").state is MessageState.FAILED
    assert stand.say("Once more").state is MessageState.SAID


def test_a_conversation_lost_before_update(stand: Stand) -> None:
    """An update finds it gone: it is replaced, and the message goes to the new one."""
    stand.say("Hi")
    stand.users.append(BOB)
    stand.client.will("update", LOST)
    assert stand.say("Bob is here").state is MessageState.SAID
    assert stand.client.routes() == ["create", "send", "update", "create", "send"]


def test_a_refused_key_fails_and_does_not_latch(stand: Stand) -> None:
    """The next message simply tries again."""
    stand.client.will("create", errors.KeyRefusedError("key", status=403))
    failed = stand.say("Hi")
    assert failed.state is MessageState.FAILED
    assert isinstance(failed.error, errors.KeyRefusedError)
    assert stand.say("Hi").state is MessageState.SAID


def test_busy_is_waited_for(stand: Stand) -> None:
    """429 twice, then an answer: said, after pauses, and no new conversation."""
    stand.client.will("send", BUSY, BUSY)
    message = stand.post("Hi")
    stand.go()
    assert not message.done
    stand.go(4)
    assert message.state is MessageState.SAID
    assert stand.client.routes() == ["create", "send", "send", "send"]


def test_stuck_for_ever_is_given_up() -> None:
    """After twelve seconds of 429 a new conversation is opened, under the token's next generation."""
    stand = Stand(token=CountingToken())
    stand.client.stuck.add("secret-1")
    message = stand.post("Hi")
    stand.go(11.5)
    assert not message.done
    stand.go(1)
    assert message.state is MessageState.SAID
    assert [asked[3] for asked in stand.client.asked if asked[0] == "create"] == ["smith~1", "smith~2"]
    assert 4 <= len(stand.client.sent()) <= 9


def test_a_backend_that_is_always_busy_fails_in_the_end(stand: Stand) -> None:
    """Retries are bounded: two conversations' worth of patience, then FAILED."""
    stand.client.will("send", *[BUSY] * 100)
    message = stand.post("Hi")
    stand.go(26)
    assert message.state is MessageState.FAILED
    assert stand.client.routes().count("create") == 2


def test_a_time_out_gives_the_next_message_more_patience(stand: Stand) -> None:
    """The backend goes on with what we gave up: its 429s are waited for another reply_timeout."""
    stand.client.will("send", SLOW, *[BUSY] * 7)
    assert stand.say("Hi").state is MessageState.FAILED
    message = stand.post("Still there?")
    stand.go(20)
    assert message.state in (MessageState.SENDING, MessageState.SAID)
    stand.go(20)
    assert message.state is MessageState.SAID
    assert stand.client.routes().count("create") == 1


def test_a_time_out_is_not_sent_again(stand: Stand) -> None:
    """The message may have arrived: FAILED, and sent once."""
    stand.client.will("send", SLOW)
    assert stand.say("Hi").state is MessageState.FAILED
    assert stand.client.sent() == ["Hi"]


def test_cancelled_is_tried_once_more_with_the_users(stand: Stand) -> None:
    """The user may have been moved to another conversation: update, then the message again."""
    stand.client.will("send", Reply(cancelled=True))
    assert stand.say("Hi").state is MessageState.SAID
    assert stand.client.routes() == ["create", "send", "update", "send"]


def test_cancelled_twice_is_cancelled(stand: Stand) -> None:
    """One retry at most."""
    stand.client.will("send", Reply(cancelled=True), Reply(cancelled=True))
    assert stand.say("Hi").state is MessageState.CANCELLED


def test_a_slow_cancelled_is_an_overloaded_provider(stand: Stand) -> None:
    """After more than five seconds it is not tried again."""
    stand.client.will("send", Reply(cancelled=True))
    message = stand.post("Hi")
    stand.conversation.step(0)
    stand.workers.run_all()
    stand.workers.poll()
    stand.conversation.step(0)
    for _ in range(24):
        stand.conversation.step(0.25)
    stand.go()
    assert message.state is MessageState.CANCELLED
    assert stand.client.routes() == ["create", "send"]


def test_flagged_wins_over_cancelled(stand: Stand) -> None:
    """A reply that says both ends FLAGGED."""
    stand.client.will("send", Reply(flagged=True, cancelled=True))
    assert stand.say("Hi").state is MessageState.FLAGGED


def test_moderated_is_cancelled_with_its_reason(stand: Stand) -> None:
    """422: one end, no retry, the reason kept."""
    stand.client.will("send", errors.ModeratedError("too rude", status=422))
    message = stand.say("Hi")
    assert message.state is MessageState.CANCELLED
    assert "too rude" in str(message.error)
    assert stand.client.sent() == ["Hi"]


def test_a_refused_connection_is_tried_again(stand: Stand) -> None:
    """Nothing was sent: two more tries within a second."""
    stand.client.will("create", REFUSED, REFUSED)
    message = stand.post("Hi")
    stand.go(1)
    assert message.state is MessageState.SAID
    assert stand.told == []


def test_nobody_waits_three_times_for_nobody(stand: Stand) -> None:
    """Where a connection was waited for in vain, the backend is down after the first time."""
    stand.client.will("create", errors.ConnectError("no connection in time", slow=True))
    message = stand.post("Hi")
    stand.go(1)
    assert message.state is MessageState.FAILED
    assert stand.client.routes() == ["create"]


def test_a_backend_that_is_down_costs_one_failure(stand: Stand) -> None:
    """After three refusals: down, told once; then messages fail at once, unsent, until a probe is answered."""
    stand.client.reachable = False
    stand.client.will("create", *[REFUSED] * 3)
    message = stand.post("Hi")
    stand.go(1)
    assert message.state is MessageState.FAILED
    assert [type(error) for error in stand.told] == [errors.ConnectError]
    asked = len(stand.client.asked)
    assert stand.say("Anybody?").state is MessageState.FAILED
    assert len(stand.client.asked) == asked
    stand.go(30)
    assert 3 <= stand.client.routes().count("check") <= 5
    stand.client.reachable = True
    stand.go(10)
    assert [type(error) for error in stand.told] == [errors.ConnectError, type(None)]
    assert stand.say("You are back").state is MessageState.SAID


def test_everybody_who_waits_fails_when_it_goes_down(stand: Stand) -> None:
    """Nobody waits for a backend that is not there."""
    stand.client.will("create", *[REFUSED] * 3)
    messages = [stand.post(text) for text in "abc"]
    stand.go(1)
    assert [message.state for message in messages] == [MessageState.FAILED] * 3


def test_any_answer_makes_it_up(stand: Stand) -> None:
    """An error that only a reachable backend can give ends the outage."""
    stand.breaker.went_down(REFUSED)
    stand.breaker.heard(SLOW)
    assert not stand.breaker.up
    stand.breaker.heard(BUSY)
    assert stand.breaker.up


def test_thinking_is_seen_after_a_moment(stand: Stand) -> None:
    """0.3 s without an answer, told once, for those that wait as well."""
    stand.post("Hi")
    stand.post("And?")
    stand.conversation.step(0.2)
    assert stand.listener.thought == []
    stand.conversation.step(0.2)
    stand.conversation.step(0.2)
    assert stand.listener.thought == ["Hi", "And?"]


def test_a_message_in_the_queue_can_be_cancelled(stand: Stand) -> None:
    """It is dropped at once and never sent."""
    stand.post("Hi")
    second = stand.post("Never mind")
    second.cancel()
    assert second.state is MessageState.DROPPED
    stand.go()
    assert stand.client.sent() == ["Hi"]
    assert stand.listener.ends == [("Never mind", MessageState.DROPPED), ("Hi", MessageState.SAID)]


def test_a_message_on_the_wire_can_be_cancelled(stand: Stand) -> None:
    """Its answer is ignored when it comes, and only then goes the next one."""
    stand.say("Hi")
    message = stand.post("Wait")
    stand.conversation.step(0)
    message.cancel()
    message.cancel()
    stand.post("Next")
    stand.conversation.step(0)
    assert stand.client.sent() == ["Hi"]
    stand.go()
    assert stand.client.sent() == ["Hi", "Wait", "Next"]
    assert stand.listener.ends[1:] == [("Wait", MessageState.DROPPED), ("Next", MessageState.SAID)]


@pytest.mark.parametrize("error", [LOST, BUSY, SLOW, REFUSED])
def test_an_error_for_a_cancelled_message_repairs_all_the_same(stand: Stand, error: errors.StealthError) -> None:
    """The one who comes next is answered."""
    stand.say("Hi")
    message = stand.post("Wait")
    stand.conversation.step(0)
    stand.client.will("send", error)
    message.cancel()
    stand.go(2)
    assert stand.say("Next").state is MessageState.SAID


def test_an_empty_conversation_is_finished(stand: Stand) -> None:
    """Everybody has left: finish, once; it takes no messages any more."""
    stand.say("Hi")
    stand.conversation.leave()
    stand.go(1)
    assert stand.client.routes() == ["create", "send", "finish"]
    assert not stand.conversation.open
    assert stand.listener.life == ["started", "over"]


def test_it_is_never_finished_during_a_send(stand: Stand) -> None:
    """Leaving waits for what is queued and on the wire."""
    stand.say("Hi")
    stand.post("Bye")
    stand.conversation.step(0)
    stand.post("Really")
    stand.conversation.leave()
    stand.conversation.step(0)
    assert len(stand.workers) == 1
    stand.go()
    assert stand.client.routes() == ["create", "send", "send", "send", "finish"]


def test_what_may_still_be_answered_is_not_finished(stand: Stand) -> None:
    """After a time-out the send counts as on the wire at the backend: leave it be."""
    stand.client.will("send", SLOW)
    stand.say("Hi")
    stand.conversation.leave()
    stand.go()
    assert "finish" not in stand.client.routes()
    assert stand.conversation.state is State.ENDED


def test_a_persistent_conversation_is_left_alone() -> None:
    """Do not finish what should persist."""
    stand = Stand(token=CountingToken())
    stand.say("Hi")
    stand.conversation.leave()
    stand.go()
    assert "finish" not in stand.client.routes()
    assert stand.conversation.state is State.ENDED


def test_one_that_never_began_ends_quietly(stand: Stand) -> None:
    """Leaving before the first word costs no request."""
    stand.conversation.leave()
    stand.go()
    assert stand.client.asked == []
    assert stand.conversation.state is State.ENDED


def test_a_finish_that_fails_is_forgotten(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    """500 on finish: logged, over."""
    caplog.set_level("INFO")
    stand.say("Hi")
    stand.client.will("finish", errors.ServerError("no", status=500))
    stand.conversation.leave()
    stand.go()
    assert stand.conversation.state is State.ENDED
    assert "could not be finished" in caplog.text


def test_a_backend_that_is_down_is_not_asked_to_finish(stand: Stand) -> None:
    """There is nobody to ask."""
    stand.say("Hi")
    stand.breaker.went_down(REFUSED)
    stand.conversation.leave()
    stand.go()
    assert "finish" not in stand.client.routes()


def test_a_message_calls_back_who_was_leaving(stand: Stand) -> None:
    """Speaking again before it is finished keeps it."""
    stand.say("Hi")
    stand.conversation.leave()
    stand.post("One more thing")
    stand.go(1)
    assert stand.client.routes() == ["create", "send", "send"]


def test_what_waits_can_be_dropped(stand: Stand) -> None:
    """Somebody is removed: his messages end, with the reason, those of others stay."""
    mine, other = stand.post("mine"), stand.post("other", BOB)
    stand.conversation.step(0)
    stand.conversation.drop(DropReason.REMOVED, lambda outgoing: outgoing.user == ADA)
    assert (mine.state, mine.reason) == (MessageState.DROPPED, "removed")
    stand.go()
    assert other.state is MessageState.SAID


@pytest.mark.parametrize("way", ["dropped", "cancelled"])
def test_nobody_waits_out_the_pause_of_a_message_that_is_gone(way: str) -> None:
    """Who stood behind a message that was to be tried again in eight seconds goes at once."""
    stand = Stand(settings=Settings(busy_first=8.0, busy_most=8.0))
    stand.client.will("send", BUSY)
    mine, other = stand.post("mine"), stand.post("other", BOB)
    stand.go()
    if way == "dropped":
        stand.conversation.drop(DropReason.REMOVED, lambda outgoing: outgoing.user == ADA)
    else:
        mine.cancel()
    stand.go()
    assert other.state is MessageState.SAID


def test_context_is_sampled_once_at_the_moment_of_sending(stand: Stand) -> None:
    """What waits in the queue hears the world as it is when it goes out; a retry says the same again."""
    sampled = []

    def read() -> Heard:
        sampled.append("now")
        return tuple

    stand.client.will("send", LOST)
    outgoing = Outgoing(Message("Hi"), ADA, read)
    stand.conversation.post(outgoing)
    assert sampled == []
    stand.go()
    assert sampled == ["now"]


def test_a_judge_may_change_a_reply(stand: Stand) -> None:
    """Moderation of the game's own sits between the wire and the end of the message."""
    outgoing = Outgoing(Message("Hi"), ADA, judge=lambda reply: reply.model_copy(update={"flagged": True}))
    stand.conversation.post(outgoing)
    stand.go()
    assert outgoing.message.state is MessageState.FLAGGED


def test_settings_are_checked() -> None:
    """A number that cannot work is named."""
    with pytest.raises(errors.ConfigurationError, match=r"workers is 0"):
        replace(Settings(), workers=0)


def test_a_conversation_shows_its_state(stand: Stand) -> None:
    """The repr serves the debug overlay, and holds no secret."""
    stand.say("Hi")
    assert repr(stand.conversation) == "<Conversation ready waiting=0>"
    assert "secret" not in repr(ConversationRef(id="1", secret="secret-1"))


def test_an_update_inside_a_context_sends_nothing_twice(stand: Stand) -> None:
    """A game whose context runs its own loop gets one send per message, and a later message still goes."""
    asked = []

    def context() -> Heard:
        asked.append(True)
        stand.conversation.step(0.25)
        return tuple

    message = stand.post("Hi", context=context)
    stand.go(1.0)
    assert (message.state, stand.client.sent(), len(asked)) == (MessageState.SAID, ["Hi"], 1)
    assert stand.say("And now?").state is MessageState.SAID


def test_an_update_inside_a_judgement_sends_nothing_twice(stand: Stand) -> None:
    """The same for moderation of the game's own."""

    def judge(reply: Reply) -> Reply:
        stand.conversation.step(0.25)
        return reply

    message = stand.post("Hi", judge=judge)
    stand.go(1.0)
    assert (message.state, stand.client.sent()) == (MessageState.SAID, ["Hi"])


def test_a_message_may_be_cancelled_by_what_it_asks(stand: Stand) -> None:
    """A callable that ends the very message it is asked for: nothing is sent, and the next one goes."""
    posted: list[Message] = []

    def context() -> Heard:
        posted[-1].cancel()
        return tuple

    def judge(reply: Reply) -> Reply:
        posted[-1].cancel()
        return reply

    posted.append(stand.post("Hi", context=context))
    stand.go(1.0)
    assert stand.client.sent() == []
    posted.append(stand.post("Hi", judge=judge))
    stand.go(1.0)
    assert [message.state for message in posted] == [MessageState.DROPPED] * 2
    assert stand.say("And now?").state is MessageState.SAID


LIMIT = errors.BusyError("slow down", route="/api/send", status=429, rate_limit=True)
AWAY = errors.ServerError("deploying", route="/api/send", status=503)


def limit(seconds: float) -> errors.BusyError:
    return errors.BusyError("slow down", route="/api/send", status=429, rate_limit=True, retry_after=seconds)


def test_a_limit_of_a_web_server_costs_no_memory() -> None:
    """However long it lasts: the message fails, and the conversation and its token stay."""
    stand = Stand(token=CountingToken())
    stand.say("Hi")
    stand.client.will("send", *[LIMIT] * 40)
    message = stand.post("Still there?")
    stand.go(60)
    assert message.state is MessageState.FAILED
    assert stand.client.routes().count("create") == 1
    assert stand.client.sent().count("Still there?") <= 8
    stand.client.answers["send"].clear()
    assert stand.say("And now?").state is MessageState.SAID
    assert stand.client.routes().count("create") == 1


def test_the_time_that_a_server_asks_for_is_kept_by_everybody(stand: Stand) -> None:
    """No request before it has passed, from this conversation or another; then both are answered."""
    other = stand.new()
    stand.client.will("send", limit(5.0))
    mine = stand.post("mine")
    stand.go()
    theirs = Message("theirs")
    other.post(Outgoing(theirs, BOB))
    asked = len(stand.client.asked)
    for _ in range(19):
        stand.round(0.25)
        other.step(0.25)
    assert len(stand.client.asked) == asked
    for _ in range(8):
        stand.round(0.25)
        other.step(0.25)
        stand.go()
    assert (mine.state, theirs.state) == (MessageState.SAID, MessageState.SAID)


def test_a_time_that_nobody_has_the_patience_for_fails_at_once(stand: Stand) -> None:
    """Retry-After of a minute: one request, FAILED; the next message fails too, unsent, until the minute is over."""
    stand.client.will("send", limit(60.0))
    error = stand.say("Hi").error
    assert isinstance(error, errors.BusyError)
    assert error.retry_after == 60.0
    late = stand.say("Again")
    assert (late.state, late.error) == (MessageState.FAILED, error)
    assert stand.client.sent() == ["Hi"]
    stand.go(50)
    patient = stand.post("Soon over")
    stand.go(12)
    assert patient.state is MessageState.SAID


def test_a_deployment_is_waited_for(stand: Stand) -> None:
    """503 a few times, then an answer: said, by the same conversation."""
    stand.say("Hi")
    stand.client.will("send", AWAY, AWAY, AWAY)
    message = stand.post("And?")
    stand.go(4)
    assert message.state is MessageState.SAID
    assert stand.client.routes().count("create") == 1


def test_a_deployment_without_end_is_waited_for_once(stand: Stand) -> None:
    """The first message fails after some seconds, the next ones at their first try, until another answer comes."""
    stand.client.will("create", *[AWAY] * 20)
    first = stand.post("Hi")
    stand.go(7)
    assert first.state is MessageState.FAILED
    assert stand.told == []
    asked = len(stand.client.asked)
    assert stand.say("Again").state is MessageState.FAILED
    assert len(stand.client.asked) == asked + 1
    stand.client.answers["create"].clear()
    assert stand.say("Back?").state is MessageState.SAID
    stand.client.will("send", AWAY)
    patient = stand.post("Once more")
    stand.go(1)
    assert patient.state is MessageState.SAID


def test_a_player_whom_the_backend_does_not_know_is_told_to_it(stand: Stand) -> None:
    """Eliza loses its users with an update of the character: update, then the message again, once."""
    stand.say("Hi")
    stranger = errors.UserNotFoundError("who?", route="/api/send", status=404)
    stand.client.will("send", stranger)
    assert stand.say("And?").state is MessageState.SAID
    assert stand.client.routes() == ["create", "send", "send", "update", "send"]
    stand.client.will("send", stranger, stranger)
    assert stand.say("Again").state is MessageState.FAILED
    assert stand.client.routes().count("create") == 1


def test_an_embedded_backend_killed_in_mid_send_costs_no_patience() -> None:
    """Its process is gone and answers nothing any more: a flag that it left behind is waited out like any other."""
    stand = Stand(token=CountingToken())
    stand.say("Hi")
    stand.client.will("send", errors.ConnectionLostError("lost", local=True))
    assert stand.say("Bye").state is MessageState.FAILED
    assert not stand.conversation.unanswered
    stand.client.stuck.add("secret-1")
    message = stand.post("Back?")
    stand.go(13)
    assert message.state is MessageState.SAID


def test_a_judge_is_not_asked_about_a_message_that_was_cancelled(stand: Stand) -> None:
    """The game has let go of it, and hears nothing more of it."""
    judged: list[Reply] = []

    def judge(reply: Reply) -> Reply:
        judged.append(reply)
        return reply

    outgoing = Outgoing(Message("Hi"), ADA, judge=judge)
    stand.conversation.post(outgoing)
    stand.conversation.step(0)
    stand.workers.run_all()
    stand.workers.poll()
    stand.conversation.step(0)
    outgoing.message.cancel()
    stand.go()
    assert stand.client.sent() == ["Hi"]
    assert judged == []


def test_a_conversation_that_is_lost_tries_its_token_again() -> None:
    """The backend did not know the token once; a new conversation is opened under it all the same."""
    stand = Stand(token=CountingToken())
    stand.client.will("create", LOST)
    stand.say("Hi")
    stand.client.will("send", LOST)
    assert stand.say("Again").state is MessageState.SAID
    assert [asked[3] for asked in stand.client.asked if asked[0] == "create"] == ["smith~1", None, "smith~1"]


def test_a_hold_is_no_reason_to_wait_with_leaving(stand: Stand) -> None:
    """A conversation that everybody has left is forgotten, and the backend left alone."""
    stand.say("Hi")
    stand.breaker.hold(30.0, LIMIT)
    stand.conversation.leave()
    stand.go()
    assert stand.conversation.state is State.ENDED
    assert "finish" not in stand.client.routes()


def test_waiting_for_others_limits_costs_patience_too(stand: Stand) -> None:
    """A message that has waited eight seconds for one limit does not wait eight more for the next."""
    stand.say("Hi")
    stand.breaker.hold(8.0, LIMIT)
    message = stand.post("Still there?")
    stand.client.will("send", limit(8.0))
    stand.go(7.5)
    assert not message.done
    stand.go(1)
    assert message.state is MessageState.FAILED
    assert stand.client.sent() == ["Hi", "Still there?"]


def test_a_later_answer_ends_the_doubt(stand: Stand) -> None:
    """After a time-out a conversation is left alone; after the next answer it is finished like any other."""
    stand.client.will("send", SLOW)
    stand.say("Hi")
    stand.say("Still there?")
    stand.conversation.leave()
    stand.go()
    assert stand.client.routes()[-1] == "finish"
