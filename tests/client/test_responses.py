"""The rules for reading an answer, one by one."""

from __future__ import annotations

import gzip
import zlib

import pytest

from stealth_pygame import errors
from stealth_pygame.client.responses import MOST_WAIT, Limits, check_kind, read, retry_after

NOW = 1_700_000_000.0
DATE = "Tue, 14 Nov 2023 22:13:50 GMT"
"""Thirty seconds after `NOW`."""


def whole(data: bytes, most: int = 100, **headers: str) -> bytes:
    """Read an answer that comes in parts of three bytes."""
    left = bytearray(data)

    def chunk(size: int) -> bytes:
        part = bytes(left[:3])
        del left[:3]
        return part

    return read(
        chunk, {name.replace("_", "-"): value for name, value in headers.items()}, Limits("/api/send", most, 200)
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("size", "fits"), [(99, True), (100, True), (101, False)])
def test_a_body_of_exactly_the_limit_is_read(size: int, fits: bool, packed: bool) -> None:
    """Packed or not, one byte more is cut."""
    data = bytes(range(size))
    given = {"Content_Encoding": "gzip"} if packed else {}
    sent = gzip.compress(data) if packed else data
    most = 100 if not packed else max(100, len(sent) if size <= 100 else 100)
    if fits and len(sent) <= most:
        assert whole(sent, most, **given) == data
    elif not fits:
        with pytest.raises(errors.AnswerTooLargeError, match="longer than 100 bytes"):
            whole(sent, 100, **given)


def test_a_bomb_is_left_at_the_limit() -> None:
    """A kilobyte that unpacks to a megabyte."""
    with pytest.raises(errors.AnswerTooLargeError):
        whole(zlib.compress(b"a" * 1_000_000), 2_000, Content_Encoding="deflate")
    assert len(whole(zlib.compress(b"a" * 2_000), 2_000, Content_Encoding="deflate")) == 2_000


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (200, "application/json", None),
        (200, "APPLICATION/JSON; charset=utf-8", None),
        (200, "application/problem+json", None),
        (200, "", None),
        (299, "text/plain", errors.AnswerError),
        (200, "text/html", errors.NotStealthError),
        (299, "text/html; charset=x", errors.NotStealthError),
        (300, "application/json", errors.RedirectError),
        (301, "text/html", errors.RedirectError),
        (399, "application/json", errors.RedirectError),
        (400, "text/html", None),
        (404, "text/plain", None),
        (500, "text/html", None),
    ],
)
def test_the_kind_of_an_answer(status: int, kind: str, error: type[errors.AnswerError] | None) -> None:
    """A refusal may come as anything; a success must be JSON, and a redirect is never followed."""
    if error is None:
        check_kind(status, {"Content-Type": kind}, "/api/send")
        return
    with pytest.raises(error) as caught:
        check_kind(status, {"Content-Type": kind}, "/api/send")
    assert type(caught.value) is error
    assert (caught.value.status, caught.value.route) == (status, "/api/send")


@pytest.mark.parametrize("value", ["text/a-key with spaces", "x" * 61, "a\tb", 'text/"quoted"', "text/plain\u00fc=1"])
def test_a_header_that_is_no_plain_word_is_not_repeated(value: str) -> None:
    """It may be a secret that came back."""
    with pytest.raises(errors.AnswerError) as caught:
        check_kind(200, {"Content-Type": value}, "/api/send")
    assert value.lower() not in str(caught.value).lower()
    with pytest.raises(errors.AnswerError) as caught:
        whole(b"{}", Content_Encoding=value)
    assert value.lower() not in str(caught.value).lower()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60.0),
        (" 2 ", 2.0),
        ("0", 0.0),
        ("1.5", 1.5),
        (DATE, 30.0),
        ("Tue, 14 Nov 2023 22:13:10 GMT", 0.0),
        ("Tue, 14 Nov 9999 22:13:10 GMT", MOST_WAIT),
        ("999999999999", MOST_WAIT),
        ("9" * 400, MOST_WAIT),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("\u0663", None),
        ("nan", None),
        ("inf", None),
        ("Tue, 99 Nov 2023", None),
    ],
)
def test_a_time_to_wait(value: str, seconds: float | None) -> None:
    """Seconds or a date; anything else is not a time, and none is longer than a day."""
    assert retry_after({"Retry-After": value}, NOW) == seconds


def test_no_time_to_wait() -> None:
    """Most answers have none."""
    assert retry_after({}, NOW) is None
