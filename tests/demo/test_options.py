"""The command line: what is missing is said in one sentence, with exit code 2."""

from __future__ import annotations

import gc
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pygame
import pytest

from demo_game import options, play
from demo_game.__main__ import main
from demo_game.game import Game
from demo_game.prefs import Prefs

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "STEALTH_AUTH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.usefixtures("no_display")
def test_without_a_display_it_says_what_to_do_instead(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, exit code 2."""
    assert main([]) == 2
    said = capsys.readouterr().err.strip()
    assert said.startswith("There is no display")
    assert "--headless --tour" in said
    assert "\n" not in said


@pytest.mark.usefixtures("no_display")
def test_the_driver_without_a_window_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A display may well be there: it is the environment that asks for none."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert main([]) == 2
    said = capsys.readouterr().err.strip()
    assert said.startswith("SDL_VIDEODRIVER=dummy")
    assert "unset it" in said


def test_without_a_display_the_real_program_exits_with_two() -> None:
    """The same from the outside."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "SDL_AUDIODRIVER")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    done = subprocess.run(
        [sys.executable, "-m", "demo_game"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.strip().startswith("There is no display")


@pytest.mark.parametrize("module", ["pygame", "pytiled_parser", "fastapi"])
def test_a_missing_package_is_named_with_its_command(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has not installed an extra is told which."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    assert main(["--headless", "--tour"]) == 2
    assert "pip install" in capsys.readouterr().err


def test_a_url_needs_a_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The key may come from the environment."""
    monkeypatch.delenv("STEALTH_AUTH", raising=False)
    assert main(["--url", "http://127.0.0.1:9", "--headless", "--tour"]) == 2
    assert "API key" in capsys.readouterr().err
    monkeypatch.setenv("STEALTH_AUTH", "from-the-environment")
    assert options.parse([]).auth == "from-the-environment"


def test_headless_needs_the_tour(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody could see or press anything."""
    assert main(["--headless"]) == 2
    assert "--tour" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["big", "10x10", "1280", "319x200"])
def test_a_size_must_be_one(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    """argparse says so, and exits with 2 as well."""
    with pytest.raises(SystemExit) as caught:
        options.parse(["--size", size])
    assert caught.value.code == 2
    assert "1280x720" in capsys.readouterr().err


def test_a_display_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """X11, Wayland, a driver by name, or a system that always has one."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert options.has_display()
    monkeypatch.setattr(sys, "platform", "linux")
    assert not options.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert options.has_display()
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert not options.has_display()
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    assert options.has_display()


@pytest.mark.parametrize(
    ("module", "name", "says"),
    [("play", "MAP", "gone.tmx: the map is missing"), ("play", "ICON", "gone.tmx: the picture is missing")],
)
def test_a_missing_file_is_named_with_exit_code_two(
    module: str, name: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback: the file, and what to do."""
    monkeypatch.setattr(f"demo_game.{module}.{name}", "gone.tmx")
    assert main(["--headless", "--tour"]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "whole"), [([], True), (["--windowed"], False)])
def test_windowed_is_a_window_where_the_whole_screen_was_chosen(
    arguments: list[str], whole: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The choice of F11 is remembered, and `--windowed` is stronger."""
    opened: list[bool] = []

    async def look(options: object, screen: pygame.Surface, prefs: Prefs) -> int:
        opened.append(bool(screen.get_flags() & pygame.FULLSCREEN))
        return 0

    monkeypatch.setattr(options, "has_display", lambda: True)
    monkeypatch.setattr(play, "_play", look)
    monkeypatch.setattr(play, "prefs_path", lambda: tmp_path / "preferences.json")
    Prefs(full_screen=True, path=tmp_path / "preferences.json").save()
    assert main(arguments) == 0
    assert opened == [whole]


@pytest.mark.slow
def test_what_stays_is_not_searched_for_garbage_while_the_game_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only while it runs: afterwards everything can be collected again."""
    frozen: list[int] = []

    async def look(game: Game, folder: Path) -> int:
        frozen.append(gc.get_freeze_count())
        return 0

    monkeypatch.setattr(play, "take_tour", look)
    assert main(["--headless", "--tour"]) == 0
    assert frozen[0] > 10_000
    assert gc.get_freeze_count() == 0
