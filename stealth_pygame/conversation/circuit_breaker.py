"""The line to the backend: up or down, and who finds out when it is back.

A backend that is down costs one quick failure; then nothing is sent until a probe is answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from stealth_pygame.client.backend_api import Backend, HealthLike
from stealth_pygame.conversation.worker import Executor, Outcome
from stealth_pygame.errors import BackendError, ConnectError, StealthError
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
            self._on_change(error)

    def heard(self, error: StealthError | None = None) -> None:
        """An answer came, or an error that only a reachable backend can cause."""
        if not self.up and (error is None or (isinstance(error, BackendError) and error.status is not None)):
            log.info("The backend is back.")
            self.error = None
            self._on_change(None)

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
