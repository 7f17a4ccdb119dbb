"""The clipboard on both engines, and without any."""

from __future__ import annotations

from types import SimpleNamespace

import pygame
import pytest

from stealth_pygame.ui.input import clipboard


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_memory", "")


def test_pygame_ce_has_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """`put_text` and `get_text`, where they are."""
    held: list[str] = []
    monkeypatch.setattr(pygame, "scrap", SimpleNamespace(put_text=held.append, get_text=lambda: held[-1]))
    clipboard.put("剣")
    assert clipboard.get() == "剣"


def test_pygame_has_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old scrap is initialised once, and read in the first kind that holds anything."""
    held: dict[str, bytes] = {}
    started: list[bool] = []
    old = SimpleNamespace(
        get_init=lambda: bool(started), init=lambda: started.append(True), put=held.__setitem__, get=held.get
    )
    monkeypatch.setattr(pygame, "scrap", old)
    clipboard.put("剣")
    assert started == [True]
    assert clipboard.get() == "剣"
    held.clear()
    assert clipboard.get() == "剣"


def test_without_a_window_the_program_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy and paste work within the game where there is no desktop."""
    monkeypatch.setattr(pygame, "scrap", SimpleNamespace())
    pygame.display.quit()
    clipboard.put("sword")
    assert clipboard.get() == "sword"


@pytest.mark.parametrize("names", [("put_text", "get_text"), ("get_init", "init")])
def test_a_clipboard_that_fails_is_done_without(monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    """A driver without clipboard raises; the player does not notice."""

    def fail(*_: object) -> None:
        raise pygame.error("no clipboard")

    monkeypatch.setattr(pygame, "scrap", SimpleNamespace(**dict.fromkeys(names, fail)))
    clipboard.put("sword")
    assert clipboard.get() == "sword"
