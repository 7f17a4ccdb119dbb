"""The checks before the four routes: first the key, then the type and the size of the body."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from stealth_pygame.protocol.models import ROUTES

log = logging.getLogger("stealth_pygame.backend")

# The most bytes of a request's body.
MAX_BODY = 1_048_576

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
# A function that returns True for a valid key; it may need a database query.
Accepts = Callable[[bytes], Awaitable[bool]]


class Gate:
    """Passes a request on to `app` if `accepts` returns True for its key and its body is JSON of an allowed size."""

    def __init__(self, app: App, accepts: Accepts) -> None:
        self._app = app
        self._accepts = accepts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] not in ROUTES or scope["method"] != "POST":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        # Checked before the body is read: without the key nobody can make the server read a megabyte.
        if not await self._accepts(headers.get(b"authorization", b"")):
            return await refuse(send, 403, "Invalid API key")
        if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
            return await refuse_framework(send, 415, "Unsupported Media Type: send application/json")
        body = await _read(receive)
        if body is None:
            return await refuse_framework(send, 413, f"Request body is too large: at most {MAX_BODY} bytes")
        try:
            return await self._app(scope, _replay(body, receive), send)
        except Exception:
            # The application has answered 500 and raised the error again; uvicorn would then cut the connection.
            log.exception("%s failed", scope["path"])


def only(key: str) -> Accepts:
    """Return a check for one key; its running time says nothing about the key."""
    # HTTP clients encode non-ASCII letters of a header in Latin-1, command lines in UTF-8.
    wanted = (key.encode("utf-8", "replace"), key.encode("latin-1", "backslashreplace"))

    async def accepts(given: bytes) -> bool:
        return hmac.compare_digest(given, wanted[0]) | hmac.compare_digest(given, wanted[1])

    return accepts


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body, None if it is too large. If the client leaves, the body is incomplete, and so not JSON."""
    parts = bytearray()
    while True:
        event = await receive()
        parts += event.get("body", b"")
        # Counted while the body arrives, because the announced length may be wrong.
        if len(parts) > MAX_BODY:
            return None
        if not event.get("more_body", False):
            return bytes(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> MutableMapping[str, Any]:
        return waiting.pop() if waiting else await receive()

    return replayed


# The `code` and `error` of requests that are refused before a route, as in the published backend's framework.
FRAMEWORK_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("FST_ERR_VALIDATION", "Bad Request"),
    404: ("NOT_FOUND", "Not Found"),
    405: ("METHOD_NOT_ALLOWED", "Method Not Allowed"),
    413: ("FST_ERR_CTP_BODY_TOO_LARGE", "Payload Too Large"),
    415: ("FST_ERR_CTP_INVALID_MEDIA_TYPE", "Unsupported Media Type"),
    500: ("INTERNAL_SERVER_ERROR", "Internal Server Error"),
}


def framework_fields(status: int) -> dict[str, Any]:
    """Return the fields besides `message` of an error that comes from before the routes."""
    if status not in FRAMEWORK_ERRORS:
        return {"statusCode": status}
    code, error = FRAMEWORK_ERRORS[status]
    return {"statusCode": status, "code": code, "error": error}


async def refuse_framework(send: Send, status: int, message: str) -> None:
    """Refuse a request as the published backend's framework does, with `statusCode`, `code` and `error`."""
    await refuse(send, status, message, **framework_fields(status))


async def refuse(send: Send, status: int, message: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
    """Answer with an error, without reading the rest of the request."""
    await answer(send, status, json.dumps({"message": message, **more}).encode(), headers)


async def answer(send: Send, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    """Answer with a JSON body."""
    pairs = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    pairs += [(name.encode(), value.encode("latin-1", "replace")) for name, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
