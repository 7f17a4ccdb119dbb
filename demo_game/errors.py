"""Errors about the demo's own files."""

from __future__ import annotations

from pathlib import Path


class AssetError(Exception):
    """A map, picture or sound is missing or damaged; the message names the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}. Is the installation complete? `python -m assets.make` makes it anew.")
        self.path = path
