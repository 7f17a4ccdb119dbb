"""Programs in a page: a file or a package, which may wait anywhere, and leave as on the desktop."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stealth_pygame.page.program import Program


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a program changes of the process is as it was afterwards."""
    before = os.getcwd()
    for name in ("path", "argv"):
        monkeypatch.setattr(sys, name, list(getattr(sys, name)))
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    yield
    os.chdir(before)


def run(folder: Path, name: str, text: str, *arguments: str) -> str:
    """Run a program in a loop that runs already, as a page's does; returns what it has written."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    program = name.removesuffix("/__main__.py")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        asyncio.run(Program(program, folder, arguments).run())
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("game.py", "print(__name__)", "__main__"),
        ("game.py", "import asyncio\nawait asyncio.sleep(0)\nprint('waited')", "waited"),
        (
            "game.py",
            "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('played')\nasyncio.run(main())",
            "played",
        ),
        (
            "game.py",
            "import asyncio, sys\nasync def main():\n    print('played')\n    return 0\nsys.exit(asyncio.run(main()))",
            "played",
        ),
        ("game.py", "import sys\nprint(' '.join(sys.argv[1:]))\nsys.exit()", "--tour 3"),
        (
            "game.py",
            "import dataclasses, sys\n@dataclasses.dataclass\nclass Hero:\n    name: 'str'\n"
            "print(str(sys.modules[Hero.__module__].Hero is Hero))",
            "True",
        ),
        ("village/__main__.py", "from village import word\nprint(word, __package__)", "bread village"),
    ],
    ids=["name", "top-level await", "asyncio.run", "exit with run", "arguments", "main module", "package"],
)
def test_a_program_runs_as_on_the_desktop(name: str, text: str, written: str, tmp_path: Path) -> None:
    """Whatever way it starts its loop, and however it leaves."""
    if "/" in name:
        (tmp_path / "village").mkdir()
        (tmp_path / "village" / "__init__.py").write_text("word = 'bread'")
    assert run(tmp_path, name, text, "--tour", "3") == written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / 0", "division by zero"),
        ("import asyncio\nasync def main():\n    1 / 0\nasyncio.run(main())", "division by zero"),
        ("import sys\nsys.exit('the map is missing')", "the map is missing"),
        ("import asyncio, sys\nasync def main():\n    sys.exit(2)\nasyncio.run(main())", "left with: 2"),
    ],
)
def test_what_goes_wrong_is_told(text: str, message: str, tmp_path: Path) -> None:
    """The page shows it: an error wherever it happens, and the sentence that a game leaves with."""
    with pytest.raises((ZeroDivisionError, RuntimeError), match=message):
        run(tmp_path, "game.py", text)


def test_asyncio_is_given_back(tmp_path: Path) -> None:
    """A page runs one program, a test many."""
    before = asyncio.run
    run(tmp_path, "game.py", "import asyncio\nasync def main(): print('x')\nasyncio.run(main())")
    assert asyncio.run is before
