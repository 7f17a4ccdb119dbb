"""Log records on their way from a backend process into the game's log, one line of JSON each.

Without it, the traceback behind a "500 Internal Server Error" would end in a pipe that nobody reads.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from stealth_pygame.backend.local.handshake import LOG_LINE

# The logger of the game under which the records arrive.
LOGGER = "stealth_pygame.backend"
# Length of a message or a traceback at most: a pipe must never be filled by one record.
MOST_CHARACTERS = 20_000


class RelayHandler(logging.Handler):
    """Writes each record as one line to standard error, for the process that started this one."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._formatter = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record. A game that no longer listens is not a reason for an error."""
        traceback = self._formatter.formatException(record.exc_info) if record.exc_info else ""
        entry = {
            "level": record.levelno,
            "logger": record.name,
            "message": _bounded(record.getMessage()),
            "traceback": _bounded(traceback),
        }
        try:
            # One write for the whole line: threads must not mix their records.
            sys.stderr.write(f"{LOG_LINE}{json.dumps(entry)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass


def relay_log() -> None:
    """Send the warnings and errors of this process to the program that started it."""
    logging.getLogger().addHandler(RelayHandler())


def log_line(line: str) -> str:
    """Log a line of a backend's output in this process, at its own level; return its words for an error message."""
    if not line.startswith(LOG_LINE):
        logging.getLogger(LOGGER).warning("%s", line)
        return line
    try:
        entry: dict[str, Any] = json.loads(line.removeprefix(LOG_LINE))
        level, message, traceback = int(entry["level"]), str(entry["message"]), str(entry["traceback"])
        name = str(entry["logger"])
    except (ValueError, KeyError, TypeError):
        logging.getLogger(LOGGER).warning("%s", line)
        return line
    logger = logging.getLogger(name if name.startswith(LOGGER) else f"{LOGGER}.{name}")
    # As its own logger would: a game that filters a name by level filters it here too.
    if logger.isEnabledFor(level):
        record = logger.makeRecord(logger.name, level, "", 0, message, (), None)
        # The traceback is of another process: only its text can be shown.
        record.exc_text = traceback or None
        logger.handle(record)
    return message


def _bounded(text: str) -> str:
    # A lone surrogate, as a model may write one, would end in an error of whatever writes the game's log.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS // 2]} … {text[-MOST_CHARACTERS // 2 :]}"
