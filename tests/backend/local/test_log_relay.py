"""Log records that cross from the backend's process into the game's log."""

from __future__ import annotations

import io
import logging
import sys

import pytest

from stealth_pygame.backend.local.handshake import LOG_LINE
from stealth_pygame.backend.local.log_relay import MOST_CHARACTERS, RelayHandler, log_line


def relayed(monkeypatch: pytest.MonkeyPatch, record: logging.LogRecord) -> str:
    """The line that a record becomes."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    RelayHandler().emit(record)
    return written.getvalue().rstrip("\n")


def record_of(message: str, name: str = "stealth_pygame.backend", level: int = logging.ERROR) -> logging.LogRecord:
    return logging.LogRecord(name, level, "", 0, message, (), None)


def test_a_record_keeps_its_level_and_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One line, whatever is in the message; the words are returned for an error, as any file can hold them."""
    line = relayed(monkeypatch, record_of("two\nlines \ud800", "uvicorn.error", logging.WARNING))
    assert "\n" not in line
    assert log_line(line) == "two\nlines \\ud800"
    (arrived,) = caplog.records
    assert (arrived.name, arrived.levelno) == ("stealth_pygame.backend.uvicorn.error", logging.WARNING)


def test_a_long_record_is_cut_in_its_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its beginning and its end are kept, so that a pipe is never filled by one record."""
    words = log_line(relayed(monkeypatch, record_of("a" * 100_000 + "z")))
    assert len(words) <= MOST_CHARACTERS + 3
    assert words.startswith("a")
    assert words.endswith("z")


@pytest.mark.parametrize(
    "line", ["plain words", LOG_LINE, LOG_LINE + "{}", LOG_LINE + "[]", LOG_LINE + '{"level": "x"}']
)
def test_any_other_line_is_logged_as_it_is(line: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a process prints, reading it fails never."""
    assert log_line(line) == line
    assert [record.getMessage() for record in caplog.records] == [line]


def test_a_game_that_listens_no_more_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backend goes on when its standard error is closed."""
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    RelayHandler().emit(record_of("unheard"))
