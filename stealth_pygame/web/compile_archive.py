"""Compile the Python in zip archives for the Python that runs this: `python compile_archive.py ARCHIVE...`.

After `--beside` come archives whose Python stays beside its bytecode, docstrings and all: a game's own, for errors that
show its lines. After `--keep` come those where only what no page needs is taken out. It stands alone, because another
interpreter runs it than the one that builds.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import os
import sys
import zipfile
from collections.abc import Iterator

# Parts of packages that no page imports: they would only be downloaded.
UNUSED = (
    *("pydantic/v1/", "pydantic/mypy.py", "pygame/tests/", "pygame/docs/", "pygame/examples/"),
    *("pygame/pygame.ico", "pygame/pygame_icon.icns", "pygame/pygame_icon_mac.bmp"),
)


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Return a module without its docstrings, a third of its bytecode; nobody asks a page for help."""
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
    """Return a module's bytecode as a file has it; None for one that cannot be compiled. whole: with docstrings."""
    try:
        tree = ast.parse(source)
        code = compile(tree if whole else without_docstrings(tree), name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    # Found by a hash of the source that nobody checks: an archive's times are those of its unpacking.
    head = (1).to_bytes(4, "little") + importlib.util.source_hash(source) if whole else bytes(12)
    return importlib.util.MAGIC_NUMBER + head + marshal.dumps(code)


def members(name: str, data: bytes, mode: str) -> Iterator[tuple[str, bytes]]:
    """Return the files that stand for one of an archive in a mode: "", "--beside" or "--keep"."""
    code = None
    if name.endswith(".py") and mode != "--keep":
        whole = mode == "--beside"
        code = compiled(f"/game/{name}" if whole else f"/lib/{name}", data, whole=whole)
    if code is None or mode == "--beside":
        yield name, data
    if code is not None:
        yield importlib.util.cache_from_source(name) if mode == "--beside" else name + "c", code


def compile_archive(path: str, mode: str = "") -> None:
    """Write an archive anew, with bytecode in the place of its Python, or as the mode says."""
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
