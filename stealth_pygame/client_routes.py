"""The routes as those see them who stand between a game and its client: a recorder, a troublemaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from stealth_pygame.protocol import ContextEntry, ConversationRef, Reply, User


class Looked(Protocol):
    """What a look at the backend tells."""

    @property
    def reachable(self) -> bool:
        """Whether anything answered over HTTP."""


class Routes(Protocol):
    """The routes as `StealthClient` has them."""

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

    def check(self) -> Looked:
        """See how the backend is."""


def name_of(character: Mapping[str, Any]) -> str:
    """Whom a character's sheet describes; free-form sheets may not say."""
    return str(character.get("name") or "somebody")
