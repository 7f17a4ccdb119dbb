"""The library in Pyodide, under Node: its core without pygame, and whole games with SDL's dummy drivers.

`STEALTH_PYODIDE` names the folder of the npm package (`npm install pyodide@314`), `STEALTH_WEB_PYGAME` a zip of
pygame-ce for it; what is missing skips the tests that need it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from stealth_pygame.testing import FakeBackend
from stealth_pygame.web.build import WebGame, build, pack_library
from stealth_pygame.web.wheels import fetch_wheels
from tests.web.engine import PYGAME, PYODIDE, WITHOUT_PYGAME, WITHOUT_PYODIDE, village

HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed"),
    pytest.mark.skipif(not PYODIDE, reason=WITHOUT_PYODIDE),
]


def test_a_villager_answers_inside_pyodide(tmp_path: Path) -> None:
    """No thread, no socket, no server: scene, conversation, storage and brain run as tasks of one loop."""
    wheels = fetch_wheels(tmp_path / "wheels")
    pack_library(tmp_path / "library.zip")
    command = ["node", str(HERE / "core.mjs"), PYODIDE, str(tmp_path / "library.zip"), str(HERE / "core.py.txt")]
    ended = subprocess.run(
        [*command, *map(str, wheels)], capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False
    )
    assert "ANSWER A sword costs ten gold." in ended.stdout, ended.stdout[-3000:] + ended.stderr[-3000:]


def test_a_page_s_fetch_speaks_to_a_backend(tmp_path: Path) -> None:
    """The real `fetch`, as JavaScript has it: the same answers, errors, limits and deadlines as over a socket."""
    wheels = fetch_wheels(tmp_path / "wheels")
    pack_library(tmp_path / "library.zip")
    with FakeBackend() as backend, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        gate = threading.Event()

        def reply(message: str, context: Mapping[str, str], users: object) -> str:
            if message == "hold":
                gate.wait(5)
            return f"You said {message}, with {context.get('gold', 'no')} gold."

        backend.script(reply)
        ended = subprocess.run(
            [
                "node",
                str(HERE / "core.mjs"),
                PYODIDE,
                str(tmp_path / "library.zip"),
                str(HERE / "fetch.py.txt"),
                *map(str, wheels),
            ],
            env={**os.environ, "BACKEND": backend.url, "KEY": backend.auth, "FREE": str(port)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ended.stdout.splitlines()[-8:] == [
        "CHECK True",
        "SAID You said Grüß Gott 😀, with 3 gold.",
        "LOST ConversationNotFoundError",
        "KEY KeyRefusedError",
        "NOBODY ConnectError",
        "LARGE AnswerTooLargeError",
        "SLOW ReplyTimeoutError",
        "CLOSED ClosedError",
    ], ended.stdout[-3000:] + ended.stderr[-3000:]


def play(program: Path, folder: Path, *arguments: str, kept: tuple[str, ...] = ()) -> str:
    """Build a game for the web, run it under Node, and return what it wrote."""
    page = build(WebGame(program, "A", Path(PYODIDE), Path(PYGAME), arguments=arguments), folder / "web")
    command = ["node", str(HERE / "engine.mjs"), str(page.parent), *kept]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=folder, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    return ended.stdout


@pytest.mark.skipif(not PYGAME, reason=WITHOUT_PYGAME)
def test_the_front_page_s_program_plays(tmp_path: Path) -> None:
    """Its villager answers in a bubble; nobody sits at the keys, so the program speaks for itself."""
    text = (HERE / "game.py.txt").read_text("utf-8")
    text = text.replace(
        "    while running:", "    asked, told = bruno.send('How much is a sword?'), 90\n    while running:"
    )
    text = text.replace(
        "await asyncio.sleep(0)", "await asyncio.sleep(0)\n        told -= asked.done\n        running = told > 0"
    )
    (tmp_path / "game").mkdir()
    (tmp_path / "game" / "game.py").write_text(text, "utf-8")
    assert "SAID A sword costs ten gold." in play(tmp_path / "game" / "game.py", tmp_path)


@pytest.mark.skipif(not PYGAME, reason=WITHOUT_PYGAME)
def test_the_demo_s_tour_plays_the_story_to_its_end(tmp_path: Path) -> None:
    """The whole village, its map, its saved games and its brain, in the one thread of a page."""
    out = "/home/pyodide/tour"
    options = ("--headless", "--tour", "--mute", "--size", "640x360", "--out", out)
    told = play(village(tmp_path / "game"), tmp_path, *options, kept=(f"{out}/transcript.txt",))
    assert "The story was played to its end" in told
    said = (tmp_path / "transcript.txt").read_text("utf-8")
    assert "Hilda Ashford: The sword costs 25 gold, and you have only 15." in said
    assert "Elder Odile: The Lantern Feast begins!" in said
