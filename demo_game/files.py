"""Where the assets are: beside the package in the repository, inside it when installed."""

from __future__ import annotations

import os
import stat
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pygame

from demo_game.errors import AssetError

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets" if (_HERE / "assets").is_dir() else _HERE.parent / "assets"


@cache
def picture(name: str) -> pygame.Surface:
    """A picture by its path under `assets/`. Raises `AssetError` naming the file."""
    return load(ASSETS / name)


@cache
def load(path: Path) -> pygame.Surface:
    """A picture, ready to be drawn. Raises `AssetError` naming the file."""
    if not path.is_file():
        raise AssetError(path, "the picture is missing")
    try:
        return pygame.image.load(path).convert_alpha()
    except pygame.error as exc:
        raise AssetError(path, f"the picture cannot be read ({exc})") from exc


def open_plain(path: Path) -> BinaryIO:
    """Open a plain file for reading. Raises `OSError` for anything else: a pipe in its place would never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = os.fdopen(descriptor, "rb") if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    if file is None:
        os.close(descriptor)
        raise OSError(0, "it is no plain file")
    return file
