"""The remedy for each kind of trouble: a table without a clock, a socket or a conversation.

The facts behind each row are measured ones (`protocol.md`): 429 means busy, finished or stuck for ever, or comes from a
web server in front; 404 is a lost conversation or an unknown player; 403 on a send is the key or the secret; 503 is a
backend that is being deployed; after a read time-out the message may have arrived.
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
    """The ways out of trouble."""

    RETRY = "retry"
    """The same request again, after a pause."""
    TELL_USERS = "tell users"
    """update with the users, then the same request again."""
    WITHOUT_TOKEN = "without token"
    """create again without the token the backend does not know."""
    RENEW = "renew"
    """A new conversation, and the message again."""
    GIVE_UP = "give up"
    """A new conversation, a persistent villager's under the token's next generation, and the message again."""
    CANCEL = "cancel"
    """The message ends CANCELLED."""
    FAIL = "fail"
    """The message ends FAILED."""


@dataclass
class Patience:
    """The tries of one kind for one message, and the seconds since the first of them."""

    tries: int = 0
    seconds: float = 0.0

    def pass_time(self, dt: float) -> None:
        """Let `dt` seconds pass; they count only once something was tried."""
        if self.tries:
            self.seconds += dt

    def run_out(self) -> None:
        """Allow no further try."""
        self.seconds = math.inf


@dataclass
class Attempts:
    """The tries for one message, by the trouble that they met."""

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
        """Allow one more try after the users were told again, unless the answer took long (an overloaded provider)."""
        if self.asked_again or seconds > settings.cancelled_retry_within:
            return False
        self.asked_again = True
        return True


class Plan(NamedTuple):
    """A remedy, the seconds before it, and the facts that others must know.

    unanswered: the backend may still be at work on the message; hold: seconds for which it wants nothing from anybody.
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
    # From the surest knowledge to the least: nothing was sent.
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
    """Return True for a lost conversation. A 403 may mean the secret: if it was the key after all, create says so."""
    return isinstance(error, (errors.ConversationNotFoundError, errors.SecretRefusedError, errors.KeyRefusedError))


def _is_refused(error: errors.StealthError) -> bool:
    """Return True for an update that the backend cannot do: a new conversation has its users from the start."""
    return isinstance(error, (errors.InvalidRequestError, errors.ServerError, errors.UserNotFoundError))


def _may_be_answered(error: errors.StealthError) -> bool:
    """Return True where the backend may still be at work. On this machine only its end breaks a connection."""
    # Over a network the connection may break while the model goes on thinking.
    lost = isinstance(error, errors.ConnectionLostError) and not error.local
    return lost or isinstance(error, errors.ReplyTimeoutError)


def _connect(error: errors.ConnectError, attempts: Attempts, settings: Settings) -> Plan:
    """Try again where "no" came at once; a message that waited for nobody, in vain, has waited enough."""
    attempts.connects += 1
    # A time-out has cost its seconds already, and the next one would too.
    if error.slow or attempts.connects > settings.connect_retries:
        return Plan(Remedy.FAIL)
    return Plan(Remedy.RETRY, pause=settings.connect_retry_delay)


def _away(error: errors.ServerError, route: str, attempts: Attempts, settings: Settings) -> Plan:
    """Wait for a backend that is being deployed, as for a refused connection but longer: it says that it comes back."""
    away = attempts.away
    pause = error.retry_after if error.retry_after is not None else settings.connect_retry_delay * 2**away.tries
    if away.seconds + pause > settings.busy_patience / 2:
        # A new conversation has its users from the start, and needs no update.
        return _renew(attempts) if route == "update" else Plan(Remedy.FAIL)
    away.tries += 1
    return Plan(Remedy.RETRY, pause=max(pause, settings.connect_retry_delay))


def _limited(error: errors.BusyError, attempts: Attempts, settings: Settings, chance: random.Random) -> Plan:
    """Keep the time that a web server asks for. Nothing is wrong with the conversation, so it is never given up."""
    limited = attempts.limited
    hold = error.retry_after or 0.0
    pause = max(hold, _backoff(limited.tries, settings, chance))
    # Better a word in character now than an answer when the player has walked away.
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
    """Wait for a conversation that is busy; only one that stays so for longer than any answer takes is stuck."""
    busy = attempts.busy
    patience = settings.busy_patience + (settings.reply_timeout if unanswered else 0.0)
    # Only after all patience: a memory is given up last.
    if busy.seconds >= patience:
        if attempts.given_up:
            return Plan(Remedy.FAIL)
        attempts.given_up, attempts.busy = True, Patience()
        return Plan(Remedy.GIVE_UP)
    pause = _backoff(busy.tries, settings, chance)
    busy.tries += 1
    # The last try comes just as the patience ends, not some seconds later.
    return Plan(Remedy.RETRY, pause=min(pause, max(0.05, patience - busy.seconds)))


def _backoff(tries: int, settings: Settings, chance: random.Random) -> float:
    # Tries are few, but a number of them that nobody foresaw must not overflow.
    pause = min(settings.busy_first * 2 ** min(tries, 30), settings.busy_most)
    # Villagers who met the same limit must not come back in one moment.
    return float(pause * chance.uniform(0.75, 1.25))
