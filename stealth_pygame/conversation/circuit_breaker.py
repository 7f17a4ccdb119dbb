"""The state of the backend for all conversations of a game: up, down, or asking for fewer requests.

A backend that is down costs one quick failure; then nothing is sent until a probe is answered. One that names a time
to wait (Retry-After) is left alone for so long, and costs nobody a memory.
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
"""Hears the error when the backend goes down, and None when it is back."""


class CircuitBreaker:
    """One backend as all conversations of a game share it."""

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
        """True while a backend that says "not just now" (503) was waited for in vain."""
        self.error: StealthError | None = None

    @property
    def up(self) -> bool:
        """False while the backend is known to be down."""
        return self.error is None

    @property
    def held_for(self) -> float:
        """Seconds for which the backend asked to be left alone."""
        return self._held_for

    @property
    def hold_error(self) -> StealthError | None:
        """The error with which it asked for that."""
        return self._hold_error

    def hold(self, seconds: float, error: StealthError) -> None:
        """Send nothing for so many seconds."""
        # Two limits at once: the longer one counts.
        if seconds > self._held_for:
            self._held_for, self._hold_error = seconds, error

    def went_down(self, error: StealthError) -> None:
        """Let everybody fail at once, until a probe is answered: a connection was refused for good."""
        if self.up:
            log.warning("The backend is down: %s", error)
            # A backend that has just gone is most likely back soon, such as after a restart.
            self._wait = self._settings.probe_first
            self._until_probe = max(self._wait, wait_of(error))
            self.error = error
            self._on_change(error)

    def heard(self, error: StealthError | None = None) -> None:
        """Note an answer, or an error that only a reachable backend can cause."""
        # Any answer but another 503 says that the deployment is over.
        self.away = self.away and is_unavailable(error)
        reached = error is None or (isinstance(error, BackendError) and error.status is not None)
        if not self.up and reached and not is_unavailable(error):
            log.info("The backend is back.")
            self.error = None
            self._on_change(None)

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass; asks the backend when it is time."""
        if self._held_for:
            self._held_for = max(0.0, self._held_for - dt)
        # A probe to a machine that swallows everything hangs for its whole time-out.
        if self.up or self._probing:
            return
        self._until_probe -= dt
        if self._until_probe <= 0:
            self._probing = True
            self._workers.submit(self._client.check, self._probed)

    def _probed(self, outcome: Outcome[HealthLike]) -> None:
        self._probing = False
        # A backend that stays away is asked less and less.
        self._wait = min(self._wait * 2, self._settings.probe_most)
        self._until_probe = self._wait
        if outcome.value is not None and outcome.value.reachable:
            self.heard()


def is_down(error: StealthError | None) -> bool:
    """Return True where nothing was sent because nobody was there."""
    return isinstance(error, ConnectError)


def wait_of(error: StealthError | None) -> float:
    """Return the seconds that an error asks to wait, 0 where it asks for nothing."""
    return (error.retry_after or 0.0) if isinstance(error, (BusyError, ServerError)) else 0.0
