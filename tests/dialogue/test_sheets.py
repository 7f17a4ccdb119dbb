"""A folder of characters, and files that change while the game runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.debug.overlay import DebugPresenter
from stealth_pygame.errors import CharacterError, ConfigurationError
from stealth_pygame.testing import ManualWorker
from stealth_pygame.tiled import MapNPC
from tests.scripted import ScriptedClient


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two characters and what they have in common."""
    (tmp_path / "smith.toml").write_text('name = "Bruno"\nbio = "A smith."\n', "utf-8")
    (tmp_path / "cook.json").write_text('{"name": "Marta", "knowledge": ["Soup."]}', "utf-8")
    (tmp_path / "default.toml").write_text('bio = "Somebody of the village."\nlore = "It rains here."\n', "utf-8")
    (tmp_path / "notes.txt").write_text("no character", "utf-8")
    return tmp_path


class Game:
    """A dialogue whose workers are cranked by hand."""

    def __init__(self, **options: Any) -> None:
        self.workers, self.client = ManualWorker(), ScriptedClient()
        self.dialogue = stealth.Dialogue(client=self.client, installation="i", workers=self.workers, **options)
        self.dialogue.add_player(stealth.Player("Ada"))

    @property
    def note(self) -> str:
        """The note on the debug overlay."""
        assert isinstance(self.dialogue._picture, DebugPresenter)
        return self.dialogue._picture.sheet().note

    def go(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.dialogue.update(0.1)
            self.workers.run_all()


@pytest.fixture
def game() -> Iterator[Game]:
    made = Game(reload=True, debug=True)
    yield made
    made.dialogue.close()


def test_a_folder_becomes_a_village(game: Game, folder: Path) -> None:
    """Every file by its name, the default sheet under each, positions from a dict; options hold for all."""
    npcs = game.dialogue.add_npcs(folder, positions={"smith": (1, 2), "cook": (3, 4)}, interest_radius=50)
    assert {name: (npc.name, npc.place, npc.id) for name, npc in npcs.items()} == {
        "smith": ("Bruno", (1.0, 2.0), "smith"),
        "cook": ("Marta", (3.0, 4.0), "cook"),
    }
    assert npcs["cook"].character.to_wire()["bio"] == ["Somebody of the village."]
    assert npcs["smith"].character.to_wire()["bio"] == ["A smith."]
    assert {npc.interest_radius for npc in game.dialogue.npcs} == {50}


def test_positions_may_be_asked_for(game: Game, folder: Path) -> None:
    """By a callable, and the default may be a dict or another file."""
    npcs = game.dialogue.add_npcs(folder, positions=lambda name: (len(name), 0), default={"bio": "A stranger."})
    assert [npc.place for npc in npcs.values()] == [(4.0, 0.0), (5.0, 0.0)]
    assert npcs["cook"].character.to_wire()["bio"] == ["A stranger."]


def test_a_slip_in_a_folder_adds_nobody(game: Game, folder: Path) -> None:
    """A position that is missing, a bad sheet, an empty folder: told by name, before anybody stands there."""
    with pytest.raises(ConfigurationError, match=r"positions has no 'cook'.*did you mean 'cok'"):
        game.dialogue.add_npcs(folder, positions={"smith": (1, 2), "cok": (3, 4)})
    with pytest.raises(ConfigurationError, match="cannot be read"):
        game.dialogue.add_npcs(folder / "nowhere", positions={})
    (folder / "empty").mkdir()
    with pytest.raises(ConfigurationError, match="holds no character file"):
        game.dialogue.add_npcs(folder / "empty", positions={})
    (folder / "smith.toml").write_text("name = 5", "utf-8")
    with pytest.raises(CharacterError, match=r"smith\.toml"):
        game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))
    assert game.dialogue.npcs == ()


def rewrite(path: Path, text: str) -> None:
    """Save a file as an editor does, a little later than before."""
    state = path.stat()
    path.write_text(text, "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000))


def test_a_saved_file_changes_its_npc(game: Game, folder: Path) -> None:
    """Within a second, default sheet and actions included; what was said travels along."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    lone = game.dialogue.add_npc(folder / "smith.toml", position=(9, 9), id="lone")

    @smith.action
    def sell(item: str) -> None:
        """Sell."""

    rewrite(folder / "smith.toml", 'name = "Brunhild"\n')
    game.go(1.0)
    assert (smith.name, smith.character.to_wire()["bio"]) == ("Brunhild", ["Somebody of the village."])
    assert smith.function("sell") is not None
    assert lone.name == "Brunhild"


def test_a_slip_in_a_saved_file_is_shown_not_raised(game: Game, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Once per saving, in the log; the NPC stays as it was, and a mended file counts again."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    rewrite(folder / "smith.toml", "name = ")
    game.go(3.0)
    assert smith.name == "Bruno"
    assert game.note.startswith("smith.toml: is not TOML")
    assert len([record for record in caplog.records if "smith.toml" in record.getMessage()]) == 1
    rewrite(folder / "smith.toml", 'name = "Brunhild"\n')
    game.go(1.0)
    assert (smith.name, game.note) == ("Brunhild", "smith.toml was read again.")


def test_a_file_that_is_away_for_a_moment_is_no_slip(
    game: Game, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Editors put another file in its place; and nobody looks at the file of an NPC who is gone."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    (folder / "smith.toml").unlink()
    game.go(2.0)
    (folder / "smith.toml").write_text('name = "Brunhild"\n', "utf-8")
    game.dialogue.remove_npc(smith)
    game.go(2.0)
    assert smith.name == "Bruno"
    assert not caplog.records


def test_nobody_looks_at_files_unasked(folder: Path) -> None:
    """Without `reload` no file is read while the game runs."""
    game = Game()
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    rewrite(folder / "smith.toml", 'name = "Brunhild"\n')
    game.go(2.0)
    assert smith.name == "Bruno"
    game.dialogue.close()


def test_a_map_may_say_where_they_stand(game: Game, folder: Path) -> None:
    """With its radius and head; what the call says goes before it, and what is said of one before all."""
    places = [
        MapNPC("smith", Path("x"), (1, 2), 30.0, (0.0, -9.0), {}),
        MapNPC("cook", Path("x"), (3, 4), None, None, {}),
    ]
    told = {"cook": {"interest_radius": 7, "position": (5, 5)}}
    npcs = game.dialogue.add_npcs(folder, positions=places, near=40, each=lambda name: told.get(name))
    assert {name: (npc.place, npc.interest_radius, npc.near) for name, npc in npcs.items()} == {
        "smith": ((1.0, 2.0), 30.0, 40.0),
        "cook": ((5.0, 5.0), 7, 40.0),
    }
    assert npcs["smith"].bubble_offset == (0.0, -9.0)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"positions": None}, "positions is None; give a dict"),
        ({"positions": [(1, 2), (3, 4)]}, "give a dict of places"),
        ({"positions": "smith"}, "give a dict of places"),
        ({"positions": lambda name: None if name == "smith" else (1, 2)}, "Bruno has no position"),
        ({"positions": lambda name: (1, 2), "each": {"smith": {}}}, "each is .*give a callable"),
        (
            {"positions": lambda name: (1, 2), "each": lambda name: ["near"]},
            r"each\('cook'\) returned .* a dict of options",
        ),
        ({"positions": lambda name: (1, 2), "default": 5}, "The default sheet is 5; give a dict"),
        (
            {"positions": lambda name: (1, 2), "each": lambda name: {"near": -1 if name == "smith" else 1}},
            "near of Bruno",
        ),
        ({"positions": lambda name: (1, 2), "each": lambda name: {"raduis": 1}}, "raduis"),
    ],
)
def test_a_slip_in_an_option_adds_nobody(game: Game, folder: Path, options: Any, reason: str) -> None:
    """Even where it is the last one's."""
    with pytest.raises(ConfigurationError, match=reason):
        game.dialogue.add_npcs(folder, **options)
    assert game.dialogue.npcs == ()


def test_a_default_sheet_that_was_saved_changes_all_who_stand_on_it(
    game: Game, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And a slip in it is one slip."""
    npcs = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))
    rewrite(folder / "default.toml", 'bio = "A villager."\nlore = "It snows here."\n')
    game.go(1.0)
    assert [npc.character.to_wire()["lore"] for npc in npcs.values()] == [["It snows here."]] * 2
    rewrite(folder / "default.toml", "bio = ")
    game.go(1.0)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [str(folder / "default.toml")]


def test_a_file_that_is_being_written_is_no_slip(game: Game, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Empty or half a sheet for a moment: it is read when it has settled."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    for length in range(0, 18, 2):
        rewrite(folder / "smith.toml", 'name = "Brunhild"\n'[:length])
        game.go(0.3)
    assert smith.name == "Bruno"
    rewrite(folder / "smith.toml", 'name = "Brunhild"\n')
    game.go(1.0)
    assert smith.name == "Brunhild"
    assert not caplog.records


@pytest.mark.parametrize("text", ["", "\ufeff", "name = ", "\0", "[" * 5000, "name = 5", 'name = "B"\nlore = 3'])
def test_whatever_was_saved_the_game_goes_on(
    game: Game, folder: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One line that names the file, the old sheet, and the next good one counts again, with any line ends."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    rewrite(folder / "smith.toml", text)
    game.go(2.0)
    assert smith.name == "Bruno"
    assert ["smith.toml" in record.getMessage() for record in caplog.records] == [True]
    rewrite(folder / "smith.toml", '\ufeffname = "Brunhild"\r\nbio = "Of iron."\r\n')
    game.go(1.0)
    assert smith.name == "Brunhild"


def test_a_file_with_another_name_leaves_its_npc(game: Game, folder: Path) -> None:
    """A folder may stand in its place; and back again it counts."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    (folder / "smith.toml").rename(folder / "blacksmith.toml")
    game.go(1.0)
    (folder / "smith.toml").mkdir()
    game.go(1.0)
    assert smith.name == "Bruno"
    (folder / "smith.toml").rmdir()
    (folder / "smith.toml").write_text('name = "Brunhild"\n', "utf-8")
    game.go(1.0)
    assert (smith.name, len(game.dialogue.npcs)) == ("Brunhild", 2)


def test_a_sheet_that_the_game_loaded_is_read_again(game: Game, folder: Path) -> None:
    """With the functions that were declared on it; a sheet that the game changed has no file any more."""
    sheet = stealth.Character.load(folder / "smith.toml")

    @sheet.action
    def sell(item: str) -> None:
        """Sell."""

    smith = game.dialogue.add_npc(sheet, position=(0, 0))
    changed = game.dialogue.add_npc(sheet.with_fields(bio="Old."), position=(0, 0), id="other")
    rewrite(folder / "smith.toml", 'name = "Brunhild"\nbio = "New."\n')
    game.go(1.0)
    assert (smith.name, changed.name) == ("Brunhild", "Bruno")
    assert "sell" in smith.actions


def test_a_sheet_may_change_in_mid_answer(game: Game, folder: Path) -> None:
    """The answer on its way is still told, and the next message reaches the new sheet."""
    smith = game.dialogue.add_npcs(folder, positions=lambda name: (0, 0))["smith"]
    message = smith.send("Hello?")
    rewrite(folder / "smith.toml", 'name = "Brunhild"\n')
    for _ in range(10):
        game.dialogue.update(0.1)
        game.workers.run_all()
    assert (smith.name, message.state) == ("Brunhild", stealth.MessageState.SAID)
    again = smith.send("And now?")
    game.go(1.0)
    assert again.state is stealth.MessageState.SAID


def test_a_game_sees_what_it_costs() -> None:
    """`dialogue.usage`, and a talk between two NPCs, by the public names."""
    game = Game()
    one, other = (
        game.dialogue.add_npc({"name": name, "bio": "x"}, position=(0, 0), interest_radius=90)
        for name in ("Ann", "Ben")
    )
    talk = game.dialogue.converse(one, other, about="the rain", turns=2)
    game.go(20.0)
    assert [name for name, _ in talk.lines] == ["Ann", "Ben"]
    usage = game.dialogue.usage
    assert (usage.messages, usage.answers, set(usage.npcs)) == (2, 2, {"ann", "ben"})
    game.dialogue.close()


@pytest.mark.parametrize("option", ["reload", "debug"])
def test_a_switch_is_true_or_false(option: str) -> None:
    """Any text would count as True, "no" as well."""
    with pytest.raises(ConfigurationError, match=f"{option} of a Dialogue is 'no'; it must be True or False"):
        Game(**{option: "no"})


def test_a_misspelt_option_is_told() -> None:
    """`add_npc` has real parameters, and still guesses at a slip."""
    game = Game()
    with pytest.raises(ConfigurationError, match="did you mean 'interest_radius'"):
        game.dialogue.add_npc({"name": "Ann", "bio": "x"}, position=(0, 0), intrest_radius=9)
    game.dialogue.close()
