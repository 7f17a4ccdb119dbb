"""The command line of the demo, and the check of what it needs."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
from pathlib import Path

from stealth_pygame.errors import pip_command

NEEDS = {"pygame": ("pygame", "demo"), "pytiled_parser": ("demo",)}
# An installed demo has its assets inside the package, and is started by its own command.
PROGRAM = "stealth-village" if (Path(__file__).parent / "assets").is_dir() else "python -m demo_game"
# In a web page the embedded backend needs no server.
IN_PAGE = sys.platform == "emscripten"
BACKEND_NEEDS = ("snowballstemmer",) if IN_PAGE else ("fastapi", "uvicorn", "snowballstemmer")


class UsageError(Exception):
    """A wrong command line, in one sentence for the player."""


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description="A village of talking NPCs.")
    parser.add_argument("--url", help="a Stealth backend; without one, the embedded backend is used")
    parser.add_argument("--auth", default=os.environ.get("STEALTH_AUTH"), help="its API key, or STEALTH_AUTH")
    parser.add_argument("--model", help='a language model for the embedded backend, such as "ollama:llama3.2"')
    parser.add_argument("--embeddings", action="store_true", help="the offline brain uses the model of that extra")
    parser.add_argument("--seed", type=int, default=7, help="for the offline brain and the villagers' strolls")
    parser.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH", help="of the window, in pixels")
    parser.add_argument("--windowed", action="store_true", help="a window, even where F11 chose the whole screen")
    parser.add_argument("--mute", action="store_true", help="no sound")
    parser.add_argument(
        "--reload",
        action="store_true",
        help="a character file that is saved changes its villager at once; F3 then is the library's overlay",
    )
    parser.add_argument("--headless", action="store_true", help="no window: only with --tour")
    parser.add_argument("--tour", action="store_true", help="play the story by itself, and take pictures")
    parser.add_argument("--out", type=Path, default=Path("tour"), metavar="DIR", help="where the tour's pictures go")
    return parser.parse_args(arguments)


def _size(text: str) -> tuple[int, int]:
    size = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if not size or int(size[1]) < 320 or int(size[2]) < 180:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; give it as 1280x720, at least 320x180")
    return int(size[1]), int(size[2])


def check(options: argparse.Namespace) -> None:
    """Raise `UsageError` for options that cannot work, with what to do instead."""
    for module, extras in NEEDS.items():
        if importlib.util.find_spec(module) is None:
            raise UsageError(f"The demo needs {module}, which is not installed. Run: {pip_command(*extras)}")
    if options.url and not options.auth:
        raise UsageError("--url needs the backend's API key: give --auth KEY, or set STEALTH_AUTH.")
    if not options.url and any(importlib.util.find_spec(name) is None for name in BACKEND_NEEDS):
        raise UsageError(
            f"Without --url the demo runs the embedded backend, which is not installed. Run: {pip_command('demo')}"
        )
    if options.headless and not options.tour:
        raise UsageError("--headless plays nothing by itself; add --tour --out DIR.")
    if not options.headless and not has_display():
        why = "There is no display to open a window on; try"
        if os.environ.get("SDL_VIDEODRIVER") == "dummy":
            why = "SDL_VIDEODRIVER=dummy opens no window: unset it to play, or take pictures without one"
        raise UsageError(f"{why}: {PROGRAM} --headless --tour --out DIR")


def has_display() -> bool:
    """Return True if a window can open; only Linux and similar systems may have no display."""
    driver = os.environ.get("SDL_VIDEODRIVER", "")
    if driver == "dummy":
        return False
    if driver or IN_PAGE or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
