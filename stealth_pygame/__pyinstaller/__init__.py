"""Hooks for PyInstaller, so that `pyinstaller game.py` is enough; it finds the hooks by the entry point."""

from __future__ import annotations

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """The folder with the hooks, for PyInstaller's entry point `hook-dirs`."""
    return [str(Path(__file__).parent)]
