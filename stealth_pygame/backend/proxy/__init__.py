"""A proxy for another backend, so that a published game contains no key: `--upstream URL --auth-env NAME`.

It holds the real key, gives each player a token, and counts their requests. Must not know how a backend answers.
"""

from stealth_pygame.backend.proxy.server import Proxy
from stealth_pygame.backend.proxy.settings import Upstream

__all__ = ["Proxy", "Upstream"]
