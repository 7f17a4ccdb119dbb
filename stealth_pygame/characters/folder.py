"""A folder of character files, with a default sheet for the fields that a file leaves out."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from stealth_pygame.characters.character import Character
from stealth_pygame.characters.files import read_file
from stealth_pygame.errors import ConfigurationError

DEFAULT: Final = "default"
"""The name, without its ending, of the file with the default fields."""
ENDINGS: Final = (".toml", ".json")

Fields: TypeAlias = Mapping[str, Any]
Stamp: TypeAlias = tuple[tuple[int, int], ...]


class Sheet(NamedTuple):
    """A character file, and its default: fields, or the path of a file with fields, for those that it leaves out."""

    path: Path
    default: Fields | Path

    def read(self) -> Character:
        """Read the character. Raises `CharacterError`, naming file, field and reason."""
        under = read_file(self.default) if isinstance(self.default, Path) else self.default
        return Character.from_dict({**under, **read_file(self.path)}, source=os.fspath(self.path))

    def stamp(self) -> Stamp | None:
        """Return the times (in nanoseconds) and sizes (in bytes) of the files, which change when one is written.

        Return None while a file is missing: editors remove a file for a moment when they save it.
        """
        paths = [self.path, self.default] if isinstance(self.default, Path) else [self.path]
        try:
            states = [path.stat() for path in paths]
        except OSError:
            return None
        return tuple((state.st_mtime_ns, state.st_size) for state in states)


def sheets_in(folder: str | os.PathLike[str], default: str | os.PathLike[str] | Fields | None = None) -> list[Sheet]:
    """Return the sheets of a folder by name. default: fields, or a file; None means `default.toml` in the folder.

    Raises `ConfigurationError` for a folder that is missing or empty, and for two files that differ only in the ending.
    """
    paths = _files_in(folder)
    under = _default(paths, Path(folder), default)
    sheets = [Sheet(path, under) for path in paths if path.stem != DEFAULT and not _same(path, under)]
    if not sheets:
        raise ConfigurationError(f"The folder {os.fspath(folder)!r} holds no character file (.toml or .json).")
    for one, other in itertools.pairwise(sheets):
        if one.path.stem == other.path.stem:
            raise ConfigurationError(
                f"{os.fspath(one.path)!r} and {other.path.name!r} would be two NPCs with the id {one.path.stem!r}; "
                "give one of them another name."
            )
    return sheets


def _files_in(folder: object) -> list[Path]:
    """Return the character files of a folder, sorted by name, without hidden files."""
    if not isinstance(folder, (str, os.PathLike)):
        raise ConfigurationError(f"The folder of characters is {folder!r:.80}; give a path, such as 'characters'.")
    try:
        entries = sorted(Path(folder).iterdir())
    except OSError as exc:
        raise ConfigurationError(f"The folder {os.fspath(folder)!r} cannot be read: {exc.strerror}.") from exc
    return [
        path
        for path in entries
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and not path.is_dir()
    ]


def _default(paths: list[Path], folder: Path, default: object) -> Fields | Path:
    """Return the default fields, or the path of their file. A name that is in the folder only means that file."""
    if default is None:
        return next((path for path in paths if path.stem == DEFAULT), {})
    if isinstance(default, Mapping):
        return dict(default)
    if not isinstance(default, (str, os.PathLike)):
        raise ConfigurationError(f"The default sheet is {default!r:.80}; give a dict of fields, or the path of a file.")
    path = Path(default)
    inside = folder / path
    return inside if inside.is_file() and not path.is_file() else path


def _same(path: Path, default: Fields | Path) -> bool:
    try:
        return isinstance(default, Path) and path.samefile(default)
    except OSError:
        return False
