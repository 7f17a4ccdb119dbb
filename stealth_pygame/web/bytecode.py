"""Archives for a page with their Python compiled: a browser then spends no seconds on compiling it.

Bytecode belongs to one version of Python. It is made by an interpreter of the page's version, if there is one here:
this one, a `python3.14`, or a copy of Pyodide under Node. Without one the page compiles as it loads.
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
# Seconds after which the page has to compile by itself.
PATIENCE: Final = 300


def compile_archives(archives: Sequence[Path], game: Path, pyodide: Path | None = None) -> bool:
    """Put bytecode in the place of the Python in some archives, and beside that of a game.

    False where nothing here can compile it. What no page needs is taken out in any case.
    """
    command, paths = compiler(pyodide), [str(path.resolve()) for path in archives]
    if command is not None and _run([*command, *paths, "--beside", str(game.resolve())]):
        return True
    _run([sys.executable, str(SCRIPT), "--keep", *paths])
    return False


def _run(command: list[str]) -> bool:
    return not subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).returncode


def compiler(pyodide: Path | None) -> list[str] | None:
    """Return the beginning of a command that compiles for the page's Python."""
    if "{}.{}".format(*sys.version_info) == PYTHON and sys.implementation.name == "cpython":
        return [sys.executable, str(SCRIPT)]
    other, node = shutil.which(f"python{PYTHON}"), shutil.which("node")
    if other is not None:
        return [other, str(SCRIPT)]
    if pyodide is not None and node is not None:
        return [node, str(UNDER_NODE), str(pyodide.resolve()), str(SCRIPT)]
    return None
