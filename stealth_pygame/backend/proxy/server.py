"""The proxy as a running server."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from stealth_pygame.backend.http.origins import Doors, guarded
from stealth_pygame.backend.http.serving import Serving, listen
from stealth_pygame.backend.proxy.application import Application
from stealth_pygame.backend.proxy.players import Players
from stealth_pygame.backend.proxy.settings import Upstream
from stealth_pygame.backend.proxy.sheets import AllowedSheets
from stealth_pygame.backend.store.quota import Quota
from stealth_pygame.protocol.models import PLAYER


class Proxy(Serving):
    """A listening proxy. doors: the web pages and host names that are allowed; None: no page."""

    def __init__(
        self,
        upstream: Upstream,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        database: str = "sqlite://",
        doors: Doors | None = None,
        sheets: AllowedSheets | None = None,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        sock = listen(host, port)
        # If the database cannot be opened, the port must be free again.
        with contextlib.ExitStack() as stack:
            stack.callback(sock.close)
            self._players = Players(database)
            stack.callback(self._players.close)
            self._quota = Quota(database)
            stack.pop_all()
        self._application = Application(upstream, self._players, self._quota, sheets=sheets)
        # A web server in front of it passes on any host name, so names are checked only if some are listed.
        super().__init__(sock, guarded(self._application.app, doors or Doors(any_name=True)), on_ready)

    def about(self) -> tuple[str, ...]:
        """Return the lines to print: the address, and how players get tokens."""
        return (f"Stealth proxy on {self.url}; players get a token by POST {self.url}{PLAYER}",)

    def end(self) -> None:
        """Release threads and connections."""
        self._application.close()
        self._players.close()
        self._quota.close()
