"""The blocking client of the backend: four routes over HTTP, with deadlines, limits and typed errors.

Must not know threads of its own, conversations, NPCs or pygame.
"""

from stealth_pygame.client.client import (
    CharacterLike,
    ContextLike,
    ConversationRef,
    Health,
    Reply,
    StealthClient,
    User,
    UserLike,
)

__all__ = [
    "CharacterLike",
    "ContextLike",
    "ConversationRef",
    "Health",
    "Reply",
    "StealthClient",
    "User",
    "UserLike",
]
