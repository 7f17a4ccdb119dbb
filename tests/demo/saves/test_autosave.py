"""When games are kept, and that none of them is ever lost."""

from __future__ import annotations

import asyncio
import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.menus.lists import Loading
from demo_game.menus.title import Title
from demo_game.prefs import Prefs
from demo_game.saves import files as save_files
from demo_game.saves.autosave import Keeper
from demo_game.saves.files import AUTO, BEFORE, GAME, Saves
from demo_game.saves.schema import SavedGame, read
from demo_game.village import Village
from stealth_pygame.testing import FakeBackend, pump

DT = 1 / 30


@pytest.fixture
def village(dialogue: stealth.Dialogue) -> Village:
    return Village(dialogue, files.ASSETS / "village.tmx", lambda word: None)


@pytest.fixture
def evening(village: Village, tmp_path: Path) -> Callable[[str], Keeper]:
    """Makes keepers in one folder, as if the program had been started again; a name is a new game of that hero."""

    def start(hero: str = "") -> Keeper:
        keeper = Keeper(village, Saves(tmp_path))
        if hero:
            keeper.begun = True
            village.story.hero = hero
        return keeper

    return start


def heroes(folder: Path) -> dict[str, str]:
    """Return the hero of every file."""
    return {path.stem: read(path.read_bytes()).story.hero for path in folder.glob("*.json")}


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the files that are checked from now on."""
    checked: list[int] = []

    def counted(data: bytes) -> SavedGame:
        checked.append(len(data))
        return read(data)

    monkeypatch.setattr(save_files, "read", counted)
    return checked


def test_another_game_s_only_save_is_never_overwritten(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """Ada saved by hand, Bea was kept by herself; whoever then loads Ada finds Bea as the game before."""
    ada = evening("Ada")
    ada.save()
    ada.autosave()
    evening("Bea").autosave()
    third = evening("")
    assert third.load(GAME).good
    assert third.autosave() is None
    assert third.autosave() is None
    assert heroes(tmp_path) == {"game": "Ada", "auto": "Ada", "before": "Bea"}


def test_a_third_game_keeps_the_first_and_says_so(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """There is one place for the game before; what would fall out of it stays under a name that is told."""
    for hero in ("Ada", "Bea"):
        assert evening(hero).autosave() is None
    third = evening("Cleo")
    note = third.autosave()
    assert note is not None
    assert note.good
    assert note.text.endswith("it is kept beside it.")
    assert third.autosave() is None
    assert heroes(tmp_path) == {"auto": "Cleo", "before": "Bea", "before.kept-1": "Ada"}


def test_saving_by_hand_keeps_what_another_game_saved(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """One's own is overwritten without a word; another's goes out of the way, and the player reads where."""
    ada = evening("Ada")
    assert ada.save().text == ada.save().text == "The game is saved."
    bea = evening("Bea")
    assert bea.save().text.endswith("it is kept beside it.")
    assert bea.save().text == "The game is saved."
    assert heroes(tmp_path) == {"game": "Bea", "game.kept-1": "Ada"}


def test_a_game_that_is_gone_on_with_is_the_same_game(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """Saving it on another evening puts nothing by."""
    ada = evening("Ada")
    ada.save()
    ada.autosave()
    again = evening("")
    assert again.load(AUTO).good
    assert again.autosave() is None
    assert again.save().text == "The game is saved."
    assert sorted(heroes(tmp_path)) == ["auto", "game"]


def test_saves_of_before_there_were_ids_still_load(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """And whoever goes on with one goes on with that file, so that the game before stays the game before."""
    for hero in ("Bea", "Ada"):
        evening(hero).autosave()
    for path in tmp_path.glob("*.json"):
        old = json.loads(path.read_bytes())
        del old["game"]
        path.write_text(json.dumps(old), "utf-8")
    keeper = evening("")
    assert [slot.name for slot in keeper.slots()] == [AUTO, BEFORE]
    assert keeper.load(AUTO).good
    assert keeper.autosave() is None
    assert heroes(tmp_path) == {"auto": "Ada", "before": "Bea"}
    assert keeper.load(BEFORE).good
    assert keeper.autosave() is None
    assert heroes(tmp_path) == {"auto": "Bea", "before": "Ada"}


def test_whatever_is_done_no_game_is_lost(evening: Callable[[str], Keeper], tmp_path: Path) -> None:
    """However often games are begun, loaded and kept: each is in some file, and each as it was last saved by hand."""
    rng = random.Random(5)
    keeper, hero = evening("Hero 0"), "Hero 0"
    kept: set[str] = set()
    by_hand: dict[str, int] = {}
    for step in range(120):
        deed = rng.choice(["save", "autosave", "autosave", "load", "start"])
        keeper.village.story.purse.gold = step
        if deed == "start":
            hero = f"Hero {step}" if rng.random() < 0.4 else ""
            keeper = evening(hero)
        elif deed == "load":
            if keeper.load(rng.choice([GAME, AUTO, BEFORE])).good:
                hero = keeper.village.story.hero
        elif hero:
            note = keeper.save() if deed == "save" else keeper.autosave()
            assert note is None or note.good
            kept.add(hero)
            if deed == "save":
                by_hand[hero] = step
        found = [read(path.read_bytes()).story for path in tmp_path.glob("*.json")]
        assert {story.hero for story in found} == kept
        assert by_hand.items() <= {(story.hero, story.purse.gold) for story in found}


def test_an_autosave_reads_no_file_of_its_own(
    evening: Callable[[str], Keeper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file written or read in this run is known; only what another program has written meanwhile is read again."""
    first = evening("Ada")
    checked = count_reads(monkeypatch)
    for _ in range(3):
        first.autosave()
        first.save()
    assert len(first.slots()) == 2
    assert checked == []
    second = evening("Bea")
    second.autosave()
    assert len(checked) == 1
    first.autosave()
    assert len(checked) == 3


def test_the_first_page_reads_every_file_once(
    backend: FakeBackend, evening: Callable[[str], Keeper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And offers the newest; the list of games reads nothing again."""
    first = evening("Ada")
    first.save()
    first.autosave()
    evening("Bea").autosave()
    checked = count_reads(monkeypatch)
    keeper = evening("")
    title = Title(keeper.village.story, keeper, lambda under: None)
    assert [row.name for row in title.rows] == ["Continue", "New game", "Load a game…"]
    assert len(Loading(keeper, title).rows) == 4
    assert len(checked) == 3


def test_the_list_knows_why_without_reading_again(
    evening: Callable[[str], Keeper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence is the one that was found when the list was made."""
    (tmp_path / "game.json").write_text("no")
    keeper = evening("")
    loading = Loading(keeper, Title(keeper.village.story, keeper, lambda under: None))
    checked = count_reads(monkeypatch)
    loading.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN))
    assert loading.note is not None
    assert loading.note.text.startswith("The saved game cannot be loaded. It is damaged")
    assert not loading.note.good
    assert checked == []


# --- on a disk that takes its time


@pytest.fixture
def game(backend: FakeBackend, tmp_path: Path) -> Iterator[Game]:
    """A game that has begun."""
    pygame.init()
    window = pygame.display.set_mode((640, 360))
    with stealth.Dialogue(backend.url, backend.auth, installation="test") as dialogue:
        made = Game(window, dialogue, files.ASSETS / "village.tmx", Prefs(), True, Saves(tmp_path / "saves"))
        made.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN))
        made.frame(DT)
        yield made
    pygame.quit()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that takes nothing until the event is set."""
    ready = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda descriptor: ready.wait(60))
    yield ready
    ready.set()


def told(game: Game) -> str:
    """Return the line in the bar."""
    return game.hud.line


def play_until(game: Game, done: Callable[[], bool]) -> None:
    def turn() -> bool:
        game.frame(DT)
        return done()

    pump(game.dialogue, turn)


def test_a_slow_disk_costs_no_frame(game: Game, disk: threading.Event) -> None:
    """The village lives on while it is written; what is done meanwhile is written next."""
    assert game.keeper.saves is not None
    auto = game.keeper.saves.path(AUTO)
    game.village.story.pip_may_fish()
    minutes = game.village.clock.minutes
    for _ in range(5):
        game.frame(DT)
    game.village.story.take_fish_oil()
    game.village.story.light_lanterns()
    for _ in range(5):
        game.frame(DT)
    assert game.village.clock.minutes > minutes
    assert not auto.exists()
    disk.set()
    play_until(game, lambda: auto.exists() and read(auto.read_bytes()).story.lanterns != "")
    assert read(auto.read_bytes()).story.pip == "allowed"


def test_leaving_waits_until_all_is_on_the_disk(
    game: Game, disk: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An autosave on its way is finished first, and nothing half-written stays behind."""
    assert game.keeper.saves is not None
    game.village.story.pip_may_fish()
    game.frame(DT)
    game.frame(DT)
    game.village.story.purse.gold = 77
    monkeypatch.setattr(pygame.display, "flip", disk.set)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    asyncio.run(game.run())
    assert [path.name for path in game.keeper.saves.folder.iterdir()] == ["auto.json"]
    assert read(game.keeper.saves.path(AUTO).read_bytes()).story.purse.gold == 77


def test_what_the_player_asks_for_waits_its_turn(
    game: Game, disk: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F5 while an autosave is being written comes after it, and both are whole."""
    assert game.keeper.saves is not None
    order: list[str] = []
    replace = os.replace

    def noted(source: Path, target: Path) -> None:
        order.append(target.name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    assert game.keeper.autosave_soon()
    assert not game.keeper.autosave_soon()
    disk.set()
    assert game.keeper.save().good
    assert order == ["auto.json", "game.json"]


def test_trouble_with_an_autosave_is_told_in_the_bar(game: Game) -> None:
    """In a later frame, once; the game goes on."""
    assert game.keeper.saves is not None
    game.keeper.saves.folder.write_text("")
    game.village.story.pip_may_fish()
    play_until(game, lambda: "cannot be saved" in told(game))
    assert game.keeper.news() is None
