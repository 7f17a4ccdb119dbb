"""The faults that a backend, a proxy or a bad connection can cause for one request, by name."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Fault(Enum):
    """All faults that a test can order for a route. Each replaces the whole answer to one request."""

    REFUSE = "refuse"
    """The port refuses connections until `start` or `heal`."""
    RESET_BEFORE_READING = "reset before reading"
    """The connection is reset before the request is read; nothing is done."""
    RESET_AFTER_READING = "reset after reading"
    """The request is carried out, and then the connection is reset."""
    RESET_MID_ANSWER = "reset mid-answer"
    """The request is carried out, and the connection is reset in the middle of the answer."""
    HALF_ANSWER = "half answer"
    """The request is carried out, and the connection is closed in the middle of the answer."""
    BROKEN_CHUNKS = "broken chunks"
    """The request is carried out, and the chunked answer is incomplete."""
    SILENCE = "silence"
    """The request is carried out, but no answer comes until the client gives up."""
    DRIPPING_HEADERS = "dripping headers"
    """The request is carried out; one header at a time arrives, for ever."""
    DRIPPING_BODY = "dripping body"
    """The request is carried out; one byte of the body at a time arrives, for ever."""
    NO_HTTP = "no HTTP"
    """The port answers, but not in HTTP."""
    CLOSED_WITHOUT_ANSWER = "closed without answer"
    """The request is carried out, and then the connection is closed."""
    CLOSED_IN_HEAD = "closed in head"
    """The request is carried out, and the connection is closed in the middle of the headers."""
    RESET_IN_HEAD = "reset in head"
    """The same with a reset."""
    CLOSED_AFTER_HEAD = "closed after head"
    """The request is carried out; the headers arrive, and no byte of the body."""
    SILENT_AFTER_HEAD = "silent after head"
    """The request is carried out; the headers arrive, and then nothing, but the connection stays open."""
    SILENT_IN_BODY = "silent in body"
    """The same, after half of the body."""
    FLOOD_OF_HINTS = "flood of hints"
    """The request is carried out; early answers (103) arrive without end, but no final one."""
    FLOOD_OF_HEADERS = "flood of headers"
    """The request is carried out; headers arrive at full speed, more than any client accepts."""
    ENDLESS_CHUNKS = "endless chunks"
    """The request is carried out; chunks of a body arrive at full speed, more than any client accepts."""
    LONG_STATUS_LINE = "long status line"
    """The request is carried out; the status line of the answer is longer than any client accepts."""
    HTTP_0_9 = "http 0.9"
    """The request is carried out; the body arrives without status line and headers."""
    TLS_ALERT = "tls alert"
    """The port speaks TLS, but the request did not."""
    SSH_BANNER = "ssh banner"
    """Another service listens on the port, and sends first."""
    LENGTH_TOO_LONG = "length too long"
    """The request is carried out; the body is shorter than its announced length, and the connection is closed."""
    LENGTH_TOO_SHORT = "length too short"
    """The request is carried out; the body is longer than its announced length, and the rest is sent as well."""
    TWO_LENGTHS = "two lengths"
    """The request is carried out; two different lengths are announced."""
    NEGATIVE_LENGTH = "negative length"
    """The request is carried out; the announced length is negative."""
    BAD_CHUNK_SIZE = "bad chunk size"
    """The request is carried out; the size of a chunk is not a number."""
    HUGE_CHUNK_SIZE = "huge chunk size"
    """The request is carried out; a chunk is announced that fits into no memory."""

    EARLY_HINTS = "early hints"
    """An early answer (103) comes before the final one, which is correct."""
    CONTINUES = "continues"
    """Five times 100 Continue come before the final answer, which is correct."""
    OLD_HTTP = "old http"
    """The answer is correct, but in HTTP/1.0 and without a length."""
    CLOSE_AFTER_ANSWER = "close after answer"
    """The answer is correct, announces that the connection will be closed, and it is closed."""
    SECOND_ANSWER = "second answer"
    """The answer is correct, and an additional answer follows."""
    TRAILING_GARBAGE = "trailing garbage"
    """The answer is correct, and bytes follow that are not HTTP."""

    STATUS_400 = "400"
    """The request is refused because of its shape."""
    STATUS_401 = "401"
    """The key is refused by a server between client and backend."""
    STATUS_403_KEY = "403 key"
    """The key is refused."""
    STATUS_403_SECRET = "403 secret"
    """The conversation's secret is refused."""
    STATUS_404_CONVERSATION = "404 conversation"
    """The conversation does not exist any more."""
    STATUS_404_ROUTE = "404 route"
    """The route is unknown, because the base URL has a wrong path."""
    STATUS_413 = "413"
    """The body is too large."""
    STATUS_415 = "415"
    """The body's type is refused."""
    STATUS_422 = "422"
    """The message was moderated, or the provider failed."""
    STATUS_429 = "429"
    """The conversation is busy."""
    STATUS_500 = "500"
    """The backend has an internal error."""
    STATUS_502 = "502"
    """A proxy cannot reach the backend, and says so in a web page."""
    STATUS_503 = "503"
    """A proxy is overloaded, and says so in a web page."""
    STATUS_201 = "201"
    """A correct answer with the status "created"."""
    STATUS_204 = "204"
    """Success, without a body."""
    STATUS_304 = "304"
    """A cache says that nothing has changed."""
    STATUS_402 = "402"
    """The provider requires payment."""
    STATUS_403_PAGE = "403 page"
    """A firewall refuses the request in a web page."""
    STATUS_404_PAGE = "404 page"
    """A web server does not know the path, and says so in a web page."""
    STATUS_404_USER = "404 user"
    """The player is not in the conversation, as the Eliza framework says it (to a send)."""
    STATUS_405 = "405"
    """The path exists, but not for POST."""
    STATUS_408 = "408"
    """A server between client and backend found the request too slow."""
    STATUS_409 = "409"
    """The request conflicts with something."""
    STATUS_410 = "410"
    """The backend is gone permanently."""
    STATUS_429_GATEWAY = "429 gateway"
    """The limit of a web server, as a web page, with one second to wait."""
    STATUS_500_EMPTY = "500 empty"
    """The backend has an internal error, and sends no text."""
    STATUS_500_TRACE = "500 trace"
    """The backend has an internal error, and sends a long traceback."""
    STATUS_501 = "501"
    """The server does not know POST."""
    STATUS_504 = "504"
    """A proxy got no answer in time, and says so in a web page."""
    STATUS_511 = "511"
    """The network requires a login."""
    STATUS_520 = "520"
    """A status that only one gateway uses, as a web page."""
    STATUS_999 = "999"
    """A status that does not exist."""
    REDIRECT_303 = "303"
    """The answer is elsewhere."""
    REDIRECT_308 = "308"
    """The backend has moved permanently; body and method must be sent again."""
    REDIRECT_301 = "301"
    """The backend has moved permanently."""
    REDIRECT_302 = "302"
    """The backend has moved temporarily."""
    REDIRECT_307 = "307"
    """The backend has moved temporarily; body and method must be sent again."""

    HTML = "html"
    """The page of a captive portal, with status 200."""
    WRONG_CONTENT_TYPE = "wrong content type"
    """Correct JSON that is declared as plain text."""
    INVALID_UTF8 = "invalid utf-8"
    """JSON with bytes that are not UTF-8."""
    NOT_JSON = "not json"
    """Plain text that is declared as JSON."""
    EMPTY_BODY = "empty body"
    """Status 200 without a body."""
    WRONG_TYPES = "wrong types"
    """Lists in place of text, and text in place of lists."""
    MISSING_FIELDS = "missing fields"
    """An object without any field: for a send an empty reply, for update and finish success."""
    NULL_FIELDS = "null fields"
    """All fields are null: for a send an empty reply, for update and finish success."""
    NAN = "nan"
    """A number that JSON does not allow."""
    DEEP_NESTING = "deep nesting"
    """A hundred thousand nested lists."""
    GZIP_BOMB = "gzip bomb"
    """A reply of fifty megabytes, compressed to fifty kilobytes."""
    PACKED = "packed"
    """A compressed reply that the client did not ask for, as from some proxies; it can be read."""
    TOO_LARGE = "too large"
    """A reply of three megabytes."""

    BYTE_ORDER_MARK = "byte order mark"
    """Correct JSON after a byte order mark, which is not allowed."""
    UTF_16 = "utf-16"
    """Correct JSON with two bytes for each letter."""
    TRAILING_COMMA = "trailing comma"
    """An object with one comma too many."""
    TWO_OBJECTS = "two objects"
    """Two answers in one body."""
    JSON_NULL = "json null"
    """The JSON value null."""
    JSON_TEXT = "json text"
    """A JSON text without an object."""
    HUGE_NUMBER = "huge number"
    """A number with ten thousand digits."""
    EMPTY_SECRET = "empty secret"
    """A conversation without a secret (for a create); other routes answer as usual."""
    ERROR_IN_200 = "error in 200"
    """A provider's error with a success status: for a send an empty reply."""
    BROKEN_CALLS = "broken calls"
    """Calls that are not calls (for a send)."""
    ODD_TEXT = "odd text"
    """A reply of control characters, lone surrogates and direction marks (for a send)."""
    BROTLI = "brotli"
    """A compression that the client did not ask for, and that few clients can read."""
    NOT_PACKED = "not packed"
    """Plain JSON that is declared as compressed."""
    HALF_PACKED = "half packed"
    """A compressed reply that is incomplete."""
    DEFLATED = "deflated"
    """A reply in the other common compression; it can be read."""
    COOKIES = "cookies"
    """A usual answer that sets a cookie."""
    NO_CONTENT_TYPE = "no content type"
    """A usual answer without a content type."""

    CANCELLED = "cancelled"
    """The reply is cancelled (for a send)."""
    FLAGGED = "flagged"
    """The reply is flagged (for a send)."""


# Faults of the answer: the request has been carried out.
DONE_FIRST: Final = frozenset(
    {
        Fault.RESET_AFTER_READING,
        Fault.RESET_MID_ANSWER,
        Fault.HALF_ANSWER,
        Fault.BROKEN_CHUNKS,
        Fault.SILENCE,
        Fault.DRIPPING_HEADERS,
        Fault.DRIPPING_BODY,
        Fault.CLOSED_WITHOUT_ANSWER,
        Fault.CLOSED_IN_HEAD,
        Fault.RESET_IN_HEAD,
        Fault.CLOSED_AFTER_HEAD,
        Fault.SILENT_AFTER_HEAD,
        Fault.SILENT_IN_BODY,
        Fault.FLOOD_OF_HINTS,
        Fault.FLOOD_OF_HEADERS,
        Fault.ENDLESS_CHUNKS,
        Fault.LONG_STATUS_LINE,
        Fault.HTTP_0_9,
        Fault.LENGTH_TOO_LONG,
        Fault.LENGTH_TOO_SHORT,
        Fault.TWO_LENGTHS,
        Fault.NEGATIVE_LENGTH,
        Fault.BAD_CHUNK_SIZE,
        Fault.HUGE_CHUNK_SIZE,
        Fault.EARLY_HINTS,
        Fault.CONTINUES,
        Fault.OLD_HTTP,
        Fault.CLOSE_AFTER_ANSWER,
        Fault.SECOND_ANSWER,
        Fault.TRAILING_GARBAGE,
    }
)

# Faults of the connection; all other faults are answers.
LINE_FAULTS: Final = DONE_FIRST | {
    Fault.REFUSE,
    Fault.RESET_BEFORE_READING,
    Fault.NO_HTTP,
    Fault.TLS_ALERT,
    Fault.SSH_BANNER,
}
