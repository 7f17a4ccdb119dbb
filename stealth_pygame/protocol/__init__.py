"""The bodies of the backend's four routes as models, their JSON text, and the errors that refusals stand for.

`models` are the bodies, `codec` their JSON, `requests` builds them, `errors` reads a refused request's status and body.

Must not do I/O, and must not know pygame or the packages above.
"""

from stealth_pygame.protocol.codec import decode, encode, write
from stealth_pygame.protocol.errors import error_from, web_page
from stealth_pygame.protocol.models import (
    CREATE,
    FINISH,
    RESERVED_CONTEXT_KEYS,
    ROUTES,
    SEND,
    UPDATE,
    ContextEntry,
    ConversationRef,
    CreateRequest,
    Empty,
    FinishRequest,
    Reply,
    SendRequest,
    UpdateRequest,
    User,
    WireCall,
)

__all__ = [
    "CREATE",
    "FINISH",
    "RESERVED_CONTEXT_KEYS",
    "ROUTES",
    "SEND",
    "UPDATE",
    "ContextEntry",
    "ConversationRef",
    "CreateRequest",
    "Empty",
    "FinishRequest",
    "Reply",
    "SendRequest",
    "UpdateRequest",
    "User",
    "WireCall",
    "decode",
    "encode",
    "error_from",
    "web_page",
    "write",
]
