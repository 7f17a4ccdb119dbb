"""Which trouble asks for which remedy: a table without a clock, a socket or a conversation.

The facts behind each row are measured ones (`protocol.md`): 429 means busy, finished or stuck for ever; 404 a lost
conversation; 403 on a send the key or the secret; a read time-out that the message may have arrived.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from stealth_pygame import errors
from stealth_pygame.settings import Settings


class Remedy(Enum):
    """What can be done about trouble."""

    RETRY = "retry"
    """The same request again, after a pause."""
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
class Attempts:
    """What has been tried for one message."""

    connects: int = 0
    renewed: bool = False
    given_up: bool = False
    asked_again: bool = False
    busy_tries: int = 0
    busy_for: float = 0.0

    def pass_time(self, dt: float) -> None:
        """Time counts against the patience only once somebody was busy."""
        if self.busy_tries:
            self.busy_for += dt

    def may_retry_cancelled(self, seconds: float, settings: Settings) -> bool:
        """One more try after the users were told again, unless the answer took long (an overloaded provider)."""
        if self.asked_again or seconds > settings.cancelled_retry_within:
            return False
        self.asked_again = True
        return True


class Plan(NamedTuple):
    """A remedy, the seconds before it, and whether the backend may still be at work on the message."""

    remedy: Remedy
    pause: float = 0.0
    unanswered: bool = False


def remedy_for(
    error: errors.StealthError,
    route: str,
    attempts: Attempts,
    settings: Settings,
    unanswered: bool,
    chance: random.Random,
) -> Plan:
    """The plan for an error on a route ("create", "create-token", "update" or "send")."""
    if isinstance(error, errors.ConnectError):
        return _connect(error, attempts, settings)
    if isinstance(error, errors.BusyError):
        return _busy(attempts, settings, unanswered, chance)
    if route == "create-token" and _is_404(error):
        return Plan(Remedy.WITHOUT_TOKEN)
    if (route in ("send", "update") and _is_lost(error)) or (route == "update" and _is_refused(error)):
        return _renew(attempts)
    if isinstance(error, errors.ModeratedError):
        return Plan(Remedy.CANCEL)
    may_have_arrived = isinstance(error, (errors.ReplyTimeoutError, errors.ConnectionLostError))
    return Plan(Remedy.FAIL, unanswered=route == "send" and may_have_arrived)


def _is_404(error: errors.StealthError) -> bool:
    return isinstance(error, errors.ConversationNotFoundError)


def _is_lost(error: errors.StealthError) -> bool:
    """A 403 may mean the secret: if it was the key after all, create says so."""
    return isinstance(error, (errors.ConversationNotFoundError, errors.SecretRefusedError, errors.KeyRefusedError))


def _is_refused(error: errors.StealthError) -> bool:
    """An update that the backend cannot do: a new conversation has its users from the start, and needs none."""
    return isinstance(error, (errors.InvalidRequestError, errors.ServerError))


def _connect(error: errors.ConnectError, attempts: Attempts, settings: Settings) -> Plan:
    """More tries where "no" came at once; who waited for nobody, in vain, has waited enough."""
    attempts.connects += 1
    if error.slow or attempts.connects > settings.connect_retries:
        return Plan(Remedy.FAIL)
    return Plan(Remedy.RETRY, pause=settings.connect_retry_delay)


def _renew(attempts: Attempts) -> Plan:
    if attempts.renewed:
        return Plan(Remedy.FAIL)
    attempts.renewed = True
    return Plan(Remedy.RENEW)


def _busy(attempts: Attempts, settings: Settings, unanswered: bool, chance: random.Random) -> Plan:
    patience = settings.busy_patience + (settings.reply_timeout if unanswered else 0.0)
    if attempts.busy_for >= patience:
        if attempts.given_up:
            return Plan(Remedy.FAIL)
        attempts.given_up, attempts.busy_tries, attempts.busy_for = True, 0, 0.0
        return Plan(Remedy.GIVE_UP)
    pause = min(settings.busy_first * 2**attempts.busy_tries, settings.busy_most)
    attempts.busy_tries += 1
    return Plan(Remedy.RETRY, pause=min(pause * chance.uniform(0.75, 1.25), max(0.05, patience - attempts.busy_for)))
