"""Start the village from where it is: inside this package when installed, beside it in a clone."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> int:
    """Play the demo with the options of the command line; its exit code."""
    here = Path(__file__).parent
    sys.path.insert(0, str(here if (here / "demo_game").is_dir() else here.parent))
    code: int = importlib.import_module("demo_game.__main__").main()
    return code


if __name__ == "__main__":
    sys.exit(main())
