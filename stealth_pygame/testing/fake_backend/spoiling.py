"""Faults of the connection: the bytes that are sent instead of an answer, and the end of the connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from stealth_pygame.testing.fake_backend.faults import Fault
from stealth_pygame.testing.fake_backend.responses import Answer

JSON: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED: Final = JSON + b"Transfer-Encoding: chunked\r\n\r\n"
HINT: Final = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
STALE: Final = b'{"id": "9", "secret": "stale", "content": "The answer to something else.", "calls": []}'
LONG: Final = 70_000
PIECE: Final = 10_000


class End(Enum):
    """What happens to the connection after the bytes."""

    # It is closed.
    CLOSE = "close"
    # It is reset, as by a killed process.
    RESET = "reset"
    # Nothing more arrives until the client gives up.
    WAIT = "wait"
    # A few bytes arrive at intervals, until the client gives up.
    DRIP = "drip"
    # The same bytes arrive at full speed, until the client gives up.
    FLOOD = "flood"
    # It is used for the next request.
    STAY = "stay"


@dataclass(frozen=True)
class Spoilt:
    """The bytes in place of an answer, the end of the connection, and the bytes that are repeated."""

    data: bytes
    end: End = End.CLOSE
    more: bytes = b""


def _middle(answer: Answer) -> bytes:
    return answer.head() + answer.body[: max(1, len(answer.body) // 2)]


def _whole(answer: Answer) -> bytes:
    return answer.head() + answer.body


def _with_length(answer: Answer, *lengths: str) -> bytes:
    lines = b"".join(f"Content-Length: {length}\r\n".encode() for length in lengths)
    return JSON + lines + b"\r\n" + answer.body


# The bytes for each fault of the connection, made from the correct answer.
SPOILT: Final[dict[Fault, Callable[[Answer], Spoilt]]] = {
    Fault.RESET_AFTER_READING: lambda answer: Spoilt(b"", End.RESET),
    Fault.RESET_MID_ANSWER: lambda answer: Spoilt(_middle(answer), End.RESET),
    Fault.HALF_ANSWER: lambda answer: Spoilt(_middle(answer)),
    Fault.BROKEN_CHUNKS: lambda answer: Spoilt(CHUNKED + b"1f\r\n{"),
    Fault.SILENCE: lambda answer: Spoilt(b"", End.WAIT),
    Fault.DRIPPING_HEADERS: lambda answer: Spoilt(b"HTTP/1.1 200 OK\r\nX-Drip: ", End.DRIP, b"a"),
    Fault.DRIPPING_BODY: lambda answer: Spoilt(JSON + b'Content-Length: 100000\r\n\r\n{"content": "', End.DRIP, b"a"),
    Fault.NO_HTTP: lambda answer: Spoilt(b"220 mail.example.com ESMTP ready\r\n"),
    Fault.CLOSED_WITHOUT_ANSWER: lambda answer: Spoilt(b""),
    Fault.CLOSED_IN_HEAD: lambda answer: Spoilt(answer.head()[:30]),
    Fault.RESET_IN_HEAD: lambda answer: Spoilt(answer.head()[:30], End.RESET),
    Fault.CLOSED_AFTER_HEAD: lambda answer: Spoilt(answer.head()),
    Fault.SILENT_AFTER_HEAD: lambda answer: Spoilt(answer.head(), End.WAIT),
    Fault.SILENT_IN_BODY: lambda answer: Spoilt(_middle(answer), End.WAIT),
    Fault.FLOOD_OF_HINTS: lambda answer: Spoilt(HINT, End.FLOOD, HINT),
    # Fifty at once, because a system call for each header would be slower than the client's limit.
    Fault.FLOOD_OF_HEADERS: lambda answer: Spoilt(JSON, End.FLOOD, b"X-Flood: a\r\n" * 50),
    Fault.ENDLESS_CHUNKS: lambda answer: Spoilt(CHUNKED, End.FLOOD, b"2710\r\n" + b"a" * PIECE + b"\r\n"),
    Fault.LONG_STATUS_LINE: lambda answer: Spoilt(b"HTTP/1.1 200 " + b"a" * LONG),
    Fault.HTTP_0_9: lambda answer: Spoilt(answer.body),
    Fault.TLS_ALERT: lambda answer: Spoilt(b"\x15\x03\x01\x00\x02\x02\x16"),
    Fault.SSH_BANNER: lambda answer: Spoilt(b"SSH-2.0-OpenSSH_9.6\r\n"),
    Fault.LENGTH_TOO_LONG: lambda answer: Spoilt(_with_length(answer, str(len(answer.body) + 9))),
    Fault.LENGTH_TOO_SHORT: lambda answer: Spoilt(_with_length(answer, str(max(1, len(answer.body) // 2))), End.STAY),
    Fault.TWO_LENGTHS: lambda answer: Spoilt(_with_length(answer, "1", "2")),
    Fault.NEGATIVE_LENGTH: lambda answer: Spoilt(_with_length(answer, "-2")),
    Fault.BAD_CHUNK_SIZE: lambda answer: Spoilt(CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    Fault.HUGE_CHUNK_SIZE: lambda answer: Spoilt(CHUNKED + b"ffffffffffffffff\r\n{}"),
    Fault.EARLY_HINTS: lambda answer: Spoilt(HINT + _whole(answer), End.STAY),
    Fault.CONTINUES: lambda answer: Spoilt(b"HTTP/1.1 100 Continue\r\n\r\n" * 5 + _whole(answer), End.STAY),
    Fault.OLD_HTTP: lambda answer: Spoilt(
        f"HTTP/1.0 {answer.status} Old\r\nContent-Type: application/json\r\n\r\n".encode() + answer.body
    ),
    Fault.CLOSE_AFTER_ANSWER: lambda answer: Spoilt(
        replace(answer, headers={**answer.headers, "Connection": "close"}).head() + answer.body
    ),
    Fault.SECOND_ANSWER: lambda answer: Spoilt(_whole(answer) + Answer(200, STALE).head() + STALE, End.STAY),
    Fault.TRAILING_GARBAGE: lambda answer: Spoilt(_whole(answer) + b"\r\n\0garbage", End.STAY),
}
