"""What the README promises is run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"

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
exec(compile(open("game.py", encoding="utf-8").read(), "game.py", "exec"), {"__name__": "__main__"})
print(heard)
sys.exit(0 if heard and "ten gold" in heard[0] else 1)
"""


def programs() -> list[tuple[int, str]]:
    """(line of the README, program) for each Python block."""
    text = README.read_text("utf-8")
    found = re.finditer(r"```python\n(.*?)```", text, re.DOTALL)
    return [(text.count("\n", 0, match.start(1)) + 1, match.group(1)) for match in found]


def test_the_first_program_is_short_and_near() -> None:
    """At most 25 lines, beginning by line 30, so that it is seen without scrolling."""
    line, program = programs()[0]
    assert line <= 30
    assert program.count("\n") <= 25


def test_the_first_program_runs_as_pasted(tmp_path: Path) -> None:
    """In an empty folder, with no server: one walks up, presses E, types, and is answered."""
    (tmp_path / "game.py").write_text(programs()[0][1], "utf-8")
    (tmp_path / "play.py").write_text(PLAYER + LAUNCH, "utf-8")
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(README.parent)}
    program = [sys.executable, "play.py"]
    done = subprocess.run(program, cwd=tmp_path, env=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_program_of_the_readme_is_python() -> None:
    """No block has rotted into something that does not even compile."""
    for line, program in programs():
        compile(program, f"README.md:{line}", "exec")


def test_both_commands_are_there() -> None:
    """The demo and the tests, each with its own set-up."""
    text = README.read_text("utf-8")
    assert 'pip install -e ".[pygame,demo]" && python -m demo_game' in text
    assert 'pip install -e ".[pygame,dev]" && python -m pytest' in text
