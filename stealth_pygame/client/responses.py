"""The reading of an answer: limited in bytes, also after decompression, and checked to be complete."""

from __future__ import annotations

import logging
import math
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final, TypeAlias, TypeVar

from pydantic import BaseModel

from stealth_pygame import errors, protocol
from stealth_pygame.protocol.errors import web_page
from stealth_pygame.protocol.lenient_json import read_json
from stealth_pygame.protocol.models import EVENTS
from stealth_pygame.protocol.secrecy import hide

log = logging.getLogger("stealth_pygame")
AnswerT = TypeVar("AnswerT", bound=BaseModel)
# Status, headers and body.
Answer: TypeAlias = "tuple[int, Mapping[str, str], bytes]"

CHUNK: Final = 16_384
# The largest `max_reply_bytes`.
MOST_BYTES: Final = 2**40
# The number by which zlib recognizes both formats, gzip and zlib.
EITHER_HEADER: Final = 47
# The most seconds of a Retry-After; a longer wait is shortened to one day.
MOST_WAIT: Final = 86_400.0
PACKINGS: Final = ("gzip", "x-gzip", "deflate")


class Limits:
    """The limits of one answer: `most` bytes. The route and the status are for error messages."""

    def __init__(self, route: str, most: int, status: int) -> None:
        self.route = route
        self.most = most
        self.status = status

    def check(self, size: int) -> None:
        """Raise `AnswerTooLargeError` if the answer has more than `most` bytes."""
        if size > self.most:
            raise errors.AnswerTooLargeError(
                f"The answer to {self.route} is longer than {self.most:,} bytes and was cut. "
                "If the backend needs such long answers, raise max_reply_bytes.",
                route=self.route,
                status=self.status,
            )

    def refuse(self, why: str) -> errors.AnswerError:
        """Return the error for an answer that cannot be read."""
        return errors.AnswerError(why, route=self.route, status=self.status)


def read(chunk: Callable[[int], bytes], headers: Mapping[str, str], limits: Limits) -> bytes:
    """Return the body, decompressed; `chunk` returns up to so many bytes of it, and b"" at its end.

    Raises `AnswerTooLargeError`, `AnswerError`, and the transport's exceptions for a broken connection.
    """
    packing = headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "", *PACKINGS):
        raise limits.refuse(
            f"{limits.route} was answered with the compression {_token(packing)}, which was not asked for. "
            "Is a proxy in between? Turn its compression off."
        )
    data = bytearray()
    while part := chunk(CHUNK):
        data += part
        limits.check(len(data))
    return _unpacked(bytes(data), limits) if packing in PACKINGS else bytes(data)


def read_events(chunk: Callable[[int], bytes], tell: Callable[[str], None], limits: Limits) -> tuple[int, bytes]:
    """Read server-sent events: `tell` is called with words; return status and body of the reply at their end.

    Raises as `read`, and `ConnectionLostError` if the reply is missing.
    """
    events = Events(tell, limits)
    # The answer is read to its end, so that the connection can be used again.
    while part := chunk(CHUNK):
        events.feed(part)
    return events.end()


class Events:
    """A reader of server-sent events, fed with the parts of an answer."""

    def __init__(self, tell: Callable[[str], None], limits: Limits) -> None:
        self._tell, self._limits = tell, limits
        self._size, self._rest, self._name = 0, b"", b""
        self._reply: tuple[int, bytes] | None = None

    def feed(self, part: bytes) -> None:
        """Read further bytes. Raises `AnswerTooLargeError`."""
        self._size += len(part)
        self._limits.check(self._size)
        *lines, self._rest = (self._rest + part).split(b"\n")
        for line in lines:
            field, _, value = line.partition(b":")
            if field == b"event":
                self._name = value.strip()
            elif field == b"data" and self._name == b"words" and self._reply is None:
                self._tell(_event_text(value))
            elif field == b"data" and self._name in (b"reply", b"error"):
                self._reply = _event_status(value, 200 if self._name == b"reply" else 500), value

    def end(self) -> tuple[int, bytes]:
        """Return status and body of the reply. Raises `ConnectionLostError` if it is missing."""
        if self._reply is None:
            raise errors.ConnectionLostError(
                f"The words of {self._limits.route} ended before the reply was whole. The message has arrived.",
                route=self._limits.route,
            )
        return self._reply


class Telling:
    """A function that calls `tell` with words; after an exception in `tell`, which is logged, it does nothing."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell: Callable[[str], None] | None = tell

    def __call__(self, words: str) -> None:
        if self._tell is None:
            return
        try:
            self._tell(words)
        except Exception:
            self._tell = None
            log.exception("Words of a reply could not be told")


def _event_text(data: bytes) -> str:
    body, _ = read_json(data)
    return str(body.get("text", "")) if isinstance(body, dict) else ""


def _event_status(data: bytes, default: int) -> int:
    if default == 200:
        return default
    body, _ = read_json(data)
    status = body.get("status") if isinstance(body, dict) else None
    return status if isinstance(status, int) and 400 <= status < 600 else default


def _unpacked(data: bytes, limits: Limits) -> bytes:
    """Decompress at most `limits.most` bytes, so that a small answer cannot fill the memory."""
    # The first bytes tell gzip from zlib, so the name that the server gave does not matter.
    unpacker = zlib.decompressobj(EITHER_HEADER)
    text = b""
    with suppress(zlib.error):
        text = unpacker.decompress(data, limits.most + 1)
    limits.check(len(text))
    # Incomplete data decompresses without an error; only the end mark shows that it is complete.
    if not unpacker.eof:
        raise limits.refuse(
            f"The answer to {limits.route} is marked as compressed, but cannot be decompressed. Is a proxy in between?"
        )
    return text


def is_events(status: int, headers: Mapping[str, str]) -> bool:
    """Return True for an answer of server-sent events."""
    return status == 200 and headers.get("Content-Type", "").partition(";")[0].strip().lower() == EVENTS


def check_kind(status: int, headers: Mapping[str, str], route: str) -> None:
    """Raise `RedirectError`, `NotStealthError` or `AnswerError` for an answer that no Stealth backend gives."""
    if 300 <= status < 400:
        raise errors.RedirectError(
            f"{route} was answered with a redirect ({status}). It is not followed, because the API key would be sent. "
            "Put the address that it leads to into the base URL (is it https:// instead of http://?).",
            route=route,
            status=status,
        )
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    # For a refusal the status is enough; its body may be of any kind.
    if status >= 300 or not kind or kind == "application/json" or kind.endswith("+json"):
        return
    if kind == "text/html":
        raise web_page(route, status)
    raise errors.AnswerError(
        f"{route} was answered with {_token(kind)} instead of application/json. Is it a Stealth backend?",
        route=route,
        status=status,
    )


def _token(word: str) -> str:
    """Return a header's value for an error message if it is a plain word; any other value may be a secret."""
    short = len(word) <= 60 and all(letter.isalnum() or letter in "/+.-" for letter in word)
    return repr(word) if short else "something that is not a plain word"


def result(kind: type[AnswerT], answer: Answer, route: str, secrets: tuple[str, ...]) -> AnswerT:
    """Return the body of an answer as a model. Raises the `BackendError` for a refusal, without secrets in its text."""
    status, headers, data = answer
    if 200 <= status < 300:
        return protocol.decode(kind, data, route=route, status=status)
    wait = retry_after(headers, time.time())
    raise protocol.error_from(status, data, route=route, hide=secrets, retry_after=wait)


@contextmanager
def hidden(secrets: tuple[str, ...]) -> Iterator[None]:
    """Hide secrets in the text of a `BackendError`: it may show a header in which the server has sent them back."""
    try:
        yield
    except errors.BackendError as exc:
        exc.message = hide(exc.message, secrets)
        exc.args = (exc.message,)
        raise


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that a server asks to wait, or None if it does not. now: seconds since 1970."""
    text = headers.get("Retry-After", "").strip()
    seconds = math.nan
    # `float` alone would also accept "nan", "1e9" and digits of other scripts.
    if text.isascii() and text.replace(".", "", 1).isdigit():
        seconds = float(text)
    elif text:
        # Imported here, because `email.utils` needs sockets, and a date is rare.
        from email.utils import parsedate_to_datetime  # noqa: PLC0415

        with suppress(ValueError, TypeError, OverflowError):
            seconds = parsedate_to_datetime(text).timestamp() - now
    return None if math.isnan(seconds) else min(max(seconds, 0.0), MOST_WAIT)
