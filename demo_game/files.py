"""The paths of the assets: beside the package in the repository, inside it when installed."""

from __future__ import annotations

import os
import stat
import time
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pygame

from demo_game.errors import AssetError

REPLACE_PAUSES = (0.01, 0.05, 0.1) if os.name == "nt" else ()
"""Seconds between tries to replace a file: on Windows a virus scanner may block it for a moment."""

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets" if (_HERE / "assets").is_dir() else _HERE.parent / "assets"


@cache
def picture(name: str) -> pygame.Surface:
    """Return a picture by its path under `assets/`. Raises `AssetError` with the file's name."""
    return load(ASSETS / name)


@cache
def load(path: Path) -> pygame.Surface:
    """Return a picture that is ready to draw. Raises `AssetError` with the file's name."""
    if not path.is_file():
        raise AssetError(path, "the picture is missing")
    try:
        return pygame.image.load(path).convert_alpha()
    except pygame.error as exc:
        raise AssetError(path, f"the picture cannot be read ({exc})") from exc


def open_plain(path: Path) -> BinaryIO:
    """Open a regular file for reading. Raises `OSError` for anything else, because reading a pipe might never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = os.fdopen(descriptor, "rb") if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    if file is None:
        os.close(descriptor)
        raise OSError(0, "it is no plain file")
    return file


def replace(part: Path, path: Path) -> None:
    """Replace an old file by a new one, with more tries if another program blocks it. Raises `OSError`."""
    for seconds in REPLACE_PAUSES:
        try:
            os.replace(part, path)
            return
        except PermissionError:
            time.sleep(seconds)
    os.replace(part, path)
