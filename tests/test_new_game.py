"""A game in a minute: what `stealth-pygame new` writes runs, is tested, and is good code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stealth_pygame import cli
from stealth_pygame.errors import ConfigurationError
from stealth_pygame.new_game import write_game

ROOT = Path(__file__).parent.parent
HEADLESS = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYTHONDONTWRITEBYTECODE": "1"}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    home = {"XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **HEADLESS, **home}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def game(tmp_path: Path) -> Path:
    folder = tmp_path / "moon-village"
    write_game(folder)
    return folder


def test_it_says_what_it_wrote_and_what_to_type_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two commands: this one, and the one that it prints."""
    folder = tmp_path / "mygame"
    assert cli.main(["new", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"cd {folder} && python game.py" in said
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"game.py", "test_game.py", "README.md", os.path.join("characters", "guard.toml")} <= names


@pytest.mark.slow
def test_its_own_tests_pass(game: Path) -> None:
    """An action, an empty purse, a saved game, a frame: with the fake backend, without a window."""
    ended = run(game, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis")
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.slow
def test_it_opens_and_closes(game: Path) -> None:
    """The game's own loop runs with the embedded backend, and ends with its window."""
    (game / "look.py").write_text(
        "import asyncio, pygame, game\n"
        "flip, frames = pygame.display.flip, iter(range(20))\n"
        "def shown():\n"
        "    flip()\n"
        "    next(frames, None) is None and pygame.event.post(pygame.event.Event(pygame.QUIT))\n"
        "pygame.display.flip = shown\n"
        "asyncio.run(game.main())\n",
        "utf-8",
    )
    ended = run(game, "look.py")
    assert ended.returncode == 0, ended.stderr
    assert "Moon Village" in (game / "game.py").read_text("utf-8")


def test_it_is_checked_as_our_own_code_is(game: Path) -> None:
    """Formatted, linted and typed: people copy what they are given."""
    # where first-party imports stand depends on the folder that ruff runs in
    settings = ["--config", str(ROOT / "pyproject.toml")]
    assert run(game, "-m", "ruff", "format", *settings, "--check", "game.py", "test_game.py").returncode == 0
    linted = run(game, "-m", "ruff", "check", *settings, "--ignore", "I001", "game.py", "test_game.py")
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("name", ["My Game", "1game", "a.b", "Übung"])
def test_a_name_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    """The folder's name becomes the save folder's, so it is plain."""
    with pytest.raises(ConfigurationError, match="stealth-pygame new mygame"):
        write_game(tmp_path / name)


def test_nothing_is_overwritten(game: Path) -> None:
    """A folder with files in it is somebody's work."""
    with pytest.raises(ConfigurationError, match="not empty"):
        write_game(game)
