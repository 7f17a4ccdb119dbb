"""The client for games in a web page: the methods of `StealthClient` as coroutines, over the browser's `fetch`.

A browser tells neither why a request failed nor whether it was sent. A failed send counts as one that may have arrived.
The next call then first sends a probe, so that a backend that is down gives a `ConnectError`.
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

# The path of the probe. It needs no key and changes nothing; any answer, even "not found", shows that a server runs.
PROBE: Final = "/reference/openapi.json"

# Options of every request: no cookies and no referrer are sent, and no redirect is followed with the key.
PLAIN: Final = {
    "cache": "no-store",
    "credentials": "omit",
    "redirect": "manual",
    "referrerPolicy": "no-referrer",
}


class PageError(OSError):
    """The browser's `fetch` failed, or the answer ended early; a browser tells no reason."""


class PageExchange(Protocol):
    """One request of a web page, and its answer."""

    async def head(self) -> tuple[int, Mapping[str, str]]:
        """Send the request; return status and headers. The status of a redirect is 0. Raises `PageError`."""

    async def chunk(self) -> bytes:
        """Return the next bytes of the answer, b"" at its end. Raises `PageError`."""

    def abort(self) -> None:
        """End the request; the caller that awaits it gets a `PageError`."""


class Page(Protocol):
    """The `fetch` of a browser, or of a test."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PageExchange:
        """Return a request that is not sent yet."""

    def look(self, url: str) -> PageExchange:
        """Return a probe: a request without key and body that only shows if a server answers."""


@known_only
class FetchClient:
    """A client of the Stealth backend at `url` for a web page, with the API key `auth`; every call is awaited.

    Times are seconds. `reply_timeout` limits the whole request, `connect_timeout` the probe, `max_reply_bytes` the
    answer. page: replaces the browser's `fetch` in tests. Everybody who opens the page can read the key: use a key for
    players (`docs/`), and not the backend's own.
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
        """Open a conversation. With a token that the backend knows, it continues the old one and ignores `users`."""
        return await self._ask(protocol.CREATE, create_request(character, users, persistence_token), ConversationRef)

    async def send(self, secret: str, message: str, player_id: str, context: ContextLike = ()) -> Reply:
        """Send a player's message and return the reply.

        A `BusyError` may also mean that the conversation is finished or stuck, so do not retry without a limit.
        """
        return await self._ask(protocol.SEND, send_request(secret, message, player_id, context), Reply)

    @property
    def streams(self) -> bool:
        """True after the backend has offered, in its answer to a create, to send words before the end of a reply."""
        return self._offered

    async def stream(
        self, secret: str, message: str, player_id: str, context: ContextLike = (), *, tell: Callable[[str], None]
    ) -> Reply:
        """Send a message; `tell` is called with each new part of the reply's words, as in `StealthClient.stream`."""
        request = send_request(secret, message, player_id, context)
        return await self._ask(protocol.SEND, request, Reply, responses.Telling(tell) if self._offered else None)

    async def update(
        self, secret: str, users: Iterable[UserLike] | None = None, character: CharacterLike | None = None
    ) -> None:
        """Send the players of a conversation, or a new character, which deletes the history."""
        await self._ask(protocol.UPDATE, update_request(secret, users, character), protocol.Empty)

    async def finish(self, secret: str) -> None:
        """End a conversation. Never call this during a send: the late answer can end the backend's process."""
        await self._ask(protocol.FINISH, finish_request(secret), protocol.Empty)

    async def check(self) -> Health:
        """Return the health: is this a Stealth backend that accepts the key? Raises only `ClosedError`."""
        started = time.perf_counter()
        problem: errors.StealthError | None = None
        try:
            await self.update(str(uuid.uuid4()), users=())
        except errors.BackendError as exc:
            problem = exc
        return health(problem, self.url, (time.perf_counter() - started) * 1000)

    def abort(self) -> None:
        """End all requests that wait for an answer: their calls raise `ClosedError`. Later calls work."""
        for exchange in list(self._exchanges):
            self._aborted.add(exchange)
            exchange.abort()

    def close(self) -> None:
        """End all requests. Every later call raises `ClosedError`."""
        self._closed = True
        self.abort()

    async def _ask(
        self, route: str, body: BaseModel, kind: type[AnswerT], tell: Callable[[str], None] | None = None
    ) -> AnswerT:
        secrets = (self._key.get_secret_value(), str(getattr(body, "secret", "")))
        # Checked before the probe, which must not be sent by a closed client either.
        if self._closed:
            raise errors.ClosedError("The client is closed; make a new FetchClient.")
        await self._look_first(route)
        with responses.hidden(secrets):
            answer = await self._post(route, protocol.encode(body), tell)
        if route == protocol.CREATE:
            self._offered = STREAM in answer[1].get(OFFER.title(), "")
        return responses.result(kind, answer, route, secrets)

    async def _look_first(self, route: str) -> None:
        """After a failed send, send a probe first. Raises `ConnectError` if no server answers: nothing was sent."""
        if not self._doubtful:
            return
        try:
            async with self._exchange(self._page.look(self.url + PROBE), route) as exchange:
                await asyncio.wait_for(exchange.head(), self.connect_timeout)
        except asyncio.TimeoutError:
            raise errors.ConnectError(f"{self.url}: nobody answered in time.", route=route, slow=True) from None
        except PageError:
            # Raised without its cause, because the browser's error holds the whole request.
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
                # Head and body together have one deadline, as in the blocking client.
                deadline = time.monotonic() + self.reply_timeout
                status, fields = await asyncio.wait_for(exchange.head(), self.reply_timeout)
                arrived = True
                limits = responses.Limits(route, self.max_reply_bytes, status)
                left = deadline - time.monotonic()
                if tell is not None and responses.is_events(status, fields):
                    status, data = await asyncio.wait_for(_events(exchange, responses.Events(tell, limits)), left)
                    return status, fields, data
                check_head(status, fields, route)
                return status, fields, await asyncio.wait_for(_whole(exchange, limits), left)
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
        """Let `abort` end this exchange while the block runs, and end it after the block."""
        self._exchanges.add(exchange)
        try:
            yield exchange
        except PageError:
            # For a web page, `abort` and a broken network raise the same error.
            if exchange in self._aborted:
                raise errors.ClosedError(f"The client was closed while {route} was on its way.") from None
            raise
        finally:
            # Always aborted, because the browser would go on loading an answer that is too large.
            self._exchanges.discard(exchange)
            self._aborted.discard(exchange)
            exchange.abort()

    def _failed(self, route: str, arrived: bool) -> errors.BackendError:
        """Return the error for a failed request. arrived: the head of the answer was received."""
        # A second create or update does no harm, but a second message would be answered twice.
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
            f"{self.url}: the page cannot reach the backend. Is it started, and does it allow this page's origin "
            "(CORS)? The browser's console says which.",
            route=route,
        )


def check_head(status: int, headers: Mapping[str, str], route: str) -> None:
    """Raise as `responses.check_kind` for an answer of no Stealth backend. In a browser a redirect has the status 0."""
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
    """One request with the browser's `fetch`, through Pyodide."""

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        # Imported here, because these modules exist only in a web page, and tests use the rest without one.
        import js  # type: ignore[import-not-found]  # noqa: PLC0415
        from pyodide import ffi  # type: ignore[import-not-found]  # noqa: PLC0415

        self._js, self._ffi = js, ffi
        self._url = url
        self._options = {**PLAIN, **options}
        self._controller = js.AbortController.new()
        self._reader: Any = None

    async def head(self) -> tuple[int, Mapping[str, str]]:
        """Send the request; return status and headers."""
        options = self._ffi.to_js(self._options, dict_converter=self._js.Object.fromEntries)
        # The signal is set on the JavaScript object, because Pyodide cannot convert it.
        options.signal = self._controller.signal
        try:
            response = await self._js.fetch(self._url, options)
        except self._ffi.JsException as exc:
            raise PageError("the request failed") from exc
        # An answer may have no body.
        if response.body:
            self._reader = response.body.getReader()
        told = self._js.Object.fromEntries(response.headers.entries()).to_py()
        return int(response.status), {str(name).title(): str(value) for name, value in told.items()}

    async def chunk(self) -> bytes:
        """Return the next bytes of the answer, b"" at its end."""
        data = b""
        while self._reader is not None and not data:
            try:
                result = await self._reader.read()
            except self._ffi.JsException as exc:
                raise PageError("the answer broke off") from exc
            if result.done:
                break
            # An empty part is not the end, so the loop reads on.
            data = bytes(result.value.to_py())
        return data

    def abort(self) -> None:
        """End the request."""
        self._controller.abort()


class BrowserPage:
    """The web page in which the game runs."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PageExchange:
        """Return a request that is not sent yet."""
        return BrowserExchange(url, {"method": "POST", "headers": dict(headers), "body": body.decode()})

    def look(self, url: str) -> PageExchange:
        """Return a probe in the mode "no-cors", for which a browser needs no permission of the backend."""
        return BrowserExchange(url, {"method": "GET", "mode": "no-cors", "redirect": "follow"})
