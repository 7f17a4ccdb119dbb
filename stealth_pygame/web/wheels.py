"""Wheels that a game needs in a browser, taken from the index that pip of this machine uses, each with its hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final

from stealth_pygame.errors import ConfigurationError

# The Python of the Pyodide release that the page loads.
PYTHON: Final = "3.14"
PLATFORM: Final = "pyemscripten_2026_0_wasm32"
# Packages that the library imports in a page: no transport, no server, the standard library's database.
NEEDED: Final = (
    "pydantic",
    "pydantic-core",
    "annotated-types",
    "typing-extensions",
    "typing-inspection",
    "platformdirs",
    "font-manrope",
    "snowballstemmer",
)


def fetch_wheels(folder: Path, further: Iterable[str] = ()) -> list[Path]:
    """Put the wheels into a folder, in the versions that are installed here, and return them.

    further: names that the game needs as well, from its own imports. Raises `ConfigurationError` with what pip said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [_pinned(name) for name in [*NEEDED, *sorted(set(further).difference(NEEDED))]]
    tag = f"cp{PYTHON}".replace(".", "")
    binary = ["--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp", "--abi", tag]
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(folder)]
    ended = subprocess.run([*command, *binary, *wanted], capture_output=True, text=True, check=False)
    if ended.returncode:
        reason = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")] or ["pip says no more"]
        raise ConfigurationError(f"The wheels for the page cannot be had: {reason[-1]}")
    return sorted(folder.glob("*.whl"))


def _pinned(name: str) -> str:
    """The requirement for the version that runs here, so that a page runs what was tried."""
    try:
        return f"{name}=={metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name


def digest(path: Path) -> str:
    """The SHA-256 of a file, as the page checks it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
