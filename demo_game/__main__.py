"""Start the village: `python -m demo_game`."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import sys

from demo_game import options as command_line


def main(arguments: list[str] | None = None) -> int:
    """Play, or run the tour. Return the exit code: 2 if something is missing, after one sentence that says what."""
    options = command_line.parse(arguments)
    try:
        command_line.check(options)
    except command_line.UsageError as exc:
        print(exc, file=sys.stderr)
        return 2
    if options.headless:
        os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    return _start(options)


def _start(options: argparse.Namespace) -> int:
    # Imported only now, because pygame reads the drivers from the environment, and may not be installed.
    code: int = asyncio.run(importlib.import_module("demo_game.play").start(options))
    return code


if __name__ == "__main__":
    sys.exit(main())
