"""Programs of README and documentation are run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.testing import FakeBackend, pump

ROOT = Path(__file__).parent.parent.parent
README, DOCS = ROOT / "README.md", ROOT / "docs"

# Plays the program like a person: walks up, presses E, types a question, Enter; leaves when it is answered.
PLAYER = """
import pygame
import stealth_pygame as stealth

LINE = "how much is a sword"
frames, heard = 0, []
get, flip = pygame.event.get, pygame.display.flip


class Keys(dict):
    def __missing__(self, key):
        return 0


def pressed():
    return Keys({pygame.K_UP: frames < 25})


def watched(*args, **options):
    events = get(*args, **options)
    heard.extend(e.text for e in events if e.type == stealth.NPC_SAID and getattr(e, "stealth", False))
    return events


def press(key, text=""):
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=text, scancode=0))
    if text:
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text, window=None))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0, unicode=text, scancode=0))


def play():
    global frames
    frames += 1
    flip()
    if frames == 30:
        press(pygame.K_e, "e")
    elif 40 <= frames < 40 + len(LINE):
        char = LINE[frames - 40]
        press(pygame.K_SPACE if char == " " else pygame.key.key_code(char), char)
    elif frames == 70:
        press(pygame.K_RETURN)
    elif heard or frames > 1800:
        pygame.event.post(pygame.event.Event(pygame.QUIT))


pygame.key.get_pressed, pygame.event.get, pygame.display.flip = pressed, watched, play
"""

LAUNCH = """
import sys
LINE, expected = sys.argv[1:]
names = {"__name__": "__main__"}
exec(compile(open("game.py", encoding="utf-8").read(), "game.py", "exec"), names)
said = [line.text for line in names["bruno"].transcript]
print(said)
sys.exit(0 if heard and any(expected in text for text in said) else 1)
"""


def programs(page: Path = README) -> list[tuple[int, str]]:
    """(line of the page, program) for each Python block."""
    text = page.read_text("utf-8")
    found = re.finditer(r"```python\n(.*?)```", text, re.DOTALL)
    return [(text.count("\n", 0, match.start(1)) + 1, match.group(1)) for match in found]


def test_the_first_program_is_short_and_near() -> None:
    """At most 25 lines, beginning by line 30, so that it is seen without scrolling."""
    line, program = programs()[0]
    assert line <= 30
    assert program.count("\n") <= 25


@pytest.mark.slow
def test_the_first_program_runs_as_pasted(tmp_path: Path) -> None:
    """In an empty folder, with no server: one walks up, presses E, types, and is answered."""
    played(programs()[0][1], tmp_path, "how much is a sword", "ten gold")


@pytest.mark.slow
def test_the_programs_on_actions_and_context_go_into_the_first(tmp_path: Path) -> None:
    """Where the pages say: before its loop. The smith sells for the purse's gold, or says why not."""
    before, after = programs()[0][1].split("while running")
    acting = program_with("def sell")
    knowing = re.sub(r"(?m)^bruno\.(send|notify)", r"lambda: bruno.\1", program_with("class Bag"))
    game = f"{before}{acting}\n{knowing}\nwhile running{after}"
    played(game, tmp_path, "a sword please", "That is 25 gold. You have 20.")


def played(game: str, folder: Path, line: str, expected: str) -> None:
    """Play a game in an empty folder, say a line, and hear what is expected."""
    (folder / "game.py").write_text(game, "utf-8")
    (folder / "play.py").write_text(PLAYER + LAUNCH, "utf-8")
    home = {**os.environ, "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(README.parent)}
    program = [sys.executable, "play.py", line, expected]
    done = subprocess.run(program, cwd=folder, env=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def village(backend: FakeBackend) -> Iterator[dict[str, Any]]:
    """The names that the pages' fragments take for granted."""
    dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst")
    dialogue.add_player(stealth.Player("Ada"))
    bruno = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
    yield {"stealth": stealth, "dialogue": dialogue, "bruno": bruno}
    dialogue.close()


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured") as made:
        yield made


def program_with(word: str) -> str:
    """The one program of the documentation that has this word."""
    pages = [program for page in sorted(DOCS.glob("*.md")) for _, program in programs(page)]
    (program,) = [program for program in pages if word in program]
    return program


def sent_context(backend: FakeBackend) -> dict[str, str]:
    """What the villager heard along with the last message."""
    return {entry["key"]: entry["value"] for entry in backend.requests[-1].body["context"]}


def run_fragment(program: str, names: dict[str, Any]) -> None:
    """Run a fragment as a module of its own would run it."""
    module = ModuleType("fragment")
    vars(module).update(names)
    sys.modules["fragment"] = module
    exec(compile(program, "README.md", "exec", dont_inherit=True), vars(module))
    del sys.modules["fragment"]


def test_the_program_on_actions(backend: FakeBackend, village: dict[str, Any]) -> None:
    """At most 15 lines; too little gold is said in the bubble, and told to the smith with the next message."""
    program = program_with("def sell")
    assert program.count("\n") <= 15
    run_fragment(program, village)
    bruno, dialogue = village["bruno"], village["dialogue"]
    backend.reply("Here you are.", calls=[("sell", {"item": "Sword"})])
    message = bruno.send("A sword, please!")
    pump(dialogue, lambda: message.done)
    assert bruno.transcript[-1].text == "That is 25 gold. You have 20."
    again = bruno.send("Why not?")
    pump(dialogue, lambda: again.done)
    expected = 'sell(item="sword", amount=1) FAILED: That is 25 gold. You have 20.'
    assert sent_context(backend)["last_actions"] == expected
    assert expected in (DOCS / "acting.md").read_text("utf-8")


def test_the_program_on_context(backend: FakeBackend, village: dict[str, Any]) -> None:
    """At most 15 lines; the lines that the page names are what goes onto the wire."""
    program = program_with("class Bag")
    assert program.count("\n") <= 15
    run_fragment(program, village)
    message = village["bruno"].send("And?")
    pump(village["dialogue"], lambda: message.done)
    context = sent_context(backend)
    assert {key: context[key] for key in ("bag.items", "weather.rain", "mood", "health")} == {
        "bag.items": "rope, lantern",
        "weather.rain": "true",
        "mood": "grim",
        "health": "0.75",
    }


def test_the_program_on_testing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake backend answers as the script says."""
    (tmp_path / "warden.toml").write_text('name = "Bram"\nbio = "He keeps the gate."\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"stealth": stealth, "FakeBackend": FakeBackend, "pump": pump}
    look = "\n    text = message.reply.content\n    dialogue.close()\n    assert text == 'As you wish.'"
    run_fragment(program_with("FakeBackend(") + look, names)


def test_the_character_file_is_one(tmp_path: Path) -> None:
    """The page's TOML loads, functions included."""
    (text,) = re.findall(r"```toml\n(.*?)```", (DOCS / "characters.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "smith.toml").write_text(text, "utf-8")
    character = stealth.Character.load(tmp_path / "smith.toml")
    assert [function.name for function in character.functions] == ["sell"]


@pytest.mark.parametrize("page", [README, *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_program_is_python(page: Path) -> None:
    """No block has rotted into something that does not even compile."""
    for line, program in programs(page):
        compile(program, f"{page.name}:{line}", "exec")


def test_the_first_program_is_the_tutorial_s() -> None:
    """README and tutorial begin with the same program."""
    assert programs()[0][1] == programs(DOCS / "first-villager.md")[0][1]


def test_the_readme_is_read_in_one_sitting() -> None:
    """At most 150 lines; everything else has a page."""
    assert len(README.read_text("utf-8").splitlines()) <= 150


def test_the_readme_s_villager_acts(backend: FakeBackend, village: dict[str, Any]) -> None:
    """The short program on actions opens the gate."""
    (program,) = [program for _, program in programs() if "def open_gate" in program]
    run_fragment(program, village)
    backend.reply("As you wish.", calls=[("open_gate", {"wide": "true"})])
    message = village["bruno"].send("Open the gate!")
    pump(village["dialogue"], lambda: message.done)
    assert village["bruno"].transcript[-1].text == "The gate is open."


def test_both_commands_are_there() -> None:
    """The demo and the tests, each with its own set-up."""
    text = README.read_text("utf-8")
    assert 'pip install -e ".[pygame,demo]" && python -m demo_game' in text
    assert 'pip install -e ".[pygame,dev]" && python -m pytest' in text
