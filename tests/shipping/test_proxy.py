"""The page on keys, end to end: a game, the proxy as a program of its own, and a backend with the real key."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

import stealth_pygame as stealth
from stealth_pygame.backend.local.handshake import PORT_LINE
from stealth_pygame.backend.proxy import Proxy, Upstream
from stealth_pygame.testing import FakeBackend, pump

PAGE = (Path(__file__).parent.parent.parent / "docs" / "keys.md").read_text("utf-8")
REAL_KEY = "the-real-key-that-costs-money"


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured", auth=REAL_KEY) as made:
        yield made


@contextmanager
def proxy(backend: FakeBackend, folder: Path, *options: str) -> Iterator[str]:
    """The page's command, on a free port and with a ledger in this folder; what it prints goes into its log."""
    (command,) = re.findall(r"^NPC_KEY=\S+ python (-m stealth_pygame.backend .*)$", PAGE, re.MULTILINE)
    command = command.replace("https://npc.example.com", backend.url).replace("0.0.0.0", "127.0.0.1")
    arguments = command.replace("--port 3000", "--port 0").split()
    environment = {**os.environ, "NPC_KEY": REAL_KEY, "XDG_DATA_HOME": str(folder), "PYTHONPATH": os.getcwd()}
    with (folder / "log").open("ab") as log:
        program = subprocess.Popen(
            [sys.executable, *arguments, *options], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert program.stdout is not None
        with program, program.stdout:
            port = program.stdout.readline().removeprefix(PORT_LINE).strip()
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                # killed, not stopped: what was counted must be on the disk
                program.kill()


def ask(url: str, token: str, times: int = 1) -> list[stealth.MessageState]:
    """What becomes of messages in a game with this token."""
    with stealth.Dialogue(url, token, installation="inst") as dialogue:
        dialogue.add_player(stealth.Player("Ada"))
        npc = dialogue.add_npc(stealth.BasicCharacter("Bruno", bio="A smith."), position=(0, 0))
        messages = [npc.send("How much is a sword?") for _ in range(times)]
        pump(dialogue, lambda: all(message.done for message in messages), 20)
        refused = [str(message.error) for message in messages if message.state is not stealth.MessageState.SAID]
        assert all("used up" in why and REAL_KEY not in why for why in refused)
        return [message.state for message in messages]


def new_token(url: str) -> str:
    answer = requests.post(f"{url}/player", timeout=10)
    assert REAL_KEY not in answer.text
    token: str = answer.json()["token"]
    return token


@pytest.mark.slow
def test_a_game_plays_through_the_proxy_and_a_restart_forgives_nobody(backend: FakeBackend, tmp_path: Path) -> None:
    """The token goes on working, what was said today goes on counting, and the real key is in nothing that is left."""
    said, refused = stealth.MessageState.SAID, stealth.MessageState.CANCELLED
    with proxy(backend, tmp_path, "--per-player", "3", "--per-address", "2") as url:
        token = new_token(url)
        assert ask(url, token, 2) == [said, said]
    with proxy(backend, tmp_path, "--per-player", "3", "--per-address", "2") as url:
        assert ask(url, token, 2) == [said, refused]
        other = new_token(url)
        assert ask(url, other) == [said]
        assert requests.post(f"{url}/player", timeout=10).status_code == 429
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in left)
    assert all(REAL_KEY.encode() not in path.read_bytes() for path in left)


@pytest.mark.slow
def test_the_cap_for_all_survives_a_restart_too(backend: FakeBackend, tmp_path: Path) -> None:
    """However many tokens somebody has."""
    with proxy(backend, tmp_path, "--per-day", "1") as url:
        assert ask(url, new_token(url)) == [stealth.MessageState.SAID]
    with proxy(backend, tmp_path, "--per-day", "1") as url:
        assert ask(url, new_token(url)) == [stealth.MessageState.CANCELLED]


@pytest.mark.parametrize(
    ("addresses", "counted_as_one"),
    [
        (("203.0.113.5", "203.0.113.6"), False),
        (("203.0.113.5", "203.0.113.5"), True),
        (("2001:db8::1", "2001:db8::2"), True),
        (("2001:db8::1", "2001:db8:0:1::1"), False),
        (("somewhere", "somewhere"), True),
    ],
)
def test_behind_a_web_server_each_player_has_an_address(
    backend: FakeBackend, addresses: tuple[str, str], counted_as_one: bool
) -> None:
    """The web server with TLS on the same machine says whose it is; a house with 2**64 addresses is one house."""
    made = Proxy(Upstream(backend.url, REAL_KEY, per_address=1))
    made.start()
    codes = [
        requests.post(f"{made.url}/player", headers={"X-Forwarded-For": address}, timeout=10).status_code
        for address in addresses
    ]
    assert codes == [200, 429 if counted_as_one else 200]
    assert made.stop(5)
