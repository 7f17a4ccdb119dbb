"""The agreement between a backend process and the program that started it."""

from __future__ import annotations

from typing import Final

PORT_LINE: Final = "STEALTH_PORT="
"""The beginning of the line on standard output that tells the port, written once the port takes connections."""
AUTH_VARIABLE: Final = "STEALTH_AUTH"
"""The environment variable with the key: on a command line everybody on the machine could read it."""
BAD_OPTIONS: Final = 2
"""The exit code that means: starting again in the same way will fail in the same way."""
TRY_LATER: Final = 75
"""The exit code that means: the reason may pass (a locked database, a full disk), so a later start may succeed."""
LOG_LINE: Final = "STEALTH_LOG="
"""The beginning of a line on standard error that is a log record in JSON, for the log of the game."""
