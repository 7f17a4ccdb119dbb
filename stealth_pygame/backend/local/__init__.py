"""The embedded backend of a game: it is started, watched and ended together with the game.

Must not know pygame or the dialogue.
"""

from stealth_pygame.backend.local.backend import LocalBackend, start_local
from stealth_pygame.backend.local.in_process import InProcessBackend

__all__ = ["InProcessBackend", "LocalBackend", "start_local"]
