"""The pages on saving and on keys: their programs are run as they stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stealth_pygame as stealth
from stealth_pygame.backend.proxy import Proxy, Upstream
from stealth_pygame.debug.fault_injector import LATE, InjectedFault
from stealth_pygame.debug.overlay import ACTION_KEY, TROUBLES
from stealth_pygame.testing import FakeBackend, pump
from tests.system.test_readme import DOCS, program_with, run_fragment


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    with FakeBackend("measured") as made:
        yield made


def game(backend: FakeBackend) -> dict[str, Any]:
    """The names that the page takes for granted."""
    dialogue = stealth.Dialogue(backend.url, backend.auth, installation="inst")
    dialogue.add_player(stealth.Player("Ada"))
    smith = dialogue.add_npc(stealth.BasicCharacter("Bruno", "A smith."), position=(0, 0))
    return {"dialogue": dialogue, "smith": smith, "purse": {"gold": 20}}


def test_the_program_on_saving(backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most 20 lines: saved, changed, loaded; in a new game the smith remembers; a damaged file changes nothing."""
    for variable in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    program = program_with("def load()")
    assert program.count("\n") <= 20
    first, second = game(backend), game(backend)
    message = first["smith"].send("My name is Rosalind.")
    pump(first["dialogue"], lambda: message.done)
    run_fragment(program + "\nsave()\npurse['gold'] = 0\nload()\nassert purse['gold'] == 20\n", first)
    run_fragment(program + "\nload()\n", second)
    message = second["smith"].send("Who am I?")
    pump(second["dialogue"], lambda: message.done)
    heard = {entry["key"]: entry["value"] for entry in backend.requests[-1].body["context"]}
    assert "My name is Rosalind." in heard["recent_conversation"]
    (file,) = tmp_path.rglob("save.json")
    file.write_text(json.dumps({"gold": 99, "talk": {"stealth_pygame": 99}}))
    damaged = "\ntry:\n    load()\nexcept stealth.StealthError as exc:\n    said.append(str(exc))\n"
    said: list[str] = []
    run_fragment(program + damaged + "assert purse['gold'] == 20\n", {**second, "stealth": stealth, "said": said})
    assert "newer game" in said[0]
    for names in (first, second):
        names["dialogue"].close()


def test_the_program_on_keys(backend: FakeBackend) -> None:
    """A token from the proxy is all that the game has; with it a villager answers."""
    proxy = Proxy(Upstream(backend.url, backend.auth))
    proxy.start()
    look = (
        "\ndialogue.add_player(stealth.Player('Ada'))"
        "\nmessage = dialogue.add_npc(stealth.BasicCharacter('Bruno', 'A smith.'), position=(0, 0)).send('Hello')"
        "\npump(dialogue, lambda: message.done)\nstate = message.state\ndialogue.close()"
        "\nassert state is stealth.MessageState.SAID\n"
    )
    names = {"stealth": stealth, "pump": pump, "proxy_url": proxy.url}
    run_fragment(program_with("new_player(") + look, names)
    assert proxy.stop(5)


def test_the_overlay_s_keys_are_those_of_the_page() -> None:
    """Each key that the page names orders what it says there."""
    page = " ".join((DOCS / "debugging.md").read_text("utf-8").split())
    words = {
        InjectedFault.LATE: f"{'two' if LATE == 2 else LATE} seconds of latency",
        InjectedFault.BUSY: "429",
        InjectedFault.CANCELLED: "cancelled",
        InjectedFault.LOST: "a dropped connection",
        InjectedFault.JUNK: "junk text",
    }
    for key, trouble in TROUBLES.items():
        assert f"{key.upper()} {words[trouble]}" in page
    assert f"{ACTION_KEY.upper()} fires an action" in page
