"""Moderation hooks for backends of other processes: they hold up a send, or see two meet in a conversation."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

GATE = "STEALTH_TEST_GATE"
CLOCK_OFF = "STEALTH_TEST_CLOCK_OFF"
"""Seconds by which the wall clock of a process is wrong."""

_off = float(os.environ.get(CLOCK_OFF, "0"))
if _off:
    _true_time = time.time
    time.time = lambda: _true_time() + _off

_inside = threading.local()


def wait(text: str) -> bool:
    """Says that it is there (`begun`), and lets "slow" pass only when `open` exists."""
    folder = Path(os.environ[GATE])
    if text.startswith("slow"):
        (folder / "begun").touch()
        while not (folder / "open").exists():
            threading.Event().wait(0.01)
    return False


def watch(text: str) -> bool:
    """Between question ("3: ...", in conversation 3) and answer, nobody else may be in the same conversation."""
    folder = Path(os.environ[GATE])
    if getattr(_inside, "file", None) is not None:
        _inside.file.close()
        _inside.file = None
        return False
    number = text.partition(":")[0]
    # The system takes the lock back from a process that is killed.
    _inside.file = (folder / f"conversation-{number}").open("w")
    try:
        _take(_inside.file)
    except OSError:
        (folder / "two-at-once").touch()
    with contextlib.suppress(InterruptedError):
        threading.Event().wait(0.02)
    return False


def _take(file: IO[str]) -> None:
    """Lock a file for this process. Raises `OSError` where another has it."""
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
