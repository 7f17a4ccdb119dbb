"""Log records that go from a backend process to the game's log, each as one line of JSON.

Without it, nobody would read the traceback behind a "500 Internal Server Error".
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from stealth_pygame.backend.local.handshake import LOG_LINE

# The game's logger that gets the records.
LOGGER = "stealth_pygame.backend"
# The most characters of a message or a traceback, so that one record cannot fill the pipe.
MOST_CHARACTERS = 20_000


class RelayHandler(logging.Handler):
    """Writes each record as one line to standard error, for the process that started this one."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._formatter = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record. Raises nothing if the game no longer reads."""
        traceback = self._formatter.formatException(record.exc_info) if record.exc_info else ""
        entry = {
            "level": record.levelno,
            "logger": record.name,
            "message": _bounded(record.getMessage()),
            "traceback": _bounded(traceback),
        }
        try:
            # The whole line in one write, so that threads do not mix their records.
            sys.stderr.write(f"{LOG_LINE}{json.dumps(entry)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass


def relay_log() -> None:
    """Send this process's warnings and errors to the program that started it."""
    logging.getLogger().addHandler(RelayHandler())


def log_line(line: str) -> str:
    """Log one line of a backend's output at its own level; return its text for error messages."""
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
    # A game that filters a logger by level filters it here too.
    if logger.isEnabledFor(level):
        record = logger.makeRecord(logger.name, level, "", 0, message, (), None)
        # The traceback is from another process, so only its text can be shown.
        record.exc_text = traceback or None
        logger.handle(record)
    return message


def _bounded(text: str) -> str:
    # Lone surrogates, which a model may write, would cause an error when the log is written.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS // 2]} … {text[-MOST_CHARACTERS // 2 :]}"
