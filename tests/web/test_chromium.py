"""A game in a real Chromium, by keys and by touch: walked, typed, answered, reloaded, remembered.

`STEALTH_PYODIDE` names the folder of npm's Pyodide, `STEALTH_WEB_PYGAME` a zip of pygame-ce for it; what is missing
skips the tests. `STEALTH_PICTURES` may name a folder for screenshots.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stealth_pygame.web.build import WebGame, build
from stealth_pygame.web.serve import server
from tests.web.browser import Browser, browser, chromium
from tests.web.engine import PYGAME, PYODIDE, WITHOUT_PYGAME, WITHOUT_PYODIDE

HERE = Path(__file__).parent
READY = "(e => e && !e.hidden)(document.getElementById('go')) || !document.getElementById('error')?.hidden"
PATIENCE = 180.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not PYODIDE, reason=WITHOUT_PYODIDE),
    pytest.mark.skipif(not PYGAME, reason=WITHOUT_PYGAME),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The front page's program as a folder for the web, served on this machine."""
    folder = tmp_path_factory.mktemp("game")
    shutil.copyfile(HERE / "game.py.txt", folder / "game.py")
    page = build(WebGame(folder / "game.py", "Bruno", Path(PYODIDE), Path(PYGAME)), folder / "web")
    with server(page.parent) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()
        thread.join(10)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Browser]:
    """A browser that nobody has used."""
    with browser(tmp_path / "profile") as opened:
        yield opened


def begin(page: Browser) -> None:
    """Wait until the game is ready, and click on "Play"."""
    page.until(READY, PATIENCE)
    assert page.run("document.getElementById('error').textContent") == ""
    page.click(*page.middle("#go"))
    page.until("getComputedStyle(document.getElementById('canvas')).display === 'block'")
    page.wait(1.0)


def heard(page: Browser, count: int) -> str:
    """Wait for so many answers, and return the last."""
    page.until_holds(lambda: sum(line.startswith("SAID ") for line in page.console) >= count, PATIENCE)
    return [line for line in page.console if line.startswith("SAID ")][-1].removeprefix("SAID ").strip()


def suggestion(page: Browser) -> tuple[float, float]:
    """Return where the first suggested reply lies: above the line of the chat box."""
    box = "list(__import__('__main__').dialogue.presenter.chat.rect)"
    left, top, _, _ = page.run(f"window.stealth.py.runPython(`{box}`).toJs()")
    x, y, scale = page.run(
        "(c => { const r = c.getBoundingClientRect(); return [r.x, r.y, r.width / c.width]; })"
        "(document.getElementById('canvas'))"
    )
    return x + (left + 60) * scale, y + (top + 12) * scale


def keep_picture(page: Browser, name: str) -> None:
    """Keep a screenshot where somebody wants to look at it."""
    if folder := os.environ.get("STEALTH_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.photograph(Path(folder) / f"web-{name}.png")


def test_a_villager_answers_and_remembers_after_a_reload(address: str, page: Browser) -> None:
    """Keys walk, open and write; what was said is in the browser's storage when the page comes back."""
    page.open(address)
    keep_picture(page, "loading")
    begin(page)
    page.press("ArrowUp", 0.7)
    page.press("e")
    page.wait(0.5)
    page.type("How much is a sword?")
    keep_picture(page, "typing")
    page.press("Enter")
    assert heard(page, 1) == "A sword costs ten gold."
    page.wait(1.0)
    keep_picture(page, "answered")
    page.run("window.stealth.keep()")
    page.reload()
    begin(page)
    page.press("ArrowUp", 0.7)
    page.press("e")
    page.wait(0.5)
    page.type("Say that again, please.")
    page.press("Enter")
    assert "A sword costs ten gold." in heard(page, 2)
    page.wait(1.0)
    keep_picture(page, "remembered")
    assert page.run("document.getElementById('error').textContent") == ""


def test_a_phone_plays_by_touch(address: str, page: Browser) -> None:
    """Arrows and E lie on the screen; the page's field writes; a suggested reply is said with a tap."""
    page.phone(740, 360)
    page.open(address)
    page.until(READY, PATIENCE)
    page.tap(*page.middle("#go"))
    page.until("getComputedStyle(document.getElementById('canvas')).display === 'block'")
    page.wait(1.0)
    up, talk = page.middle("#pad button:nth-child(3)"), page.middle("#pad button:nth-child(5)")
    page.tap(*up, seconds=0.7)
    page.tap(*talk)
    page.until("!document.getElementById('say').hidden")
    page.wait(0.5)
    keep_picture(page, "phone")
    assert page.run("document.activeElement === document.querySelector('#say input')")
    page.tap(*suggestion(page))
    assert heard(page, 1) == "A sword costs ten gold."
    page.write("Say that again 😀")
    page.press("Enter")
    assert "A sword costs ten gold." in heard(page, 2)
    page.wait(1.0)
    keep_picture(page, "phone-answered")
    page.tap(*page.middle("#say [type=button]"))
    page.until("document.getElementById('say').hidden")
