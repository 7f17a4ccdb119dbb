"""The wheels that a game needs in a browser, from the package index that pip uses here, with their hashes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final

from stealth_pygame.errors import ConfigurationError

# The Python version of the Pyodide release that the page loads.
PYTHON: Final = "3.14"
PLATFORM: Final = "pyemscripten_2026_0_wasm32"
# Packages that the library imports in a page. It needs no HTTP client and no server there.
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
    """Download the wheels into a folder, in the versions that are installed here, and return their paths.

    further: more packages, from the game's own imports. Raises `ConfigurationError` with the message of pip.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [_pinned(name) for name in [*NEEDED, *sorted(set(further).difference(NEEDED))]]
    tag = f"cp{PYTHON}".replace(".", "")
    binary = ["--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp", "--abi", tag]
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(folder)]
    ended = subprocess.run([*command, *binary, *wanted], capture_output=True, text=True, check=False)
    if ended.returncode:
        reason = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")] or ["pip says no more"]
        raise ConfigurationError(f"pip cannot download the wheels for the page: {reason[-1]}")
    return sorted(folder.glob("*.whl"))


def _pinned(name: str) -> str:
    """Return a requirement for the installed version, so that the page runs the version that was tested here."""
    try:
        return f"{name}=={metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in the form that the page compares."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
