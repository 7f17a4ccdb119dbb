"""The core of the library in Pyodide, under Node: no browser, no pygame.

`STEALTH_PYODIDE` names the folder of the npm package (`npm install pyodide@314`); without it the test is skipped.
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
from stealth_pygame.web.build import pack_library
from stealth_pygame.web.wheels import fetch_wheels

HERE = Path(__file__).parent
PYODIDE = os.environ.get("STEALTH_PYODIDE", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed"),
    pytest.mark.skipif(not PYODIDE, reason="STEALTH_PYODIDE does not name a copy of Pyodide (npm install pyodide@314)"),
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
