"""A proxy before somebody else's backend, so that a shipped game carries no key: `--upstream URL --auth-env NAME`.

Holds the real key, gives each player a token, counts what players use. Must not know how a backend answers.
"""

from stealth_pygame.backend.proxy.server import Proxy
from stealth_pygame.backend.proxy.settings import Upstream

__all__ = ["Proxy", "Upstream"]
