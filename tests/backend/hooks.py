"""A moderation hook that holds up a send in another process until a test lets it go."""

from __future__ import annotations

import os
import threading
from pathlib import Path

GATE = "STEALTH_TEST_GATE"


def wait(text: str) -> bool:
    """Says that it is there (`begun`), and lets "slow" pass only when `open` exists."""
    folder = Path(os.environ[GATE])
    if text.startswith("slow"):
        (folder / "begun").touch()
        while not (folder / "open").exists():
            threading.Event().wait(0.01)
    return False
