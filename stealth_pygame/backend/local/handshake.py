"""What a backend process and whoever started it must agree on."""

from __future__ import annotations

from typing import Final

PORT_LINE: Final = "STEALTH_PORT="
"""Begins the one line on standard output that says which port is listened on, once it is."""
AUTH_VARIABLE: Final = "STEALTH_AUTH"
"""The environment variable with the key: on a command line everybody on the machine could read it."""
BAD_OPTIONS: Final = 2
"""The exit code that means: starting again in the same way will fail in the same way."""
EXTRA: Final = 'pip install "stealth-pygame[backend]"'
"""What brings the libraries that the backend needs."""
EXTRA_MODEL: Final = 'pip install "stealth-pygame[backend,llm]"'
"""What brings the library that models are spoken to with."""
