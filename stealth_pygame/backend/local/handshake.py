"""The agreement between a backend process and the program that started it."""

from __future__ import annotations

from typing import Final

# The beginning of the line on standard output that tells the port, written once the port takes connections.
PORT_LINE: Final = "STEALTH_PORT="
# The environment variable with the key: on a command line everybody on the machine could read it.
AUTH_VARIABLE: Final = "STEALTH_AUTH"
# The exit code that means: starting again in the same way will fail in the same way.
BAD_OPTIONS: Final = 2
# The exit code that means: the reason may pass (a locked database, a full disk), so a later start may succeed.
TRY_LATER: Final = 75
# The beginning of a line on standard error that is a log record in JSON, for the log of the game.
LOG_LINE: Final = "STEALTH_LOG="
