"""A game as its players get it: frozen by PyInstaller, moved elsewhere, and started without a Python around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from stealth_pygame.__pyinstaller import get_hook_dirs
from stealth_pygame.backend.meaning.embeddings import missing
from tests.system.test_readme import PLAYER, programs

ROOT = Path(__file__).parent.parent.parent
NO_FREEZER = find_spec("PyInstaller") is None
needs_pyinstaller = pytest.mark.skipif(NO_FREEZER, reason='PyInstaller is not installed: pip install -e ".[ship]"')

# Frozen in as a runtime hook, which runs before the game's first line: the program itself is the README's, untouched.
AT_THE_END = """
import atexit
import os
import sys
import requests.certs
from stealth_pygame.backend.meaning.embeddings import missing, packaged
from stealth_pygame.ui.text.fonts import BUNDLED


def tell():
    files = [requests.certs.where(), BUNDLED]
    print("HEARD", heard)
    print("INSIDE", [os.path.isfile(file) and file.startswith(sys._MEIPASS) for file in files])
    print("VECTOR", 0 if missing() else len(packaged()("my bed")))


atexit.register(tell)
"""

# The demo; where it is not the tour that plays, somebody presses Enter, walks north for half a second, and leaves.
DEMO = """
import sys
import pygame
from demo_game.__main__ import main

frames, flip = 0, pygame.display.flip


def press(key, kind=pygame.KEYDOWN):
    pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))


def play():
    global frames
    frames += 1
    flip()
    if frames == 10:
        press(pygame.K_RETURN)
    elif frames == 20:
        press(pygame.K_UP)
    elif frames == 50:
        press(pygame.K_UP, pygame.KEYUP)
        pygame.event.post(pygame.event.Event(pygame.QUIT))


pygame.display.flip = play
sys.exit(main())
"""

# What PyInstaller's `--windowed` means on Windows: no standard output, no standard error.
WITHOUT_A_CONSOLE = """
import os
import sys

sys.stdout = sys.stderr = None
sys.frozen = True

import stealth_pygame as stealth
from stealth_pygame.testing import pump

with stealth.Dialogue.local() as dialogue:
    dialogue.add_player(stealth.Player("Ada"))
    smith = stealth.BasicCharacter("Bruno", bio="A smith.", knowledge=["A sword costs ten gold."])
    message = dialogue.add_npc(smith, position=(0, 0)).send("How much is a sword?")
    pump(dialogue, lambda: message.done, 30.0)
os.write(1, message.reply.content.encode())
"""


def freeze(folder: Path, name: str, *options: str) -> Path:
    """What `pyinstaller NAME.py` makes, moved away from where it was made."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *options, f"{name}.py"]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900)
    assert made.returncode == 0, made.stdout + made.stderr
    home = (folder / "dist" / name).rename(folder / "shipped")
    return home / (f"{name}.exe" if os.name == "nt" else name)


def start(program: Path, *arguments: str, driver: str = "dummy") -> subprocess.CompletedProcess[str]:
    """Run a frozen game with nothing of this Python in its environment, and no screen."""
    ours = ("PYTHON", "VIRTUAL_ENV", "SDL_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {
        "XDG_DATA_HOME": str(program.parent / "data"),
        "XDG_CONFIG_HOME": str(program.parent / "data"),
        "SDL_VIDEODRIVER": driver,
        "SDL_AUDIODRIVER": "dummy",
    }
    command = [str(program), *arguments]
    return subprocess.run(command, cwd=program.parent, env=environment, capture_output=True, text=True, timeout=300)


def test_pyinstaller_is_told_where_the_hooks_are() -> None:
    """The entry point that PyInstaller asks for leads to a hook for the library and one for the demo."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pyinstaller40"]["hook-dirs"] == f"{get_hook_dirs.__module__}:get_hook_dirs"
    hooks = {path.name for folder in get_hook_dirs() for path in Path(folder).glob("hook-*.py")}
    assert hooks == {"hook-stealth_pygame.py", "hook-demo_game.py"}


@pytest.mark.slow
def test_a_windowed_game_needs_no_console(tmp_path: Path) -> None:
    """The embedded backend answers in its thread where Python has nowhere to print to."""
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", WITHOUT_A_CONSOLE], env=environment, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, b"A sword costs ten gold.")


@pytest.mark.slow
@needs_pyinstaller
def test_the_first_program_is_frozen_and_answers(tmp_path: Path) -> None:
    """`pyinstaller game.py` is enough: one walks up, asks, and is answered. Font and certificates are in it.

    So is the embedding model, if the extra is installed where the game is frozen.
    """
    (tmp_path / "game.py").write_text(programs()[0][1], "utf-8")
    (tmp_path / "player.py").write_text(PLAYER + AT_THE_END, "utf-8")
    done = start(freeze(tmp_path, "game", "--runtime-hook", "player.py"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ten gold" in done.stdout, done.stdout + done.stderr
    assert "INSIDE [True, True]" in done.stdout
    assert f"VECTOR {0 if missing() else 384}\n" in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
@needs_pyinstaller
def test_the_demo_is_frozen_and_plays_its_story(tmp_path: Path) -> None:
    """From its first page to its last, with the assets it took along; what it keeps is in the user's folder."""
    (tmp_path / "village.py").write_text(DEMO, "utf-8")
    program = freeze(tmp_path, "village")
    done = start(program, "--headless", "--tour", "--out", str(tmp_path / "tour"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "tour" / "transcript.txt").stat().st_size > 1000
    assert list((tmp_path / "tour").glob("*.png"))
    bundle = {path for path in program.parent.rglob("*") if path.is_file()}
    walked = [evening(program) for _ in range(2)]
    assert walked[1] < walked[0] - 20, "the second evening goes on where the first one ended"
    made = {path for path in program.parent.rglob("*") if path.is_file()} - bundle
    assert all(path.is_relative_to(program.parent / "data") for path in made)


def evening(program: Path) -> float:
    """Play a little in a window that nobody sees; how far north the hero was when the game kept itself."""
    done = start(program, "--size", "640x360", driver="offscreen")
    assert done.returncode == 0, done.stdout + done.stderr
    kept = json.loads((program.parent / "data" / "stealth-village" / "saves" / "auto.json").read_text("utf-8"))
    return float(kept["hero"]["at"][1])
