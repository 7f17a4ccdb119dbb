"""Answers of the fake backend, correct and faulty: a status, a body and headers."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from stealth_pygame.testing.fake_backend.faults import Fault

JSON_TYPE: Final = {"Content-Type": "application/json; charset=utf-8"}
LARGE: Final = 3_000_000
MEGABYTE: Final = 1_000_000
BOMB: Final = 50
GZIP_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
LAST_BLOCK: Final = b"\x03\0"
DEPTH: Final = 100_000


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON_TYPE))

    def head(self) -> bytes:
        """Return the status line and the headers, with the body's length."""
        lines = [f"HTTP/1.1 {self.status} {'OK' if self.status == 200 else 'Answer'}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(status: int, body: dict[str, Any]) -> Answer:
    """Return a JSON answer."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode())


def refusal(status: int, message: str) -> Answer:
    """Return an error of a route, which has only a `message`."""
    return answer(status, {"message": message})


def framework_error(status: int, error: str, message: str) -> Answer:
    """Return an error of the web framework below the routes, with `statusCode` and `error`."""
    return answer(status, {"statusCode": status, "error": error, "message": message})


def no_route(route: str) -> Answer:
    """Return the answer to an unknown route."""
    return framework_error(404, "Not Found", f"Route POST:{route} not found")


def _page(status: int, title: str, **headers: str) -> Callable[[str], Answer]:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return lambda route: Answer(status, text.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})


def _raw(body: bytes, kind: str = "application/json") -> Callable[[str], Answer]:
    return lambda route: Answer(200, body, {"Content-Type": kind})


def _said(status: int, message: str) -> Callable[[str], Answer]:
    return lambda route: refusal(status, message)


def _framework(status: int, error: str, message: str) -> Callable[[str], Answer]:
    return lambda route: framework_error(status, error, message)


def _redirect(status: int) -> Callable[[str], Answer]:
    # To the same machine, so that a test notices a client that follows the redirect.
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
    """Return a compressed bomb: one compressed megabyte repeated, since blocks of deflate may follow each other."""
    # Compressing all fifty megabytes would take longer than a test may.
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


ORDINARY: Final = b'{"id": "1", "secret": "packed", "content": "packed", "calls": []}'


def _ordinary(status: int, **headers: str) -> Callable[[str], Answer]:
    """Return an answer that is valid for every route; its conversation is unknown."""
    return lambda route: Answer(status, ORDINARY, {**JSON_TYPE, **headers})


def _packing(name: str, body: bytes) -> Callable[[str], Answer]:
    return lambda route: Answer(200, body, {**JSON_TYPE, "Content-Encoding": name})


def _trace(route: str) -> Answer:
    lines = "\n".join(f"    at handler{n} (/srv/npc/node_modules/core/dist/index.js:{n}:13)" for n in range(900))
    return framework_error(500, "Internal Server Error", f"TypeError: undefined is not a function\n{lines}")


# The answer for each fault that is an answer.
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
    Fault.STATUS_201: _ordinary(201),
    Fault.STATUS_204: lambda route: Answer(204, b"", {}),
    Fault.STATUS_304: lambda route: Answer(304, b"", {}),
    Fault.STATUS_402: _said(402, "Insufficient credits"),
    Fault.STATUS_403_PAGE: _page(403, "Forbidden"),
    Fault.STATUS_404_PAGE: _page(404, "Not Found"),
    Fault.STATUS_404_USER: _said(404, "User not found"),
    Fault.STATUS_405: _framework(405, "Method Not Allowed", "Method Not Allowed"),
    Fault.STATUS_408: _page(408, "Request Timeout"),
    Fault.STATUS_409: _said(409, "Conflict"),
    Fault.STATUS_410: _page(410, "Gone"),
    Fault.STATUS_429_GATEWAY: _page(429, "Too Many Requests", **{"Retry-After": "1"}),
    Fault.STATUS_500_EMPTY: lambda route: Answer(500, b"", {}),
    Fault.STATUS_500_TRACE: _trace,
    Fault.STATUS_501: _page(501, "Not Implemented"),
    Fault.STATUS_504: _page(504, "Gateway Timeout"),
    Fault.STATUS_511: _page(511, "Network Authentication Required"),
    Fault.STATUS_520: _page(520, "Web server returned an unknown error"),
    Fault.STATUS_999: _said(999, "Odd"),
    Fault.REDIRECT_303: _redirect(303),
    Fault.REDIRECT_308: _redirect(308),
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
    Fault.PACKED: _packing("gzip", gzip.compress(ORDINARY)),
    Fault.DEFLATED: _packing("deflate", zlib.compress(ORDINARY)),
    Fault.BROTLI: _packing("br", b"\x0b\x02\x80{}\x03"),
    Fault.NOT_PACKED: _packing("gzip", ORDINARY),
    Fault.HALF_PACKED: _packing("gzip", gzip.compress(ORDINARY)[:40]),
    Fault.COOKIES: _ordinary(200, **{"Set-Cookie": "sid=1; Path=/"}),
    Fault.NO_CONTENT_TYPE: lambda route: Answer(200, ORDINARY, {}),
    Fault.BYTE_ORDER_MARK: _raw(b"\xef\xbb\xbf" + ORDINARY),
    Fault.UTF_16: _raw(ORDINARY.decode().encode("utf-16")),
    Fault.TRAILING_COMMA: _raw(b'{"id": "1", "secret": "s", "content": "hello",}'),
    Fault.TWO_OBJECTS: _raw(ORDINARY + b"\n" + ORDINARY),
    Fault.JSON_NULL: _raw(b"null"),
    Fault.JSON_TEXT: _raw(b'"Hello there"'),
    Fault.HUGE_NUMBER: _raw(b'{"id": ' + b"9" * 10_000 + b', "secret": "s", "content": ' + b"9" * 10_000 + b"}"),
    Fault.EMPTY_SECRET: _raw(b'{"id": "1", "secret": "", "content": "hello"}'),
    Fault.ERROR_IN_200: _raw(b'{"error": {"message": "The model is overloaded", "code": 503}}'),
    Fault.BROKEN_CALLS: _raw(b'{"id": "1", "secret": "s", "content": "", "calls": [1, null, {"name": 5}]}'),
    Fault.ODD_TEXT: _raw(
        b'{"id": "1", "secret": "s", "content": "a\\u0000b\\ud800\\u202e\\u200b\\uffff", "calls": []}'
    ),
    Fault.TOO_LARGE: _raw(b'{"content": "' + b"a" * LARGE + b'"}'),
    Fault.CANCELLED: lambda route: answer(200, {"cancelled": True, "content": "", "calls": []}),
    Fault.FLAGGED: lambda route: answer(200, {"flagged": True, "cancelled": False, "content": "", "calls": []}),
}
