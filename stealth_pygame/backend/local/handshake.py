"""The protocol between a backend process and the program that started it."""

from __future__ import annotations

from typing import Final

# The beginning of the output line with the port, written when the port accepts connections.
PORT_LINE: Final = "STEALTH_PORT="
# The environment variable with the key: on a command line all users of the machine could read it.
AUTH_VARIABLE: Final = "STEALTH_AUTH"
# The exit code for an error that would occur again at the next start.
BAD_OPTIONS: Final = 2
# The exit code for an error that may be temporary (a locked database, a full disk).
TRY_LATER: Final = 75
# The beginning of an error-output line that is a log record in JSON, for the log of the game.
LOG_LINE: Final = "STEALTH_LOG="
