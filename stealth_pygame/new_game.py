"""The command `stealth-pygame new mygame`: it writes a small game to start with into a new folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from stealth_pygame.errors import ConfigurationError

STARTER = Path(__file__).parent / "starter"
NAME = re.compile(r"[a-z][a-z0-9_-]*")


def write_game(folder: Path) -> list[Path]:
    """Write the game into a new folder, and return the files. The name of the folder is the name of the game.

    Raises `ConfigurationError` for a folder that is not empty, a name that is not allowed, and an error in writing.
    """
    name = folder.resolve().name
    # The name is also the name of the folder of saved games, so it must work on every system.
    if not NAME.fullmatch(name):
        raise ConfigurationError(
            f"{name!r} is not a name for a game; write small letters, digits, - and _: stealth-pygame new mygame."
        )
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is there already, and not empty; choose another name.")
    files = []
    try:
        for path, source in _sources(STARTER):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            words = {"{name}": name, "{title}": name.replace("-", " ").replace("_", " ").title()}
            text = source.read_text("utf-8")
            for placeholder, value in words.items():
                text = text.replace(placeholder, value)
            target.write_text(text, "utf-8")
            files.append(target)
    except OSError as exc:
        raise ConfigurationError(f"{folder} cannot be written: {exc.strerror}.") from exc
    return files


def _sources(starter: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the path of each file in the new game, without the ending `.txt`, and the file of the starter."""
    for source in sorted(starter.rglob("*")):
        if source.is_file():
            path = source.relative_to(starter)
            yield path.with_name(path.name.removesuffix(".txt")), source
