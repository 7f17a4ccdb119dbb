"""What a backend, a proxy or a bad Wi-Fi can do to one request, by name, so that a test can order it."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Final

JSON_TYPE: Final = {"Content-Type": "application/json; charset=utf-8"}
LARGE: Final = 3_000_000
MEGABYTE: Final = 1_000_000
BOMB: Final = 50
GZIP_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
LAST_BLOCK: Final = b"\x03\0"
DEPTH: Final = 100_000


class Fault(Enum):
    """Everything that can be ordered for a route. Each takes the place of the whole answer to one request."""

    REFUSE = "refuse"
    """Nobody listens, until `start` or `heal`."""
    RESET_BEFORE_READING = "reset before reading"
    """The connection is reset before the request was read; nothing happened."""
    RESET_AFTER_READING = "reset after reading"
    """What was asked is done, and then the connection is reset."""
    RESET_MID_ANSWER = "reset mid-answer"
    """What was asked is done, and the connection is reset in the middle of the answer."""
    HALF_ANSWER = "half answer"
    """What was asked is done, and the connection is closed in the middle of the answer."""
    BROKEN_CHUNKS = "broken chunks"
    """What was asked is done, and the answer's chunked coding breaks off."""
    SILENCE = "silence"
    """What was asked is done, but no answer comes until the client gives up."""
    DRIPPING_HEADERS = "dripping headers"
    """What was asked is done; a header comes now and then, for ever."""
    DRIPPING_BODY = "dripping body"
    """What was asked is done; a byte of the body comes now and then, for ever."""
    NO_HTTP = "no HTTP"
    """Something answers that does not speak HTTP."""

    STATUS_400 = "400"
    """The request is refused for its shape."""
    STATUS_401 = "401"
    """The key is refused, by somebody in between."""
    STATUS_403_KEY = "403 key"
    """The key is refused."""
    STATUS_403_SECRET = "403 secret"
    """The conversation's secret is refused."""
    STATUS_404_CONVERSATION = "404 conversation"
    """The conversation is gone."""
    STATUS_404_ROUTE = "404 route"
    """The route is unknown: the base URL has a wrong path."""
    STATUS_413 = "413"
    """The body is too large."""
    STATUS_415 = "415"
    """The body's type is not taken."""
    STATUS_422 = "422"
    """The message was moderated, or the provider failed."""
    STATUS_429 = "429"
    """The conversation is busy."""
    STATUS_500 = "500"
    """The backend failed inside."""
    STATUS_502 = "502"
    """A proxy cannot reach the backend, and says so in a web page."""
    STATUS_503 = "503"
    """A proxy is overloaded, and says so in a web page."""
    REDIRECT_301 = "301"
    """The backend has moved for good."""
    REDIRECT_302 = "302"
    """The backend has moved for now."""
    REDIRECT_307 = "307"
    """The backend has moved, and wants body and method again."""

    HTML = "html"
    """A captive portal's page, with status 200."""
    WRONG_CONTENT_TYPE = "wrong content type"
    """Good JSON that says it is plain text."""
    INVALID_UTF8 = "invalid utf-8"
    """JSON with bytes that are no text."""
    NOT_JSON = "not json"
    """Plain words that say they are JSON."""
    EMPTY_BODY = "empty body"
    """Status 200, and nothing else."""
    WRONG_TYPES = "wrong types"
    """Lists where text belongs, text where lists belong."""
    MISSING_FIELDS = "missing fields"
    """An object without a single field: to a send that is an empty reply, and to update and finish all is well."""
    NULL_FIELDS = "null fields"
    """Every field is null: to a send that is an empty reply, and to update and finish all is well."""
    NAN = "nan"
    """A number that JSON does not know."""
    DEEP_NESTING = "deep nesting"
    """A hundred thousand lists in each other."""
    GZIP_BOMB = "gzip bomb"
    """Fifty megabytes of reply in fifty kilobytes."""
    PACKED = "packed"
    """A reply that is packed though nobody asked for it, as some proxies do; it can be read."""
    TOO_LARGE = "too large"
    """Three megabytes of reply."""

    CANCELLED = "cancelled"
    """The reply says cancelled (to a send)."""
    FLAGGED = "flagged"
    """The reply says flagged (to a send)."""


DONE_FIRST: Final = frozenset(
    {
        Fault.RESET_AFTER_READING,
        Fault.RESET_MID_ANSWER,
        Fault.HALF_ANSWER,
        Fault.BROKEN_CHUNKS,
        Fault.SILENCE,
        Fault.DRIPPING_HEADERS,
        Fault.DRIPPING_BODY,
    }
)
"""Faults that hit the answer: what was asked has been done by then."""

LINE_FAULTS: Final = DONE_FIRST | {Fault.REFUSE, Fault.RESET_BEFORE_READING, Fault.NO_HTTP}
"""Faults of the line; all others are answers."""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON_TYPE))

    def head(self) -> bytes:
        """Status line and headers, with the body's length."""
        lines = [f"HTTP/1.1 {self.status} {'OK' if self.status == 200 else 'Answer'}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(status: int, body: dict[str, Any]) -> Answer:
    """A JSON answer."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode())


def refusal(status: int, message: str) -> Answer:
    """An error as the routes give it: with a `message` alone."""
    return answer(status, {"message": message})


def framework_error(status: int, error: str, message: str) -> Answer:
    """An error as the web framework below the routes gives it: with `statusCode` and `error`."""
    return answer(status, {"statusCode": status, "error": error, "message": message})


def no_route(route: str) -> Answer:
    """What any unknown route is answered with."""
    return framework_error(404, "Not Found", f"Route POST:{route} not found")


def _page(status: int, title: str) -> Callable[[str], Answer]:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return lambda route: Answer(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _raw(body: bytes, kind: str = "application/json") -> Callable[[str], Answer]:
    return lambda route: Answer(200, body, {"Content-Type": kind})


def _said(status: int, message: str) -> Callable[[str], Answer]:
    return lambda route: refusal(status, message)


def _framework(status: int, error: str, message: str) -> Callable[[str], Answer]:
    return lambda route: framework_error(status, error, message)


def _redirect(status: int) -> Callable[[str], Answer]:
    return lambda route: Answer(status, b"", {"Location": "/stolen" + route})


def _wrong_types(route: str) -> Answer:
    if route.endswith(("create", "send")):
        return answer(200, {"id": [], "secret": 3, "content": {"no": 1}, "calls": "none", "cancelled": "perhaps"})
    return Answer(200, b"[1, 2]")


def _nulls(route: str) -> Answer:
    fields = ("id", "secret", "content", "calls", "cancelled", "flagged", "message")
    return answer(200, dict.fromkeys(fields))


@lru_cache(maxsize=1)
def _bomb() -> Answer:
    """One packed megabyte repeated: whole blocks of deflate may stand side by side, and packing fifty takes long."""
    texts = [b'{"content": "', *[b"a" * MEGABYTE] * BOMB, b'"}']
    blocks = {text: _block(text) for text in set(texts)}
    checksum = 0
    for text in texts:
        checksum = zlib.crc32(text, checksum)
    trailer = struct.pack("<II", checksum, sum(map(len, texts)))
    packed = GZIP_HEAD + b"".join(blocks[text] for text in texts) + LAST_BLOCK + trailer
    return Answer(200, packed, {**JSON_TYPE, "Content-Encoding": "gzip"})


def _block(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _packed(route: str) -> Answer:
    body = b'{"id": "1", "secret": "packed", "content": "packed", "calls": []}'
    return Answer(200, gzip.compress(body), {**JSON_TYPE, "Content-Encoding": "gzip"})


ANSWERS: Final[dict[Fault, Callable[[str], Answer]]] = {
    Fault.STATUS_400: _said(400, "Invalid request"),
    Fault.STATUS_401: _said(401, "Unauthorized"),
    Fault.STATUS_403_KEY: _said(403, "Invalid API key"),
    Fault.STATUS_403_SECRET: _said(403, "Invalid conversation secret"),
    Fault.STATUS_404_CONVERSATION: _said(404, "Conversation not found"),
    Fault.STATUS_404_ROUTE: no_route,
    Fault.STATUS_413: _framework(413, "Payload Too Large", "Request body is too large"),
    Fault.STATUS_415: _framework(415, "Unsupported Media Type", "Unsupported Media Type"),
    Fault.STATUS_422: _said(422, "Content moderated or error in Provider API"),
    Fault.STATUS_429: _said(429, "Conversation is busy"),
    Fault.STATUS_500: _framework(500, "Internal Server Error", "Something failed"),
    Fault.STATUS_502: _page(502, "Bad Gateway"),
    Fault.STATUS_503: _page(503, "Service Unavailable"),
    Fault.REDIRECT_301: _redirect(301),
    Fault.REDIRECT_302: _redirect(302),
    Fault.REDIRECT_307: _redirect(307),
    Fault.HTML: _page(200, "Log in to the Wi-Fi"),
    Fault.WRONG_CONTENT_TYPE: _raw(b'{"id": "1", "secret": "s", "content": "hello"}', "text/plain"),
    Fault.INVALID_UTF8: _raw(b'{"id": "1", "secret": "\xff\xfe", "content": "\xff", "message": "\xff"}'),
    Fault.NOT_JSON: _raw(b"Hello there"),
    Fault.EMPTY_BODY: _raw(b""),
    Fault.WRONG_TYPES: _wrong_types,
    Fault.MISSING_FIELDS: _raw(b"{}"),
    Fault.NULL_FIELDS: _nulls,
    Fault.NAN: _raw(b'{"id": NaN, "secret": "s", "content": NaN, "message": NaN}'),
    Fault.DEEP_NESTING: _raw(b'{"content": ' + b"[" * DEPTH + b"]" * DEPTH + b"}"),
    Fault.GZIP_BOMB: lambda route: _bomb(),
    Fault.PACKED: _packed,
    Fault.TOO_LARGE: _raw(b'{"content": "' + b"a" * LARGE + b'"}'),
    Fault.CANCELLED: lambda route: answer(200, {"cancelled": True, "content": "", "calls": []}),
    Fault.FLAGGED: lambda route: answer(200, {"flagged": True, "cancelled": False, "content": "", "calls": []}),
}
"""What each fault that is an answer says."""
