"""The folder of a web game: `index.html`, the game, the library, the wheels, and by option Pyodide itself."""

from __future__ import annotations

import json
import logging
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stealth_pygame.errors import ConfigurationError
from stealth_pygame.web.bytecode import compile_archives
from stealth_pygame.web.needs import awaits, needs_of
from stealth_pygame.web.wheels import digest, fetch_wheels

log = logging.getLogger("stealth_pygame")

# The Pyodide release that pages load, unless a local copy is given.
PYODIDE: Final = "314.0.7"
ADDRESS: Final = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
PAGE: Final = Path(__file__).with_name("page.html")
LIBRARY: Final = Path(__file__).parents[1]
# Folders of the library that no page needs.
LEFT_OUT: Final = frozenset({"__pycache__", "__pyinstaller", "starter", "web", "testing", "proxy"})
SKIPPED: Final = frozenset({"__pycache__", ".git", ".venv", "venv", "build", "dist", ".pytest_cache", ".mypy_cache"})
# Of one game; itch.io takes no more in a web build.
MOST_BYTES: Final = 500 << 20
PYODIDE_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

Fetch = Callable[[Path, Iterable[str]], list[Path]]
Compile = Callable[[Sequence[Path], Path, "Path | None"], object]


@dataclass(frozen=True)
class WebGame:
    """A game as its author names it.

    program: the file that starts it, or a package with a `__main__.py`; title: of the page; pyodide: the folder of the
    npm package, None for the pinned address; pygame: a zip of pygame-ce for Pyodide, None for Pyodide's own; beside:
    further files and folders that lie beside the program; arguments: as on a command line.
    """

    program: Path
    title: str
    pyodide: Path | None = None
    pygame: Path | None = None
    beside: Sequence[Path] = ()
    arguments: Sequence[str] = ()


def build(game: WebGame, target: Path, fetch: Fetch = fetch_wheels, compile: Compile = compile_archives) -> Path:
    """Write the folder and return its `index.html`.

    Raises `ConfigurationError` for a program that is not there, a target that holds other things, and wheels that
    cannot be had.
    """
    files = _game_files(game, target.resolve())
    if not awaits(path for path in files.values() if path.suffix == ".py"):
        log.warning(
            "%s awaits nothing, so the page would stand still: make the function with the loop async, "
            "await asyncio.sleep(0) at the end of each frame, and start it with asyncio.run(main()).",
            game.program,
        )
    _clear(target)
    # First: by this file an earlier build is known, also one that has failed.
    pack(target / "game.zip", files)
    wheels = fetch(target / "wheels", needs_of(files))
    pack_library(target / "library.zip")
    archives = [*wheels, target / "library.zip"]
    if game.pygame is not None:
        shutil.copyfile(game.pygame, target / "pygame.zip")
        archives.insert(0, target / "pygame.zip")
    if game.pyodide is not None:
        _copy_pyodide(game.pyodide, target / "pyodide")
    compile(archives, target / "game.zip", game.pyodide)
    plan = {
        "pyodide": ADDRESS if game.pyodide is None else "./pyodide/",
        "packages": [] if game.pygame is not None else ["pygame-ce"],
        "archives": [{"path": path.relative_to(target).as_posix(), "sha256": digest(path)} for path in archives],
        "game": {
            "path": "game.zip",
            "sha256": digest(target / "game.zip"),
            "program": game.program.resolve().name,
            "arguments": list(game.arguments),
        },
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


def _game_files(game: WebGame, target: Path) -> dict[str, Path]:
    """Return the files of a game by their names in the page. Raises `ConfigurationError` for what is not there."""
    program = game.program.resolve()
    is_package = (program / "__main__.py").is_file()
    if not program.is_file() and not is_package:
        raise ConfigurationError(
            f"{game.program} is not there; name the file that starts the game, or a package with a __main__.py."
        )
    files = _files(program, SKIPPED, target, program.name) if is_package else _files(program.parent, SKIPPED, target)
    for path in map(Path.resolve, game.beside):
        if not path.exists():
            raise ConfigurationError(f"{path} is not there, and cannot go with the game.")
        files |= {path.name: path} if path.is_file() else _files(path, SKIPPED, target, path.name)
    return files


def _files(folder: Path, skipped: Iterable[str], but: Path, below: str = "") -> dict[str, Path]:
    """Return the files in a folder by their names below another one."""
    unwanted = frozenset(skipped)
    files = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        outside = path.is_relative_to(but)
        if path.is_file() and not unwanted.intersection(parts) and not outside and not path.name.endswith(".pyc"):
            files["/".join([below, *parts] if below else parts)] = path
    return files


def pack(archive: Path, files: Mapping[str, Path]) -> None:
    """Write files into an archive, by their names there."""
    if sum(path.stat().st_size for path in files.values()) > MOST_BYTES:
        raise ConfigurationError(
            f"The game is larger than {MOST_BYTES >> 20} MB; put what the page needs into a folder of its own."
        )
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in files.items():
            packed.write(path, name)


def pack_library(archive: Path) -> None:
    """Write the library as a page loads it into an archive."""
    pack(archive, _files(LIBRARY, LEFT_OUT, archive, LIBRARY.name))


def _copy_pyodide(source: Path, target: Path) -> None:
    missing = [name for name in PYODIDE_FILES if not (source / name).is_file()]
    if missing:
        raise ConfigurationError(
            f"{source} is not a copy of Pyodide: {missing[0]} is missing. Run: npm install pyodide@314"
        )
    target.mkdir()
    for name in PYODIDE_FILES:
        shutil.copyfile(source / name, target / name)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
