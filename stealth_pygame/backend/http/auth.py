"""The gate before the four routes: the key before the body, then the body's kind and size."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from stealth_pygame.protocol.models import ROUTES

log = logging.getLogger("stealth_pygame.backend")

MAX_BODY = 1_048_576
"""Bytes of a request at most."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Gate:
    """Lets a request through to `app` when `accepts` takes its key and its body is JSON of a bearable size."""

    def __init__(self, app: App, accepts: Callable[[bytes], bool]) -> None:
        self._app = app
        self._accepts = accepts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] not in ROUTES or scope["method"] != "POST":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        if not self._accepts(headers.get(b"authorization", b"")):
            return await refuse(send, 403, "Invalid API key")
        if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
            return await refuse(send, 415, "Unsupported Media Type: send application/json")
        body = await _read(receive)
        if body is None:
            return await refuse(send, 413, f"Request body is too large: at most {MAX_BODY} bytes")
        try:
            return await self._app(scope, _replay(body, receive), send)
        except Exception:
            # the framework has answered 500 and raises once more; uvicorn would cut the connection under the answer
            log.exception("%s failed", scope["path"])


def only(key: str) -> Callable[[bytes], bool]:
    """Takes one key, in a time that tells nothing about it."""
    wanted = key.encode("utf-8", "replace")
    return lambda given: hmac.compare_digest(given, wanted)


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None when it is too large. A client that goes away leaves half a body, which is no JSON."""
    parts = bytearray()
    while True:
        event = await receive()
        parts += event.get("body", b"")
        if len(parts) > MAX_BODY:
            return None
        if not event.get("more_body", False):
            return bytes(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> MutableMapping[str, Any]:
        return waiting.pop() if waiting else await receive()

    return replayed


async def refuse(send: Send, status: int, message: str) -> None:
    """Answer with an error before anything is read further."""
    await answer(send, status, json.dumps({"message": message}).encode())


async def answer(send: Send, status: int, body: bytes) -> None:
    """Answer with JSON."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
