"""Pictures of the recipes for the documentation, from the visits of their tests: `python -m tests.recipes.gallery`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "docs" / "pictures" / "recipes"


def main() -> int:
    """Play all recipes that can be played here, and save a picture of each; pytest's exit code."""
    PICTURES.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "STEALTH_GALLERY": str(PICTURES),
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "tests/recipes/test_recipes.py",
    ]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
