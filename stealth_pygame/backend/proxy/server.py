"""The proxy on a socket."""

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
    """A proxy that is listening. `doors` are the web pages and names that may reach it; none by default."""

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
        # A database that cannot be opened must not leave the port taken.
        with contextlib.ExitStack() as stack:
            stack.callback(sock.close)
            self._players = Players(database)
            stack.callback(self._players.close)
            self._quota = Quota(database)
            stack.pop_all()
        self._application = Application(upstream, self._players, self._quota, sheets=sheets)
        # A web server before it passes on any name, so names are looked at only where some are listed.
        super().__init__(sock, guarded(self._application.app, doors or Doors(any_name=True)), on_ready)

    def about(self) -> tuple[str, ...]:
        """Return the address, and where tokens come from."""
        return (f"Stealth proxy on {self.url}; players get a token by POST {self.url}{PLAYER}",)

    def end(self) -> None:
        """Give back threads and connections."""
        self._application.close()
        self._players.close()
        self._quota.close()
