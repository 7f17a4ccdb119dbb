"""The backend as its users see it: the blocking client, a recorder before it, a stand-in of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from stealth_pygame.protocol.models import ContextEntry, ConversationRef, Reply, User


class HealthLike(Protocol):
    """The part of a `Health` that a circuit breaker needs."""

    @property
    def reachable(self) -> bool:
        """True when anything answered over HTTP."""


class Backend(Protocol):
    """The four routes and the health check, blocking, as `StealthClient` has them."""

    def create(
        self, character: dict[str, Any], users: Sequence[User], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation."""

    def send(self, secret: str, message: str, player_id: str, context: Sequence[ContextEntry] = ()) -> Reply:
        """Say something."""

    def update(self, secret: str, users: Sequence[User] | None = None) -> None:
        """Tell who is there."""

    def finish(self, secret: str) -> None:
        """End it."""

    def check(self) -> HealthLike:
        """Ask the backend how it is."""


def name_of(character: Mapping[str, Any]) -> str:
    """Return the name on a character's sheet; free-form sheets may have none."""
    return str(character.get("name") or "somebody")
