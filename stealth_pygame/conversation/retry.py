"""The decision what to do after an error: retry, open a new conversation, or end the message. It does no I/O itself.

The rules rest on measurements (`protocol.md`): 429 means that a conversation is busy, finished or stuck, or comes from
a web server in front; 404 is a lost conversation or an unknown player; 403 on a send means the key or the secret; 503
is a backend that is being deployed; after a read time-out the message may have arrived.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from stealth_pygame import errors
from stealth_pygame.settings import Settings


class Remedy(Enum):
    """The actions that may follow an error."""

    RETRY = "retry"
    """Send the same request again, after a pause."""
    TELL_USERS = "tell users"
    """Send an update with the users, then the same request again."""
    WITHOUT_TOKEN = "without token"
    """Send create again, without the token that the backend does not know."""
    RENEW = "renew"
    """Open a new conversation, and send the message again."""
    GIVE_UP = "give up"
    """Open a new conversation (for a persistent NPC with the token's next generation), and send the message again."""
    CANCEL = "cancel"
    """The message ends CANCELLED."""
    FAIL = "fail"
    """The message ends FAILED."""


@dataclass
class Patience:
    """The retries of one message for one kind of error, and the seconds since the first of them."""

    tries: int = 0
    seconds: float = 0.0

    def pass_time(self, dt: float) -> None:
        """Let `dt` seconds pass; they count only after the first retry."""
        if self.tries:
            self.seconds += dt

    def run_out(self) -> None:
        """Allow no further retry."""
        self.seconds = math.inf


@dataclass
class Attempts:
    """The attempts for one message, by kind of error.

    connects: failed connections; renewed, given_up, users_told: this remedy was used already; asked_again: a cancelled
    message was sent again; busy, limited, away: the retries for a busy conversation, a request limit, and a 503.
    """

    connects: int = 0
    renewed: bool = False
    given_up: bool = False
    asked_again: bool = False
    users_told: bool = False
    busy: Patience = field(default_factory=Patience)
    limited: Patience = field(default_factory=Patience)
    away: Patience = field(default_factory=Patience)

    def pass_time(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        for patience in (self.busy, self.limited, self.away):
            patience.pass_time(dt)

    def may_retry_cancelled(self, seconds: float, settings: Settings) -> bool:
        """Return True once: a cancelled message may be sent again, unless its answer took long (a busy provider).

        seconds: the time from sending to the answer.
        """
        if self.asked_again or seconds > settings.cancelled_retry_within:
            return False
        self.asked_again = True
        return True


class Plan(NamedTuple):
    """A remedy. pause: seconds to wait before it; unanswered: the backend may still be at work on the message.

    hold: seconds for which the backend wants no requests from any conversation.
    """

    remedy: Remedy
    pause: float = 0.0
    unanswered: bool = False
    hold: float = 0.0


def remedy_for(
    error: errors.StealthError,
    route: str,
    attempts: Attempts,
    settings: Settings,
    unanswered: bool,
    chance: random.Random,
) -> Plan:
    """Return the plan for an error on a route ("create", "create-token", "update" or "send")."""
    # The most certain case first: without a connection, nothing was sent.
    if isinstance(error, errors.ConnectError):
        return _connect(error, attempts, settings)
    if isinstance(error, errors.BusyError):
        limited = error.rate_limit
        return _limited(error, attempts, settings, chance) if limited else _busy(attempts, settings, unanswered, chance)
    if isinstance(error, errors.ServerError) and error.unavailable:
        return _away(error, route, attempts, settings)
    if isinstance(error, errors.UserNotFoundError) and route == "send":
        return _tell_users(attempts)
    # The contract allows 404 for a token that the backend has never seen.
    if route == "create-token" and _is_404(error):
        return Plan(Remedy.WITHOUT_TOKEN)
    if (route in ("send", "update") and _is_lost(error)) or (route == "update" and _is_refused(error)):
        return _renew(attempts)
    if isinstance(error, errors.ModeratedError):
        return Plan(Remedy.CANCEL)
    return Plan(Remedy.FAIL, unanswered=route == "send" and _may_be_answered(error))


def _is_404(error: errors.StealthError) -> bool:
    return isinstance(error, errors.ConversationNotFoundError)


def _is_lost(error: errors.StealthError) -> bool:
    """Return True for a lost conversation. A 403 counts too: if the key was wrong, and not the secret, create fails."""
    return isinstance(error, (errors.ConversationNotFoundError, errors.SecretRefusedError, errors.KeyRefusedError))


def _is_refused(error: errors.StealthError) -> bool:
    """Return True for a failed update. A new conversation helps, because create sends the users too."""
    return isinstance(error, (errors.InvalidRequestError, errors.ServerError, errors.UserNotFoundError))


def _may_be_answered(error: errors.StealthError) -> bool:
    """Return True if the backend may still be at work on the message."""
    # A network may break the connection while the model goes on. On this machine it breaks only if the backend ends.
    lost = isinstance(error, errors.ConnectionLostError) and not error.local
    return lost or isinstance(error, errors.ReplyTimeoutError)


def _connect(error: errors.ConnectError, attempts: Attempts, settings: Settings) -> Plan:
    """Retry after a refused connection, but not after a connection time-out."""
    attempts.connects += 1
    # A time-out has taken its seconds already, and the next one would take as long.
    if error.slow or attempts.connects > settings.connect_retries:
        return Plan(Remedy.FAIL)
    return Plan(Remedy.RETRY, pause=settings.connect_retry_delay)


def _away(error: errors.ServerError, route: str, attempts: Attempts, settings: Settings) -> Plan:
    """Wait for a backend that is being deployed, longer than after a refused connection, because it will come back."""
    away = attempts.away
    pause = error.retry_after if error.retry_after is not None else settings.connect_retry_delay * 2**away.tries
    if away.seconds + pause > settings.busy_patience / 2:
        # A new conversation needs no update, because create sends the users.
        return _renew(attempts) if route == "update" else Plan(Remedy.FAIL)
    away.tries += 1
    return Plan(Remedy.RETRY, pause=max(pause, settings.connect_retry_delay))


def _limited(error: errors.BusyError, attempts: Attempts, settings: Settings, chance: random.Random) -> Plan:
    """Wait as long as a web server asks for. The conversation is not given up, because nothing is wrong with it."""
    limited = attempts.limited
    hold = error.retry_after or 0.0
    pause = max(hold, _backoff(limited.tries, settings, chance))
    # A fallback line now is better than an answer after the player has walked away.
    if limited.seconds + pause > settings.busy_patience:
        return Plan(Remedy.FAIL, hold=hold)
    limited.tries += 1
    return Plan(Remedy.RETRY, pause=pause, hold=hold)


def _tell_users(attempts: Attempts) -> Plan:
    if attempts.users_told:
        return Plan(Remedy.FAIL)
    attempts.users_told = True
    return Plan(Remedy.TELL_USERS)


def _renew(attempts: Attempts) -> Plan:
    if attempts.renewed:
        return Plan(Remedy.FAIL)
    attempts.renewed = True
    return Plan(Remedy.RENEW)


def _busy(attempts: Attempts, settings: Settings, unanswered: bool, chance: random.Random) -> Plan:
    """Wait for a busy conversation. If it stays busy for longer than any answer takes, it is stuck and given up."""
    busy = attempts.busy
    patience = settings.busy_patience + (settings.reply_timeout if unanswered else 0.0)
    # Giving up loses the NPC's memory on the backend, so it comes last.
    if busy.seconds >= patience:
        if attempts.given_up:
            return Plan(Remedy.FAIL)
        attempts.given_up, attempts.busy = True, Patience()
        return Plan(Remedy.GIVE_UP)
    pause = _backoff(busy.tries, settings, chance)
    busy.tries += 1
    # The last retry comes exactly at the end of the patience, not some seconds later.
    return Plan(Remedy.RETRY, pause=min(pause, max(0.05, patience - busy.seconds)))


def _backoff(tries: int, settings: Settings, chance: random.Random) -> float:
    # Limited to 30, so that a very large number of tries cannot overflow.
    pause = min(settings.busy_first * 2 ** min(tries, 30), settings.busy_most)
    # Random, so that NPCs with the same limit do not all retry at the same moment.
    return float(pause * chance.uniform(0.75, 1.25))
