"""Compile the Python in zip archives for the Python that runs this: `python compile_archive.py ARCHIVE...`.

With `--keep` before the archives only what no page needs is taken out. It stands alone, because another interpreter
runs it than the one that builds.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import os
import sys
import zipfile

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


def compiled(name: str, source: bytes) -> bytes | None:
    """Return the bytecode of a module as a file has it; None for one that cannot be compiled."""
    try:
        code = compile(without_docstrings(ast.parse(source)), f"/lib/{name}", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    # The place of the source's time and size is empty: there is no source to compare with.
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def compile_archive(path: str, keep: bool = False) -> None:
    """Write an archive anew, with a `.pyc` in the place of each `.py`; keep: leave those as they are."""
    part = path + ".part"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for item in archive.infolist():
            if item.is_dir() or item.filename.startswith(UNUSED):
                continue
            data = archive.read(item)
            code = compiled(item.filename, data) if item.filename.endswith(".py") and not keep else None
            name = item.filename if code is None else item.filename + "c"
            target.writestr(zipfile.ZipInfo(name, item.date_time), code or data, zipfile.ZIP_DEFLATED, 9)
    os.replace(part, path)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        if argument != "--keep":
            compile_archive(argument, "--keep" in sys.argv)
