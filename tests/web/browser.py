"""A real Chromium, driven over the DevTools protocol: the keys, touches and pictures of somebody at a page.

It speaks through two pipes, so neither a driver nor a port is needed. `STEALTH_CHROMIUM` may name the program.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    *("--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--mute-audio"),
    *("--autoplay-policy=user-gesture-required", "--password-store=basic", "--disable-extensions"),
)
KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    "Tab": ("Tab", 9, ""),
    "Backspace": ("Backspace", 8, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "F5": ("F5", 116, ""),
}


def chromium() -> str | None:
    """Return the path of a Chromium, if there is one."""
    given = os.environ.get("STEALTH_CHROMIUM")
    return given or next(filter(None, map(shutil.which, PROGRAMS)), None)


class BrowserError(AssertionError):
    """The browser refused something, or ended."""


class Browser:
    """One process of Chromium with a profile of its own, and one page."""

    def __init__(self, profile: Path, size: tuple[int, int] = (1000, 640)) -> None:
        program = chromium()
        assert program is not None, "there is no Chromium"
        self._read, theirs_write = os.pipe()
        theirs_read, self._write = os.pipe()
        # Chromium reads from handle 3 and writes to handle 4.
        shell = f'exec {program} "$@" 3<&{theirs_read} 4>&{theirs_write}'
        options = [*OPTIONS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", "about:blank"]
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", shell, "chromium", *options],
            pass_fds=(theirs_read, theirs_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_read)
        os.close(theirs_write)
        self._buffer = b""
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._session: str | None = None
        self.console: list[str] = []
        self._attach()

    def _attach(self) -> None:
        """Speak to the page from now on."""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime"):
            self.call(f"{domain}.enable")

    def open(self, url: str) -> None:
        """Open the page at an address."""
        self.call("Page.navigate", url=url)
        self.until("document.readyState !== 'loading' && location.protocol !== 'about:'")

    def call(self, method: str, timeout: float = 60.0, **parameters: Any) -> Any:
        """Call a method of the protocol and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + timeout
        while self._number not in self._answers:
            if time.monotonic() > end:
                raise BrowserError(f"{method} was not answered within {timeout:.0f} s")
            self._listen(0.5)
        answer = self._answers.pop(self._number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _listen(self, seconds: float) -> None:
        """Take what the browser says, for at most so long."""
        if not select.select([self._read], [], [], seconds)[0]:
            return
        data = os.read(self._read, 1 << 20)
        if not data:
            raise BrowserError("Chromium has ended")
        *messages, self._buffer = (self._buffer + data).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            elif message["method"] == "Runtime.consoleAPICalled":
                words = [str(part.get("value", part.get("description", ""))) for part in message["params"]["args"]]
                self.console.append(" ".join(words))
            elif message["method"] == "Runtime.exceptionThrown":
                self.console.append(str(message["params"]["exceptionDetails"]))

    def run(self, script: str, timeout: float = 60.0) -> Any:
        """Return the value of a script's last expression; a promise is awaited."""
        result = self.call(
            "Runtime.evaluate", timeout, expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise BrowserError(str(details.get("exception", {}).get("description", details["text"]))[-3000:])
        return result["result"].get("value")

    def _value(self, script: str) -> Any:
        """Return the value of a script, None where the page is not there yet."""
        with contextlib.suppress(BrowserError):
            return self.run(script)
        return None

    def until(self, script: str, timeout: float = 60.0) -> Any:
        """Wait until a script's value is true, and return it."""
        end = time.monotonic() + timeout
        while not (value := self._value(script)):
            if time.monotonic() > end:
                raise BrowserError(f"{script}: not within {timeout:.0f} s; the page said {self.console[-5:]}")
            self.wait(0.1)
        return value

    def until_holds(self, holds: Callable[[], bool], timeout: float) -> None:
        """Wait until something is so, as the page goes on."""
        end = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > end:
                raise BrowserError(f"It did not happen within {timeout:.0f} s; the page said {self.console[-5:]}")
            self.wait(0.1)

    def reload(self) -> None:
        """Load the page again."""
        self.run("window.isOld = true")
        self.call("Page.reload")
        self.until("!window.isOld && document.readyState !== 'loading'")

    def wait(self, seconds: float) -> None:
        """Let the page go on for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._listen(left)

    # --- hands

    def down(self, key: str) -> None:
        """Press a key: a name of `KEYS`, or the letter that it types."""
        self._key("keyDown", key)

    def up(self, key: str) -> None:
        """Let a key go."""
        self._key("keyUp", key)

    def press(self, key: str, seconds: float = 0.05) -> None:
        """Press a key and let it go."""
        self.down(key)
        self.wait(seconds)
        self.up(key)

    def type(self, text: str) -> None:
        """Write a text, letter by letter."""
        for letter in text:
            self.press(letter, 0.02)

    def _key(self, kind: str, key: str) -> None:
        if key in KEYS:
            code, number, text = KEYS[key]
        else:
            code, number, text = (f"Key{key.upper()}" if key.isalpha() else ""), ord(key.upper()), key
            code = {" ": "Space"}.get(key, code)
        shape: dict[str, Any] = {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number}
        if kind == "keyDown" and text:
            shape["text"] = text
        self.call("Input.dispatchKeyEvent", **shape)

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the page."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
            self.wait(0.05)

    def write(self, text: str) -> None:
        """Put a text in at once, as a phone's keyboard does."""
        self.call("Input.insertText", text=text)

    def tap(self, x: float, y: float, seconds: float = 0.08) -> None:
        """Lay a finger on a point of the page for so long."""
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.wait(seconds)
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def middle(self, selector: str) -> tuple[float, float]:
        """Return the middle of an element, in pixels of the page."""
        found = self.run(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return found[0], found[1]

    def phone(self, width: int, height: int) -> None:
        """Be a phone from now on: its size, its touch screen."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        self.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)

    def photograph(self, path: Path) -> None:
        """Keep a picture of the page."""
        for tries_left in (2, 1, 0):
            try:
                picture = self.call("Page.captureScreenshot", format="png")["data"]
                break
            except BrowserError:
                # A busy machine may be late with the picture that Chromium waits for.
                if not tries_left:
                    raise
                self.wait(0.5)
        path.write_bytes(base64.b64decode(picture))

    def close(self) -> None:
        """End the browser, and with it its processes."""
        self._session = None
        with contextlib.suppress(BrowserError, OSError):
            self.call("Browser.close", 5)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        os.close(self._write)


@contextlib.contextmanager
def browser(profile: Path, size: tuple[int, int] = (1000, 640)) -> Iterator[Browser]:
    """A browser for a block of a test."""
    opened = Browser(profile, size)
    try:
        yield opened
    finally:
        opened.close()
