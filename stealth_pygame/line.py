"""The line to the backend: up or down, and who finds out when it is back.

A backend that is down costs one quick failure; then nothing is sent until a probe is answered.
"""

from __future__ import annotations

import logging
from typing import Protocol

from stealth_pygame.errors import BackendError, ConnectError, StealthError
from stealth_pygame.events import BackendDown, BackendUp, Tell
from stealth_pygame.settings import Settings
from stealth_pygame.worker import Outcome, Submits

log = logging.getLogger("stealth_pygame")


class HealthLike(Protocol):
    """What a probe answers."""

    @property
    def reachable(self) -> bool:
        """Whether anything answered over HTTP."""


class Checks(Protocol):
    """The part of the client that a probe needs."""

    def check(self) -> HealthLike:
        """Ask the backend how it is; blocking."""


class Line:
    """One backend as all conversations of a game share it."""

    def __init__(self, client: Checks, workers: Submits, settings: Settings, tell: Tell) -> None:
        self._client = client
        self._workers = workers
        self._settings = settings
        self._tell = tell
        self._probing = False
        self._wait = 0.0
        self._until_probe = 0.0
        self.error: StealthError | None = None

    @property
    def up(self) -> bool:
        """False while the backend is known to be down."""
        return self.error is None

    def went_down(self, error: StealthError) -> None:
        """A connection was refused for good: everybody fails at once until a probe is answered."""
        if self.up:
            log.warning("The backend is down: %s", error)
            self._wait = self._until_probe = self._settings.probe_first
            self.error = error
            self._tell(BackendDown(error))

    def heard(self, error: StealthError | None = None) -> None:
        """An answer came, or an error that only a reachable backend can cause."""
        if not self.up and (error is None or (isinstance(error, BackendError) and error.status is not None)):
            log.info("The backend is back.")
            self.error = None
            self._tell(BackendUp())

    def step(self, dt: float) -> None:
        """Let `dt` seconds pass; asks the backend when it is time."""
        if self.up or self._probing:
            return
        self._until_probe -= dt
        if self._until_probe <= 0:
            self._probing = True
            self._workers.submit(self._client.check, self._probed)

    def _probed(self, outcome: Outcome[HealthLike]) -> None:
        self._probing = False
        self._wait = min(self._wait * 2, self._settings.probe_most)
        self._until_probe = self._wait
        if outcome.value is not None and outcome.value.reachable:
            self.heard()


def is_down(error: StealthError | None) -> bool:
    """Whether nothing was sent because nobody was there."""
    return isinstance(error, ConnectError)
