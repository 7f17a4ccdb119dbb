"""Archives for a page with their Python compiled, so that a browser need not spend seconds on it.

Bytecode fits one version of Python only, so it is compiled by an interpreter of the page's version if this machine
has one: the running one, a `python3.14`, or a copy of Pyodide under Node. Otherwise the page compiles when it loads.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stealth_pygame.web.wheels import PYTHON

HERE: Final = Path(__file__).parent
SCRIPT: Final = HERE / "compile_archive.py"
UNDER_NODE: Final = HERE / "compile_archive.mjs"
# Seconds that compiling may take.
PATIENCE: Final = 300


def compile_archives(archives: Sequence[Path], game: Path, pyodide: Path | None = None) -> bool:
    """Replace the Python in archives by bytecode, and add bytecode to that of a game, which keeps its source.

    Return False if no interpreter here can do it; then only the files that no page needs are removed.
    """
    command, paths = compiler(pyodide), [str(path.resolve()) for path in archives]
    if command is not None and _run([*command, *paths, "--beside", str(game.resolve())]):
        return True
    _run([sys.executable, str(SCRIPT), "--keep", *paths])
    return False


def _run(command: list[str]) -> bool:
    return not subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).returncode


def compiler(pyodide: Path | None) -> list[str] | None:
    """Return the beginning of a command that compiles for the page's Python, None if there is no such interpreter."""
    if "{}.{}".format(*sys.version_info) == PYTHON and sys.implementation.name == "cpython":
        return [sys.executable, str(SCRIPT)]
    other, node = shutil.which(f"python{PYTHON}"), shutil.which("node")
    if other is not None:
        return [other, str(SCRIPT)]
    if pyodide is not None and node is not None:
        return [node, str(UNDER_NODE), str(pyodide.resolve()), str(SCRIPT)]
    return None
