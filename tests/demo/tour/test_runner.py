"""The tour: the whole story through the real loop, threads and HTTP, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.prefs import Prefs
from demo_game.saves.files import Saves
from demo_game.tour import script as tour_script
from demo_game.tour.runner import Tour, TourError
from stealth_pygame.testing import FakeBackend

ROOT = Path(__file__).parents[3]


def run(out: Path, *arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "SDL_AUDIODRIVER")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    home = {"XDG_DATA_HOME": str(out / "data"), "XDG_CONFIG_HOME": str(out / "config"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "demo_game", "--headless", "--tour", "--out", str(out), *arguments]
    return subprocess.run(
        command, cwd=root, env=environment | home, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.mark.slow
def test_the_tour_plays_the_story_to_its_end(tmp_path: Path) -> None:
    """Exit code 0; a picture of every moment worth seeing, and a transcript of all that was said."""
    done = run(tmp_path, "--size", "640x360")
    assert done.returncode == 0, done.stderr
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    wanted = [step.name for step in tour_script.SCRIPT if isinstance(step, tour_script.Look)]
    assert {name[3:-4] for name in pictures} >= set(wanted)
    assert pygame.image.load(tmp_path / pictures[0]).get_size() == (640, 360)
    said = (tmp_path / "transcript.txt").read_text("utf-8")
    assert "Hilda Ashford: The sword costs 25 gold, and you have only 15." in said
    assert "Elder Odile: The Lantern Feast begins!" in said
    assert not (tmp_path / "config").exists(), "the tour keeps no preferences"


@pytest.mark.slow
def test_a_step_that_does_not_happen_is_named(tmp_path: Path) -> None:
    """A backend that is not there: exit code 1, and the step."""
    done = run(tmp_path, "--size", "640x360", "--url", "http://127.0.0.1:9", "--auth", "nobody")
    assert done.returncode == 1
    assert "The tour failed at this step: " in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("url", ["nonsense", "http://example.com"])
def test_a_url_that_cannot_work_is_one_sentence(url: str, tmp_path: Path) -> None:
    """Exit code 2, no traceback, and the key is not shown."""
    done = run(tmp_path, "--url", url, "--auth", "s3cret-key")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "s3cret-key" not in done.stderr


def test_a_step_waits_as_long_as_somebody_thinks(tmp_path: Path) -> None:
    """Frames that pass meanwhile are many on a busy machine, and do not count against its patience."""
    pygame.init()
    screen = pygame.display.set_mode((640, 360))
    with FakeBackend("measured", delay=0.3) as backend, stealth.Dialogue(backend.url, backend.auth) as dialogue:
        game = Game(screen, dialogue, files.ASSETS / "village.tmx", Prefs(), True, Saves(tmp_path))
        message = dialogue.npcs[0].send("Hello!")
        step = tour_script.See(lambda story: message.done, "the answer is there", 0.1)
        asyncio.run(Tour(game, tmp_path).do(step))
        never = tour_script.See(lambda story: False, "nothing", 0.1)
        with pytest.raises(TourError, match="nothing"):
            asyncio.run(Tour(game, tmp_path).do(never))
    pygame.quit()
