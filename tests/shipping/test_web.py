"""A web build: what cannot work there is said in one sentence, when the dialogue is made."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest

import stealth_pygame as stealth


@pytest.mark.parametrize(
    "make",
    [stealth.Dialogue.local, lambda: stealth.Dialogue("https://stealth.invalid", "key", installation="inst")],
    ids=["embedded", "elsewhere"],
)
def test_a_web_build_is_told_that_it_cannot_work(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], stealth.Dialogue]
) -> None:
    """One sentence with the reason and the way out, before any thread or process was tried."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    before = threading.enumerate()
    with pytest.raises(stealth.StealthError, match=r"web build .*neither threads nor sockets.*PyInstaller"):
        make()
    assert threading.enumerate() == before
