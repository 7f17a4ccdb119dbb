"""The clients of the backend: four routes over HTTP, with deadlines, limits and typed errors.

`client` blocks, for worker threads; `fetch` is for web pages; `backend_api` is the interface that both have.

Must not know conversations, NPCs or pygame. The blocking client and the client for web pages are imported on first
use, because each needs modules that the other's platform lacks.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from stealth_pygame.client.backend_api import Health
from stealth_pygame.protocol.models import ConversationRef, Reply, User
from stealth_pygame.protocol.requests import CharacterLike, ContextLike, UserLike

if TYPE_CHECKING:
    from stealth_pygame.client.client import StealthClient
    from stealth_pygame.client.fetch import FetchClient

__all__ = [
    "CharacterLike",
    "ContextLike",
    "ConversationRef",
    "FetchClient",
    "Health",
    "Reply",
    "StealthClient",
    "User",
    "UserLike",
]

_LATER = {"FetchClient": "fetch", "StealthClient": "client"}


def __getattr__(name: str) -> Any:
    """Import a client when it is first used."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    return value
