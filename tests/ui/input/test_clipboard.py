"""The clipboard on both engines, and without any."""

from __future__ import annotations

from types import SimpleNamespace

import pygame
import pytest

from stealth_pygame.ui.input import clipboard


@pytest.fixture(autouse=True)
def forget() -> None:
    clipboard.forget()


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


class WindowsScrap:
    """pygame 2.6's scrap on Windows: UTF-8's name stands for UTF-16, and each `put` empties the clipboard."""

    def __init__(self) -> None:
        self.formats: dict[str, bytes] = {}

    def get_init(self) -> bool:
        return True

    def put(self, kind: str, data: bytes) -> None:
        self.formats = {"unicode" if kind == clipboard.UTF8 else "ansi": data + b"\0"}

    def get(self, kind: str) -> bytes | None:
        return self.formats.get("unicode" if kind == clipboard.UTF8 else "ansi")


@pytest.mark.parametrize("words", ["Zürich", "Привет", "你好", "plain", "🗡️"])
def test_windows_keeps_two_bytes_a_letter(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Other programs read what was copied, and what they copied is read, in every script."""
    windows = WindowsScrap()
    monkeypatch.setattr(pygame, "scrap", windows)
    assert clipboard.put(words)
    assert windows.formats["unicode"].decode("utf-16-le", "ignore").split("\0")[0] == words
    windows.formats = {"unicode": f"{words}\0".encode("utf-16-le")}
    clipboard.forget()
    assert clipboard.get() == words


def test_x11_keeps_bytes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """On X11 the same kind is UTF-8; a copy that nobody took is not said to be one."""
    held: dict[str, bytes] = {}
    scrap = SimpleNamespace(get_init=lambda: True, put=held.__setitem__, get=held.get)
    monkeypatch.setattr(pygame, "scrap", scrap)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "x11")
    assert clipboard.put("Zürich")
    assert held[clipboard.UTF8].decode() == "Zürich"
    scrap.put = lambda *_: None
    held.clear()
    assert not clipboard.put("Zürich")
    assert clipboard.get() == "Zürich"


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
