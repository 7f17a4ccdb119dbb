"""How an answer is read from the wire: bounded in bytes, unpacked within the same bounds, and whole."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Final

import requests

from stealth_pygame import errors
from stealth_pygame.protocol.errors import web_page

CHUNK: Final = 16_384
EITHER_HEADER: Final = 47
"""zlib's way to say "gzip or zlib, look yourself"."""


def read(answer: requests.Response, most: int, route: str) -> bytes:
    """The body, unpacked. Raises `AnswerTooLargeError`, `AnswerError`, and what urllib3 says of a broken line."""
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    status = answer.status_code
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise errors.AnswerError(
            f"{route} was answered in the packing {packing[:40]!r}, which was not asked for. "
            "Is a proxy in between? Turn its compression off.",
            route=route,
            status=status,
        )
    data = _whole(answer, most, route)
    return data if packing in ("identity", "") else _unpacked(data, most, route, status)


def _whole(answer: requests.Response, most: int, route: str) -> bytes:
    data = bytearray()
    while chunk := answer.raw.read(CHUNK, decode_content=False):
        data += chunk
        if len(data) > most:
            raise _too_large(most, route, answer.status_code)
    return bytes(data)


def _unpacked(data: bytes, most: int, route: str, status: int) -> bytes:
    """Unpacked up to the bound and no further, so that a bomb costs no memory."""
    unpacker = zlib.decompressobj(EITHER_HEADER)
    text = b""
    with suppress(zlib.error):
        text = unpacker.decompress(data, most + 1)
    if len(text) > most:
        raise _too_large(most, route, status)
    if not unpacker.eof:
        raise errors.AnswerError(
            f"The answer to {route} says that it is packed, but it cannot be unpacked. Is a proxy in between?",
            route=route,
            status=status,
        )
    return text


def _too_large(most: int, route: str, status: int) -> errors.AnswerTooLargeError:
    return errors.AnswerTooLargeError(
        f"The answer to {route} is longer than {most:,} bytes and was cut. "
        "If the backend means it, raise max_reply_bytes.",
        route=route,
        status=status,
    )


def check_kind(answer: requests.Response, route: str) -> None:
    """Whether a Stealth backend can answer so. Raises `RedirectError`, `NotStealthError`, `AnswerError`."""
    status = answer.status_code
    if 300 <= status < 400:
        raise errors.RedirectError(
            f"{route} was answered with a redirect ({status}), which is not followed: the API key would go along. "
            "Put the address that it leads to into the base URL (is it https:// instead of http://?).",
            route=route,
            status=status,
        )
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status >= 300 or not kind or kind == "application/json" or kind.endswith("+json"):
        return
    if kind == "text/html":
        raise web_page(route, status)
    raise errors.AnswerError(
        f"{route} was answered with {kind[:60]!r} instead of application/json. Is it a Stealth backend?",
        route=route,
        status=status,
    )
