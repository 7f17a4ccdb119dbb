"""The folder of a web game: `index.html`, the game, the library, the wheels, and if wished Pyodide itself."""

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
LEFT_OUT: Final = frozenset({"__pycache__", "__pyinstaller", "starter", "web", "testing", "proxy", "learned"})
SKIPPED: Final = frozenset({"__pycache__", ".git", ".venv", "venv", "build", "dist", ".pytest_cache", ".mypy_cache"})
# The most bytes of one game; itch.io accepts no larger web build.
MOST_BYTES: Final = 500 << 20
PYODIDE_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

Fetch = Callable[[Path, Iterable[str]], list[Path]]
Compile = Callable[[Sequence[Path], Path, "Path | None"], object]


@dataclass(frozen=True)
class WebGame:
    """A game, and the options of its web build.

    program: the file that starts the game, or a package with a `__main__.py`; title: that of the page; pyodide: the
    folder of the npm package, None: the address of `PYODIDE`; pygame: a zip of pygame-ce for Pyodide, None: its own;
    beside: more files and folders to put next to the program; arguments: the program's command line.
    """

    program: Path
    title: str
    pyodide: Path | None = None
    pygame: Path | None = None
    beside: Sequence[Path] = ()
    arguments: Sequence[str] = ()


def build(game: WebGame, target: Path, fetch: Fetch = fetch_wheels, compile: Compile = compile_archives) -> Path:
    """Write the folder and return its `index.html`.

    Raises `ConfigurationError` if the program does not exist, the target holds other files, or a wheel cannot be
    downloaded.
    """
    files = _game_files(game, target.resolve())
    if not awaits(path for path in files.values() if path.suffix == ".py"):
        log.warning(
            "%s awaits nothing, so the page would stand still: make the function with the loop async, "
            "await asyncio.sleep(0) at the end of each frame, and start it with asyncio.run(main()).",
            game.program,
        )
    _clear(target)
    # Written first, because `_clear` recognises an earlier build by this file, even one that failed.
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
    """Empty the folder. Raises `ConfigurationError` if its files are not those of an earlier build."""
    # A folder with other files may be somebody's work.
    if target.exists() and any(target.iterdir()) and not (target / "game.zip").exists():
        raise ConfigurationError(f"{target} holds other files; name a new folder for the web game.")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)


def _game_files(game: WebGame, target: Path) -> dict[str, Path]:
    """Return the game's files by their names in the page. Raises `ConfigurationError` if one does not exist."""
    program = game.program.resolve()
    is_package = (program / "__main__.py").is_file()
    if not program.is_file() and not is_package:
        raise ConfigurationError(
            f"{game.program} is not there; name the file that starts the game, or a package with a __main__.py."
        )
    files = _files(program, SKIPPED, target, program.name) if is_package else _files(program.parent, SKIPPED, target)
    for path in map(Path.resolve, game.beside):
        if not path.exists():
            raise ConfigurationError(f"{path} does not exist, so it cannot be packed with the game.")
        files |= {path.name: path} if path.is_file() else _files(path, SKIPPED, target, path.name)
    return files


def _files(folder: Path, skipped: Iterable[str], but: Path, below: str = "") -> dict[str, Path]:
    """Return the files in a folder by their relative names. but: a folder to leave out; below: put before the names."""
    unwanted = frozenset(skipped)
    files = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        outside = path.is_relative_to(but)
        if path.is_file() and not unwanted.intersection(parts) and not outside and not path.name.endswith(".pyc"):
            files["/".join([below, *parts] if below else parts)] = path
    return files


def pack(archive: Path, files: Mapping[str, Path]) -> None:
    """Write files into a zip archive under these names. Raises `ConfigurationError` if they are too large."""
    if sum(path.stat().st_size for path in files.values()) > MOST_BYTES:
        raise ConfigurationError(
            f"The game is larger than {MOST_BYTES >> 20} MB; put what the page needs into a folder of its own."
        )
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in files.items():
            packed.write(path, name)


def pack_library(archive: Path) -> None:
    """Write the parts of the library that a page needs into an archive."""
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
