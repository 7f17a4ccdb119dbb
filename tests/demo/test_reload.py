"""The villagers come from a folder of sheets, and a sheet that is saved while the game runs changes its villager."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import faces, files, options, play
from demo_game.village import Village
from stealth_pygame.testing import pump

DT = 1 / 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the village's sheets."""
    return Path(shutil.copytree(files.ASSETS / "characters", tmp_path / "characters"))


@pytest.fixture
def village(folder: Path) -> Iterator[Village]:
    pygame.init()
    pygame.display.set_mode((640, 360))
    with stealth.Dialogue.local(seed=7, in_process=True, reload=True, debug=True) as dialogue:
        yield Village(dialogue, files.ASSETS / "village.tmx", lambda word: None, characters=folder)
    pygame.quit()


def npc_of(village: Village, name: str) -> stealth.NPC:
    npc = village.villagers[name].npc
    assert npc is not None
    return npc


def rewrite(path: Path, old: str, new: str) -> None:
    """Save a sheet as an editor does, with something else in it."""
    state = path.stat()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000))


def play_until(village: Village, done: Callable[[], bool]) -> float:
    """Play until something is so; return how many seconds of the game that took."""
    seconds, end = 0.0, time.monotonic() + 20
    while not done() and time.monotonic() < end:
        village.update(DT, pygame.Rect(0, 0, 640, 360))
        village.dialogue.update(DT)
        seconds += DT
    assert done()
    return seconds


def test_the_villagers_are_a_folder_on_a_map(village: Village, folder: Path) -> None:
    """Each sheet by its name: the place and the radius of the map, and the faces that all have in common."""
    assert {npc.id for npc in village.dialogue.npcs} == {path.stem for path in folder.iterdir()}
    for person in village.map.people:
        npc = npc_of(village, person.name)
        assert (npc.place, npc.interest_radius, npc.moods) == (person.position, person.interest_radius, faces.MOODS)


def test_a_saved_sheet_changes_its_villager(village: Village, folder: Path) -> None:
    """The smith has another price in the next answer, sells as before, and the story's answers are laid over it."""
    smith = npc_of(village, "smith")
    before = smith.character.to_wire()["messageExamples"]
    rewrite(folder / "smith.toml", "A sword costs 25 gold coins.", "A sword costs 77 gold coins.")
    play_until(village, lambda: "A sword costs 77 gold coins." in smith.character.to_wire()["knowledge"])
    village.update(DT, pygame.Rect(0, 0, 640, 360))
    assert smith.character.to_wire()["messageExamples"] == before
    assert "sell_item" in smith.actions
    message = smith.send("How much is a sword?")
    pump(village.dialogue, lambda: message.done, 20)
    assert message.reply is not None
    assert "77" in message.reply.content


@pytest.mark.parametrize(
    "text",
    [
        'name = "Hilda"',
        'name = "Hilda"\nbio = "Made of iron."',
        'name = "Hilda"\nbio = "x"\nmessageExamples = [[{ user = "User", content = "Hello" }]]',
    ],
)
def test_a_short_sheet_is_a_sheet(village: Village, folder: Path, text: str) -> None:
    """The story is laid over whatever an author has written so far."""
    smith = npc_of(village, "smith")
    rewrite(folder / "smith.toml", (folder / "smith.toml").read_text("utf-8"), text)
    play_until(village, lambda: smith.name == "Hilda" and len(smith.character.to_wire().get("messageExamples", ())) > 1)


def test_a_slip_is_told_and_the_villager_stays(
    village: Village, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, with file and place."""
    rewrite(folder / "smith.toml", 'name = "Hilda', "name = Hilda")
    play_until(village, lambda: bool(caplog.records))
    assert "smith.toml: is not TOML" in caplog.text
    assert npc_of(village, "smith").name == "Hilda Ashford"


@pytest.mark.parametrize("arguments", [[], ["--url", "http://127.0.0.1:9", "--auth", "key"]])
def test_reload_is_an_option(arguments: list[str], folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With any backend; without it nobody looks at files."""
    for wish in ([], ["--reload"]):
        with play.connect(options.parse([*arguments, *wish]), stealth.BubblePresenter()) as dialogue:
            npc = dialogue.add_npc(folder / "smith.toml", position=(0, 0))
            rewrite(folder / "smith.toml", "Hilda Ashford", "Brunhild")
            end = time.monotonic() + (5 if wish else 0.2)
            while npc.name != "Brunhild" and time.monotonic() < end:
                dialogue.update(DT)
            assert (npc.name == "Brunhild") is bool(wish)
            rewrite(folder / "smith.toml", "Brunhild", "Hilda Ashford")
