"""The cost of starting: the import, the README's program until its first frame, and the memory of a large village.

Each figure comes from separate processes; all except the first find the compiled bytecode, as at the second start of
a game. Imports are measured in processor time, which other programs cannot change. Objects of other packages are
frozen first, so that a garbage collection during our import checks only our own objects.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.report import Row, show
from benchmarks.rounds import alternately, spread

README: Final = Path(__file__).parent.parent / "README.md"
MOST_IMPORT_MS = 100.0
MOST_START_S = 1.0
MOST_MEGABYTES = 50.0
VILLAGERS = 1_000
LINES = 50
QUIET: Final = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}


IMPORTS = """
import gc, time
began = time.process_time()
import pygame, requests
from pydantic import BaseModel, TypeAdapter
class Some(BaseModel): name: str
gc.collect(), gc.freeze()
theirs = time.process_time()
import stealth_pygame as stealth
stealth.Dialogue, stealth.NPC_SAID
print((theirs - began) * 1000, (time.process_time() - theirs) * 1000)
"""
PLAIN = """
import pygame
pygame.init()
screen = pygame.display.set_mode((640, 360))
clock, running = pygame.time.Clock(), True
while running:
    clock.tick(60)
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            running = False
    screen.fill("darkseagreen4")
    pygame.display.flip()
"""
UNTIL_FLIP = """
import pygame
def flip():
    print("frame", flush=True)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
pygame.display.flip = flip
"""


def child(*arguments: str) -> list[float]:
    """Return the numbers on the last line that a Python process prints."""
    done = subprocess.run([sys.executable, *arguments], env=QUIET, stdout=subprocess.PIPE, text=True, check=True)
    return [float(number) for number in done.stdout.splitlines()[-1].split()]


def columns(work: Callable[[], list[float]], rounds: int) -> list[list[float]]:
    """Return the numbers of so many rounds, as one list for each number."""
    return [list(column) for column in zip(*(work() for _ in range(rounds)), strict=True)]


def imports(rounds: int) -> Row:
    """Return the row for importing all that `Dialogue` needs, after pygame, pydantic and requests."""
    other, mine = columns(lambda: child("-c", IMPORTS), rounds)
    theirs, ours = statistics.median(other), statistics.median(mine)
    return Row(
        "import beyond pygame, pydantic and requests",
        f"under {MOST_IMPORT_MS:.0f} ms",
        f"those three: {theirs:.0f} ms",
        f"{ours:.0f} ms",
        ours / theirs,
        ours < MOST_IMPORT_MS,
        "On a machine where those three take longer, so does the library: see the ratio.",
        spread(mine, "ms"),
    )


def program() -> str:
    """Return the first Python program in the README."""
    program = re.search(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert program is not None
    return program.group(1)


def first_frame(code: str) -> float:
    """Return the seconds from the start of Python to the first flip of a program."""
    began = perf_counter()
    command = [sys.executable, "-c", UNTIL_FLIP + code]
    with subprocess.Popen(command, env=QUIET, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline() not in ("frame\n", ""):
            pass
        took = perf_counter() - began
        process.communicate()
    assert process.returncode == 0, f"the program ended with {process.returncode}"
    return took


def starts(rounds: int) -> Row:
    """Return the row for the README's program with its embedded backend, compared with one that only opens a window."""
    mine, other = alternately([lambda: first_frame(program()), lambda: first_frame(PLAIN)], rounds)
    ours, plain = statistics.median(mine), statistics.median(other)
    return Row(
        "until the first frame of the README's program",
        f"under {MOST_START_S:.0f} s",
        f"an empty pygame window: {plain:.2f} s",
        f"{ours:.2f} s",
        ours / plain,
        ours < MOST_START_S,
        f"Python, pygame and the window take {plain:.2f} s of it, the imports above and the embedded backend the rest.",
        spread(mine, "s"),
    )


def weight(villagers: int, rounds: int) -> Row:
    """Return the row for the memory of so many villagers with their memories."""
    mine, alone = columns(lambda: child("-m", "benchmarks.weight", str(villagers), str(LINES)), rounds)
    grown, words = statistics.median(mine), statistics.median(alone)
    return Row(
        f"memory of {villagers:,} villagers with {LINES} lines each",
        f"under {MOST_MEGABYTES:.0f} MB",
        f"the words alone: {words:.1f} MB",
        f"{grown:.1f} MB",
        grown / words,
        grown < MOST_MEGABYTES,
        rounds=spread(mine, "MB"),
    )


def measure(quick: bool = False) -> list[Row]:
    """Return all rows. quick: one round of each, and a smaller village."""
    rounds = 1 if quick else 7
    if not quick:
        QUIET.pop("PYTHONDONTWRITEBYTECODE", None)
    return [imports(rounds), starts(rounds), weight(100 if quick else VILLAGERS, 1 if quick else 3)]


if __name__ == "__main__":
    sys.exit(1 if show(measure("--quick" in sys.argv)) else 0)
