"""Archives of a page with bytecode in the place of Python, made for the Python of the page or not at all."""

from __future__ import annotations

import importlib.util
import runpy
import shutil
import sys
import zipfile
import zipimport
from pathlib import Path

import pytest

from stealth_pygame.web import bytecode
from stealth_pygame.web.bytecode import SCRIPT, compile_archives, compiler

FILES = {
    "village/__init__.py": '"""A docstring."""\nfrom __future__ import annotations\n',
    "village/bread.py": 'def price():\n    """Say it."""\n    return 3\n\n\nclass Empty:\n    """."""\n',
    "village/broken.py": "def (:\n",
    "village/words.txt": "words",
    "pydantic/v1/main.py": "OLD = 1\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A package, with a file that cannot be compiled and one that no page needs."""
    path = tmp_path / "library.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in FILES.items():
            packed.writestr(name, text)
    return path


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """A game of one file, and one that it imports."""
    path = tmp_path / "game.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("game.py", "import bread")
        packed.writestr("bread.py", FILES["village/bread.py"])
    return path


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as packed:
        return set(packed.namelist())


def test_an_interpreter_of_the_page_s_version_compiles(
    archive: Path, game: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled runs and has no docstrings; what cannot be compiled, or is no Python, stays as it is."""
    monkeypatch.setattr(bytecode, "compiler", lambda pyodide: [sys.executable, str(SCRIPT)])
    assert compile_archives([archive], game)
    assert names(archive) == {"village/__init__.pyc", "village/bread.pyc", "village/broken.py", "village/words.txt"}
    spec = zipimport.zipimporter(str(archive / "village")).find_spec("bread")
    assert spec is not None
    assert spec.loader is not None
    bread = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bread)
    assert bread.price() == 3
    assert bread.price.__doc__ is None
    assert bread.Empty.__doc__ is None
    cached = {Path(importlib.util.cache_from_source(name)).as_posix() for name in ("game.py", "bread.py")}
    assert names(game) == {"game.py", "bread.py", *cached}


def test_a_game_s_bytecode_is_used_whatever_the_time_of_its_source(
    archive: Path, game: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its docstrings, which tell a character what an action does."""
    monkeypatch.setattr(bytecode, "compiler", lambda pyodide: [sys.executable, str(SCRIPT)])
    compile_archives([archive], game)
    with zipfile.ZipFile(game) as packed:
        packed.extractall(tmp_path / "game")
    (tmp_path / "game" / "bread.py").write_text("this is not read")
    monkeypatch.syspath_prepend(str(tmp_path / "game"))
    bread = importlib.import_module("bread")
    assert (bread.price(), bread.price.__doc__) == (3, "Say it.")
    monkeypatch.delitem(sys.modules, "bread")


def test_without_one_the_page_compiles_itself(archive: Path, game: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python stays, but for what no page needs; a compiler that fails is as none."""
    left = set(FILES) - {"pydantic/v1/main.py"}
    monkeypatch.setattr(bytecode, "compiler", lambda pyodide: None)
    assert not compile_archives([archive], game)
    assert names(archive) == left
    assert names(game) == {"game.py", "bread.py"}
    monkeypatch.setattr(bytecode, "compiler", lambda pyodide: [sys.executable, "-c", "raise SystemExit(1)"])
    assert not compile_archives([archive], game)
    assert names(archive) == left


@pytest.mark.parametrize(
    ("version", "there", "program"),
    [
        ((3, 14, 2), {"python3.14", "node"}, sys.executable),
        ((3, 11, 0), {"python3.14", "node"}, "/bin/python3.14"),
        ((3, 11, 0), {"node"}, "/bin/node"),
        ((3, 11, 0), set(), None),
    ],
)
def test_the_nearest_interpreter_is_taken(
    version: tuple[int, int, int], there: set[str], program: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This one, another one of that version, Pyodide itself."""
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in there else None)
    command = compiler(Path("pyodide"))
    assert (command[0] if command else None) == program
    assert compiler(None) is None or program != "/bin/node"


def test_the_script_stands_alone(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another interpreter runs it, where the library is not installed."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(archive)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert "village/bread.pyc" in names(archive)
    assert "stealth_pygame" not in SCRIPT.read_text("utf-8")
