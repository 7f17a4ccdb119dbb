"""A proxy before somebody else's backend, so that a shipped game carries no key: `--upstream URL --auth-env NAME`.

It holds the real key and gives each player a token of his own (`POST /player`, no key needed). A token is the key that
the game uses; the four routes are passed through, and messages are capped per player and per day.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from stealth_pygame.backend.http.auth import App, Gate, Receive, Scope, Send, answer, refuse
from stealth_pygame.backend.http.serving import Serving, listen
from stealth_pygame.backend.http.thread_pool import ThreadPool
from stealth_pygame.backend.store.quota import Quota
from stealth_pygame.client.url import base_url
from stealth_pygame.protocol.models import CREATE, ROUTES, SEND

PLAYER = "/player"
"""The route that gives a new player a token."""
THREADS = 64
"""Requests to the upstream at once."""
TIMEOUT = 60.0
"""Seconds for an answer of the upstream."""


@dataclass(frozen=True)
class Upstream:
    """Whose proxy to be, and for how many messages a day. Raises `ConfigurationError` for an unsafe URL."""

    url: str
    key: str = field(repr=False)
    per_player: int = 200
    per_day: int = 5000
    per_address: int = 20
    """New tokens a day for one network address."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", base_url(self.url))

    def token(self) -> str:
        """A new player's token: a random name with our signature, so that none has to be kept."""
        name = secrets.token_urlsafe(12)
        return f"{name}.{self._signature(name)}"

    def player(self, token: str) -> str:
        """The name in a token of ours, or nothing."""
        name, _, signature = token.partition(".")
        given, ours = signature.encode("utf-8", "replace"), self._signature(name).encode()
        return name if hmac.compare_digest(given, ours) else ""

    def _signature(self, name: str) -> str:
        signed = f"stealth player {name}".encode("utf-8", "replace")
        return hmac.new(self.key.encode("utf-8", "replace"), signed, hashlib.sha256).hexdigest()


class Proxy(Serving):
    """The proxy on a socket."""

    def __init__(
        self,
        upstream: Upstream,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        database: str = "sqlite://",
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._ledger = Quota(database)
        self._passing = Passing(upstream, self._ledger)
        super().__init__(listen(host, port), self._passing.app(), on_ready)

    def about(self) -> tuple[str, ...]:
        """Where it is, and where tokens come from."""
        return (f"Stealth proxy on {self.url}; players get a token by POST {self.url}{PLAYER}",)

    def end(self) -> None:
        """Give back threads and connections."""
        self._passing.close()
        self._ledger.close()


class Passing:
    """The proxy as an ASGI application."""

    def __init__(self, upstream: Upstream, ledger: Quota) -> None:
        self._upstream = upstream
        self._ledger = ledger
        self._threads = ThreadPool(THREADS)
        self._local = threading.local()

    def app(self) -> App:
        """What uvicorn runs."""
        return Gate(self._answer, lambda given: bool(self._upstream.player(given.decode("latin-1"))))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        asked = scope["method"], scope["path"]
        if asked == ("POST", PLAYER):
            await self._welcome(scope, send)
        elif asked[0] == "POST" and asked[1] in ROUTES:
            await self._pass(scope, receive, send)
        else:
            route = f"Route {asked[0]}:{asked[1]} not found"
            await answer(send, 404, json.dumps({"message": route, "statusCode": 404}).encode())

    async def _welcome(self, scope: Scope, send: Send) -> None:
        limit = (_address(str(scope["client"][0])), self._upstream.per_address)
        if await self._threads.run(lambda: self._ledger.spend(limit)):
            return await refuse(send, 429, "Too many new players from this address today")
        return await answer(send, 200, json.dumps({"token": self._upstream.token()}).encode())

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        player = self._upstream.player(dict(scope["headers"])[b"authorization"].decode("latin-1"))
        body = (await receive())["body"]
        status, said = await self._threads.run(lambda: self._passed(scope["path"], player, body))
        await answer(send, status, said)

    def _passed(self, route: str, player: str, body: bytes) -> tuple[int, bytes]:
        spent = self._spent(route, player)
        if spent:
            # 422 and not 429: a game would try a busy conversation again
            return 422, json.dumps({"message": spent}).encode()
        headers = {"Authorization": self._upstream.key, "Content-Type": "application/json"}
        try:
            with self._session().post(
                self._upstream.url + route, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as got:
                return self._told(got)
        except requests.RequestException as exc:
            return 502, json.dumps({"message": f"The backend cannot be reached ({type(exc).__name__})"}).encode()

    def _spent(self, route: str, player: str) -> str:
        """Why this request is one too many, or nothing. Only what costs something is counted."""
        if route not in (CREATE, SEND):
            return ""
        whose = f"{route} {player}"
        over = self._ledger.spend((whose, self._upstream.per_player), (route, self._upstream.per_day))
        if not over:
            return ""
        return "You have used up today's messages" if over == whose else "Everybody's messages of today are used up"

    def _told(self, got: requests.Response) -> tuple[int, bytes]:
        """The upstream's answer. That it refused our key is our trouble, not the player's."""
        if got.status_code in (401, 403) and "key" in got.text.lower():
            return 502, json.dumps({"message": "The proxy's own key is refused by its backend"}).encode()
        return got.status_code, got.content

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
        session: requests.Session = self._local.session
        return session

    def close(self) -> None:
        """Let the threads end."""
        self._threads.close()


def _address(client: str) -> str:
    """Whose address it is, for the ledger, which need not know it. A house has 2**64 of the new ones: they are one."""
    try:
        found = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        house = client
    else:
        house = str(found if found.version == 4 else ipaddress.ip_network(f"{found}/64", strict=False))
    return "address " + hashlib.sha256(house.encode()).hexdigest()[:32]
