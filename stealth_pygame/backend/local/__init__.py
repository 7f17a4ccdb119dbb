"""The embedded backend of a game: started beside it, found, watched, and ended with it.

Must not know pygame or the dialogue.
"""

from stealth_pygame.backend.local.backend import LocalBackend, start_local

__all__ = ["LocalBackend", "start_local"]
