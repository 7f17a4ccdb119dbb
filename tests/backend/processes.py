"""What the tests of other processes share: an end by force, a look at who is gone, a backend's program to stand in."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

import pytest

# Windows has one way to end a process, by force, and calls it so.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
SYNCHRONIZE = 0x00100000
# Everything but the program itself is the library's.
FROM_BOTH = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"


def gone(pid: int) -> bool:
    """Return True for a process that is no more, or only waits to be collected."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(SYNCHRONIZE, False, pid)
        try:
            return not handle or kernel.WaitForSingleObject(handle, 0) == 0
        finally:
            kernel.CloseHandle(handle)
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")
    except OSError:
        return True


def command_line(pid: int) -> str:
    """Return what everybody on the machine can read of a process; nothing where the system does not show it."""
    place = Path(f"/proc/{pid}/cmdline")
    return place.read_text() if place.exists() else ""


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Let every embedded backend that starts from now on run this code instead of its own program."""
    package = folder / "stealth_pygame" / "backend"
    package.mkdir(parents=True)
    for place in (package.parent, package):
        (place / "__init__.py").write_text(FROM_BOTH, "utf-8")
    (package / "__main__.py").write_text(code, "utf-8")
    # The working folder as well: Python 3.10 looks there first.
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", [str(folder), *map(os.path.abspath, sys.path)])


def place_that_cannot_be_made(folder: Path) -> Path:
    """Return a folder below a file."""
    (folder / "file").touch()
    return folder / "file" / "nowhere"
