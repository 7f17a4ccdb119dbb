"""The packages that a game imports besides the library: found in its files, with their names in the package index."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

# Every page has these.
GIVEN: Final = frozenset({"pygame", "stealth_pygame", "js", "pyodide"})
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def imported(files: Iterable[Path]) -> set[str]:
    """Return the first part of the name of each module that these Python files import, at any place in the file."""
    names: set[str] = set()
    for node in _nodes(files):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).partition(".")[0])
    return names


def awaits(files: Iterable[Path]) -> bool:
    """Return True if some Python file uses `await`: a page can draw only while a game awaits its next frame."""
    return any(isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for node in _nodes(files))


def _nodes(files: Iterable[Path]) -> Iterator[ast.AST]:
    for file in files:
        # A file that is not valid Python fails in the page, with Python's own message.
        with contextlib.suppress(SyntaxError, ValueError):
            yield from ast.walk(ast.parse(file.read_bytes()))


def needs_of(files: Mapping[str, Path], packages: Mapping[str, Sequence[str]] | None = None) -> set[str]:
    """Return the packages that a game needs, and the packages that those need, if they are installed here.

    files: the files of the game by their names in the page; only those that can be imported count. packages: the
    packages that hold each module, None: the installed ones.
    """
    known = metadata.packages_distributions() if packages is None else packages
    own = {name.partition("/")[0].removesuffix(".py") for name in files}
    modules = imported(path for name, path in files.items() if _can_be_imported(name, files))
    foreign = modules - set(sys.stdlib_module_names) - GIVEN - own
    needs: set[str] = set()
    waiting = [name for module in foreign for name in known.get(module, ())]
    while waiting:
        name = _plain(waiting.pop())
        if name not in needs:
            needs.add(name)
            waiting += _requirements(name)
    return needs


def _can_be_imported(name: str, files: Mapping[str, Path]) -> bool:
    """Return True for a module beside the program or in a package. Other files are tools of the developers."""
    top, _, below = name.partition("/")
    return name.endswith(".py") and (not below or f"{top}/__init__.py" in files)


def _requirements(name: str) -> list[str]:
    """Return the packages that a package needs, without its extras."""
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        # A requirement for other systems or other versions of Python.
        return []
    return [found[0] for text in wanted if "extra ==" not in text and (found := _NAME.match(text))]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
