"""Saved games: everything comes back, and a file that is not whole changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stealth_pygame as stealth
from demo_game import files
from demo_game.game import Game
from demo_game.menus.lists import Choices, Loading
from demo_game.menus.title import Title
from demo_game.prefs import Prefs
from demo_game.saves import files as save_files
from demo_game.saves.files import AUTO, BEFORE, GAME, Saves, newest
from demo_game.saves.schema import SavedGame, SaveError, read
from demo_game.saves.snapshot import capture, restore
from demo_game.story import Story
from demo_game.village import Village
from stealth_pygame.testing import FakeBackend, pump
from stealth_pygame.world.memory import TranscriptLine
from tests.gate import for_the_gate

ROOT = Path(__file__).parents[3]
DT = 1 / 30
ID = "0123456789abcdef"
Deed = Callable[[Story], object]
DEEDS: dict[str, Deed] = {
    "buy a bun": lambda s: s.buy("baker", "honey bun"),
    "buy a sword": lambda s: s.buy("smith", "sword"),
    "sell the ring": lambda s: s.sell("silver ring"),
    "heal": lambda s: s.heal(),
    "eat": lambda s: s.eat(),
    "fish oil": lambda s: s.take_fish_oil(),
    "light": lambda s: s.light_lanterns(),
    "douse": lambda s: s.douse_lanterns(),
    "follow": lambda s: s.pip_follows(),
    "stay": lambda s: s.pip_stays(),
    "home": lambda s: s.pip_comes_home(),
    "fishing": lambda s: s.pip_may_fish(),
    "pass": lambda s: s.write_pass(),
    "gate": lambda s: s.open_gate(),
    "bribe": lambda s: s.bribe(10),
    "song": lambda s: s.play("merry"),
    "feast": lambda s: s.begin_feast(),
}


@pytest.fixture
def new_game(backend: FakeBackend, window: pygame.Surface, tmp_path: Path) -> Iterator[Callable[[], Game]]:
    """Makes games that keep themselves in one folder, each as if the program had been started again."""
    opened: list[stealth.Dialogue] = []

    def make() -> Game:
        opened.append(stealth.Dialogue(backend.url, backend.auth, installation="test"))
        return Game(window, opened[-1], files.ASSETS / "village.tmx", Prefs(), True, Saves(tmp_path / "saves"))

    yield make
    for dialogue in opened:
        dialogue.close()


def press(game: Game, *keys: int) -> None:
    for key in keys:
        game.handle_event(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
        game.frame(DT)


def told(game: Game) -> str:
    """Return the line in the bar."""
    return game.hud.line


def state(village: Village) -> dict[str, Any]:
    """Everything that is saved, the moment aside."""
    return capture(village, ID).model_dump(exclude={"when"})


# --- what comes back


@pytest.fixture(scope="module")
def long_built(backend: FakeBackend) -> Iterator[tuple[Village, Village]]:
    """Two villages, which take their time to be built."""
    pygame.init()
    pygame.display.set_mode((640, 360))
    with (
        stealth.Dialogue(backend.url, backend.auth, installation="one") as one,
        stealth.Dialogue(backend.url, backend.auth, installation="two") as two,
    ):
        yield tuple(Village(dialogue, files.ASSETS / "village.tmx", lambda word: None) for dialogue in (one, two))  # type: ignore[misc]
    pygame.quit()


@pytest.fixture
def two_villages(long_built: tuple[Village, Village], window: pygame.Surface) -> tuple[Village, Village]:
    """The same, with the window that each test has for itself: the one they were built with may be closed."""
    return long_built


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    deeds=st.lists(st.sampled_from(sorted(DEEDS)), max_size=25),
    seed=st.integers(0, 2**16),
    words=st.text(max_size=40),
    frames=st.integers(0, 3),
    minutes=st.floats(0, 1439, allow_nan=False),
)
def test_the_state_after_loading_is_the_state_before_saving(
    two_villages: tuple[Village, Village], deeds: list[str], seed: int, words: str, frames: int, minutes: float
) -> None:
    """Whatever was done, wherever everybody stands, whatever was said: in the same game, and in another one."""
    village, other = two_villages
    village.clock.minutes = minutes
    for deed in deeds:
        DEEDS[deed](village.story)
    rng = random.Random(seed)
    for body in (village.hero, *village.villagers.values()):
        at = (rng.uniform(0, village.map.size[0]), rng.uniform(0, village.map.size[1]))
        body.at = at if village.world.free(*at) else body.at
    for _ in range(frames):
        village.update(DT, pygame.Rect(0, 0, 300, 200))
    name = rng.choice(sorted(village.villagers))
    village.say(name, words)
    before = state(village)
    saved = read(capture(village, ID).text())
    restore(other, saved)
    assert state(other) == before
    assert other.world.gate.changed == before["story"]["gate_open"]
    village.story.begin_feast()
    village.say(name, "Forget this.")
    restore(village, saved)
    assert state(village) == before


@pytest.mark.slow
def test_a_story_is_finished_on_another_evening(tmp_path: Path) -> None:
    """Half of it, saved; then a fresh process: "Continue" leads on to the feast, and the smith knows what was said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path / "data")}
    said = ""
    for evening in ("first", "second"):
        command = [sys.executable, "-m", "tests.demo.evenings", str(tmp_path), evening]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stderr
        said = done.stdout
    assert "Ada: My name is Ada." in said
    answer = said.partition("Ada: And what does it cost?\n")[2].splitlines()[0]
    # a smith who had forgotten what was spoken of would tell all her prices
    assert "A shield costs 14 gold coins." in answer
    assert "sword" not in answer
    assert read((tmp_path / "saves" / "auto.json").read_bytes()).story.errands.gate


def test_what_was_said_goes_out_again_after_loading(new_game: Callable[[], Game], backend: FakeBackend) -> None:
    """The backend has forgotten; the villager hears the last exchanges with the next message."""
    first = new_game()
    npc = first.village.villagers["smith"].npc
    assert npc is not None
    backend.reply("A sword costs 25 gold.")
    message = npc.send("My name is Rosalind. What is a sword?")
    pump(first.dialogue, lambda: message.done)
    press(first, pygame.K_RETURN, pygame.K_F5)
    second = new_game()
    press(second, pygame.K_RETURN)
    smith = second.village.villagers["smith"].npc
    assert smith is not None
    message = smith.send("Who am I?")
    pump(second.dialogue, lambda: message.done)
    context = {entry["key"]: entry["value"] for entry in backend.requests[-1].body["context"]}
    assert "My name is Rosalind" in context["recent_conversation"]
    assert "A sword costs 25 gold." in context["recent_conversation"]


def test_loading_takes_back_what_is_seen(new_game: Callable[[], Game]) -> None:
    """Bubbles of a future that has not happened go; F2 tells what was said before; no text box stays open."""
    game = new_game()
    press(game, pygame.K_RETURN)
    game.village.say("smith", "Before.")
    press(game, pygame.K_F5)
    game.village.say("smith", "After.")
    game.dialogue.focus = game.village.villagers["smith"].npc
    game.frame(DT)
    press(game, pygame.K_F9)
    presenter = game.dialogue.presenter
    assert isinstance(presenter, stealth.BubblePresenter)
    assert list(presenter.bubbles) == []
    assert presenter.log.text().count("Before.") == 1
    assert "After." not in presenter.log.text()
    assert game.dialogue.focus is None


def test_loading_takes_the_news_out_of_the_bar(new_game: Callable[[], Game]) -> None:
    """A purchase after the save has not happened: the bar shows the errand again."""
    game = new_game()
    press(game, pygame.K_RETURN, pygame.K_F5)
    game.hud.flash("You bought the rope for 4 gold.")
    press(game, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RETURN, pygame.K_RETURN)
    assert game.menu is None
    assert game.hud.flashed == ""


@pytest.mark.slow
def test_a_feast_that_was_just_begun_ends_on_its_last_page(new_game: Callable[[], Game]) -> None:
    """The seconds until it are saved as well."""
    game = new_game()
    press(game, pygame.K_RETURN)
    story = game.village.story
    for deed in ("fish oil", "light", "fishing", "bribe", "feast"):
        DEEDS[deed](story)
    game.frame(DT)
    press(game, pygame.K_F5)
    second = new_game()
    press(second, pygame.K_RETURN)
    for _ in range(400):
        second.frame(DT)
    assert second.menu is not None
    assert second.menu.title == "The Lantern Feast"


def test_whoever_would_stand_in_a_wall_begins_at_home(two_villages: tuple[Village, Village]) -> None:
    """The map may have been changed in Tiled since; a villager who has moved in since stays in place."""
    village, _ = two_villages
    saved = capture(village, ID)
    solid = next(rect for thing in village.map.things for rect in thing.places("solid") if thing.kind == "house")
    saved.hero.at = saved.villagers["smith"].at = (float(solid.centerx), float(solid.centery))
    saved.villagers.pop("baker")
    at = village.villagers["baker"].at
    restore(village, saved)
    assert village.hero.at == village.map.start
    assert village.villagers["smith"].at == village.villagers["smith"].home
    assert village.villagers["baker"].at == at


# --- files that are not whole


def good_game(village: Village) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capture(village, ID).text())
    return found


def spoil(*path: str, value: object) -> Callable[[dict[str, Any]], str]:
    """A save with one wrong value."""

    def spoiled(game: dict[str, Any]) -> str:
        at = game
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        return json.dumps(game)

    return spoiled


DAMAGED: dict[str, tuple[Callable[[dict[str, Any]], str], str]] = {
    "empty": (lambda game: "", "breaks off"),
    "cut short": (lambda game: json.dumps(game)[:-200], "breaks off"),
    "binary": (lambda game: "\x00\x01\x02", "breaks off"),
    "deep": (lambda game: "[" * 100_000, "breaks off"),
    "a list": (lambda game: "[1, 2]", "no saved game of this village"),
    "foreign": (lambda game: '{"save": 3, "hp": 10}', "no saved game of this village"),
    "newer": (spoil("stealth_village", value=2), "comes from a newer village"),
    "version 0": (spoil("stealth_village", value=0), "damaged at stealth_village"),
    "version text": (spoil("stealth_village", value="1"), "damaged at stealth_village"),
    "gold text": (spoil("story", "purse", "gold", value="7"), "damaged at story.purse.gold"),
    "gold owed": (spoil("story", "purse", "gold", value=-7), "damaged at story.purse.gold"),
    "unknown item": (spoil("story", "purse", "items", value=["dragon"]), "'dragon' is nothing that"),
    "no clock": (spoil("minutes", value=None), "damaged at minutes"),
    "endless clock": (spoil("minutes", value=float("nan")), "breaks off|damaged at minutes"),
    "half a place": (spoil("hero", "at", value=[3.0]), "damaged at hero.at"),
    "no villagers": (spoil("villagers", value=[]), "damaged at villagers"),
    "something more": (spoil("cheat", value=True), "damaged at cheat"),
    "no dialogue": (spoil("dialogue", value={}), "not a save of a dialogue"),
    "damaged dialogue": (spoil("dialogue", "npcs", value={"smith": 3}), "damaged at npcs.smith"),
    "newer dialogue": (spoil("dialogue", "stealth_pygame", value=99), "newer game"),
}


@pytest.mark.parametrize(("damage", "says"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_and_changes_nothing(
    damage: Callable[[dict[str, Any]], str], says: str, two_villages: tuple[Village, Village], tmp_path: Path
) -> None:
    """One sentence that names the slot and no file; the file stays, and is kept when the slot is used."""
    folder = Saves(tmp_path)
    text = damage(good_game(two_villages[0]))
    folder.path(GAME).write_text(text, "utf-8")
    with pytest.raises(SaveError, match=rf"^The saved game cannot be loaded\. .*({says})"):
        folder.load(GAME)
    assert folder.path(GAME).read_text("utf-8") == text
    assert [slot.game for slot in folder.slots()] == [None]
    assert newest(folder.slots()) is None
    assert folder.save(GAME, capture(two_villages[0], ID)) == "game.kept-1.json"
    assert (tmp_path / "game.kept-1.json").read_text("utf-8") == text
    assert folder.save(GAME, folder.load(GAME)) == ""


def test_a_file_may_break_off_anywhere(two_villages: tuple[Village, Village]) -> None:
    """Or have a wrong byte: it is refused, or read whole; nothing else ever happens."""
    data = capture(two_villages[0], ID).text().encode()
    for end in range(0, len(data) - 1, 61):
        with pytest.raises(SaveError):
            read(data[:end])
    rng = random.Random(3)
    for _ in range(300):
        wrong = bytearray(data)
        wrong[rng.randrange(len(data))] = rng.randrange(256)
        with contextlib.suppress(SaveError):
            restore(two_villages[1], read(bytes(wrong)))


def test_a_damaged_autosave_does_not_push_a_good_game_out(new_game: Callable[[], Game], tmp_path: Path) -> None:
    """It is kept under another name, and the player is told; the game before stays where it is."""
    folder = Saves(tmp_path / "saves")
    game = new_game()
    press(game, pygame.K_RETURN)
    folder.save(BEFORE, capture(game.village, ID))
    whole = folder.path(BEFORE).read_bytes()
    folder.path(AUTO).write_text("no")
    note = game.keeper.autosave()
    assert note is not None
    assert note.good
    assert note.text.endswith("it is kept beside it.")
    assert folder.path(BEFORE).read_bytes() == whole
    assert folder.load(AUTO)


def test_a_key_on_a_damaged_file_goes_on_with_the_game(new_game: Callable[[], Game], tmp_path: Path) -> None:
    """F9 says what is wrong and changes nothing; F5 says that the old file is kept."""
    game = new_game()
    press(game, pygame.K_RETURN, pygame.K_F9)
    assert told(game) == "There is no saved game yet."
    (tmp_path / "saves").mkdir()
    (tmp_path / "saves" / "game.json").write_text("{", "utf-8")
    game.village.story.take_fish_oil()
    before = state(game.village)["story"]["purse"]
    press(game, pygame.K_F9)
    assert "The saved game cannot be loaded" in told(game)
    assert state(game.village)["story"]["purse"] == before
    press(game, pygame.K_F5)
    assert told(game).endswith("it is kept beside it.")


def test_a_file_that_is_far_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is a folder of that name a game."""
    monkeypatch.setattr(save_files, "LONGEST", 100)
    folder = Saves(tmp_path)
    folder.path(GAME).write_text(" " * 101)
    folder.path(AUTO).mkdir()
    with pytest.raises(SaveError, match="far too long"):
        folder.load(GAME)
    with pytest.raises(SaveError, match="The autosave cannot be read"):
        folder.load(AUTO)


@pytest.mark.parametrize("letters", [1_000, 60_000, 1_000_000])
def test_every_game_that_was_saved_can_be_loaded(
    dialogue: stealth.Dialogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int
) -> None:
    """However long the villagers talked: texts are cut short where the file would be refused, and none is left out."""
    monkeypatch.setattr(save_files, "LONGEST", 200_000)
    village = Village(dialogue, files.ASSETS / "village.tmx", lambda word: None)
    for number, npc in enumerate(dialogue.npcs):
        npc.memory.add(TranscriptLine(npc.name, f"{number} " + "é" * letters, "npc", None, "said"))
    folder = Saves(tmp_path)
    folder.save(GAME, capture(village, ID))
    loaded = Saves(tmp_path).load(GAME)
    assert folder.path(GAME).stat().st_size <= 200_000
    lines = [memories[0]["transcript"][0]["text"] for memories in loaded.dialogue["npcs"].values()]
    assert sorted(line.split()[0] for line in lines) == sorted(map(str, range(10)))
    stealth.Dialogue.check_save(loaded.dialogue)


def test_a_game_beyond_all_cutting_leaves_the_old_file(
    two_villages: tuple[Village, Village], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The good save is not replaced by one that could not be loaded."""
    folder = Saves(tmp_path)
    folder.save(GAME, capture(two_villages[0], ID))
    before = folder.path(GAME).read_bytes()
    monkeypatch.setattr(save_files, "LONGEST", 100)
    with pytest.raises(SaveError, match="grown too long"):
        folder.save(GAME, capture(two_villages[0], ID))
    assert folder.path(GAME).read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_saved_game(tmp_path: Path) -> None:
    """Nobody will ever write into it, and the game does not wait for that."""
    folder = Saves(tmp_path)
    os.mkfifo(folder.path(GAME))
    with pytest.raises(SaveError, match="The saved game cannot be read"):
        folder.load(GAME)
    assert folder.slots()[0].game is None


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"volume": %s}' % ("9" * 5_000), "\udcff"])
def test_damaged_preferences_are_put_by(tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    """The game begins with the usual ones, and the log tells where the old file is."""
    path = tmp_path / "preferences.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert Prefs.load(path) == Prefs(path=path)
    assert path.with_suffix(".damaged").exists()
    assert "preferences.damaged" in caplog.text


def test_a_folder_that_cannot_be_written_is_said(
    two_villages: tuple[Village, Village], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the old game whole, and nothing half-written."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match="The game cannot be saved: "):
        Saves(tmp_path / "file").save(GAME, capture(two_villages[0], ID))
    folder = Saves(tmp_path / "saves")
    folder.save(GAME, capture(two_villages[0], ID))
    whole = folder.path(GAME).read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="No space left on device"):
        folder.save(GAME, capture(two_villages[0], ID))
    assert folder.path(GAME).read_bytes() == whole
    assert [path.name for path in folder.folder.iterdir()] == ["game.json"]


# --- when it is saved, and the menus


def test_the_end_of_an_errand_is_kept(new_game: Callable[[], Game]) -> None:
    """Without a word; the next start offers to go on."""
    game = new_game()
    press(game, pygame.K_RETURN)
    game.village.story.pip_may_fish()
    game.frame(DT)
    pump(game.dialogue, lambda: "auto" in [slot.name for slot in game.keeper.slots()])
    second = new_game()
    assert isinstance(second.menu, Title)
    assert [row.name for row in second.menu.rows] == ["Continue", "New game", "Load a game…"]
    assert "1 of 3 errands" in second.menu.rows[0].value
    press(second, pygame.K_RETURN)
    assert second.menu is None
    assert second.village.story.pip == "allowed"


def test_leaving_keeps_a_game_that_has_begun(new_game: Callable[[], Game], tmp_path: Path) -> None:
    """A look at the first page overwrites nobody's evening."""
    for begins, kept in ((False, False), (True, True)):
        game = new_game()
        if begins:
            press(game, pygame.K_RETURN)
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        asyncio.run(game.run())
        assert (tmp_path / "saves" / "auto.json").exists() is kept


def test_a_new_game_puts_the_autosave_of_the_old_one_by(new_game: Callable[[], Game], tmp_path: Path) -> None:
    """It is in the list as the game before; going on with it swaps the two."""
    folder = Saves(tmp_path / "saves")
    first = new_game()
    press(first, pygame.K_RETURN)
    first.village.story.take_fish_oil()
    first.keeper.autosave()
    second = new_game()
    press(second, pygame.K_DOWN, pygame.K_RETURN)
    assert second.keeper.autosave() is None
    assert second.keeper.autosave() is None
    assert (folder.load(AUTO).story.purse.items, folder.load(BEFORE).story.purse.items[-1]) == (
        ["silver ring", "wolf pelt"],
        "fish oil",
    )
    third = new_game()
    press(third, pygame.K_UP, pygame.K_RETURN, pygame.K_DOWN, pygame.K_RETURN)
    assert third.menu is None
    assert third.village.story.oil == "fish oil"
    third.keeper.autosave()
    assert folder.load(AUTO).story.purse.items[-1] == "fish oil"
    assert "fish oil" not in folder.load(BEFORE).story.purse.items


def test_trouble_at_the_end_of_the_evening_is_said(
    new_game: Callable[[], Game], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the terminal: there is no window any more."""
    game = new_game()
    press(game, pygame.K_RETURN)
    (tmp_path / "saves").write_text("")
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    asyncio.run(game.run())
    assert "cannot be saved" in capsys.readouterr().err


def test_the_list_says_why_a_game_cannot_be_loaded(new_game: Callable[[], Game], tmp_path: Path) -> None:
    """Chosen, it says so, and the list stays; Esc leads back to the first page, which Esc does not close."""
    (tmp_path / "saves").mkdir()
    (tmp_path / "saves" / "auto.json").write_text("no")
    game = new_game()
    press(game, pygame.K_DOWN, pygame.K_RETURN)
    assert isinstance(game.menu, Loading)
    assert game.menu.rows[0].value == "cannot be loaded"
    press(game, pygame.K_RETURN)
    assert game.menu.note is not None
    assert "The autosave cannot be loaded" in game.menu.note.text
    press(game, pygame.K_ESCAPE)
    assert isinstance(game.menu, Title)
    press(game, pygame.K_ESCAPE)
    assert isinstance(game.menu, Title)


def test_the_pause_saves_and_loads(new_game: Callable[[], Game]) -> None:
    """With the keys of every list; loading leads straight back into the village."""
    game = new_game()
    press(game, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_RETURN)
    assert isinstance(game.menu, Choices)
    assert game.menu.note is not None
    assert game.menu.note.good
    game.village.story.take_fish_oil()
    press(game, pygame.K_DOWN, pygame.K_RETURN)
    assert isinstance(game.menu, Loading)
    press(game, pygame.K_RETURN)
    assert game.menu is None
    assert not game.village.story.oil


def test_an_empty_list_says_so(new_game: Callable[[], Game]) -> None:
    """And leads back."""
    game = new_game()
    press(game, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RETURN)
    assert isinstance(game.menu, Loading)
    assert game.menu.lines[0] == ("", "Nothing has been saved yet.")
    press(game, pygame.K_RETURN)
    assert game.menu is not None
    assert game.menu.title == "Pause"


@pytest.mark.parametrize("text_size", [*for_the_gate([14, 17, 21]), 26])
@pytest.mark.parametrize("size", [(640, 360), (800, 600), (1280, 720)])
def test_every_sheet_fits_into_the_window(new_game: Callable[[], Game], size: tuple[int, int], text_size: int) -> None:
    """All rows and lines can be seen, whatever the size of window and words."""
    screen = pygame.display.set_mode(size)
    game = new_game()
    game.screen = screen
    game.prefs.text_size = text_size
    for keys in (
        [pygame.K_RETURN, pygame.K_F5, pygame.K_ESCAPE],
        [pygame.K_DOWN, pygame.K_DOWN, pygame.K_RETURN],
    ):
        press(game, *keys)
        assert isinstance(game.menu, Choices)
        assert all(screen.get_rect().contains(box) for box in game.menu.boxes)
    title = Title(game.village.story, game.keeper, lambda under: None)
    title.draw(screen, text_size)
    assert all(screen.get_rect().contains(box) for box in title.boxes)


@pytest.mark.parametrize("text_size", [*for_the_gate([14]), 26])
@pytest.mark.parametrize("size", [(300, 66), (300, 50), (120, 80), (40, 90), (10, 70), (1, 1)])
def test_no_window_is_too_small_to_be_drawn(
    new_game: Callable[[], Game], size: tuple[int, int], text_size: int
) -> None:
    """A window that somebody drags to a sliver shows less, and the game goes on: first page, talk, lists, journal."""
    screen = pygame.display.set_mode(size)
    game = new_game()
    game.screen = screen
    game.prefs.text_size = text_size
    press(game, pygame.K_RETURN)
    npc = game.dialogue.npcs[0]
    game.dialogue.focus = npc
    game.village.say(npc.id, "Hello, hello. " * 20)
    for _ in range(4):
        game.frame(DT)
    game.dialogue.focus = None
    for key in (pygame.K_j, pygame.K_F1, pygame.K_ESCAPE):
        press(game, key)
        assert game.menu is not None
        press(game, pygame.K_ESCAPE)
    assert game.menu is None


def test_where_nothing_is_kept_the_game_says_so(backend: FakeBackend, window: pygame.Surface) -> None:
    """A game without a folder plays, and saves nothing."""
    with stealth.Dialogue(backend.url, backend.auth, installation="test") as dialogue:
        game = Game(window, dialogue, files.ASSETS / "village.tmx", Prefs(), True)
        press(game, pygame.K_RETURN, pygame.K_F5)
        assert told(game) == "This game is not kept."
        press(game, pygame.K_F9)
        assert told(game) == "This game is not kept."
        assert game.keeper.autosave() is None


def test_saved_games_are_in_the_user_s_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the library keeps its own file too; never beside the program."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = save_files.default_folder()
    assert folder.parts[-2:] == ("stealth-village", "saves")
    assert not folder.is_relative_to(ROOT)


def test_a_summary_tells_games_apart(two_villages: tuple[Village, Village]) -> None:
    """When, what time of day, and how far."""
    saved: SavedGame = capture(two_villages[0], ID)
    saved.minutes, saved.story.feast = 18 * 60.0, False
    saved.story.errands.light = saved.story.errands.gate = "done"
    saved.story.errands.pip = ""
    assert saved.summary.endswith(" · evening · 2 of 3 errands")
    saved.story.feast = True
    assert saved.summary.endswith(" · the feast")


@pytest.mark.parametrize("refusals", [0, 3, 4])
def test_a_saved_game_that_a_scanner_holds_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    """Windows refuses to replace an open file; when it stays open, that is an error and the old file stays."""
    part, path = tmp_path / "part", tmp_path / "game.json"
    part.write_text("new")
    path.write_text("old")
    replace, left = os.replace, [PermissionError(13, "in use")] * refusals

    def held(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        replace(source, target)

    monkeypatch.setattr(files, "REPLACE_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(PermissionError) if refusals == 4 else contextlib.nullcontext():
        files.replace(part, path)
    assert path.read_text() == ("old" if refusals == 4 else "new")
