"""The folder of a web game: `index.html`, the game, the library, the wheels, and by option Pyodide itself."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.web.wheels import digest, fetch_wheels

# The Pyodide release that pages load, unless a local copy is given.
PYODIDE: Final = "314.0.7"
ADDRESS: Final = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
PAGE: Final = Path(__file__).with_name("page.html")
LIBRARY: Final = Path(__file__).parents[1]
# Folders of the library that no page needs.
LEFT_OUT: Final = frozenset({"__pycache__", "__pyinstaller", "starter", "web", "testing"})
SKIPPED: Final = frozenset({"__pycache__", ".git", ".venv", "venv", "build", "dist", ".pytest_cache", ".mypy_cache"})
# Of one game; itch.io takes no more in a web build.
MOST_BYTES: Final = 500 << 20
PYODIDE_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

Fetch = Callable[[Path], list[Path]]


@dataclass(frozen=True)
class WebGame:
    """A game as its author names it.

    program: the file that starts it; title: of the page; pyodide: the folder of the npm package, None for the pinned
    address; pygame: a zip of pygame-ce for Pyodide, None for Pyodide's own.
    """

    program: Path
    title: str
    pyodide: Path | None = None
    pygame: Path | None = None


def build(game: WebGame, target: Path, fetch: Fetch = fetch_wheels) -> Path:
    """Write the folder and return its `index.html`.

    Raises `ConfigurationError` for a program that is not there, a target that holds other things, and wheels that
    cannot be had.
    """
    program = game.program.resolve()
    if not program.is_file():
        raise ConfigurationError(f"{game.program} is not there; name the file that starts the game.")
    _clear(target)
    wheels = fetch(target / "wheels")
    pack(target / "game.zip", program.parent, _files(program.parent, SKIPPED, [target.resolve()]))
    pack_library(target / "library.zip")
    archives = [*wheels, target / "library.zip"]
    if game.pygame is not None:
        shutil.copyfile(game.pygame, target / "pygame.zip")
        archives.insert(0, target / "pygame.zip")
    if game.pyodide is not None:
        _copy_pyodide(game.pyodide, target / "pyodide")
    plan = {
        "pyodide": ADDRESS if game.pyodide is None else "./pyodide/",
        "packages": [] if game.pygame is not None else ["pygame-ce"],
        "archives": [{"path": path.relative_to(target).as_posix(), "sha256": digest(path)} for path in archives],
        "game": {"path": "game.zip", "sha256": digest(target / "game.zip"), "program": program.name},
    }
    page = PAGE.read_text("utf-8").replace("{{title}}", _escaped(game.title)).replace("{{plan}}", json.dumps(plan))
    (target / "index.html").write_text(page, "utf-8")
    return target / "index.html"


def _clear(target: Path) -> None:
    """Take an earlier build away; anything else that lies there is somebody's own."""
    # Only a folder that was built here may be emptied.
    if target.exists() and any(target.iterdir()) and not (target / "game.zip").exists():
        raise ConfigurationError(f"{target} holds other files; name a new folder for the web game.")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)


def _files(folder: Path, skipped: Iterable[str], but: list[Path]) -> list[Path]:
    unwanted = frozenset(skipped)
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        outside = any(path.is_relative_to(other) for other in but)
        if path.is_file() and not unwanted.intersection(parts) and not outside and not path.name.endswith(".pyc"):
            found.append(path)
    return found


def pack(archive: Path, root: Path, files: list[Path]) -> None:
    """Write files into an archive, by their path below `root`."""
    if sum(path.stat().st_size for path in files) > MOST_BYTES:
        raise ConfigurationError(f"{root} is larger than {MOST_BYTES >> 20} MB; put the game into a folder of its own.")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files:
            packed.write(path, path.relative_to(root).as_posix())


def pack_library(archive: Path) -> None:
    """Write the library as a page loads it into an archive."""
    pack(archive, LIBRARY.parent, _files(LIBRARY, LEFT_OUT, []))


def _copy_pyodide(source: Path, target: Path) -> None:
    missing = [name for name in PYODIDE_FILES if not (source / name).is_file()]
    if missing:
        raise ConfigurationError(
            f"{source} is no copy of Pyodide: {missing[0]} is missing. Run: npm install pyodide@314"
        )
    target.mkdir()
    for name in PYODIDE_FILES:
        shutil.copyfile(source / name, target / name)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
