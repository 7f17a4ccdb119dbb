"""The four routes over a browser's `fetch`, for games in a web page: the calls of `StealthClient`, awaited.

A browser does not tell why a request failed, nor whether it left. A send that fails counts as one that may have
arrived; the next call then looks first whether anybody is there, so that a backend that is down is told as such.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr

from stealth_pygame import errors, protocol
from stealth_pygame.client import responses
from stealth_pygame.client.backend_api import Health, health
from stealth_pygame.client.responses import Answer, AnswerT
from stealth_pygame.client.url import base_url, checked_key, is_loopback
from stealth_pygame.protocol.models import EVENTS, OFFER, STREAM, ConversationRef, Reply
from stealth_pygame.protocol.requests import (
    CharacterLike,
    ContextLike,
    UserLike,
    create_request,
    finish_request,
    send_request,
    update_request,
)
from stealth_pygame.validation import check_flag, check_seconds, known_only

# A path that needs no key and changes nothing; any answer to it, even "not found", says that somebody is there.
PROBE: Final = "/reference/openapi.json"

# Options of every request: nothing of the browser's goes along, and no redirect takes the key away.
PLAIN: Final = {
    "cache": "no-store",
    "credentials": "omit",
    "redirect": "manual",
    "referrerPolicy": "no-referrer",
}


class PageError(OSError):
    """The page's `fetch` failed, or broke off; a browser tells no more than that."""


class PageExchange(Protocol):
    """One request of a page, and its answer."""

    async def head(self) -> tuple[int, Mapping[str, str]]:
        """Send the request; returns status and headers, status 0 for a redirect. Raises `PageError`."""

    async def chunk(self) -> bytes:
        """Return the next bytes of the answer, none at its end. Raises `PageError`."""

    def abort(self) -> None:
        """End the request; the caller that awaits it gets a `PageError`."""


class Page(Protocol):
    """The place of the game in a browser, as far as requests need it."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PageExchange:
        """Return a request that is not sent yet."""

    def look(self, url: str) -> PageExchange:
        """Return a request that sends nothing of ours, only to see whether anybody answers."""


@known_only
class FetchClient:
    """A Stealth backend at `url`, asked from a web page with the API key `auth`; every call is awaited.

    Times are seconds. `reply_timeout` bounds the whole request; `connect_timeout` the look whether anybody is there.
    page: stands in for the browser's `fetch` in tests. Anybody who opens the page can read the key: give it one that
    is made for players (`docs/`), not the one of the backend.
    """

    def __init__(
        self,
        url: str,
        auth: str,
        *,
        connect_timeout: float = 3.0,
        reply_timeout: float = 30.0,
        max_reply_bytes: int = 1_048_576,
        allow_insecure: bool = False,
        page: Page | None = None,
    ) -> None:
        check_flag(allow_insecure, "allow_insecure")
        self.url = base_url(url, allow_insecure=allow_insecure)
        self.connect_timeout = check_seconds("connect_timeout", connect_timeout)
        self.reply_timeout = check_seconds("reply_timeout", reply_timeout)
        self.max_reply_bytes = int(check_seconds("max_reply_bytes", max_reply_bytes, most=responses.MOST_BYTES))
        self._key = SecretStr(checked_key(auth))
        self._page = BrowserPage() if page is None else page
        self._exchanges: set[PageExchange] = set()
        self._aborted: set[PageExchange] = set()
        self._doubtful = False
        self._offered = False
        self._closed = False

    def __repr__(self) -> str:
        return f"<FetchClient {self.url}>"

    async def create(
        self, character: CharacterLike, users: Iterable[UserLike], persistence_token: str | None = None
    ) -> ConversationRef:
        """Open a conversation, or the one that is kept under the token (which then ignores `users`: update them)."""
        return await self._ask(protocol.CREATE, create_request(character, users, persistence_token), ConversationRef)

    async def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Send a message. `BusyError` also means finished or stuck for ever: retries have to be bounded."""
        return await self._ask(protocol.SEND, send_request(secret, message, player_id, context), Reply)

    @property
    def streams(self) -> bool:
        """True once a backend has offered, with a conversation, to tell its words as they come."""
        return self._offered

    async def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """Send a message; `tell` hears words of the reply as they come, as with `StealthClient.stream`."""
        request = send_request(secret, message, player_id, context)
        return await self._ask(protocol.SEND, request, Reply, responses.Telling(tell) if self._offered else None)

    async def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Tell who is there, or give a new character, which wipes the history."""
        await self._ask(protocol.UPDATE, update_request(secret, users, character), protocol.Empty)

    async def finish(self, secret: str) -> None:
        """End a conversation. Never while a send is on its way: its late answer can kill the backend's process."""
        await self._ask(protocol.FINISH, finish_request(secret), protocol.Empty)

    async def check(self) -> Health:
        """Ask whether a Stealth backend is there and takes the key; raises nothing but `ClosedError`."""
        started = time.perf_counter()
        problem: errors.StealthError | None = None
        try:
            await self.update(str(uuid.uuid4()), users=())
        except errors.BackendError as exc:
            problem = exc
        return health(problem, self.url, (time.perf_counter() - started) * 1000)

    def abort(self) -> None:
        """End every request that waits for an answer; those calls raise `ClosedError`. Later calls work."""
        for exchange in list(self._exchanges):
            self._aborted.add(exchange)
            exchange.abort()

    def close(self) -> None:
        """End all that is on its way. Every later call raises `ClosedError`."""
        self._closed = True
        self.abort()

    async def _ask(
        self, route: str, body: BaseModel, kind: type[AnswerT], tell: Callable[[str], None] | None = None
    ) -> AnswerT:
        secrets = (self._key.get_secret_value(), str(getattr(body, "secret", "")))
        # Before the look, which would be sent as well.
        if self._closed:
            raise errors.ClosedError("The client is closed; make a new FetchClient.")
        await self._look_first(route)
        with responses.hidden(secrets):
            answer = await self._post(route, protocol.encode(body), tell)
        if route == protocol.CREATE:
            self._offered = STREAM in answer[1].get(OFFER.title(), "")
        return responses.result(kind, answer, route, secrets)

    async def _look_first(self, route: str) -> None:
        """After a failure that tells nothing, see whether anybody is there. Raises `ConnectError`: nothing was sent."""
        if not self._doubtful:
            return
        try:
            async with self._exchange(self._page.look(self.url + PROBE), route) as exchange:
                await asyncio.wait_for(exchange.head(), self.connect_timeout)
        except asyncio.TimeoutError:
            raise errors.ConnectError(f"{self.url}: nobody answered in time.", route=route, slow=True) from None
        except PageError:
            # Without the cause: the browser's own error holds the whole request.
            raise self._unreachable(route) from None
        self._doubtful = False

    async def _post(self, route: str, body: bytes, tell: Callable[[str], None] | None) -> Answer:
        headers = {
            "Accept": f"{EVENTS}, application/json" if tell else "application/json",
            "Authorization": self._key.get_secret_value(),
            "Content-Type": "application/json",
        }
        arrived = False
        try:
            async with self._exchange(self._page.post(self.url + route, headers, body), route) as exchange:
                # One deadline for head and body, as for the blocking client.
                deadline = time.monotonic() + self.reply_timeout
                status, told = await asyncio.wait_for(exchange.head(), self.reply_timeout)
                arrived = True
                limits = responses.Limits(route, self.max_reply_bytes, status)
                left = deadline - time.monotonic()
                if tell is not None and responses.is_events(status, told):
                    status, data = await asyncio.wait_for(_events(exchange, responses.Events(tell, limits)), left)
                    return status, told, data
                check_head(status, told, route)
                return status, told, await asyncio.wait_for(_whole(exchange, limits), left)
        except asyncio.TimeoutError:
            raise errors.ReplyTimeoutError(
                f"No whole answer to {route} in time. The message may have arrived, so it is not sent again. "
                "If the model needs longer, raise reply_timeout.",
                route=route,
            ) from None
        except PageError:
            raise self._failed(route, arrived) from None

    @asynccontextmanager
    async def _exchange(self, exchange: PageExchange, route: str) -> AsyncIterator[PageExchange]:
        """Keep an exchange among those that can be aborted, and end it with the block."""
        self._exchanges.add(exchange)
        try:
            yield exchange
        except PageError:
            # Our own abort and a broken network look the same to a page.
            if exchange in self._aborted:
                raise errors.ClosedError(f"The client was closed while {route} was on its way.") from None
            raise
        finally:
            # Aborted in any case: an answer that is too large would go on loading.
            self._exchanges.discard(exchange)
            self._aborted.discard(exchange)
            exchange.abort()

    def _failed(self, route: str, arrived: bool) -> errors.BackendError:
        """Return the error of a request that broke. Only a send must never be repeated: the others do no harm twice."""
        # A second create or update does no harm, a second message would be answered twice.
        if route != protocol.SEND and not arrived:
            return self._unreachable(route)
        self._doubtful = True
        return errors.ConnectionLostError(
            f"The connection ended before the answer to {route} was whole. The message may have arrived.",
            route=route,
            local=is_loopback(urlsplit(self.url).hostname or ""),
        )

    def _unreachable(self, route: str) -> errors.ConnectError:
        return errors.ConnectError(
            f"{self.url}: the page cannot reach it. Is the backend started, and does it allow this page's origin "
            "(CORS)? The browser's console says which.",
            route=route,
        )


def check_head(status: int, headers: Mapping[str, str], route: str) -> None:
    """Raise for an answer that no Stealth backend gives; a browser hides the status of a redirect behind 0."""
    responses.check_kind(status or 302, headers, route)


async def _whole(exchange: PageExchange, limits: responses.Limits) -> bytes:
    data = bytearray()
    while part := await exchange.chunk():
        data += part
        limits.check(len(data))
    return bytes(data)


async def _events(exchange: PageExchange, events: responses.Events) -> tuple[int, bytes]:
    while part := await exchange.chunk():
        events.feed(part)
    return events.end()


class BrowserExchange:
    """One request over the browser's `fetch`, as Pyodide hands it to Python."""

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        # Pyodide's own, which exist in a page only; the rest of the module serves a test on any Python.
        import js  # type: ignore[import-not-found]  # noqa: PLC0415
        from pyodide import ffi  # type: ignore[import-not-found]  # noqa: PLC0415

        self._js, self._ffi = js, ffi
        self._url = url
        self._options = {**PLAIN, **options}
        self._controller = js.AbortController.new()
        self._reader: Any = None

    async def head(self) -> tuple[int, Mapping[str, str]]:
        """Send the request; returns status and headers."""
        options = self._ffi.to_js(self._options, dict_converter=self._js.Object.fromEntries)
        # Set on the JavaScript object itself, because a signal cannot be converted.
        options.signal = self._controller.signal
        try:
            response = await self._js.fetch(self._url, options)
        except self._ffi.JsException as exc:
            raise PageError("the request failed") from exc
        # An answer without a body has none to read.
        if response.body:
            self._reader = response.body.getReader()
        told = self._js.Object.fromEntries(response.headers.entries()).to_py()
        return int(response.status), {str(name).title(): str(value) for name, value in told.items()}

    async def chunk(self) -> bytes:
        """Return the next bytes of the answer, none at its end."""
        data = b""
        while self._reader is not None and not data:
            try:
                result = await self._reader.read()
            except self._ffi.JsException as exc:
                raise PageError("the answer broke off") from exc
            if result.done:
                break
            # An empty part is not an end.
            data = bytes(result.value.to_py())
        return data

    def abort(self) -> None:
        """End the request."""
        self._controller.abort()


class BrowserPage:
    """The page that the game runs in."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PageExchange:
        """Return a request that is not sent yet."""
        return BrowserExchange(url, {"method": "POST", "headers": dict(headers), "body": body.decode()})

    def look(self, url: str) -> PageExchange:
        """Return a look whether anybody answers, which needs no permission of the backend and tells nothing else."""
        return BrowserExchange(url, {"method": "GET", "mode": "no-cors", "redirect": "follow"})
