"""Compile the Python in zip archives for the running interpreter: `python compile_archive.py ARCHIVE...`.

Archives after `--beside` keep their source and docstrings beside the bytecode: for a game, whose errors then show
lines. From archives after `--keep` only the files that no page needs are removed. This module imports nothing of the
library, because another interpreter may run it.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import os
import sys
import zipfile
from collections.abc import Iterator

# Parts of packages that no page imports. Without them the download is smaller.
UNUSED = (
    *("pydantic/v1/", "pydantic/mypy.py", "pygame/tests/", "pygame/docs/", "pygame/examples/"),
    *("pygame/pygame.ico", "pygame/pygame_icon.icns", "pygame/pygame_icon_mac.bmp"),
)


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Return a module without its docstrings. They are a third of the bytecode, and nobody calls `help` in a page."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = node.body[1:] or [ast.copy_location(ast.Pass(), first)]
    return tree


def compiled(name: str, source: bytes, *, whole: bool = False) -> bytes | None:
    """Return the contents of a `.pyc` file, None if the source cannot be compiled. whole: keep the docstrings."""
    try:
        tree = ast.parse(source)
        code = compile(tree if whole else without_docstrings(tree), name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    # Bytecode with a hash that is not checked: unpacking changes the times of files, which Python would compare.
    head = (1).to_bytes(4, "little") + importlib.util.source_hash(source) if whole else bytes(12)
    return importlib.util.MAGIC_NUMBER + head + marshal.dumps(code)


def members(name: str, data: bytes, mode: str) -> Iterator[tuple[str, bytes]]:
    """Return the files that replace one file of an archive. mode: "", "--beside" or "--keep"."""
    code = None
    if name.endswith(".py") and mode != "--keep":
        whole = mode == "--beside"
        code = compiled(f"/game/{name}" if whole else f"/lib/{name}", data, whole=whole)
    if code is None or mode == "--beside":
        yield name, data
    if code is not None:
        yield importlib.util.cache_from_source(name) if mode == "--beside" else name + "c", code


def compile_archive(path: str, mode: str = "") -> None:
    """Replace an archive by one with bytecode. mode: see `members`."""
    part = path + ".part"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(part, "w") as target:
        for item in archive.infolist():
            if item.is_dir() or item.filename.startswith(UNUSED):
                continue
            for name, data in members(item.filename, archive.read(item), mode):
                target.writestr(zipfile.ZipInfo(name, item.date_time), data, zipfile.ZIP_DEFLATED, 9)
    os.replace(part, path)


if __name__ == "__main__":
    mode = ""
    for argument in sys.argv[1:]:
        if argument.startswith("--"):
            mode = argument
        else:
            compile_archive(argument, mode)
