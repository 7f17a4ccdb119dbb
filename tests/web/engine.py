"""A pygame for the web without SDL_image: the demo for it, with pictures that such a build can read.

`STEALTH_WEB_PYGAME` names a zip of pygame-ce for Pyodide; Pyodide's own build reads PNG, but comes from the network.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pygame

ROOT = Path(__file__).parents[2]
PYODIDE = os.environ.get("STEALTH_PYODIDE", "")
PYGAME = os.environ.get("STEALTH_WEB_PYGAME", "")
WITHOUT_PYODIDE = "STEALTH_PYODIDE does not name a copy of Pyodide (npm install pyodide@314)"
WITHOUT_PYGAME = "STEALTH_WEB_PYGAME does not name a zip of pygame-ce for Pyodide"


def village(folder: Path) -> Path:
    """Lay the demo into a folder, its PNG files written as BMP, and return the program that starts it."""
    for name in ("demo_game", "assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "make"))
    for path in (folder / "assets").rglob("*.png"):
        picture = pygame.image.load(path)
        # With 32 bits a pixel, for the transparent ones.
        whole = pygame.Surface(picture.get_size(), pygame.SRCALPHA, 32)
        whole.blit(picture, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
        pygame.image.save(whole, path.with_suffix(".bmp"))
        path.with_suffix(".bmp").replace(path)
    program = folder / "village.py"
    shutil.copyfile(Path(__file__).with_name("village.py.txt"), program)
    return program
