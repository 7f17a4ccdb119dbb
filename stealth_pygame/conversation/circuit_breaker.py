"""The state of the backend for all conversations of a game: up, down, or waiting because it asked for fewer requests.

After one failed connection nothing is sent until a probe is answered; messages fail at once. If the backend names a
time to wait (Retry-After), nothing is sent for that time, and no conversation is given up because of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from stealth_pygame.client.backend_api import Backend, HealthLike, is_unavailable
from stealth_pygame.conversation.executor import Executor, Outcome
from stealth_pygame.errors import BackendError, BusyError, ConnectError, ServerError, StealthError
from stealth_pygame.settings import Settings

log = logging.getLogger("stealth_pygame")

OnChange: TypeAlias = "Callable[[StealthError | None], None]"
"""A function that is called with the error when the backend goes down, and with None when it is back."""


class CircuitBreaker:
    """The state of one backend, shared by all conversations of a game."""

    def __init__(self, client: Backend, workers: Executor, settings: Settings, on_change: OnChange) -> None:
        self._client = client
        self._workers = workers
        self._settings = settings
        self._on_change = on_change
        self._probing = False
        self._wait = 0.0
        self._until_probe = 0.0
        self._held_for = 0.0
        self._hold_error: StealthError | None = None
        self.away = False
        """True after a message waited for a backend that answers 503, and failed; until the next other answer."""
        self.error: StealthError | None = None

    @property
    def up(self) -> bool:
        """False while the backend is known to be down."""
        return self.error is None

    @property
    def held_for(self) -> float:
        """Seconds that are left of the time for which the backend asked for no requests."""
        return self._held_for

    @property
    def hold_error(self) -> StealthError | None:
        """The error in which the backend asked for that."""
        return self._hold_error

    def hold(self, seconds: float, error: StealthError) -> None:
        """Send nothing for so many seconds. error: the error in which the backend asked for it."""
        # If the backend has asked twice, the longer time counts.
        if seconds > self._held_for:
            self._held_for, self._hold_error = seconds, error

    def went_down(self, error: StealthError) -> None:
        """Mark the backend as down: all messages fail at once with this error, until a probe is answered."""
        if self.up:
            log.warning("The backend is down: %s", error)
            # After a restart a backend is back soon, so the first probe comes early.
            self._wait = self._settings.probe_first
            self._until_probe = max(self._wait, wait_of(error))
            self.error = error
            self._on_change(error)

    def heard(self, error: StealthError | None = None) -> None:
        """Note an answer or an error. An error with a status comes from a backend that can be reached."""
        # Any answer but another 503 shows that the deployment is over.
        self.away = self.away and is_unavailable(error)
        reached = error is None or (isinstance(error, BackendError) and error.status is not None)
        if not self.up and reached and not is_unavailable(error):
            log.info("The backend is back.")
            self.error = None
            self._on_change(None)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass; while the backend is down, send a probe when it is time."""
        if self._held_for:
            self._held_for = max(0.0, self._held_for - dt)
        # One probe at a time: it may take its whole time-out.
        if self.up or self._probing:
            return
        self._until_probe -= dt
        if self._until_probe <= 0:
            self._probing = True
            self._workers.submit(self._client.check, self._probed)

    def _probed(self, outcome: Outcome[HealthLike]) -> None:
        self._probing = False
        # The longer the backend is down, the longer the pauses between probes.
        self._wait = min(self._wait * 2, self._settings.probe_most)
        self._until_probe = self._wait
        if outcome.value is not None and outcome.value.reachable:
            self.heard()


def is_down(error: StealthError | None) -> bool:
    """Return True if no connection to the backend was possible, so that nothing was sent."""
    return isinstance(error, ConnectError)


def wait_of(error: StealthError | None) -> float:
    """Return the seconds that an error asks to wait, 0 if it names no time."""
    return (error.retry_after or 0.0) if isinstance(error, (BusyError, ServerError)) else 0.0
