"""The faults that a backend, a proxy or a bad Wi-Fi can do to one request, by name, so that a test can order them."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Fault(Enum):
    """Everything that can be ordered for a route. Each takes the place of the whole answer to one request."""

    REFUSE = "refuse"
    """Nobody listens, until `start` or `heal`."""
    RESET_BEFORE_READING = "reset before reading"
    """The connection is reset before the request was read; nothing happened."""
    RESET_AFTER_READING = "reset after reading"
    """The request is carried out, and then the connection is reset."""
    RESET_MID_ANSWER = "reset mid-answer"
    """The request is carried out, and the connection is reset in the middle of the answer."""
    HALF_ANSWER = "half answer"
    """The request is carried out, and the connection is closed in the middle of the answer."""
    BROKEN_CHUNKS = "broken chunks"
    """The request is carried out, and the answer's chunked coding breaks off."""
    SILENCE = "silence"
    """The request is carried out, but no answer comes until the client gives up."""
    DRIPPING_HEADERS = "dripping headers"
    """The request is carried out; a header comes now and then, for ever."""
    DRIPPING_BODY = "dripping body"
    """The request is carried out; a byte of the body comes now and then, for ever."""
    NO_HTTP = "no HTTP"
    """Something answers that does not speak HTTP."""
    CLOSED_WITHOUT_ANSWER = "closed without answer"
    """The request is carried out, and then the connection is closed."""
    CLOSED_IN_HEAD = "closed in head"
    """The request is carried out, and the connection is closed in the middle of the headers."""
    RESET_IN_HEAD = "reset in head"
    """The same with a reset."""
    CLOSED_AFTER_HEAD = "closed after head"
    """The request is carried out; the headers come, and not a byte of the body."""
    SILENT_AFTER_HEAD = "silent after head"
    """The request is carried out; the headers come, and then nothing, but the connection stays."""
    SILENT_IN_BODY = "silent in body"
    """The same after half of the body."""
    FLOOD_OF_HINTS = "flood of hints"
    """The request is carried out; early answers (103) come without end, and no real one."""
    FLOOD_OF_HEADERS = "flood of headers"
    """The request is carried out; headers come as fast as they can, and more than anybody takes."""
    ENDLESS_CHUNKS = "endless chunks"
    """The request is carried out; chunks of a body come as fast as they can, and more than anybody takes."""
    LONG_STATUS_LINE = "long status line"
    """The request is carried out; the first line of the answer is longer than anybody takes."""
    HTTP_0_9 = "http 0.9"
    """The request is carried out; the body comes without status line and headers."""
    TLS_ALERT = "tls alert"
    """The port speaks TLS, and this request did not."""
    SSH_BANNER = "ssh banner"
    """Another service listens on the port, and speaks first."""
    LENGTH_TOO_LONG = "length too long"
    """The request is carried out; the body is shorter than announced, and the connection closed."""
    LENGTH_TOO_SHORT = "length too short"
    """The request is carried out; the body is longer than announced, and the rest is left on the connection."""
    TWO_LENGTHS = "two lengths"
    """The request is carried out; two lengths are announced that differ."""
    NEGATIVE_LENGTH = "negative length"
    """The request is carried out; the length is less than nothing."""
    BAD_CHUNK_SIZE = "bad chunk size"
    """The request is carried out; the size of a chunk is not a number."""
    HUGE_CHUNK_SIZE = "huge chunk size"
    """The request is carried out; a chunk is announced that no memory could hold."""

    EARLY_HINTS = "early hints"
    """An early answer (103) comes before the real one, which is fine."""
    CONTINUES = "continues"
    """Five times 100 Continue come before the real answer, which is fine."""
    OLD_HTTP = "old http"
    """The answer is fine, but of HTTP/1.0 and without a length."""
    CLOSE_AFTER_ANSWER = "close after answer"
    """The answer is fine, says that the connection will be closed, and it is."""
    SECOND_ANSWER = "second answer"
    """The answer is fine, and another one follows that nobody asked for."""
    TRAILING_GARBAGE = "trailing garbage"
    """The answer is fine, and bytes follow that are not HTTP."""

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
    STATUS_201 = "201"
    """An answer that is fine, with the status of something new."""
    STATUS_204 = "204"
    """All is well, and there is nothing to say."""
    STATUS_304 = "304"
    """A cache says that nothing has changed."""
    STATUS_402 = "402"
    """The provider wants to be paid."""
    STATUS_403_PAGE = "403 page"
    """A firewall refuses the request in a web page."""
    STATUS_404_PAGE = "404 page"
    """A web server does not know the path, and says so in a web page."""
    STATUS_404_USER = "404 user"
    """The player is not in the conversation, as the Eliza framework says it (to a send)."""
    STATUS_405 = "405"
    """The path is there, but not for POST."""
    STATUS_408 = "408"
    """The request came too slowly for somebody in between."""
    STATUS_409 = "409"
    """The request is at odds with something."""
    STATUS_410 = "410"
    """The backend is gone for good."""
    STATUS_429_GATEWAY = "429 gateway"
    """A web server's own limit, in a web page, with a second to wait."""
    STATUS_500_EMPTY = "500 empty"
    """The backend failed inside, and says nothing."""
    STATUS_500_TRACE = "500 trace"
    """The backend failed inside, and shows a long trace of its program."""
    STATUS_501 = "501"
    """A server that knows no POST."""
    STATUS_504 = "504"
    """A proxy got no answer in time, and says so in a web page."""
    STATUS_511 = "511"
    """A network that wants a log-in."""
    STATUS_520 = "520"
    """A gateway's own status, in a web page."""
    STATUS_999 = "999"
    """A status that is none."""
    REDIRECT_303 = "303"
    """The answer is elsewhere."""
    REDIRECT_308 = "308"
    """The backend has moved for good, and wants body and method again."""
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
    """JSON with bytes that are not text."""
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

    BYTE_ORDER_MARK = "byte order mark"
    """Good JSON behind a mark that does not belong there."""
    UTF_16 = "utf-16"
    """Good JSON in two bytes a letter."""
    TRAILING_COMMA = "trailing comma"
    """An object with a comma too many."""
    TWO_OBJECTS = "two objects"
    """Two answers in one body."""
    JSON_NULL = "json null"
    """JSON that says nothing."""
    JSON_TEXT = "json text"
    """JSON that is a text alone."""
    HUGE_NUMBER = "huge number"
    """A number of ten thousand digits."""
    EMPTY_SECRET = "empty secret"
    """A conversation without a secret (to a create); to others an ordinary answer."""
    ERROR_IN_200 = "error in 200"
    """A provider's error under the status of success: to a send that is an empty reply."""
    BROKEN_CALLS = "broken calls"
    """Calls that are not calls (to a send)."""
    ODD_TEXT = "odd text"
    """A reply of control characters, halves of pairs and marks of direction (to a send)."""
    BROTLI = "brotli"
    """A packing that nobody asked for and few can read."""
    NOT_PACKED = "not packed"
    """Plain JSON that says it is packed."""
    HALF_PACKED = "half packed"
    """A packed reply that breaks off inside."""
    DEFLATED = "deflated"
    """A reply in the other packing; it can be read."""
    COOKIES = "cookies"
    """An ordinary answer that sets a cookie."""
    NO_CONTENT_TYPE = "no content type"
    """An ordinary answer that does not say what it is."""

    CANCELLED = "cancelled"
    """The reply says cancelled (to a send)."""
    FLAGGED = "flagged"
    """The reply says flagged (to a send)."""


# Faults that hit the answer: what was asked has been done by then.
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

# Faults of the connection; all others are answers.
LINE_FAULTS: Final = DONE_FIRST | {
    Fault.REFUSE,
    Fault.RESET_BEFORE_READING,
    Fault.NO_HTTP,
    Fault.TLS_ALERT,
    Fault.SSH_BANNER,
}
